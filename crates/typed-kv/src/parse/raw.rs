//! A model as it is written: types are still names, and everything has its place.

use crate::fault::Place;
use crate::rename::Rule;

/// A struct or an enum.
pub(crate) struct RawModel {
    pub file: String,
    pub name: RawName,
    pub attributes: Attributes,
    pub shape: RawShape,
    /// Whether parts of it were wrong, and are not here. Nothing is concluded from what it lacks then.
    pub broken: bool,
}

/// A name without its `r#`.
#[derive(Clone)]
pub(crate) struct RawName {
    pub text: String,
    pub place: Place,
}

pub(crate) enum RawShape {
    Struct(Vec<RawField>),
    Enum(Vec<RawVariant>),
}

pub(crate) struct RawField {
    pub name: RawName,
    pub attributes: Attributes,
    pub ty: RawType,
}

pub(crate) struct RawVariant {
    pub name: RawName,
    pub attributes: Attributes,
    pub content: RawContent,
}

pub(crate) enum RawContent {
    Unit,
    Tuple(Vec<RawType>),
    Struct(Vec<RawField>),
}

/// A type that is perhaps none.
pub(crate) struct RawType {
    pub place: Place,
    pub kind: RawKind,
}

pub(crate) enum RawKind {
    /// `Vec<u8>`, `std::vec::Vec<u8>`.
    Path {
        before: Vec<String>,
        name: String,
        arguments: Vec<RawType>,
    },
    Tuple(Vec<RawType>),
}

/// What stands in `#[…]` and `///` before something.
#[derive(Default)]
pub(crate) struct Attributes {
    pub docs: Vec<String>,
    /// `#[derive(Default)]`.
    pub derives_default: bool,
    /// `#[default]`.
    pub default_variant: bool,
    pub serde: Serde,
}

/// What stands in `#[serde(…)]`, each with its place.
#[derive(Default)]
pub(crate) struct Serde {
    pub rename: Option<(String, Place)>,
    pub rename_all: Option<(Rule, Place)>,
    pub default: Option<Place>,
    pub deny_unknown_fields: Option<Place>,
}
