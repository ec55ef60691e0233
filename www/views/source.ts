// The source of the actors that run, to read.
import { html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import sources from "actors";
import { t } from "../i18n/index";
import { entryName } from "../lib/pid";
import { highlight } from "../lib/highlight";
import type { Source as Actor } from "../protocol";
import type { Slice } from "../state";
import { tabs } from "./tabs";
import { View } from "./view";

@customElement("rh-source")
export class Source extends View {
  static override watches: readonly Slice[] = ["run", "selection", "phase"];

  @state() private actors: Actor[] = [];
  @state() private chosen = "";
  private run = -1;
  private selected = 0;

  protected override willUpdate(): void {
    const { run, selection, rows, phase } = this.state;
    if (phase === "ready" && this.run !== run.number) {
      this.run = run.number;
      void this.fetch();
    }
    // A process that was just selected brings its source to the front.
    const process = selection && "process" in selection ? selection.process : 0;
    if (process !== this.selected) {
      this.selected = process;
      const entry = rows.find(({ number }) => number === process)?.entry;
      if (entry && this.actors.some((actor) => actor.entry === entry)) this.chosen = entry;
    }
  }

  private async fetch(): Promise<void> {
    const actors = await this.store.request<Actor[]>({ type: "sources" }).catch(() => []);
    this.actors = actors;
    if (!actors.some(({ entry }) => entry === this.chosen)) this.chosen = actors[0]?.entry ?? "";
  }

  protected override render(): TemplateResult {
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
