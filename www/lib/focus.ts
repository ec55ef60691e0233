// Puts the keyboard into an area that was just brought to the front.
import type { Area } from "./preferences";

/** What of an area takes keys first: a terminal's line, or whatever comes first in the order of Tab. */
const FIRST = ["input[name=line]", "[tabindex='0'], input, button"];

/** After the area has been drawn. */
export function focusArea(area: Area): void {
  requestAnimationFrame(() => requestAnimationFrame(() => targetIn(area)?.focus()));
}

function targetIn(area: Area): HTMLElement | undefined {
  const panel = document.getElementById(`panel-${area}`);
  // The diagram and its twin have a shadow root.
  const inside = area === "diagram" || area === "table" ? panel?.querySelector("rh-diagram, rh-table")?.shadowRoot : panel;
  for (const selector of FIRST) {
    const found = inside?.querySelector<HTMLElement>(selector);
    if (found) return found;
  }
  return undefined;
}
