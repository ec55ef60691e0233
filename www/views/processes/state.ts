// What a process is doing, as a glyph and a word.
import { html, nothing, type TemplateResult } from "lit";
import { formatNumber, has, t } from "../../i18n/index";
import { TERMINATED } from "../../lib/trace/failure";
import type { ProcessRow } from "../../protocol";

const GLYPHS = { paused: "‖", ready: "◐", running: "●", endless: "↻", waiting: "○", ended: "✕" } as const;

export function glyph(row: ProcessRow): TemplateResult {
  const state = row.paused && !row.ended ? "paused" : isEndless(row) ? "endless" : row.state;
  return html`<span class="glyph ${state}" aria-hidden="true">${GLYPHS[state]}</span>`;
}

/** So many turns used up in a row are no longer a longish computation. */
const ENDLESS = 200;

/** Whether a process computes, and has not waited for long: perhaps a loop without end. */
export function isEndless(row: ProcessRow): boolean {
  return !row.ended && row.busy >= ENDLESS;
}

/** "waits: inbox", "running", "returned 0" */
export function stateWords(row: ProcessRow): string {
  if (row.ended) {
    const { how, text } = row.ended;
    return text && !(how === "terminated" && text === TERMINATED) ? `${t(`ended.${how}`)}${how === "returned" ? "" : ":"} ${text}` : t(`ended.${how}`);
  }
  const words = livingWords(row);
  if (row.filled) return `${words}; ${t("state.filled")}`;
  return words;
}

function livingWords(row: ProcessRow): string {
  if (row.paused) return t("state.paused", { what: doing(row) });
  return isEndless(row) ? t("state.endless", { n: row.busy }) : doing(row);
}

function doing(row: ProcessRow): string {
  if (row.state === "waiting" && row.waits) return t("state.waits", { what: has(`waits.${row.waits}`) ? t(`waits.${row.waits}`) : row.waits });
  return t(`state.${row.state}`);
}

/** The same where there is little room: the glyph already says that it waits. */
export function shortState(row: ProcessRow): string {
  if (row.paused && !row.ended) return t("state.paused.short");
  if (row.ended || row.filled) return stateWords(row);
  if (isEndless(row)) return t("state.endless.short");
  if (row.state !== "waiting" || !row.waits) return stateWords(row);
  return has(`waits.${row.waits}`) ? t(`waits.${row.waits}`) : row.waits;
}

/** What tells a process from others of its entry, if it needs that. */
export function tag(text: string): TemplateResult | typeof nothing {
  return text === "" ? nothing : html`<span class="tag cut">${text}</span>`;
}

/** The mailbox's depth: a bar on a logarithmic scale (one is seen, a thousand is full) and, unless it is empty, the number. */
export function depthBar(depth: number): TemplateResult {
  const share = Math.min(1, Math.log2(1 + depth) / 10);
  return html`<span class="depth" title=${t("mailbox.depth", { n: depth })}>
    ${depth > 0 ? html`<span class="num">${formatNumber(depth)}</span>` : ""}
    <span class="depth-bar"><i .style=${`width:${Math.round(share * 100)}%`}></i></span>
  </span>`;
}
