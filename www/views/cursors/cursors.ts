// The cursors of all users on one canvas, and the same as a list. The canvas is a client of the store like any other.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { formatNumber, learn, t } from "../../i18n/index";
import { panels } from "../../i18n/typed-panels.en";
import { nextFrame } from "../../lib/frame";
import { Lingering, type Lingers } from "../../lib/lingering";
import { visible, visibleName } from "../../lib/visible";
import type { Slice } from "../../state";
import { keptReader } from "../typed-store/reader";
import { start } from "../typed-store/start";
import { View } from "../view";
import { Board } from "./board";
import { Feed } from "./feed";
import { OWN, Scene, type Cursor, type Listed } from "./scene";
import "./styles";

learn(panels);

/** Of a crowd only so many are listed. */
const LISTED = 100;

@customElement("rh-cursors")
export class Cursors extends View {
  static override watches: readonly Slice[] = ["phase", "project", "names", "services", "typedStore"];

  @state() private cursors: Cursor[] = [];
  /** Values among them that are no cursors. */
  @state() private others = 0;
  /** Who came or went last, for ears. */
  @state() private spoken = "";
  @state() private refused = "";
  /** The tenant that the reader has chosen. */
  @state() private tenant = "";
  /** Otherwise it is the one whose cursors were shown first: others that come must not take its place. */
  private first = "";

  private readonly reduced = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly scene = new Scene(() => this.reduced.matches);
  private readonly reader = keptReader(() => this.requestUpdate());
  private readonly feed = new Feed({
    ask: (request) => this.store.http.ask(request),
    came: (listed, tenant) => tenant === this.host && this.came(listed),
    refused: (why) => (this.refused = why),
  });
  private board?: Board;
  private run = 0;
  private theme = "";
  /** Keys that were the name of a process: when it has ended, the list says so until the cursor goes. */
  private readonly processes = new Set<string>();
  /** Those that were killed here: a second press must not be another command. */
  private readonly killed = new Set<number>();
  private readonly lingering = new Lingering<Cursor>(({ key }) => key);
  /** The colour that a cursor had, for as long as its line lingers. */
  private readonly colours = new Map<string, number>();
  private timer = 0;
  private pointed = false;
  private focused = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.reader.rest();
    clearTimeout(this.timer);
    this.board?.disconnect();
    this.board = undefined;
  }

  /** Whose store is asked: the chosen tenant's, or the first one's; of nobody's yet, the page's own host's. */
  private get host(): string {
    return this.tenant || this.first || location.host;
  }

  private meet(): void {
    // The reader's own cursor may be there before anybody's.
    const tenants = Object.entries(this.reader.found?.tenants ?? {}).filter(([name]) => name !== location.host);
    this.first ||= tenants.sort(([, a], [, b]) => b.items - a.items)[0]?.[0] ?? "";
  }

  private get playing(): boolean {
    const { phase, typedStore, preferences } = this.state;
    return this.active && this.isConnected && phase === "ready" && typedStore?.answers === true && preferences.settings.playing && !document.hidden;
  }

  protected override willUpdate(): void {
    this.meet();
    const { number } = this.state.run;
    if (number !== this.run) this.begin();
    else if (this.state.typedStore?.answers === false) this.clear();
    this.run = number;
  }

  private begin(): void {
    this.clear();
    this.tenant = this.first = "";
    this.processes.clear();
    this.killed.clear();
    this.lingering.held = this.focused = false;
    this.spoken = this.refused = "";
  }

  /** All are gone, and nobody in particular has left: it is another tenant, another run, or the store has ended. */
  private clear(): void {
    this.scene.clear();
    this.lingering.clear();
    this.colours.clear();
    this.cursors = [];
    this.others = 0;
  }

  protected override render(): TemplateResult {
    return html`<div class="cursors">
      <div class="cursors-head">
        <p class="soft" id="cursors-about">${t("cursors.about")} ${t("cursors.try")}</p>
        ${this.notes()}
      </div>
      <canvas tabindex="0" role="application" aria-label=${t("cursors.canvas")} aria-describedby="cursors-about"></canvas>
      <section class="cursors-list" tabindex="0" aria-label=${t("cursors.list")} @pointerenter=${this.hold} @pointerleave=${this.hold} @focusin=${this.hold} @focusout=${this.hold}>
        <h3>${t("cursors.list")}</h3>
        ${this.list()}
      </section>
      <p class="unseen" role="status">${this.spoken}</p>
    </div>`;
  }

  private list(): TemplateResult {
    const now = performance.now();
    const lines = this.lingering.update(this.cursors.slice(0, LISTED), now);
    const due = this.lingering.due(now);
    clearTimeout(this.timer);
    if (due !== undefined) this.timer = setTimeout(() => this.requestUpdate(), due + 1);
    const { others } = this;
    const no = others > 0 ? html`<p class="warn">${t("cursors.others", { n: others })}</p>` : nothing;
    if (lines.length === 0) return others > 0 ? html`${no}` : html`<p class="soft">${t("cursors.none")}</p>`;
    return html`${no}
      <ul>
      ${repeat(
        lines,
        ({ item }) => item.key,
        (line) => this.row(line),
      )}
    </ul>`;
  }

  /** While somebody points at the list, or has come to one of its lines by keys, they stay where they are. */
  private readonly hold = (event: Event) => {
    const list = event.currentTarget as HTMLElement;
    if (event instanceof FocusEvent) this.focused = event.type === "focusin" && event.target !== list && (event.target as Element).matches(":focus-visible");
    else this.pointed = event.type === "pointerenter";
    this.lingering.held = this.pointed || this.focused;
    if (!this.lingering.held) this.requestUpdate();
  };

  private notes(): TemplateResult {
    const { pace, playing } = this.state.preferences.settings;
    const { typedStore } = this.state;
    const slow = playing && pace.kind === "events";
    return html`<div class="row" role="status">
      ${typedStore?.answers ? nothing : html`<b class="warn">${t("typed.ended")}</b> ${start(this.store)}`}
      ${playing ? nothing : html`<b>${t("cursors.paused")}</b> <button class="small" @click=${() => this.store.play()}>${t("play")}</button>`}
      ${slow ? html`<b>${t("cursors.slow")}</b> <button class="small" @click=${() => this.store.pace({ kind: "times", value: 1 })}>${t("cursors.real_time")}</button>` : nothing}
      ${this.refused ? html`<span class="error">${t("cursors.refused", { why: this.refused })}</span>` : nothing} ${this.tenants()}
    </div>`;
  }

  private tenants(): TemplateResult | typeof nothing {
    const { host } = this;
    const tenants = [...new Set([...Object.keys(this.reader.found?.tenants ?? {}), host])].sort();
    if (tenants.length < 2 || !this.reader.found) return nothing;
    const pick = (event: Event) => {
      this.tenant = (event.target as HTMLSelectElement).value;
      this.clear();
    };
    return html`<label
      >${t("cursors.tenant")}
      <select @change=${pick}>
        ${tenants.map((name) => html`<option value=${name} .selected=${name === host}>${visibleName(name)}</option>`)}
      </select></label
    >`;
  }

  private row({ item: { key, name, item, x, y }, gone }: Lingers<Cursor>): TemplateResult {
    const process = this.state.names.find((holder) => holder.name === key)?.process;
    if (process !== undefined) this.processes.add(key);
    const drawn = this.scene.drawn.get(key);
    if (drawn) this.colours.set(key, drawn.colour);
    const said = visibleName(name);
    return html`<li class=${gone ? "gone" : ""}>
      <span class="swatch cursor-${(this.colours.get(key) ?? 0) + 1}" aria-hidden="true"></span>
      <span class="cut" title=${said}><bdi>${key === OWN ? t("cursors.you") : said}</bdi></span>
      <span class="soft cut" title=${visible(item)}><bdi>${visible(item)}</bdi></span>
      ${this.where(key, x, y, gone, process)} ${this.processes.has(key) ? this.killer(said, process) : nothing}
    </li>`;
  }

  private where(key: string, x: number, y: number, gone: boolean, process?: number): TemplateResult {
    if (gone) return html`<span>${t("cursors.gone")}</span>`;
    if (process === undefined && this.processes.has(key)) return html`<span class="warn">${t("cursors.ended")}</span>`;
    const at = t("cursors.at", { x: short(x), y: short(y) });
    return html`<span class="soft num cut" title=${at}>${at}</span>`;
  }

  /** Once it was pressed it stays where it is, and does nothing more. */
  private killer(name: string, process?: number): TemplateResult {
    const inert = process === undefined || this.killed.has(process);
    const kill = () => {
      if (inert) return;
      this.killed.add(process);
      this.store.kill(process);
      this.requestUpdate();
    };
    return html`<button class="small" aria-label=${t("cursors.kill", { name })} aria-disabled=${inert ? "true" : nothing} @click=${kill}>${t("kill")}</button>`;
  }

  private came({ cursors, others }: Listed): void {
    this.others = others;
    const before = new Map(this.cursors.map(({ key, name }) => [key, name]));
    const now = new Set(cursors.map(({ key }) => key));
    const foreign = (key: string) => key !== OWN;
    const came = cursors.filter(({ key }) => foreign(key) && before.size > 0 && !before.has(key)).map(({ name }) => t("cursors.came", { name: visibleName(name) }));
    const went = [...before].filter(([key]) => foreign(key) && !now.has(key)).map(([, name]) => t("cursors.went", { name: visibleName(name) }));
    const news = [...came, ...went];
    // The reader's own needs no announcement, and a crowd would only flood.
    if (news.length > 0 && news.length < 4) this.spoken = news.join(" ");
    if (this.feed.pointer && now.has(OWN)) this.store.done("point");
    this.scene.show(cursors.map((cursor) => (cursor.key === OWN ? { ...cursor, name: t("cursors.you") } : cursor)));
    this.cursors = cursors;
  }

  protected override updated(): void {
    const canvas = this.querySelector("canvas");
    if (canvas && !this.board) this.board = new Board(canvas, this.scene, (place) => (this.feed.pointer = place));
    const { theme } = this.state.preferences;
    if (theme !== this.theme) this.board?.restyle();
    this.theme = theme;
    if (!this.active) return this.reader.rest();
    this.board?.paint();
    nextFrame(this.frame);
  }

  private readonly frame = () => {
    if (!this.active || !this.isConnected) return;
    const now = performance.now();
    if (this.playing) {
      const { pace } = this.state.preferences.settings;
      this.reader.want(this.store, undefined);
      this.feed.tick(now, this.host, pace.kind === "times" ? pace.value : 1);
    }
    const moves = this.scene.frame(now);
    if (moves) this.board?.paint();
    // Paused it stands still, and the next update of the view asks again.
    if (moves || this.playing) nextFrame(this.frame);
  };
}

/** 1e308 has 309 digits, and no place on the board. */
function short(place: number): string {
  return Math.abs(place) < 1e6 ? formatNumber(place) : place.toExponential(0);
}

declare global {
  interface HTMLElementTagNameMap {
    "rh-cursors": Cursors;
  }
}
