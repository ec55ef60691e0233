// One sentence about something that went wrong, or that is news, and has no better place.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../i18n/index";
import { titleOf } from "../projects";
import type { Act, Slice } from "../state";
import { icons } from "./icons";
import { View } from "./view";

@customElement("rh-notice")
export class Notice extends View {
  static override watches: readonly Slice[] = ["notice", "silent", "unkept", "replaying", "phase"];

  protected override render(): TemplateResult {
    const { notice, silent, unkept, replaying, ownProjects, phase } = this.state;
    // The region stands there empty, or its first message would not be spoken.
    // While there is nothing to see yet, the veil says it.
    return html`${phase === "ready" ? this.progress(replaying) : nothing}<div role="alert">
      ${notice
        ? html`<p class=${notice.news ? "notice news" : "notice"}>
            <span>${notice.text}</span>
            ${notice.again ? html`<button class="small" @click=${this.again}>${t("part.again")}</button>` : nothing}
            ${notice.acts?.map((act) => html`<button class="small" @click=${() => this.act(act)}>${act.label}</button>`)}
            <button class="quiet square" aria-label=${t("close")} @click=${() => this.store.dismissNotice()}>${icons.close}</button>
          </p>`
        : nothing}
      ${unkept
        ? html`<p class="notice">
            <span>${t("project.unkept", { name: titleOf(unkept, ownProjects) })}</span>
            <button class="small" @click=${() => void this.store.download(unkept)}>${t("project.download")}</button>
            <button class="quiet square" aria-label=${t("close")} @click=${() => this.store.dismissUnkept()}>${icons.close}</button>
          </p>`
        : nothing}
      ${silent
        ? html`<p class="notice">
            <span>${t("engine.silent")}</span>
            <button class="small" @click=${() => this.store.restartPaused()}>${t("engine.restart")}</button>
          </p>`
        : nothing}
    </div>`;
  }

  /** Not spoken with each step: whoever wants to know finds it. */
  private progress(replaying: number | null): TemplateResult | typeof nothing {
    if (replaying === null) return nothing;
    return html`<p class="notice news">
      <label>${t("run.replaying")} <progress max="1" .value=${replaying}></progress></label>
      <button class="small" @click=${() => this.store.runs.giveUp()}>${t("run.give_up")}</button>
    </p>`;
  }

  private act({ run }: Act): void {
    this.store.dismissNotice();
    run();
  }

  private readonly again = () => {
    const again = this.state.notice?.again;
    this.store.dismissNotice();
    again?.();
  };
}
