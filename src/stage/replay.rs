//! [`Replay`]: a run made again from its log, up to where one likes, and as much of it at a time as one likes.

use super::input::LoggedInput;
use super::session::{Session, Settings};
use crate::base::Time;
use crate::project::{Project, ProjectError, Target};
use crate::runtime::{Budget, Next};

/// A moment of a run, between two turns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Turns taken before it.
    pub turn: u64,
    /// Virtual time.
    pub time: Time,
}

/// A run that is made again. It takes no time of its own choosing: [`Replay::go`] does some of it, so that somebody can show
/// how far it is, or give it up.
///
/// ```
/// use rehearsal::{Time, runtime::Budget, stage::{Input, Replay, Session, Settings, scenario}};
///
/// let echo = scenario::find("echo").unwrap();
/// let mut session = Session::new(&echo.project(), Settings::default(), echo.targets())?;
/// session.run(Time::from_nanos(1_000_000_000), Budget::UNLIMITED);
/// session.input(Input::Line { process: 3, text: "hello".into() }).unwrap();
/// session.run(Time::from_nanos(2_000_000_000), Budget::UNLIMITED);
///
/// let (log, end) = (session.log().to_vec(), session.moment());
/// let mut replay = Replay::new(&echo.project(), Settings::default(), echo.targets(), log, end)?;
/// while !replay.go(10) {}
/// assert_eq!(replay.session().kernel().trace().hash(), session.kernel().trace().hash());
/// # Ok::<(), rehearsal::project::ProjectError>(())
/// ```
pub struct Replay {
    session: Session,
    log: Vec<LoggedInput>,
    /// Inputs that were given already.
    given: usize,
    end: Moment,
    /// The number of the event with which it ends, if that comes before the end.
    until: u64,
}

impl Replay {
    /// Begins. Inputs after `end` are left out.
    ///
    /// # Errors
    /// The project contradicts itself.
    pub fn new(
        project: &Project,
        settings: Settings,
        targets: Vec<Target>,
        mut log: Vec<LoggedInput>,
        end: Moment,
    ) -> Result<Self, ProjectError> {
        log.truncate(log.partition_point(|logged| logged.moment() <= end));
        let session = Session::new(project, settings, targets)?;
        Ok(Self { session, log, given: 0, end, until: u64::MAX })
    }

    /// Ends with the turn, or the input, that records event number `event`, unless the end comes before. One that has
    /// ended earlier goes on from there. What is past an event cannot be undone: see [`Replay::is_past`].
    ///
    /// ```
    /// use rehearsal::{Time, runtime::Budget, stage::{Player, Pace, Settings, scenario}};
    ///
    /// let mut player = Player::new(scenario::find("ping-pong").unwrap(), Settings::default(), Pace::Max, true)?;
    /// player.slice(Default::default(), Budget::turns(100));
    /// let mut replay = player.replay_until(40)?;
    /// while !replay.go(10) {}
    /// let total = replay.session().kernel().trace().total();
    /// assert!(total >= 40 && total < player.session().kernel().trace().total());
    /// # Ok::<(), rehearsal::project::ProjectError>(())
    /// ```
    pub fn until_event(&mut self, event: u64) {
        self.until = event;
    }

    /// Whether it has gone further than is needed to show this event.
    pub fn is_past(&self, event: u64) -> bool {
        self.session.kernel().trace().total() > event
    }

    /// Takes so many turns at most. Whether the end is reached.
    pub fn go(&mut self, turns: u64) -> bool {
        let most = self.session.kernel().turn().saturating_add(turns);
        loop {
            let input = self.log.get(self.given);
            let next = input.map_or(self.end, LoggedInput::moment);
            let moment = Moment { turn: next.turn.min(most), ..next };
            self.session.take_turns_to(moment, self.until);
            if self.is_there() {
                return true;
            }
            if next.turn > most && self.session.kernel().turn() == most {
                return false;
            }
            self.session.pass_time_to(next.time);
            if self.is_there() {
                return true;
            }
            let Some(logged) = self.log.get(self.given) else { return true };
            self.session.input(logged.input.clone()).ok(); // a refused input was refused the first time, too
            self.given += 1;
        }
    }

    fn is_there(&self) -> bool {
        self.session.kernel().trace().total() >= self.until
    }

    /// The run as far as it has come.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The run, to be asked what needs `&mut`.
    pub fn session_mut(&mut self) -> &mut Session {
        &mut self.session
    }

    /// The run, to go on with.
    pub fn into_session(self) -> Session {
        self.session
    }
}

impl Session {
    /// Where the run is now.
    pub fn moment(&self) -> Moment {
        let kernel = self.kernel();
        let quiet = if kernel.is_busy() { Time::ZERO } else { self.quiet_until };
        Moment { turn: kernel.turn(), time: kernel.time().max(quiet) }
    }

    /// Takes the turns up to a moment. A run that is not the one that the moment was taken from may have fewer.
    fn take_turns_to(&mut self, moment: Moment, until_event: u64) {
        while self.kernel().turn() < moment.turn && self.kernel().trace().total() < until_event {
            let turns = moment.turn - self.kernel().turn();
            let budget = Budget { until_event, ..Budget::turns(turns) };
            if self.run(moment.time, budget) != Next::AtOnce {
                break;
            }
        }
    }

    /// If nobody has anything to do, timers that nobody waits for fire as time passes, and no turn is taken.
    fn pass_time_to(&mut self, time: Time) {
        if !self.kernel().is_busy() {
            self.kernel_mut().pass_time_to(time);
            self.quiet_until = time;
        }
    }
}
