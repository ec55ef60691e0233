// Keeps the run that is played: when, how often, and what of it.
import { t } from "../i18n/index";
import { deflate } from "../lib/deflate";
import { mark, type Look } from "../lib/tab";
import type { Lent } from "./keeper";
import * as shelf from "./shelf";
import type { Tab } from "./tabs";

/** After something happened, so long until it is kept; and from one time to the next. */
const AFTER_MS = 250;
const APART_MS = 2_000;
/** The share of time that keeping may take: a long log takes long to write. */
const SHARE = 0.05;

export class Saver {
  /** The reader did something to the run: that is worth keeping. */
  deeds = false;
  /** And it is in its log: what was asked may have been no input. */
  private sure = false;
  /** Grows with each run. */
  private epoch = 0;
  /** The events of the run that is kept, and of the one that was gone on with. */
  private keptTo = -1;
  private resumedFrom = 0;
  private keeping = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private notBefore = 0;
  private told = false;
  /** One thing after the other. */
  private doing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: Lent,
    private readonly tab: Promise<Tab>,
  ) {
    store.subscribe(["run", "preferences"], () => this.changed());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void this.settle());
  }

  touched(): void {
    this.deeds = true;
    this.changed();
  }

  /** Another run is played. `deeds`: it is worth keeping as it comes. */
  begin(deeds: boolean): void {
    this.epoch += 1;
    this.deeds = deeds;
    this.sure = false;
    this.keptTo = -1;
    this.resumedFrom = 0;
    this.changed();
  }

  /** The run that is kept is played, and kept as it is; `events`: so far. */
  goesOn(events: number): void {
    this.epoch += 1;
    this.deeds = this.sure = true;
    this.keptTo = this.resumedFrom = events;
  }

  /** Keeps the run as it is now. */
  async settle(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.inTurn(() => this.keep());
  }

  /** Does this after what is being done. */
  inTurn<T>(act: () => Promise<T>): Promise<T | void> {
    const done = this.doing.then(act);
    this.doing = done.catch(() => {});
    return done.catch(() => {});
  }

  look(): Look {
    const { preferences, selection, follow } = this.store.state;
    const { playing, pace } = preferences.settings;
    return { playing, pace, event: selection && "event" in selection ? selection.event : 0, follow, filter: this.store.filter.view };
  }

  private changed(): void {
    // When the next time is, is known as soon as this time is over.
    if (this.keeping || !this.deeds || this.timer !== undefined || this.store.state.ring.last === this.keptTo) return;
    this.timer = setTimeout(() => void this.settle(), Math.max(AFTER_MS, this.notBefore - performance.now()));
  }

  private async keep(): Promise<void> {
    const { epoch, store } = this;
    const { phase, replaying, ring, preferences } = store.state;
    const events = ring.last; // of what is played, also where an earlier moment is shown
    if (!this.deeds || phase !== "ready" || replaying !== null || events === this.keptTo) return;
    this.keeping = true;
    const begin = performance.now();
    const { own } = await this.tab;
    const kept = await this.write(own, epoch, preferences.scenario, events).catch(() => false);
    this.keeping = false;
    this.notBefore = performance.now() + Math.max(APART_MS, (performance.now() - begin) / SHARE);
    if (epoch !== this.epoch || store.state.phase !== "ready") return this.changed();
    this.keptTo = events; // also if it was in vain: the next time something else may be asked
    if (!kept && !this.told) {
      this.told = true;
      store.tell(t("kept.not"));
    }
    this.changed();
  }

  /** Whether all is well. */
  private async write(id: string, epoch: number, scenario: string, events: number): Promise<boolean> {
    const { name, text } = await this.store.runs.text();
    this.sure ||= hasDeeds(text);
    if (!this.sure) return true;
    const bytes = await deflate(text);
    if (epoch !== this.epoch) return true; // it is over
    const look = this.look();
    if (!(await shelf.keep(id, { scenario, name, keptAt: Date.now(), events, look, bytes }))) return false;
    if (epoch !== this.epoch) return true;
    mark({ kept: true, look, ...(events > this.resumedFrom ? { tries: 0 } : {}) });
    return true;
  }
}

/** Whether somebody did something to a run. What a store has answered, it would answer again. */
function hasDeeds(text: string): boolean {
  const { inputs } = JSON.parse(text) as { inputs: { input: object }[] };
  return inputs.some(({ input }) => !("store_answer" in input) && !("store_error" in input));
}
