// The runs that came of going back and going on: a list in the order of the tree, of which one is played.
import { html, type TemplateResult } from "lit";
import { formatNumber, t } from "../../i18n/index";
import { depths, type Branch, type BranchTree } from "../../lib/branches";
import { menu } from "../menu";

export function branchMenu(tree: BranchTree, enter: (id: number) => void): TemplateResult {
  const depth = depths(tree);
  const choose = (event: Event, id: number) => {
    (event.currentTarget as HTMLElement).closest<HTMLElement>("[popover]")?.hidePopover();
    enter(id);
  };
  const content = html`<ul class="branches">
    ${tree.branches.map(
      (branch) => html`<li .style=${`--depth: ${depth.get(branch.id) ?? 0}`}>
        <button aria-current=${branch.id === tree.current} ?disabled=${branch.id === tree.current} @click=${(event: Event) => choose(event, branch.id)}>${named(branch, tree.current)}</button>
      </li>`,
    )}
  </ul>`;
  return menu({ id: "branches", label: t("branches"), style: "chip", button: t("branches.count", { n: tree.branches.length }), content });
}

function named({ id, from, events }: Branch, current: number): string {
  const name = t("branches.name", { n: String(id) });
  const origin = from ? ` · ${t("branches.from", { event: formatNumber(from.event), branch: String(from.branch) })}` : "";
  return `${name}${origin} · ${id === current ? t("branches.current") : t("branches.events", { n: events })}`;
}
