// All commands by name: type a part of one, Enter runs it.
import { html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { commandsOf, type Named } from "../../commands";
import { t } from "../../i18n/index";
import { Modal } from "./modal";

@customElement("rh-palette")
export class Palette extends Modal {
  protected override readonly name = "palette";
  @state() private query = "";
  @state() private at = 0;

  protected override heading(): string {
    return t("palette");
  }

  protected override opened(): void {
    this.query = "";
    this.at = 0;
    this.querySelector("input")?.focus();
  }

  protected override content(): TemplateResult {
    const found = this.found();
    const at = Math.min(this.at, found.length - 1);
    return html`<input
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant=${found.length > 0 ? `palette-${at}` : ""}
        aria-label=${t("palette")}
        placeholder=${t("palette.placeholder")}
        autocomplete="off"
        spellcheck="false"
        .value=${this.query}
        @input=${this.type}
        @keydown=${this.key}
      />
      <ul id="palette-list" role="listbox" aria-label=${t("palette")}>
        ${found.map(
          ({ label, key }, index) =>
            html`<li role="option" id="palette-${index}" aria-selected=${index === at ? "true" : "false"} @click=${() => this.run(found[index])}>
              <span>${label}</span>${key ? html`<kbd>${key}</kbd>` : ""}
            </li>`,
        )}
      </ul>
      <p class="soft" role="status">${found.length === 0 ? t("palette.none") : ""}</p>`;
  }

  private found(): Named[] {
    const query = this.query.trim().toLocaleLowerCase();
    const words = query.split(/\s+/);
    const found = commandsOf(this.store).filter(({ label }) => words.every((word) => label.toLocaleLowerCase().includes(word)));
    // What is called so comes before what only has the words.
    const [called, others] = [true, false].map((wanted) => found.filter(({ label }) => label.toLocaleLowerCase().startsWith(query) === wanted));
    return [...called, ...others];
  }

  private readonly type = (event: InputEvent) => {
    this.query = (event.target as HTMLInputElement).value;
    this.at = 0;
  };

  private readonly key = (event: KeyboardEvent) => {
    const found = this.found();
    if (event.key === "ArrowDown") this.at = Math.min(found.length - 1, this.at + 1);
    else if (event.key === "ArrowUp") this.at = Math.max(0, this.at - 1);
    else if (event.key === "Enter" && found[this.at]) this.run(found[this.at]);
    else return;
    event.preventDefault();
    void this.updateComplete.then(() => this.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }));
  };

  private run(command: Named): void {
    this.close();
    this.store.dialog(null);
    command.run();
  }
}
