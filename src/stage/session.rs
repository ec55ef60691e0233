//! [`Session`]: a run of a project, with every input logged.

use super::fault_script::{FaultScript, Planned, ScriptOutcome};
use super::input::{Input, LoggedInput};
use super::replay::Replay;
use crate::base::{Error, Time};
use crate::project::{Boot, Project, ProjectError, ServiceView, Target};
use crate::runtime::{Budget, Kernel, KernelSettings, Next};

/// What a run depends on, beside its project and its inputs.
pub type Settings = KernelSettings;

/// A run of a project. It owns the kernel; everybody else holds PIDs.
///
/// Project, settings and the log of inputs make the run again, event for event:
///
/// ```
/// use rehearsal::{Time, runtime::Budget, stage::{Input, Session, Settings, scenario}};
///
/// let echo = scenario::find("echo").unwrap();
/// let mut session = Session::new(&echo.project(), Settings::default(), echo.targets())?;
/// session.run(Time::from_nanos(1_000_000_000), Budget::UNLIMITED);
/// session.input(Input::Line { process: 3, text: "hello".into() }).unwrap();
/// session.run(Time::from_nanos(2_000_000_000), Budget::UNLIMITED);
///
/// let again = Session::replay(&echo.project(), Settings::default(), echo.targets(), session.log())?;
/// assert!(again.kernel().trace().total() > 0);
/// # Ok::<(), rehearsal::project::ProjectError>(())
/// ```
pub struct Session {
    kernel: Kernel,
    boot: Boot,
    log: Vec<LoggedInput>,
    /// The ceiling of the last call of `run` that left nothing to do below it.
    pub(super) quiet_until: Time,
    /// Faults that are to come, and what became of those that came; and how many inputs came before the script.
    script: FaultScript,
    outcomes: Vec<ScriptOutcome>,
    script_from: usize,
}

impl Session {
    /// Begins a run: services first, then `targets`.
    ///
    /// # Errors
    /// The project contradicts itself.
    pub fn new(
        project: &Project,
        settings: Settings,
        targets: Vec<Target>,
    ) -> Result<Self, ProjectError> {
        let mut kernel = Kernel::new(settings);
        let boot = Boot::new(project, targets, &mut kernel)?;
        let (script, outcomes) = Default::default();
        let (log, quiet_until) = (Vec::new(), Time::ZERO);
        Ok(Self { kernel, boot, log, quiet_until, script, outcomes, script_from: 0 })
    }

    /// Makes a run again from its log, up to its last input.
    ///
    /// # Errors
    /// The project contradicts itself.
    pub fn replay(
        project: &Project,
        settings: Settings,
        targets: Vec<Target>,
        log: &[LoggedInput],
    ) -> Result<Self, ProjectError> {
        let end = log.last().map(LoggedInput::moment).unwrap_or_default();
        let mut replay = Replay::new(project, settings, targets, log.to_vec(), end)?;
        while !replay.go(u64::MAX) {}
        Ok(replay.into_session())
    }

    /// Takes turns, as [`Kernel::run`]. When it has come to a fault of the script, that is done, and nothing more in this
    /// call. Time does not jump past one: while it is to come, the run is not idle.
    pub fn run(&mut self, ceiling: Time, budget: Budget) -> Next {
        let Some(at) = self.script.planned.front().map(|planned| planned.at) else {
            return self.take_turns(ceiling, budget);
        };
        match self.take_turns(ceiling.min(at), budget) {
            Next::AtOnce => Next::AtOnce,
            _ if at < ceiling => {
                self.strike_planned(at);
                Next::AtOnce
            }
            Next::At(next) => Next::At(next.min(at)),
            Next::Idle => Next::At(at),
        }
    }

    fn strike_planned(&mut self, at: Time) {
        while let Some(Planned { line, at, fault }) =
            self.script.planned.pop_front_if(|planned| planned.at <= at)
        {
            let done = self.input(Input::Planned { at, fault });
            self.outcomes.push(ScriptOutcome { line, done });
        }
    }

    /// From now on these faults are to come, and no others. Those whose time is over do not come any more.
    pub fn set_faults(&mut self, mut script: FaultScript) {
        let now = self.moment().time;
        while script.planned.pop_front_if(|planned| planned.at < now).is_some() {}
        self.script = script;
        self.outcomes.clear();
        self.script_from = self.log.len();
    }

    /// A run that was made again goes on: what was to come to it is to come.
    pub fn go_on_with_faults(&mut self, script: FaultScript) {
        self.script = script;
    }

    /// This run goes on from an earlier moment of another one: what came there since is to come again, and then the rest.
    pub(super) fn go_on_with_faults_of(&mut self, other: &Self) {
        let from = other.script_from;
        let is_planned = |index: &usize| matches!(other.log[*index].input, Input::Planned { .. });
        // Each that came has its outcome, but for those that came before the other run was made again.
        let came: Vec<usize> = (from..other.log.len()).filter(is_planned).collect();
        let before = came.len().saturating_sub(other.outcomes.len());
        let kept = came.partition_point(|index| *index < self.log.len());
        let line = |nth: usize| nth.checked_sub(before).map_or(0, |nth| other.outcomes[nth].line);
        let again = (kept..came.len()).filter_map(|nth| match &other.log[came[nth]].input {
            Input::Planned { at, fault } => {
                Some(Planned { line: line(nth), at: *at, fault: fault.clone() })
            }
            _ => None,
        });
        self.script.planned = again.chain(other.script.planned.iter().cloned()).collect();
        self.outcomes = other.outcomes[..kept.saturating_sub(before)].to_vec();
        self.script_from = from.min(self.log.len());
    }

    /// The faults of the script that are to come.
    pub fn faults_to_come(&self) -> &FaultScript {
        &self.script
    }

    /// What became of the lines of the script that have come.
    pub fn fault_outcomes(&self) -> &[ScriptOutcome] {
        &self.outcomes
    }

    fn take_turns(&mut self, ceiling: Time, budget: Budget) -> Next {
        let mut left = budget;
        loop {
            let (before, events) = (self.kernel.counters(), self.kernel.trace().rows());
            let next = self.kernel.run(ceiling, left);
            if self.kernel.take_service_changed() {
                self.boot.advance(&mut self.kernel).ok(); // refused for want of memory: it stays wanted
                let now = self.kernel.counters();
                left.turns = left.turns.saturating_sub(now.turns - before.turns);
                let deliveries = (now.deliveries - before.deliveries).max(1);
                left.deliveries = left.deliveries.saturating_sub(deliveries);
                left.events = left.events.saturating_sub(self.kernel.trace().rows() - events);
                left.ticks = left.ticks.saturating_sub(now.ticks - before.ticks);
                let recorded = self.kernel.trace().total() >= left.until_event;
                let some = left.turns > 0 && left.deliveries > 0 && left.events > 0;
                if some && left.ticks > 0 && !recorded {
                    continue;
                }
                return Next::AtOnce;
            }
            if next != Next::AtOnce {
                self.quiet_until = if ceiling == Time::MAX { self.kernel.time() } else { ceiling };
            }
            return next;
        }
    }

    /// Takes something from outside, and logs it.
    ///
    /// # Errors
    /// As the call of the runtime that it stands for. It is logged all the same: the trace has it.
    pub fn input(&mut self, input: Input) -> Result<(), Error> {
        if !self.kernel.is_busy() {
            self.kernel.advance_to(self.quiet_until);
        }
        let (turn, time) = (self.kernel.turn(), self.kernel.time());
        self.log.push(LoggedInput { turn, time, input: input.clone() });
        input.apply(&mut self.kernel, Some(&mut self.boot))
    }

    /// Everything that came from outside so far.
    pub fn log(&self) -> &[LoggedInput] {
        &self.log
    }

    /// The same, and the log begins anew. Whoever wants to make the run again keeps what this gives.
    pub fn take_log(&mut self) -> Vec<LoggedInput> {
        std::mem::take(&mut self.log)
    }

    /// The run itself.
    pub fn kernel(&self) -> &Kernel {
        &self.kernel
    }

    /// The run itself, to be asked what needs `&mut`.
    pub fn kernel_mut(&mut self) -> &mut Kernel {
        &mut self.kernel
    }

    /// The services, in the order of their start.
    pub fn services(&self) -> Vec<ServiceView> {
        self.boot.services(&self.kernel)
    }

    /// What became of the processes that the run was asked for: their PIDs, as soon as they are started.
    pub fn asked(&self) -> &[Result<crate::base::Pid, Error>] {
        &self.boot.asked
    }
}
