// The text area, in the page's colours. CodeMirror's own sheets come first and name two classes: so does each rule here.
import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    position: relative;
    min-width: 0;
    min-height: 0;
    background: var(--raised);
    color: var(--ink);
  }
  :host > .cm-editor {
    height: 100%;
    font: 12.5px/1.55 var(--mono);
  }
  .cm-editor.cm-focused {
    outline: none;
  }
  /* Over the gutter and the line of the cursor, which would hide an outline. */
  .cm-editor.cm-focused::after {
    position: absolute;
    z-index: 250;
    inset: 0;
    border: 1px solid var(--accent);
    content: "";
    pointer-events: none;
  }
  .cm-editor .cm-scroller {
    font: inherit;
  }
  .cm-editor .cm-content {
    padding: 4px 0 24px;
    caret-color: var(--ink);
  }
  .cm-editor .cm-gutters {
    border-right: 1px solid var(--line);
    background: var(--raised);
    color: var(--faint);
  }
  .cm-editor .cm-activeLine {
    background: var(--turn);
  }
  .cm-editor .cm-activeLineGutter {
    background: var(--turn);
    color: var(--ink);
  }
  .cm-editor ::selection {
    background: var(--accent-wash);
    color: inherit;
  }
  .cm-editor.cm-focused .cm-matchingBracket,
  .cm-editor .cm-searchMatch {
    outline: 1px solid var(--edge);
    background: var(--sunk);
  }
  .cm-editor.cm-focused .cm-nonmatchingBracket {
    outline: 1px solid var(--bad);
    background: none;
  }
  .cm-editor .cm-searchMatch-selected {
    outline: 2px solid var(--accent);
    background: var(--accent-wash);
  }
  .cm-editor .cm-specialChar {
    color: var(--bad);
  }

  .tok-comment {
    color: var(--faint);
    font-style: italic;
  }
  .tok-string {
    color: var(--ok);
  }
  .tok-keyword,
  .tok-atom {
    color: var(--info);
  }
  .tok-number {
    color: var(--warn);
  }
  .tok-standard {
    color: var(--magenta);
  }
  .tok-property {
    color: var(--ink);
  }
  .tok-mark {
    color: var(--soft);
  }

  /* Problems: a shape beside the line, and a wave under the word. */
  .cm-editor .cm-gutter-lint {
    width: 1.2em;
  }
  .cm-editor .cm-lint-marker {
    width: auto;
    height: auto;
    text-align: center;
  }
  .cm-editor .cm-lint-marker-error,
  .cm-editor .cm-lint-marker-info {
    content: normal;
  }
  .cm-editor .cm-lint-marker-error::before {
    color: var(--bad);
    content: "▲";
  }
  .cm-editor .cm-lint-marker-info::before {
    color: var(--info);
    content: "●";
  }
  .cm-editor .cm-lintRange {
    background-image: none;
    text-decoration: underline wavy 1px;
    text-underline-offset: 3px;
  }
  .cm-editor .cm-lintRange-error {
    text-decoration-color: var(--bad);
  }
  .cm-editor .cm-lintRange-info {
    text-decoration-color: var(--info);
  }
  .cm-editor .cm-lintPoint::after {
    border-bottom-color: var(--bad);
  }
  .cm-editor .cm-diagnostic {
    max-width: 60ch;
    padding: 5px 10px;
    border-left: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .cm-editor .cm-diagnostic-error::before {
    color: var(--bad);
    content: "▲ ";
  }

  /* What floats over the text. */
  .cm-editor .cm-tooltip {
    border: 1px solid var(--line);
    border-radius: var(--r);
    background: var(--raised);
    color: var(--ink);
    box-shadow: 0 6px 20px rgb(0 0 0 / 20%);
    font: 12.5px/1.45 var(--ui);
  }
  .cm-editor .cm-tooltip.cm-tooltip-autocomplete > ul {
    max-width: min(560px, 92vw);
    max-height: 15em;
    font: 12px/1.6 var(--mono);
  }
  .cm-editor .cm-tooltip.cm-tooltip-autocomplete > ul > li {
    padding: 2px 8px;
  }
  .cm-editor .cm-tooltip-autocomplete ul li[aria-selected] {
    background: var(--accent-wash);
    box-shadow: inset 2px 0 var(--accent);
    color: var(--ink);
  }
  .cm-editor .cm-completionMatchedText {
    font-weight: 700;
    text-decoration: none;
  }
  .cm-editor .cm-completionDetail {
    color: var(--soft);
    font-style: normal;
  }
  .cm-editor .cm-tooltip.cm-completionInfo {
    max-width: 320px;
    padding: 6px 10px;
  }
  /* No room at either side: below the list, for it must not hide the other names. */
  .cm-editor .cm-tooltip:is(.cm-completionInfo-left-narrow, .cm-completionInfo-right-narrow) {
    inset: 100% auto auto 0 !important;
    margin: 2px 0 0;
  }
  .cm-tooltip .help {
    max-width: min(60ch, 80vw);
    padding: 6px 10px;
  }
  .help code {
    font: 12px/1.5 var(--mono);
    overflow-wrap: anywhere;
  }
  .help p {
    margin: 2px 0 0;
    color: var(--soft);
  }

  /* The search panel. */
  .cm-editor .cm-panels {
    border-color: var(--line);
    background: var(--paper);
    color: var(--ink);
    font: 12.5px/1.45 var(--ui);
  }
  .cm-editor .cm-panel.cm-search {
    padding: 4px 36px 4px 8px;
  }
  .cm-editor .cm-panel.cm-search :is(input, button, label) {
    margin: 3px 6px 3px 0;
    vertical-align: middle;
  }
  .cm-editor .cm-panel.cm-search input[type="checkbox"] {
    width: 16px;
    height: 16px;
    margin: 0 4px 0 0;
    accent-color: var(--accent);
  }
  .cm-editor .cm-panel.cm-search label {
    display: inline-flex;
    align-items: center;
    min-height: 24px;
    font-size: inherit;
  }
  .cm-editor .cm-textfield {
    width: min(190px, 100%);
    height: 26px;
    padding: 0 8px;
    border: 1px solid var(--edge);
    border-radius: var(--r);
    background: var(--raised);
    color: inherit;
    font: inherit;
  }
  .cm-editor .cm-button {
    height: 26px;
    padding: 0 10px;
    border: 1px solid var(--line);
    border-radius: var(--r);
    background: var(--raised);
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .cm-editor .cm-button:hover {
    background: var(--sunk);
  }
  .cm-editor .cm-panel.cm-search button[name="close"],
  .cm-editor .cm-dialog-close {
    top: 6px;
    right: 6px;
    width: 26px;
    height: 26px;
    color: var(--soft);
    font-size: 18px;
    cursor: pointer;
  }
  .cm-editor .cm-textfield:focus-visible,
  .cm-editor .cm-button:focus-visible,
  .cm-panel button:focus-visible,
  .cm-panel input:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
`;
