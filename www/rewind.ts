// Going back: an earlier moment of the run is shown in its place, and gone on with, if the reader likes. The engine makes it again
// beside the run; here stands which moment is wanted, and which of the runs that came of it are kept.
import { t } from "./i18n/index";
import { Branches, type BranchTree } from "./lib/branches";
import { LOST, type TraceRing } from "./lib/trace/ring";
import { titleOf } from "./projects";
import type { Command, Forked, Past, Rewinding } from "./protocol";
import { hasRun, type State } from "./state";
import type { Updates } from "./updates";

/** A moment that takes longer than this is given up for a newer one; until then it is worth waiting for. */
const WORTH_MS = 300;

/** What the store lends. */
interface Lent {
  readonly state: Readonly<State>;
  readonly updates: Updates;
  request<T>(command: Command): Promise<T>;
  set(patch: Partial<State>): void;
  /** The run is paused, as the page has it. */
  paused(): void;
  /** The run of this number is another one now, of the same scenario. */
  forked(run: number): void;
  /** The run stands still, or goes on. */
  hold(on: boolean): Promise<void>;
  /** A run of the tree is made again of its text, and takes the place of this one. Whether it did. */
  makeAgain(text: string): Promise<boolean>;
  tell(text: string): void;
  complain(error: unknown): void;
}

export class Rewind {
  private branches = new Branches();
  /** The moment that the engine was asked for last, and when; null: it is there. */
  private asked: { event: number; at: number } | null = null;
  private forking: Promise<boolean> | null = null;
  /** Those who wait until what is wanted is shown. */
  private waiting: (() => void)[] = [];
  /** The run of the tree that takes the place of another: the tree stays. */
  private entering: number | null = null;

  constructor(private readonly store: Lent) {}

  /** A run takes the place of another that went off from one before. */
  get entersFork(): boolean {
    return this.entering !== null && this.branches.isFork(this.entering);
  }

  /** The text of a run of the tree that is not played. */
  text(id: number): string | undefined {
    return this.branches.text(id);
  }

  /** The tree, and the texts of its runs that are not played. */
  kept(): { tree: BranchTree; texts: [id: number, text: string][] } {
    return { tree: this.branches.tree(), texts: this.branches.allTexts() };
  }

  /** A run of a tree that was kept is made again, and the others are there with it. */
  async resume<T extends { how: string }>({ tree, texts }: ReturnType<Rewind["kept"]>, make: () => Promise<T>): Promise<T> {
    const branches = Branches.of(tree, texts);
    if (!branches) return make();
    const { branches: before } = this;
    [this.branches, this.entering] = [branches, tree.current];
    try {
      const made = await make();
      if (made.how !== "made") this.branches = before;
      this.store.set({ branches: this.branches.tree() });
      return made;
    } finally {
      this.entering = null;
    }
  }

  /** There is no room for all of the tree. Whether there is one run less. */
  forgetOldest(): boolean {
    if (!this.branches.forgetOldest()) return false;
    this.store.set({ branches: this.branches.tree() });
    this.store.tell(t("branches.forgotten"));
    return true;
  }

  /** Shows the moment just after an event. After the newest event that is now. */
  to(event: number): void {
    const { store } = this;
    const { past } = store.state;
    const { ring } = store.updates;
    if (!hasRun(store.state) || ring.last === 0 || store.state.replaying !== null) return;
    const wanted = Math.max(1, Math.round(event));
    if (wanted >= ring.last) return this.toNow();
    if (past?.event === wanted) return;
    if (!past) store.paused();
    // The events around the moment before stay in view as long as this one is among them.
    if (!has(store.state.ring, wanted) && has(ring, wanted)) store.updates.showRing(ring);
    store.set({ past: { event: wanted, progress: past?.progress ?? 0 }, ...this.selects(wanted), follow: false });
    this.ask();
  }

  /** So many rows on, or back. */
  by(rows: number): void {
    const { ring, past } = this.store.state;
    if (ring.rows.count === 0) return;
    const from = past?.event ?? ring.last;
    if (from < ring.first || from > ring.last) return this.to(from + rows); // its rows are not known yet
    const last = ring.rows.count - 1;
    // Of one that was not recorded it is the row before that is known.
    const at = ring.rowOf(from) + rows + (rows < 0 && !ring.has(from) ? 1 : 0);
    if (past && at > last) return this.to(ring.last + at - last);
    if (at < ring.firstRow) return this.to(ring.first - (ring.firstRow - at));
    let row = Math.min(last, at);
    // The row of a gap leads to the event after it, which is where it is now.
    if (rows < 0 && ring.isGapRow(row, ring.eventOfRow(row))) row = Math.max(ring.firstRow, row - 1);
    this.to(ring.eventOfRow(row));
  }

  /** Shows what is played. */
  toNow(): void {
    if (!this.store.state.past) return;
    this.leave();
    this.store.updates.showNow();
    this.store.set({ past: null, follow: true });
    this.store.request({ type: "to_now" }).catch(() => {}); // an engine that died is told of elsewhere
  }

  /** A fresh run, or another one: there is nothing to go back to. */
  begin(): void {
    this.leave();
    this.store.updates.forget();
    if (this.entering !== null) return;
    this.branches.clear();
    this.store.set({ branches: this.branches.tree() });
  }

  /** The engine's word on an earlier moment. */
  heard(how: Rewinding | Past): void {
    const { past } = this.store.state;
    if (!past) return;
    if (how.type === "rewinding") {
      if (how.event === past.event) this.store.set({ past: { ...past, progress: how.done / how.event } });
      return;
    }
    this.store.updates.show(how);
    if (how.event !== this.asked?.event) return; // a newer one is on its way
    this.asked = null;
    if (past.event !== how.event) return this.ask();
    this.store.set({ past: { ...past, progress: null } });
    for (const go of this.waiting.splice(0)) go();
  }

  /** The run goes on from the moment that is shown; what was played is kept as a branch. Whether it does. Whoever asks meanwhile waits for the same. `selected`: what is selected stays so, for something is done to it. */
  fork({ selected = false } = {}): Promise<boolean> {
    this.forking ??= this.goOn(selected).finally(() => (this.forking = null));
    return this.forking;
  }

  /** It is about to go on from an earlier moment. */
  get isForking(): boolean {
    return this.forking !== null;
  }

  private async goOn(selected: boolean): Promise<boolean> {
    const { store } = this;
    if (store.state.past?.progress != null) await new Promise<void>((go) => this.waiting.push(go));
    const { past, ring: shown } = store.state;
    if (!past) return false;
    const { ring } = store.updates;
    const { preferences, ownProjects } = store.state;
    try {
      const text = await store.request<string>({ type: "save_run", name: titleOf(preferences.scenario, ownProjects), view: "" });
      const events = ring.last;
      const { run, total, texts } = await store.request<Forked>({ type: "fork" });
      this.branches.leave(text, events);
      const less = this.branches.fork(total);
      ring.truncate(total, texts, shown);
      store.updates.forget();
      const { selection } = store.state;
      const stays = selected && selection && ("process" in selection || ring.has(selection.event));
      store.set({ past: null, run: { ...store.state.run, number: run }, branches: this.branches.tree(), selection: stays ? selection : null, follow: true, version: store.state.version + 1 });
      store.forked(run);
      store.tell(t("past.forked", { event: total }) + (less ? ` ${t("branches.forgotten")}` : ""));
      return true;
    } catch (error) {
      store.complain(error);
      return false;
    }
  }

  /** Returns to a run of the tree: the one that is played is kept in its place. */
  async enter(id: number): Promise<void> {
    const { store } = this;
    const text = this.branches.text(id);
    if (text === undefined || this.entering !== null) return;
    this.toNow();
    this.entering = id;
    try {
      await store.hold(true);
      const { preferences, ownProjects, ring } = store.state;
      const left = await store.request<string>({ type: "save_run", name: titleOf(preferences.scenario, ownProjects), view: "" });
      const events = ring.last;
      if (!(await store.makeAgain(text))) return; // then it goes on as it did
      this.branches.leave(left, events);
      this.branches.enter(id);
      store.set({ branches: this.branches.tree(), notice: null });
    } catch (error) {
      store.complain(error);
    } finally {
      this.entering = null;
    }
  }

  private ask(): void {
    const { past } = this.store.state;
    const now = performance.now();
    if (!past || (this.asked && now - this.asked.at < WORTH_MS)) return;
    const asked = { event: past.event, at: now };
    this.asked = asked;
    this.store.request({ type: "rewind", event: past.event, records: !has(this.store.state.ring, past.event) }).catch((error: unknown) => {
      if (this.asked !== asked) return;
      this.toNow();
      this.store.complain(error);
    });
  }

  private leave(): void {
    this.asked = null;
    for (const go of this.waiting.splice(0)) go();
  }

  /** The event is selected, unless the reader watches a process: then that is shown as it was. */
  private selects(event: number): Partial<State> {
    const { selection } = this.store.state;
    return selection && "process" in selection ? {} : { selection: { event } };
  }
}

/** Whether the page has an event: of those that it has lost, a ring may keep the places. */
function has(ring: TraceRing, event: number): boolean {
  return ring.has(event) && ring.kind(event) !== LOST;
}
