// Runs that the browser has kept and no tab plays: left by a tab that was closed, or put aside for another run.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { language, learn, t } from "../../i18n/index";
import { shared as texts } from "../../i18n/share.en";
import type { Listed } from "../../keeping/keeper";
import type { Slice } from "../../state";
import { View } from "../view";

learn(texts);

@customElement("rh-kept")
export class KeptRuns extends View {
  static override watches: readonly Slice[] = ["dialog"];

  @state() private runs: readonly Listed[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look();
  }

  private readonly look = async () => {
    this.runs = await this.store.kept.list();
  };

  protected override render(): TemplateResult | typeof nothing {
    if (this.runs.length === 0) return nothing;
    return html`<h3>${t("kept.title")}</h3>
      <p class="soft">${t("kept.about")}</p>
      <ul class="own-projects">
        ${this.runs.map((run) => this.row(run))}
      </ul>`;
  }

  private row({ id, name, events, keptAt }: Listed): TemplateResult {
    const when = new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(keptAt);
    const { kept } = this.store;
    const goOn = () => {
      this.store.dialog(null);
      this.store.links.leave();
      void kept.with((keeper) => keeper.goOn(id));
    };
    const remove = () => void kept.with((keeper) => keeper.remove(id)).then(this.look);
    const said = t("kept.events", { n: events, when });
    return html`<li>
      <span><button class="link" aria-label=${`${t("kept.go_on")}: ${name}, ${said}`} @click=${goOn}>${name}</button> <span class="soft">${said}</span></span>
      <button class="small" aria-label=${`${t("run.save")}: ${name}`} @click=${() => void kept.with((keeper) => keeper.download(id))}>${t("run.save")}</button>
      <button class="small" aria-label=${`${t("project.remove")}: ${name}`} @click=${remove}>${t("project.remove")}</button>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "rh-kept": KeptRuns;
  }
}
