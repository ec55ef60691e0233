// Opens a project of files: dropped, chosen, pasted, or begun from a template; and lists those that the browser keeps.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { t } from "../../i18n/index";
import { Missing } from "../../lib/missing";
import { readFiles, readPasted, type Project } from "../../lib/project/index";
import { EXAMPLES } from "../../lib/project/ids";
import { isRun, runText } from "../../lib/run-file";
import { originals, templateName, templateTitle, titleOf } from "../../projects";
import type { Slice } from "../../state";
import { errorText } from "../../store";
import { icons } from "../icons";
import "./kept";
import { Modal } from "./modal";

/** Folders of examples/ to begin from. */
const TEMPLATES = ["hello", "talk", "guestbook", ...EXAMPLES.map(({ folder }) => folder)];

@customElement("rh-project")
export class ProjectDialog extends Modal {
  static override watches: readonly Slice[] = ["dialog", "ownProjects"];

  protected override readonly name = "project";
  @state() private error: { text: string; again?: () => void } | null = null;
  /** The project that is about to be removed. */
  @state() private leaving = "";

  protected override heading(): string {
    return t("project.heading");
  }

  protected override opened(): void {
    this.error = null;
    this.leaving = "";
  }

  protected override content(): TemplateResult {
    return html`<div class="modal-head">
        <h2>${this.heading()}</h2>
        <button class="quiet square" aria-label=${t("close")} @click=${() => this.close()}>${icons.close}</button>
      </div>
      <p class="soft">${t("project.about")}</p>
      ${this.error ? this.complaint(this.error) : nothing}
      <div class="drop">
        <p>${t("project.drop")}</p>
        <div class="row">${this.chooser(t("project.folder"), true)} ${this.chooser(t("project.files"), false)}</div>
      </div>
      <h3>${t("project.templates")}</h3>
      <div class="row">
        ${TEMPLATES.map((folder) => html`<button @click=${() => this.begin(folder)}>${templateTitle(folder)}</button>`)}
      </div>
      <form class="stack" @submit=${this.paste}>
        <label>${t("project.paste")} <textarea name="text" rows="4" class="mono" spellcheck="false" required></textarea></label>
        <button>${t("project.paste.open")}</button>
      </form>
      ${this.own()} <rh-kept .store=${this.store}></rh-kept>`;
  }

  /** The browser's own button cannot be named in the reader's language: a button of ours presses it. */
  private chooser(label: string, folder: boolean): TemplateResult {
    const press = (event: Event) => ((event.currentTarget as HTMLElement).nextElementSibling as HTMLInputElement).click();
    const chosen = (event: Event) => {
      const input = event.target as HTMLInputElement;
      const files = [...(input.files ?? [])];
      input.value = ""; // the same folder may be chosen again
      if (files.length > 0) void this.take(files);
    };
    return html`<button @click=${press}>${label}</button><input type="file" hidden multiple ?webkitdirectory=${folder} aria-label=${label} @change=${chosen} />`;
  }

  private readonly paste = (event: SubmitEvent) => {
    event.preventDefault();
    const text = new FormData(event.target as HTMLFormElement).get("text") as string;
    if (isRun(text)) this.openRun(text);
    else void this.bring(() => readPasted(text));
  };

  private async take(files: File[]): Promise<void> {
    const run = await runText(files);
    if (run !== undefined) this.openRun(run);
    else await this.bring(() => readFiles(files));
  }

  private openRun(text: string): void {
    this.close();
    void this.store.openRun(text);
  }

  private complaint({ text, again }: { text: string; again?: () => void }): TemplateResult {
    return html`<p class="error" role="alert">${text} ${again ? html`<button class="small" @click=${again}>${t("part.again")}</button>` : nothing}</p>`;
  }

  private begin(folder: string): void {
    void this.bring(async () => ({ name: templateName(folder), files: (await originals())[folder], leftOut: 0 }));
  }

  private async bring(read: () => Project | Promise<Project>): Promise<void> {
    try {
      const project = await read();
      this.error = null;
      this.close();
      await this.store.bring(project);
    } catch (error) {
      this.error = { text: errorText(error), again: error instanceof Missing ? () => void this.bring(read) : undefined };
    }
  }

  private own(): TemplateResult | typeof nothing {
    const { ownProjects } = this.state;
    if (ownProjects.length === 0) return nothing;
    return html`<h3>${t("scenario.own")}</h3>
      <ul class="own-projects">
        ${ownProjects.map(({ id }) => (id === this.leaving ? this.question(id, titleOf(id, ownProjects)) : this.row(id, titleOf(id, ownProjects))))}
      </ul>`;
  }

  private row(id: string, name: string): TemplateResult {
    const open = () => {
      this.close();
      void this.store.open(id);
    };
    return html`<li>
      <button class="link" @click=${open}>${name}</button>
      <button class="small" aria-label=${`${t("project.download")}: ${name}`} @click=${() => void this.store.download(id)}>${t("project.download")}</button>
      <button class="small" aria-label=${`${t("project.remove")}: ${name}`} @click=${() => (this.leaving = id)}>${t("project.remove")}</button>
    </li>`;
  }

  private question(id: string, name: string): TemplateResult {
    return html`<li role="alert">
      <span>${t("project.remove.ask", { name })}</span>
      <button class="small" @click=${() => void this.store.forget(id)}>${t("project.remove")}</button>
      <button class="small" @click=${() => (this.leaving = "")}>${t("project.keep")}</button>
    </li>`;
  }
}
