// The top bar: which scenario, how fast, what time it is. On a narrow screen most of it moves into a menu.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { LANGUAGE_NAMES, t } from "../../i18n/index";
import { LANGS, type Lang } from "../../lib/preferences";
import { EXAMPLES } from "../../lib/project/ids";
import { titleOf } from "../../projects";
import { hasRun, type Slice } from "../../state";
import { icons } from "../icons";
import { menu } from "../menu";
import { View } from "../view";
import "./clock";
import { pacePicker } from "./pace";
import { runForm } from "./run-form";
import "./status";

@customElement("rh-topbar")
export class Topbar extends View {
  static override watches: readonly Slice[] = ["scenarios", "ownProjects", "phase", "narrow", "project", "past"];

  protected override render(): TemplateResult {
    const { store } = this;
    const { narrow } = this.state;
    const wide = !narrow;
    return html`<header class="bar">
      <h1 class="wordmark">Rehearsal<span aria-hidden="true">.</span></h1>
      ${wide ? this.scenarioPicker() : nothing} ${this.transport(hasRun(this.state))}
      <rh-clock .store=${store}></rh-clock>
      ${wide ? html`${pacePicker(store)} ${this.runMenu()}` : nothing}
      <span class="gap"></span>
      ${wide ? html`<rh-status .store=${store}></rh-status> ${this.shareButton()} ${this.themeButton()} ${this.languagePicker()}` : nothing} ${this.helpButton()}
      ${narrow ? this.moreMenu() : nothing}
    </header>`;
  }

  private transport(ready: boolean): TemplateResult {
    const { playing } = this.state.preferences.settings;
    const label = playing ? t("pause") : t(this.state.past ? "past.continue" : "play");
    return html`<span class="group" role="group" aria-label=${t("transport")}>
      <button class="square" ?disabled=${!ready} aria-label=${label} title=${`${label} (${t("key.space")})`} @click=${() => this.store.toggle()}>
        ${playing ? icons.pause : icons.play}
      </button>
      <button class="square" ?disabled=${!ready} aria-label=${t("step")} title=${`${t("step")} (.)`} @click=${() => this.store.step()}>${icons.step}</button>
    </span>`;
  }

  private scenarioPicker(): TemplateResult {
    const { scenarios, preferences, ownProjects } = this.state;
    const pick = (event: Event) => {
      const select = event.target as HTMLSelectElement;
      // Where it stands in the menu, that lies over what was chosen.
      select.closest<HTMLElement>("[popover]")?.hidePopover();
      void this.store.startFresh(select.value);
    };
    const option = ({ id }: { id: string }) => html`<option value=${id} .selected=${id === preferences.scenario}>${titleOf(id, ownProjects)}</option>`;
    return html`<select class="scenario" title=${titleOf(preferences.scenario, ownProjects)} aria-label=${t("scenario")} ?disabled=${scenarios.length === 0} @change=${pick}>
        <optgroup label=${t("scenario.rust")}>${scenarios.map(option)}</optgroup>
        <optgroup label=${t("scenario.scripts")}>${EXAMPLES.map(option)}</optgroup>
        ${ownProjects.length > 0 ? html`<optgroup label=${t("scenario.own")}>${ownProjects.map(option)}</optgroup>` : nothing}
      </select>
      <button class="square" aria-label=${t("project.open")} title=${t("project.open")} @click=${() => this.store.dialog("project")}>${icons.folder}</button>`;
  }

  private runMenu(): TemplateResult {
    const { seed, order } = this.state.preferences.settings;
    const button = html`${t("seed.short", { seed: String(seed) })}${order === "shuffled" ? ` · ${t("order.shuffled")}` : ""}`;
    return menu({ id: "run-menu", label: t("run.settings"), style: "chip", button, content: runForm(this.store) });
  }

  private shareButton(): TemplateResult {
    const why = hasRun(this.state) ? t("share.title") : t("run.none");
    return html`<button class="share-run" ?disabled=${!hasRun(this.state)} aria-label=${t("share")} title=${why} @click=${this.share}>${icons.share} <span>${t("share")}</span></button>`;
  }

  private readonly share = (event: Event) => {
    (event.currentTarget as HTMLElement).closest<HTMLElement>("[popover]")?.hidePopover();
    this.store.dialog("sharing");
  };

  private themeButton(): TemplateResult {
    const { theme } = this.state.preferences;
    const label = theme === "dark" ? t("theme.light") : t("theme.dark");
    return html`<button class="square" aria-label=${label} title=${label} @click=${() => this.store.prefer({ theme: theme === "dark" ? "light" : "dark" })}>
      ${icons.theme}
    </button>`;
  }

  private languagePicker(): TemplateResult {
    const { lang } = this.state.preferences;
    const pick = (event: Event) => void this.store.speak((event.target as HTMLSelectElement).value as Lang);
    return html`<select class="language" aria-label=${t("language")} @change=${pick}>
      ${LANGS.map((id) => html`<option value=${id} lang=${id} .selected=${id === lang}>${LANGUAGE_NAMES[id]}</option>`)}
    </select>`;
  }

  private helpButton(): TemplateResult {
    return html`<button class="square" aria-label=${t("help")} title=${`${t("help")} (?)`} @click=${() => this.store.dialog("help")}>?</button>`;
  }

  private moreMenu(): TemplateResult {
    const content = html`<div class="stack">
      <div class="scenario-field"><span>${t("scenario")}</span><span class="row">${this.scenarioPicker()}</span></div>
      <label>${t("pace")} ${pacePicker(this.store)}</label>
      ${runForm(this.store)}
      <div class="row">${this.shareButton()}</div>
      <label>${t("language")} ${this.languagePicker()}</label>
      <div class="row">${this.themeButton()} <button @click=${() => this.store.dialog("palette")}>${t("palette")}</button></div>
      <rh-status .store=${this.store}></rh-status>
    </div>`;
    return menu({ id: "more-menu", label: t("menu"), style: "square", button: icons.menu, content });
  }
}
