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
}

impl RunQueue {
    pub fn new(order: Order, seed: u64) -> Self {
        // Its own generator: what processes ask for at random must not depend on the order.
        Self { ready: VecDeque::new(), order, rng: Rng::new(seed ^ 0x0bde_0bde_0bde_0bde) }
    }

    pub fn push(&mut self, number: u32) {
        self.ready.push_back(number);
    }

    pub fn pop(&mut self) -> Option<u32> {
        match self.order {
            Order::Fifo => self.ready.pop_front(),
            Order::Shuffled => {
                let index = self.rng.below(self.ready.len() as u64) as usize;
                self.ready.swap_remove_front(index)
            }
        }
    }

    /// Takes one out, wherever it is.
    pub fn remove(&mut self, number: u32) {
        self.ready.retain(|ready| *ready != number);
    }

    pub fn is_empty(&self) -> bool {
        self.ready.is_empty()
    }
}
