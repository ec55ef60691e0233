//! The stage: a run with its inputs, its pace and its scenarios.

mod breakpoint;
mod fault_script;
mod http;
mod input;
mod observe;
mod pacer;
mod player;
mod replay;
mod run_file;
pub mod scenario;
mod session;
mod sim;

pub use breakpoint::{Breakpoint, Counter, On, Pattern, Step, Stop, Until, Watch, Watched};
pub use fault_script::{FaultScript, ScriptOutcome, ScriptProblem};
pub use http::{Http, HttpRequest, HttpResponse, http_summary};
pub use input::{Input, LoggedInput};
pub use observe::{Census, GroupView, census};
pub use pacer::{Pace, Pacer};
pub use player::{Player, RunState, Setup};
pub use replay::{Moment, Replay};
pub use run_file::{Replayed, RunEnd, RunFile, RunProject};
pub use session::{Session, Settings};
pub use sim::Sim;
