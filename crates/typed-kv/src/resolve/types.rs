//! Names into types.

use std::collections::BTreeMap;

use crate::fault::Faults;
use crate::model::{Float, Int, Type};
use crate::nearest::did_you_mean;
use crate::parse::raw::{RawKind, RawModel, RawType};

use super::Resolver;

/// Types that are known beside whole numbers, with how many arguments they have.
const KNOWN: [(&str, usize); 10] = [
    ("bool", 0),
    ("char", 0),
    ("f32", 0),
    ("f64", 0),
    ("String", 0),
    ("Option", 1),
    ("Vec", 1),
    ("Box", 1),
    ("HashMap", 2),
    ("BTreeMap", 2),
];
/// serde reads no longer tuples.
const LONGEST_TUPLE: usize = 16;

/// The names of the models.
pub(super) struct Names(BTreeMap<String, usize>);

impl Names {
    /// The names of all; of two with one name the first has it.
    pub fn of(raw: &[RawModel], faults: &mut Faults) -> Self {
        let mut names = BTreeMap::new();
        for (at, model) in raw.iter().enumerate() {
            let name = &model.name;
            let (text, mut fault) =
                (&name.text, |message| faults.add(&model.file, name.place, message));
            if is_known(text) {
                fault(format!("`{text}` is the name of one of Rust's own types; choose another"));
            } else if let Some(first) = names.get(text).map(|first: &usize| &raw[*first]) {
                let place = first.name.place;
                fault(format!(
                    "there is a `{text}` already, in {}:{}; in the store each name is one type",
                    first.file, place.line
                ));
            } else {
                names.insert(text.clone(), at);
            }
        }
        Self(names)
    }

    pub fn get(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied()
    }
}

fn is_known(name: &str) -> bool {
    name == "str" || KNOWN.iter().any(|(known, _)| *known == name) || int(name).is_some()
}

fn int(name: &str) -> Option<Int> {
    Int::ALL.into_iter().find(|int| int.name == name)
}

impl Resolver<'_> {
    /// The type that is meant. Something stands for one that is none, so that the others are looked at as well.
    pub(super) fn ty(&mut self, raw: &RawType) -> Type {
        match &raw.kind {
            RawKind::Tuple(parts) => {
                if parts.is_empty() {
                    self.wrong(raw, "`()` holds nothing; leave it out".into());
                } else if parts.len() > LONGEST_TUPLE {
                    self.wrong(
                        raw,
                        format!("a tuple has at most {LONGEST_TUPLE} parts; give them names, in a struct"),
                    );
                }
                Type::Tuple(parts.iter().map(|part| self.ty(part)).collect())
            }
            RawKind::Path { before, name, arguments } => {
                if let Some(wanted) = self.arguments(name) {
                    self.path(raw, before, name);
                    return self.known(raw, name, wanted, arguments);
                }
                let Some(at) = self.names.get(name) else {
                    self.unknown(raw, name);
                    return Type::Bool;
                };
                if !arguments.is_empty() {
                    self.wrong(raw, format!("`{name}` has no parameters"));
                }
                Type::Model(at)
            }
        }
    }

    /// How many arguments one of Rust's own types has.
    fn arguments(&self, name: &str) -> Option<usize> {
        let known = KNOWN.iter().find(|(known, _)| *known == name).map(|(_, arguments)| *arguments);
        known.or_else(|| int(name).map(|_| 0))
    }

    /// One of Rust's own types may have a path, but not anybody's.
    fn path(&mut self, raw: &RawType, before: &[String], name: &str) {
        if before.first().is_some_and(|first| !["std", "core", "alloc"].contains(&first.as_str())) {
            let path = before.join("::");
            self.wrong(
                raw,
                format!("`{path}::{name}` is not known here; write `{name}` for Rust's own type"),
            );
        }
    }

    fn known(&mut self, raw: &RawType, name: &str, wanted: usize, arguments: &[RawType]) -> Type {
        if arguments.len() != wanted {
            let message = match (name, wanted) {
                (_, 0) => format!("`{name}` has no parameters"),
                (_, 1) => {
                    format!("what `{name}` holds belongs between `<` and `>`: `{name}<String>`")
                }
                _ => format!("`{name}` has two parameters: `{name}<String, …>`"),
            };
            self.wrong(raw, message);
            return Type::Bool;
        }
        let types: Vec<Type> = arguments.iter().map(|argument| self.ty(argument)).collect();
        let mut types = types.into_iter();
        match (name, types.next(), types.next()) {
            ("bool", ..) => Type::Bool,
            ("char", ..) => Type::Char,
            ("f32", ..) => Type::Float(Float::F32),
            ("f64", ..) => Type::Float(Float::F64),
            ("String", ..) => Type::Text,
            ("Option", Some(inner), _) => Type::Option(Box::new(inner)),
            ("Vec", Some(inner), _) => Type::List(Box::new(inner)),
            ("Box", Some(inner), _) => inner,
            (_, Some(key), Some(value)) => {
                if key != Type::Text {
                    self.wrong(
                        &arguments[0],
                        format!("the keys of JSON are texts; write `{name}<String, …>`"),
                    );
                }
                Type::Map(Box::new(value))
            }
            (number, ..) => int(number).map_or(Type::Bool, Type::Int),
        }
    }

    fn unknown(&mut self, raw: &RawType, name: &str) {
        let instead = match name {
            "str" => Some("String"),
            "HashSet" | "BTreeSet" | "VecDeque" | "LinkedList" | "IndexSet" => Some("Vec<…>"),
            "IndexMap" => Some("BTreeMap<String, …>"),
            "Rc" | "Arc" | "Cow" | "Cell" | "RefCell" | "Mutex" => {
                Some("the type in it, or Box<…>")
            }
            "int" => Some("i32"),
            "float" | "double" => Some("f64"),
            "string" => Some("String"),
            _ => None,
        };
        let hint = match instead {
            Some(instead) => format!("; write `{instead}`"),
            None => {
                let known = KNOWN.iter().map(|(known, _)| *known);
                let ints = Int::ALL.iter().map(|int| int.name);
                let models = self.names.0.keys().map(String::as_str);
                let hint = did_you_mean(name, known.chain(ints).chain(models), '`');
                hint.unwrap_or_else(|| {
                    " here; a type of your own stands in a file below models/storage/, too".into()
                })
            }
        };
        self.wrong(raw, format!("there is no type `{name}`{hint}"));
    }

    fn wrong(&mut self, raw: &RawType, message: String) {
        self.faults.add(&self.model.file, raw.place, message);
    }
}
