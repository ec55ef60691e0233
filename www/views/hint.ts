// One sentence that says what to try. It goes away when it was done, or dismissed.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { has, t } from "../i18n/index";
import { modelOf } from "../projects";
import type { Slice } from "../state";
import { icons } from "./icons";
import { View } from "./view";

@customElement("rh-hint")
export class Hint extends View {
  static override watches: readonly Slice[] = ["phase"];

  protected override render(): TemplateResult | typeof nothing {
    const { phase, preferences } = this.state;
    const key = `hint.${modelOf(preferences.scenario)}`;
    if (phase !== "ready" || !has(key) || preferences.hinted.includes(preferences.scenario)) return nothing;
    return html`<p class="hint">
      <span>${t("hint.about")} <b>${t("hint")}</b> ${t(key)}</span>
      <button class="quiet square" aria-label=${t("hint.dismiss")} title=${t("hint.dismiss")} @click=${() => this.store.dismissHint()}>${icons.close}</button>
    </p>`;
  }
}
