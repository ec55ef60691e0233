// Texts with code in backticks, as a view shows them. Whatever they hold, it is shown as text.
import { html } from "lit";
import { codeParts } from "../lib/code-parts";

export function withCode(text: string): unknown[] {
  return codeParts(text).map(({ code, text }) => (code ? html`<code>${text}</code>` : text));
}
