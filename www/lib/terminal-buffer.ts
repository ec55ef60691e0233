// What one terminal shows: the last lines, as styled pieces of text, and the unfinished line, which is the prompt.
import { createAnsiSequenceParser, type ParseToken } from "ansi-sequence-parser";

const LINES = 2_000;
const BLOCK = 50;
/** A line of a runaway process must not become one endless text node. */
const LINE_LENGTH = 4_000;

export interface Piece {
  text: string;
  /** CSS classes: colour and decorations; "" for plain text. */
  style: string;
}

export type Line = Piece[];

/** Lines are kept in blocks, so that a view redraws only the block that grew. */
export interface Block {
  id: number;
  lines: Line[];
}

/** A view of several terminals, or of one at several moments, must not take a block for another's. */
let nextBlock = 1;

export class TerminalBuffer {
  readonly blocks: Block[] = [];
  prompt: Line = [];
  dropped = 0;
  /** Grows with each change. */
  version = 0;
  /** What the reader typed, oldest first. */
  readonly history: string[] = [];

  private readonly parser = createAnsiSequenceParser();
  private promptLength = 0;
  /** Lines that were typed here, and of which the run has said nothing yet. */
  private owed = 0;

  write(text: string): void {
    this.version += 1;
    const parts = text.replaceAll("\r\n", "\n").split("\n");
    parts.forEach((part, index) => {
      if (part !== "") this.extend(this.parser.parse(part));
      if (index < parts.length - 1) this.endLine();
    });
  }

  /** The reader types a line: it is shown at once, before the run has it. */
  type(text: string): void {
    this.owed += 1;
    this.echo(text);
  }

  /** The run has a line that was typed, here or by somebody before; or it has refused one. */
  typed(text: string | null): void {
    if (this.owed > 0) this.owed -= 1;
    else if (text !== null) this.echo(text);
  }

  /** A terminal shows what is typed; the process itself does not write it. */
  private echo(text: string): void {
    this.version += 1;
    this.prompt.push({ text, style: "typed" });
    this.endLine();
    if (text !== "" && this.history.at(-1) !== text) this.history.push(text);
    if (this.history.length > 200) this.history.shift();
  }

  private extend(tokens: ParseToken[]): void {
    for (const token of tokens) {
      const room = LINE_LENGTH - this.promptLength;
      if (room <= 0) return;
      // Control characters other than colours have no meaning in a log of lines.
      const text = token.value.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "").slice(0, room);
      if (text === "") continue;
      this.promptLength += text.length;
      this.prompt.push({ text, style: styleOf(token) });
    }
  }

  private endLine(): void {
    let last = this.blocks.at(-1);
    if (!last || last.lines.length >= BLOCK) {
      last = { id: nextBlock++, lines: [] };
      this.blocks.push(last);
    }
    last.lines.push(this.prompt);
    this.prompt = [];
    this.promptLength = 0;
    if (this.blocks.length * BLOCK > LINES) this.dropped += this.blocks.shift()!.lines.length;
  }
}

function styleOf(token: ParseToken): string {
  const styles = [...token.decorations] as string[];
  if (token.foreground?.type === "named") styles.push(token.foreground.name.replace(/^bright/, "").toLowerCase());
  return styles.map((name) => `ansi-${name}`).join(" ");
}
