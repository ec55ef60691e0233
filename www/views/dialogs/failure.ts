// The loader, and what happened when the engine died. Both stand over the page, which is of no use meanwhile.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/index";
import type { Slice } from "../../state";
import { View } from "../view";

@customElement("rh-failure")
export class Failure extends View {
  static override watches: readonly Slice[] = ["phase", "failure", "replaying"];

  protected override render(): TemplateResult {
    const { phase, failure, replaying } = this.state;
    if (phase !== "failed") return html`<div class="veil">${replaying === null ? this.loader() : this.progress(replaying)}</div>`;
    const { there, inVain } = this.store.kept;
    return html`<div class="veil">
      <section class="failure" role="alertdialog" aria-modal="true" aria-labelledby="failure-title" aria-describedby="failure-text">
        <h2 id="failure-title">${t("failure")}</h2>
        <p id="failure-text">${t(!there ? "failure.text" : inVain ? "failure.again" : "failure.kept")}</p>
        <pre tabindex="0" aria-label=${t("failure.details")}>${failure}</pre>
        <div class="row">${there ? this.choices(inVain) : this.restart("primary")}</div>
      </section>
    </div>`;
  }

  private loader(): TemplateResult {
    return html`<p class="loader" role="status"><span class="loader-mark" aria-hidden="true"></span>${t("loading.engine")}</p>`;
  }

  /** A run is made again before anything else is there. */
  private progress(replaying: number): TemplateResult {
    return html`<p class="loader">
      <label>${t("run.replaying")} <progress max="1" .value=${replaying}></progress></label>
      <button class="small" @click=${() => this.store.runs.giveUp()}>${t("run.give_up")}</button>
    </p>`;
  }

  /** What has just brought the engine down again is not what is offered first. */
  private choices(inVain: boolean): TemplateResult {
    const goOn = html`<button class=${inVain ? "" : "primary"} @click=${() => this.store.restartPaused()}>${t("failure.go_on")}</button>`;
    if (!inVain) return html`${goOn} ${this.restart("")}`;
    const save = () => void this.store.kept.with((keeper) => keeper.downloadOwn());
    return html`${this.restart("primary")} ${goOn} <button @click=${save}>${t("run.save")}</button>`;
  }

  /** A fresh run, whatever there was. */
  private readonly anew = () => {
    this.store.kept.forget();
    this.store.links.leave();
    this.store.start();
  };

  private restart(style: string): TemplateResult {
    return html`<button class=${style} @click=${this.anew}>${t("failure.restart")}</button>`;
  }

  protected override updated(): void {
    if (this.state.phase === "failed") this.querySelector("button")?.focus();
  }
}
