// Processes of a project that no service starts: the reader may.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/index";
import type { Slice } from "../../state";
import { View } from "../view";

@customElement("rh-startable")
export class Startable extends View {
  static override watches: readonly Slice[] = ["project"];

  protected override render(): TemplateResult | typeof nothing {
    const startable = this.state.project?.startable ?? [];
    if (startable.length === 0) return nothing;
    const start = t("project.startable.start");
    return html`<h3>${t("project.startable")}</h3>
      <ul class="services">
        ${startable.map(
          ({ entry, host }) =>
            html`<li>
              <span class="name cut" title=${entry}>${entry}</span>
              <span class="soft mono cut" title=${host}>${host}</span>
              <button class="small" aria-label="${start}: ${entry}" @click=${() => this.store.startEntry(entry, host)}>${start}</button>
            </li>`,
        )}
      </ul>`;
  }
}
