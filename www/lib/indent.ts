// JSON, indented. Values stay as they were written: parsed and printed again, 18446744073709551615 and 1.0 would be other numbers.

/** Deeper lines stand no farther to the right: a text of brackets alone would grow with its square. */
const DEEPEST = 40;
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/** The text is JSON; anything else comes back as it is. */
export function indent(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const tokens = text.match(TOKENS) ?? [];
  let depth = 0;
  const line = () => `\n${"  ".repeat(Math.min(depth, DEEPEST))}`;
  return tokens.reduce((out, token, at) => {
    const isEmpty = (open: string | undefined) => open === "{" || open === "[";
    if (token === "{" || token === "[") {
      depth += 1;
      return out + token + (/[}\]]/.test(tokens[at + 1]) ? "" : line());
    }
    if (token === "}" || token === "]") {
      depth -= 1;
      return out + (isEmpty(tokens[at - 1]) ? "" : line()) + token;
    }
    if (token === ",") return out + token + line();
    return out + (token === ":" ? ": " : token);
  }, "");
}
