// What a model is written with: types, attributes of serde, and what there is to say of each.
import { about } from "./about";
import type { Help } from "./api";

const WHOLE = ["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];

/** Each type of a field: how it is written whole. */
const WRITTEN: Record<string, string> = {
  bool: "bool",
  char: "char",
  String: "String",
  ...Object.fromEntries([...WHOLE, "f32", "f64"].map((name) => [name, name])),
  Option: "Option<…>",
  Vec: "Vec<…>",
  HashMap: "HashMap<String, …>",
  BTreeMap: "BTreeMap<String, …>",
  Box: "Box<…>",
};

export const TYPES = Object.keys(WRITTEN);

/** Attributes of serde that a model may have: how each is written. */
export const SERDE: Record<string, string> = {
  rename: 'rename = "…"',
  rename_all: 'rename_all = "…"',
  default: "default",
  deny_unknown_fields: "deny_unknown_fields",
};

/** What `rename_all` knows. */
export const CASES = ["lowercase", "UPPERCASE", "PascalCase", "camelCase", "snake_case", "SCREAMING_SNAKE_CASE", "kebab-case", "SCREAMING-KEBAB-CASE"];

export const DERIVES = ["Debug", "Clone", "PartialEq", "Default", "Serialize", "Deserialize"];

const SAID: Record<string, string> = { ...WRITTEN, ...SERDE, struct: "pub struct Name { pub field: Type }", enum: "pub enum Name { Unit, One(Type), Named { field: Type } }", derive: "#[derive(…)]" };

/** How a type or an attribute is written. */
export function written(word: string): string {
  return WRITTEN[word] ?? SERDE[word] ?? word;
}

/** Help for a word of a model; undefined if there is nothing to say. */
export function rustHelp(word: string): Help | undefined {
  if (!Object.hasOwn(SAID, word)) return undefined;
  if (WHOLE.includes(word)) return [`${word}: ${range(word)}`, about("model integer")];
  return [SAID[word], about(`model ${/^f\d/.test(word) ? "float" : word}`)];
}

/** `-128 … 127` */
function range(type: string): string {
  const size = type.slice(1);
  const bits = BigInt(size === "size" ? 64 : size);
  return type.startsWith("i") ? `-${2n ** (bits - 1n)} … ${2n ** (bits - 1n) - 1n}` : `0 … ${2n ** bits - 1n}`;
}
