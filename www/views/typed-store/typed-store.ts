// What the typed store of the run keeps: its tenants with the room that they take, the values of one, and what ends next.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { formatNumber, learn, t } from "../../i18n/index";
import { panels } from "../../i18n/typed-panels.en";
import type { Expiring, Kept } from "../../lib/typed-store";
import { visible, visibleName } from "../../lib/visible";
import type { Slice } from "../../state";
import { View } from "../view";
import { Left } from "./left";
import { keptReader } from "./reader";
import { start } from "./start";
import "./styles";
import "./values";

learn(panels);

@customElement("rh-typed-store")
export class TypedStoreView extends View {
  static override watches: readonly Slice[] = ["run", "version", "services", "typedStore", "project"];

  /** The tenant that the reader has chosen; empty: none yet. */
  @state() private chosen = "";
  private readonly reader = keptReader(() => this.requestUpdate());
  private readonly left = new Left();
  private run = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.reader.rest();
  }

  protected override willUpdate(): void {
    const { number } = this.state.run;
    if (number !== this.run) this.chosen = "";
    this.run = number;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { typedStore } = this.state;
    if (!typedStore) return nothing;
    const { found } = this.reader;
    return html`<div class="typed-store">
      <p class="soft" role="status">${this.status(typedStore)} ${this.aside()}</p>
      ${found ? this.kept(found) : typedStore.answers ? html`<p class="empty">${t("typed.reading")}</p>` : nothing}
    </div>`;
  }

  private status({ answers, earlier }: { answers: boolean; earlier: number }): TemplateResult {
    if (!answers) return html`<b class="warn">${t("typed.ended")}</b> ${start(this.store)}`;
    return html`${earlier > 0 ? html`<b>${t("typed.anew")}</b> ` : nothing}${t("typed.about")}`;
  }

  /** Values that other models have put aside are none of any tenant's. */
  private get asideNow(): number {
    const { project, typedStore } = this.state;
    return typedStore?.answers && project?.replaced?.state === "taken" ? (project.replaced.aside ?? 0) : 0;
  }

  private aside(): TemplateResult | typeof nothing {
    const n = this.asideNow;
    return n > 0 ? html`<b>${t("typed.aside", { n })}</b>` : nothing;
  }

  private kept(kept: Kept): TemplateResult {
    // One whose values are all gone for now stays chosen.
    const tenant = this.chosen || (Object.keys(kept.tenants)[0] ?? "");
    return html`<div class="typed-tables">
      <div class="typed-overview" tabindex="0" role="group" aria-label=${t("area.typed_store")}>${this.tenants(kept, tenant)} ${this.expiring(kept)}</div>
      ${tenant ? html`<rh-typed-values .store=${this.store} .active=${this.active} .tenant=${tenant}></rh-typed-values>` : nothing}
    </div>`;
  }

  private tenants(kept: Kept, chosen: string): TemplateResult {
    const tenants = Object.entries(kept.tenants);
    const more = kept.all_tenants - tenants.length;
    const items = tenants.reduce((sum, [, { items }]) => sum + items, 0);
    return html`<section>
      <h3>${t("typed.tenants")}</h3>
      ${tenants.length === 0
        ? html`<p class="soft">${t(this.asideNow > 0 ? "typed.none.now" : "typed.none")}</p>`
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
                ([name, { items, bytes }]) => html`<tr class=${name === chosen ? "chosen" : ""}>
                  <th scope="row" class="mono cut">
                    <button class="link cut" title=${t("typed.show", { tenant: visibleName(name) })} aria-pressed=${name === chosen} @click=${() => (this.chosen = name)}><bdi>${visibleName(name)}</bdi></button>
                  </th>
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
      <span class="share" role="meter" aria-label=${`${t("typed.memory")}: ${visibleName(name)}`} aria-valuemin="0" aria-valuemax=${limit} aria-valuenow=${bytes} aria-valuetext=${text}>
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
      <th scope="row" class="mono cut" title=${`${visible(type)}:${visibleName(key)}`}>${visible(type)}:<wbr /><bdi>${visibleName(key)}</bdi></th>
      <td class="mono cut tenant" title=${visibleName(tenant)}><bdi>${visibleName(tenant)}</bdi></td>
      <td class="num">${this.left.text(expires_at - time)}</td>
    </tr>`;
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
