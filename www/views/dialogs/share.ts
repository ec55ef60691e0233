// The run that is played, for others: as a link, as a QR code, as a file.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { formatNumber, t } from "../../i18n/index";
import { formatClock } from "../../lib/time";
import { LONGEST, LONGEST_CODE } from "../../share/link";
import { copied, linkOf, snapshot, type Snapshot } from "../../share/sharing";
import type { Slice } from "../../state";
import { errorText, offer } from "../../store";
import { icons } from "../icons";
import { Late } from "../parts";
import { Modal } from "./modal";
import "./share-styles";

@customElement("rh-share")
export class ShareDialog extends Modal {
  static override watches: readonly Slice[] = ["dialog"];

  protected override readonly name = "sharing";
  /** The run as it was when the dialog came up, and its link. */
  @state() private run: Snapshot | null = null;
  @state() private link = "";
  /** Whether it opens at the event that was selected. */
  @state() private atEvent = true;
  @state() private error = "";
  @state() private copiedBy: "clipboard" | "hand" | null = null;
  private readonly code = new Late(this, "code");

  protected override heading(): string {
    return t("share.title");
  }

  protected override opened(): void {
    this.run = null;
    this.link = this.error = "";
    this.atEvent = true;
    this.copiedBy = null;
    void this.look();
  }

  private async look(): Promise<void> {
    try {
      this.run = await snapshot(this.store);
      await this.make();
      await this.updateComplete;
      this.querySelector<HTMLElement>(".copy-link")?.focus();
    } catch (error) {
      this.error = errorText(error);
    }
  }

  private async make(): Promise<void> {
    const { run } = this;
    if (!run) return;
    this.copiedBy = null;
    const link = await linkOf(run, this.atEvent ? run.event : 0);
    if (run === this.run) this.link = link;
  }

  protected override willUpdate(): void {
    if (this.open && this.link && this.link.length <= LONGEST_CODE) this.code.want();
  }

  protected override content(): TemplateResult {
    const { run, link, error } = this;
    return html`<div class="modal-head">
        <h2>${this.heading()}</h2>
        <button class="quiet square" aria-label=${t("close")} @click=${() => this.close()}>${icons.close}</button>
      </div>
      <p>${t("share.about")} ${run && run.inputs > 0 ? t("share.private") : ""}</p>
      ${run ? html`<p class="soft">${this.holds(run)}</p>` : nothing}
      ${error ? html`<p class="error" role="alert">${error}</p>` : link ? this.asLink(link) : html`<p class="soft" role="status">${t("share.making")}</p>`}
      <h3>${t("share.file")}</h3>
      <p class="soft">${t("share.file.about")}</p>
      <div class="row">
        <button @click=${() => void this.store.saveRun()}>${t("run.save")}</button>
        <button @click=${() => this.store.dialog("project")}>${t("run.open")}</button>
        <button @click=${() => this.store.dialog("export")}>${t("run.export")}</button>
        <button @click=${() => this.store.dialog("compare")}>${t("run.compare")}</button>
      </div>`;
  }

  private holds({ name, inputs, files, events, time }: Snapshot): string {
    const parts = [t("share.inputs", { n: inputs }), ...(files > 0 ? [t("share.files", { n: files })] : []), t("share.events", { n: events }), formatClock(time)];
    return `${name}: ${parts.join(", ")}`;
  }

  private asLink(link: string): TemplateResult {
    const { run, atEvent } = this;
    const choose = (event: Event) => {
      this.atEvent = (event.target as HTMLInputElement).checked;
      void this.make();
    };
    const at = run && run.event > 0 ? html`<label class="check"><input type="checkbox" .checked=${atEvent} @change=${choose} /> ${t("share.at", { event: run.event })}</label>` : nothing;
    if (link.length > LONGEST) return html`${at}<p class="error" role="status">${t("share.too_long", { n: link.length, most: LONGEST })}</p>`;
    return html`${at}
      <div class="row link-row">
        <input readonly class="mono" aria-label=${t("share.link")} .value=${link} @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()} />
        <button class="primary copy-link" @click=${this.copy}>${t("share.link.copy")}</button>
      </div>
      <p class="soft" role="status">${this.said(link)}</p>
      ${this.asCode(link)}`;
  }

  private said(link: string): string {
    const { run, atEvent, copiedBy } = this;
    if (copiedBy === "hand") return t("share.by_hand");
    if (copiedBy === null) return t("share.length", { n: link.length });
    return run && atEvent && run.event > 0 ? t("share.copied.event", { n: link.length, event: run.event }) : t("share.copied", { n: link.length });
  }

  private readonly copy = async () => {
    this.copiedBy = (await copied(this.link)) ? "clipboard" : "hand";
    if (this.copiedBy === "hand") this.querySelector<HTMLInputElement>(".link-row input")?.select();
  };

  private asCode(link: string): TemplateResult {
    const part = this.code.part;
    const fits = link.length <= LONGEST_CODE;
    const save = () => offer(part!.file(link), `${this.run!.name.replace(/[^\p{L}\p{N} -]+/gu, " ").trim() || "run"}.svg`);
    return html`<h3>${t("share.code")}</h3>
      ${!fits
        ? html`<p class="soft">${t("share.code.too_long", { most: formatNumber(LONGEST_CODE) })}</p>`
        : part
          ? html`<div class="link-code">
              ${part.picture(link, `${t("share.code")}: ${this.run!.name}`)}
              <div>
                <p class="soft">${t("share.code.about")}</p>
                <button @click=${save}>${t("share.code.save")}</button>
              </div>
            </div>`
          : this.code.place}`;
  }
}
