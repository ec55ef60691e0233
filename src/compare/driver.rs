//! [`Compare`]: makes two runs again in step, until they part.

use std::ops::RangeInclusive;

use super::event::{Difference, Field, Told};
use super::reasons::{self, Reason};
use super::report::{Report, Shown};
use super::side::Side;
use crate::base::Error;
use crate::project::{Project, ProjectError};
use crate::stage::{Replayed, RunFile};

/// Events that both have which are shown before the first difference.
const BEFORE: u64 = 10;
/// Events of each run that are shown after it.
const AFTER: u64 = 5;

/// Two runs that are made again in step, as much of them at a time as one likes.
///
/// ```
/// use rehearsal::compare::Compare;
/// use rehearsal::stage::{Input, RunFile, RunProject, Session, Settings, scenario};
/// use rehearsal::{Time, runtime::Budget};
///
/// let echo = scenario::find("echo").unwrap();
/// let said = |text: &'static str| {
///     let mut session = Session::new(&echo.project(), Settings::default(), echo.targets()).unwrap();
///     session.run(Time::from_nanos(1_000_000_000), Budget::UNLIMITED);
///     session.input(Input::Line { process: 3, text: text.into() }).unwrap();
///     session.run(Time::from_nanos(2_000_000_000), Budget::UNLIMITED);
///     RunFile::of(&session, RunProject::Scenario("echo".into()), Settings::default(), echo.targets())
/// };
/// let project = echo.project();
/// let (one, other) = (said("hello"), said("hallo"));
/// let mut compare = Compare::new((&one, &project), (&other, &project))?;
/// while !compare.go(100).unwrap() {}
/// assert!(compare.report().sentence().ends_with(r#"the payload: "hello" in the first, "hallo" in the second"#));
/// # Ok::<(), rehearsal::project::ProjectError>(())
/// ```
pub struct Compare {
    one: Side,
    /// `None`: the first is held against what its own file says.
    other: Option<Side>,
    /// Events that are known to be the same.
    compared: u64,
    found: Option<Found>,
}

/// Where they part.
struct Found {
    /// The first event that differs is one of these.
    events: RangeInclusive<u64>,
    before: Vec<Told>,
    lines: [Vec<Told>; 2],
    differences: Vec<Difference>,
    reasons: Vec<Reason>,
}

impl Compare {
    /// Begins to compare two runs, each with the project that its file names or has.
    ///
    /// # Errors
    /// A project contradicts itself.
    pub fn new(
        one: (&RunFile, &Project),
        other: (&RunFile, &Project),
    ) -> Result<Self, ProjectError> {
        let other = Some(Side::new(other.0, other.1)?);
        Ok(Self { one: Side::new(one.0, one.1)?, other, compared: 0, found: None })
    }

    /// Begins to compare a run with what its file says of its events.
    ///
    /// # Errors
    /// The project contradicts itself.
    pub fn with_written(file: &RunFile, project: &Project) -> Result<Self, ProjectError> {
        Ok(Self { one: Side::new(file, project)?, other: None, compared: 0, found: None })
    }

    /// Takes so many turns of each at most. Whether it is known what there is to know.
    ///
    /// # Errors
    /// `INTERNAL`: one turn has recorded more events than are kept, so that not all of them could be compared.
    pub fn go(&mut self, turns: u64) -> Result<bool, Error> {
        for _ in 0..turns {
            if self.step()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn step(&mut self) -> Result<bool, Error> {
        if let Some(found) = &self.found {
            // Beyond the first difference a few events are shown, and whether they are all there is of a run.
            let enough = found.events.start() + AFTER;
            let wants = |side: &Side| !side.is_over && side.total() < enough;
            let mut goes_on = false;
            for side in [Some(&mut self.one), self.other.as_mut()].into_iter().flatten() {
                if wants(side) {
                    let total = side.total();
                    side.step(total)?;
                    goes_on = true;
                }
            }
            self.tell();
            return Ok(!goes_on);
        }
        let Some(other) = &mut self.other else { return self.step_with_written() };
        let one = &mut self.one;
        // Whoever is behind goes on.
        let (ours, theirs) = (one.total(), other.total());
        if ours <= theirs && !one.is_over {
            one.step(self.compared)?;
        }
        if theirs <= ours && !other.is_over {
            other.step(self.compared)?;
        }
        let both = one.total().min(other.total());
        if one.total() == other.total() && one.trace().hash() == other.trace().hash() {
            self.compared = both; // the hash is of all of them
        }
        let same = |number: &u64| match (one.trace().get(*number), other.trace().get(*number)) {
            (Some(a), Some(b)) => one.seen(&a).is_same(&other.seen(&b)),
            _ => true,
        };
        let differs = (self.compared + 1..=both).find(|number| !same(number));
        self.compared = differs.map_or(both, |number| number - 1);
        let ends = |side: &Side, rest: &Side| side.is_over && rest.total() > side.total();
        let is_over = one.is_over && other.is_over;
        if differs.is_some() || ends(one, other) || ends(other, one) {
            let event = self.compared + 1;
            self.part(event..=event);
            return Ok(false);
        }
        Ok(is_over)
    }

    fn step_with_written(&mut self) -> Result<bool, Error> {
        let one = &mut self.one;
        one.step(self.compared)?;
        let session = one.replay.session();
        let parting = match one.file.parting(session, self.compared + 1) {
            None if one.is_over => match one.file.compare(session) {
                Replayed::Other { agrees, parts, end } if end.hash != one.file.end.hash => {
                    Some((agrees, parts))
                }
                _ => return Ok(true),
            },
            parting => parting,
        };
        let Some((agrees, parts)) = parting else {
            // From the last check on it is not known yet.
            let digests = one.file.digests.count().min(one.total());
            let checks = one.file.checks.len().min(one.trace().checks().len()) as u64;
            self.compared = digests.max(checks * crate::trace::CHECK);
            return Ok(false);
        };
        self.compared = agrees;
        self.part(agrees + 1..=parts);
        Ok(false)
    }

    /// They part at one of these events.
    fn part(&mut self, events: RangeInclusive<u64>) {
        let event = *events.start();
        let one = &self.one;
        let before = (self.compared.saturating_sub(BEFORE - 1)..=self.compared)
            .filter_map(|number| one.told(number))
            .collect();
        let (differences, reasons) = match &self.other {
            Some(other) => {
                let pair = one.trace().get(event).zip(other.trace().get(event));
                let differences = pair.map(|(a, b)| one.seen(&a).differences(&other.seen(&b)));
                let turn = pair.map(|(a, b)| a.turn().max(b.turn()).into());
                (differences.unwrap_or_default(), reasons::of(&one.file, &other.file, turn))
            }
            None => (self.differs_from_written(&events), vec![Reason::Recorded]),
        };
        let lines = Default::default();
        self.found = Some(Found { events, before, lines, differences, reasons });
    }

    fn differs_from_written(&self, events: &RangeInclusive<u64>) -> Vec<Difference> {
        let event = *events.start();
        let ours = self.one.trace().get(event).map(|record| record.kind());
        let (Some(ours), Some(theirs)) = (ours, self.one.file.kind(event)) else {
            return Vec::new();
        };
        if events.end() > &event || ours == theirs {
            return Vec::new();
        }
        let (one, other) = (ours.name().into(), theirs.name().into());
        vec![Difference { field: Field::Kind, one, other }]
    }

    /// Tells what has come meanwhile of the events that are shown.
    fn tell(&mut self) {
        let Some(found) = &mut self.found else { return };
        let shown = *found.events.start()..=found.events.start() + AFTER;
        let missing = |lines: &[Told]| shown.start() + lines.len() as u64..=*shown.end();
        let [ours, theirs] = &mut found.lines;
        ours.extend(missing(ours).map_while(|number| self.one.told(number)));
        match &self.other {
            Some(other) => theirs.extend(missing(theirs).map_while(|number| other.told(number))),
            None => {
                let file = &self.one.file;
                let all = missing(theirs).take_while(|number| *number <= file.digests.count());
                theirs.extend(all.map(|number| Told::written(number, file.kind(number))));
            }
        }
    }

    /// How much was made again: turns, of so many.
    pub fn progress(&self) -> (u64, u64) {
        let sides = [Some(&self.one), self.other.as_ref()];
        let turns =
            |side: &Side| (side.replay.session().kernel().turn(), side.file.end.moment.turn);
        let sum = |(done, of): (u64, u64), (more, all)| (done + more, of + all);
        sides.into_iter().flatten().map(turns).fold((0, 0), sum)
    }

    /// What was found; once [`Compare::go`] has said so, this is the last word.
    pub fn report(&self) -> Report {
        let shown = |side: &Side, lines: &[Told]| {
            let (events, moment) = (side.file.end.events, side.file.end.moment);
            Shown {
                events,
                hash: format!("{:016x}", side.file.end.hash),
                turn: moment.turn,
                time_ns: moment.time.as_nanos(),
                remade: side.is_remade(),
                lines: lines.to_vec(),
            }
        };
        let found = self.found.as_ref();
        let [ours, theirs] = found.map(|found| &found.lines).cloned().unwrap_or_default();
        let is_written = self.other.is_none();
        Report {
            same: found.is_none(),
            written: is_written,
            event: found.map(|found| *found.events.start()),
            until: found.map(|found| *found.events.end()),
            before: found.map(|found| found.before.clone()).unwrap_or_default(),
            one: shown(&self.one, &ours),
            other: shown(self.other.as_ref().unwrap_or(&self.one), &theirs),
            differences: found.map(|found| found.differences.clone()).unwrap_or_default(),
            reasons: found.map(|found| found.reasons.clone()).unwrap_or_default(),
        }
    }
}
