// <rh-files>: a project's files as a tree. One tab stop; arrows move, → and ← open and close, Enter goes into the text.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../../i18n/index";
import { treeKey } from "../../lib/tree-keys";
import { treeOf, type Line } from "./tree";

@customElement("rh-files")
export class FileTree extends LitElement {
  @property({ attribute: false }) paths: readonly string[] = [];
  @property({ attribute: false }) current = "";
  /** How many problems a file has. */
  @property({ attribute: false }) problems: ReadonlyMap<string, number> = new Map();
  @property({ attribute: false }) override lang = "";

  @state() private closed = new Set<string>();
  private lines: Line[] = [];
  /** Where the keyboard is. */
  private at = "";

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("current")) this.at = this.current;
  }

  protected override render(): TemplateResult {
    this.lines = treeOf(this.paths, this.closed);
    if (!this.lines.some(({ path }) => path === this.at)) this.at = this.lines[0]?.path ?? "";
    return html`<ul class="file-tree" role="tree" aria-label=${t("editor.files")} @keydown=${this.key}>
      ${repeat(this.lines, ({ path }) => path, (line) => this.line(line))}
    </ul>`;
  }

  private line(line: Line): TemplateResult {
    const folder = line.kind === "folder";
    const problems = this.problemsOf(line);
    return html`<li
      role="treeitem"
      aria-level=${line.level}
      aria-expanded=${folder ? line.open : nothing}
      aria-selected=${line.path === this.current ? "true" : "false"}
      class="level-${Math.min(line.level, 6)} ${line.kind}"
      title=${line.path}
      tabindex=${line.path === this.at ? 0 : -1}
      @click=${() => this.choose(line)}
    >
      <span class="glyph" aria-hidden="true">${folder ? (line.open ? "▾" : "▸") : ""}</span><span class="name">${line.name}</span>
      ${problems > 0 ? html`<span class="problems num" title=${t("editor.problems", { n: problems })}><span aria-hidden="true">▲ ${problems}</span><span class="unseen">${t("editor.problems", { n: problems })}</span></span>` : nothing}
    </li>`;
  }

  /** A closed folder answers for what it hides. */
  private problemsOf(line: Line): number {
    if (line.kind === "file") return this.problems.get(line.path) ?? 0;
    if (line.open) return 0;
    return this.paths.filter((path) => path.startsWith(`${line.path}/`)).reduce((sum, path) => sum + (this.problems.get(path) ?? 0), 0);
  }

  private choose(line: Line, enter = false): void {
    this.at = line.path;
    if (line.kind === "folder") this.toggle(line.path);
    else this.dispatchEvent(new CustomEvent("choose", { detail: { path: line.path, enter } }));
    this.requestUpdate();
  }

  private toggle(path: string): void {
    const closed = new Set(this.closed);
    if (!closed.delete(path)) closed.add(path);
    this.closed = closed;
  }

  private readonly key = (event: KeyboardEvent) => {
    const at = this.lines.findIndex(({ path }) => path === this.at);
    const line = this.lines[at];
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
    const does = treeKey(event.key, this.lines, at);
    if (does === "fold") this.toggle(line.path);
    else if (typeof does === "object") this.move(does.to);
    else if (does === undefined && !this.other(event.key, line)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Whether a key that not every tree has does something. */
  private other(key: string, line: Line): boolean {
    if (key === "Enter" || key === " ") this.choose(line, key === "Enter");
    else if ((key === "F2" || key === "Delete") && line.kind === "file") this.dispatchEvent(new CustomEvent(key === "F2" ? "rename" : "remove", { detail: { path: line.path } }));
    else return false;
    return true;
  }

  private move(to: number): void {
    const line = this.lines[to];
    if (!line) return;
    this.at = line.path;
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelectorAll<HTMLElement>("[role=treeitem]")[to]?.focus());
  }
}
