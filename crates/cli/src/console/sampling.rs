//! [`Sampling`]: of many equal lines a few are shown, so that a loop that logs does not bury everything else.

use std::collections::BTreeMap;

use rehearsal::process::Level;
use rehearsal::{Str, Time};

use super::line::Line;

/// Within a second so many equal lines are shown, …
const FIRST: u64 = 100;
/// … and of those after them one in so many.
const THEREAFTER: u64 = 100;
const SECOND: u64 = 1_000_000_000;
/// Of so many messages the counts are kept at most: one with a number in it is a new one each time.
const MOST: usize = 4_096;

/// Counts equal lines by seconds of virtual time, so that equal runs show equal lines.
#[derive(Default)]
pub struct Sampling {
    /// By level and message: when the second began, and how many there were in it.
    counts: BTreeMap<(Level, Str), (Time, u64)>,
}

impl Sampling {
    /// Whether a line is to be shown.
    pub fn lets_through(&mut self, line: &Line) -> bool {
        if self.counts.len() >= MOST {
            self.counts.clear();
        }
        let key = (line.level, line.message.clone());
        let (begun, count) = self.counts.entry(key).or_insert((line.at, 0));
        if line.at.since(*begun).as_nanos() >= SECOND {
            (*begun, *count) = (line.at, 0);
        }
        *count += 1;
        *count <= FIRST || (*count - FIRST).is_multiple_of(THEREAFTER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(sampling: &mut Sampling, message: &'static str, millis: u64, times: usize) -> usize {
        let line = Line {
            level: Level::Info,
            at: Time::from_nanos(millis * 1_000_000),
            logger: Str::EMPTY,
            message: message.into(),
            fields: Vec::new(),
        };
        (0..times).filter(|_| sampling.lets_through(&line)).count()
    }

    #[test]
    fn of_equal_lines_a_hundred_are_shown_in_a_second_and_then_one_in_a_hundred() {
        let mut sampling = Sampling::default();
        assert_eq!(shown(&mut sampling, "tick", 0, 100), 100);
        assert_eq!(shown(&mut sampling, "tick", 999, 250), 2);
        assert_eq!(shown(&mut sampling, "tock", 999, 7), 7);
        assert_eq!(shown(&mut sampling, "tick", 1_000, 7), 7);
    }
}
