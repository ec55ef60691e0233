// <rh-stacks>: what a script is calling, for each of its tasks, with the variables of each function.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { learn, t } from "../../i18n/index";
import { stacks as texts } from "../../i18n/stacks.en";
import { entryName } from "../../lib/pid";
import type { Frame, Variable } from "../../protocol";
import { View } from "../view";
import "./stacks-styles";

learn(texts);

@customElement("rh-stacks")
export class Stacks extends View {
  /** Of each task, the innermost function first. */
  @property({ attribute: false }) stacks: readonly Frame[][] = [];

  protected override render(): TemplateResult | typeof nothing {
    const { stacks } = this;
    if (stacks.length === 0) return nothing;
    return html`<h3>${t("stacks.title")}</h3>
      ${stacks.map(
        (stack, task) => html`${stacks.length > 1 ? html`<h4 class="soft">${t("stacks.task", { n: task + 1 })}</h4>` : nothing}
          <ol class="stack-frames">
            ${stack.map((frame, depth) => this.frame(frame, depth === 0))}
          </ol>`,
      )}`;
  }

  private frame({ entry, line, function: name, locals, captured }: Frame, innermost: boolean): TemplateResult {
    const place = t("inspector.line.value", { entry: entryName(entry), line });
    return html`<li>
      <details ?open=${innermost}>
        <summary class="cut">${name ? t("inspector.line.value", { entry: name, line }) : place}</summary>
        <button class="link" @click=${() => this.store.reveal(entry, line)}>${t("stacks.show")}</button>
        ${locals.length + captured.length === 0 ? html`<p class="soft">${t("stacks.bare")}</p>` : nothing} ${variables(locals)}
        ${captured.length > 0 ? html`<p class="soft">${t("stacks.captured")}</p>` : nothing} ${variables(captured)}
      </details>
    </li>`;
  }
}

function variables(list: readonly Variable[]): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<dl>
    ${list.map(({ name, value }) => html`<dt class="mono">${name}</dt><dd class="mono">${value}</dd>`)}
  </dl>`;
}
