//! The actors of the scenarios, each an `async fn` that can be read aloud.
//!
//! *Invariant:* they stand on `base`, `channel` and `process` only. What they can do, everybody can,
//! but for the supervisor, which tells the runtime of its service.

pub mod crashing;
pub mod echo_client;
pub mod fan_in;
pub mod kv;
pub mod kv_client;
pub mod kv_shell;
pub mod kv_store;
pub mod log_worker;
pub mod message_log;
pub mod ping_pong;
pub mod posts;
pub mod relay;
pub mod reply;
pub mod supervisor;
#[cfg(feature = "typed-kv")]
pub mod typed_kv;
#[cfg(feature = "typed-kv")]
mod typed_look;
pub mod visitor;
pub mod worker;

/// ANSI colours, as terminals know them.
pub mod ansi {
    /// `text` in faint ink.
    pub fn dim(text: &str) -> String {
        paint("2", text)
    }

    /// `text` in green.
    pub fn green(text: &str) -> String {
        paint("32", text)
    }

    /// `text` in yellow.
    pub fn yellow(text: &str) -> String {
        paint("33", text)
    }

    /// `text` in cyan.
    pub fn cyan(text: &str) -> String {
        paint("36", text)
    }

    fn paint(code: &str, text: &str) -> String {
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}
