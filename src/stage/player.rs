//! [`Player`]: a session at a pace, with play, pause and step. It asks no clock.

use super::breakpoint::{Breakpoint, Stop, Until, Watch, Watched};
use super::fault_script::FaultScript;
use super::input::{Input, LoggedInput};
use super::pacer::{Pace, Pacer};
use super::replay::Replay;
use super::run_file::{RunFile, RunProject};
use super::scenario::Scenario;
use super::session::{Session, Settings};
use crate::base::{Duration, Error, Str, Time};
use crate::project::{Project, ProjectError, Target};
use crate::runtime::{Budget, Effect, Next, StoreQuestion};

/// What a run is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    /// Something happens now.
    Running,
    /// Nothing can happen until time has passed, or somebody answers.
    Waiting,
    /// It was paused.
    Paused,
    /// Nobody lives any more.
    Ended,
}

/// What there is to play: a project, and how it begins.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The definitions.
    pub project: Project,
    /// The processes to begin with, beside the services.
    pub targets: Vec<Target>,
    /// The entry of a visitor that leaves as soon as somebody from outside does something.
    pub visitor: Option<Str>,
    /// Where all this is from, for who writes the run to a file.
    pub source: RunProject,
}

impl From<&Scenario> for Setup {
    fn from(scenario: &Scenario) -> Self {
        Self {
            project: scenario.project(),
            targets: scenario.targets(),
            visitor: scenario.visitor.map(Str::from),
            source: RunProject::Scenario(scenario.id.into()),
        }
    }
}

/// A project being played.
pub struct Player {
    /// What the run is made of, beside its inputs.
    setup: Setup,
    settings: Settings,
    session: Session,
    pacer: Pacer,
    playing: bool,
    last: Next,
    /// The entry of a visitor that may still be about.
    visitor: Option<Str>,
    /// A step was asked for, and waits for the store to answer.
    owes_step: bool,
    watch: Watch,
    /// Why it has stopped by itself, until somebody is told.
    stop: Option<Stop>,
    /// The pace before it was sent somewhere, as fast as it can.
    before: Option<Pace>,
}

impl Player {
    /// A fresh run of a scenario, or of another project.
    ///
    /// # Errors
    /// The project contradicts itself.
    pub fn new(
        setup: impl Into<Setup>,
        settings: Settings,
        pace: Pace,
        playing: bool,
    ) -> Result<Self, ProjectError> {
        let setup = setup.into();
        let session = Session::new(&setup.project, settings, setup.targets.clone())?;
        Ok(Self::of_session(setup, settings, session, pace, playing))
    }

    /// A run that was made again, to go on with. It waits to be played.
    pub fn of_replay(
        setup: impl Into<Setup>,
        settings: Settings,
        session: Session,
        pace: Pace,
    ) -> Self {
        let is_deed = |logged: &LoggedInput| {
            !matches!(logged.input, Input::Store { .. } | Input::Planned { .. })
        };
        let was_sent_away = session.log().iter().any(is_deed);
        let mut player = Self::of_session(setup.into(), settings, session, pace, false);
        if was_sent_away {
            player.visitor = None;
        }
        player
    }

    fn of_session(
        setup: Setup,
        settings: Settings,
        session: Session,
        pace: Pace,
        playing: bool,
    ) -> Self {
        let pacer = Pacer::new(pace, session.moment().time);
        let visitor = setup.visitor.clone();
        let last = Next::AtOnce;
        Self {
            setup,
            settings,
            session,
            pacer,
            playing,
            last,
            visitor,
            owes_step: false,
            watch: Watch::default(),
            stop: None,
            before: None,
        }
    }

    /// The run, to be made again from its beginning up to event number `event`. What is played is not touched.
    ///
    /// # Errors
    /// The project contradicts itself.
    pub fn replay_until(&self, event: u64) -> Result<Replay, ProjectError> {
        let Setup { project, targets, .. } = &self.setup;
        let (log, end) = (self.session.log().to_vec(), self.session.moment());
        let mut replay = Replay::new(project, self.settings, targets.clone(), log, end)?;
        replay.until_event(event);
        Ok(replay)
    }

    /// Goes on with what was made of [`Player::replay_until`] instead. It waits to be played.
    pub fn fork(&mut self, mut session: Session) {
        session.go_on_with_faults_of(&self.session);
        let breakpoints = self.breakpoints_set();
        let (setup, pace) = (std::mem::take(&mut self.setup), self.pace());
        *self = Self::of_replay(setup, self.settings, session, pace);
        self.set_breakpoints(breakpoints);
    }

    /// Sets what it stops at. One that was there before goes on counting.
    pub fn set_breakpoints(&mut self, breakpoints: Vec<Breakpoint>) {
        self.watch.set(self.session.kernel(), breakpoints);
    }

    fn breakpoints_set(&self) -> Vec<Breakpoint> {
        self.watch.breakpoints().iter().map(|one| one.breakpoint.clone()).collect()
    }

    /// What it stops at, and how often that has happened.
    pub fn breakpoints(&self) -> &[Watched] {
        self.watch.breakpoints()
    }

    /// Goes on as fast as it can until it is somewhere, or at a breakpoint, and pauses there.
    pub fn run_until(&mut self, until: Until) {
        let pace = self.pace();
        self.play();
        self.rebase(Pace::Max);
        self.watch.go_until(self.session.kernel(), until);
        self.before = Some(pace);
    }

    /// Why it has stopped by itself since the last call.
    pub fn take_stop(&mut self) -> Option<Stop> {
        self.stop.take()
    }

    /// The pace at which it is played.
    pub fn pace(&self) -> Pace {
        self.before.unwrap_or(self.pacer.pace())
    }

    /// The run as it is now, for a file.
    pub fn run_file(&self) -> RunFile {
        let Setup { source, targets, .. } = &self.setup;
        let mut file = RunFile::of(&self.session, source.clone(), self.settings, targets.clone());
        file.breakpoints = self.breakpoints_set();
        file
    }

    /// The definitions of what is played.
    pub fn project(&self) -> &Project {
        &self.setup.project
    }

    /// The run.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Lets it run.
    pub fn play(&mut self) {
        self.owes_step = false;
        self.playing = true;
        self.rebase(self.pace());
    }

    /// Stops it where it is.
    pub fn pause(&mut self) {
        self.playing = false;
        if let Some(pace) = self.before.take() {
            self.watch.forget_goal();
            self.pacer.set(pace, self.session.moment().time);
        }
    }

    /// Whether it runs.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// Changes the pace, from now on.
    pub fn set_pace(&mut self, pace: Pace) {
        if let Some(before) = &mut self.before {
            *before = pace; // it is on its way somewhere
            return;
        }
        self.rebase(pace);
    }

    fn rebase(&mut self, pace: Pace) {
        self.before = None;
        self.watch.forget_goal();
        self.pacer.set(pace, self.session.moment().time);
        self.last = Next::AtOnce;
    }

    /// Takes one delivery, with all of its turn, and pauses. If nobody is ready, time jumps; but not while the store is to answer:
    /// then its answer is the step, as soon as it comes.
    pub fn step(&mut self) {
        self.pause();
        let kernel = self.session.kernel();
        self.owes_step = kernel.awaits_store() && !kernel.is_busy();
        if !self.owes_step {
            self.take_step();
        }
    }

    fn take_step(&mut self) {
        self.owes_step = false;
        self.last = self.session.run(Time::MAX, Budget::deliveries(1));
        self.watch.look(self.session.kernel()); // it has stopped anyway
    }

    /// Runs turn by turn, and stops where it is to stop.
    fn run_watched(&mut self, ceiling: Time, most: Budget) {
        let ceiling = match self.watch.until() {
            Some(Until::Time(time)) => ceiling.min(time),
            _ => ceiling,
        };
        let spent = |session: &Session| {
            (session.kernel().trace().rows(), session.kernel().counters().ticks)
        };
        let (rows, ticks) = spent(&self.session);
        for _ in 0..most.turns {
            self.last = self.session.run(ceiling, Budget { turns: 1, ..most });
            let stop = self.watch.look(self.session.kernel()).or_else(|| self.is_time(ceiling));
            if stop.is_some() {
                self.stop = stop;
                return self.pause();
            }
            let (rows_now, ticks_now) = spent(&self.session);
            let awaited = most.until_asked && self.is_awaited();
            let is_spent = rows_now - rows >= most.events || ticks_now - ticks >= most.ticks;
            if self.last != Next::AtOnce || awaited || is_spent {
                return;
            }
        }
    }

    /// Whether nothing is left to do before the time at which it is to stop.
    fn is_time(&self, ceiling: Time) -> Option<Stop> {
        let is_there =
            self.watch.until() == Some(Until::Time(ceiling)) && self.last != Next::AtOnce;
        is_there.then_some(Stop { event: 0, breakpoint: None })
    }

    /// Takes something from outside.
    ///
    /// # Errors
    /// As [`Session::input`].
    pub fn input(&mut self, input: Input) -> Result<(), Error> {
        // That the store answers is no deed of the reader's.
        if !matches!(input, Input::Store { .. }) {
            self.send_visitor_away();
        }
        let done = self.session.input(input);
        self.last = Next::AtOnce;
        if !self.watch.is_idle()
            && let Some(stop) = self.watch.look(self.session.kernel())
            && self.playing
        {
            self.pause();
            self.stop = Some(stop);
        }
        if self.owes_step && self.session.kernel().is_busy() {
            self.take_step();
        }
        done
    }

    /// From now on these faults are to come: see [`Session::set_faults`].
    pub fn set_faults(&mut self, script: FaultScript) {
        self.session.set_faults(script);
        self.last = Next::AtOnce;
    }

    /// These are still to come: see [`Session::go_on_with_faults`].
    pub fn go_on_with_faults(&mut self, script: FaultScript) {
        self.session.go_on_with_faults(script);
    }

    /// The reader does something: the visitor makes room.
    fn send_visitor_away(&mut self) {
        let Some(visitor) = self.visitor.take() else { return };
        let kernel = self.session.kernel();
        let visitor = kernel.living().find(|number| {
            let entry = kernel.process(*number).map(|process| process.entry);
            entry.is_some_and(|entry| entry == visitor)
        });
        if let Some(process) = visitor {
            self.session
                .input(Input::Cancel { process, reason: "the reader takes over".into() })
                .ok();
        }
    }

    /// `wall` nanoseconds have passed since the last call: does what they allow, at most `most` of it. Says how long
    /// to wait before the next call; `None`: until something is asked of it.
    pub fn slice(&mut self, wall: Duration, most: Budget) -> Option<Duration> {
        if !self.playing {
            return None;
        }
        let kernel = self.session.kernel();
        let (now, busy, awaited) = (kernel.time(), kernel.is_busy(), self.is_awaited());
        self.pacer.advance(wall, now, busy, awaited);
        if let Some((ceiling, budget)) = self.pacer.allow(now, awaited, most) {
            let before = kernel.trace().rows();
            if self.watch.is_idle() {
                self.last = self.session.run(ceiling, budget);
            } else {
                self.run_watched(ceiling, budget);
            }
            self.pacer.spend(self.session.kernel().trace().rows() - before);
        }
        let now = self.session.kernel().time();
        self.pacer.pause(self.last, now, self.is_awaited())
    }

    /// Whether time passes at 1×, for somebody outside to answer. Whoever sends it somewhere does not mean to type on the way; but the
    /// store answers always.
    fn is_awaited(&self) -> bool {
        let kernel = self.session.kernel();
        let is_sent = self.before.is_some();
        kernel.awaits_store() || (kernel.awaits_outside() && !is_sent)
    }

    /// What it is doing.
    pub fn state(&self) -> RunState {
        match self.last {
            _ if self.session.kernel().alive() == 0 && self.last == Next::Idle => RunState::Ended,
            _ if !self.playing => RunState::Paused,
            Next::AtOnce => RunState::Running,
            Next::At(_) | Next::Idle => RunState::Waiting,
        }
    }

    /// The time to show: that of the run, or, while nothing happens, the pacer's.
    pub fn shown_time(&self) -> Time {
        let now = self.session.moment().time;
        if self.playing && self.last != Next::AtOnce {
            self.pacer.shown(now, self.last)
        } else {
            now
        }
    }

    /// What processes have asked the key-value store since the last call.
    pub fn take_questions(&mut self) -> Vec<StoreQuestion> {
        self.session.kernel_mut().take_questions()
    }

    /// What the run gave to the outside since the last call.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        self.session.kernel_mut().take_effects()
    }
}
