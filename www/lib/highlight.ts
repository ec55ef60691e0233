// Comments, strings and keywords of a Rust text: enough to find one's way, far from a parser.

export interface Token {
  text: string;
  style: "" | "code-comment" | "code-string" | "code-keyword";
}

const KEYWORDS =
  "as async await break const continue else enum false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type use where while";
const PATTERN = new RegExp(
  [
    "(?<comment>//[^\\n]*|/\\*[\\s\\S]*?\\*/)",
    '(?<string>b?"(?:\\\\[\\s\\S]|[^"\\\\])*"|\'(?:\\\\.|[^\'\\\\\\n])\')',
    `(?<keyword>\\b(?:${KEYWORDS.split(" ").join("|")})\\b)`,
  ].join("|"),
  "g",
);

export function highlight(source: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of source.matchAll(PATTERN)) {
    if (match.index > end) tokens.push({ text: source.slice(end, match.index), style: "" });
    const style = match.groups?.comment ? "code-comment" : match.groups?.string ? "code-string" : "code-keyword";
    tokens.push({ text: match[0], style });
    end = match.index + match[0].length;
  }
  if (end < source.length) tokens.push({ text: source.slice(end), style: "" });
  return tokens;
}
