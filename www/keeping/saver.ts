// Keeps the run that is played: when, how often, and what of it. Where it is and what comes to it is noted at once; the text that this
// goes on from is kept soon after the reader's first deed, and again when much has come since.
import { t } from "../i18n/index";
import { deflate } from "../lib/deflate";
import { mark, readMark, type Look } from "../lib/tab";
import type { Command, More } from "../protocol";
import { hasRun } from "../state";
import { PackedBranches } from "./branches";
import { Journal } from "./journal";
import type { Lent } from "./keeper";
import { forgetNote, note, type Note } from "./notes";
import * as shelf from "./shelf";
import type { Tab } from "./tabs";

/** After something happened, so long until it is kept; and from one time to the next. */
const AFTER_MS = 250;
const APART_MS = 2_000;
/** The share of time that keeping may take: a long log takes long to write. */
const SHARE = 0.05;
/** Where a run is that only plays is noted so often; what comes to it, so often. */
const NOTED_MS = 500;
const INPUTS_MS = 100;
/** Characters of texts that are not kept yet and go into a note: a browser has room for some millions. */
const MOST_NOTED = 1_000_000;

export class Saver {
  /** The reader did something to the run: that is worth keeping. */
  deeds = false;
  readonly journal = new Journal();
  /** Grows with each run. */
  private epoch = 0;
  /** What is kept: of which run, and how many events it had then. */
  private kept = { epoch: "", events: -1 };
  /** The file is another one although nothing came: a script, a breakpoint, a branch. */
  private stale = false;
  /** How often it was. */
  private changes = 0;
  private resumedFrom = 0;
  private following = false;
  private keeping = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private notBefore = 0;
  private notedAt = 0;
  private later: ReturnType<typeof setTimeout> | undefined;
  /** The run that could not be kept: it is noted as a whole, as long as there is room. */
  private vain = "";
  /** The run that no text can have: something lies in it that no file has. */
  private unwritable = 0;
  /** The last note was refused. */
  private refused = false;
  private id = "";
  private told = false;
  private readonly branches = new PackedBranches();
  /** One thing after the other. */
  private doing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: Lent,
    private readonly tab: Promise<Tab>,
  ) {
    void tab.then(({ own }) => (this.id = own));
    store.subscribe(["run", "preferences", "past", "phase", "replaying"], () => this.changed());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && (this.note(), void this.settle()));
    this.changed();
  }

  /** The reader does something to the run, or to what its file has beside it. */
  touched(command: Command, answer: Promise<unknown>): void {
    if (command.type !== "breakpoints") this.deeds = true;
    if (command.type === "breakpoints" || command.type === "fault_script" || command.type === "fork") answer.then(() => this.isStale(), () => {});
    if (command.type !== "breakpoints" && command.type !== "fork") this.journal.ask(command, answer);
    this.changed();
  }

  /** Another run is played. `deeds`: it is worth keeping as it comes. */
  begin(deeds: boolean): void {
    if (this.id) forgetNote(this.id);
    this.goesOn(0, deeds);
  }

  /** The run that is kept is played; `events`: so far. */
  goesOn(events: number, deeds: boolean): void {
    this.epoch += 1;
    this.deeds = deeds;
    this.resumedFrom = events;
    this.unwritable = 0;
    this.journal.leave();
    this.changed();
  }

  /** What came since the run was kept, from the engine. */
  hear(run: number, more: More): void {
    if (run !== this.store.state.run.number || !this.journal.hear(run, more)) return;
    const since = performance.now() - this.notedAt;
    if (this.stands || since > (more.inputs.length > 0 ? INPUTS_MS : NOTED_MS)) this.note();
    else if (more.inputs.length > 0) this.later ??= setTimeout(() => this.note(), INPUTS_MS);
    this.changed();
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
    const { preferences, selection, follow, past } = this.store.state;
    const { playing, pace } = preferences.settings;
    return { playing, pace, event: selection && "event" in selection ? selection.event : 0, follow, filter: this.store.filter.view, ...(past ? { past: past.event } : {}) };
  }

  /** Writes down where the run is and what came to it; nothing of one that only plays and nobody touched. It waits for nothing. */
  note(): void {
    const { journal, id, store } = this;
    clearTimeout(this.later);
    this.later = undefined;
    if (!id || journal.run === 0 || journal.run !== store.state.run.number) return;
    if (!(this.deeds && this.isWorth) && !(this.stands && journal.position.events > 0)) {
      forgetNote(id);
      if (readMark().kept) mark({ kept: false, tries: 0 });
      return;
    }
    this.notedAt = performance.now();
    const { epoch, name, unanswered: asked } = journal;
    const [look, isKept] = [this.look(), this.kept.epoch === epoch];
    const whole = !isKept && journal.text.length <= MOST_NOTED;
    const noted: Note = { epoch, ...journal.note(whole), asked, scenario: store.state.preferences.scenario, name, look, deeds: this.deeds };
    if (whole) noted.branches = this.unkeptBranches();
    this.refused = !note(id, noted) || !(isKept || whole);
    if (!this.refused || isKept) mark({ kept: true, look, ...(journal.position.events > this.resumedFrom ? { tries: 0 } : {}) });
  }

  /** It stands where somebody looks at it. */
  private get stands(): boolean {
    const { preferences, past } = this.store.state;
    return !preferences.settings.playing || past !== null;
  }

  private isStale(): void {
    this.stale = true;
    this.changes += 1;
    this.changed();
  }

  private changed(): void {
    const { phase, replaying, run } = this.store.state;
    if (phase === "failed") return this.note(); // the engine has said all that it will say
    if (!hasRun(this.store.state) || replaying !== null || run.number === 0 || run.number === this.unwritable) return;
    if (this.journal.run !== run.number || this.stale) return this.follow();
    if (!this.deeds) {
      if (this.journal.isFull && this.stands) this.follow();
      return this.note();
    }
    const { epoch, isFull, position } = this.journal;
    // What cannot be noted is kept every now and then, as long as something happens.
    const isKept = [this.kept.epoch, this.vain].includes(epoch) && !isFull && (!this.refused || this.kept.events === position.events);
    if (this.keeping || isKept || this.timer !== undefined || !this.isWorth) return;
    this.timer = setTimeout(() => void this.settle(), Math.max(AFTER_MS, this.notBefore - performance.now()));
  }

  /** What was asked may have been no input. */
  private get isWorth(): boolean {
    return this.journal.deeds || this.journal.unanswered.length > 0 || this.store.state.branches.branches.length > 1;
  }

  /** Gets the run as text, and from then on what comes to it. */
  private follow(): void {
    if (this.following) return;
    if (this.stale) this.kept.epoch = "";
    this.following = true;
    this.stale = false;
    const { number } = this.store.state.run;
    const unwritable = () => {
      this.unwritable = number;
      if (this.deeds) this.complain();
    };
    void this.text().then((is) => is && this.note(), unwritable).then(() => {
      this.following = false;
      this.changed();
    });
  }

  private async text(): Promise<boolean> {
    const { store, epoch } = this;
    const run = store.state.run.number;
    const { name, text } = await store.runs.text({ follow: true });
    if (epoch !== this.epoch || run !== store.state.run.number) return false;
    this.journal.begin(run, name, text);
    return true;
  }

  /** What a note has of them as long as nothing of the run is kept, if that is not too much. */
  private unkeptBranches(): Note["branches"] {
    const { tree, texts } = this.store.rewind.kept();
    const all = texts.reduce((sum, [, one]) => sum + one.length, this.journal.text.length);
    return tree.branches.length > 1 && all <= MOST_NOTED ? { tree, texts } : undefined;
  }

  private async keep(): Promise<void> {
    const { epoch, store } = this;
    const { phase, replaying } = store.state;
    if (!this.deeds || phase !== "ready" || replaying !== null || !hasRun(store.state)) return;
    this.keeping = true;
    const begin = performance.now();
    const { own } = await this.tab;
    const kept = await this.write(own, epoch).catch(() => false);
    this.keeping = false;
    this.notBefore = performance.now() + Math.max(APART_MS, (performance.now() - begin) / SHARE);
    if (!kept && epoch === this.epoch && store.state.phase === "ready") this.complain();
    this.changed();
  }

  /** Says once that nothing is kept. */
  private complain(): void {
    if (this.told) return;
    this.told = true;
    this.store.tell(t("kept.not"));
  }

  /** Whether all is well. */
  private async write(id: string, epoch: number): Promise<boolean> {
    const { changes } = this;
    if (!(await this.text()) || !this.isWorth) return true;
    const { text, name, known: inputs, epoch: ofRun, textEvents: events } = this.journal;
    const bytes = await deflate(text);
    const branches = await this.branches.of(this.store.rewind);
    if (epoch !== this.epoch || ofRun !== this.journal.epoch) return true; // it is over
    const { scenario } = this.store.state.preferences;
    const run = { scenario, name, keptAt: Date.now(), events, look: this.look(), bytes, epoch: ofRun, inputs, branches };
    const is = await shelf.keep(id, run);
    if (epoch !== this.epoch) return true;
    // Something beside the log may have changed meanwhile: then it is kept once more.
    const isNewest = is && changes === this.changes;
    this.kept = { epoch: isNewest ? ofRun : "", events };
    this.vain = is ? "" : ofRun;
    if (isNewest) this.journal.keptTo(inputs);
    this.note();
    return is || !this.refused;
  }
}
