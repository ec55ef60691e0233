// Hands the trace to the diagram and to its twin, the table, and takes their selections back.
import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../i18n/index";
import type { Arrangement } from "../lib/arrangement";
import { focusArea } from "../lib/focus";
import { arrangementOf } from "../lib/preferences";
import type { Selection, Slice } from "../state";
import "./diagram/diagram";
import { View } from "./view";

/** A selection this shortly before a click was made by it. */
const TAP_MS = 500;

@customElement("rh-trace")
export class Trace extends View {
  static override watches: readonly Slice[] = ["version", "selection", "run", "follow", "preferences", "project", "database", "phase", "past", "upcoming", "filter", "waits"];

  static override calm = 0;

  @property({ attribute: false }) kind!: "diagram" | "table";

  protected override render(): TemplateResult {
    const { ring, version, selection, run, preferences, follow, phase, past, filter } = this.state;
    const { found, only } = filter;
    // What is found may be more where the trace is not.
    const news = version + (found?.revision ?? 0);
    const running = preferences.settings.playing && run.state !== "ended";
    const { pace } = preferences.settings;
    const { theme, lang } = preferences;
    const paused = phase === "ready" && !preferences.settings.playing;
    const broken = this.state.project?.running === null ? this.state.project.problems.length : 0;
    return this.kind === "diagram"
      ? html`<rh-diagram
          .ring=${found && only ? found.trace : ring}
          .search=${only ? null : found}
          .waits=${this.state.waits}
          .version=${news}
          .selection=${selection}
          .running=${running}
          .follow=${follow}
          .pace=${pace}
          .theme=${theme}
          .lang=${lang}
          .describe=${this.store.describe}
          .tagOf=${this.tagOf}
          .database=${this.state.database !== null}
          .nothing=${broken > 0 ? t("project.broken", { n: broken }) : paused ? t("diagram.paused") : ""}
          .remedy=${broken === 0 && paused ? t("play") : ""}
          .arrangement=${arrangementOf(preferences)}
          .moment=${past?.event ?? 0}
          .upcoming=${paused ? this.state.upcoming : null}
          @search=${() => this.store.filter.open()}
          @rewind=${(event: CustomEvent<{ event: number }>) => this.store.rewind.to(event.detail.event)}
          @now=${() => this.store.rewind.toNow()}
          @select=${this.select}
          @inspect=${this.inspect}
          @follow=${this.follow}
          @remedy=${() => this.store.play()}
          @arrange=${(event: CustomEvent<Arrangement>) => this.store.arrange(event.detail)}
          @click=${this.tapped}
        ></rh-diagram>`
      : html`<rh-table
          .ring=${ring}
          .version=${news}
          .selection=${selection}
          .running=${running}
          .follow=${follow}
          .pace=${pace}
          .theme=${theme}
          .lang=${lang}
          .describe=${this.store.describe}
          .moment=${past?.event ?? 0}
          .search=${found}
          .only=${only}
          @search=${() => this.store.filter.open()}
          @now=${() => this.store.rewind.toNow()}
          @select=${this.select}
          @inspect=${this.inspect}
          @follow=${this.follow}
        ></rh-table>`;
  }

  private readonly tagOf = (process: number) => this.store.tags.of(this.state.rows, this.state.run.number).get(process) ?? "";

  private selectedAt = 0;

  private readonly select = (event: CustomEvent<Selection>) => {
    this.selectedAt = performance.now();
    const { detail } = event;
    // Where an earlier moment is shown, what is chosen says which.
    if (this.state.past && detail && "event" in detail) this.store.rewind.to(detail.event);
    this.store.select(detail);
  };

  /** On a narrow screen the inspector is behind its tab: a tap that chose something opens it. */
  private readonly tapped = () => {
    const { narrow, selection } = this.state;
    if (narrow && selection && performance.now() - this.selectedAt < TAP_MS) this.store.show("message");
  };

  /** Enter or a click, where a mere move of the cursor only selects. */
  private readonly inspect = (event: CustomEvent<Selection>) => {
    this.store.select(event.detail);
    this.store.show("message");
    // There it takes the place of what had the keyboard.
    if (this.state.narrow) focusArea("message");
  };

  private readonly follow = (event: CustomEvent<{ on: boolean }>) => this.store.follow(event.detail.on);
}
