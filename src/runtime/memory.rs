//! The memory budget of a run, in logical bytes: fixed formulas, the same on every machine.

/// What a process takes, its arguments apart.
pub(super) const PROCESS: u64 = 1_024;
/// What a message takes, its payload and topic apart.
pub(super) const MESSAGE: u64 = 64;
/// What a timer takes.
pub(super) const TIMER: u64 = 128;
/// What an event in a mailbox takes.
pub(super) const EVENT: u64 = 128;

/// Logical bytes in use, and how many there may be.
pub(super) struct Memory {
    used: u64,
    budget: u64,
    /// Whether the trace says already that the budget is used up.
    pub told: bool,
}

impl Memory {
    pub fn new(budget: u64) -> Self {
        Self { used: 0, budget, told: false }
    }

    /// Takes `bytes` if they are to be had.
    pub fn take(&mut self, bytes: u64) -> bool {
        let fits = self.used.saturating_add(bytes) <= self.budget;
        if fits {
            self.used += bytes;
        }
        fits
    }

    /// Takes `bytes` in any case: for what may never be refused.
    pub fn force(&mut self, bytes: u64) {
        self.used = self.used.saturating_add(bytes);
    }

    pub fn give_back(&mut self, bytes: u64) {
        self.used = self.used.saturating_sub(bytes);
        if self.used < self.budget / 10 * 9 {
            self.told = false;
        }
    }

    pub fn used(&self) -> u64 {
        self.used
    }

    pub fn budget(&self) -> u64 {
        self.budget
    }
}
