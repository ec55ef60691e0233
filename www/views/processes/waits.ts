// <rh-waits>: who waits for whom. One line for each pair and topic leads to the request that has waited longest.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { causality as texts } from "../../i18n/causality.en";
import { learn, t } from "../../i18n/index";
import { formatDuration } from "../../lib/time";
import { waitGroups, type WaitGroup } from "../../lib/trace/wait-groups";
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
    const groups = waitGroups(this.state.ring, this.state.waits);
    return html`<h3>${t("waits.title")}</h3>
      ${cycle.length > 0 ? html`<p class="waits-deadlock">⟳ ${t("waits.deadlock", { names: [...cycle, cycle[0]].map(({ from }) => nameOf(this.state.ring, from)).join(" → ") })}</p>` : nothing}
      <ul class="names waits">
        ${groups.map((group) => html`<li><button class="link" @click=${() => this.store.select({ event: group.longest.event })}>${group.stuck ? "⟳ " : ""}${this.words(group)}</button></li>`)}
      </ul>`;
  }

  private words({ longest: { from, to, event, how }, count, open }: WaitGroup): string {
    const { ring, run } = this.state;
    const duration = formatDuration(Math.max(0, run.time - ring.time(event)));
    const names = { from: nameOf(ring, from), to: nameOf(ring, to), topic: ring.text(event), duration };
    return count > 1 ? t("waits.requests", { ...names, count: open ? `${count}+` : count }) : t(`waits.${how}`, names);
  }
}
