// The inspector: what the selected event was, how long it took, why it happened; or how a process is.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/index";
import type { Slice } from "../../state";
import { icons } from "../icons";
import { View } from "../view";
import "./event";
import "./process";

@customElement("rh-inspector")
export class Inspector extends View {
  static override watches: readonly Slice[] = ["selection", "narrow"];

  protected override render(): TemplateResult {
    const { selection, narrow } = this.state;
    const { store } = this;
    const collapse = t("panel.collapse", { panel: t("area.message") });
    return html`
      <div class="panel-head">
        <h2>${selection && "process" in selection ? t("inspector.title") : t("area.message")}</h2>
        ${selection ? html`<button class="quiet square" title=${t("inspector.clear")} aria-label=${t("inspector.clear")} @click=${() => store.select(null)}>${icons.close}</button>` : nothing}
        ${narrow
          ? nothing
          : html`<button class="quiet square" title=${collapse} aria-label=${collapse} @click=${() => store.layout({ rightOpen: false })}>${icons.right}</button>`}
      </div>
      <div class="panel-body inspector" tabindex="0" role="group" aria-label=${t("area.message")}>
        ${selection === null
          ? html`<p class="empty">${t("inspector.none")}</p>`
          : "event" in selection
            ? html`<rh-event-inspector .store=${store} .active=${this.active} .event=${selection.event}></rh-event-inspector>`
            : html`<rh-process-inspector .store=${store} .active=${this.active} .process=${selection.process}></rh-process-inspector>`}
      </div>
    `;
  }
}
