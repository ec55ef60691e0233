// Labels are written after all lines are drawn, the selected one first, so that no line runs through a word.

import { LABEL_HEIGHT } from "./metrics";
import { strength, type Scene } from "./scene";

const LIMIT = 400;
const WIDEST = 190;

export class LabelQueue {
  private readonly place = new Float32Array(LIMIT * 4);
  private readonly lanes = new Int16Array(LIMIT);
  private readonly events = new Float64Array(LIMIT);
  private readonly texts: string[] = new Array<string>(LIMIT).fill("");
  private readonly colors: string[] = new Array<string>(LIMIT).fill("");
  private readonly spots = new Float64Array(12);
  private count = 0;

  clear(): void {
    this.count = 0;
  }

  /** `a` and `b` are the columns that the line joins. */
  add(event: number, a: number, b: number, x1: number, y1: number, x2: number, y2: number, text: string, color: string): void {
    if (this.count === LIMIT || text === "") return;
    const at = this.count;
    this.events[at] = event;
    this.lanes[at] = Math.abs(b - a);
    this.place[at * 4] = x1;
    this.place[at * 4 + 1] = y1;
    this.place[at * 4 + 2] = x2;
    this.place[at * 4 + 3] = y2;
    this.texts[at] = text;
    this.colors[at] = color;
    this.count += 1;
  }

  /** All of them, or only those of the selected and the hovered event. */
  paint(s: Scene, all: boolean): void {
    const { ctx } = s;
    ctx.font = s.theme.label;
    ctx.textAlign = "center";
    ctx.textBaseline = "alphabetic";
    for (let at = 0; at < this.count; at += 1) if (this.isFirst(s, at)) this.write(s, at);
    if (!all) return;
    for (let at = 0; at < this.count; at += 1) if (!this.isFirst(s, at)) this.write(s, at);
    ctx.globalAlpha = 1;
  }

  private isFirst(s: Scene, at: number): boolean {
    const event = this.events[at];
    return event === s.selected || event === s.hovered;
  }

  private write(s: Scene, at: number): void {
    const { ctx, theme, ruler, view } = s;
    const x1 = this.place[at * 4];
    const y1 = this.place[at * 4 + 1];
    const x2 = this.place[at * 4 + 2];
    const y2 = this.place[at * 4 + 3];
    const text = ruler.cut(ctx, theme.label, this.texts[at], Math.min(WIDEST, Math.abs(x2 - x1) - 10));
    // Of three letters nobody reads a word.
    if (text.length < 5 && text !== this.texts[at]) return;
    const width = ruler.width(ctx, theme.label, text) + 8;
    const count = this.choices(this.lanes[at], y1, y2, s);
    const share = s.labels.slide(x1, y1, x2, y2, width, LABEL_HEIGHT, this.spots, count);
    if (share < 0) return;
    const x = x1 + (x2 - x1) * share;
    const y = y1 + (y2 - y1) * share;
    if (y > view.height + LABEL_HEIGHT) return;
    ctx.globalAlpha = 1;
    ctx.fillStyle = s.related.isPaired(this.events[at]) ? theme.wash : theme.paper;
    ctx.fillRect(x - width / 2 + 1, y - LABEL_HEIGHT, width - 2, LABEL_HEIGHT - 2);
    ctx.globalAlpha = strength(s, this.events[at]);
    ctx.fillStyle = this.colors[at];
    ctx.font = theme.label;
    ctx.fillText(text, x, y - 5);
    s.hits.label(this.events[at], x - width / 2 + 1, y - LABEL_HEIGHT, width - 2, LABEL_HEIGHT - 1);
  }

  /** Spots along the line: between two lanes rather than on a lifeline, nearest to the middle first. */
  private choices(gaps: number, y1: number, y2: number, s: Scene): number {
    const { spots } = this;
    let count = 0;
    // Only a part of a steep line is in view: its middle may be far away.
    if (Math.abs(y2 - y1) > s.view.height / 2) {
      const top = s.view.head + 20;
      for (let step = 0; step < 6; step += 1) spots[count++] = Math.min(0.97, Math.max(0.03, (top + step * 60 - y1) / (y2 - y1)));
      return count;
    }
    if (gaps > 1) {
      const middle = (gaps - 1) >> 1;
      for (let step = 0; step < gaps && count < 8; step += 1) {
        const gap = middle + (step % 2 === 1 ? (step + 1) / 2 : -step / 2);
        if (gap >= 0 && gap < gaps) spots[count++] = (gap + 0.5) / gaps;
      }
    }
    spots[count++] = 0.5;
    spots[count++] = 0.36;
    spots[count++] = 0.64;
    return count;
  }
}
