//! [`Pacer`]: turns wall time into what a run may do, at a pace that one can watch.

use crate::base::{Duration, Time};
use crate::runtime::{Budget, Next};

/// How fast a run goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// So many times real time.
    Times(f64),
    /// So many events a second: slow motion.
    Events(f64),
    /// As fast as it can, but for the time in which somebody must answer: that counts at 1×.
    Max,
}

/// Of a longer gap (a sleeping tab, a machine that is busy with something else) only so much counts.
const LONGEST_GAP: Duration = Duration::from_millis(250);
/// Slow motion lets at most so many events gather while nothing happens.
const MOST_CREDIT: f64 = 1.0;

/// Knows how far virtual time may go. It asks no clock: whoever has one tells it how much time has passed.
#[derive(Clone, Debug)]
pub struct Pacer {
    pace: Pace,
    ceiling: Time,
    /// Events that slow motion may still show.
    credit: f64,
}

impl Pacer {
    /// A pacer for a run that stands at `now`.
    pub fn new(pace: Pace, now: Time) -> Self {
        Self { pace, ceiling: now, credit: MOST_CREDIT }
    }

    /// The pace.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Begins anew from `now`: after a pause, a step, or a change of pace.
    pub fn set(&mut self, pace: Pace, now: Time) {
        *self = Self::new(pace, now);
    }

    /// `wall` nanoseconds have passed. `now` is the virtual time of the run, `busy` whether somebody is ready, and
    /// `awaited` whether an answer from outside is awaited.
    pub fn advance(&mut self, wall: Duration, now: Time, busy: bool, awaited: bool) {
        let wall = wall.min(LONGEST_GAP);
        match self.pace {
            Pace::Times(times) => self.ceiling = self.ceiling.max(now) + wall.mul_f64(times),
            Pace::Max if awaited => self.ceiling = self.ceiling.max(now) + wall,
            Pace::Max => self.ceiling = now,
            Pace::Events(rate) => {
                let seconds = wall.as_nanos() as f64 / 1e9;
                self.credit = (self.credit + seconds * rate).min(MOST_CREDIT);
                // While events wait to be shown, time stands still: it only bridges what is empty.
                self.ceiling = if busy { now } else { self.ceiling.max(now) + wall };
            }
        }
    }

    /// Ceiling and budget for the next call of `run`, of at most `slice`; `None`: nothing may happen yet.
    pub fn allow(&self, now: Time, awaited: bool, slice: Budget) -> Option<(Time, Budget)> {
        match self.pace {
            Pace::Times(_) => Some((self.ceiling, slice)),
            Pace::Max if awaited => Some((self.ceiling, slice)),
            Pace::Max => Some((Time::MAX, Budget { until_asked: true, ..slice })),
            Pace::Events(_) if self.credit < MOST_CREDIT => None,
            Pace::Events(_) => {
                // Whatever is ready may go; a timer only when its time has come.
                let ceiling = self.ceiling.max(now + Duration::from_nanos(1));
                Some((ceiling, Budget { events: 1, turns: slice.turns.min(1), ..slice }))
            }
        }
    }

    /// `events` were recorded in the last call of `run`.
    pub fn spend(&mut self, events: u64) {
        if matches!(self.pace, Pace::Events(_)) {
            self.credit -= events as f64;
        }
    }

    /// The time to show while nothing happens: it goes on, up to what happens next.
    pub fn shown(&self, now: Time, next: Next) -> Time {
        let ceiling = self.ceiling.max(now);
        match next {
            Next::At(at) => ceiling.min(at).max(now),
            Next::AtOnce | Next::Idle => ceiling,
        }
    }

    /// How long to wait before the next call, given what the last one answered; `None`: until something comes from
    /// outside.
    pub fn pause(&self, next: Next, now: Time, awaited: bool) -> Option<Duration> {
        let (owed, rate) = match self.pace {
            Pace::Events(rate) => ((MOST_CREDIT - self.credit).max(0.0), rate),
            _ => (0.0, 1.0),
        };
        let owed = Duration::from_nanos((owed / rate * 1e9) as u64);
        let until = |at: Time| {
            let times = match self.pace {
                Pace::Times(times) => times,
                Pace::Events(_) => 1.0,
                Pace::Max if awaited => 1.0,
                Pace::Max => return Duration::ZERO,
            };
            at.since(self.ceiling.max(now)).mul_f64(1.0 / times)
        };
        match next {
            Next::AtOnce => Some(owed),
            Next::At(at) => Some(owed.max(until(at))),
            Next::Idle => None,
        }
    }
}
