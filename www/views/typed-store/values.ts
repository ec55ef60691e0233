// The values of one tenant, as they are now.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../../i18n/index";
import type { StoredValue } from "../../lib/typed-store";
import { visible, visibleName } from "../../lib/visible";
import type { Slice } from "../../state";
import { valueLines } from "../values";
import { View } from "../view";
import { Left } from "./left";
import { valuesReader } from "./reader";

/** Values that are shown, and as many more each time that one asks. */
const PAGE = 100;
/** The store shows no more of them, whatever is asked. */
const MOST = 1_000;
/** Characters of each that are shown on its line. */
const LINE = 200;

@customElement("rh-typed-values")
export class TypedValues extends View {
  static override watches: readonly Slice[] = ["run", "version", "typedStore"];

  @property() tenant = "";
  @state() private filter = "";
  @state() private limit = PAGE;
  /** The `Type:key` of the one that is shown whole. */
  @state() private open = "";
  private readonly reader = valuesReader(() => this.requestUpdate());
  private readonly left = new Left();
  /** Values of the reading before, to tell which are new. */
  private earlier = new Map<string, string>();
  private listed: readonly StoredValue[] | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.reader.rest();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("tenant")) {
      this.reader.forget();
      this.open = "";
      this.anew();
    }
    const items = this.reader.found?.items ?? null;
    if (items === this.listed) return;
    this.earlier = new Map(this.listed?.map((item) => [nameOf(item), item.json]));
    this.listed = items;
  }

  protected override render(): TemplateResult {
    const { found } = this.reader;
    const of = t("typed.values", { tenant: visibleName(this.tenant) });
    return html`<section class="typed-values" aria-label=${of}>
      <div class="row">
        <h3 class="cut" title=${of}>${of}</h3>
        ${found ? html`<span class="soft num">${t("typed.values.n", { n: found.total })}</span>` : nothing}
        <span class="grow"></span>
        <label>${t("typed.filter")} <input class="mono" name="filter" .value=${this.filter} spellcheck="false" autocapitalize="off" @input=${this.type} /></label>
      </div>
      ${found ? this.table(found.items, found.total) : html`<p class="soft">${t("typed.reading")}</p>`}
    </section>`;
  }

  private table(items: readonly StoredValue[], total: number): TemplateResult {
    const { time } = this.state.run;
    // What is over goes with the store's next turn.
    const there = items.filter(({ expires_at }) => expires_at === null || expires_at >= time);
    if (there.length === 0) return html`<p class="soft">${this.filter ? t("typed.values.no_match") : t("typed.values.none", { tenant: visibleName(this.tenant) })}</p>`;
    const more = total - items.length;
    return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t("typed.values", { tenant: visibleName(this.tenant) })}>
      <table class="values-table">
        <thead>
          <tr>
            <th scope="col" class="type">${t("typed.type")}</th>
            <th scope="col" class="key">${t("typed.key")}</th>
            <th scope="col">${t("typed.value")}</th>
            <th scope="col" class="num">${t("typed.left")}</th>
          </tr>
        </thead>
        <tbody>
          ${repeat(there, nameOf, (item) => this.line(item, time))}
        </tbody>
      </table>
      ${more > 0 ? this.more(more) : nothing}
    </div>`;
  }

  private more(n: number): TemplateResult {
    const next = Math.min(n, PAGE, MOST - this.limit);
    return html`<p class="row">
      <span class="soft">${t("typed.values.more", { n })}</span>
      ${next > 0 ? html`<button class="link" @click=${() => (this.limit += PAGE)}>${t("typed.values.show", { n: next })}</button>` : html`<span class="soft">${t("typed.values.narrow")}</span>`}
    </p>`;
  }

  private line(item: StoredValue, time: number): TemplateResult {
    const { type, key, json, expires_at } = item;
    const name = nameOf(item);
    const { found } = this.reader;
    const whole = found?.whole && nameOf(found.whole) === name ? found.whole.json : json;
    return valueLines(
      {
        key: name,
        before: html`<td class="mono type cut" title=${visible(type)}>${visible(type)}</td>`,
        label: html`<span class="typed">${visible(type)}:<wbr /></span><bdi>${visibleName(key)}</bdi>`,
        value: json,
        after: html`<td class="num">${expires_at === null ? html`<span class="soft" title=${t("typed.stays")}>${t("typed.stays.short")}</span>` : this.left.text(expires_at - time)}</td>`,
        fresh: this.earlier.size > 0 && this.earlier.get(name) !== json,
        whole: this.open === name ? whole : null,
        columns: 4,
      },
      () => (this.open = this.open === name ? "" : name),
    );
  }

  private readonly type = (event: Event) => {
    this.filter = (event.target as HTMLInputElement).value;
    this.anew();
  };

  /** Other values than before are wanted: none of them is new. */
  private anew(): void {
    this.limit = PAGE;
    this.earlier.clear();
    this.listed = null;
  }

  protected override updated(): void {
    const { tenant, filter, limit, open } = this;
    if (this.active) this.reader.want(this.store, { tenant, filter, limit, longest: LINE, ...(open ? { key: open } : {}) });
    else this.reader.rest();
  }
}

function nameOf({ type, key }: StoredValue): string {
  return `${type}:${key}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "rh-typed-values": TypedValues;
  }
}
