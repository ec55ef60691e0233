// Lua's words and its indentation, line by line: colours and no more. What is wrong in a text, the engine says.
import { StreamLanguage, type StreamParser, type StringStream } from "@codemirror/language";
import { API, MODULES } from "./api";

const KEYWORDS = new Set("and break do else elseif end for function goto if in local not or repeat return then until while".split(" "));
const ATOMS = new Set(["nil", "true", "false"]);
const STANDARD = new Set([...Object.keys(API).filter((name) => /^\w+$/.test(name)), ...Object.keys(MODULES), "string", "table", "math", "coroutine", "_G", "self"]);

const OPENS = new Set(["do", "then", "function", "repeat", "else", "(", "{", "["]);
const CLOSES = new Set(["end", "until", "else", "elseif", ")", "}", "]"]);

interface State {
  /** What the text is inside of: the end of a long bracket such as `]==]`, or nothing. */
  long: string;
  style: "comment" | "string";
  /** For each block and bracket that is open: the indentation of the line that opened it. */
  open: number[];
  indentation: number;
  /** The last token, for what follows a dot. */
  last: string;
}

const parser: StreamParser<State> = {
  name: "lua",
  startState: () => ({ long: "", style: "comment", open: [], indentation: 0, last: "" }),
  copyState: (state) => ({ ...state, open: [...state.open] }),
  token(stream, state) {
    if (state.long) return inLong(stream, state);
    if (stream.sol()) state.indentation = stream.indentation();
    if (stream.eatSpace()) return null;
    const style = normal(stream, state);
    const word = stream.current();
    if (style === "keyword" || style === "bracket") nest(word, state);
    state.last = word;
    return style;
  },
  indent({ long, open }, after, { unit }) {
    if (long) return null;
    const closes = /^\s*(?:end|until|else|elseif)\b|^\s*[)}\]]/.test(after);
    const line = open.at(-1);
    return line === undefined ? 0 : closes ? line : line + unit;
  },
  languageData: {
    commentTokens: { line: "--", block: { open: "--[[", close: "]]" } },
    closeBrackets: { brackets: ["(", "[", "{", "'", '"'] },
    indentOnInput: /^\s*(?:end|else|elseif|until|[)}\]])$/,
  },
};

export const lua = StreamLanguage.define(parser);

function normal(stream: StringStream, state: State): string | null {
  if (stream.match(/^--\[(=*)\[/)) return long(stream, state, "comment");
  if (stream.match("--")) {
    stream.skipToEnd();
    return "comment";
  }
  if (stream.match(/^\[(=*)\[/)) return long(stream, state, "string");
  if (stream.match(/^0[xX][\da-fA-F]+|^(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][-+]?\d+)?/)) return "number";
  const word = stream.match(/^[A-Za-z_]\w*/) as RegExpMatchArray | null;
  if (word) return named(word[0], state.last);
  const char = stream.next();
  if (char === '"' || char === "'") return quoted(stream, char);
  if (char && "(){}[]".includes(char)) return "bracket";
  stream.match(/^\.{1,2}/);
  return "operator";
}

function named(word: string, last: string): string {
  if (last === "." || last === ":") return "propertyName";
  if (KEYWORDS.has(word)) return "keyword";
  if (ATOMS.has(word)) return "atom";
  return STANDARD.has(word) ? "variableName.standard" : "variableName";
}

/** A short text ends with its line, unless a backslash carries it on: then the next line is coloured as code, for a moment. */
function quoted(stream: StringStream, quote: string): string {
  for (let char = stream.next(); char && char !== quote; char = stream.next()) if (char === "\\") stream.next();
  return "string";
}

function long(stream: StringStream, state: State, style: State["style"]): string {
  const level = stream.current().replace(/[^=]/g, "");
  Object.assign(state, { long: `]${level}]`, style });
  return inLong(stream, state);
}

function inLong(stream: StringStream, state: State): string {
  if (stream.skipTo(state.long)) {
    stream.match(state.long);
    state.long = "";
  } else stream.skipToEnd();
  return state.style;
}

function nest(word: string, state: State): void {
  if (CLOSES.has(word)) state.open.pop();
  if (OPENS.has(word)) state.open.push(state.indentation);
}
