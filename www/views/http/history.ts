// What was asked so far, newest first.
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index";
import { formatClock, formatInstant } from "../../lib/time";
import { visible } from "../../lib/visible";
import { lineOf, type Exchange } from "./exchange";

interface Acts {
  shown: Exchange | null;
  run: number;
  choose(exchange: Exchange): void;
  again(exchange: Exchange): void;
  edit(exchange: Exchange): void;
}

export function history(exchanges: readonly Exchange[], acts: Acts): TemplateResult {
  if (exchanges.length === 0) return html`<p class="soft">${t("http.history.none")}</p>`;
  return html`<ol class="http-lines">
    ${exchanges.map((exchange) => line(exchange, acts))}
  </ol>`;
}

function line(exchange: Exchange, { shown, run, choose, again, edit }: Acts): TemplateResult {
  const { request, answer, time } = exchange;
  const asked = visible(lineOf(exchange));
  const status = answer ? answer.status : "…";
  const when = exchange.run === run ? (time === undefined ? "" : formatClock(time)) : t("http.history.before");
  const exact = exchange.run === run && time !== undefined ? t("http.virtual", { time: formatInstant(time) }) : "";
  const [title, edited] = [t("http.again.line", { line: asked }), t("http.edit.line", { line: asked })];
  return html`<li class=${exchange.id === shown?.id ? "shown" : ""}>
    <button class="link" aria-current=${exchange.id === shown?.id ? "true" : nothing} @click=${() => choose(exchange)}>
      <span class="http-status num ${answer && answer.status >= 400 ? "bad" : answer ? "ok" : ""}">${status}</span>
      <bdi class="mono cut" title=${asked}>${asked}</bdi>
      <span class="soft"><bdi>${visible(request.host ?? "")}</bdi> ${when ? html`<span class="num" title=${exact || nothing}>${when}</span>` : nothing}</span>
    </button>
    <button class="small" title=${title} aria-label=${title} @click=${() => again(exchange)}>${t("http.again")}</button>
    <button class="small" title=${edited} aria-label=${edited} @click=${() => edit(exchange)}>${t("http.edit")}</button>
  </li>`;
}
