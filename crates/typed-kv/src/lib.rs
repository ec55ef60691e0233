//! A key-value store whose values have types.
mod fault;
mod graph;
mod json;
mod model;
mod models;
mod nearest;
mod parse;
mod rename;
mod resolve;
mod validate;

pub use fault::Fault;
pub use models::Models;
pub use validate::{Invalid, Refused, Valid};
