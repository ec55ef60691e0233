// Sends any topic with any JSON payload to any name or PID, from the outside.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { has, t } from "../i18n/index";
import type { Completion, ReadyMessage } from "../protocol";
import { EngineError } from "../engine";
import { clip } from "../lib/clip";
import { isJson } from "../lib/is-json";
import { isProject } from "../lib/project/ids";
import { errorText } from "../store";
import { hasRun, type Slice } from "../state";
import "./outcome";
import type { Sent } from "./outcome";
import { View } from "./view";

/** Names that an error lists. */
const NAMES = 8;

type Message = Record<"to" | "topic" | "payload", string>;

@customElement("rh-composer")
export class Composer extends View {
  static override watches: readonly Slice[] = ["scenarios", "phase", "project"];

  @state() private error = "";
  @state() private sent: Sent | null = null;
  @state() private completion: Completion = { names: [], pids: [], topics: [] };

  private fields: Message = { to: "", topic: "", payload: "" };
  /** Whether the reader has written in the form. */
  private typed = false;
  private scenario = "";
  /** The form has had its example. */
  private begun = false;

  protected override willUpdate(): void {
    const { preferences, scenarios, project, phase } = this.state;
    if (scenarios.length === 0) return;
    if (preferences.scenario !== this.scenario) {
      this.scenario = preferences.scenario;
      this.fields = { to: "", topic: "", payload: "" };
      this.error = "";
      this.typed = this.begun = false;
    }
    // What there is ready is known when it runs.
    if (this.begun || phase !== "ready" || (isProject(this.scenario) && (project?.id !== this.scenario || !project.running))) return;
    this.begun = true;
    // The first button, if there is any, is the example that the form starts with.
    if (this.quick.length > 0 && !this.typed) {
      const [{ to, topic, payload }] = this.quick;
      this.fields = { to, topic, payload };
    }
  }

  private get quick(): ReadyMessage[] {
    const { scenarios, preferences, project } = this.state;
    if (isProject(preferences.scenario)) return project?.id === preferences.scenario ? project.messages : [];
    return scenarios.find(({ id }) => id === preferences.scenario)?.quick ?? [];
  }

  protected override render(): TemplateResult {
    const { to, topic, payload } = this.fields;
    const disabled = !hasRun(this.state);
    const { names, pids, topics } = this.completion;
    return html`<form class="composer" aria-label=${t("composer")} autocomplete="off" @submit=${this.submit} @focusin=${this.complete}>
      ${this.quick.length > 0
        ? html`<div class="quick" role="group" aria-label=${t("composer.quick")}>
            ${this.quick.map((quick) => html`<button type="button" class="chip cut" title=${quickName(quick)} ?disabled=${disabled} @click=${() => this.fire(quick)}>${quickName(quick)}</button>`)}
          </div>`
        : nothing}
      <div class="composer-line">
        <label class="to"><span>${t("composer.to")}</span> ${this.input("to", to, "composer-to")}</label>
        <label class="topic"><span>${t("composer.topic")}</span> ${this.input("topic", topic, "composer-topics")}</label>
        <label class="payload"><span>${t("composer.payload")}</span> ${this.input("payload", payload)}</label>
        <button class="primary" ?disabled=${disabled}>${t("composer.send")}</button>
      </div>
      <p id="composer-error" class="error" role="alert" ?hidden=${!this.error}>${this.error}</p>
      <div role="status">${this.sent && !this.error ? html`<rh-outcome .store=${this.store} .sent=${this.sent}></rh-outcome>` : nothing}</div>
      <datalist id="composer-to">
        ${names.map((name) => html`<option value=${name}></option>`)} ${pids.slice(0, 200).map((pid) => html`<option value=${pid}></option>`)}
      </datalist>
      <datalist id="composer-topics">${topics.map((one) => html`<option value=${one}></option>`)}</datalist>
    </form>`;
  }

  private input(name: "to" | "topic" | "payload", value: string, list?: string): TemplateResult {
    const type = (event: InputEvent) => {
      this.fields[name] = (event.target as HTMLInputElement).value;
      this.typed = true;
      this.requestUpdate(); // the tooltip says what stands there
    };
    return html`<input
      name=${name}
      list=${list ?? nothing}
      spellcheck="false"
      autocapitalize="off"
      .value=${value}
      title=${value || nothing}
      aria-invalid=${this.error ? "true" : "false"}
      aria-describedby="composer-error"
      @input=${type}
    />`;
  }

  private readonly complete = async () => {
    this.completion = await this.store.request<Completion>({ type: "complete" }).catch(() => this.completion);
  };

  /** What was sent is shown in the form, unless something of the reader's own stands there. */
  private fire({ to, entry, topic, payload }: ReadyMessage): void {
    const message = { to: to || this.livingOf(entry), topic, payload };
    if (!message.to) {
      this.error = this.isUnbegun ? t("composer.unbegun", { play: t("play") }) : t("composer.none", { entry });
      return;
    }
    if (!this.typed) this.fields = { ...message };
    this.requestUpdate(); // at once: the answer may take its time
    void this.send(message);
  }

  /** The PID of the first process of an entry that lives. */
  private livingOf(entry: string): string {
    return this.state.rows.find((row) => row.entry === entry && !row.ended)?.pid ?? "";
  }

  private readonly submit = (event: SubmitEvent) => {
    event.preventDefault();
    const [first] = this.quick;
    // The example that the form starts with may be for whoever lives of an entry.
    if (first && !this.typed && !this.fields.to) this.fire(first);
    else void this.send(this.fields);
  };

  private async send({ to, topic, payload }: Message): Promise<void> {
    this.sent = null;
    try {
      if (!to.trim()) throw new Error(t("composer.whom"));
      if (!topic.trim()) throw new Error(t("composer.about"));
      const run = this.state.run.number;
      const event = await this.store.send(to.trim(), topic.trim(), payload);
      this.error = "";
      this.sent = { run, event, unaddressed: this.isUnaddressed(topic, payload) };
    } catch (error) {
      this.error = this.advice(error, to, payload);
    }
    this.requestUpdate();
  }

  /** What went wrong, and what to do about it. */
  private advice(error: unknown, to: string, payload: string): string {
    const kind = error instanceof EngineError ? error.failure.kind : "";
    if (kind === "NotFound" && to.trim().startsWith("{")) return t("composer.gone", { to: clip(to.trim()) });
    if (kind === "NotFound" && this.isUnbegun) return t("composer.unbegun", { play: t("play") });
    if (kind === "NotFound") {
      const all = this.state.names.map(({ name }) => clip(name));
      const names = all.length > NAMES ? `${all.slice(0, NAMES).join(", ")}, …` : all.join(", ");
      return t(names ? "composer.nobody" : "composer.nobody_at_all", { to: clip(to.trim()), names });
    }
    if (kind === "Invalid" && !isJson(payload || "null")) return t("composer.no_json", { detail: errorText(error).replace(/^.*?not JSON: /, "") });
    return errorText(error);
  }

  /** Time stands still, and nobody has a name yet: who is looked for may come as soon as it goes on. */
  private get isUnbegun(): boolean {
    const { names, preferences } = this.state;
    return !preferences.settings.playing && names.length === 0;
  }

  /** Messages of this scenario say where an answer goes; this one does not, and is not ready-made without it. */
  private isUnaddressed(topic: string, payload: string): boolean {
    const asks = (text: string) => text.includes('"reply_to"');
    const ready = this.quick.some((quick) => quick.topic === topic && quick.payload === payload);
    return !ready && this.quick.some((quick) => asks(quick.payload)) && !asks(payload);
  }
}

/** A label that is one of the page's own words is in the reader's language; others are as their project has them, if it has one. */
function quickName({ label, topic }: ReadyMessage): string {
  return has(`quick.${label}`) ? t(`quick.${label}`) : label.trim() || topic;
}
