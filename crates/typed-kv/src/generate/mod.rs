//! Helpers in other languages, made from models.

mod docs;
mod elm;
mod names;
mod typescript;
mod unseen;

pub use elm::NoModuleName;
