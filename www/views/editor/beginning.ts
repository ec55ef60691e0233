// What a new file begins with: nothing, or where a beginning is hard to guess, one that is right.
import { isModels } from "../../models/files";
import type { Names } from "./names";
import { TYPES } from "./rust-words";

export function beginningOf(path: string, { models }: Names): string {
  if (!isModels(path)) return "";
  const taken = new Set([...models.map(({ name }) => name), ...TYPES, "Self"]);
  return `use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ${typeName(path, taken)} {
    pub name: String,
}
`;
}

/** `models/storage/chat_room_storage.rs` → `ChatRoom` */
function typeName(path: string, taken: ReadonlySet<string>): string {
  const stem = path.slice(path.lastIndexOf("/") + 1).replace(/(?:_storage)?\.rs$/, "");
  const words = stem.split(/[^A-Za-z0-9]+/).map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  const joined = words.join("");
  const name = /^[A-Z]/.test(joined) ? joined : "Item";
  let unused = name;
  for (let n = 2; taken.has(unused); n += 1) unused = `${name}${n}`;
  return unused;
}
