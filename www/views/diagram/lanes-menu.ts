// The menu of the lanes: which are seen, in which order, which keep their place and which of many stand alone. It does by
// keyboard and by word what else is done by dragging and clicking heads.

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { t } from "../../i18n/index";
import { icons } from "../icons";
import type { Arranging } from "./arranging";
import type { Column } from "./columns";

export function lanesMenu(lanes: Arranging): TemplateResult {
  return html`<div class="lanes-head">
      <strong>${t("diagram.lanes")}</strong>
      <button @click=${() => lanes.reset()}>${t("diagram.lanes.reset")}</button>
    </div>
    <ul>
      ${lanes.columns.map((column, at) => line(lanes, column, at))} ${lanes.hidden.map((column) => html`<li>${check(lanes, column, false)}</li>`)}
    </ul>`;
}

function line(lanes: Arranging, column: Column, at: number): TemplateResult {
  const name = lanes.label(column);
  const step = (by: -1 | 1, side: "left" | "right") => {
    const label = t(`diagram.lane.${side}`, { name });
    const go = () => {
      lanes.move(column.name, at + by);
      stay(lanes, column.name, `.${side}`);
    };
    return html`<button class=${side} title=${label} aria-label=${label} @click=${go}>${icons[side]}</button>`;
  };
  const pin = t("diagram.lane.pin", { name });
  const toPin = () => {
    lanes.pin(column.name);
    stay(lanes, column.name, "[aria-pressed]");
  };
  return html`<li>
    ${check(lanes, column, true)} ${fold(lanes, column, at)}
    <button aria-pressed=${column.pinned} title=${pin} aria-label=${pin} @click=${toPin}>${icons.pin}</button>
    ${step(-1, "left")} ${step(1, "right")} ${column.lane < 0 ? picks(lanes, column) : nothing}
  </li>`;
}

function check(lanes: Arranging, column: Pick<Column, "name" | "group" | "lane">, shown: boolean): TemplateResult {
  const hide = () => {
    lanes.hide(column.name);
    stay(lanes, column.name, "input");
  };
  return html`<label><input type="checkbox" .checked=${live(shown)} @change=${hide} />${lanes.label(column)}</label>`;
}

/** A folded group opens; the first lane of one that stands open folds them all. */
function fold(lanes: Arranging, column: Column, at: number): TemplateResult | typeof nothing {
  const { group } = column;
  const open = column.lane < 0 && column.own === 0;
  const first = lanes.columns.findIndex((other) => other.group === group) === at;
  const alone = lanes.columns.filter((other) => other.group === group).length < 2;
  if (!open && (alone || !first)) return nothing;
  const label = lanes.foldLabel(group, open);
  return html`<button title=${label} aria-label=${label} @click=${() => lanes.fold(group, open)}>${t(open ? "diagram.lane.open" : "diagram.lane.fold")}</button>`;
}

/** Those of a folded group that one wants to see alone. */
function picks(lanes: Arranging, column: Column): TemplateResult {
  const group = lanes.group(column);
  const picked = lanes.picks(group);
  return html`<div class="picks" role="group" aria-label=${t("diagram.lane.pick", { name: lanes.label(column) })}>
    ${lanes.offer(group).map(
      (place) =>
        html`<label><input type="checkbox" .checked=${live(picked.includes(place))} @change=${() => lanes.pick(group, place)} />${lanes.label({ group: group.id, lane: group.lanes[place] })}</label>`,
    )}
  </div>`;
}

/** A deed may move the line of a lane; the focus goes with it, so that the same key acts on the same lane. */
function stay(lanes: Arranging, name: string, which: string): void {
  const at = [...lanes.columns, ...lanes.hidden].findIndex((column) => column.name === name);
  void lanes.drawn().then((menu) => menu?.querySelectorAll("li")[at]?.querySelector<HTMLElement>(which)?.focus());
}
