// What can be done to one process. Cancel asks for a reason, for the process will read it.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index";
import { processWord } from "../../lib/faults";
import { entryName, shortPid } from "../../lib/pid";
import type { Slice } from "../../state";
import { View } from "../view";
import { glyph, stateWords } from "./state";

const NEVER = -1;

@customElement("rh-process-actions")
export class ProcessActions extends View {
  static override watches: readonly Slice[] = ["rows", "upcoming"];

  @property({ attribute: false }) process!: number;
  @state() private asking: "" | "reason" | "error" = "";
  /** Turns that it had taken when it was asked to end, while time stood still. */
  @state() private asked = NEVER;

  /** The focus is on a button that goes with the process. */
  private losesFocus = false;

  protected override willUpdate(changed: PropertyValues): void {
    const ended = this.state.rows.find(({ number }) => number === this.process)?.ended;
    this.losesFocus = !changed.has("process") && Boolean(ended) && this.querySelector("button:focus, input:focus") !== null && !this.querySelector(".ended");
    if (changed.has("process")) [this.asking, this.asked] = ["", NEVER];
    if (this.state.preferences.settings.playing) this.asked = NEVER;
  }

  protected override render(): TemplateResult {
    const row = this.state.rows.find(({ number }) => number === this.process);
    if (!row) return html``;
    const name = html`<span class="who"><span class="cut" title=${row.entry}>${entryName(row.entry)}</span> <span class="mono soft">${shortPid(row.number)}</span></span>`;
    if (row.ended) {
      return html`<div class="actions ended">
        ${name} <span class="soft" tabindex="-1">${glyph(row)} ${stateWords(row)}</span>
        ${row.terminal ? html`<button @click=${this.again}>${t("terminal.again")}</button>` : nothing}
      </div>`;
    }
    return html`<div class="actions" @keydown=${this.key}>
      ${name}
      ${this.asking === "reason"
        ? this.form(this.cancel, t("cancel.reason"), t("cancel.default"), t("cancel.send"))
        : this.asking === "error"
          ? this.form(this.crash, t("crash.message"), t("crash.default"), t("crash.send"))
          : html`<button name="reason" title=${t("cancel.hint")} @click=${() => this.ask("reason")}>${t("cancel")}</button>
              ${row.state === "ready" && !row.paused && !this.state.preferences.settings.playing && this.state.upcoming?.process !== row.number
                ? html`<button title=${t("next.hint")} @click=${() => this.store.next(row.number)}>${t("next")}</button>`
                : nothing}
              ${row.paused
                ? html`<button title=${t("process.resume.hint")} @click=${this.pause}>${t("process.resume")}</button>`
                : html`<button title=${t("process.pause.hint")} @click=${this.pause}>${t("process.pause")}</button>`}
              <button name="error" class="danger" title=${t("crash.hint")} @click=${() => this.ask("error")}>${t("crash")}</button>
              <button class="danger" title=${t("kill.hint")} @click=${this.kill}>${t("kill")}</button>`}
      ${this.asked === row.turns ? html`<p class="soft" role="status">${t("kill.paused")}</p>` : nothing}
    </div>`;
  }

  private form(act: (event: SubmitEvent) => void, label: string, value: string, send: string): TemplateResult {
    return html`<form class="reason" @submit=${act}>
      <label>${label} <input name="reason" .value=${value} spellcheck="false" /></label>
      <button class="primary">${send}</button>
      <button type="button" @click=${() => this.back()}>${t("cancel.back")}</button>
    </form>`;
  }

  protected override updated(): void {
    // Who listens hears how it ended; and the next key does nothing to anybody else.
    if (this.losesFocus) this.querySelector<HTMLElement>(".ended [tabindex]")?.focus();
  }

  /** Not by the second click of two that were meant for what stood here before. */
  private readonly again = ({ detail }: MouseEvent) => {
    const row = this.state.rows.find(({ number }) => number === this.process);
    if (row && detail < 2) this.store.startEntry(row.entry, row.host);
  };

  private note(): void {
    this.asked = this.state.rows.find(({ number }) => number === this.process)?.turns ?? NEVER;
  }

  private readonly kill = () => {
    this.note();
    this.store.kill(this.process);
  };

  private readonly pause = () => {
    const row = this.state.rows.find(({ number }) => number === this.process);
    if (row) this.store.fault(`${row.paused ? "resume" : "pause"} ${processWord(this.process)}`);
  };

  private readonly ask = async (what: "reason" | "error") => {
    this.asking = what;
    await this.updateComplete;
    this.querySelector<HTMLInputElement>("input")?.select();
  };

  private readonly cancel = (event: SubmitEvent) => {
    event.preventDefault();
    this.store.cancel(this.process, this.answer(event));
  };

  private readonly crash = (event: SubmitEvent) => {
    event.preventDefault();
    this.store.fault(`crash ${processWord(this.process)} ${JSON.stringify(this.answer(event))}`);
  };

  /** The form goes, and the keyboard is where it was asked for. */
  private back(): void {
    const { asking } = this;
    this.asking = "";
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`button[name=${asking}]`)?.focus());
  }

  /** What was typed; and the form is done. */
  private answer(event: SubmitEvent): string {
    this.back();
    this.note();
    return new FormData(event.target as HTMLFormElement).get("reason") as string;
  }

  private readonly key = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !this.asking) return;
    this.back();
    event.stopPropagation();
  };
}
