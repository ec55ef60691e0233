//! A key-value store whose values have types.
mod fault;
mod generate;
mod graph;
mod json;
mod model;
mod models;
mod nearest;
mod parse;
mod rename;
mod resolve;
mod service;
mod store;
mod validate;

pub use fault::Fault;
pub use generate::NoModuleName;
pub use models::Models;
pub use service::{Limits, Request, Response, Service};
pub use store::{Full, Item, Stats, StoreLimits, TypedStore};
pub use validate::{Invalid, Refused, Valid};
