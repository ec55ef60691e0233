// One sentence that says what to try, and when that was done what to try next. It goes away when all was done, or dismissed.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { has, t } from "../i18n/index";
import { hintKey } from "../lib/hints";
import { modelOf } from "../projects";
import type { Slice } from "../state";
import { icons } from "./icons";
import { View } from "./view";

@customElement("rh-hint")
export class Hint extends View {
  static override watches: readonly Slice[] = ["phase", "hintStep"];

  protected override render(): TemplateResult | typeof nothing {
    const { phase, preferences, hintStep } = this.state;
    const key = hintKey(modelOf(preferences.scenario), hintStep);
    if (phase !== "ready" || !has(key) || preferences.hinted.includes(preferences.scenario)) return nothing;
    const first = hintStep === 0;
    return html`<p class="hint" role="status">
      <span>${first ? t("hint.about") : nothing} <b>${t(first ? "hint" : "hint.next")}</b> ${t(key, { typed_store: t("area.typed_store") })}</span>
      <button class="quiet square" aria-label=${t("hint.dismiss")} title=${t("hint.dismiss")} @click=${() => this.store.dismissHint()}>${icons.close}</button>
    </p>`;
  }
}
