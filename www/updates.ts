// What the engine says of the run, put where the views find it: into the state, or beside it while an earlier moment is shown.
import { TerminalBuffer } from "./lib/terminal-buffer";
import { met } from "./lib/typed-store";
import type { TraceRing } from "./lib/trace/ring";
import type { Past, ProcessRow, Tables, Update } from "./protocol";
import { LogBuffer } from "./lib/log-buffer";
import type { RunData, Slice, State } from "./state";

/** What is shown of a run, and is another at each moment; the ring only where that of the run has not got its events. */
export const SHOWN = ["run", "ring", "rows", "groups", "services", "names", "typedStore", "terminalRows", "terminals", "logs", "statistics"] as const;
export type Shown = Pick<RunData, (typeof SHOWN)[number]>;

/** What the store lends. */
interface Lent {
  readonly state: Readonly<State>;
  set(patch: Partial<State>): void;
  touch(...slices: Slice[]): void;
  /** Somebody may have a typed store now. */
  named(names: RunData["names"]): void;
}

export class Updates {
  /** What is played, while the state has an earlier moment. */
  kept: Shown | undefined;

  constructor(private readonly store: Lent) {}

  /** The events of the run that is played. */
  get ring(): TraceRing {
    return (this.kept ?? this.store.state).ring;
  }

  /** Nothing is kept any more: another run is shown. */
  forget(): void {
    if (this.kept) this.store.set({ ring: this.kept.ring });
    this.kept = undefined;
  }

  /** News of the run that is played. */
  apply(update: Update): void {
    const { store, ring } = this;
    const { state } = store;
    const { run: number, state: runState, time, total, dropped, hash } = update;
    this.put({ run: { number, state: runState, time, total, dropped, hash } });
    if (update.texts.list.length > 0) ring.addTexts(update.texts.first, update.texts.list);
    if (update.count > 0) {
      ring.append(update.records, update.count);
      store.set({ version: state.version + 1 });
    }
    this.tables(update);
    // It is known with the tables only.
    if (update.rows) store.set({ upcoming: update.upcoming && { process: update.upcoming[0], message: update.upcoming[1] } });
    if (update.rows) {
      let introduced = false;
      for (const row of update.rows) introduced = ring.introduce(row) || introduced;
      if (introduced) store.set({ version: state.version + 1 });
      if (ring.derived.uncertain && ring.last === total) this.reconcile(this.kept);
    }
    if (update.statistics) {
      state.series.add(performance.now(), update.statistics, dropped);
      store.touch("series");
    }
  }

  /** An earlier moment of it. */
  show(past: Past): void {
    this.kept ??= shownOf(this.store.state);
    const { number, dropped } = this.kept.run;
    const { time, total, hash } = past;
    this.store.set({ run: { number, state: "paused", time, total, dropped, hash } });
    if (past.fresh) this.store.set({ terminals: new Map(), logs: new LogBuffer(), typedStore: null });
    this.tables(past, true);
    if (past.records) this.showRing(this.ring.before(past.records, past.count ?? 0), past.rows ?? []);
  }

  /** Shows the events of another ring. */
  showRing(ring: TraceRing, rows: readonly ProcessRow[] = []): void {
    const { state } = this.store;
    if (state.ring === ring) return;
    for (const row of rows) ring.introduce(row);
    this.store.set({ ring, version: state.version + 1 });
    if (ring.derived.uncertain) this.reconcile();
  }

  /** What is played is shown again. */
  showNow(): void {
    if (this.kept) this.store.set({ ...this.kept, version: this.store.state.version + 1 });
    this.kept = undefined;
  }

  /** The terminal of a process, as it is shown. */
  terminal(process: number, of: Shown = this.store.state): TerminalBuffer {
    let buffer = of.terminals.get(process);
    if (!buffer) of.terminals.set(process, (buffer = new TerminalBuffer()));
    return buffer;
  }

  private tables(tables: Tables, past = false): void {
    const { store } = this;
    const of = (!past && this.kept) || store.state;
    for (const { process, text, typed } of tables.terminals) {
      const buffer = this.terminal(process, of);
      if (typed) buffer.typed(text);
      else buffer.write(text);
    }
    if (tables.terminals.length > 0) store.touch("terminals");
    if (tables.logs.length > 0 || tables.logs_lost > 0) {
      of.logs.append(tables.logs, tables.logs_lost);
      store.touch("logs");
    }
    const { rows, groups, services, names, terminal_rows: terminalRows, statistics } = tables;
    const news: Partial<Shown> = { ...(rows && { rows }), ...(groups && { groups }), ...(services && { services }), ...(statistics && { statistics }) };
    if (terminalRows) news.terminalRows = terminalRows;
    if (names) {
      Object.assign(news, { names }, met(of.typedStore, names));
      store.named(names);
    }
    this.put(news, past);
    if (tables.hits) store.set({ hits: tables.hits });
  }

  private put(news: Partial<Shown>, past = false): void {
    if (this.kept && !past) Object.assign(this.kept, news);
    else if (Object.keys(news).length > 0) this.store.set(news);
  }

  /** Events were lost, exits perhaps among them: the rows say who lives, when all of the living have one. */
  private reconcile({ rows, groups, ring }: Shown = this.store.state): void {
    const living = new Set(rows.filter((row) => !row.ended).map((row) => row.number));
    const alive = groups.reduce((sum, group) => sum + group.alive, 0);
    if (living.size !== alive) return;
    ring.derived.reconcile(living);
    this.store.set({ version: this.store.state.version + 1 });
  }
}

function shownOf(state: Shown): Shown {
  return Object.fromEntries(SHOWN.map((slice) => [slice, state[slice]])) as unknown as Shown;
}
