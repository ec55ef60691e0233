// Services: processes that a supervisor keeps alive.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/index";
import { shortPid } from "../../lib/pid";
import type { ServiceRow } from "../../protocol";
import type { Slice } from "../../state";
import { View } from "../view";

@customElement("rh-services")
export class Services extends View {
  static override watches: readonly Slice[] = ["services"];

  protected override render(): TemplateResult {
    return html`<ul class="services">
      ${this.state.services.map((service) => this.service(service))}
    </ul>`;
  }

  private service({ id, state, process, up, restarts }: ServiceRow): TemplateResult {
    const label = up ? t("service.stop") : t("service.start");
    return html`<li>
      <span class="name cut" title=${id}>${id}</span>
      <span class="soft"
        ><span class="service-state ${state}">${t(`service.${state}`)}</span>${restarts > 0 ? html` · ${t("service.restarts", { n: restarts })}` : ""}
        ${process > 0 ? html`<button class="link mono" @click=${() => this.store.select({ process })}>${shortPid(process)}</button>` : ""}</span
      >
      <button class="small" ?disabled=${state === "stopping"} aria-label="${label}: ${id}" @click=${() => (up ? this.store.stopService(id) : this.store.startService(id))}>
        ${label}
      </button>
    </li>`;
  }
}
