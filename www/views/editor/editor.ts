// <rh-editor>: the files of a project, to read and to write.
//
// It gets files and says what the reader does with them; whoever owns the files applies it at once:
//
// - `edit` { path, text }: a file has this text now;
// - `files` { files, current }: all files, after one was made, renamed or deleted;
// - `choose` { path }: another file is shown;
// - `run`: the reader wants to see it run;
// - `trace` { path, line }: the reader wants to see what a line did.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { formatNumber, language, t } from "../../i18n/index";
import type { Files } from "../../lib/project/files";
import { icons } from "../icons";
import { beginningOf } from "./beginning";
import "./code";
import type { Code } from "./code";
import { countByFile, type Problem } from "./diagnostics";
import "./files";
import { namesOf } from "./names";
import { named } from "./naming";
import { treeOf } from "./tree";

export type { History } from "./history";
export type { Problem } from "./diagnostics";

/** What the line under the buttons asks. */
type Asking = { what: "new" } | { what: "rename" | "delete"; path: string };

/** Problems that the list under the text has room for. */
const LISTED = 50;

@customElement("rh-editor")
export class Editor extends LitElement {
  /** Another one begins with a clean undo. */
  @property({ attribute: false }) project = "";
  @property({ attribute: false }) files: Files = {};
  /** The file that is shown; one is chosen if there is none of this path. */
  @property({ attribute: false }) current = "";
  @property({ attribute: false }) problems: readonly Problem[] = [];
  /** Worth telling, and nothing is wrong. */
  @property({ attribute: false }) notes: readonly Problem[] = [];
  @property({ attribute: false }) readonly = false;
  /** The page's language: another one, and all is said anew. */
  @property({ attribute: false }) override lang = "";

  @state() private asking: Asking | null = null;
  @state() private error = "";
  @query("rh-code") private code?: Code;
  private remembered: unknown;

  /** What undo goes back to, of every file: plain data, to be stored and given back. */
  get history(): unknown {
    return this.code?.history ?? this.remembered;
  }

  set history(value: unknown) {
    this.remembered = value;
    if (this.code) this.code.history = value;
  }

  /** Shows a line of a file, which counts from 1, and puts the cursor there. */
  async reveal(path: string, line: number, column?: number): Promise<void> {
    this.choose(path);
    await this.updateComplete;
    await this.code?.reveal(line, column);
  }

  /** The page's style sheets reach it; the text itself has its own. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("project")) this.ask(null);
    if (!Object.hasOwn(this.files, this.current)) this.current = firstOf(this.files);
  }

  protected override render(): TemplateResult {
    const paths = Object.keys(this.files);
    if (paths.length === 0) return html`<div class="editor">${this.bar(paths, new Map())} ${this.question()}<p class="empty">${t("editor.none")}</p></div>`;
    const counts = countByFile(this.problems);
    return html`<div class="editor">
      ${this.bar(paths, counts)} ${this.question()}
      <div class="editor-body">
        <rh-files
          .paths=${paths}
          .current=${this.current}
          .problems=${counts}
          .lang=${this.lang}
          @choose=${this.chosen}
          @rename=${({ detail }: CustomEvent<{ path: string }>) => this.ask({ what: "rename", path: detail.path })}
          @remove=${({ detail }: CustomEvent<{ path: string }>) => this.ask({ what: "delete", path: detail.path })}
        ></rh-files>
        <rh-code
          .history=${this.remembered}
          .project=${this.project}
          .path=${this.current}
          .files=${this.files}
          .problems=${this.problems}
          .notes=${this.notes}
          .readonly=${this.readonly}
          .lang=${this.lang}
          @edit=${({ detail }: CustomEvent) => this.say("edit", detail)}
          @run=${() => this.say("run")}
          @trace=${() => this.trace()}
        ></rh-code>
      </div>
      ${this.list()}
      <p class="unseen" role="status">${this.problems.length > 0 ? t("editor.problems", { n: this.problems.length }) : ""}</p>
    </div>`;
  }

  private bar(paths: string[], counts: ReadonlyMap<string, number>): TemplateResult {
    const none = paths.length === 0;
    const { current } = this;
    return html`<div class="editor-bar">
      <select class="editor-select" aria-label=${t("editor.file")} ?hidden=${none} @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value)}>
        ${[...paths].sort().map((path) => html`<option value=${path} ?selected=${path === current}>${this.optionOf(path, counts.get(path) ?? 0)}</option>`)}
      </select>
      <button class="small editor-run" title="Ctrl+Enter" ?disabled=${none} @click=${() => this.say("run")}>${icons.play} ${t("editor.run")}</button>
      <button class="small" title="Alt+E" ?disabled=${none} @click=${() => this.trace()}>${t("editor.trace")}</button>
      ${this.readonly
        ? nothing
        : html`<button class="small" @click=${() => this.ask({ what: "new" })}>${t("editor.new")}</button>
            <button class="small" ?disabled=${none} @click=${() => this.ask({ what: "rename", path: current })}>${t("editor.rename")}</button>
            <button class="small" ?disabled=${none} @click=${() => this.ask({ what: "delete", path: current })}>${t("editor.delete")}</button>`}
      <span class="editor-hint soft">${t(this.readonly ? "editor.readonly" : "editor.leave")}</span>
    </div>`;
  }

  private trace(): void {
    this.say("trace", { path: this.current, line: this.code?.line ?? 1 });
  }

  private optionOf(path: string, problems: number): string {
    return problems > 0 ? `▲ ${path}: ${t("editor.problems", { n: problems })}` : path;
  }

  private question(): TemplateResult | typeof nothing {
    const { asking } = this;
    if (!asking || this.readonly) return nothing;
    if (asking.what === "delete") {
      return html`<div class="editor-ask" role="alert" @keydown=${this.escape}>
        <span>${t("editor.delete.ask", { file: asking.path })}</span>
        <button class="small danger" @click=${() => this.discard(asking.path)}>${t("editor.delete.do")}</button>
        <button class="small" data-first @click=${() => this.back()}>${t("editor.keep")}</button>
      </div>`;
    }
    const path = asking.what === "new" ? folderOf(this.current) : asking.path;
    return html`<form class="editor-ask" @submit=${this.submit} @keydown=${this.escape}>
      <label>${t("editor.path")} <input name="path" class="mono" data-first autocomplete="off" spellcheck="false" .value=${path} aria-invalid=${this.error ? "true" : "false"} aria-describedby=${this.error ? "editor-error" : nothing} /></label>
      <button class="small primary">${t(asking.what === "new" ? "editor.create" : "editor.rename.do")}</button>
      <button class="small" type="button" @click=${() => this.back()}>${t("editor.cancel")}</button>
      ${this.error ? html`<span class="error" id="editor-error" role="alert">${this.error}</span>` : nothing}
    </form>`;
  }

  /** Also what stands on no line of a file that is shown. */
  private list(): TemplateResult | typeof nothing {
    const all = [...this.problems.map((problem) => ({ ...problem, mark: "▲", word: "editor.problem" })), ...this.notes.map((note) => ({ ...note, mark: "●", word: "editor.note" }))];
    if (all.length === 0) return nothing;
    return html`<ul class="editor-problems" aria-label=${t("editor.problem.list")}>
      ${all.slice(0, LISTED).map(({ file, line, column, message, mark, word }) => {
        const text = html`<span class="mark ${word.slice(7)}" aria-hidden="true">${mark}</span><span class="unseen">${t(word)}:</span> <span class="mono">${place(file, line)}</span> <span lang="en">${message}</span>`;
        return html`<li>${Object.hasOwn(this.files, file) ? html`<button class="link" @click=${() => void this.reveal(file, Math.max(line, 1), column)}>${text}</button>` : text}</li>`;
      })}
      ${all.length > LISTED ? html`<li class="soft">${t("editor.problem.more", { n: all.length - LISTED })}</li>` : nothing}
      ${language() === "en" ? nothing : html`<li class="soft">${t("editor.problem.english")}</li>`}
    </ul>`;
  }

  private readonly chosen = ({ detail }: CustomEvent<{ path: string; enter: boolean }>) => {
    this.choose(detail.path);
    if (detail.enter) void this.updateComplete.then(() => this.code?.focus());
  };

  private choose(path: string): void {
    if (path === this.current || !Object.hasOwn(this.files, path)) return;
    this.current = path;
    this.say("choose", { path });
  }

  private ask(asking: Asking | null): void {
    this.asking = asking;
    this.error = "";
    if (!asking) return;
    void this.updateComplete.then(() => {
      const first = this.querySelector<HTMLElement>("[data-first]");
      first?.focus();
      if (first instanceof HTMLInputElement) selectName(first);
    });
  }

  /** Back to the text, where one came from. */
  private back(): void {
    this.ask(null);
    void this.updateComplete.then(() => this.code?.focus());
  }

  private readonly escape = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.back();
  };

  private readonly submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { asking } = this;
    if (!asking || asking.what === "delete") return;
    const own = asking.what === "rename" ? asking.path : "";
    const result = named(new FormData(event.target as HTMLFormElement).get("path") as string, this.files, own);
    if ("error" in result) {
      this.error = result.error;
      this.querySelector<HTMLElement>("[data-first]")?.focus();
    } else if (asking.what === "new") this.put({ ...this.files, [result.path]: beginningOf(result.path, namesOf(this.files)) }, result.path);
    else this.rename(asking.path, result.path);
  };

  private rename(from: string, to: string): void {
    if (from === to) return this.back();
    this.code?.rename(from, to);
    const files = Object.entries(this.files).map(([path, text]) => [path === from ? to : path, text]);
    this.put(Object.fromEntries(files), this.current === from ? to : this.current);
  }

  private discard(path: string): void {
    const { [path]: _, ...files } = this.files;
    this.put(files, this.current === path ? firstOf(files) : this.current);
  }

  private put(files: Files, current: string): void {
    this.files = files;
    this.current = current;
    this.say("files", { files, current });
    this.back();
  }

  private say(type: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** What a reader wants to see first: the manifest, else the first of the tree. */
function firstOf(files: Files): string {
  const paths = treeOf(Object.keys(files), new Set()).filter(({ kind }) => kind === "file");
  // What one wants to read first is a program, and of several the one where it begins.
  const first = paths.find(({ name }) => name === "main.lua") ?? paths.find(({ name }) => name.endsWith(".lua"));
  return (first ?? paths.find(({ name }) => name === "_index.yaml") ?? paths[0])?.path ?? "";
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function place(file: string, line: number): string {
  return line > 0 ? `${file}:${formatNumber(line)}` : file;
}

/** Typing replaces the name, and leaves the folder and the ending. */
function selectName(input: HTMLInputElement): void {
  const from = folderOf(input.value).length;
  const dot = input.value.lastIndexOf(".");
  input.setSelectionRange(from, dot > from ? dot : input.value.length);
}
