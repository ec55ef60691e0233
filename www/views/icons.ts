// Small drawings for buttons; the button carries the name.
import { svg, html, type TemplateResult } from "lit";

function icon(paths: TemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${paths}</svg>`;
}

export const icons = {
  play: icon(svg`<path d="M4 2.5v11l9-5.5z" />`),
  pause: icon(svg`<path d="M4 2.5h3v11H4zM9 2.5h3v11H9z" />`),
  step: icon(svg`<path d="M3 2.5v11L10.5 8zM11.5 2.5H13v11h-1.5z" />`),
  theme: icon(svg`<path d="M8 1.5a6.5 6.5 0 1 0 0 13zM8 1.5a6.5 6.5 0 0 1 0 13v-1.4A5.1 5.1 0 0 0 8 2.9z" />`),
  menu: icon(svg`<path d="M2 3.5h12V5H2zm0 3.8h12v1.4H2zM2 11h12v1.5H2z" />`),
  close: icon(svg`<path d="m4 3 4 4 4-4 1 1-4 4 4 4-1 1-4-4-4 4-1-1 4-4-4-4z" />`),
  left: icon(svg`<path d="M10.5 3 5.5 8l5 5 1-1-4-4 4-4z" />`),
  right: icon(svg`<path d="m5.5 3 5 5-5 5-1-1 4-4-4-4z" />`),
  down: icon(svg`<path d="m3 5.5 5 5 5-5-1-1-4 4-4-4z" />`),
  up: icon(svg`<path d="m3 10.5 5-5 5 5-1 1-4-4-4 4z" />`),
  folder: icon(svg`<path d="M1.5 3h5l1.5 1.8h6.5V13h-13zM3 6.2v5.3h10V6.2z" />`),
  share: icon(svg`<path d="M8 1 4.5 4.5l1 1L7.3 3.7V10h1.4V3.7l1.8 1.8 1-1zM2.5 7v7.5h11V7H10v1.4h2.1v4.7H3.9V8.4H6V7z" />`),
  search: icon(svg`<path d="M6.8 2a4.8 4.8 0 0 1 3.8 7.7l3.4 3.4-1 1-3.4-3.4A4.8 4.8 0 1 1 6.8 2zm0 1.5a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6z" />`),
  lanes: icon(svg`<path d="M2 2h3v3H4.2v9H2.8V5H2zm4.5 0h3v3h-.8v9H7.3V5h-.8zM11 2h3v3h-.8v9h-1.4V5H11z" />`),
  pin: icon(svg`<path d="M5 1.5h6V3h-1v4l2 2v1.5H8.7V15H7.3v-4.5H4V9l2-2V3H5z" />`),
};
