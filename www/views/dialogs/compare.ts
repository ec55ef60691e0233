// Compares the run that plays with another one: which, how far it is, and where they part.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { Comparer, GivenUp } from "../../comparing/comparer";
import { loadTexts, say } from "../../comparing/texts";
import { language, t } from "../../i18n/index";
import { runText } from "../../lib/run-file";
import type { Comparison } from "../../protocol";
import type { Slice, ToCompare } from "../../state";
import { errorText } from "../../store";
import { branchName } from "../timeline/branch-name";
import { icons } from "../icons";
import "./compare-styles";
import { outcome } from "./compared";
import { Modal } from "./modal";

@customElement("rh-compare")
export class CompareDialog extends Modal {
  static override watches: readonly Slice[] = ["dialog", "comparison", "branches", "run"];

  protected override readonly name = "compare";
  /** How much of both runs is there; null: nothing is being compared. */
  @state() private share: number | null = null;
  /** What came of it, and the run that played then: only its events can be gone to. */
  @state() private done: { comparison: Comparison; with: ToCompare; run: number } | null = null;
  @state() private error = "";
  @state() private said = "";
  private comparer: Comparer | undefined;
  private asked: ToCompare | null = null;
  private spoken = "";

  protected override heading(): string {
    return say("compare.title");
  }

  protected override willUpdate(): void {
    if (!this.open) return;
    if (this.spoken !== language()) {
      this.spoken = language();
      void loadTexts().then(() => this.requestUpdate());
    }
    const { comparison } = this.state;
    if (comparison && comparison !== this.asked) {
      this.asked = comparison;
      void this.make(comparison);
    }
  }

  protected override opened(): void {
    // It says what was asked for last; of another run that plays now, that is no longer news.
    if (this.done && this.done.run !== this.state.run.number) this.forget();
  }

  private forget(): void {
    [this.done, this.error, this.said] = [null, "", ""];
  }

  protected override content(): TemplateResult {
    const { share } = this;
    return html`<div class="modal-head">
        <h2>${this.heading()}</h2>
        <button class="quiet square" aria-label=${t("close")} @click=${() => this.close()}>${icons.close}</button>
      </div>
      <p class="soft">${say("compare.about")}</p>
      ${share === null ? this.choices() : this.progress(share)}
      <div aria-live="polite">${this.outcome()}</div>
      ${this.done ? outcome(this.done.comparison, this.done.with, this.done.run === this.state.run.number ? this.goTo : undefined) : nothing}`;
  }

  private choices(): TemplateResult {
    const { branches, current } = this.state.branches;
    const others = branches.filter(({ id }) => id !== current && this.store.rewind.text(id) !== undefined);
    const press = (event: Event) => ((event.currentTarget as HTMLElement).nextElementSibling as HTMLInputElement).click();
    return html`<h3>${say("compare.with")}</h3>
      <div class="row">
        <button class="primary" @click=${press}>${say("compare.file")}</button>
        <input type="file" hidden accept=".json,application/json" aria-label=${say("compare.file")} @change=${this.chosen} />
        ${others.map((branch) => html`<button @click=${() => this.withBranch(branch.id)}>${branchName(branch, current)}</button>`)}
      </div>
      <p class="soft">${say("compare.drop")}</p>`;
  }

  private readonly chosen = async (event: Event) => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = ""; // the same file may be chosen again
    if (files.length === 0) return;
    const text = await runText(files).catch(() => undefined);
    this.forget();
    if (text === undefined) this.error = say("compare.no_run", { name: files[0].name });
    else this.store.runs.compare({ how: "file", text, name: files[0].name });
  };

  private withBranch(id: number): void {
    const text = this.store.rewind.text(id);
    if (text !== undefined) this.store.runs.compare({ how: "branch", text, name: t("branches.name", { n: String(id) }) });
  }

  private progress(share: number): TemplateResult {
    return html`<div class="compare-progress">
      <label>${say("compare.doing")} <progress max="1" .value=${share}></progress></label>
      <button class="give-up" @click=${() => this.comparer?.giveUp()}>${say("compare.give_up")}</button>
    </div>`;
  }

  private outcome(): TemplateResult | typeof nothing {
    if (this.error) return html`<p class="error">${this.error}</p>`;
    return this.said ? html`<p>${this.said}</p>` : nothing;
  }

  private async make(wanted: ToCompare): Promise<void> {
    this.comparer?.giveUp();
    this.forget();
    this.share = 0;
    const run = this.state.run.number;
    const comparer = (this.comparer = new Comparer(this.store, (share) => comparer === this.comparer && (this.share = share)));
    const isLatest = () => comparer === this.comparer;
    try {
      const made = await comparer.make(wanted);
      if (!isLatest()) return;
      if ("problems" in made) this.error = say("compare.broken", { n: made.problems });
      else this.done = { comparison: made.comparison, with: wanted, run };
    } catch (error) {
      if (!isLatest()) return;
      if (error instanceof GivenUp) this.said = say("compare.given_up");
      else this.error = errorText(error);
    } finally {
      if (isLatest()) await this.over();
    }
  }

  private async over(): Promise<void> {
    this.share = null;
    this.comparer = undefined;
    await this.updateComplete;
    // What was pressed has gone meanwhile.
    if (this.open && (document.activeElement === document.body || document.activeElement?.matches("dialog"))) {
      this.querySelector<HTMLElement>(".compare-sentence, button.primary")?.focus();
    }
  }

  private readonly goTo = (event: number) => {
    this.close();
    void this.store.runs.openAt(event);
  };
}
