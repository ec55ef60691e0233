// What the typed store of the run keeps, read again when the run has moved.
import { readKept, type Kept } from "../../lib/typed-store";
import type { Inspection } from "../../protocol";
import type { Store } from "../../store";

/** Four times a second at most. */
const CALM_MS = 250;

export class KeptReader {
  /** What it keeps; null: nothing was read yet, or there is no store. */
  kept: Kept | null = null;
  /** The moment of the run that was read last. */
  private read = "";
  private reading = false;
  private last = -Infinity;
  private timer = 0;

  constructor(private readonly changed: () => void) {}

  /** Has it read as soon as may be, if there is something new. */
  want(store: Store): void {
    const { run, version, typedStore } = store.state;
    const moment = `${run.number} ${typedStore?.process} ${version}`;
    if (!typedStore?.answers) this.forget();
    else if (this.read.split(" ", 2).join() !== moment.split(" ", 2).join()) this.forget();
    if (!typedStore?.answers || this.reading || moment === this.read) return;
    const due = this.last + CALM_MS - performance.now();
    clearTimeout(this.timer);
    if (due > 0) this.timer = setTimeout(() => this.want(store), due);
    else void this.ask(store, typedStore.process, moment);
  }

  /** Nobody looks any more. */
  rest(): void {
    clearTimeout(this.timer);
  }

  private forget(): void {
    if (this.kept === null) return;
    this.kept = null;
    this.read = "";
    this.changed();
  }

  private async ask(store: Store, process: number, moment: string): Promise<void> {
    this.reading = true;
    this.last = performance.now();
    this.read = moment;
    try {
      const { shown } = await store.request<Inspection>({ type: "inspect", process });
      // Another run, or another store, may have begun meanwhile.
      if (store.state.typedStore?.process === process) this.kept = readKept(shown);
    } catch {
      // The engine has ended, or the process is forgotten: the next moment of the run tells.
    }
    this.reading = false;
    this.changed();
  }
}
