// <rh-filter>: the bar over the diagram that searches the trace. What it finds shows in the diagram and in the table.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { badText, MODES, type Mode } from "../../filter";
import { filter as texts } from "../../i18n/filter.en";
import { formatNumber, learn, t } from "../../i18n/index";
import { formatDuration } from "../../lib/time";
import { LONGEST_QUERY, read } from "../../lib/filter/query";
import { sentence } from "../../lib/trace/sentence";
import type { Slice } from "../../state";
import { icons } from "../icons";
import { View } from "../view";
import "./styles";
import { suggestions, type Suggestion } from "./suggest";

learn(texts);

/** Whether a query has words that may stand in payloads. */
const wordsOf = (text: string) => read(text).terms?.some(({ on }) => on === "text") ?? false;

@customElement("rh-filter")
export class FilterBar extends View {
  static override watches: readonly Slice[] = ["filter", "selection", "version"];

  /** Where the cursor stands in the query. */
  @state() private place = 0;
  @state() private spoken = "";
  private wasOpen = false;

  protected override render(): TemplateResult | typeof nothing {
    const { filter } = this.state;
    if (!filter.open) return nothing;
    const { found, bad, text } = filter;
    const { mode } = this.store.filter;
    return html`<div class="filter-row" role="search" @keydown=${this.onKey}>
        <input
          type="text"
          class="mono"
          maxlength=${LONGEST_QUERY}
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          aria-label=${t("filter.label")}
          aria-invalid=${bad !== null}
          aria-describedby="filter-said"
          placeholder=${t("filter.example")}
          .value=${live(text)}
          @input=${this.onInput}
          @change=${() => this.store.filter.record()}
          @keyup=${this.moved}
          @click=${this.moved}
        />
        <span class="filter-count num" id="filter-said">${this.count()}</span>
        <button class="quiet square" ?disabled=${!found?.count} title=${t("filter.previous")} aria-label=${t("filter.previous")} @click=${() => this.next(-1)}>${icons.up}</button>
        <button class="quiet square" ?disabled=${!found?.count} title=${t("filter.next")} aria-label=${t("filter.next")} @click=${() => this.next(1)}>${icons.down}</button>
        <select aria-label=${t("filter.mode")} title=${t(`filter.${mode}.title`)} @change=${this.onMode}>
          ${MODES.map((each) => html`<option value=${each} .selected=${live(each === mode)}>${t(`filter.${each}`)}</option>`)}
        </select>
        <button class="quiet square" title=${t("filter.close")} aria-label=${t("filter.close")} @click=${() => this.close()}>${icons.close}</button>
      </div>
      ${bad ? html`<p class="filter-note bad" role="alert">${badText(bad)}</p>` : this.note()} ${this.recording()} ${this.suggested()}
      <p class="unseen" aria-live="polite">${this.spoken}</p>`;
  }

  /** Opened, the keyboard is in it; closed, where it was before. */
  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { open, text } = this.state.filter;
    if (open && !this.wasOpen) {
      this.place = text.length;
      this.input?.select();
      // Who has begun to type goes on at the end.
      if (this.store.filter.ahead !== "") this.input?.setSelectionRange(text.length, text.length);
    }
    this.wasOpen = open;
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>(".filter-row > input");
  }

  private count(): string {
    const { filter, selection } = this.state;
    const { found } = filter;
    if (!found) return "";
    const { count } = found;
    if (count === 0) return found.open > 0 ? t("filter.asking") : t("filter.none");
    const at = selection && "event" in selection ? found.placeOf(selection.event) : 0;
    return at > 0 ? t("filter.place", { at: formatNumber(at), of: formatNumber(count) }) : t("filter.count", { n: count });
  }

  private note(): TemplateResult | typeof nothing {
    const { found } = this.state.filter;
    if (!found) return nothing;
    if (found.missing > 0) return html`<p class="filter-note">${t("filter.missing", { n: `${found.missing}` })}</p>`;
    if (found.open > 0) return html`<p class="filter-note">${t("filter.asking")}</p>`;
    return found.skipped > 0 ? html`<p class="filter-note">${t("filter.skipped", { n: found.skipped })}</p>` : nothing;
  }

  /** What is kept meanwhile, and how much is not. */
  private recording(): TemplateResult | typeof nothing {
    const { filter, ring } = this.state;
    const { record, recorded, text } = filter;
    if (!record) return nothing;
    const said = [recorded === "" ? t("filter.records_all") : t("filter.left_out", { n: ring.leftOut })];
    if (recorded !== "" && recorded !== text) said.push(t("filter.still", { query: recorded }));
    else if (wordsOf(text)) said.push(t("filter.labels_only"));
    return html`<p class="filter-note recording">${said.join(" ")}</p>`;
  }

  private readonly onMode = (event: Event): void => {
    this.store.filter.mode = (event.target as HTMLSelectElement).value as Mode;
  };

  private suggested(): TemplateResult | typeof nothing {
    const { filter, ring, selection } = this.state;
    const list = suggestions(ring, filter.text, Math.min(this.place, filter.text.length), selection && "event" in selection ? selection.event : 0);
    if (list.length === 0) return nothing;
    return html`<div class="filter-chips" role="group" aria-label=${t("filter.suggestions")} @keydown=${this.onChipKey}>
      ${list.map((one) => html`<button class="small mono" @click=${() => this.put(one)}>${one.label}</button>`)}
    </div>`;
  }

  private put({ text, place }: Suggestion): void {
    const { input } = this;
    if (!input) return;
    input.value = text;
    input.focus();
    input.setSelectionRange(place, place);
    this.place = place;
    void this.store.filter.type(text).then(() => this.store.filter.record());
  }

  private readonly onInput = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.place = input.selectionStart ?? input.value.length;
    void this.store.filter.type(input.value);
  };

  private readonly moved = (event: Event): void => {
    this.place = (event.target as HTMLInputElement).selectionStart ?? 0;
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const typing = event.target === this.input;
    if (event.isComposing) return;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && typing) {
      this.store.filter.record();
      this.next(event.shiftKey ? -1 : 1);
    }
    else if (event.key === "ArrowDown" && typing) this.querySelector<HTMLElement>(".filter-chips button")?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly onChipKey = (event: KeyboardEvent): void => {
    const chips = [...this.querySelectorAll<HTMLElement>(".filter-chips button")];
    const at = chips.indexOf(event.target as HTMLElement);
    if (event.key === "ArrowRight") chips[(at + 1) % chips.length].focus();
    else if (event.key === "ArrowLeft") chips[(at + chips.length - 1) % chips.length].focus();
    else if (event.key === "ArrowUp" || event.key === "Escape") this.input?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  private next(direction: 1 | -1): void {
    const event = this.store.filter.next(direction);
    const { found } = this.state.filter;
    if (event === 0 || !found) return void (this.spoken = t("filter.none"));
    const params = { at: formatNumber(found.placeOf(event)), of: formatNumber(found.count) };
    this.spoken = t("filter.said", { ...params, sentence: sentence(this.state.ring, event, t, { duration: formatDuration }) });
  }

  private close(): void {
    this.store.filter.close();
    document.querySelector("rh-diagram, rh-table")?.shadowRoot?.querySelector<HTMLElement>("[tabindex='0']")?.focus({ preventScroll: true });
  }
}
