//! Type annotations of the dialect, taken out of a source before Lua compiles it.
//!
//! PUC Lua knows no types, so [`blank`] writes spaces over them. Line breaks stay, hence every line and column in an
//! error message of Lua is one of the file that the user sees. What the declarations said is handed over beside the
//! text, as [`TypeDeclaration`]s.
//!
//! ```text
//! type Id = integer @min(1)                  ->  (spaces)
//! local function find<T>(id: Id): T?         ->  local function find   (id    )
//!     return rows[id] as T                   ->      return rows[id]
//! end                                        ->  end
//! ```
//!
//! In reading order: `lexer` (bytes to tokens), `parser` (the window on them, and what is to be blanked), `statements`
//! and `expressions` (as much Lua as it takes to know where a type may stand), `grammar` (types), `types` (what they
//! become), `literal`, `show`.
//!
//! Who is to blame for what: a malformed *type* is a [`Fault`] from here. Malformed *Lua* ends the walk without one;
//! the rest of the source stays as it is, and Lua's compiler says in its own words what is wrong.

mod expressions;
mod grammar;
mod lexer;
mod literal;
mod parser;
mod show;
mod statements;
#[cfg(test)]
mod tests;
mod types;

pub use types::{
    Conditional, Field, FunctionParameter, FunctionType, Interface, Literal, Method, Primitive,
    Type, Validator,
};

use std::ops::Range;

use parser::Parser;

/// A source without its annotations.
#[derive(Clone, Debug, PartialEq)]
pub struct Blanked {
    /// As long as the source, with the same line breaks; the annotations are spaces.
    pub text: String,
    /// What `type` and `interface` declare, in the order of the source, whatever the block.
    pub types: Vec<TypeDeclaration>,
}

/// `type Name<A, B: C> = …` or `interface Name … end`.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDeclaration {
    /// The name declared.
    pub name: String,
    /// The line it stands on, from 1, as Lua counts lines.
    pub line: u32,
    /// Where it begins, in bytes.
    pub at: usize,
    /// The bytes of the block that it is in, where its name is known.
    pub block: Range<usize>,
    /// Whether the source also uses the name as a value. Not if the same block declares a variable of that name above
    /// it, or assigns to one: that one is meant then.
    pub is_value: bool,
    /// What stands between `<` and `>`.
    pub parameters: Vec<Parameter>,
    /// The type it names; of an interface a [`Type::Interface`].
    pub body: Type,
}

/// A type parameter: `T`, or `T: Bound`.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it has to fit, where that is said.
    pub bound: Option<Type>,
}

/// An annotation that is none: where, and what was expected instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}")]
pub struct Fault {
    /// From 1, as Lua counts lines.
    pub line: u32,
    /// From 1, in bytes.
    pub column: u32,
    /// Lower case, without the position.
    pub message: String,
}

/// Writes spaces over every type annotation of a source.
///
/// ```
/// use rehearsal::lua::annotations::blank;
///
/// let blanked = blank("type Id = integer\nlocal id: Id = next_id() :: Id")?;
/// assert_eq!(blanked.text, "                 \nlocal id     = next_id()      ");
/// assert_eq!(blanked.types[0].name, "Id");
/// assert_eq!(blanked.types[0].body.to_string(), "integer");
/// # Ok::<(), rehearsal::lua::annotations::Fault>(())
/// ```
///
/// A source without annotations comes back as it is, and so does whatever follows a mistake in the Lua itself:
///
/// ```
/// # use rehearsal::lua::annotations::blank;
/// let text = "if x the\nlocal y: T";
/// assert_eq!(blank(text)?.text, text); // "'then' expected near 'the'", Lua will say
/// # Ok::<(), rehearsal::lua::annotations::Fault>(())
/// ```
///
/// One byte may become a `;` instead: the last one of a declaration or cast with a `(` on a later line. Without it
/// Lua would take `local f = g as F` and `(h or i)()` below for one call.
///
/// # Errors
/// A malformed type, an attribute such as `<close>`, an annotation where none may stand (loop variables), types nested
/// deeper than 100:
///
/// ```
/// # use rehearsal::lua::annotations::blank;
/// let fault = blank("local x: = 1").unwrap_err();
/// assert_eq!(fault.to_string(), "1:10: expected a type, found `=`");
/// ```
pub fn blank(source: &str) -> Result<Blanked, Fault> {
    Parser::new(source).run()
}
