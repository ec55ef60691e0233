// How fast the run goes: slow motion in events a second, or times real time, or as fast as it can.
import { html, nothing, type TemplateResult } from "lit";
import { formatNumber, t } from "../../i18n/index";
import type { Pace } from "../../protocol";
import type { Store } from "../../store";

const EVENTS = [2, 5, 20];
const TIMES = [0.1, 0.5, 1, 2, 10, 100];

export function pacePicker(store: Store): TemplateResult {
  const current = store.state.preferences.settings.pace;
  const pick = (event: Event) => store.pace(parse((event.target as HTMLSelectElement).value));
  const option = (pace: Pace) => html`<option value=${format(pace)} .selected=${format(pace) === format(current)}>${paceName(pace)}</option>`;
  // Nothing else says why a run at this pace may stand still.
  const note = current.kind === "max" ? t("pace.max.note") : nothing;
  return html`<select class="pace" aria-label=${t("pace")} title=${note} @change=${pick}>
    <optgroup label=${t("pace.events")}>${withCurrent(EVENTS, "events", current).map(option)}</optgroup>
    <optgroup label=${t("pace.times")}>${withCurrent(TIMES, "times", current).map(option)}</optgroup>
    ${option({ kind: "max" })}
  </select>`;
}

export function paceName(pace: Pace): string {
  if (pace.kind === "max") return t("pace.max");
  return pace.kind === "times" ? `${formatNumber(pace.value)}×` : t("pace.perSecond", { n: pace.value });
}

/** All that the picker offers, in its order. */
export const PACES: readonly Pace[] = [
  ...EVENTS.map((value) => ({ kind: "events", value }) as const),
  ...TIMES.map((value) => ({ kind: "times", value }) as const),
  { kind: "max" },
];

/** A pace that was remembered from elsewhere still has its place in the list. */
function withCurrent(list: number[], kind: "events" | "times", current: Pace): Pace[] {
  const values = current.kind === kind && !list.includes(current.value) ? [...list, current.value].sort((a, b) => a - b) : list;
  return values.map((value) => ({ kind, value }));
}

function format(pace: Pace): string {
  return pace.kind === "max" ? "max" : `${pace.kind} ${pace.value}`;
}

function parse(text: string): Pace {
  const [kind, value] = text.split(" ");
  return kind === "times" || kind === "events" ? { kind, value: Number(value) } : { kind: "max" };
}
