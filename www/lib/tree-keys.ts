// The keys of a tree, as ARIA's pattern for trees has them.

export interface TreeLine {
  level: number;
  /** Whether one sees what it holds; undefined: it holds nothing. */
  open?: boolean;
}

/** What a key does that was pressed at a line: it goes to another one, opens or closes this one, or nothing. undefined: it is no key of trees. */
export function treeKey(key: string, lines: readonly TreeLine[], at: number): { to: number } | "fold" | "nothing" | undefined {
  const { level, open } = lines[at];
  const to = (index: number) => (index in lines ? { to: index } : "nothing");
  switch (key) {
    case "ArrowDown":
      return to(at + 1);
    case "ArrowUp":
      return to(at - 1);
    case "Home":
      return to(0);
    case "End":
      return to(lines.length - 1);
    case "ArrowRight":
      if (open === undefined) return "nothing";
      return open ? to(at + 1) : "fold";
    case "ArrowLeft":
      return open ? "fold" : to(lines.findLastIndex((line, index) => index < at && line.level < level));
    default:
      return undefined;
  }
}
