// Parts of the page that nobody sees at first: loaded when one is first shown, or when the page has nothing better to do.
import { html, type TemplateResult } from "lit";
import { t, type Key } from "../i18n/index";
import { missingText } from "../lib/missing";

/** How each is loaded. */
const PARTS = {
  log: () => import("./log"),
  statistics: () => import("./statistics/statistics"),
  source: () => import("./source"),
  table: () => import("./table/table"),
  database: () => import("./database"),
  typed_store: () => import("./typed-store/typed-store"),
  cursors: () => import("./cursors/cursors"),
  helpers: () => import("./helpers/helpers"),
  http: () => import("./http/http"),
  faults: () => import("./faults/faults"),
  message_faults: () => import("./faults/message"),
  help: () => import("./dialogs/help"),
  palette: () => import("./dialogs/palette"),
  project: () => import("./dialogs/project"),
  sharing: () => import("./dialogs/share"),
  link: () => import("./dialogs/link"),
  code: () => import("./dialogs/code"),
  export: () => import("./dialogs/export"),
  compare: () => import("./dialogs/compare"),
  editor: () => import("./editor/panel"),
  charts: () => import("./statistics/charts"),
  lanes: () => import("./diagram/lanes-menu"),
  breakpoints: () => import("./breakpoints/breakpoints"),
  timeline: () => import("./timeline/timeline"),
  filter: () => import("./filter/filter"),
  process_table: () => import("./processes/process-table"),
  waits: () => import("./processes/waits"),
  path: () => import("./inspector/path"),
  stacks: () => import("./inspector/stacks"),
} as const;

type Part = keyof typeof PARTS;

/** What the reader calls each. */
const NAMES: Record<Part, Key> = {
  log: "area.log",
  statistics: "area.statistics",
  source: "area.source",
  table: "area.table",
  database: "area.database",
  typed_store: "area.typed_store",
  cursors: "area.cursors",
  helpers: "area.helpers",
  http: "area.http",
  faults: "area.faults",
  message_faults: "area.faults",
  help: "help",
  palette: "palette",
  project: "project.title",
  sharing: "share",
  link: "part.link",
  code: "part.code",
  export: "run.export",
  compare: "run.compare",
  editor: "part.editor",
  charts: "part.charts",
  lanes: "diagram.lanes",
  breakpoints: "area.breakpoints",
  timeline: "timeline",
  filter: "part.filter",
  path: "part.path",
  stacks: "part.stacks",
  process_table: "processes.table",
  waits: "part.waits",
};

interface Host {
  requestUpdate(): void;
  readonly updateComplete: Promise<unknown>;
}

/** A part, for the view that it stands in. One that does not come can be asked for again; only in older browsers, which remember that an
    `import()` has failed, it takes a reload. */
export class Late<P extends Part = Part> {
  /** undefined: it is not there yet. */
  part?: Awaited<ReturnType<(typeof PARTS)[P]>>;
  private missing = false;
  private loading?: Promise<void>;

  /** `enter` puts the keyboard into the part. */
  constructor(
    private readonly host: Host,
    private readonly name: P,
    private readonly enter: () => void = () => {},
  ) {}

  /** Loads it, unless that was in vain before: then the reader decides. */
  want(): void {
    if (!this.missing) void this.load();
  }

  /** Loads it. Afterwards it is there, or known to be missing. */
  load(): Promise<void> {
    if (this.part) return Promise.resolve();
    return (this.loading ??= this.settle());
  }

  /** Loads it before anybody wants it. If it does not come, nobody need know. */
  async ahead(): Promise<void> {
    if (await this.fetch()) this.host.requestUpdate();
  }

  private async settle(): Promise<void> {
    this.missing = !(await this.fetch());
    this.loading = undefined;
    this.host.requestUpdate();
  }

  private async fetch(): Promise<boolean> {
    try {
      this.part = (await PARTS[this.name]()) as typeof this.part;
      return true;
    } catch {
      return false;
    }
  }

  /** Why it is not there. */
  get reason(): string {
    return missingText(NAMES[this.name]);
  }

  /** What stands in its place until it comes. */
  get place(): TemplateResult {
    if (!this.missing) return html`<p class="late">${t("loading.part")}</p>`;
    return html`<div class="late">
      <p role="alert">${this.loading ? t("loading.part") : this.reason}</p>
      <button @click=${this.again}>${t("part.again")}</button>
    </div>`;
  }

  private readonly again = async () => {
    const loading = this.load();
    this.host.requestUpdate();
    await loading;
    await this.host.updateComplete;
    // The button has gone. Who has gone elsewhere meanwhile stays there.
    if (this.part && document.activeElement === document.body) this.enter();
  };
}

export function whenIdle(act: () => void): void {
  // Safari has no requestIdleCallback.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: 5_000 });
  else setTimeout(act, 2_000);
}
