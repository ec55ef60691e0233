//! Go's channels: between the coroutines of one process, never across its boundary.
//!
//! *Invariant:* pure state machines. Nothing here knows a scheduler; whoever waits leaves a waker.

mod queue;
mod select;
mod waiting;

pub use queue::{Channel, ClosedError};
pub use select::{Case, Select, Selected, select, try_select};
pub use waiting::{Receive, Send};
