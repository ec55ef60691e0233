// Puts the keyboard into an area that was just brought to the front.
import type { Area } from "./preferences";

/** What of an area takes keys first: a terminal's line, or whatever comes first in the order of Tab. */
const FIRST = ["input[name=line]", "[tabindex='0'], input, textarea, button"];

/** An area may have to be loaded and drawn first. For longer than this many frames nobody waits. */
const PATIENCE = 600;
/** An area that takes no keys, such as a log without lines, is drawn by then: its tab has the keyboard. */
const EMPTY = 30;

/** As soon as the area has been drawn, unless the reader has gone elsewhere meanwhile. */
export function focusArea(area: Area): void {
  // A dialog that closes gives the focus back in this task.
  requestAnimationFrame(() => attempt(area, document.activeElement, PATIENCE));
}

function attempt(area: Area, before: Element | null, frames: number): void {
  if (document.activeElement !== before || frames === 0) return;
  const target = targetIn(area) ?? (frames < PATIENCE - EMPTY ? tabOf(area) : undefined);
  target?.focus();
  if (target === undefined || document.activeElement === before) requestAnimationFrame(() => attempt(area, before, frames - 1));
}

/** Of an area that says that there is nothing in it. */
function tabOf(area: Area): HTMLElement | undefined {
  const panel = document.getElementById(`panel-${area}`);
  return (panel?.querySelector(".empty") && document.getElementById(`tab-panel-${area}`)) || undefined;
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
