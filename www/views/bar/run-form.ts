// Seed and order: both take a fresh run, so they stand beside the button that starts one.
import { html, type TemplateResult } from "lit";
import { t } from "../../i18n/index";
import type { Order } from "../../protocol";
import type { Store } from "../../store";

export function runForm(store: Store): TemplateResult {
  const { seed, order } = store.state.preferences.settings;
  const restart = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    form.closest<HTMLElement>("[popover]")?.hidePopover();
    void store.startFresh(undefined, { seed: Number(data.get("seed")), order: data.get("order") as Order });
  };
  return html`<form class="stack" @submit=${restart}>
    <label>${t("seed")} <input name="seed" type="number" inputmode="numeric" min="0" max=${Number.MAX_SAFE_INTEGER} step="1" required .value=${String(seed)} /></label>
    <label
      >${t("order")}
      <select name="order" aria-label=${t("order")}>
        <option value="fifo" .selected=${order === "fifo"}>${t("order.fifo")}</option>
        <option value="shuffled" .selected=${order === "shuffled"}>${t("order.shuffled")}</option>
      </select></label
    >
    <p class="soft">${t("run.hint")}</p>
    <button class="primary">${t("restart")}</button>
  </form>`;
}
