// Exports the run: in which format, and what of it; how far it is, and what came of it.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { Exporter, GivenUp, type Made } from "../../exports/exporter";
import { loadTexts, say } from "../../exports/texts";
import { formatNumber, language, t } from "../../i18n/index";
import { entryName, shortPid } from "../../lib/pid";
import type { ExportFormat, ExportSelection } from "../../protocol";
import type { Slice } from "../../state";
import { errorText, offer } from "../../store";
import type { Diagram } from "../diagram/diagram";
import { icons } from "../icons";
import "./export-styles";
import { Modal } from "./modal";

const FORMATS: readonly [ExportFormat, string][] = [
  ["svg", "SVG"],
  ["mermaid", "Mermaid"],
  ["perfetto", "Perfetto"],
  ["shiviz", "ShiViz"],
  ["csv", "CSV"],
  ["jsonl", "JSONL"],
];

type What = "all" | "visible" | "process" | "range";
type Done = Extract<Made, { file: Blob }>;

const EVERYTHING: ExportSelection = { from: null, to: null, processes: [], topics: [], kinds: [] };

@customElement("rh-export")
export class ExportDialog extends Modal {
  static override watches: readonly Slice[] = ["dialog", "phase"];

  protected override readonly name = "export";
  @state() private format: ExportFormat = "svg";
  @state() private what: What = "all";
  /** How much of it is there; null: nothing is being exported. */
  @state() private share: number | null = null;
  @state() private done: Done | null = null;
  @state() private error = "";
  @state() private said = "";
  /** What was in view, and who was selected, when the dialog came up: both go on meanwhile. */
  private visible: { from: number; to: number } | null = null;
  private process = 0;
  private exporter: Exporter | undefined;
  private spoken = "";

  protected override heading(): string {
    return say("export.title");
  }

  protected override willUpdate(): void {
    if (!this.open || this.spoken === language()) return;
    this.spoken = language();
    void loadTexts().then(() => this.requestUpdate());
  }

  protected override opened(): void {
    const { selection, ring } = this.state;
    this.visible = document.querySelector<Diagram>("rh-diagram")?.shown ?? null;
    this.process = 0;
    if (selection && "process" in selection) this.process = selection.process;
    else if (selection && ring.has(selection.event)) this.process = ring.process(selection.event);
    if ((this.what === "process" && this.process === 0) || (this.what === "visible" && !this.visible)) this.what = "all";
    this.forget();
    this.requestUpdate();
    this.querySelector<HTMLInputElement>("input:checked")?.focus();
  }

  /** What became of another one is no longer news. */
  private forget(): void {
    if (this.share === null) [this.done, this.error, this.said] = [null, "", ""];
  }

  protected override content(): TemplateResult {
    const doing = this.share !== null;
    return html`<div class="modal-head">
        <h2>${this.heading()}</h2>
        <button class="quiet square" aria-label=${t("close")} @click=${() => this.close()}>${icons.close}</button>
      </div>
      <p class="soft">${say("export.about")}</p>
      <form class="stack" @submit=${this.submit}>
        <fieldset ?disabled=${doing}>
          <legend>${say("export.format")}</legend>
          ${FORMATS.map(([id, name]) => this.formatChoice(id, name))}
        </fieldset>
        <fieldset ?disabled=${doing}>
          <legend>${say("export.what")}</legend>
          ${this.whatChoices()}
        </fieldset>
        ${doing ? this.progress(this.share!) : html`<button class="primary">${say("export.do")}</button>`}
      </form>
      <div class="export-said" aria-live="polite">${this.outcome()}</div>
      <p class="soft">${say("export.native")}</p>`;
  }

  private formatChoice(id: ExportFormat, name: string): TemplateResult {
    const choose = () => {
      this.format = id;
      this.forget();
    };
    return html`<label class="choice">
      <input type="radio" name="format" value=${id} .checked=${this.format === id} @change=${choose} />
      <span><strong>${name}</strong> <span class="soft">${say(`format.${id}`)}</span></span>
    </label>`;
  }

  private whatChoices(): TemplateResult {
    const { visible, process } = this;
    const { total } = this.state.run;
    const choice = (id: What, label: string) => html`<label class="choice">
      <input
        type="radio"
        name="what"
        value=${id}
        .checked=${this.what === id}
        @change=${() => {
          this.what = id;
          this.forget();
        }}
      />
      <span>${label}</span>
    </label>`;
    const { from, to } = visible ?? { from: 1, to: Math.max(1, total) };
    return html`${choice("all", say("export.all"))}
    ${visible ? choice("visible", say("export.visible", { from: visible.from, to: visible.to })) : nothing}
    ${process > 0 ? choice("process", say("export.process", { name: this.nameOf(process) })) : nothing} ${choice("range", say("export.range"))}
    ${this.what === "range"
      ? html`<div class="export-range">
          <label>${say("export.from")} <input name="from" type="number" inputmode="numeric" min="1" step="1" required value=${from} /></label>
          <label>${say("export.to")} <input name="to" type="number" inputmode="numeric" min="1" step="1" required value=${to} /></label>
        </div>`
      : nothing}`;
  }

  private nameOf(process: number): string {
    const { ring } = this.state;
    return `${entryName(ring.textOf(ring.processes.entryOf(process)))} ${shortPid(process)}`;
  }

  private progress(share: number): TemplateResult {
    return html`<div class="export-progress">
      <label>${say("export.doing")} <progress max="1" .value=${share}></progress></label>
      <button type="button" @click=${() => this.exporter?.giveUp()}>${say("export.give_up")}</button>
    </div>`;
  }

  private outcome(): TemplateResult | typeof nothing {
    if (this.error) return html`<p class="error">${this.error}</p>`;
    if (!this.done) return this.said ? html`<p>${this.said}</p>` : nothing;
    const { file, name, exported } = this.done;
    const { selected, events, same } = exported;
    return html`<p>
        ${say("export.done", { name, size: size(file.size), selected, events })}
        <button type="button" class="small" @click=${() => offer(file, name)}>${say("export.again")}</button>
      </p>
      ${same ? nothing : html`<p class="error">${say("export.other")}</p>`}`;
  }

  private readonly submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const [from, to] = [Number(data.get("from")), Number(data.get("to"))];
    if (this.what === "range" && from > to) {
      this.error = say("export.range.wrong");
      return;
    }
    const selections: Record<What, Partial<ExportSelection>> = {
      all: {},
      visible: this.visible ?? {},
      process: { processes: [String(this.process)] },
      range: { from, to },
    };
    void this.make({ ...EVERYTHING, ...selections[this.what] });
  };

  private async make(selection: ExportSelection): Promise<void> {
    this.forget();
    this.share = 0;
    this.exporter = new Exporter(this.store, (share) => (this.share = share));
    try {
      const made = await this.exporter.make(this.format, selection);
      if ("problems" in made) this.error = say("export.broken", { n: made.problems });
      else if (this.what !== "all" && made.exported.selected === 0) this.error = say("export.nothing", { events: made.exported.events });
      else {
        this.done = made;
        offer(made.file, made.name);
      }
    } catch (error) {
      if (error instanceof GivenUp) this.said = say("export.given_up");
      else this.error = errorText(error);
    } finally {
      this.share = null;
      this.exporter = undefined;
      await this.updateComplete;
      // The button that was pressed has gone meanwhile.
      if (this.open && document.activeElement === document.body) this.querySelector<HTMLElement>("button.primary")?.focus();
    }
  }
}

/** 18.2 KiB, 1.2 MiB */
function size(bytes: number): string {
  const mib = bytes >= 1_048_576;
  const amount = bytes / (mib ? 1_048_576 : 1_024);
  return `${formatNumber(Math.round(amount * 10) / 10)} ${t(mib ? "unit.mib" : "unit.kib")}`;
}
