// One tab for each terminal process; the one in front is a <rh-terminal>.
import { html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { t } from "../../i18n/index";
import { entryName, shortPid } from "../../lib/pid";
import type { TerminalRow } from "../../protocol";
import type { Slice } from "../../state";
import { tabs } from "../tabs";
import { View } from "../view";
import "./terminal";

@customElement("rh-terminals")
export class Terminals extends View {
  static override watches: readonly Slice[] = ["terminalRows", "run", "project"];
  /** The process whose terminal was asked for; without it the newest that lives is in front. */
  @state() private chosen = 0;
  private run = 0;

  protected override willUpdate(): void {
    const { terminalRows, run } = this.state;
    if (run.number !== this.run) {
      this.run = run.number;
      this.chosen = 0;
    }
    // A client that was started again comes to the front.
    const newest = terminalRows.at(-1)?.process ?? 0;
    if (newest > this.newest) this.chosen = 0;
    this.newest = newest;
  }

  private newest = 0;

  protected override render(): TemplateResult {
    const { terminalRows } = this.state;
    const front = frontOf(terminalRows, this.chosen);
    if (!front) return html`<p class="empty">${t(this.state.project ? "terminal.none.project" : "terminal.none")}</p>`;
    const list = terminalRows.map((row) => ({ id: String(row.process), label: `${entryName(row.entry)} ${shortPid(row.process)}` }));
    return html`<div class="terminals">
      ${terminalRows.length > 1
        ? tabs(t("terminals"), list, String(front.process), (id) => (this.chosen = Number(id)), "terminal")
        : html`<span hidden id="tab-terminal-${front.process}">${list[0].label}</span>`}
      <div class="terminal-panel" role="tabpanel" id="terminal-${front.process}" aria-labelledby="tab-terminal-${front.process}">
        <rh-terminal .store=${this.store} .row=${front} .active=${this.active}></rh-terminal>
      </div>
    </div>`;
  }
}

function frontOf(rows: TerminalRow[], chosen: number): TerminalRow | undefined {
  return rows.find(({ process }) => process === chosen) ?? rows.findLast(({ ended }) => !ended) ?? rows.at(-1);
}
