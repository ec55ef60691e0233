// The open project in the editor: what is written goes to the store, and what the engine says of it comes back.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { language, t } from "../../i18n/index";
import { lastOf } from "../../lib/line-events";
import { runErrors } from "../../lib/run-errors";
import { EXAMPLES } from "../../lib/project/ids";
import { storeIn } from "../../lib/typed-store";
import type { Source } from "../../protocol";
import { isModels } from "../../models/files";
import { loadTexts, say } from "../../models/texts";
import { isChanged, type OpenProject, type Slice, type State } from "../../state";
import { View } from "../view";
import "./editor";
import type { Editor } from "./editor";

const isNoModel = (path: string) => !isModels(path);

@customElement("rh-editor-panel")
export class EditorPanel extends View {
  static override watches: readonly Slice[] = ["project", "place", "run", "rows", "selection", "names"];

  @state() private sources: Source[] = [];
  @state() private path = "";
  /** The project whose edits the reader is asked about before they go. */
  @state() private asking = "";
  @query("rh-editor") private editor?: Editor;
  private run = -1;
  private spoken = "";
  private shown: State["place"] = null;

  protected override render(): TemplateResult | typeof nothing {
    const { project, rows } = this.state;
    if (!project) return nothing;
    const problems = [...project.problems, ...(isChanged(project, isNoModel) ? [] : runErrors(rows, this.sources))];
    return html`<div class="editor-panel">
      ${this.head(project)}
      <p class="unseen" role="status">${this.models(project) ?? ""}</p>
      <rh-editor
        .project=${project.id}
        .files=${project.files}
        .current=${this.path}
        .problems=${problems}
        .notes=${project.notes}
        .history=${project.history}
        .lang=${language()}
        @edit=${({ detail }: CustomEvent<{ path: string; text: string }>) => this.write({ ...project.files, [detail.path]: detail.text })}
        @files=${({ detail }: CustomEvent<{ files: OpenProject["files"]; current: string }>) => {
          this.path = detail.current;
          this.write(detail.files);
        }}
        @choose=${({ detail }: CustomEvent<{ path: string }>) => (this.path = detail.path)}
        @run=${() => void this.store.startFresh()}
        @trace=${({ detail }: CustomEvent<{ path: string; line: number }>) => this.trace(detail.path, detail.line)}
      ></rh-editor>
    </div>`;
  }

  /** What the reader should know of the project as a whole. */
  private head(project: OpenProject): TemplateResult | typeof nothing {
    const example = EXAMPLES.some(({ id }) => id === project.id);
    const models = this.models(project);
    const toRun = models === null || project.replaced?.state === "refused" ? isChanged(project) : isChanged(project, isNoModel);
    const facts = [
      toRun ? t("project.changed") : "",
      models ?? "",
      project.leftOut > 0 ? t("project.left_out", { n: project.leftOut }) : "",
    ].filter((fact) => fact !== "");
    const back = example && project.edited;
    if (back && this.asking === project.id) return this.question(project.id);
    if (facts.length === 0 && !back) return nothing;
    return html`<p class="editor-head">
      <span class="soft" title=${facts.join(" ") || nothing}>${facts.join(" ")}</span>
      ${back ? html`<button class="small" data-original @click=${() => this.ask(project.id)}>${t("project.original")}</button>` : nothing}
    </p>`;
  }

  private question(id: string): TemplateResult {
    const escape = (event: KeyboardEvent) => event.key === "Escape" && this.ask("");
    const go = () => {
      this.asking = "";
      void this.store.forget(id);
    };
    return html`<p class="editor-head asks" role="alert" @keydown=${escape}>
      <span>${t("project.original.ask")}</span>
      <button class="small danger" @click=${go}>${t("project.original.do")}</button>
      <button class="small" data-keep @click=${() => this.ask("")}>${t("project.keep")}</button>
    </p>`;
  }

  /** The keyboard goes along, to the answer that loses nothing and back. */
  private ask(id: string): void {
    this.asking = id;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(id ? "[data-keep]" : "[data-original]")?.focus());
  }

  /** What became of models that were edited while the run goes on; null: nobody there takes them. */
  private models({ running, faulty, replaced }: OpenProject): string | null {
    const { names, preferences } = this.state;
    if (!running || storeIn(names) === undefined) return null;
    if (faulty) return say("models.kept");
    if (replaced?.state === "sent") return preferences.settings.playing ? "" : say("models.waiting");
    if (replaced?.state === "refused") return say("models.refused", { why: replaced.why });
    if (!replaced) return "";
    return replaced.aside ? say("models.aside", { n: replaced.aside }) : say("models.taken");
  }

  /** Selects the newest event that a line called for. */
  private trace(path: string, line: number): void {
    const entries = new Set(this.sources.filter(({ file }) => file === path).map(({ entry }) => entry));
    const event = lastOf(this.state.ring, entries, line);
    if (event === 0) return this.store.notice(t("editor.trace.none", { place: `${path}:${line}` }));
    this.store.follow(false);
    this.store.select({ event });
    if (this.state.narrow) this.store.show("diagram");
  }

  private write(files: OpenProject["files"]): void {
    this.store.projects.change(files, () => this.editor?.history);
  }

  protected override updated(): void {
    if (this.spoken !== language()) {
      this.spoken = language();
      void loadTexts().then(() => this.requestUpdate());
    }
    const { run, place } = this.state;
    if (this.run !== run.number) {
      this.run = run.number;
      void this.fetch().then(() => this.follow(place));
    } else this.follow(place);
  }

  private async fetch(): Promise<void> {
    this.sources = await this.store.request<Source[]>({ type: "sources" }).catch(() => []);
  }

  /** Shows the line that was asked for, once. */
  private follow(place: State["place"]): void {
    if (!place || place === this.shown) return;
    const file = "file" in place ? place.file : this.sources.find(({ entry }) => entry === place.entry)?.file;
    if (file === undefined) return;
    this.shown = place;
    void this.editor?.reveal(file, place.line);
  }
}
