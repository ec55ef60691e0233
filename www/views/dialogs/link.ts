// A run that came by a link and brings programs along: what it holds, before anything of it runs.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { formatNumber, t } from "../../i18n/index";
import { formatClock } from "../../lib/time";
import { plain } from "../../lib/plain-text";
import { refuseLink, runLink } from "../../share/opening";
import type { LinkedRun, Slice } from "../../state";
import { Modal } from "./modal";
import "./share-styles";

/** Characters of a file that are shown: enough to see what it does. */
const SHOWN = 20_000;

@customElement("rh-link")
export class LinkDialog extends Modal {
  static override watches: readonly Slice[] = ["dialog", "link"];

  protected override readonly name = "link";
  /** Files whose text is shown. */
  @state() private unfolded: readonly string[] = [];

  protected override heading(): string {
    return t("link.title");
  }

  protected override opened(): void {
    this.unfolded = [];
    // Enter must not run what was not looked at.
    this.querySelector<HTMLElement>("h2")?.focus();
  }

  protected override updated(): void {
    super.updated();
    // Esc, a click beside it, another dialog in its place: not now.
    if (!this.open && this.state.link) refuseLink(this.store);
  }

  protected override content(): TemplateResult {
    const { link } = this.state;
    if (!link) return html``;
    return html`<h2 tabindex="-1">${this.heading()}</h2>
      <p>${t(link.files ? "link.files.about" : "link.database.about")}</p>
      ${this.facts(link)} ${link.files ? this.files(link.files) : nothing}
      <div class="row">
        <button class="primary" @click=${() => this.run(link)}>${t("link.run")}</button>
        <button @click=${() => this.close()}>${t("link.not_now")}</button>
      </div>`;
  }

  private facts({ name, files, inputs, events, time, seed, shuffled, shared }: LinkedRun): TemplateResult {
    const holds = [...(files ? [t("share.files", { n: Object.keys(files).length })] : []), t("share.inputs", { n: inputs }), t("share.events", { n: events })];
    const { event } = shared.view;
    return html`<dl class="link-facts">
      <dt>${t("link.name")}</dt>
      <dd>${plain(name.slice(0, 200))}</dd>
      <dt>${t("link.holds")}</dt>
      <dd>${holds.join(", ")}</dd>
      <dt>${t("link.seed")}</dt>
      <dd>${String(seed)}, ${t(shuffled ? "order.shuffled" : "order.fifo")}</dd>
      <dt>${t("link.opens")}</dt>
      <dd>${event !== undefined && event < events ? t("link.event", { event, n: events }) : t("link.end", { time: formatClock(time) })}</dd>
    </dl>`;
  }

  private files(files: NonNullable<LinkedRun["files"]>): TemplateResult {
    return html`<ul class="link-files">
      ${Object.entries(files).map(
        ([path, text]) =>
          html`<li>
            <details @toggle=${(event: Event) => this.unfold(path, (event.target as HTMLDetailsElement).open)}>
              <summary><bdi class="mono">${plain(path)}</bdi> <span class="soft">${size(text)}</span></summary>
              ${this.unfolded.includes(path) ? this.text(text) : nothing}
            </details>
          </li>`,
      )}
    </ul>`;
  }

  private text(text: string): TemplateResult {
    const more = text.length - SHOWN;
    return html`<pre tabindex="0">${plain(text.slice(0, SHOWN))}</pre>
      ${more > 0 ? html`<p class="soft">${t("link.file.more", { n: more })}</p>` : nothing}`;
  }

  private unfold(path: string, open: boolean): void {
    this.unfolded = open ? [...this.unfolded, path] : this.unfolded.filter((other) => other !== path);
  }

  private run(link: LinkedRun): void {
    this.store.ask(null);
    void runLink(this.store, link);
  }
}

function size(text: string): string {
  const bytes = new Blob([text]).size;
  return `${formatNumber(Math.max(0.1, Math.round((bytes / 1024) * 10) / 10))}\u00a0${t("unit.kib")}`;
}
