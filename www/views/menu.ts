// A button with a panel that opens under it: the browser's own popover, which Esc and a click elsewhere close.
import { html, nothing, type TemplateResult } from "lit";

interface Menu {
  id: string;
  label: string;
  /** Class of the button. */
  style: string;
  button: unknown;
  content: TemplateResult;
}

export function menu({ id, label, style, button, content }: Menu): TemplateResult {
  return html`<button class=${style} popovertarget=${id} aria-label=${style === "square" ? label : nothing} title=${label} aria-haspopup="dialog">${button}</button>
    <div id=${id} class="menu" popover role="dialog" aria-label=${label} @toggle=${place}>${content}</div>`;
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
