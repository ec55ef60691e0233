// What the run stops at, and where it is sent. The lines are the reader's, and are kept with the scenario; the engine reads them.
import { t } from "./i18n/index";
import { clip, clipRepeated } from "./lib/clip";
import type { Breakpoint, Preferences } from "./lib/preferences";
import type { Command, ReadLine, Settings, Stopped, Until } from "./protocol";
import type { State } from "./state";

/** What the store lends. */
interface Lent {
  readonly state: Readonly<State>;
  request<T>(command: Command): Promise<T>;
  /** The same for what the reader does to the run. */
  act<T>(command: Command): Promise<T>;
  set(patch: Partial<State>): void;
  settle(change: Partial<Settings>): void;
  prefer(change: Partial<Preferences>): void;
  tell(text: string): void;
  complain(error: unknown): void;
}

const NONE: readonly Breakpoint[] = [];

/** Those that are on, as the engine has them. */
const linesOf = (list: readonly Breakpoint[]) => list.filter((one) => !one.off).map((one) => one.line);

export class Breakpoints {
  constructor(private readonly store: Lent) {}

  /** Those of the scenario that is played. */
  get list(): readonly Breakpoint[] {
    const { breakpoints, scenario } = this.store.state.preferences;
    return (Object.hasOwn(breakpoints, scenario) && breakpoints[scenario]) || NONE;
  }

  /** A run begins: it stops at them, too. */
  begin(): void {
    if (this.list.length > 0) this.set(this.list).catch((error: unknown) => this.store.complain(error));
  }

  /** Adds one as it is written. What is wrong with it; undefined: nothing, and it is there. */
  async add(line: string): Promise<string | undefined> {
    const { list } = this;
    const read = await this.store.request<ReadLine[]>({ type: "breakpoints", lines: [...linesOf(list), line] });
    const added = read.at(-1)!;
    if (added.error !== null) return clipRepeated(added.error);
    const others = list.filter((one) => one.line !== added.line);
    await this.set([...others, { line: added.line, off: false }]);
    return undefined;
  }

  /** Those of a run that was brought are set as well. */
  adopt(lines: readonly string[]): void {
    const { preferences } = this.store.state;
    const { list } = this;
    const others = list.filter((one) => !lines.includes(one.line));
    if (lines.length > 0) this.store.prefer({ breakpoints: { ...preferences.breakpoints, [preferences.scenario]: [...others, ...lines.map((line) => ({ line, off: false }))] } });
  }

  async remove(line: string): Promise<void> {
    await this.set(this.list.filter((one) => one.line !== line));
  }

  /** Switches one off, or on again. */
  async toggle(line: string): Promise<void> {
    await this.set(this.list.map((one) => (one.line === line ? { ...one, off: !one.off } : one)));
  }

  /** How often what one is about has happened in this run. */
  hits(line: string): number {
    return this.store.state.hits[linesOf(this.list).indexOf(line)] ?? 0;
  }

  /** The run goes somewhere, as fast as it can, and stops there. */
  async runUntil(until: Until): Promise<void> {
    try {
      await this.store.act({ type: "run_until", until });
      this.store.settle({ playing: true });
    } catch (error) {
      this.store.complain(error);
    }
  }

  /** It has stopped by itself. */
  stopped({ run, event, breakpoint }: Stopped): void {
    const { store } = this;
    if (run !== store.state.run.number) return;
    store.settle({ playing: false });
    const line = linesOf(this.list)[breakpoint];
    if (line !== undefined) store.tell(t("breakpoints.stopped", { line: clip(line) }));
    if (event !== 0) store.set({ selection: { event } });
  }

  /** One that the engine does not take any more, of an older version perhaps, is left out. */
  private async set(list: readonly Breakpoint[]): Promise<void> {
    const { preferences } = this.store.state;
    this.store.prefer({ breakpoints: { ...preferences.breakpoints, [preferences.scenario]: list } });
    const read = await this.store.request<ReadLine[]>({ type: "breakpoints", lines: linesOf(list) });
    const wrong = new Set(read.filter(({ error }) => error !== null).map(({ line }) => line));
    if (wrong.size > 0) await this.set(list.filter((one) => !wrong.has(one.line)));
  }
}
