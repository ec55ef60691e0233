// The source of the actors that run, to read.
import { html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import sources from "actors";
import { t } from "../i18n/index";
import { focusArea } from "../lib/focus";
import { entryName } from "../lib/pid";
import { highlight } from "../lib/highlight";
import type { Source as Actor } from "../protocol";
import type { Slice } from "../state";
import { Late } from "./parts";
import { tabs } from "./tabs";
import { View } from "./view";

@customElement("rh-source")
export class Source extends View {
  static override watches: readonly Slice[] = ["run", "selection", "phase", "project"];

  @state() private actors: Actor[] = [];
  @state() private chosen = "";
  private readonly late = new Late(this, "editor", () => focusArea("source"));
  private run = -1;
  private selected = 0;

  protected override willUpdate(): void {
    const { run, phase } = this.state;
    // Another engine counts its runs from the beginning.
    if (phase !== "ready") this.run = -1;
    else if (this.run !== run.number) {
      this.run = run.number;
      void this.fetch();
    }
    // What was just selected brings its source to the front.
    const process = this.process();
    if (process !== this.selected) {
      this.selected = process;
      this.choose(process);
    }
  }

  /** The process that is selected, or that the selected event happened in. */
  private process(): number {
    const { selection, ring } = this.state;
    if (!selection) return 0;
    if ("process" in selection) return selection.process;
    return ring.has(selection.event) ? ring.process(selection.event) : 0;
  }

  private choose(process: number): void {
    const { ring } = this.state;
    const entry = ring.textOf(ring.processes.entryOf(process));
    if (this.actors.some((actor) => actor.entry === entry)) this.chosen = entry;
  }

  /** Sources of a project can be changed. What does that is large, and loaded when it is first wanted. */
  private editor(): TemplateResult {
    if (this.late.part) return html`<rh-editor-panel .store=${this.store} .active=${this.active}></rh-editor-panel>`;
    this.late.want();
    return this.late.place;
  }

  private async fetch(): Promise<void> {
    const actors = await this.store.request<Actor[]>({ type: "sources" }).catch(() => []);
    this.actors = actors;
    if (!actors.some(({ entry }) => entry === this.chosen)) this.chosen = actors[0]?.entry ?? "";
    this.choose(this.process());
  }

  protected override render(): TemplateResult {
    if (this.state.project) return this.editor();
    const actor = this.actors.find(({ entry }) => entry === this.chosen);
    if (!actor) return html`<p class="empty">${t("source.none")}</p>`;
    const list = this.actors.map(({ entry }) => ({ id: entry, label: entryName(entry) }));
    return html`<div class="source">
      ${tabs(t("area.source"), list, actor.entry, (id) => (this.chosen = id), "source")}
      <div id="source-${actor.entry}" class="source-text" role="tabpanel" tabindex="0" aria-labelledby="tab-source-${actor.entry}">
        <p class="soft"><span class="mono">${actor.file}</span> · ${t("source.hint", { entry: actor.entry })}</p>
        <pre>${highlight(sources[actor.file] ?? "").map(({ text, style }) => (style ? html`<span class=${style}>${text}</span>` : text))}</pre>
      </div>
    </div>`;
  }
}
