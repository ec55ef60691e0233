// <rh-waits>: who waits for whom. Each leads to the request that has no answer yet.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { causality as texts } from "../../i18n/causality.en";
import { learn, t } from "../../i18n/index";
import { formatDuration } from "../../lib/time";
import type { Wait } from "../../lib/trace/waits";
import type { Slice } from "../../state";
import { nameOf } from "../../waits";
import { View } from "../view";
import "./waits-styles";

learn(texts);

@customElement("rh-waits")
export class WaitsView extends View {
  static override watches: readonly Slice[] = ["waits", "run"];

  protected override render(): TemplateResult | typeof nothing {
    const { list, cycle } = this.state.waits;
    if (list.length === 0) return nothing;
    const inCycle = (wait: Wait) => cycle.some(({ event }) => event === wait.event);
    return html`<h3>${t("waits.title")}</h3>
      ${cycle.length > 0 ? html`<p class="waits-deadlock">⟳ ${t("waits.deadlock", { names: [...cycle, cycle[0]].map(({ from }) => nameOf(this.state.ring, from)).join(" → ") })}</p>` : nothing}
      <ul class="names waits">
        ${list.map((wait) => html`<li><button class="link" @click=${() => this.store.select({ event: wait.event })}>${inCycle(wait) ? "⟳ " : ""}${this.words(wait)}</button></li>`)}
      </ul>`;
  }

  private words({ from, to, event, how }: Wait): string {
    const { ring, run } = this.state;
    if (!ring.has(event)) return "";
    const duration = formatDuration(Math.max(0, run.time - ring.time(event)));
    return t(`waits.${how}`, { from: nameOf(ring, from), to: nameOf(ring, to), topic: ring.text(event), duration });
  }
}
