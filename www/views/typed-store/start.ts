// A store that has ended, and the button that starts its service again.
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index";
import type { Store } from "../../store";

export function start(store: Store): TemplateResult | typeof nothing {
  const { services, typedStore, ring } = store.state;
  if (!typedStore || typedStore.answers) return nothing;
  const down = services.filter(({ up }) => !up);
  // Services are named after what they keep alive; where one is not, the only one that is down is meant.
  const entry = ring.textOf(ring.processes.entryOf(typedStore.process));
  const id = (down.find(({ id }) => id === `${entry}.service`) ?? (down.length === 1 ? down[0] : undefined))?.id;
  if (id === undefined) return nothing;
  return html`<button class="small" aria-label=${`${t("service.start")}: ${id}`} @click=${() => store.startService(id)}>${t("service.start")}</button>`;
}
