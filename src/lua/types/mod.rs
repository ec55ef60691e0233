//! Types as values: what `type Name = T` leaves at run time, when the source uses `Name` as a value.
//!
//! ```text
//! type User = {name: string}      ->  local User=is(0)            is: a word that no variable can have
//! local u, err = User:is(given)
//! ```
//!
//! A [`Catalogue`] holds the declarations of a script and its libraries, read once when the sources are checked.
//! `read` makes it out of what was parsed, `chunk` writes the locals into the source, `describe` gives kinds and
//! names, `validate` and `checks` hold values against types, `subtype` types against types.
//!
//! Not checked, so that every value passes: `typeof(…)`, `A extends B ? C : D`, `asserts x`, and a name that nothing
//! in the source and no type value stands for. Of a function only that it is one.

mod catalogue;
mod checks;
mod chunk;
mod describe;
mod failure;
mod read;
mod subtype;
mod validate;

pub use catalogue::{Catalogue, Id};
pub use checks::Patterns;
pub use subtype::Comparison;
pub use validate::Validation;
