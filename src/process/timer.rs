//! Waiting for time to pass: [`Sleep`], [`After`], [`Ticker`], [`Timer`].

use std::future::Future;
use std::pin::Pin;
use std::task::{self, Poll};

use futures::Stream;
use futures::future::FusedFuture;
use futures::stream::FusedStream;

use super::calls::TimerKind;
use super::context::Context;
use crate::base::{Duration, Error, ErrorKind, IntoDuration, Time};

/// A setting that is given back when nobody holds it any more.
struct Setting {
    context: Context,
    id: u32,
}

impl Setting {
    fn new(context: &Context, kind: TimerKind, span: Duration) -> Self {
        let id = context.calls.set_timer(context.number, kind, span);
        Self { context: context.clone(), id }
    }

    fn poll(&self, cx: &mut task::Context<'_>) -> Poll<Option<Time>> {
        self.context.calls.fired(self.context.number, self.id, cx.waker())
    }
}

impl Drop for Setting {
    fn drop(&mut self) {
        self.context.calls.drop_timer(self.context.number, self.id);
    }
}

/// A span that a timer can be set to.
fn positive(span: impl IntoDuration) -> Result<Duration, Error> {
    let span = span.into_duration().map_err(|error| Error::invalid(error.to_string()))?;
    if span == Duration::ZERO {
        return Err(Error::invalid("a timer needs a duration above zero"));
    }
    Ok(span)
}

/// Ends when its time has passed. Made by [`Context::sleep`].
#[must_use = "a sleep does nothing unless it is awaited"]
pub struct Sleep {
    context: Context,
    span: Result<Duration, Error>,
    setting: Option<Setting>,
    over: bool,
}

impl Sleep {
    pub(super) fn new(context: &Context, span: impl IntoDuration) -> Self {
        let span = span.into_duration().map_err(|error| Error::invalid(error.to_string()));
        Self { context: context.clone(), span, setting: None, over: false }
    }
}

impl Future for Sleep {
    type Output = Result<(), Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Self::Output> {
        let polled = self.go_on(cx);
        self.over = polled.is_ready();
        polled
    }
}

impl Sleep {
    fn go_on(&mut self, cx: &mut task::Context<'_>) -> Poll<Result<(), Error>> {
        let span = match &self.span {
            Ok(span) => *span,
            Err(error) => return Poll::Ready(Err(error.clone())),
        };
        if span == Duration::ZERO {
            // No time passes, but an endless row of these must not keep the turn for ever.
            let goes_on = self.context.calls.step(self.context.number, cx.waker());
            return if goes_on { Poll::Ready(Ok(())) } else { Poll::Pending };
        }
        let setting =
            self.setting.get_or_insert_with(|| Setting::new(&self.context, TimerKind::Sleep, span));
        setting.poll(cx).map(|_| Ok(()))
    }
}

impl FusedFuture for Sleep {
    fn is_terminated(&self) -> bool {
        self.over
    }
}

/// A channel that gives the time once, and closes. Made by [`Context::after`].
///
/// It is a `Stream`: `after.next().await` waits for it.
#[must_use = "a timeout does nothing unless it is waited for"]
pub struct After {
    setting: Setting,
    over: bool,
}

impl After {
    pub(super) fn new(context: &Context, span: impl IntoDuration) -> Result<Self, Error> {
        let setting = Setting::new(context, TimerKind::After, positive(span)?);
        Ok(Self { setting, over: false })
    }
}

impl Stream for After {
    type Item = Time;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Option<Time>> {
        let polled = self.setting.poll(cx);
        self.over = polled.is_ready();
        polled
    }
}

impl FusedStream for After {
    /// Fired, or closed: there is nothing more to wait for.
    fn is_terminated(&self) -> bool {
        self.over
    }
}

/// A channel that gives the time again and again. Made by [`Context::ticker`].
///
/// It keeps 16 ticks for a slow reader and drops those beyond.
#[must_use = "a ticker does nothing unless it is waited for"]
pub struct Ticker {
    setting: Setting,
}

impl Ticker {
    pub(super) fn new(context: &Context, span: impl IntoDuration) -> Result<Self, Error> {
        Ok(Self { setting: Setting::new(context, TimerKind::Ticker, positive(span)?) })
    }

    /// Stops it; its channel closes.
    pub fn stop(&mut self) {
        self.setting.context.calls.stop_timer(self.setting.context.number, self.setting.id);
    }
}

impl Stream for Ticker {
    type Item = Time;

    fn poll_next(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Option<Time>> {
        self.setting.poll(cx)
    }
}

/// A timer that can be stopped and set again. Made by [`Context::timer`].
#[must_use = "a timer does nothing unless it is waited for"]
pub struct Timer {
    setting: Setting,
}

impl Timer {
    pub(super) fn new(context: &Context, span: impl IntoDuration) -> Result<Self, Error> {
        Ok(Self { setting: Setting::new(context, TimerKind::Timer, positive(span)?) })
    }

    /// Stops it, and closes its channel. True if it had been going to fire.
    pub fn stop(&mut self) -> bool {
        self.setting.context.calls.stop_timer(self.setting.context.number, self.setting.id)
    }

    /// Sets it anew, counted from now. True if it had been going to fire; after it has fired, nothing happens.
    ///
    /// # Errors
    /// A span of zero, or a text that is no duration.
    pub fn reset(&mut self, span: impl IntoDuration) -> Result<bool, Error> {
        let span = positive(span)?;
        let Setting { context, id } = &self.setting;
        Ok(context.calls.reset_timer(context.number, *id, span))
    }
}

impl Stream for Timer {
    type Item = Time;

    fn poll_next(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Option<Time>> {
        self.setting.poll(cx)
    }
}

impl FusedStream for Ticker {
    fn is_terminated(&self) -> bool {
        false
    }
}

impl FusedStream for Timer {
    fn is_terminated(&self) -> bool {
        false
    }
}

/// `TIMEOUT`, for whoever waited too long.
pub(super) fn timed_out(span: Duration) -> Error {
    Error::new(ErrorKind::Timeout, format!("no answer within {span}")).with_retryable(true)
}
