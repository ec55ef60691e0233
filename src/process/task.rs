//! [`Process`]: the small trait behind which every kind of process stands, and a future as one of them.

use std::future::Future;
use std::pin::Pin;
use std::task::{self, Poll};

use super::exit::Outcome;
use super::frame::Frame;
use super::spec::IntoOutcome;

/// Something that runs in turns until it ends.
pub trait Process {
    /// Runs until it waits or ends. What it waits for, it has told the runtime through its context.
    fn run(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Outcome>;

    /// What it is doing, for an onlooker: for each of its tasks the functions that are being called, the innermost first. Nothing of
    /// it changes. Of compiled code nobody knows.
    fn stacks(&self) -> Vec<Vec<Frame>> {
        Vec::new()
    }
}

/// A Rust actor: the future of an `async fn`, as it is. One allocation holds it all.
impl<F> Process for F
where
    F: Future<Output: IntoOutcome>,
{
    fn run(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Outcome> {
        self.poll(cx).map(IntoOutcome::into_outcome)
    }
}
