//! Projects: entries, the hosts and services among them, and the order in which services start.

mod boot;
mod entries;
mod order;

pub(crate) use boot::Boot;
pub use boot::{ServiceView, Target};
pub use entries::{Entry, EntryKind, Project, ProjectError};
