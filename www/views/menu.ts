// A button with a panel that opens under it: the browser's own popover, which Esc and a click elsewhere close.
import { html, nothing, type TemplateResult } from "lit";

interface Menu {
  id: string;
  label: string;
  /** Class of the button. */
  style: string;
  button: unknown;
  content: TemplateResult | typeof nothing;
  /** −1: a key opens it, and Tab passes by. */
  tabindex?: -1;
  /** It is about to open, or to close. */
  opens?(open: boolean): void;
}

export function menu({ id, label, style, button, content, tabindex, opens }: Menu): TemplateResult {
  return html`<button class=${style} popovertarget=${id} tabindex=${tabindex ?? nothing} aria-label=${style === "square" ? label : nothing} title=${label} aria-haspopup="dialog">${button}</button>
    <div id=${id} class="menu" popover role="dialog" aria-label=${label} @beforetoggle=${(event: ToggleEvent) => opens?.(event.newState === "open")} @toggle=${place}>${content}</div>`;
}

/** Under its button, inside the window. */
function place(event: Event): void {
  const panel = event.target as HTMLElement;
  const button = panel.previousElementSibling;
  if (!button || !panel.matches(":popover-open")) return;
  const from = button.getBoundingClientRect();
  const left = Math.max(8, Math.min(from.left, innerWidth - panel.offsetWidth - 8));
  panel.style.left = `${left}px`;
  panel.style.top = `${from.bottom + 4}px`;
}
