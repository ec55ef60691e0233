// Virtual time. It changes with every frame, so it is a view of its own.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/index";
import { formatClock } from "../../lib/time";
import type { Slice } from "../../state";
import { View } from "../view";

@customElement("rh-clock")
export class Clock extends View {
  static override watches: readonly Slice[] = ["run"];

  protected override render(): TemplateResult {
    return html`<span class="clock" role="timer" aria-live="off" aria-label=${t("clock")} title=${t("clock")}>${formatClock(this.state.run.time)}</span>`;
  }
}
