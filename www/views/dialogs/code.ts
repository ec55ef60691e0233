// A link as a QR code: dark on light in both themes, for that is what cameras look for.
import encodeQR from "qr";
import { html, svg, type TemplateResult } from "lit";

/** Modules around it that stay light: the standard's quiet zone. */
const QUIET = 4;

/** How many modules a side has, and the path of the dark ones: a rectangle for each run of them in a row. */
function drawn(link: string): { side: number; path: string } {
  const rows = encodeQR(link, "raw", { ecc: "low", encoding: "byte", border: QUIET });
  const path = rows.flatMap((row, y) => Array.from(row.map((dark) => (dark ? "1" : "0")).join("").matchAll(/1+/g), ({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`));
  return { side: rows.length, path: path.join("") };
}

export function picture(link: string, label: string): TemplateResult {
  const { side, path } = drawn(link);
  return html`<svg class="qr" role="img" aria-label=${label} viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">${svg`<path class="light" d="M0 0h${side}v${side}H0z" /><path class="dark" d=${path} />`}</svg>`;
}

/** The same as a file. */
export function file(link: string): Blob {
  const { side, path } = drawn(link);
  const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side * 8}" height="${side * 8}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>\n`;
  return new Blob([text], { type: "image/svg+xml" });
}
