// The page's frame: which areas there are, where they stand, and which of them are seen.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../i18n/index";
import { focusArea } from "../lib/focus";
import { AREAS, DOCK, type Area, type DockTab } from "../lib/preferences";
import { hasTerminals, isThere, type Slice, type State } from "../state";
import "./bar/topbar";
import "./composer";
import "./dialogs/failure";
import "./hint";
import { icons } from "./icons";
import "./inspector/inspector";
import "./notice";
import { Late, whenIdle } from "./parts";
import "./processes/processes";
import "./splitter";
import { tabs } from "./tabs";
import "./terminal/terminals";
import "./trace";
import { View } from "./view";

/** How far the reader may drag a panel, in pixels. */
const LIMITS = { left: [180, 560], right: [220, 640], dock: [112, 640] } as const;
type Panel = keyof typeof LIMITS;

const OPEN = { left: "leftOpen", right: "rightOpen", dock: "dockOpen" } as const;
const CONTROLS = { left: "panel-processes", right: "panel-message", dock: "dock" } as const;

@customElement("rh-app")
export class App extends View {
  static override watches: readonly Slice[] = ["phase", "narrow", "dialog", "scenarios", "project", "database", "http", "filter"];

  private readonly parts = {
    log: new Late(this, "log", () => focusArea("log")),
    statistics: new Late(this, "statistics", () => focusArea("statistics")),
    source: new Late(this, "source", () => focusArea("source")),
    table: new Late(this, "table", () => focusArea("table")),
    faults: new Late(this, "faults", () => focusArea("faults")),
    database: new Late(this, "database", () => focusArea("database")),
    typed_store: new Late(this, "typed_store", () => focusArea("typed_store")),
    cursors: new Late(this, "cursors", () => focusArea("cursors")),
    helpers: new Late(this, "helpers", () => focusArea("helpers")),
    http: new Late(this, "http", () => focusArea("http")),
    breakpoints: new Late(this, "breakpoints", () => focusArea("breakpoints")),
    help: new Late(this, "help"),
    palette: new Late(this, "palette"),
    project: new Late(this, "project"),
    process_table: new Late(this, "process_table"), // the panel of processes asks for it by itself
    timeline: new Late(this, "timeline"),
    filter: new Late(this, "filter"),
    sharing: new Late(this, "sharing"),
    link: new Late(this, "link"),
    export: new Late(this, "export"),
    compare: new Late(this, "compare"),
  };
  private fetched = false;
  private dialog: State["dialog"] = null;

  protected override render(): TemplateResult {
    const { narrow, preferences, phase } = this.state;
    const { layout } = preferences;
    const failed = phase === "failed";
    return html`
      <rh-topbar .store=${this.store} ?inert=${failed}></rh-topbar>
      <rh-notice .store=${this.store}></rh-notice>
      <main class="areas" ?inert=${failed}>
        ${narrow
          ? tabs(t("areas"), AREAS.filter((id) => isThere(id, this.state)).map((id) => ({ id, label: this.label(id) })), layout.area, (id) => this.store.layout({ area: id as Area }))
          : nothing}
        ${narrow ? nothing : this.edge("left")} ${this.processes()} ${narrow ? nothing : this.splitter("left")} ${this.diagram()}
        ${narrow ? nothing : this.splitter("right")} ${this.message()} ${narrow ? nothing : this.edge("right")}
        ${narrow ? nothing : this.splitter("dock")} ${this.dock()}
      </main>
      ${this.parts.help.part ? html`<rh-help .store=${this.store}></rh-help>` : nothing}
      ${this.parts.palette.part ? html`<rh-palette .store=${this.store}></rh-palette>` : nothing}
      ${this.parts.project.part ? html`<rh-project .store=${this.store}></rh-project>` : nothing}
      ${this.parts.sharing.part ? html`<rh-share .store=${this.store}></rh-share>` : nothing}
      ${this.parts.link.part ? html`<rh-link .store=${this.store}></rh-link>` : nothing}
      ${this.parts.export.part ? html`<rh-export .store=${this.store}></rh-export>` : nothing}
      ${this.parts.compare.part ? html`<rh-compare .store=${this.store}></rh-compare>` : nothing}
      ${phase === "ready" ? nothing : html`<rh-failure .store=${this.store}></rh-failure>`}
    `;
  }

  protected override willUpdate(): void {
    for (const id of DOCK) if (id !== "terminal" && this.seen(id)) this.parts[id].want();
    if (this.state.filter.open) this.parts.filter.want();
    const { dialog } = this.state;
    if (dialog && dialog !== this.dialog) void this.open(dialog);
    this.dialog = dialog;
    if (!this.fetched && this.state.phase !== "loading") this.fetchParts();
  }

  /** So that they are there at once, and without a network, too; but not before there is something to see. */
  private fetchParts(): void {
    this.fetched = true;
    whenIdle(() => Object.values(this.parts).forEach((part) => void part.ahead()));
  }

  /** A dialog that does not come has no place where it could say so. */
  private async open(dialog: NonNullable<State["dialog"]>): Promise<void> {
    const late = this.parts[dialog];
    await late.load();
    if (late.part || this.state.dialog !== dialog) return;
    this.store.dialog(null);
    this.store.notice(late.reason, () => this.store.dialog(dialog));
  }

  private processes(): TemplateResult {
    return this.area("processes", html`<rh-processes .store=${this.store} .active=${this.seen("processes")}></rh-processes>`);
  }

  private diagram(): TemplateResult {
    return this.area(
      "diagram",
      html`
        <rh-hint .store=${this.store}></rh-hint>
        ${this.filter("diagram")}
        <rh-trace .store=${this.store} .active=${this.seen("diagram")} .kind=${"diagram"}></rh-trace>
        <div class="timeline-place">${this.parts.timeline.part ? html`<rh-timeline .store=${this.store} .active=${this.seen("diagram")}></rh-timeline>` : nothing}</div>
        <rh-composer .store=${this.store}></rh-composer>
      `,
    );
  }

  /** The bar that searches. On a narrow screen the table, which has the page to itself, needs one, too. */
  private filter(area: "diagram" | "table"): TemplateResult | typeof nothing {
    if (!this.state.filter.open || (area === "table" && !this.state.narrow) || !this.seen(area)) return nothing;
    return this.parts.filter.part ? html`<rh-filter .store=${this.store}></rh-filter>` : this.parts.filter.place;
  }

  private message(): TemplateResult {
    return this.area("message", html`<rh-inspector .store=${this.store} .active=${this.seen("message")}></rh-inspector>`);
  }

  private area(area: Area, content: TemplateResult): TemplateResult {
    const { narrow } = this.state;
    return html`<section
      id="panel-${area}"
      class="area ${area}"
      role=${narrow ? "tabpanel" : "region"}
      aria-label=${t(`area.${area}`)}
      ?hidden=${!this.seen(area)}
    >
      ${content}
    </section>`;
  }

  private dock(): TemplateResult {
    const { narrow, preferences } = this.state;
    const { area, dockOpen } = preferences.layout;
    const tab = this.dockTab();
    const list = DOCK.filter((id) => isThere(id, this.state)).map((id) => ({ id, label: this.label(id), empty: id === "terminal" && !hasTerminals(this.state) ? t("terminal.none") : undefined }));
    const collapse = dockOpen ? t("panel.collapse", { panel: t("dock") }) : t("panel.expand", { panel: t("dock") });
    return html`<section id="dock" class="dock" aria-label=${t("dock")} ?hidden=${narrow && !DOCK.includes(area as DockTab)}>
      ${narrow
        ? nothing
        : html`<div class="dock-head">
            ${tabs(t("dock"), list, tab, (id) => this.store.layout({ tab: id as DockTab, dockOpen: true }))}
            <button class="quiet square" aria-expanded=${dockOpen} title=${collapse} aria-label=${collapse} @click=${() => this.toggle("dock")}>
              ${dockOpen ? icons.down : icons.up}
            </button>
          </div>`}
      ${repeat(
        DOCK.filter((id) => isThere(id, this.state)),
        (id) => id, // a panel that comes or goes must not take its neighbours along
        (id) => this.dockPanel(id),
      )}
    </section>`;
  }

  /** The name of an area. That of the source tells of what is wrong there. */
  private label(id: Area): string {
    const problems = id === "source" ? (this.state.project?.problems.length ?? 0) : 0;
    return problems > 0 ? `${t(`area.${id}`)} ▲${problems}` : t(`area.${id}`);
  }

  private dockPanel(id: DockTab): TemplateResult {
    const active = this.seen(id);
    const { store } = this;
    const view = {
      terminal: html`<rh-terminals .store=${store} .active=${active}></rh-terminals>`,
      log: html`<rh-log .store=${store} .active=${active}></rh-log>`,
      statistics: html`<rh-statistics .store=${store} .active=${active}></rh-statistics>`,
      source: html`<rh-source .store=${store} .active=${active}></rh-source>`,
      table: html`${this.filter("table")}<rh-trace .store=${store} .active=${active} .kind=${"table"}></rh-trace>`,
      faults: html`<rh-faults .store=${store} .active=${active}></rh-faults>`,
      database: html`<rh-database .store=${store} .active=${active}></rh-database>`,
      typed_store: html`<rh-typed-store .store=${store} .active=${active}></rh-typed-store>`,
      cursors: html`<rh-cursors .store=${store} .active=${active}></rh-cursors>`,
      helpers: html`<rh-helpers .store=${store} .active=${active}></rh-helpers>`,
      breakpoints: html`<rh-breakpoints .store=${store} .active=${active}></rh-breakpoints>`,
      http: html`<rh-http .store=${store} .active=${active}></rh-http>`,
    }[id];
    return html`<div id="panel-${id}" class="dock-panel" role="tabpanel" aria-labelledby="tab-panel-${id}" ?hidden=${!active}>
      ${id === "terminal" || this.parts[id].part ? view : this.parts[id].place}
    </div>`;
  }

  private splitter(panel: Panel): TemplateResult | typeof nothing {
    const { layout } = this.state.preferences;
    const [min, max] = LIMITS[panel];
    if (!layout[OPEN[panel]]) return nothing;
    return html`<rh-splitter
      class="split-${panel}"
      .label=${t("panel.resize", { panel: this.nameOf(panel) })}
      .controls=${CONTROLS[panel]}
      .orientation=${panel === "dock" ? "horizontal" : "vertical"}
      .size=${layout[panel]}
      .min=${min}
      .max=${max}
      .sign=${panel === "left" ? 1 : -1}
      @resize-panel=${(event: CustomEvent<number>) => this.store.layout({ [panel]: event.detail })}
      @collapse-panel=${() => this.toggle(panel)}
    ></rh-splitter>`;
  }

  /** A collapsed side panel leaves a strip with a button that brings it back. */
  private edge(panel: "left" | "right"): TemplateResult | typeof nothing {
    if (this.state.preferences.layout[OPEN[panel]]) return nothing;
    const label = t("panel.expand", { panel: this.nameOf(panel) });
    return html`<div class="edge ${panel}">
      <button class="quiet square" aria-expanded="false" title=${label} aria-label=${label} @click=${() => this.toggle(panel)}>
        ${panel === "left" ? icons.right : icons.left}
      </button>
    </div>`;
  }

  private nameOf(panel: Panel): string {
    return t({ left: "area.processes", right: "area.message", dock: "dock" }[panel]);
  }

  private toggle(panel: Panel): void {
    const key = OPEN[panel];
    this.store.layout({ [key]: !this.state.preferences.layout[key] });
  }

  private seen(area: Area): boolean {
    const { narrow, preferences } = this.state;
    const { layout } = preferences;
    if (narrow) return (isThere(layout.area, this.state) ? layout.area : "diagram") === area;
    if (area === "diagram") return true;
    if (area === "processes") return layout.leftOpen;
    if (area === "message") return layout.rightOpen;
    return layout.dockOpen && this.dockTab() === area;
  }

  /** A scenario without terminals shows its log instead. */
  private dockTab(): DockTab {
    const { layout } = this.state.preferences;
    const tab = isThere(layout.tab, this.state) ? layout.tab : "terminal";
    return tab === "terminal" && !hasTerminals(this.state) ? "log" : tab;
  }

  protected override updated(): void {
    const { left, right, dock, leftOpen, rightOpen, dockOpen } = this.state.preferences.layout;
    this.style.setProperty("--left", leftOpen ? `${left}px` : "32px");
    this.style.setProperty("--right", rightOpen ? `${right}px` : "32px");
    this.querySelector(".areas > .tabs [aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.style.setProperty("--dock", dockOpen ? `${dock}px` : "34px");
  }
}


declare global {
  interface HTMLElementTagNameMap {
    "rh-app": App;
  }
}
