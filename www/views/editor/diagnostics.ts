// Problems of a file as marks on its lines.
import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";

/** Line 0: the file as a whole. Column 0, or none: the line as a whole. Both count from 1, columns in characters. */
export interface Problem {
  file: string;
  line: number;
  column?: number;
  message: string;
}

/** Those of the file as a whole have no line to stand on. A text that was edited meanwhile may be shorter than they think. */
export function diagnosticsOf(path: string, doc: Text, problems: readonly Problem[], severity: "error" | "info"): Diagnostic[] {
  const own = problems.filter(({ file, line }) => file === path && line > 0);
  return own.map(({ line: number, column = 0, message }) => {
    const line = doc.line(Math.min(number, doc.lines));
    const from = line.from + (column > 0 ? unitsBefore(line.text, column) : line.text.search(/\S|$/));
    return { from, to: column > 0 ? wordEnd(line.text, from - line.from) + line.from : line.to, severity, message };
  });
}

/** How much of a line lies before a column, as JavaScript counts: some characters count twice there. */
export function unitsBefore(line: string, column: number): number {
  let units = 0;
  for (let n = 1; n < column && units < line.length; n += 1) units += line.codePointAt(units)! > 0xffff ? 2 : 1;
  return units;
}

function wordEnd(line: string, from: number): number {
  const word = /^[\w.:-]+|^\S/.exec(line.slice(from));
  return from + (word?.[0].length ?? 0);
}

/** How many problems each file has. */
export function countByFile(problems: readonly Problem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { file } of problems) counts.set(file, (counts.get(file) ?? 0) + 1);
  return counts;
}
