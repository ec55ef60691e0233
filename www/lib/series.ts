// Statistics over wall time, for the charts: one sample every half second, the last five minutes.
import type { Statistics } from "../protocol";

const EVERY_MS = 500;
const SAMPLES = 600;

export interface Sample {
  seconds: number;
  rate: number; // messages a second of wall time
  alive: number;
  depth: number;
  p50: number;
  p95: number;
  p99: number;
  load: number;
  dropped: number;
}

export class Series {
  readonly samples: Sample[] = [];
  private started = 0;
  private before: { at: number; messages: number } | null = null;

  add(at: number, statistics: Statistics, dropped: number): void {
    this.started ||= at;
    const elapsed = this.before ? at - this.before.at : 0;
    if (this.before && elapsed < EVERY_MS) return;
    const messages = this.before ? statistics.messages - this.before.messages : 0;
    this.before = { at, messages: statistics.messages };
    this.samples.push({
      seconds: (at - this.started) / 1000,
      rate: elapsed > 0 ? (messages * 1000) / elapsed : 0,
      alive: statistics.alive,
      depth: statistics.depth,
      ...statistics.waited,
      load: statistics.load,
      dropped,
    });
    if (this.samples.length > SAMPLES) this.samples.shift();
  }

  get last(): Sample | undefined {
    return this.samples.at(-1);
  }
}
