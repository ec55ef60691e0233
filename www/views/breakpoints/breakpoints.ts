// The panel of breakpoints: what the run stops at, how often that has happened, and where the run can be sent.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { breakpoints as texts } from "../../i18n/breakpoints.en";
import { learn, t } from "../../i18n/index";
import type { Breakpoint } from "../../lib/preferences";
import { visible } from "../../lib/visible";
import { hasRun, type Slice } from "../../state";
import { icons } from "../icons";
import { View } from "../view";
import { EXAMPLES, FORMS, lineOf, type Form } from "./forms";

learn(texts);

const SECOND = 1e9;

@customElement("rh-breakpoints")
export class BreakpointsPanel extends View {
  static override watches: readonly Slice[] = ["hits", "run", "phase", "project", "selection"];

  @state() private form: Form = { kind: "receive", what: "", from: "", to: "", payload: "", skip: "" };
  @state() private error = "";
  private seconds = "";
  /** The run is past the time that it was to be sent to. */
  @state() private past = false;

  protected override render(): TemplateResult {
    const { list } = this.store.breakpoints;
    return html`<div class="panel-body breakpoints">
      ${this.newOne()} ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      ${list.length === 0
        ? html`<p class="empty">${t("breakpoints.none")}</p>`
        : html`<ul class="rows" aria-label=${t("area.breakpoints")}>
            ${repeat(
              list,
              ({ line }) => line,
              (one) => this.row(one),
            )}
          </ul>`}
      ${this.sending()}
    </div>`;
  }

  private newOne(): TemplateResult {
    const { form } = this;
    const { fields } = FORMS[form.kind];
    const field = (name: "what" | "from" | "to" | "payload" | "skip") => html`<label
      >${t(name === "what" ? FORMS[form.kind].what : `breakpoints.${name}`)}
      <input name=${name} class="mono" spellcheck="false" autocapitalize="off" placeholder=${EXAMPLES[form.kind][name] ?? ""} .value=${live(form[name])} @input=${(event: Event) => this.change({ [name]: (event.target as HTMLInputElement).value })} /></label
    >`;
    return html`<form class="row wrap" @submit=${this.add}>
      <label
        >${t("breakpoints.on")}
        <select name="kind" @change=${(event: Event) => this.change({ kind: (event.target as HTMLSelectElement).value as Form["kind"] })}>
          ${Object.keys(FORMS).map((kind) => html`<option value=${kind} .selected=${live(kind === form.kind)}>${t(`breakpoints.on.${kind as Form["kind"]}`)}</option>`)}
        </select></label
      >
      ${fields.map(field)}
      <button class="primary">${t("breakpoints.add")}</button>
    </form>`;
  }

  private row({ line, off }: Breakpoint): TemplateResult {
    const { breakpoints } = this.store;
    return html`<li class="row">
      <label class="check"><input type="checkbox" .checked=${live(!off)} @change=${() => void breakpoints.toggle(line)} /> <bdi class="mono">${visible(line)}</bdi></label>
      <span class="gap"></span>
      <span class="num soft">${off ? t("breakpoints.off") : t("breakpoints.hits", { n: breakpoints.hits(line) })}</span>
      <button class="quiet square" aria-label=${t("breakpoints.remove", { line })} title=${t("breakpoints.remove", { line })} @click=${() => void this.drop(line)}>${icons.close}</button>
    </li>`;
  }

  /** What is a breakpoint only once. */
  private sending(): TemplateResult {
    const { selection } = this.state;
    const process = selection && "process" in selection ? selection.process : 0;
    const ready = hasRun(this.state);
    const go = (until: { turn: number } | { receive: number }) => void this.store.breakpoints.runUntil(until);
    return html`<form class="row wrap" @submit=${this.toTime}>
      <strong>${t("until")}</strong>
      <button type="button" class="small" ?disabled=${!ready || process === 0} @click=${() => go({ receive: process })}>${t("until.receive")}</button>
      <button type="button" class="small" ?disabled=${!ready || process === 0} @click=${() => go({ turn: process })}>${t("until.turn")}</button>
      <span class="to-time"><label>${t("until.seconds")} <input name="seconds" class="seconds" inputmode="decimal" type="number" min="0" step="any" required .value=${this.seconds} @input=${(event: Event) => this.until((event.target as HTMLInputElement).value)} /></label>
      <button class="small" ?disabled=${!ready}>${t("until.time")}</button></span>
      ${this.past ? html`<p class="error" role="alert">${t("until.past")}</p>` : nothing}
      ${process === 0 ? html`<p class="soft">${t("until.choose")}</p>` : nothing}
    </form>`;
  }

  private change(change: Partial<Form>): void {
    this.form = { ...this.form, ...change };
    this.error = "";
  }

  private readonly add = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      this.error = (await this.store.breakpoints.add(lineOf(this.form))) ?? "";
    } catch (error) {
      this.store.complain(error);
    }
    if (this.error === "") this.form = { ...this.form, what: "", from: "", to: "", payload: "", skip: "" };
    this.requestUpdate();
  };

  private async drop(line: string): Promise<void> {
    await this.store.breakpoints.remove(line);
    await this.updateComplete;
    // The button has gone, and took the focus along.
    if (document.activeElement === document.body) this.querySelector<HTMLElement>("select")?.focus();
  }

  private until(seconds: string): void {
    this.seconds = seconds;
    this.past = false;
  }

  private readonly toTime = (event: SubmitEvent) => {
    event.preventDefault();
    const time = Math.round(Number(this.seconds) * SECOND);
    this.past = time <= this.state.run.time;
    if (!this.past) void this.store.breakpoints.runUntil({ time });
  };
}
