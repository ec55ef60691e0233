//! What a process is, and what it may do.
//!
//! ```text
//!          spawn            first turn            returns, fails, is terminated
//!  (entry) ─────▶ ready ───────▶ running ──────────────────────────────▶ ended
//!                   ▲               │
//!                   └─── waiting ◀──┘   a delivery wakes it
//! ```
//!
//! A Rust actor is an `async fn` over one [`Context`], which is a [`Process`] as it is; every other kind of process stands behind
//! the same [`Process`] trait. A process reaches the world through its context only: the runtime's insides, the
//! clock and the browser are out of reach.

mod calls;
mod context;
mod coroutine;
mod event;
mod exit;
mod frame;
mod inbox;
mod kv_store;
mod message;
mod service;
mod spawner;
mod spec;
mod task;
mod terminal;
mod timer;

pub(crate) use calls::{Calls, Handling, Look, Mailbox, Open, SpawnRequest, TimerKind};
pub use calls::{Destination, Level, Output};
pub use context::Context;
pub use coroutine::Conclusion;
pub(crate) use coroutine::{Coroutine, Flag, ReadyList};
pub use event::{Event, EventKind};
pub use exit::{Exit, Outcome};
pub use frame::{Frame, Variable};
pub use inbox::{Events, Inbox, Listener};
pub(crate) use kv_store::shown;
pub use kv_store::{KvStoreHandle, StoreRequest};
pub use message::{Message, SendError};
pub use service::{Lifecycle, Restart, ServiceState};
pub use spawner::{Exec, Spawner};
pub use spec::{Actor, IntoOutcome};
pub use task::Process;
pub use terminal::Terminal;
pub use timer::{After, Sleep, Ticker, Timer};
