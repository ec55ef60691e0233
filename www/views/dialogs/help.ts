// The keys, the words, and the switch for single keys.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { help as texts } from "../../i18n/help.en";
import { language, learn, t } from "../../i18n/index";
import { withCode } from "../code-spans";
import { icons } from "../icons";
import { GLOSSARY } from "./glossary";
import { Modal } from "./modal";

learn(texts);

@customElement("rh-help")
export class Help extends Modal {
  protected override readonly name = "help";

  protected override heading(): string {
    return t("help");
  }

  protected override content(): TemplateResult {
    const { singleKeys } = this.state.preferences;
    return html`<div class="modal-head">
        <h2>${t("help")}</h2>
        <button class="quiet square" aria-label=${t("close")} @click=${() => this.close()}>${icons.close}</button>
      </div>
      <p>${t("help.about")}</p>
      <dl class="keys">
        ${keys().map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}
      </dl>
      <h3>${t("help.own")}</h3>
      <p>${withCode(t("help.own.about"))}</p>
      <p><button @click=${() => this.store.dialog("project")}>${t("project.title")}</button></p>
      <h3>${t("help.words")}</h3>
      <dl class="glossary">
        ${GLOSSARY[language()].map(([word, meaning]) => html`<dt>${word}</dt><dd>${withCode(meaning)}</dd>`)}
      </dl>
      <label class="check"
        ><input type="checkbox" .checked=${singleKeys} @change=${(event: Event) => this.store.prefer({ singleKeys: (event.target as HTMLInputElement).checked })} />
        ${t("help.single")}</label
      >`;
  }
}

function keys(): [string, string][] {
  return [
    [t("key.space"), t("help.space")],
    [".", t("help.step")],
    [",", t("help.back")],
    ["Y", t("share.copy")],
    ["/", t("help.filter")],
    ["F3", t("help.filter.next")],
    ["?", t("help.keys")],
    ["Ctrl+K", t("help.palette")],
    ["Esc", t("help.escape")],
    ["↑ ↓", t("help.events")],
    ["← →", t("help.along")],
    ["Enter", t("help.enter")],
    ["C  E", t("help.cause")],
    ["F", t("help.fold")],
    ["M", t("help.moment")],
    ["L", t("help.lanes")],
    ["K  P", t("help.fault.process")],
    ["X  D", t("help.fault.message")],
    ["+  −", t("help.zoom")],
    ["End", t("help.end")],
    ["Ctrl+C", t("help.interrupt")],
    ["Ctrl+D", t("help.eof")],
    ["Ctrl+Enter", t("help.run")],
    ["Alt+E", t("help.trace")],
    ["Ctrl+Space", t("help.complete")],
  ];
}
