// A stored value as lines of a table: its key, which opens it, and what it is; below it the whole of it, if it is open.
import { html, nothing, type TemplateResult } from "lit";
import { indent } from "../lib/indent";
import { visible, visibleLines, visibleName } from "../lib/visible";

export interface Line {
  key: string;
  /** What comes before the key. */
  before?: TemplateResult;
  /** What stands in the place of the key, if that is not all. */
  label?: TemplateResult;
  value: TemplateResult | string;
  /** What comes after the value. */
  after: TemplateResult;
  /** It has just come, or was just changed. */
  fresh: boolean;
  /** All of it, if it is open. */
  whole: string | null;
  columns: number;
}

export function valueLines({ key, before, label, value, after, fresh, whole, columns }: Line, toggle: () => void): TemplateResult {
  return html`<tr class=${fresh ? "fresh" : ""}>
      ${before ?? nothing}
      <th scope="row" class="mono key">
        <button class="quiet mono" title=${visibleName(key)} aria-expanded=${whole !== null} @click=${toggle}>${label ?? visibleName(key)}</button>
      </th>
      <td class="mono">${typeof value === "string" ? visible(value) : value}</td>
      ${after}
    </tr>
    ${whole === null
      ? nothing
      : html`<tr>
          <td colspan=${columns}><pre class="value-whole" tabindex="0" role="group" aria-label=${visibleName(key)}>${visibleLines(indent(whole))}</pre></td>
        </tr>`}`;
}
