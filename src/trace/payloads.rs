//! The payloads of recent events, within a budget.

use crate::base::Value;

/// Payloads by id. Ids count up from 1. As many are kept as there are records, whose payloads they are; the oldest go
/// first, and go earlier when the budget is used up.
pub struct Payloads {
    /// A ring: id 1 lies at index 0. Grows as it fills.
    ring: Vec<(Value, u32)>,
    /// The id of the oldest that is kept, and of the next.
    first: u64,
    next: u64,
    bytes: u64,
    budget: u64,
    most: usize,
}

impl Payloads {
    /// At most `most` of them, a power of two, of together `budget` logical bytes.
    pub fn new(most: usize, budget: u64) -> Self {
        Self { ring: Vec::new(), first: 1, next: 1, bytes: 0, budget, most }
    }

    /// Keeps a payload of `size` logical bytes and gives its id.
    pub fn put(&mut self, value: Value, size: u64) -> u32 {
        let id = self.next;
        let index = self.index(id);
        let size = u32::try_from(size).unwrap_or(u32::MAX);
        self.bytes += u64::from(size);
        if let Some(place) = self.ring.get_mut(index) {
            let (_, old) = std::mem::replace(place, (value, size));
            self.bytes -= u64::from(old);
            self.first = self.first.max((id + 1).saturating_sub(self.most as u64));
        } else {
            self.ring.push((value, size));
        }
        self.next += 1;
        while self.bytes > self.budget && self.first < self.next {
            self.forget_first();
        }
        id as u32
    }

    #[cold]
    fn forget_first(&mut self) {
        let index = self.index(self.first);
        let (_, size) = std::mem::take(&mut self.ring[index]);
        self.bytes -= u64::from(size);
        self.first += 1;
    }

    fn index(&self, id: u64) -> usize {
        (id - 1) as usize & (self.most - 1)
    }

    /// A payload, unless it has gone.
    pub fn get(&self, id: u32) -> Option<&Value> {
        // Ids wrap at 2^32; what is kept is far less than that.
        let age = (self.next as u32).wrapping_sub(id);
        let kept = id != 0 && age != 0 && u64::from(age) <= self.next - self.first;
        kept.then(|| &self.ring[self.index(self.next - u64::from(age))].0)
    }
}
