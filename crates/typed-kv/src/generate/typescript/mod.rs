//! A TypeScript module: types, and a client over `fetch`.

mod names;
mod types;

use crate::Models;
use crate::generate::docs;
use crate::json::quote;

use names::Names;
use types::Types;

/// The client, before the methods of the types.
const HEAD: &str = include_str!("client_head.ts.txt");
/// What stands behind them.
const TAIL: &str = include_str!("client_tail.ts.txt");

impl Models {
    /// A TypeScript module with the types of the values, as they are in JSON, and a client for stores of them. It compiles
    /// under `strict`, uses `fetch` and nothing else, and runs in browsers, workers and Node.js.
    ///
    /// ```ts
    /// const kv = new KvClient("https://app.example/");
    /// await kv.setCursorPosition("user:7", { x: 1, y: 2, item_id: "a", user_id: "7" }, 5000);
    /// for (const [key, cursor] of await kv.listCursorPositions("user:")) { … }
    /// ```
    ///
    /// How Rust becomes TypeScript: fields have the names that they have in JSON; what may be missing is optional; an `Option`
    /// may be null; an enum is a union; all numbers are `number`, which holds whole numbers exactly up to 2⁵³ − 1 (a comment
    /// says where more are possible). A type whose name TypeScript or this module has already gets an underscore.
    ///
    /// ```
    /// use rehearsal_typed_kv::Models;
    ///
    /// let text = "pub struct Cursor { pub x: i32, pub label: Option<String> }";
    /// let models = Models::parse([("models/storage/ui.rs", text)]).unwrap();
    /// let wanted = "export interface Cursor {\n  x: number;\n  label?: string | null;\n}\n";
    /// assert!(models.typescript().contains(wanted));
    /// ```
    pub fn typescript(&self) -> String {
        let names = Names::of(&self.list);
        let types = Types { models: &self.list, names: &names };
        let mut text = String::from(
            "// Typed values in a key-value store. Made from the project's models: whoever edits this loses it when it is made again.\n",
        );
        for at in 0..self.list.len() {
            text += &types.declaration(at);
        }
        text += HEAD;
        for (model, names) in self.list.iter().zip(&names.list) {
            text += &methods(&model.name, names);
        }
        text + TAIL
    }
}

/// What the client does with a type.
fn methods(stored: &str, names::OfModel { ty, set, get, delete, list }: &names::OfModel) -> String {
    let stored = quote(stored);
    format!(
        "
  /** Stores a value under a key, for so many milliseconds if that is said. */
  async {set}(key: string, value: {ty}, ttl?: number): Promise<void> {{
    await this.#set({stored}, key, value, ttl);
  }}

  /** The value of a key. */
  async {get}(key: string): Promise<{ty} | null> {{
    return (await this.#ask<{{ value: {ty} | null }}>(\"GET\", this.#url(\"get\", {stored}, key))).value;
  }}

  /** Removes the value of a key: whether there was one. */
  async {delete}(key: string): Promise<boolean> {{
    return (await this.#ask<{{ existed: boolean }}>(\"DELETE\", this.#url(\"delete\", {stored}, key))).existed;
  }}

  /** The keys that begin with a text, in order, and their values. */
  async {list}(prefix = \"\"): Promise<[key: string, value: {ty}][]> {{
    const url = `${{this.#url(\"list\", {stored})}}?prefix=${{encodeURIComponent(prefix)}}`;
    const items = await this.#ask<{{ key: string; value: {ty} }}[]>(\"GET\", url);
    return items.map(({{ key, value }}) => [key, value]);
  }}
"
    )
}

/// Documentation, before something whose line begins with so many spaces.
fn comment(lines: &[String], indent: usize) -> String {
    let space = " ".repeat(indent);
    let lines: Vec<String> =
        docs::lines(lines).iter().map(|line| line.replace("*/", "*\\/")).collect();
    match &lines[..] {
        [] => String::new(),
        [line] => format!("{space}/** {line} */\n"),
        _ => {
            let lines: String = lines
                .iter()
                .map(|line| format!("{space} * {line}").trim_end().to_owned() + "\n")
                .collect();
            format!("{space}/**\n{lines}{space} */\n")
        }
    }
}
