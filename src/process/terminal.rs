//! [`Terminal`]: what a process on a terminal host reads from and writes to.

use std::future::Future;
use std::pin::Pin;
use std::task::{self, Poll, Waker};

use super::calls::Output;
use super::context::Context;
use crate::base::Str;

/// The terminal of a process, given by [`Context::terminal`]. Text may hold ANSI colours.
#[derive(Clone)]
pub struct Terminal {
    pub(super) context: Context,
}

impl Terminal {
    /// Writes a text as it is.
    pub fn write(&self, text: impl Into<Str>) {
        self.context.calls.print(self.context.number, Output::Standard, text.into());
    }

    /// Writes a text as it is to the error output.
    pub fn write_error(&self, text: impl Into<Str>) {
        self.context.calls.print(self.context.number, Output::Error, text.into());
    }

    /// Writes a text and a line end.
    pub fn print(&self, text: impl AsRef<str>) {
        self.write(format!("{}\n", text.as_ref()));
    }

    /// The next line that is typed, without its end; `None` at the end of input.
    pub fn read_line(&self) -> ReadLine {
        ReadLine { context: self.context.clone(), asked: None }
    }
}

/// Waits for a line. Made by [`Terminal::read_line`].
#[must_use = "no line is read unless this is awaited"]
pub struct ReadLine {
    context: Context,
    /// Whom the line wakes, while it is waited for.
    asked: Option<Waker>,
}

impl Future for ReadLine {
    type Output = Option<Str>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Option<Str>> {
        let line = self.context.calls.read_line(self.context.number, cx.waker());
        self.asked = line.is_pending().then(|| cx.waker().clone());
        line
    }
}

impl Drop for ReadLine {
    fn drop(&mut self) {
        if let Some(waker) = &self.asked {
            self.context.calls.stop_reading(self.context.number, waker);
        }
    }
}
