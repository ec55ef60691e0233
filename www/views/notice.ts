// One sentence about something that went wrong and has no better place.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../i18n/index";
import type { Slice } from "../state";
import { icons } from "./icons";
import { View } from "./view";

@customElement("rh-notice")
export class Notice extends View {
  static override watches: readonly Slice[] = ["notice"];

  protected override render(): TemplateResult {
    const { notice } = this.state;
    // The region stands there empty, or its first message would not be spoken.
    return html`<div class="notice-place" role="alert">
      ${notice
        ? html`<p class="notice">
            <span>${notice}</span>
            <button class="quiet square" aria-label=${t("close")} @click=${() => this.store.notice("")}>${icons.close}</button>
          </p>`
        : nothing}
    </div>`;
  }
}
