//! What keeps a service alive: the words of supervision.

use std::fmt;

use crate::base::{Duration, Str};

/// The state of a service, as its supervisor sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceState {
    /// Nobody has started it yet.
    #[default]
    Unknown,
    /// It is being started.
    Starting,
    /// Its process lives.
    Running,
    /// It was asked to end.
    Stopping,
    /// It has ended because it was asked to.
    Stopped,
    /// It has failed. Its supervisor waits before it starts it again, unless it has given up or has ended.
    Failed,
    /// It has returned normally, and stays so.
    Exited,
}

impl ServiceState {
    /// The printed name, `running`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Starting => "starting",
            Self::Running => "running",
            Self::Stopping => "stopping",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
            Self::Exited => "exited",
        }
    }
}

impl fmt::Display for ServiceState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// When and how a service starts, stops, and is started again. The defaults are Wippy's.
#[derive(Clone, Debug, PartialEq)]
pub struct Lifecycle {
    /// Whether it starts with the run.
    pub auto_start: bool,
    /// Entry ids of the services that must run before it.
    pub requires: Vec<Str>,
    /// How long a start may take. Here a process has started as soon as it is spawned, so none is ever too late; the
    /// setting is kept for the engines where a start takes time.
    pub start_timeout: Duration,
    /// How long a stop may take before the process is terminated.
    pub stop_timeout: Duration,
    /// Having run for so long, it has proved itself: earlier failures no longer count.
    pub stable_threshold: Duration,
    /// What happens after a failure.
    pub restart: Restart,
}

impl Default for Lifecycle {
    fn default() -> Self {
        Self {
            auto_start: false,
            requires: Vec::new(),
            start_timeout: Duration::from_secs(10),
            stop_timeout: Duration::from_secs(10),
            stable_threshold: Duration::from_secs(5),
            restart: Restart::default(),
        }
    }
}

/// The backoff between a failure and the next start.
#[derive(Clone, Debug, PartialEq)]
pub struct Restart {
    /// Wait after the first failure.
    pub initial_delay: Duration,
    /// No wait is longer, jitter apart.
    pub max_delay: Duration,
    /// Each further failure in a row multiplies the wait by this.
    pub backoff_factor: f64,
    /// The wait varies at random by this share, both ways: 0.1 is ten per cent.
    pub jitter: f64,
    /// After so many failures in a row it is given up; 0 is never.
    pub max_attempts: u32,
}

impl Default for Restart {
    fn default() -> Self {
        Self {
            initial_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(90),
            backoff_factor: 2.0,
            jitter: 0.1,
            max_attempts: 0,
        }
    }
}

impl Restart {
    /// The wait after the `failures`-th failure in a row (from 1), with `random` in 0..1 deciding the jitter.
    ///
    /// ```
    /// use rehearsal::{Duration, process::Restart};
    ///
    /// let restart = Restart { jitter: 0.0, ..Restart::default() };
    /// assert_eq!(restart.delay(1, 0.5), Duration::from_secs(1));
    /// assert_eq!(restart.delay(3, 0.5), Duration::from_secs(4));
    /// assert_eq!(restart.delay(99, 0.5), Duration::from_secs(90));
    /// ```
    pub fn delay(&self, failures: u32, random: f64) -> Duration {
        let mut delay = self.initial_delay;
        // Multiplied step by step: `powi` is not the same on every machine.
        for _ in 1..failures {
            if delay >= self.max_delay {
                break;
            }
            delay = delay.mul_f64(self.backoff_factor);
        }
        let varied = 1.0 + self.jitter * (2.0 * random - 1.0);
        delay.min(self.max_delay).mul_f64(varied)
    }
}
