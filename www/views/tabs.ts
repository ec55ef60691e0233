// A row of tabs: arrows move, one tab stop. The panel of tab `x` has the id `panel-x`.
import { html, nothing, type TemplateResult } from "lit";

export interface Tab {
  id: string;
  label: string;
  /** Why there is nothing behind it now. */
  empty?: string;
}

/** Longer labels may be cut. */
const SHORT = 20;

export function tabs(label: string, list: readonly Tab[], active: string, pick: (id: string) => void, prefix = "panel"): TemplateResult {
  const move = (event: KeyboardEvent) => {
    const usable = list.filter(({ empty }) => !empty);
    const at = usable.findIndex(({ id }) => id === active);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: usable.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = usable[(to + usable.length) % usable.length];
    pick(next.id);
    document.getElementById(`tab-${prefix}-${next.id}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${move}>
    ${list.map(
      ({ id, label, empty }) =>
        html`<button
          role="tab"
          id="tab-${prefix}-${id}"
          aria-controls="${prefix}-${id}"
          aria-selected=${id === active ? "true" : "false"}
          tabindex=${id === active ? 0 : -1}
          aria-disabled=${empty ? "true" : nothing}
          title=${empty ?? (label.length > SHORT ? label : nothing)}
          @click=${() => empty || pick(id)}
        >
          ${label}
        </button>`,
    )}
  </div>`;
}
