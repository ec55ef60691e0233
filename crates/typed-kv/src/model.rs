//! What a model is, once it was read and found right.

use serde::{Deserialize, Serialize};

/// A type that values are stored as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Model {
    /// Its name in Rust.
    pub name: String,
    pub docs: Vec<String>,
    pub shape: Shape,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Shape {
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Field {
    /// Its name in Rust, without `r#`.
    pub name: String,
    /// Its name in JSON.
    pub json: String,
    pub docs: Vec<String>,
    pub ty: Type,
    /// Whether Rust's default takes its place where it is missing.
    pub default: bool,
}

impl Field {
    /// Whether an object without it is right.
    pub fn is_optional(&self) -> bool {
        self.default || matches!(self.ty, Type::Option(_))
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Variant {
    /// Its name in Rust, without `r#`.
    pub name: String,
    /// Its name in JSON.
    pub json: String,
    pub docs: Vec<String>,
    pub content: Content,
    /// Whether it is the default of its enum.
    pub default: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Content {
    Unit,
    Newtype(Type),
    Tuple(Vec<Type>),
    Struct(Vec<Field>),
}

/// The type of a value. A `Box` is what lies in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Type {
    Bool,
    Int(Int),
    Float(Float),
    Char,
    Text,
    Option(Box<Type>),
    List(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    /// Another model: its place in the list of all.
    Model(usize),
}

/// A whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Int {
    pub name: &'static str,
    pub signed: bool,
    pub bits: u32,
}

impl Int {
    /// `isize` and `usize` have 64 bits on every machine, so that a value that is right on one is right on all.
    pub const ALL: [Self; 12] = [
        Self::new("i8", true, 8),
        Self::new("i16", true, 16),
        Self::new("i32", true, 32),
        Self::new("i64", true, 64),
        Self::new("i128", true, 128),
        Self::new("isize", true, 64),
        Self::new("u8", false, 8),
        Self::new("u16", false, 16),
        Self::new("u32", false, 32),
        Self::new("u64", false, 64),
        Self::new("u128", false, 128),
        Self::new("usize", false, 64),
    ];

    const fn new(name: &'static str, signed: bool, bits: u32) -> Self {
        Self { name, signed, bits }
    }

    /// Whether a number is one of its numbers.
    pub fn has(self, number: i64) -> bool {
        match self.signed {
            true => {
                self.bits >= 64 || (-1 << (self.bits - 1)..1 << (self.bits - 1)).contains(&number)
            }
            false => number >= 0 && (self.bits >= 63 || number < 1 << self.bits),
        }
    }

    /// Whether some of its numbers are none that JavaScript can hold exactly.
    pub fn is_wide(self) -> bool {
        self.bits > 53
    }

    /// The least and the greatest, as text.
    pub fn range(self) -> (String, String) {
        let unused = 128 - self.bits;
        match self.signed {
            true => ((i128::MIN >> unused).to_string(), (i128::MAX >> unused).to_string()),
            false => ("0".into(), (u128::MAX >> unused).to_string()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Float {
    F32,
    F64,
}
