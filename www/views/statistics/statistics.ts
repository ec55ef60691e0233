// Numbers of the run, and how they went over the last minutes.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { formatNumber, learn, t } from "../../i18n/index";
import { statistics as texts } from "../../i18n/statistics.en";
import { focusArea } from "../../lib/focus";
import { formatDuration } from "../../lib/time";
import type { Sample } from "../../lib/series";
import type { Slice } from "../../state";
import { Late } from "../parts";
import { View } from "../view";
import type { Charts } from "./charts";

learn(texts);

@customElement("rh-statistics")
export class Statistics extends View {
  static override watches: readonly Slice[] = ["statistics", "series"];

  private charts?: Charts;
  private readonly late = new Late(this, "charts", () => focusArea("statistics"));
  private look = "";
  private drawn?: Sample;

  protected override render(): TemplateResult {
    const { statistics, series, run, ring } = this.state;
    if (!statistics) return html`<p class="empty">${t("statistics.none")}</p>`;
    const { waited } = statistics;
    const numbers: [string, string][] = [
      [t("statistics.rate"), formatNumber(Math.round(series.last?.rate ?? 0))],
      [t("statistics.messages"), formatNumber(statistics.messages)],
      [t("statistics.alive"), formatNumber(statistics.alive)],
      [t("statistics.spawned"), formatNumber(statistics.spawned)],
      [t("statistics.depth"), formatNumber(statistics.depth)],
      [t("statistics.p50"), formatDuration(waited.p50)],
      [t("statistics.p95"), formatDuration(waited.p95)],
      [t("statistics.p99"), formatDuration(waited.p99)],
      [t("statistics.load"), `${Math.round(statistics.load * 100)} %`],
      [t("statistics.dead"), formatNumber(statistics.dead_letters)],
      [t("statistics.refused"), formatNumber(statistics.refused)],
      [t("statistics.memory"), `${bytes(statistics.memory)} / ${bytes(statistics.memory_budget)}`],
      [t("statistics.events"), formatNumber(run.total)],
      [t("statistics.kept"), formatNumber(ring.size)],
      ...(ring.leftOut > 0 ? [[t("statistics.left_out"), formatNumber(ring.leftOut)] as [string, string]] : []),
      [t("statistics.dropped"), formatNumber(run.dropped)],
    ];
    return html`<div class="statistics" tabindex="0" role="group" aria-label=${t("area.statistics")}>
      <dl class="numbers">${numbers.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      ${this.late.part ? html`<div class="charts"></div>` : html`<div class="charts">${this.late.place}</div>`}
      <p class="soft hash">${t("statistics.hash")} <span class="mono">${run.hash}</span></p>
    </div>`;
  }

  protected override updated(): void {
    const place = this.querySelector<HTMLElement>(".charts");
    if (!place || !this.active) return;
    this.late.want();
    if (!this.late.part) return;
    const { theme, lang } = this.state.preferences;
    const { last, samples } = this.state.series;
    // Colours and words are given once: a change of them draws anew.
    if (!this.charts || !place.hasChildNodes() || this.look !== `${theme} ${lang}`) {
      this.charts?.destroy();
      this.look = `${theme} ${lang}`;
      this.charts = new this.late.part.Charts(place, t, formatDuration);
      this.charts.show(samples);
    } else if (last !== this.drawn) this.charts.show(samples);
    this.drawn = last;
  }
}

function bytes(count: number): string {
  const mib = count >= 1048576;
  const amount = count / (mib ? 1048576 : 1024);
  return `${formatNumber(Math.round(amount * 10) / 10)} ${t(mib ? "unit.mib" : "unit.kib")}`;
}
