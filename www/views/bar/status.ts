// What the run does, and how busy the engine is. Only play and pause are spoken: the rest changes many times a second.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/index";
import type { RunState } from "../../protocol";
import { hasRun, type Slice } from "../../state";
import { isEndless } from "../processes/state";
import { View } from "../view";

const PATIENCE_MS = 1_500;

@customElement("rh-status")
export class Status extends View {
  static override watches: readonly Slice[] = ["run", "rows", "statistics", "phase", "project"];

  private waitingSince = 0;

  protected override render(): TemplateResult {
    const { run, statistics, phase, preferences } = this.state;
    const none = phase === "ready" && !hasRun(this.state);
    const state = none ? t("run.none") : phase === "ready" ? t(`run.${this.calm(run.state)}`) : t(`phase.${phase}`);
    const spoken = none ? t("run.none") : preferences.settings.playing ? t("run.running") : t("run.paused");
    // The last figure is that of the time before the pause.
    const percent = none || run.state === "paused" ? 0 : Math.round((statistics?.load ?? 0) * 100);
    const load = statistics ? t("engine.load", { percent }) : "";
    const dropped = run.dropped > 0 ? t("dropped", { n: run.dropped }) : "";
    return html`<span class="status soft" title=${dropped}>
      <span class="unseen" role="status">${spoken}</span><span class="run-state">${state}</span>${load ? html`<span> · ${load}</span>` : nothing}${dropped ? html`<span class="warn"> · ${dropped}</span>` : nothing}
    </span>`;
  }

  /** A slow run waits for a moment between two events: worth a word only when it lasts. One whose script never pauses does not wait at all. */
  private calm(state: RunState): RunState {
    if (state !== "waiting") {
      this.waitingSince = 0;
      return state;
    }
    this.waitingSince ||= performance.now();
    const brief = performance.now() - this.waitingSince < PATIENCE_MS;
    return brief || this.state.rows.some(isEndless) ? "running" : state;
  }
}
