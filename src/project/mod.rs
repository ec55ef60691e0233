//! Projects: entries, the hosts and services among them, and the order in which services start.

mod boot;
mod entries;
#[cfg(feature = "manifest")]
pub mod manifest;
mod order;

pub(crate) use boot::Boot;
pub use boot::{ServiceView, Target};
pub use entries::{Entry, EntryKind, Language, Project, ProjectError};
