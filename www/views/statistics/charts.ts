// The charts: one uPlot each. Loaded late, so nothing here may import what the page imports at once.
import uPlot from "uplot";
import type { Sample } from "../../lib/series";

type Field = Exclude<keyof Sample, "seconds">;

interface Chart {
  title: string;
  lines: { field: Field; label: string; colour: string; dash?: number[] }[];
  duration?: boolean;
  share?: boolean;
}

const CHARTS: readonly Chart[] = [
  { title: "statistics.rate", lines: [{ field: "rate", label: "statistics.rate", colour: "--info" }] },
  {
    title: "statistics.waited",
    duration: true,
    lines: [
      { field: "p50", label: "p50", colour: "--ok" },
      { field: "p95", label: "p95", colour: "--info", dash: [6, 3] },
      { field: "p99", label: "p99", colour: "--accent", dash: [2, 3] },
    ],
  },
  { title: "statistics.depth", lines: [{ field: "depth", label: "statistics.depth", colour: "--warn" }] },
  { title: "statistics.alive", lines: [{ field: "alive", label: "statistics.alive", colour: "--ok" }] },
  { title: "statistics.load", share: true, lines: [{ field: "load", label: "statistics.load", colour: "--info" }] },
  { title: "statistics.dropped", lines: [{ field: "dropped", label: "statistics.dropped", colour: "--bad" }] },
];

const HEIGHT = 96;

export class Charts {
  private readonly plots: { chart: Chart; plot: uPlot; place: HTMLElement }[];
  private readonly resize: ResizeObserver;

  constructor(
    place: HTMLElement,
    private readonly t: (key: string) => string,
    private readonly duration: (ns: number) => string,
  ) {
    place.replaceChildren();
    this.plots = CHARTS.map((chart) => this.add(place, chart));
    this.resize = new ResizeObserver(() => {
      for (const { plot, place } of this.plots) if (place.clientWidth > 0) plot.setSize({ width: place.clientWidth, height: HEIGHT });
    });
    this.resize.observe(place);
  }

  show(samples: readonly Sample[]): void {
    const seconds = samples.map((sample) => sample.seconds);
    for (const { chart, plot } of this.plots) plot.setData([seconds, ...chart.lines.map(({ field }) => samples.map((sample) => sample[field]))]);
  }

  destroy(): void {
    this.resize.disconnect();
    for (const { plot } of this.plots) plot.destroy();
  }

  private add(parent: HTMLElement, chart: Chart): { chart: Chart; plot: uPlot; place: HTMLElement } {
    const style = getComputedStyle(document.documentElement);
    const colour = (token: string) => style.getPropertyValue(token).trim();
    const place = document.createElement("figure");
    const title = document.createElement("figcaption");
    title.textContent = this.t(chart.title);
    for (const line of chart.lines.length > 1 ? chart.lines : []) title.append(" ", legend(line.label, line.colour));
    place.append(title);
    // The numbers beside say the same in text.
    const canvas = document.createElement("div");
    canvas.ariaHidden = "true";
    place.append(canvas);
    parent.append(place);
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: `11px ${colour("--mono")}` };
    const plot = new uPlot(
      {
        width: Math.max(160, place.clientWidth),
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false }, y: { range: (_plot, _low, high) => [0, high > 0 ? high * 1.15 : 1] } },
        axes: [
          { ...axis, size: 20, space: 60, values: (_plot, values) => values.map((value) => `${value}\u00a0${this.t("unit.s")}`) },
          { ...axis, size: 56, space: 28, values: (_plot, values) => values.map((value) => this.label(chart, value)) },
        ],
        series: [{}, ...chart.lines.map(({ colour: token, dash }) => ({ stroke: colour(token), width: 1.5, dash, points: { show: false } }))],
      },
      [[], ...chart.lines.map(() => [])] as uPlot.AlignedData,
      canvas,
    );
    return { chart, plot, place };
  }

  private label(chart: Chart, value: number): string {
    if (chart.duration) return this.duration(value);
    if (chart.share) return `${Math.round(value * 100)} %`;
    if (!Number.isInteger(value)) return ""; // nothing here is counted in halves
    return value >= 1000 ? `${value / 1000}k` : String(value);
  }
}

function legend(label: string, colour: string): HTMLElement {
  const mark = document.createElement("span");
  mark.className = "legend";
  mark.style.color = `var(${colour})`;
  mark.textContent = label;
  return mark;
}
