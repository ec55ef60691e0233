//! Names that TypeScript can have.

use std::fmt::Write;

use crate::generate::names::{Scope, upper};
use crate::generate::unseen::is_unseen;
use crate::model::Model;

/// Types of the language, and those that the client uses.
const TAKEN: [&str; 25] = [
    "KvClient",
    "KvClientOptions",
    "KvDetail",
    "KvError",
    "KvStats",
    "Promise",
    "refusal",
    "any",
    "bigint",
    "boolean",
    "declare",
    "globalThis",
    "infer",
    "interface",
    "module",
    "namespace",
    "never",
    "null",
    "number",
    "object",
    "string",
    "symbol",
    "undefined",
    "unknown",
    "void",
];
/// Words that only JavaScript has; those that are Rust's, too, are no names there either.
const TAKEN_TOO: [&str; 26] = [
    "arguments",
    "case",
    "catch",
    "class",
    "debugger",
    "default",
    "delete",
    "eval",
    "export",
    "extends",
    "finally",
    "function",
    "implements",
    "import",
    "instanceof",
    "keyof",
    "new",
    "package",
    "private",
    "protected",
    "public",
    "switch",
    "this",
    "throw",
    "var",
    "with",
];

/// The names of all models.
pub(super) struct Names {
    pub list: Vec<OfModel>,
}

/// A type, and the client's methods for it.
pub(super) struct OfModel {
    pub ty: String,
    pub set: String,
    pub get: String,
    pub delete: String,
    pub list: String,
}

impl Names {
    pub fn of(models: &[Model]) -> Self {
        let mut types = Scope::without(&[&TAKEN[..], &TAKEN_TOO].concat());
        let mut methods = Scope::without(&["constructor", "stats"]);
        let list = models.iter().map(|model| {
            let name = upper(&model.name);
            OfModel {
                ty: types.take(model.name.clone()),
                set: methods.take(format!("set{name}")),
                get: methods.take(format!("get{name}")),
                delete: methods.take(format!("delete{name}")),
                list: methods.take(format!("list{name}s")),
            }
        });
        Self { list: list.collect() }
    }
}

/// The name of a property, in quotes if it needs them.
pub(super) fn property(name: &str) -> String {
    let is_letter = |it: char| it.is_ascii_alphabetic() || it == '_' || it == '$';
    let plain =
        name.starts_with(is_letter) && name.chars().all(|it| is_letter(it) || it.is_ascii_digit());
    if plain { name.into() } else { string(name) }
}

/// A text in quotes, as JSON has it; and what is unseen there is written out as well.
pub(super) fn string(text: &str) -> String {
    let mut quoted = String::new();
    for letter in crate::json::quote(text).chars() {
        match letter {
            unseen if is_unseen(unseen) => {
                write!(quoted, "\\u{{{:04X}}}", u32::from(unseen)).expect("a text takes all");
            }
            seen => quoted.push(seen),
        }
    }
    quoted
}
