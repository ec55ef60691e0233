// What is made of a project's models for those who ask its store: a module in Elm, a module in TypeScript. They follow each edit.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { language, t } from "../../i18n/index";
import { highlight } from "../../lib/highlight";
import { helpers, type Target } from "../../models/read";
import { loadTexts, say } from "../../models/texts";
import type { RightModels, Slice } from "../../state";
import { errorText, offer } from "../../store";
import { modelsIn } from "../editor/names";
import { tabs } from "../tabs";
import { View } from "../view";

const TARGETS: Record<Target, string> = { elm: "Elm", typescript: "TypeScript" };

/** How one gets the same without the page. */
const COMMAND = "rehearsal generate --models DIR --elm FILE --ts FILE";

/** Longer texts have no colours, so that they are there at once. */
const COLOURED = 300_000;

/** A text, and what it was made of. */
interface Made {
  models: RightModels;
  target: Target;
  /** Of the Elm module. */
  name: string;
  text: string;
}

@customElement("rh-helpers")
export class Helpers extends View {
  static override watches: readonly Slice[] = ["project"];

  @state() private target: Target = "elm";
  @state() private name = "Kv";
  @state() private made: Made | null = null;
  /** What is wrong with the name. */
  @state() private error = "";
  @state() private said = "";
  /** What was asked for last, so that an answer that comes late is not taken for another's. */
  private wanted: Omit<Made, "text"> | null = null;
  private spoken = "";

  protected override render(): TemplateResult {
    const { project } = this.state;
    if (!project?.models) return html`<p class="empty">${project?.faulty ? say("helpers.none") : t("loading.part")}</p>`;
    const { models, faulty } = project;
    const list = Object.entries(TARGETS).map(([id, label]) => ({ id, label }));
    return html`<div class="helpers">
      <div class="row helpers-tools">
        ${tabs(say("helpers.language"), list, this.target, (id) => this.choose(id as Target), "helpers")} ${this.target === "elm" ? this.naming() : nothing}
        <span class="grow"></span>
        <button class="small" ?disabled=${!this.fresh} @click=${() => void this.copy()}>${say("helpers.copy")}</button>
        <button class="small" ?disabled=${!this.fresh} @click=${() => this.download()}>${say("helpers.download", { file: this.file })}</button>
      </div>
      ${this.error && this.target === "elm" ? html`<p class="error" id="helpers-error" role="alert" lang="en">${this.error}</p>` : nothing}
      <p class="helpers-said" role="status">${faulty ? say("helpers.faulty") : this.said}</p>
      <div id="helpers-${this.target}" class="helpers-text" role="tabpanel" tabindex="0" aria-labelledby="tab-helpers-${this.target}">
        <p class="soft">${say(`helpers.${this.target}`, { file: this.file })} ${say("helpers.native")} <code>${COMMAND}</code></p>
        ${this.types(models)} ${this.text()}
      </div>
    </div>`;
  }

  private naming(): TemplateResult {
    return html`<label
      >${say("helpers.module")}
      <input
        class="mono"
        name="module"
        .value=${this.name}
        maxlength="200"
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        aria-invalid=${this.error ? "true" : "false"}
        aria-describedby=${this.error ? "helpers-error" : nothing}
        @input=${(event: Event) => this.rename((event.target as HTMLInputElement).value)}
    /></label>`;
  }

  /** Each type, with the way to where it is declared. */
  private types({ files, names }: RightModels): TemplateResult {
    if (names.length === 0) return html`<p>${say("helpers.empty")}</p>`;
    const places = new Map(Object.entries(files).flatMap(([path, text]) => modelsIn(path, text).map((place) => [place.name, place])));
    const link = (name: string) => {
      const place = places.get(name);
      if (!place) return html`<code>${name}</code>`;
      return html`<button class="link mono" title="${place.file}:${place.line}" @click=${() => this.store.revealFile(place.file, place.line)}>${name}</button>`;
    };
    return html`<p class="helpers-types">${say("helpers.types", { n: names.length })} ${names.map((name) => html`<span>${link(name)}</span> `)}</p>`;
  }

  private text(): TemplateResult | typeof nothing {
    const { made } = this;
    if (made?.target !== this.target) return nothing;
    if (made.text.length > COLOURED) return html`<pre>${made.text}</pre>`;
    return html`<pre>${highlight(made.text, made.target).map(({ text, style }) => (style ? html`<span class=${style}>${text}</span>` : text))}</pre>`;
  }

  /** Whether the text is what the reader asks for. */
  private get fresh(): boolean {
    const { made, error, target } = this;
    return made?.target === target && (target !== "elm" || error === "");
  }

  /** What the file is called. An Elm module lies where its name says. */
  private get file(): string {
    return this.target === "elm" ? `${(this.made?.name ?? this.name).split(".").at(-1)}.elm` : "kv.ts";
  }

  private choose(target: Target): void {
    this.target = target;
    this.said = "";
  }

  private rename(name: string): void {
    this.name = name.trim();
    this.said = "";
  }

  protected override updated(): void {
    void this.make();
    if (this.spoken === language()) return;
    this.spoken = language();
    void loadTexts().then(() => this.requestUpdate());
  }

  private async make(): Promise<void> {
    const models = this.state.project?.models;
    if (!models || !this.active) return;
    const { target, name, wanted } = this;
    if (wanted?.models === models && wanted.target === target && wanted.name === name) return;
    const now = (this.wanted = { models, target, name });
    try {
      const text = await helpers(models.schema, target, name);
      if (this.wanted !== now) return;
      this.made = { ...now, text };
      this.error = "";
    } catch (error) {
      if (this.wanted === now) this.error = errorText(error);
    }
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.made!.text);
      this.said = say("helpers.copied");
    } catch {
      this.said = say("helpers.not_copied");
    }
  }

  private download(): void {
    offer(new Blob([this.made!.text], { type: "text/plain" }), this.file);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "rh-helpers": Helpers;
  }
}
