//! The stage: a run with its inputs, its pace and its scenarios.

mod input;
mod pacer;
pub mod scenario;
mod session;
mod sim;

pub use input::{Input, LoggedInput};
pub use pacer::{Pace, Pacer};
pub use session::{Session, Settings};
pub use sim::Sim;
