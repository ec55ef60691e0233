// Which groups of lanes fold into one when there is no room for all of them.

export interface Foldable {
  /** Lanes that would be drawn. */
  lanes: number;
  /** Lanes that stand alone in any case, beside one for the rest: the reader chose or pinned them. */
  opened: number;
  /** The reader folded it, also when there is room. */
  folded?: boolean;
}

/** For each group how many lanes it gets: all of them, or one for everybody (folded), or the opened ones and one for the rest. */
export function foldPlan(groups: readonly Foldable[], fits: number): number[] {
  const least = groups.map(({ lanes, opened }) => Math.min(lanes, opened + 1));
  const plan = groups.map(({ lanes, folded }, at) => (folded ? least[at] : lanes));
  let total = plan.reduce((sum, lanes) => sum + lanes, 0);
  while (total > fits) {
    let largest = -1;
    for (let at = 0; at < groups.length; at += 1) {
      if (plan[at] > least[at] && (largest < 0 || plan[at] > plan[largest])) largest = at;
    }
    if (largest < 0) break;
    total -= plan[largest] - least[largest];
    plan[largest] = least[largest];
  }
  return plan;
}
