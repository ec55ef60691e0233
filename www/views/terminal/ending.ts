// How the process of a terminal has ended, and the way to what it logged. A view of its own: a terminal that lives need not look
// at processes and logs.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/index";
import type { TerminalRow } from "../../protocol";
import type { Slice } from "../../state";
import { View } from "../view";

@customElement("rh-terminal-ending")
export class TerminalEnding extends View {
  static override watches: readonly Slice[] = ["rows", "logs"];

  @property({ attribute: false }) row!: TerminalRow;

  protected override render(): TemplateResult {
    const { pid, process } = this.row;
    const ended = this.state.rows.find(({ number }) => number === process)?.ended;
    const logged = this.state.logs.rows.filter((row) => row.process === process).length;
    return html`<span>${ended?.how === "failed" ? t("terminal.failed", { pid, why: ended.text }) : t("terminal.ended", { pid })}</span>
      ${logged > 0 ? html`<button class="link" @click=${() => this.store.show("log")}>${t("terminal.logged", { n: logged })}</button>` : nothing}`;
  }
}
