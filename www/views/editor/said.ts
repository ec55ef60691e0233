// Sentences with code in backticks, as the editor shows them.
import { codeParts } from "../../lib/code-parts";

export function saidNodes(sentence: string): Node[] {
  return codeParts(sentence).map(({ code, text }) => {
    if (!code) return document.createTextNode(text);
    return Object.assign(document.createElement("code"), { textContent: text });
  });
}

/** The same beside a suggestion. */
export function saidInfo(sentence: string): string | (() => Node) {
  if (!sentence.includes("`")) return sentence;
  return () => {
    const span = document.createElement("span");
    span.append(...saidNodes(sentence));
    return span;
  };
}
