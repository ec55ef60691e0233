//! [`Frame`]: a function that a process is calling, as an onlooker sees it.

use serde::Serialize;

/// A function that a process is calling: where it is, and what its variables are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// The entry whose source it is part of, `app:relay`.
    pub entry: String,
    /// Line of that source, from 1; what the function does there is not over.
    pub line: u32,
    /// What its caller calls it; empty if that is not known.
    pub function: String,
    /// Its variables that are in scope there, parameters among them, in the order in which they are declared.
    pub locals: Vec<Variable>,
    /// Variables around the function that it uses.
    pub captured: Vec<Variable>,
}

/// A variable of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Variable {
    /// As it is written there.
    pub name: String,
    /// Its value as text of the source's language, at most so long and so deep.
    pub value: String,
}
