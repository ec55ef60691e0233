// The processes panel: tree or table, then services and names, and what can be done to the chosen process.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/index";
import { shortPid } from "../../lib/pid";
import type { Slice } from "../../state";
import { icons } from "../icons";
import { Late } from "../parts";
import { View } from "../view";
import "./actions";
import "./services";
import "./startable";
import "./tree";

@customElement("rh-processes")
export class Processes extends View {
  static override watches: readonly Slice[] = ["groups", "statistics", "names", "selection", "narrow", "services", "waits"];

  private scenario = "";
  private readonly table = new Late(this, "process_table");
  private readonly waits = new Late(this, "waits");

  protected override willUpdate(): void {
    if (this.state.preferences.processView === "table") this.table.want();
    if (this.state.waits.list.length > 0) this.waits.want();
  }

  protected override render(): TemplateResult {
    const { groups, names, preferences, narrow, selection, services } = this.state;
    const { store } = this;
    const table = preferences.processView === "table";
    const alive = groups.reduce((sum, group) => sum + group.alive, 0);
    const ended = groups.reduce((sum, group) => sum + group.ended, 0);
    // The inspector has the same buttons: where both are seen, one set is enough.
    const foot = selection && "process" in selection && (narrow || !preferences.layout.rightOpen) ? selection : null;
    const collapse = t("panel.collapse", { panel: t("area.processes") });
    return html`
      <div class="panel-head">
        <h2>${t("area.processes")}</h2>
        <span class="soft num parts"><span>${t("processes.alive", { n: alive })} ·</span> <span>${t("processes.ended", { n: ended })}</span></span>
        ${narrow
          ? nothing
          : html`<button class="quiet square" title=${collapse} aria-label=${collapse} @click=${() => store.layout({ leftOpen: false })}>${icons.left}</button>`}
      </div>
      <div class="panel-body">
        <div class="segmented" role="group" aria-label=${t("processes.view")}>
          <button aria-pressed=${!table} @click=${() => store.prefer({ processView: "tree" })}>${t("processes.tree")}</button>
          <button aria-pressed=${table} @click=${() => store.prefer({ processView: "table" })}>${t("processes.table")}</button>
        </div>
        ${table
          ? this.table.part
            ? html`<rh-process-table .store=${store} .active=${this.active}></rh-process-table>`
            : this.table.place
          : html`<rh-process-tree .store=${store} .active=${this.active}></rh-process-tree>`}
        ${services.length > 0 ? html`<h3>${t("services")}</h3><rh-services .store=${store} .active=${this.active}></rh-services>` : nothing}
        ${this.state.waits.list.length > 0 && this.waits.part ? html`<rh-waits .store=${store} .active=${this.active}></rh-waits>` : nothing}
        <rh-startable .store=${store} .active=${this.active}></rh-startable>
        ${names.length > 0
          ? html`<h3>${t("names")}</h3>
              <ul class="names">
                ${names.map(
                  ({ name, process }) =>
                    html`<li>
                      <button class="link" @click=${() => store.select({ process })}><span class="cut" title=${name}>${name}</span> <span class="mono soft">${shortPid(process)}</span></button>
                    </li>`,
                )}
              </ul>`
          : nothing}
      </div>
      ${foot ? html`<rh-process-actions class="panel-foot" .store=${store} .process=${foot.process}></rh-process-actions>` : nothing}
    `;
  }

  /** Another scenario's processes are read from the first of them. */
  protected override updated(): void {
    const { scenario } = this.state.preferences;
    if (scenario === this.scenario) return;
    this.scenario = scenario;
    this.querySelector(".panel-body")?.scrollTo(0, 0);
  }
}
