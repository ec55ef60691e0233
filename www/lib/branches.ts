// The runs that came of going back and going on: a tree, of which one is played and the others are kept as texts.

/** A run of the tree. */
export interface Branch {
  id: number;
  /** The run that it went off from, and the last event that both have; null: the first one. */
  from: { branch: number; event: number } | null;
  /** How many events it had when it was left; of the one that is played, when it began. */
  events: number;
}

/** What the page shows of it. */
export interface BranchTree {
  /** Each after the one that it went off from. */
  branches: readonly Branch[];
  current: number;
}

/** So many are kept; and so many characters of them. */
const MOST = 50;
const MOST_TEXT = 64_000_000;

export class Branches {
  private branches: Branch[] = [{ id: 1, from: null, events: 0 }];
  private current = 1;
  private lastId = 1;
  /** The texts of those that are not played. */
  private texts = new Map<number, string>();

  /** A tree that was kept. undefined: it is none, or lacks a text. */
  static of({ branches, current }: BranchTree, texts: readonly [id: number, text: string][]): Branches | undefined {
    const [tree, ids] = [new Branches(), new Set(branches.map(({ id }) => id))];
    const all = new Map(texts);
    const whole = branches.every(({ id, from }) => (id === current || all.has(id)) && (!from || ids.has(from.branch)));
    if (!whole || !ids.has(current)) return undefined;
    all.delete(current);
    return Object.assign(tree, { branches: [...branches], current, lastId: Math.max(...ids), texts: all });
  }

  /** Another run begins, that has nothing to do with these. */
  clear(): void {
    this.branches = [{ id: 1, from: null, events: 0 }];
    this.current = this.lastId = 1;
    this.texts.clear();
  }

  /** The run that is played is left: its text is kept. */
  leave(text: string, events: number): void {
    this.texts.set(this.current, text);
    this.change(this.current, { events });
  }

  /** A new run goes on from an event of the one that was left. Whether others had to go for it. */
  fork(event: number): boolean {
    this.lastId += 1;
    this.branches.push({ id: this.lastId, from: { branch: this.current, event }, events: event });
    this.current = this.lastId;
    return this.forgetSome();
  }

  /** The text of a run that is not played. */
  text(id: number): string | undefined {
    return this.texts.get(id);
  }

  /** Those of all runs that are not played. */
  allTexts(): [id: number, text: string][] {
    return [...this.texts];
  }

  /** Whether it went off from another. */
  isFork(id: number): boolean {
    return this.branches.some((branch) => branch.id === id && branch.from !== null);
  }

  /** One that was left is played again. */
  enter(id: number): void {
    this.texts.delete(id);
    this.current = id;
  }

  /** For the page. */
  tree(): BranchTree {
    return { branches: this.inOrder(null), current: this.current };
  }

  private inOrder(parent: number | null): Branch[] {
    const children = this.branches.filter(({ from }) => (from?.branch ?? null) === parent);
    return children.flatMap((branch) => [branch, ...this.inOrder(branch.id)]);
  }

  private change(id: number, patch: Partial<Branch>): void {
    this.branches = this.branches.map((branch) => (branch.id === id ? { ...branch, ...patch } : branch));
  }

  /** The oldest goes from which no other went off. Whether there was one. */
  forgetOldest(): boolean {
    const parents = new Set(this.branches.map(({ from }) => from?.branch));
    const oldest = this.branches.find(({ id }) => id !== this.current && !parents.has(id));
    if (!oldest) return false;
    this.branches = this.branches.filter((branch) => branch !== oldest);
    return this.texts.delete(oldest.id);
  }

  private forgetSome(): boolean {
    const size = () => [...this.texts.values()].reduce((sum, text) => sum + text.length, 0);
    let some = false;
    while ((this.branches.length > MOST || size() > MOST_TEXT) && this.forgetOldest()) some = true;
    return some;
  }
}

/** How deep each stands in the tree. */
export function depths({ branches }: BranchTree): Map<number, number> {
  const depths = new Map<number, number>();
  for (const { id, from } of branches) depths.set(id, from ? (depths.get(from.branch) ?? 0) + 1 : 0);
  return depths;
}
