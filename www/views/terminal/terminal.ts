// One terminal: what the process wrote, and a line to type in. The process's unfinished line is the prompt of that line.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../../i18n/index";
import { letterOf } from "../../lib/letter";
import { shortName } from "../../lib/pid";
import { Recall } from "../../lib/recall";
import { Tail } from "../../lib/tail";
import type { Block, Line, TerminalBuffer } from "../../lib/terminal-buffer";
import type { TerminalRow } from "../../protocol";
import type { Slice } from "../../state";
import { View } from "../view";
import "./ending";

/** More new lines than this in a second are a flood, and a flood is not read aloud. */
const SPOKEN_LINES = 10;

@customElement("rh-terminal")
export class Terminal extends View {
  static override watches: readonly Slice[] = ["terminals", "terminalRows"];

  @property({ attribute: false }) row!: TerminalRow;

  private readonly tail = new Tail();
  private recall = new Recall([]);
  private process = 0;
  private hadFocus = false;
  private spoken = { since: 0, version: 0 };

  protected override willUpdate(changed: PropertyValues): void {
    this.hadFocus = this.contains(document.activeElement);
    if (changed.has("row") && this.row.process !== this.process) {
      this.process = this.row.process;
      this.recall = new Recall(this.buffer?.history ?? []);
      this.tail.follow = true;
    }
  }

  private get buffer(): TerminalBuffer | undefined {
    return this.state.terminals.get(this.row.process);
  }

  protected override render(): TemplateResult {
    const { buffer, row } = this;
    return html`<div class="terminal" @scroll=${this.tail.scrolled} @click=${this.focusInput}>
      ${buffer && buffer.dropped > 0 ? html`<p class="dropped">${t("terminal.dropped", { n: buffer.dropped })}</p>` : nothing}
      <div class="terminal-output" role="log" aria-live=${this.flooded(buffer) ? "off" : "polite"} aria-label=${t("terminal.output")}>
        ${repeat(buffer?.blocks ?? [], (block) => block.id, (block) => guard([block.lines.length], () => blockOf(block)))}
      </div>
      ${row.ended ? this.ending(buffer?.prompt ?? []) : this.inputLine(buffer?.prompt ?? [])}
    </div>`;
  }

  private inputLine(prompt: Line): TemplateResult {
    const { reading } = this.row;
    const state = t(reading ? "terminal.reading" : "terminal.busy", { who: shortName(this.row.entry) });
    return html`<form class="terminal-line" @submit=${this.enter} autocomplete="off">
      <span class="prompt">${lineOf(prompt)}</span>
      <input name="line" aria-label=${t("terminal.input")} aria-describedby="terminal-state" enterkeyhint="send" spellcheck="false" autocapitalize="off" @keydown=${this.key} />
      <span class="terminal-keys">
        <span id="terminal-state" class="state cut ${reading ? "reading" : ""}" title=${state}>${state}</span>
        <button type="button" class="quiet" title=${t("terminal.interrupt")} @click=${this.interrupt}>Ctrl+C</button>
        <button type="button" class="quiet" title=${t("terminal.end")} @click=${this.endOfInput}>Ctrl+D</button>
      </span>
    </form>`;
  }

  private ending(rest: Line): TemplateResult {
    const { entry, host } = this.row;
    return html`${rest.length > 0 ? html`<div class="line">${lineOf(rest)}</div>` : nothing}
      <p class="terminal-ended">
        <rh-terminal-ending .store=${this.store} .row=${this.row} .active=${this.active}></rh-terminal-ending>
        <button @click=${() => this.store.startEntry(entry, host)}>${t("terminal.again")}</button>
      </p>`;
  }

  private flooded(buffer: TerminalBuffer | undefined): boolean {
    const now = performance.now();
    const version = buffer?.version ?? 0;
    if (now - this.spoken.since > 1000) this.spoken = { since: now, version };
    return version - this.spoken.version > SPOKEN_LINES;
  }

  private readonly enter = (event: SubmitEvent) => {
    event.preventDefault();
    const input = this.input;
    if (!input) return;
    this.tail.follow = true;
    this.store.line(this.row.process, input.value);
    this.recall = new Recall(this.buffer?.history ?? []);
    input.value = "";
    this.requestUpdate(); // at once: what the process writes can wait for its turn, a line of the reader's cannot
  };

  private readonly key = (event: KeyboardEvent) => {
    const input = event.target as HTMLInputElement;
    const control = event.ctrlKey ? letterOf(event) : "";
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      input.value = event.key === "ArrowUp" ? this.recall.older(input.value) : this.recall.newer(input.value);
      event.preventDefault();
    } else if (control === "c" && !selected(input)) {
      event.preventDefault();
      this.interrupt();
    } else if (control === "d") {
      event.preventDefault(); // or the browser makes a bookmark
      if (input.value === "") this.endOfInput();
    }
  };

  private readonly interrupt = () => this.store.interrupt(this.row.process);

  private readonly endOfInput = () => this.store.endOfInput(this.row.process);

  /** A click anywhere in a terminal types there, unless it ends a selection or hits a control. */
  private readonly focusInput = (event: Event) => {
    const control = (event.target as Element).closest("button, input");
    if (!control && getSelection()?.isCollapsed !== false) this.input?.focus({ preventScroll: true });
  };

  private get input(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("input[name=line]");
  }

  protected override updated(): void {
    this.tail.stick(this.querySelector(".terminal")!);
    // The line goes when the process ends, and comes when it is started again: the focus stays in the terminal.
    if (this.hadFocus && !this.contains(document.activeElement)) this.querySelector<HTMLElement>("input, .terminal-ended > button")?.focus();
  }
}

function blockOf({ lines }: Block): TemplateResult[] {
  return lines.map((line) => html`<div class="line">${lineOf(line)}</div>`);
}

function lineOf(line: Line): (TemplateResult | string)[] {
  return line.map(({ text, style }) => (style ? html`<span class=${style}>${text}</span>` : text));
}

function selected(input: HTMLInputElement): boolean {
  return input.selectionStart !== input.selectionEnd || getSelection()?.isCollapsed === false;
}
