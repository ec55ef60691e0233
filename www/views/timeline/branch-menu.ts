// The runs that came of going back and going on: a list in the order of the tree, of which one is played.
import { html, type TemplateResult } from "lit";
import { t } from "../../i18n/index";
import { depths, type BranchTree } from "../../lib/branches";
import { menu } from "../menu";
import { branchName } from "./branch-name";

/** `enter` plays one of them, `compare` shows where the one that is played has parted from the others. */
export function branchMenu(tree: BranchTree, enter: (id: number) => void, compare: () => void): TemplateResult {
  const depth = depths(tree);
  const choose = (event: Event, act: () => void) => {
    (event.currentTarget as HTMLElement).closest<HTMLElement>("[popover]")?.hidePopover();
    act();
  };
  const content = html`<ul class="branches">
    ${tree.branches.map(
      (branch) => html`<li .style=${`--depth: ${depth.get(branch.id) ?? 0}`}>
        <button aria-current=${branch.id === tree.current} ?disabled=${branch.id === tree.current} @click=${(event: Event) => choose(event, () => enter(branch.id))}>${branchName(branch, tree.current)}</button>
      </li>`,
    )}
    </ul>
    <p class="branches-foot"><button class="quiet" @click=${(event: Event) => choose(event, compare)}>${t("run.compare")}</button></p>`;
  return menu({ id: "branches", label: t("branches"), style: "chip", button: t("branches.count", { n: tree.branches.length }), content });
}
