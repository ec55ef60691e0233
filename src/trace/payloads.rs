//! The payloads of recent events, within a budget.

use std::collections::VecDeque;

use crate::base::Value;

/// Payloads by id. Ids count up from 1; the oldest payloads go first when the budget is used up.
pub struct Payloads {
    kept: VecDeque<(Value, u64)>,
    first: u64,
    bytes: u64,
    budget: u64,
}

impl Payloads {
    pub fn new(budget: u64) -> Self {
        Self { kept: VecDeque::new(), first: 1, bytes: 0, budget }
    }

    /// Keeps a payload of `size` logical bytes and gives its id.
    pub fn put(&mut self, value: Value, size: u64) -> u32 {
        let id = self.first + self.kept.len() as u64;
        self.bytes += size;
        self.kept.push_back((value, size));
        while self.bytes > self.budget {
            let Some((_, size)) = self.kept.pop_front() else { break };
            self.bytes -= size;
            self.first += 1;
        }
        id as u32
    }

    /// A payload, unless it has gone.
    pub fn get(&self, id: u32) -> Option<&Value> {
        // Ids wrap at 2^32; what is kept is far less than that.
        let index = id.wrapping_sub(self.first as u32);
        self.kept.get(index as usize).map(|(value, _)| value)
    }
}
