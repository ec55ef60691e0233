//! [`Figures`]: what is counted of a process.

/// How long something took, over all times that it happened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spans {
    pub count: u64,
    total: u128,
    pub longest: u64,
}

impl Spans {
    pub fn add(&mut self, span: u64) {
        self.count += 1;
        self.total += u128::from(span);
        self.longest = self.longest.max(span);
    }

    /// The mean, rounded; `None` if it never happened.
    pub fn mean(&self) -> Option<u64> {
        let count = u128::from(self.count);
        (count > 0).then(|| ((self.total + count / 2) / count) as u64)
    }
}

/// What is counted of a process.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub spawned: Option<u64>,
    pub ended: Option<u64>,
    /// How it ended, and with what.
    pub reason: String,
    pub sent: u64,
    pub received: u64,
    pub refused: u64,
    pub dead_letters: u64,
    pub waited: Spans,
    pub handled: Spans,
    /// The most messages that lay in its mailbox.
    pub most: u64,
}
