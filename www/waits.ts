// Who waits for whom, found a few times a second while the run rests. How, is loaded when a run has begun.
import { learn, t } from "./i18n/index";
import { processLabel } from "./lib/trace/sentence";
import type { Wait, Waiting, Waits } from "./lib/trace/waits";
import type { Description } from "./protocol";
import type { Act, Slice, State } from "./state";

/** What the store lends. */
interface Lent {
  readonly state: Readonly<State>;
  subscribe(slices: readonly Slice[], changed: () => void): () => void;
  describe(events: number[]): Promise<Description[]>;
  set(patch: Partial<State>): void;
  select(selection: State["selection"]): void;
  notice(text: string, again?: () => void, acts?: readonly Act[]): void;
}

/** From one look to the next; and while this many events come between, all is in motion and nobody waits for long. */
const APART_MS = 300;
const RUSH = 20_000;

export class WhoWaits {
  private waiting: Promise<Waiting> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private seen = 0;
  /** The deadlock that was told of. */
  private told = "";

  constructor(private readonly store: Lent) {}

  /** A run has begun. */
  begin(): void {
    this.told = "";
    this.seen = 0;
    if (this.waiting) return;
    this.waiting = this.load();
    this.waiting.then(
      () => {
        this.store.subscribe(["rows"], () => this.later());
        this.later();
      },
      () => (this.waiting = undefined), // the next run tries again; until then nothing is said
    );
  }

  private async load(): Promise<Waiting> {
    const [{ Waiting }, { causality }] = await Promise.all([import("./lib/trace/waits"), import("./i18n/causality.en")]);
    learn(causality);
    return new Waiting((events) => this.store.describe(events));
  }

  private later(): void {
    this.timer ??= setTimeout(() => void this.look(), APART_MS);
  }

  private async look(): Promise<void> {
    const { ring, rows, past, run } = this.store.state;
    try {
      const waiting = await this.waiting;
      const rush = ring.last - this.seen > RUSH;
      this.seen = ring.last;
      // An earlier moment has rows of its own, and the trace goes on behind it.
      if (!waiting || past || (rush && run.state === "running")) return this.show({ list: [], cycle: [] });
      const found = await waiting.look(ring, rows);
      if (run.number === this.store.state.run.number) this.show(found);
    } catch {
      // The engine is gone: what is shown begins anew with the next.
    } finally {
      this.timer = undefined;
    }
  }

  private show(waits: Waits): void {
    const { state } = this.store;
    if (JSON.stringify(waits) !== JSON.stringify(state.waits)) this.store.set({ waits });
    if (waits.cycle.length === 0) return;
    const key = `${state.run.number} ${waits.cycle.map(({ event }) => event).sort().join()}`;
    if (key === this.told) return;
    this.told = key;
    this.store.notice(t("waits.deadlock", { names: this.names(waits.cycle) }), undefined, [
      { label: t("waits.show"), run: () => this.store.select({ event: waits.cycle[0].event }) },
    ]);
  }

  /** "alice 3 → bob 4 → alice 3" */
  private names(cycle: readonly Wait[]): string {
    const { ring } = this.store.state;
    return [...cycle, cycle[0]].map(({ from }) => nameOf(ring, from)).join(" → ");
  }
}

/** What a process is called: its name, if it has one of its own. */
export function nameOf(ring: State["ring"], process: number): string {
  return ring.textOf(ring.processes.nameOf(process)) || processLabel(ring, process, t);
}
