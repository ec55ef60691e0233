// Which groups of lanes fold into one when there is no room for all of them.

export interface Foldable {
  /** Lanes that would be drawn. */
  lanes: number;
  /** Lanes that the reader chose to see one by one, beside one for the rest; 0: not opened. */
  opened: number;
}

/** For each group how many lanes it gets: all of them, or one for everybody (folded), or the opened ones and one for the rest. */
export function foldPlan(groups: readonly Foldable[], fits: number): number[] {
  const plan = groups.map(({ lanes, opened }) => (opened > 0 && opened < lanes ? opened + 1 : lanes));
  let total = plan.reduce((sum, lanes) => sum + lanes, 0);
  while (total > fits) {
    let largest = -1;
    for (let at = 0; at < groups.length; at += 1) {
      if (groups[at].opened === 0 && plan[at] > 1 && (largest < 0 || plan[at] > plan[largest])) largest = at;
    }
    if (largest < 0) break;
    total -= plan[largest] - 1;
    plan[largest] = 1;
  }
  return plan;
}
