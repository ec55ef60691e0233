//! Go's channels: between the coroutines of one process, never across its boundary.
//!
//! *Invariant:* pure state machines. Nothing here knows a scheduler; whoever waits leaves a waker, and whoever
//! records leaves a watch.

mod queue;
mod select;
mod waiting;
mod watch;

pub use queue::{Channel, ClosedError};
pub use select::{Case, Select, Selected, select, try_select};
pub use waiting::{Receive, Send};
pub(crate) use watch::{Operation, Watch};
