// What goes wrong on purpose: next, by chance, by a script; and a list of what struck.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { t } from "../../i18n/index";
import { clipRepeated } from "../../lib/clip";
import type { BranchTree } from "../../lib/branches";
import { chaosLine, processWord, RATES, word, type Rates } from "../../lib/faults";
import { entryName, shortPid } from "../../lib/pid";
import { formatDuration, formatInstant } from "../../lib/time";
import { sentence } from "../../lib/trace/sentence";
import type { FaultsSet, ScriptLine } from "../../protocol";
import { errorText } from "../../store";
import type { Slice } from "../../state";
import { View } from "../view";
import "./message";
import { Struck } from "./struck";
import { loadTexts, say } from "./texts";

type Part = "next" | "mailbox" | "chance" | "script";

const NEXT = ["drop", "duplicate", "delay", "front"] as const;
/** How each is said to the engine: before the message, and behind it. */
const LINES: Record<(typeof NEXT)[number], [string, string]> = { drop: ["drop", ""], duplicate: ["duplicate", ""], delay: ["delay", " by 1s"], front: ["move", " front"] };

@customElement("rh-faults")
export class Faults extends View {
  static override watches: readonly Slice[] = ["version", "rows", "run", "branches"];
  static override calm = 250;

  /** What was refused, and in which part of the panel it was asked for. */
  @state() private refused: { part: Part; why: string } | null = null;
  @state() private rates: Rates = { drop: 20, duplicate: 0, delay: 50, reorder: 0, crash: 0, spawn: 0 };
  @state() private late = "1s";
  /** What chance is set to now; "": it is off. */
  @state() private chance = "";
  @state() private script = "";
  @state() private scriptOn = false;
  @state() private problems: ScriptLine[] = [];
  @state() private outcomes: ScriptLine[] = [];
  @state() private spoken = "";
  private readonly struck = new Struck();
  private run = 0;
  private tree: BranchTree | undefined;
  /** The newest branch so far: one that is newer goes on from the run before. */
  private branch = 0;
  private asking = false;
  private wanted = false;

  protected override updated(changed: PropertyValues): void {
    if (changed.has("refused")) this.querySelector("[role=alert]")?.scrollIntoView({ block: "nearest" });
  }

  protected override willUpdate(): void {
    const { run, ring, preferences, branches } = this.state;
    if (this.spoken !== preferences.lang) void loadTexts().then(() => (this.spoken = preferences.lang));
    // Another engine counts its runs anew; each run that begins has a tree of its own.
    if (run.number !== this.run || branches !== this.tree) {
      [this.run, this.tree] = [run.number, branches];
      const { current } = branches;
      const goesOn = current > this.branch && this.branch > 0;
      this.branch = Math.max(current, goesOn ? this.branch : 0);
      void this.learn(goesOn && this.scriptOn);
    }
    this.struck.look(ring);
    if (this.scriptOn) void this.follow();
  }

  /** What is set in the run that is there now: one that was opened may have brought a script, or chance. `isOurs`: the script is the one that stands here. */
  private async learn(isOurs: boolean): Promise<void> {
    const { run, tree } = this;
    [this.chance, this.scriptOn, this.outcomes, this.refused] = ["", false, [], null];
    const set = await this.store.request<FaultsSet>({ type: "faults" }).catch(() => undefined);
    if (!set || run !== this.run || tree !== this.tree) return;
    const { outcomes, to_come: toCome, chance } = set;
    this.chance = chance === "chaos off" ? "" : chance;
    this.scriptOn = toCome.length > 0 || (isOurs && outcomes.length > 0);
    if (this.scriptOn && !isOurs) [this.script, this.problems] = [toCome.map(({ message }) => message).join("\n"), []];
    this.outcomes = isOurs ? outcomes : [];
  }

  private async follow(): Promise<void> {
    this.wanted = true;
    if (this.asking) return;
    this.asking = true;
    // The last update before a pause may come while an answer is on its way.
    while (this.wanted) {
      this.wanted = false;
      const set = await this.store.request<FaultsSet>({ type: "faults" }).catch(() => undefined);
      if (set && this.scriptOn && set.outcomes.length !== this.outcomes.length) this.outcomes = set.outcomes;
    }
    this.asking = false;
  }

  protected override render(): TemplateResult {
    return html`<div class="faults" tabindex="0" role="group" aria-label=${t("area.faults")}>
      <div class="faults-columns">
        <div>${this.next()} ${this.mailbox()} ${this.byChance()}</div>
        <div>${this.scripted()}</div>
        <div>${this.list()}</div>
      </div>
    </div>`;
  }

  /** It stands where the reader is: the panel is longer than what is seen of it. */
  private refusal(part: Part): TemplateResult | typeof nothing {
    return this.refused?.part === part ? html`<p class="error" role="alert" lang="en">${this.refused.why}</p>` : nothing;
  }

  private next(): TemplateResult {
    return html`<fieldset>
      <legend>${say("next")}</legend>
      <button class="small" @click=${() => void this.strike("next", "fail spawn")}>${say("next.spawn")}</button>
      <form class="row" @submit=${this.wait}>
        <select name="what" aria-label=${say("next.message")}>${NEXT.map((what) => html`<option value=${what}>${say("next.message")}: ${say(`next.${what}`)}</option>`)}</select>
        <input name="topic" class="mono" size="10" placeholder=${say("next.topic")} aria-label=${say("next.topic")} spellcheck="false" autocapitalize="off" autocomplete="off" />
        <input name="to" class="mono" size="10" placeholder=${say("next.to")} aria-label=${say("next.to")} spellcheck="false" autocapitalize="off" autocomplete="off" />
        <button class="small">${say("next.do")}</button>
      </form>
      ${this.refusal("next")}
    </fieldset>`;
  }

  private mailbox(): TemplateResult {
    const living = this.state.rows.filter(({ ended }) => !ended);
    return html`<fieldset>
      <legend>${say("mailbox")}</legend>
      ${living.length === 0
        ? html`<p class="soft">${say("mailbox.none")}</p>`
        : html`<form class="row" @submit=${this.fill}>
            <label><span class="soft">${say("mailbox.of")}</span>
              <select name="process">
                ${living.map(({ number, entry, names, filled }) => html`<option value=${number}>${names[0] ?? entryName(entry)} ${shortPid(number)}${filled ? ` · ${t("state.filled")}` : ""}</option>`)}
              </select></label>
            <button class="small" value="fill">${say("mailbox.fill")}</button>
            <button class="small" value="unfill">${say("mailbox.unfill")}</button>
          </form>`}
      ${this.refusal("mailbox")}
      <p class="soft">${say("mailbox.about")}</p>
    </fieldset>`;
  }

  private byChance(): TemplateResult {
    return html`<fieldset>
      <legend>${say("chance")}</legend>
      <p class="soft">${say("chance.about")}</p>
      <form @submit=${this.setChance}>
        <div class="faults-rates">
          ${RATES.map(
            (name) =>
              html`<label>${say(`chance.${name}`)}
                <input type="number" min="0" max="1000" .value=${String(this.rates[name])} @input=${(event: Event) => this.rate(name, (event.target as HTMLInputElement).valueAsNumber)} /></label>`,
          )}
          <label>${say("chance.late")} <input class="mono" size="6" .value=${this.late} spellcheck="false" autocapitalize="off" @input=${(event: Event) => (this.late = (event.target as HTMLInputElement).value)} /></label>
        </div>
        <div class="row">
          <button name="set" class="small">${say("chance.on")}</button>
          <button type="button" class="small" ?disabled=${this.chance === ""} @click=${this.switchOff}>${say("chance.off")}</button>
          <span role="status">${this.chance ? say("chance.is_on", { rates: this.chance.replace(/^chaos /, "") }) : say("chance.is_off")}</span>
        </div>
      </form>
      ${this.refusal("chance")}
    </fieldset>`;
  }

  private scripted(): TemplateResult {
    const { problems, outcomes } = this;
    return html`<fieldset>
      <legend>${say("script")}</legend>
      <textarea
        class="mono"
        rows="6"
        aria-label=${say("script.label")}
        aria-invalid=${problems.length > 0 ? "true" : "false"}
        aria-describedby="faults-script-problems"
        placeholder=${say("script.example")}
        spellcheck="false"
        autocapitalize="off"
        .value=${this.script}
        @input=${(event: Event) => void this.write((event.target as HTMLTextAreaElement).value)}
      ></textarea>
      <div class="row">
        <button class="small" title=${this.scriptOn ? say("script.off") : nothing} ?disabled=${!this.scriptOn && (problems.length > 0 || this.script.trim() === "")} @click=${() => void this.plan(!this.scriptOn)}>
          ${say(this.scriptOn ? "chance.off" : "script.on")}
        </button>
        <span role="status">${say(this.scriptOn ? "script.is_on" : "script.is_off")}</span>
      </div>
      ${this.refusal("script")}
      <ul id="faults-script-problems" class="faults-lines">
        ${problems.slice(0, 10).map(({ line, message }) => html`<li class="error">${say("script.problem", { line: String(line), message: clipRepeated(message) })}</li>`)}
        ${outcomes.slice(-10).map(({ line, message }) =>
          message ? html`<li class="error">${say("script.problem", { line: String(line), message: clipRepeated(message) })}</li>` : html`<li>✓ ${say("script.done", { line: String(line) })}</li>`,
        )}
      </ul>
      <p class="soft">${say("script.help")}</p>
    </fieldset>`;
  }

  private list(): TemplateResult {
    const { ring, selection } = this.state;
    const { events, total } = this.struck;
    const chosen = selection && "event" in selection ? selection.event : 0;
    const kept = events.filter((n) => ring.has(n));
    return html`<fieldset>
      <legend>${say("struck")}</legend>
      <p class="soft">${say(total === 0 ? "struck.none" : "about")}</p>
      <ol class="causes">
        ${kept.toReversed().map(
          (n) => html`<li aria-current=${n === chosen ? "true" : nothing}>
            <button class="link" @click=${() => this.open(n)}>${sentence(ring, n, t, { duration: formatDuration }).replace(/^\d+: /, "")}</button>
            <span class="soft mono">${formatInstant(ring.time(n))}</span>
          </li>`,
        )}
      </ol>
      ${total > kept.length ? html`<p class="soft">${say("struck.more", { n: total - kept.length })}</p>` : nothing}
    </fieldset>`;
  }

  private open(event: number): void {
    this.store.follow(false);
    this.store.select({ event });
    this.store.show("message");
  }

  /** Whether it was done. */
  private async strike(part: Part, line: string): Promise<boolean> {
    try {
      await this.store.strike(line);
      this.refused = null;
      return true;
    } catch (error) {
      this.refused = { part, why: errorText(error) };
      return false;
    }
  }

  private readonly wait = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const [before, behind] = LINES[data.get("what") as (typeof NEXT)[number]];
    const [topic, to] = ["topic", "to"].map((name) => (data.get(name) as string).trim());
    void this.strike("next", `${before} next${topic ? ` ${word(topic)}` : ""}${to ? ` to ${word(to)}` : ""}${behind}`);
  };

  private readonly fill = (event: SubmitEvent) => {
    event.preventDefault();
    const process = Number(new FormData(event.target as HTMLFormElement).get("process"));
    void this.strike("mailbox", `${(event.submitter as HTMLButtonElement).value} ${processWord(process)}`);
  };

  private rate(name: keyof Rates, value: number): void {
    this.rates = { ...this.rates, [name]: Number.isNaN(value) ? 0 : Math.min(1000, Math.max(0, Math.round(value))) };
  }

  private readonly setChance = (event: SubmitEvent) => {
    event.preventDefault();
    void this.setTo(chaosLine(this.rates, this.late));
  };

  private readonly switchOff = async ({ currentTarget }: Event) => {
    await this.setTo("chaos off");
    await this.updateComplete;
    // A button that can do nothing any more lets go of the keyboard.
    const button = currentTarget as HTMLButtonElement;
    const here = [button, document.body].includes(document.activeElement as HTMLElement);
    if (button.disabled && here) this.querySelector<HTMLElement>("button[name=set]")?.focus();
  };

  private async setTo(line: string): Promise<void> {
    if (await this.strike("chance", line)) this.chance = line === "chaos off" ? "" : line;
  }

  /** What is changed is no longer what was switched on. */
  private async write(script: string): Promise<void> {
    this.script = script;
    this.scriptOn = false;
    this.outcomes = [];
    const problems = await this.store.request<ScriptLine[]>({ type: "fault_script", text: script, on: false }).catch(() => []);
    if (script === this.script) this.problems = problems;
  }

  private async plan(on: boolean): Promise<void> {
    try {
      this.problems = await this.store.request<ScriptLine[]>({ type: "fault_script", text: on ? this.script : "", on });
      this.scriptOn = on && this.problems.length === 0;
      [this.run, this.tree] = [this.state.run.number, this.state.branches]; // what is set in it is known
      this.outcomes = [];
      this.refused = null;
    } catch (error) {
      this.refused = { part: "script", why: errorText(error) };
    }
  }
}
