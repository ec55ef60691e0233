// The run as text, and what came to it since: the engine says it with each update, so the page knows the whole run without asking.
import { endOf, inputOf, isDeed, summary, type End } from "../lib/run-text";
import type { Command, More } from "../protocol";

/** Characters of inputs; of more, a new text is kept. */
const MOST = 100_000;

export class Journal {
  /** The run whose journal this is; 0: none. */
  run = 0;
  epoch = "";
  name = "";
  /** The newest text of the run, how many inputs it has, and where the run was then. */
  text = "";
  known = 0;
  private textEnd = "{}";
  /** What came to it from one input on; null: too much, or not all is known. */
  private first = 0;
  private inputs: string[] | null = [];
  private end = "{}";
  private characters = 0;
  /** A reader did something to the run. */
  deeds = false;
  private asked: { command: Command; answered: boolean }[] = [];

  /** A text of the run. What came before it stays, until `keptTo` says that the text is kept. */
  begin(run: number, name: string, text: string): void {
    const { inputs, end, deeds } = summary(text);
    if (run !== this.run) Object.assign(this, { epoch: crypto.randomUUID(), run, first: inputs, inputs: [], characters: 0, end, deeds });
    else if (!this.inputs) Object.assign(this, { first: inputs, inputs: [], characters: 0, end });
    Object.assign(this, { text, name, known: inputs, textEnd: end });
    this.deeds ||= deeds;
    this.forgetAnswered();
  }

  /** Nothing is known of the run that is played. */
  leave(): void {
    this.run = 0;
    this.asked = [];
  }

  /** A text with so many inputs is kept: only what came since is wanted. */
  keptTo(inputs: number): void {
    if (!this.inputs || inputs <= this.first) return;
    this.inputs = this.inputs.slice(inputs - this.first);
    this.first = inputs;
    this.characters = length(this.inputs);
  }

  /** Something is asked of the run. Until the engine has said what came of it, it is known from here. */
  ask(command: Command, answer: Promise<unknown>): void {
    const asked = { command, answered: false };
    this.asked.push(asked);
    const answered = () => (asked.answered = true);
    answer.then(answered, answered);
  }

  /** Whether it is of this run. */
  hear(run: number, { first, inputs, end }: More): boolean {
    if (run !== this.run) return false;
    this.forgetAnswered();
    this.deeds ||= inputs.some((input) => input !== "" && isDeed(inputOf(input)));
    if (!this.inputs) {
      this.end = end;
      return true;
    }
    const had = this.first + this.inputs.length - first;
    const more = inputs.slice(Math.max(0, had));
    this.characters += length(more);
    // One that no file can have is a gap as well.
    if (had < 0 || this.characters > MOST || more.includes("")) this.inputs = null;
    else this.inputs.push(...more);
    if (had <= inputs.length) this.end = end; // else it is from before the text
    return true;
  }

  /** What is to be noted: of all that came since a text was kept, or, `whole`, with the newest text. */
  note(whole: boolean): { first: number; inputs: string[] | null; end: string; text?: string } {
    const { first, inputs, end, known, text, textEnd } = this;
    if (!whole) return { first, inputs, end };
    const isNewer = !inputs || known > first + inputs.length || this.textEvents > endOf(end).events;
    return { first: known, inputs: isNewer ? [] : inputs.slice(known - first), end: isNewer ? textEnd : end, text };
  }

  /** Too much came for a note. */
  get isFull(): boolean {
    return this.inputs === null;
  }

  /** What was asked for and is in nothing that the engine has said. */
  get unanswered(): Command[] {
    return this.asked.map(({ command }) => command);
  }

  /** Where the run is, as far as it is known. */
  get position(): End {
    return endOf(this.end);
  }

  /** How many events it had when the text was written. */
  get textEvents(): number {
    return endOf(this.textEnd).events;
  }

  private forgetAnswered(): void {
    this.asked = this.asked.filter(({ answered }) => !answered);
  }
}

function length(inputs: readonly string[]): number {
  return inputs.reduce((sum, input) => sum + input.length, 0);
}
