//! Whether a JSON text is a value of a model.

mod apart;
mod numbers;
mod objects;
mod pointer;
mod words;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use crate::Models;
use crate::json::{self, Kind, Reader};
use crate::model::Type;
use apart::Apart;
use pointer::{Pointer, Step};

/// How many faults of a value are told.
const MOST: usize = 100;
/// How many lists and objects may lie in each other: serde_json reads no more.
const DEEPEST: usize = 127;

/// A value that fits its type. There is no other way to have one than [`Models::validate`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valid {
    type_name: Arc<str>,
    json: String,
}

impl Valid {
    /// The name of its type.
    pub fn type_name(&self) -> &str {
        &self.type_name
    }

    /// The value as it was written, without white space.
    pub fn json(&self) -> &str {
        &self.json
    }

    pub(crate) fn into_json(self) -> String {
        self.json
    }
}

/// One thing that is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// Where: a JSON pointer (RFC 6901). That of a missing field leads to where it belongs.
    pub pointer: String,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.pointer {
            "" => f.write_str(&self.message),
            pointer => write!(f, "{pointer}: {}", self.message),
        }
    }
}

/// Why there is no [`Valid`] value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// There is no such type.
    #[error("there is no type \"{name}\"{hint}")]
    UnknownType {
        /// What was asked for.
        name: String,
        /// The name that may be meant, as the end of the sentence.
        hint: String,
    },
    /// The text is no JSON.
    #[error("this is no JSON: {0}")]
    NoJson(String),
    /// The value does not fit its type.
    #[error("the value is no {type_name}: {}", summary(.faults, *.more))]
    Invalid {
        /// The name of the type.
        type_name: String,
        /// What is wrong, in the order of the text, what is missing at the end of its object; a hundred at most.
        faults: Vec<Invalid>,
        /// How many more faults there are.
        more: usize,
    },
}

fn summary(faults: &[Invalid], more: usize) -> String {
    let first = faults.first().map(Invalid::to_string).unwrap_or_default();
    match faults.len() + more {
        0 | 1 => first,
        all => format!("{first} (and {} more)", all - 1),
    }
}

impl Models {
    /// Checks that a JSON text is a value of a type: what serde_json reads as that type of Rust under
    /// `deny_unknown_fields`, as long as it has the form in which serde_json writes it. (It also reads structs as lists,
    /// and `{"Unit": null}` as `"Unit"`; whoever gets the value back would have to know both. And of two members with one key
    /// it takes the last.)
    ///
    /// ```
    /// use rehearsal_typed_kv::{Models, Refused};
    ///
    /// let text = "pub struct Cursor { pub x: u8, pub label: Option<String> }";
    /// let models = Models::parse([("models/storage/ui.rs", text)]).unwrap();
    /// assert_eq!(models.validate("Cursor", r#"{ "x": 7 }"#)?.json(), r#"{"x":7}"#);
    ///
    /// let refused = models.validate("Cursor", r#"{"x": 256, "lable": "me"}"#).unwrap_err();
    /// let Refused::Invalid { faults, .. } = refused else { panic!("{refused}") };
    /// let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    /// assert_eq!(faults, [
    ///     "/x: 256 is out of range: u8 goes from 0 to 255",
    ///     "/lable: there is no field \"lable\"; did you mean \"label\"?",
    /// ]);
    /// # Ok::<(), Refused>(())
    /// ```
    ///
    /// # Errors
    /// There is no such type, the text is no JSON, or the value does not fit; of that all is told that is wrong.
    pub fn validate(&self, type_name: &str, text: &str) -> Result<Valid, Refused> {
        self.validate_apart(type_name, text, None).0
    }

    /// The same for a text that may have a member beside those of its value: what has this key in the outermost object is
    /// taken out, and its value, or its values, are the other answer.
    pub(crate) fn validate_apart<'a>(
        &'a self,
        type_name: &str,
        text: &'a str,
        key: Option<&'static str>,
    ) -> (Result<Valid, Refused>, Vec<&'a str>) {
        let Some((type_name, model)) = self.get(type_name) else {
            return (Err(self.unknown_type(type_name)), Vec::new());
        };
        let mut validator = Validator {
            models: self,
            reader: Reader::new(text),
            pointer: Pointer::default(),
            depth: 0,
            apart: Apart { key, found: Vec::new() },
            found: Found::default(),
        };
        validator.model(model);
        let Validator { mut reader, apart, found, .. } = validator;
        let valid = if !reader.end() {
            Err(Refused::NoJson(json::fault(text)))
        } else if !found.list.is_empty() {
            Err(found.refused(type_name))
        } else {
            let text = apart.without(text);
            let json = if reader.has_space() { json::compact(&text) } else { text.into_owned() };
            Ok(Valid { type_name: type_name.clone(), json })
        };
        (valid, apart.found.into_iter().map(|(_, value)| value).collect())
    }

    pub(crate) fn unknown_type(&self, name: &str) -> Refused {
        let hint = objects::hint(name, self.names());
        Refused::UnknownType { name: words::shortened(name), hint }
    }
}

/// The faults of a value.
#[derive(Default)]
struct Found {
    list: Vec<Invalid>,
    more: usize,
}

impl Found {
    /// Of those that are only counted the texts are not made: looking for a name can take long.
    fn add(&mut self, pointer: impl FnOnce() -> String, message: impl FnOnce() -> String) {
        if self.list.len() < MOST {
            self.list.push(Invalid { pointer: pointer(), message: message() });
        } else {
            self.more += 1;
        }
    }

    fn refused(self, type_name: &str) -> Refused {
        Refused::Invalid { type_name: type_name.into(), faults: self.list, more: self.more }
    }
}

/// Goes through a text along a type, and reads it for the first time: when it turns out to be no JSON, all faults of its value
/// are void.
struct Validator<'a> {
    models: &'a Models,
    reader: Reader<'a>,
    pointer: Pointer<'a>,
    /// How many lists and objects are open.
    depth: usize,
    apart: Apart<'a>,
    found: Found,
}

impl<'a> Validator<'a> {
    /// The next value is one of this type.
    fn value(&mut self, ty: &Type) {
        match (ty, self.reader.kind()) {
            (Type::Model(at), _) => {
                let models = self.models;
                self.model(&models.list[*at]);
            }
            (Type::Option(_), Kind::Null) | (Type::Bool, Kind::Bool) => drop(self.reader.skip()),
            (Type::Option(inner), _) => self.value(inner),
            (Type::Int(int), Kind::Number) => {
                let number = self.reader.skip();
                numbers::int(*int, number).unwrap_or_else(|message| self.fault(|| message));
            }
            (Type::Float(float), Kind::Number) => {
                let number = self.reader.skip();
                numbers::float(*float, number).unwrap_or_else(|message| self.fault(|| message));
            }
            (Type::Text, Kind::Text) => drop(self.text()),
            (Type::Char, Kind::Text) => self.char(),
            (Type::List(inner), Kind::List) => self.list(inner),
            (Type::Map(inner), Kind::Object) => self.map(inner),
            (Type::Tuple(parts), Kind::List) => self.tuple(parts),
            (ty, kind) => {
                let models = self.models;
                self.mismatch(kind, || words::of_type(models, ty));
            }
        }
    }

    fn list(&mut self, inner: &Type) {
        self.inside(|this| {
            let mut at = 0;
            while this.reader.has_item() {
                this.at_index(at, |this| this.value(inner));
                at += 1;
            }
        });
    }

    fn tuple(&mut self, parts: &[Type]) {
        let mut count = 0;
        let opened = self.inside(|this| {
            while this.reader.has_item() {
                match parts.get(count) {
                    Some(part) => this.at_index(count, |this| this.value(part)),
                    None => drop(this.reader.skip()),
                }
                count += 1;
            }
        });
        if opened && count != parts.len() {
            self.fault(|| format!("expected a list of {}, found one of {count}", parts.len()));
        }
    }

    /// serde takes the last of two members with one key; here nobody is left to guess which one was meant.
    fn map(&mut self, inner: &Type) {
        let mut seen = BTreeSet::new();
        self.inside(|this| {
            while this.reader.has_member() {
                this.member(|this, key| {
                    if seen.contains(&key) {
                        this.reader.skip();
                        return this.fault(|| {
                            format!("the key \"{}\" stands here twice", words::shortened(&key))
                        });
                    }
                    seen.insert(key);
                    this.value(inner);
                });
            }
        });
    }

    fn char(&mut self) {
        let Some(text) = self.text() else { return };
        if text.chars().nth(1).is_some() || text.is_empty() {
            let count = text.chars().count();
            self.fault(|| format!("expected a text of one character, found one of {count}"));
        }
    }

    /// A text, if its escapes are right.
    fn text(&mut self) -> Option<Cow<'a, str>> {
        let text = self.reader.text().read();
        if text.is_none() {
            self.fault(|| words::BAD_ESCAPE.into());
        }
        text
    }

    /// Goes into a list or an object, which is passed over if it is too deep.
    fn inside(&mut self, parts: impl FnOnce(&mut Self)) -> bool {
        if self.depth == DEEPEST {
            self.reader.skip();
            self.fault(|| format!("lists and objects lie more than {DEEPEST} deep in each other"));
            return false;
        }
        self.depth += 1;
        self.reader.open();
        parts(self);
        self.depth -= 1;
        true
    }

    fn at_index(&mut self, index: usize, then: impl FnOnce(&mut Self)) {
        self.pointer.push(Step::Index(index));
        then(self);
        self.pointer.pop();
    }

    /// The next member of an object; one whose key is no text is told and passed over. Whether it is one of the object's own,
    /// and not the one that stands beside them.
    fn member(&mut self, then: impl FnOnce(&mut Self, Cow<'a, str>)) -> bool {
        let start = self.reader.place();
        let quoted = self.reader.key();
        let Some(key) = quoted.read() else {
            self.fault(|| words::BAD_ESCAPE.into());
            self.reader.skip();
            return true;
        };
        if self.depth == 1 && self.apart.key.is_some_and(|apart| apart == key) {
            let value = self.reader.skip();
            self.apart.found.push((start..self.reader.place(), value));
            return false;
        }
        self.pointer.push(Step::Member(quoted));
        then(self, key);
        self.pointer.pop();
        true
    }

    fn mismatch(&mut self, kind: Kind, wanted: impl FnOnce() -> String) {
        let raw = self.reader.skip();
        self.fault(|| format!("expected {}, found {}", wanted(), words::of_value(kind, raw)));
    }

    fn fault(&mut self, message: impl FnOnce() -> String) {
        self.found.add(|| self.pointer.to_text(), message);
    }

    /// Of a member that is not there.
    fn fault_at(&mut self, key: &str, message: impl FnOnce() -> String) {
        self.found.add(|| self.pointer.to_member(key), message);
    }
}
