// What the typed store of the run keeps, read again when the run has moved or something else is asked.
import { readKept, readValues, type Kept, type Values } from "../../lib/typed-store";
import type { Inspection } from "../../protocol";
import type { Store } from "../../store";

/** Four times a second at most, unless the reader asks for something else. */
const CALM_MS = 250;

/** Which values of a tenant are wanted. */
export interface Question {
  tenant: string;
  /** What their keys have in them, each `Type:key`. */
  filter: string;
  limit: number;
  longest: number;
  /** The key of one that is wanted whole. */
  key?: string;
}

/** Tenants, and what ends next. */
export function keptReader(changed: () => void): Reader<Kept, void> {
  return new Reader(async (store, process) => readKept((await store.request<Inspection>({ type: "inspect", process })).shown), changed);
}

/** Values of one tenant. To look at them is no part of the run. */
export function valuesReader(changed: () => void): Reader<Values, Question> {
  return new Reader(async (store, process, question) => readValues(await store.request<string | null>({ type: "look", process, question: JSON.stringify(question) })), changed);
}

export class Reader<Found, Asked> {
  /** What was read last; null: nothing was read yet, or there is no store. */
  found: Found | null = null;
  /** The store that it was read from. */
  private from = "";
  /** What was asked, and at which moment of the run. */
  private asked = "";
  private read = "";
  private reading = false;
  private last = -Infinity;
  private timer = 0;

  constructor(
    private readonly ask: (store: Store, process: number, asked: Asked) => Promise<Found | null>,
    private readonly changed: () => void,
  ) {}

  /** Has it read as soon as may be, if there is something new. */
  want(store: Store, what: Asked): void {
    const { run, version, typedStore } = store.state;
    const from = `${run.number} ${typedStore?.process}`;
    const asked = JSON.stringify(what) ?? "";
    const read = `${from} ${version} ${asked}`;
    if (!typedStore?.answers || from !== this.from) this.forget();
    if (!typedStore?.answers || this.reading || read === this.read) return;
    const due = asked === this.asked ? this.last + CALM_MS - performance.now() : 0;
    clearTimeout(this.timer);
    if (due > 0) this.timer = setTimeout(() => this.want(store, what), due);
    else {
      Object.assign(this, { from, asked, read });
      void this.go(store, typedStore.process, what);
    }
  }

  /** Nobody looks any more. */
  rest(): void {
    clearTimeout(this.timer);
  }

  /** What was read is no longer of interest. */
  forget(): void {
    this.read = "";
    if (this.found === null) return;
    this.found = null;
    this.changed();
  }

  private async go(store: Store, process: number, what: Asked): Promise<void> {
    const { asked, from } = this;
    this.reading = true;
    this.last = performance.now();
    try {
      const found = await this.ask(store, process, what);
      // Another run, or another store, may have begun meanwhile.
      if (store.state.typedStore?.process === process && this.from === from && this.asked === asked && this.read !== "") this.found = found;
    } catch {
      // The engine has ended, or the process is forgotten: the next moment of the run tells.
    }
    this.reading = false;
    this.changed();
  }
}
