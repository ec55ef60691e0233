// The last log lines of a run, and how many are no longer kept.
import type { LogRow } from "../protocol";

const ROWS = 2_000;
/** Dropped in one go, so that a flood does not shift the array at each line. */
const SLACK = 500;

export class LogBuffer {
  rows: LogRow[] = [];
  dropped = 0;

  /** `lost` lines before these never came. */
  append(rows: LogRow[], lost: number): void {
    this.dropped += lost;
    this.rows.push(...rows);
    if (this.rows.length <= ROWS + SLACK) return;
    const surplus = this.rows.length - ROWS;
    this.rows = this.rows.slice(surplus);
    this.dropped += surplus;
  }
}
