// The loader, and what happened when the engine died. Both stand over the page, which is of no use meanwhile.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/index";
import type { Slice } from "../../state";
import { View } from "../view";

@customElement("rh-failure")
export class Failure extends View {
  static override watches: readonly Slice[] = ["phase", "failure"];

  protected override render(): TemplateResult {
    const { phase, failure } = this.state;
    if (phase !== "failed") {
      return html`<div class="veil"><p class="loader" role="status"><span class="loader-mark" aria-hidden="true"></span>${t("loading.engine")}</p></div>`;
    }
    return html`<div class="veil">
      <section class="failure" role="alertdialog" aria-modal="true" aria-labelledby="failure-title" aria-describedby="failure-text">
        <h2 id="failure-title">${t("failure")}</h2>
        <p id="failure-text">${t("failure.text")}</p>
        <pre tabindex="0" aria-label=${t("failure.details")}>${failure}</pre>
        <button class="primary" @click=${() => this.store.start()}>${t("failure.restart")}</button>
      </section>
    </div>`;
  }

  protected override updated(): void {
    if (this.state.phase === "failed") this.querySelector("button")?.focus();
  }
}
