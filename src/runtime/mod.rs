//! The kernel: who runs, what happens to a message, and how processes end.
//!
//! [`Kernel::run`] is the heart: it takes turns until nothing is ready, time would pass its ceiling, or its budget
//! is used up, and says when to call it again. It asks no clock and rolls no dice.
//!
//! A process acts through its `Context`, whose calls all arrive in `dispatch.rs`, and are done there or in the file
//! that the call is about (`messages.rs`, `spawning.rs`, `timing.rs`, …). For that the kernel's `Core`
//! is moved into a shared cell before each poll and out of it afterwards (`lend.rs`): the one shared cell there is.
//!
//! What is made to go wrong comes from outside, too: [`Kernel::strike`] does a [`Fault`], those that wait and those that come by
//! chance are looked at where a message is delivered (`messages.rs`) and a process is spawned (`spawning.rs`), and a run without faults
//! pays one question for it. `docs/faults.md` says what they mean.

mod awaited;
mod chance;
mod choosing;
mod core;
mod dispatch;
mod events;
mod exit;
mod fault;
mod fault_parse;
mod fault_text;
mod faults;
mod kernel;
mod lend;
mod mail;
mod memory;
mod messages;
mod notes;
mod registry;
mod relations;
mod run_queue;
mod spawning;
mod strike;
mod striking;
mod table;
mod terminals;
mod timers;
mod timing;
mod turn;
mod view;

pub use self::core::{Counters, Effect, EntryDef, HostDef, StoreQuestion};
pub use choosing::Upcoming;
pub use fault::{Chaos, Fault, MessageFault, Place, Struck};
pub use kernel::{Budget, Kernel, KernelSettings, Next};
pub use run_queue::Order;
pub use table::State;
pub use view::{LetterView, ProcessView, Tombstone, WaitPercentiles};

use self::core::Core;
