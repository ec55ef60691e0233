// Hosts and their processes. One tab stop; arrows move, → and ← open and close, Enter chooses.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { formatNumber, t } from "../../i18n/index";
import { naming } from "../../lib/naming";
import { entryName, shortPid } from "../../lib/pid";
import { processTree, type Item } from "../../lib/process-tree";
import { treeKey } from "../../lib/tree-keys";
import type { Slice } from "../../state";
import { View } from "../view";
import { depthBar, glyph, shortState, stateWords, tag } from "./state";

@customElement("rh-process-tree")
export class ProcessTree extends View {
  static override watches: readonly Slice[] = ["rows", "groups", "selection"];

  private items: Item[] = [];
  private toggled = new Set<string>();
  private current = "";
  /** Somebody points at the tree: who ends meanwhile keeps the place that it has, for the next one is no neighbour to be hit in its stead. */
  private held = false;
  private readonly lingering = new Set<number>();
  private alive = new Set<number>();
  private run = 0;
  private tags: ReadonlyMap<number, string> = new Map();
  /** How many are shown under a name. */
  private counts = new Map<string, number>();

  protected override willUpdate(): void {
    const { rows, run } = this.state;
    if (run.number !== this.run) this.lingering.clear();
    if (this.held && run.number === this.run) for (const { number, ended } of rows) if (ended && this.alive.has(number)) this.lingering.add(number);
    this.run = run.number;
    this.tags = this.store.tags.of(rows, run.number);
    this.alive = new Set(rows.filter(({ ended }) => !ended).map(({ number }) => number));
  }

  private readonly hold = ({ type }: Event) => {
    this.held = type === "pointerenter";
    if (!this.held && this.lingering.size > 0) this.requestUpdate();
    if (!this.held) this.lingering.clear();
  };

  protected override render(): TemplateResult {
    this.items = processTree(this.state.rows, this.state.groups, this.toggled, this.lingering);
    if (this.items.length === 0) return html`<p class="empty">${t("processes.none")}</p>`;
    if (!this.items.some(({ id }) => id === this.current)) this.current = this.items[0].id;
    this.counts = new Map();
    for (const { row } of this.items.filter((item) => item.kind === "process")) {
      const { name } = naming(entryName(row.entry), this.tags.get(row.number));
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    }
    return html`<ul class="tree" role="tree" aria-label=${t("area.processes")} @keydown=${this.key} @pointerenter=${this.hold} @pointerleave=${this.hold}>
      ${repeat(this.items, ({ id }) => id, (item) => this.line(item))}
    </ul>`;
  }

  private line(item: Item): TemplateResult {
    const { selection } = this.state;
    const chosen = item.kind === "process" && selection !== null && "process" in selection && selection.process === item.row.number;
    const open = item.kind === "host" || item.kind === "group" ? item.open : undefined;
    const ended = item.kind === "process" && item.row.ended;
    return html`<li
      role="treeitem"
      id=${treeId(item)}
      aria-level=${item.level}
      aria-expanded=${open ?? nothing}
      aria-selected=${chosen ? "true" : "false"}
      class="level-${item.level} ${item.kind} ${ended ? "dead" : ""}"
      tabindex=${item.id === this.current ? 0 : -1}
      @click=${() => this.choose(item)}
    >
      ${this.content(item)}
    </li>`;
  }

  private content(item: Item): TemplateResult {
    switch (item.kind) {
      case "host":
        return html`<span class="glyph" aria-hidden="true">${item.open ? "▾" : "▸"}</span><span class="name" title=${item.host}><span class="entry">${item.host}</span></span>
          <span class="soft num">${formatNumber(item.alive)}</span>`;
      case "group":
        return html`<span class="glyph" aria-hidden="true">${item.open ? "▾" : "▸"}</span>
          <span class="name" title=${item.group.entry}><span class="entry">${entryName(item.group.entry)}</span> <span class="num">×${formatNumber(item.group.alive)}</span></span> ${depthBar(item.group.depth)}`;
      case "more":
        return html`<span></span><span class="soft">${t(`processes.more.${item.what}`, { n: item.count })}</span>`;
      case "process": {
        const { row } = item;
        const named = naming(entryName(row.entry), this.tags.get(row.number));
        const pid = html`<span class="mono soft">${shortPid(row.number)}</span>`;
        // Where the name says who it is, the PID gives way.
        const alone = this.counts.get(named.name) === 1 || named.tag !== "";
        const role = row.supervisor ? `${t("supervisor")} · ` : "";
        // Who ends under the pointer keeps the height, too.
        const long = role !== "" || row.filled || row.paused || (row.ended && !this.lingering.has(row.number));
        return html`${glyph(row)}<span class="name" title="${[row.entry, ...row.names, row.pid].join(" ")} · ${role}${stateWords(row)}"
            ><span class="who"><span class="entry">${named.name}</span> ${tag(named.tag)} ${alone ? html`<span class="gives-way">${pid}</span>` : pid}</span>
            <span class="words ${long ? "long" : ""}">${role}${shortState(row)}</span></span
          >
          ${row.ended ? "" : depthBar(row.depth)}`;
      }
    }
  }

  private choose(item: Item): void {
    this.current = item.id;
    if (item.kind === "host" || item.kind === "group") this.toggle(item);
    else if (item.kind === "process") this.store.select({ process: item.row.number });
    this.requestUpdate();
  }

  private toggle({ id }: Item): void {
    if (!this.toggled.delete(id)) this.toggled.add(id);
    this.requestUpdate();
  }

  private readonly key = (event: KeyboardEvent) => {
    const at = this.items.findIndex(({ id }) => id === this.current);
    const item = this.items[at];
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const does = treeKey(event.key, this.items, at);
    if (does === "fold") this.toggle(item);
    else if (typeof does === "object") this.move(does.to);
    else if (event.key === "Enter" || event.key === " ") this.choose(item);
    else if (does === undefined) return;
    event.preventDefault();
    event.stopPropagation();
  };

  private move(to: number): void {
    const item = this.items[to];
    if (!item) return;
    this.current = item.id;
    this.requestUpdate();
    void this.updateComplete.then(() => document.getElementById(treeId(item))?.focus());
  }
}

/** An id has no spaces. */
function treeId({ id }: Item): string {
  return `tree-${id.replaceAll(" ", "-")}`;
}
