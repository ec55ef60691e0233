// The run is kept in the browser as it is played: a reload, a closed tab or a crash of the engine goes on where it was. How, is loaded
// when there is something to keep.
import type { Keeper, Lent } from "./keeping/keeper";
import { mark, readMark } from "./lib/tab";
import type { Command, More } from "./protocol";

/** What changes nothing in a run, or begins another. Whatever else is asked of the engine may be an input. */
const NO_DEED: ReadonlySet<Command["type"]> = new Set([
  "scenarios",
  "open",
  "open_project",
  "check_project",
  "save_run",
  "check_run",
  "open_run",
  "give_up_run",
  "rewind",
  "run_until",
  "to_now",
  "play",
  "pause",
  "step",
  "pace",
  "describe",
  "payload",
  "inspect",
  "look",
  "sources",
  "complete",
  "pids",
  "faults",
  "check",
]);

/** Not of the run, but of its file. */
const BESIDE: ReadonlySet<Command["type"]> = new Set(["breakpoints"]);

/** Whether it may be an input of the run. */
export function isDeed({ type }: Command): boolean {
  return !NO_DEED.has(type) && !BESIDE.has(type);
}

export class Kept {
  /** The next run that is gone on with stays paused: what it did before may happen again. */
  paused = false;
  /** A kept run is being made again. */
  resuming = false;
  private loading: Promise<Keeper | undefined> | undefined;
  private keeper: Keeper | undefined;
  private watching: (() => void) | undefined;

  constructor(private readonly store: Lent) {
    // Whoever touches the page may do something to the run next: what keeps it is there by then.
    for (const sign of ["pointerdown", "keydown", "input"]) addEventListener(sign, () => void this.with(() => {}), { once: true, capture: true });
  }

  /** Whether a reload, or another engine, would go on with a run. */
  get there(): boolean {
    return readMark().kept;
  }

  /** The engine died before over this run, or so soon after it was gone on with that nothing was kept since. */
  get inVain(): boolean {
    return readMark().tries > 0;
  }

  /** Something is asked of the engine that the run's file may have. */
  touched(command: Command, answer: Promise<unknown>): void {
    if (isDeed(command) || (this.loading && BESIDE.has(command.type))) void this.with((keeper) => keeper.touched(command, answer));
  }

  /** What came to the run. */
  heard(run: number, more: More): void {
    this.keeper?.heard(run, more);
  }

  /** The run stands still, or an earlier moment is shown: where it is, is kept as well. */
  private readonly looked = () => {
    const { preferences, past } = this.store.state;
    if (!preferences.settings.playing || past) void this.with(() => {});
  };

  /** A run has begun. `deeds`: it has inputs already that a reload must bring back. `aside`: the one before is not forgotten but put aside. */
  began(how: { deeds?: boolean; aside?: boolean } = {}): void {
    this.watching ??= this.store.subscribe(["preferences", "past"], this.looked);
    this.looked();
    if (this.loading || this.there || how.deeds) void this.with((keeper) => keeper.began(how));
  }

  /** Another run is about to take the place of this one: as it is now, it is kept. */
  async settle(): Promise<void> {
    if (this.loading) await this.with((keeper) => keeper.settle());
  }

  /** Goes on with the run of this tab, if one is kept. Whether it does. */
  async resume(): Promise<boolean> {
    const paused = this.paused;
    this.paused = false;
    if (!this.there) return false;
    this.resuming = true;
    try {
      return (await this.with((keeper) => keeper.resume(paused))) ?? false;
    } finally {
      this.resuming = false;
    }
  }

  /** The reader wants a fresh run: nothing is gone on with. */
  forget(): void {
    if (!this.there) return;
    mark({ kept: false, tries: 0 });
    void this.with((keeper) => keeper.forget());
  }

  /** What the browser has kept and no tab plays, newest first. */
  async list(): Promise<Awaited<ReturnType<Keeper["list"]>>> {
    return (await this.with((keeper) => keeper.list())) ?? [];
  }

  /** What keeps runs; undefined: it could not be loaded, and nothing is kept this time. */
  async with<T>(act: (keeper: Keeper) => T): Promise<Awaited<T> | undefined> {
    this.loading ??= import("./keeping/keeper").then(({ Keeper }) => (this.keeper = new Keeper(this.store))).catch(() => (this.loading = undefined));
    const keeper = await this.loading;
    return keeper && (await act(keeper));
  }
}
