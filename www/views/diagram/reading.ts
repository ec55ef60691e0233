// Reading the diagram by keyboard: each key goes somewhere, and what is there is spoken as one sentence.

import { t } from "../../i18n/index";
import { letterOf } from "../../lib/letter";
import { formatDuration } from "../../lib/time";
import { firstEffect } from "../../lib/trace/related";
import { sentence } from "../../lib/trace/sentence";
import type { Diagram } from "./diagram";
import { selectedProcess } from "./scene";
import { nextEvent, nextOfProcess } from "./walk";

/** Share of a view that Page Up and Page Down scroll. */
const PAGE = 0.85;
/** Events after the selected one in which its answer is looked for at once. */
const BEYOND = 65_536;

export class Reading {
  constructor(private readonly diagram: Diagram) {}

  readonly onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || (event.ctrlKey && !["Home", "End"].includes(event.key))) return;
    const act = this.keys[letterOf(event)];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  private readonly keys: Record<string, (() => unknown) | undefined> = {
    ArrowDown: () => this.walk(nextEvent(this.ring, this.selected, 1)),
    ArrowUp: () => this.walk(nextEvent(this.ring, this.selected, -1)),
    ArrowRight: () => this.walkProcess(1),
    ArrowLeft: () => this.walkProcess(-1),
    Enter: () => this.diagram.inspect(),
    c: () => this.walkCause(),
    e: () => this.walkEffect(),
    f: () => this.toggleFold(),
    l: () => this.diagram.openLanes(),
    m: () => this.selected !== 0 && this.diagram.rewind(this.selected),
    Escape: () => this.diagram.toFollowing(),
    Home: () => this.diagram.toOldest(),
    End: () => this.diagram.toNewest(),
    PageDown: () => this.page(1),
    PageUp: () => this.page(-1),
    "+": () => this.diagram.zoomStep(1),
    "=": () => this.diagram.zoomStep(1),
    "-": () => this.diagram.zoomStep(-1),
  };

  private get ring() {
    return this.diagram.ring;
  }

  private get selected(): number {
    return this.diagram.scene.selected;
  }

  private walk(event: number): void {
    if (event === 0) return;
    this.diagram.select({ event });
    this.diagram.say(sentence(this.ring, event, t, { duration: formatDuration }) + this.partner());
  }

  /** What the shared tint says to those who see it. */
  private partner(): string {
    const { related } = this.diagram.scene;
    related.extend(this.ring, this.selected + BEYOND);
    if (related.answer === 0) return "";
    return related.answers ? t("diagram.answers", { number: `${related.request}` }) : t("diagram.answered", { number: `${related.answer}` });
  }

  private walkProcess(direction: 1 | -1): void {
    const { selected } = this;
    if (selected === 0) this.walk(nextEvent(this.ring, 0, direction));
    else if (this.ring.has(selected)) this.walk(nextOfProcess(this.ring, selected, selectedProcess(this.diagram.scene), direction));
  }

  private walkCause(): void {
    const { selected } = this;
    const cause = selected !== 0 && this.ring.has(selected) ? this.ring.cause(selected) : 0;
    if (cause !== 0 && this.ring.has(cause)) this.walk(cause);
    else if (selected !== 0) this.diagram.say(t("diagram.no_cause"));
  }

  private walkEffect(): void {
    const { selected } = this;
    if (selected === 0) return;
    const effect = firstEffect(this.ring, selected);
    if (effect !== 0) this.walk(effect);
    else this.diagram.say(t("diagram.no_effect"));
  }

  /** Folds or opens the lanes of whom the selection is about, or else the first that can be. */
  private toggleFold(): void {
    const { columns, ring } = this.diagram.scene;
    const about = selectedProcess(this.diagram.scene);
    const lane = about > 0 ? ring.processes.laneOf(about) : -1;
    const own = lane >= 0 ? ring.lanes.lanes[lane].group : -1;
    const folded = columns.items.filter((column) => column.lane < 0);
    const column = folded.find(({ group }) => group === own) ?? folded[0];
    if (column) this.diagram.fold(column.group, column.own === 0);
  }

  private page(direction: 1 | -1): void {
    const { view } = this.diagram.scene;
    this.diagram.pan(direction * view.rows * PAGE * view.rowHeight, 0);
  }
}
