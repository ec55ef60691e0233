//! Who is ready, and who of them goes next.

use std::collections::VecDeque;

use crate::base::Rng;

/// The order of ready processes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Who became ready first goes first.
    #[default]
    Fifo,
    /// By the seed: what tests and exploration use.
    Shuffled,
}

/// The ready processes, each once.
pub(super) struct RunQueue {
    ready: VecDeque<u32>,
    order: Order,
    rng: Rng,
    /// Whom somebody has chosen to go next.
    chosen: Option<u32>,
}

impl RunQueue {
    pub fn new(order: Order, seed: u64) -> Self {
        // Its own generator: what processes ask for at random must not depend on the order.
        Self {
            ready: VecDeque::new(),
            order,
            rng: Rng::new(seed ^ 0x0bde_0bde_0bde_0bde),
            chosen: None,
        }
    }

    pub fn push(&mut self, number: u32) {
        self.ready.push_back(number);
    }

    pub fn pop(&mut self) -> Option<u32> {
        if let Some(chosen) = self.chosen.take()
            && let Some(index) = self.ready.iter().position(|ready| *ready == chosen)
        {
            return self.ready.remove(index);
        }
        match self.order {
            Order::Fifo => self.ready.pop_front(),
            Order::Shuffled => {
                let index = self.rng.below(self.ready.len() as u64) as usize;
                self.ready.swap_remove_front(index)
            }
        }
    }

    /// Who is popped next. The generator is asked as it will be, and stays as it is.
    pub fn first(&self) -> Option<u32> {
        let chosen = self.chosen.filter(|chosen| self.ready.contains(chosen));
        chosen.or_else(|| match self.order {
            Order::Fifo => self.ready.front().copied(),
            Order::Shuffled if self.ready.is_empty() => None,
            Order::Shuffled => {
                let index = self.rng.clone().below(self.ready.len() as u64) as usize;
                self.ready.get(index).copied()
            }
        })
    }

    /// One that is ready goes next.
    pub fn put_first(&mut self, number: u32) {
        self.chosen = Some(number);
    }

    /// Takes one out, wherever it is.
    pub fn remove(&mut self, number: u32) {
        self.ready.retain(|ready| *ready != number);
    }

    pub fn is_empty(&self) -> bool {
        self.ready.is_empty()
    }
}
