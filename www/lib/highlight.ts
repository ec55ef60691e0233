// Comments, strings and keywords of a text: enough to find one's way, far from a parser.

export interface Token {
  text: string;
  style: "" | "code-comment" | "code-string" | "code-keyword";
}

const RUST =
  "as async await break const continue else enum false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type use where while";
const ELM = "module exposing import as type alias case of let in if then else";
const TYPESCRIPT =
  "as async await break case class const continue export extends false for from function if implements import in interface let new null of private readonly return static super switch this throw true type typeof undefined void while";

const PATTERNS = {
  rust: pattern("//[^\\n]*|/\\*[\\s\\S]*?\\*/", 'b?"(?:\\\\[\\s\\S]|[^"\\\\])*"|\'(?:\\\\.|[^\'\\\\\\n])\'', RUST),
  elm: pattern("--[^\\n]*|\\{-[\\s\\S]*?-\\}", '"""[\\s\\S]*?"""|"(?:\\\\.|[^"\\\\\\n])*"|\'(?:\\\\.[^\'\\n]*|[^\'\\\\\\n])\'', ELM),
  typescript: pattern("//[^\\n]*|/\\*[\\s\\S]*?\\*/", '"(?:\\\\.|[^"\\\\\\n])*"|`(?:\\\\[\\s\\S]|[^`\\\\])*`', TYPESCRIPT),
};

function pattern(comment: string, string: string, keywords: string): RegExp {
  return new RegExp([`(?<comment>${comment})`, `(?<string>${string})`, `(?<keyword>\\b(?:${keywords.split(" ").join("|")})\\b)`].join("|"), "g");
}

export function highlight(source: string, language: keyof typeof PATTERNS = "rust"): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of source.matchAll(PATTERNS[language])) {
    if (match.index > end) tokens.push({ text: source.slice(end, match.index), style: "" });
    const style = match.groups?.comment ? "code-comment" : match.groups?.string ? "code-string" : "code-keyword";
    tokens.push({ text: match[0], style });
    end = match.index + match[0].length;
  }
  if (end < source.length) tokens.push({ text: source.slice(end), style: "" });
  return tokens;
}
