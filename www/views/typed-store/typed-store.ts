// What the typed store of the run keeps: its tenants with the room that they take, and the items that end next.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { formatNumber, language, learn, t } from "../../i18n/index";
import { panels } from "../../i18n/typed-panels.en";
import { formatDuration } from "../../lib/time";
import type { Expiring, Kept } from "../../lib/typed-store";
import type { Slice } from "../../state";
import { View } from "../view";
import { KeptReader } from "./reader";
import "./styles";

learn(panels);

const SECOND = 1e9;

@customElement("rh-typed-store")
export class TypedStoreView extends View {
  static override watches: readonly Slice[] = ["run", "version", "typedStore"];

  private readonly reader = new KeptReader(() => this.requestUpdate());
  private tenths = new Intl.NumberFormat();
  private spokenIn = "";

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.reader.rest();
  }

  protected override willUpdate(): void {
    if (this.spokenIn === language()) return;
    this.spokenIn = language();
    // With one digit always, so that a number that falls does not jump.
    this.tenths = new Intl.NumberFormat(this.spokenIn, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { typedStore } = this.state;
    if (!typedStore) return nothing;
    const { kept } = this.reader;
    return html`<div class="typed-store" tabindex="0" role="group" aria-label=${t("area.typed_store")}>
      <p class="soft" role="status">${this.status(typedStore)}</p>
      ${kept ? html`<div class="typed-tables">${this.tenants(kept)} ${this.expiring(kept)}</div>` : typedStore.answers ? html`<p class="empty">${t("typed.reading")}</p>` : nothing}
    </div>`;
  }

  private status({ answers, earlier }: { answers: boolean; earlier: number }): TemplateResult {
    if (!answers) return html`<b class="warn">${t("typed.ended")}</b>`;
    return html`${earlier > 0 ? html`<b>${t("typed.anew")}</b> ` : nothing}${t("typed.about")}`;
  }

  private tenants(kept: Kept): TemplateResult {
    const tenants = Object.entries(kept.tenants);
    const more = kept.all_tenants - tenants.length;
    const items = tenants.reduce((sum, [, { items }]) => sum + items, 0);
    return html`<section>
      <h3>${t("typed.tenants")}</h3>
      ${tenants.length === 0
        ? html`<p class="soft">${t("typed.none")}</p>`
        : html`<table class="typed-table">
            <thead>
              <tr>
                <th scope="col">${t("typed.tenant")}</th>
                <th scope="col" class="num">${t("typed.items")}</th>
                <th scope="col" class="memory">${t("typed.memory")}</th>
              </tr>
            </thead>
            <tbody>
              ${tenants.map(
                ([name, { items, bytes }]) => html`<tr>
                  <th scope="row" class="mono cut" title=${name}>${name}</th>
                  <td class="num">${formatNumber(items)}</td>
                  ${this.memory(name, bytes, kept.limit)}
                </tr>`,
              )}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">${t("typed.all")}</th>
                <td class="num">${more > 0 ? nothing : formatNumber(items)}</td>
                ${this.memory(t("typed.all"), kept.bytes, kept.limit_of_all)}
              </tr>
            </tfoot>
          </table>`}
      ${more > 0 ? html`<p class="soft">${t("typed.more", { n: more })}</p>` : nothing}
    </section>`;
  }

  private memory(name: string, bytes: number, limit: number): TemplateResult {
    const text = t("typed.memory.of", { bytes: size(bytes), limit: size(limit) });
    return html`<td class="memory">
      <span class="share" role="meter" aria-label=${`${t("typed.memory")}: ${name}`} aria-valuemin="0" aria-valuemax=${limit} aria-valuenow=${bytes} aria-valuetext=${text}>
        <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width=${(bytes / limit) * 100} height="1" /></svg>
      </span>
      <span class="num">${text}</span>
    </td>`;
  }

  private expiring({ expiring, all_expiring }: Kept): TemplateResult {
    const { time } = this.state.run;
    const left = expiring.filter(({ expires_at }) => expires_at >= time);
    const more = all_expiring - expiring.length;
    return html`<section>
      <h3>${t("typed.expiring")}</h3>
      ${left.length === 0
        ? html`<p class="soft">${t("typed.no_end")}</p>`
        : html`<table class="typed-table">
            <thead>
              <tr>
                <th scope="col">${t("typed.key")}</th>
                <th scope="col" class="tenant">${t("typed.tenant")}</th>
                <th scope="col" class="num">${t("typed.left")}</th>
              </tr>
            </thead>
            <tbody>
              ${left.map((item) => this.item(item, time))}
            </tbody>
          </table>`}
      ${more > 0 ? html`<p class="soft">${t("typed.expiring.more", { n: more })}</p>` : nothing}
    </section>`;
  }

  private item({ tenant, type, key, expires_at }: Expiring, time: number): TemplateResult {
    return html`<tr>
      <th scope="row" class="mono cut" title=${`${type}:${key}`}>${type}:<wbr />${key}</th>
      <td class="mono cut tenant" title=${tenant}>${tenant}</td>
      <td class="num">${this.left(expires_at - time)}</td>
    </tr>`;
  }

  private left(ns: number): string {
    if (ns >= 60 * SECOND) return formatDuration(ns);
    return `${this.tenths.format(ns / SECOND)}\u00a0${t("unit.s")}`;
  }

  protected override updated(): void {
    if (this.active) this.reader.want(this.store);
    else this.reader.rest();
  }
}

/** 1536 → "1.5 KiB" */
function size(bytes: number): string {
  const mib = bytes >= 1048576;
  const amount = bytes / (mib ? 1048576 : 1024);
  return `${formatNumber(Math.round(amount * 10) / 10)}\u00a0${t(mib ? "unit.mib" : "unit.kib")}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "rh-typed-store": TypedStoreView;
  }
}
