// The database behind the key-value store of the run: its rows as they are now, and what one can do with it as a whole.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { database as texts } from "../i18n/database.en";
import { formatNumber, learn, t } from "../i18n/index";
import type { DatabaseInfo } from "../run-database";
import type { Row, Rows, StoreFailure, Why } from "../sqlite/protocol";
import type { Slice } from "../state";
import { errorText } from "../store";
import { valueLines } from "./values";
import { View } from "./view";

/** Rows that are shown, and as many more each time that one asks. */
const PAGE = 100;
/** Characters of a value that is shown whole: a page cannot show more, and need not try. */
const WHOLE = 100_000;

const MAGIC = "SQLite format 3\0";

learn(texts);

@customElement("rh-database")
export class DatabaseView extends View {
  static override watches: readonly Slice[] = ["version", "database"];
  /** Each time the rows are read again. */
  static override calm = 400;

  @state() private found: Rows | null = null;
  @state() private glob = "*";
  @state() private limit = PAGE;
  /** The value that is shown whole. */
  @state() private whole: Row | null = null;
  @state() private error = "";
  /** What the reader is asked before it is done: to empty the database, or to put a file in its place. */
  @state() private asking: "reset" | File | null = null;
  @state() private done = "";
  @state() private working = false;
  /** What was asked for last, so that an answer that comes late is not taken for another's. */
  private wanted = "";
  private reading = false;
  /** Values of the rows before, to tell which are new. */
  private earlier = new Map<string, string | null>();

  protected override render(): TemplateResult {
    const { database } = this.state;
    if (!database) return html`<p class="empty">${t("database.none")}</p>`;
    return html`<div class="database">
      <p class="database-state ${database.state}" role="status">${this.status(database)}</p>
      ${database.state === "failed" ? html`<p class="soft">${t("database.failed.save")}</p>` : nothing}
      <div class="row database-tools">
        <label>${t("database.filter")} <input class="mono" .value=${this.glob} spellcheck="false" autocapitalize="off" @input=${this.filter} /></label>
        <span class="soft num">${this.found ? t("database.rows", { n: this.found.total }) : nothing}</span>
        <span class="grow"></span>
        ${this.tools(database)}
      </div>
      ${this.asking ? this.question(this.asking) : nothing} ${this.done ? html`<p role="status">${this.done}</p>` : nothing} ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing} ${this.table()}
    </div>`;
  }

  private status({ state, reason, code, detail, kept }: DatabaseInfo): string {
    if (state === "open") return t(kept === false ? "database.open.not_promised" : "database.open");
    const told = t(`database.${state}`);
    return state === "held" || !reason ? told : t("database.state.why", { state: told, why: whyText({ code, detail }, reason) });
  }

  private tools({ state, code }: DatabaseInfo): TemplateResult {
    const usable = (state === "open" || state === "memory") && !this.working;
    const failed = state === "failed" && !this.working;
    // The next run would not have what is put into a copy.
    const own = usable && code !== "copy";
    const press = (event: Event) => ((event.currentTarget as HTMLElement).nextElementSibling as HTMLInputElement).click();
    return html`${failed ? html`<button class="small" @click=${() => void this.act(() => this.store.database.restart())}>${t("database.again")}</button>` : nothing}
      <button class="small" ?disabled=${!usable && !failed} @click=${() => void this.act(() => this.store.downloadDatabase())}>${t("database.download")}</button>
      <button class="small" name="upload" ?disabled=${!own} @click=${press}>${t("database.upload")}</button
      ><input type="file" hidden accept=".db,.sqlite,.sqlite3" aria-label=${t("database.upload")} @change=${this.upload} />
      <button class="small" name="reset" ?disabled=${!own && !failed} @click=${() => this.ask("reset")}>${t("database.reset")}</button>`;
  }

  private question(what: "reset" | File): TemplateResult {
    const go = async () => {
      this.asking = null;
      if (what === "reset") await this.act(() => this.store.resetDatabase());
      else await this.act(() => this.store.uploadDatabase(what), t("database.upload.done"));
      await this.giveBack(what);
    };
    const keep = () => {
      this.asking = null;
      void this.giveBack(what);
    };
    return html`<p class="row" role="alert">
      <span>${what === "reset" ? t("database.reset.ask") : t("database.upload.ask", { name: what.name })}</span>
      <button class="small" @click=${go}>${what === "reset" ? t("database.reset.do") : t("database.upload.do")}</button>
      <button class="small" @click=${keep}>${t("database.keep")}</button>
    </p>`;
  }

  private ask(what: "reset" | File): void {
    this.error = this.done = "";
    this.asking = what;
  }

  /** The buttons of a question take the focus with them: it goes to the one that has led to the question. */
  private async giveBack(what: "reset" | File): Promise<void> {
    await this.updateComplete;
    if (document.activeElement !== document.body) return; // the reader is elsewhere already
    this.querySelector<HTMLElement>(`[name=${what === "reset" ? "reset" : "upload"}]`)?.focus();
  }

  private table(): TemplateResult | typeof nothing {
    const { found } = this;
    if (!found) return nothing;
    if (found.total === 0) return html`<p class="empty">${this.glob === "*" ? t("database.empty") : t("database.no_match")}</p>`;
    const more = found.total - found.rows.length;
    return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t("area.database")}>
      <table class="values-table">
        <thead>
          <tr>
            <th scope="col" class="key">${t("database.key")}</th>
            <th scope="col">${t("database.value")}</th>
            <th scope="col" class="num">${t("database.bytes")}</th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            found.rows,
            ({ key }) => key,
            (row) => this.row(row),
          )}
        </tbody>
      </table>
      ${more > 0 ? html`<button class="link" @click=${() => (this.limit += PAGE)}>${t("database.more", { n: Math.min(more, PAGE) })}</button>` : nothing}
    </div>`;
  }

  private row({ key, value, length }: Row): TemplateResult {
    const fresh = this.earlier.size > 0 && this.earlier.get(key) !== value;
    const cut = value !== null && length > value.length;
    const whole = this.whole?.key === key ? text(this.whole) : null;
    return valueLines(
      {
        key,
        value: value === null ? html`<i>${t("database.no_text")}</i>` : `${value}${cut ? "…" : ""}`,
        after: html`<td class="num">${formatNumber(length)}</td>`,
        fresh,
        whole,
        columns: 3,
      },
      () => void this.toggle(key, whole !== null),
    );
  }

  private async toggle(key: string, open: boolean): Promise<void> {
    this.whole = open ? null : { key, value: "", length: 0 };
    await this.readWhole();
  }

  /** Reads the value that is shown whole. */
  private async readWhole(): Promise<void> {
    const key = this.whole?.key;
    if (key === undefined) return;
    // In a pattern these stand for others.
    const glob = key.replace(/[[*?]/g, "[$&]");
    const { rows } = await this.store.database.rows({ glob, limit: 1, longest: WHOLE });
    if (this.whole?.key === key) this.whole = rows[0] ?? null;
  }

  private readonly filter = (event: Event) => {
    this.glob = (event.target as HTMLInputElement).value || "*";
    this.limit = PAGE;
    this.earlier.clear();
  };

  private readonly upload = async (event: Event) => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = ""; // the same file may be chosen again
    if (!file) return;
    this.asking = null;
    if (await isDatabase(file)) this.ask(file);
    else this.error = t("database.refused", { why: t("database.why.no_database") });
  };

  private async act(what: () => Promise<void>, done = ""): Promise<void> {
    this.error = this.done = "";
    this.working = true;
    try {
      await what();
      this.done = done;
    } catch (error) {
      this.error = problemText(error);
    }
    this.working = false;
  }

  protected override updated(): void {
    void this.read();
  }

  private async read(): Promise<void> {
    const { database } = this.state;
    if (!this.active || !database || (database.state !== "open" && database.state !== "memory")) {
      if (this.found && database?.state !== "starting") this.found = null;
      return;
    }
    // Only what may have changed is read again.
    const wanted = `${database.name} ${database.version} ${this.state.version} ${this.limit} ${this.glob}`;
    if (this.reading || wanted === this.wanted) return;
    this.wanted = wanted;
    this.reading = true;
    try {
      const found = await this.store.database.rows({ glob: this.glob, limit: this.limit });
      this.earlier = new Map(this.found?.rows.map(({ key, value }) => [key, value]));
      this.found = found;
      await this.readWhole();
    } catch (error) {
      this.found = null;
      this.error = problemText(error);
    }
    this.reading = false;
  }
}

/** Whether a file begins as each SQLite database does. One that cannot be read is refused, with the reason, when all of it is. */
async function isDatabase(file: File): Promise<boolean> {
  const begin = await file.slice(0, MAGIC.length).text().catch(() => MAGIC);
  return begin === MAGIC;
}

/** What has gone wrong, in the reader's language. Of a worker that has ended nobody knows whether it has changed something. */
function problemText(error: unknown): string {
  const failure = (error as { failure?: StoreFailure }).failure;
  if (!failure?.code) return errorText(error);
  return t(failure.code === "lost" ? "database.error" : "database.refused", { why: whyText(failure, failure.message) });
}

function whyText({ code, detail = "" }: Why, english: string): string {
  const key = `database.why.${code}`;
  return key in texts ? t(key, { detail }) : english;
}

function text({ value, length }: Row): string {
  if (value === null) return t("database.no_text");
  return length > value.length ? `${value}…` : value;
}

declare global {
  interface HTMLElementTagNameMap {
    "rh-database": DatabaseView;
  }
}
