// The words of models in Rust and their indentation, line by line: colours and no more. What is wrong in a text, its reader says.
// Each step takes what it has looked at, so that no line, however odd, takes longer than its length.
import { StreamLanguage, type StreamParser, type StringStream } from "@codemirror/language";
import { TYPES } from "./rust-words";

const KEYWORDS = new Set("as const crate enum extern fn impl in let mod mut pub ref self Self static struct super trait type union unsafe use where".split(" "));
const ATOMS = new Set(["true", "false"]);
const STANDARD = new Set(TYPES);

interface State {
  /** How deep comments lie in each other: Rust's do. */
  comment: number;
  /** The sign that ends the text that is open: `"`, `"##`. */
  quote: string;
  /** Brackets of an attribute that are open. */
  attribute: number;
  /** For each bracket that is open: the indentation of the line that opened it. */
  open: number[];
  indentation: number;
}

/** More is no program; it must not fill the memory, for each line keeps its own. */
const DEEPEST = 200;

const parser: StreamParser<State> = {
  name: "rust",
  startState: () => ({ comment: 0, quote: "", attribute: 0, open: [], indentation: 0 }),
  copyState: (state) => ({ ...state, open: [...state.open] }),
  token(stream, state) {
    if (state.comment > 0) return inComment(stream, state);
    if (state.quote) return inText(stream, state);
    if (stream.sol()) state.indentation = stream.indentation();
    if (stream.eatSpace()) return null;
    return normal(stream, state);
  },
  indent({ comment, quote, open }, after, { unit }) {
    if (comment > 0 || quote) return null;
    const line = open.at(-1);
    return line === undefined ? 0 : /^\s*[)}\]]/.test(after) ? line : line + unit;
  },
  languageData: {
    commentTokens: { line: "//", block: { open: "/*", close: "*/" } },
    closeBrackets: { brackets: ["(", "[", "{", '"', "<"] },
    indentOnInput: /^\s*[)}\]]$/,
  },
};

export const rust = StreamLanguage.define(parser);

function normal(stream: StringStream, state: State): string | null {
  if (stream.match("//")) {
    stream.skipToEnd();
    return "comment";
  }
  if (stream.match("/*")) {
    state.comment = 1;
    return inComment(stream, state);
  }
  const raw = stream.match(/^b?r(#{0,8})"/) as RegExpMatchArray | null;
  if (raw || stream.match(/^b?"/)) {
    state.quote = `"${raw?.[1] ?? ""}${raw ? "r" : ""}`;
    return inText(stream, state);
  }
  if (stream.match(/^'(?:[^'\\]|\\[^u]|\\u\{[\da-fA-F_]{1,8}\})'/)) return "string";
  if (stream.match(/^\d[\w.]*/)) return "number";
  const word = stream.match(/^(?:r#)?[\p{L}_][\p{L}\p{N}_]*/u) as RegExpMatchArray | null;
  if (word) return named(word[0], state);
  return sign(stream.next() ?? "", stream, state);
}

function named(word: string, { attribute }: State): string {
  if (KEYWORDS.has(word)) return "keyword";
  if (ATOMS.has(word)) return "atom";
  if (STANDARD.has(word)) return "variableName.standard";
  return attribute > 0 ? "meta" : "variableName";
}

function sign(sign: string, stream: StringStream, state: State): string {
  const { open } = state;
  if (sign === "#" && /^!?\[/.test(stream.string.slice(stream.pos, stream.pos + 2))) return "meta";
  if ("([{".includes(sign)) {
    const begins = sign === "[" && /#!?\[$/.test(stream.string.slice(Math.max(0, stream.pos - 3), stream.pos));
    if (begins || state.attribute > 0) state.attribute += 1;
    if (open.length < DEEPEST) open.push(state.indentation);
    return "bracket";
  }
  if (")]}".includes(sign)) {
    state.attribute = Math.max(0, state.attribute - 1);
    open.pop();
    return "bracket";
  }
  return "operator";
}

function inComment(stream: StringStream, state: State): string {
  while (state.comment > 0 && !stream.eol()) {
    if (stream.match("/*")) state.comment += 1;
    else if (stream.match("*/")) state.comment -= 1;
    else stream.next();
  }
  return "comment";
}

/** The quote of a raw text is written `"##r`: in it a backslash is one. */
function inText(stream: StringStream, state: State): string {
  const raw = state.quote.endsWith("r");
  const end = raw ? state.quote.slice(0, -1) : state.quote;
  while (!stream.eol()) {
    if (stream.match(end)) {
      state.quote = "";
      break;
    }
    if (stream.next() === "\\" && !raw) stream.next();
  }
  return "string";
}
