//! What the clients of a key-value store ask for, and what they must be answered.

/// Keys in the store. All are there from the beginning.
pub const KEYS: u32 = 1_000;

/// One request.
pub enum Ask {
    Set { key: u32, value: u32 },
    Get { key: u32 },
}

/// The requests of one of several clients: set and get in turn. Each has keys of its own, so its answers do not
/// depend on the others.
#[derive(Clone)]
pub struct Plan {
    client: u32,
    clients: u32,
    next: u32,
}

impl Plan {
    pub fn new(client: u32, clients: u32) -> Self {
        Self { client, clients, next: 0 }
    }

    pub fn next(&mut self) -> Ask {
        let number = self.next;
        self.next = (number + 1) % (1 << 28); // seven times as much still fits
        let own = KEYS / self.clients;
        let key = |place: u32| self.client + self.clients * (place % own);
        if number.is_multiple_of(2) {
            Ask::Set { key: key(number / 2 * 7), value: number }
        } else {
            Ask::Get { key: key(number / 2 * 3) }
        }
    }
}

/// The sum of all answers to a client: 1 for each set, the value for each get.
pub struct Model {
    plan: Plan,
    values: Vec<u32>,
}

impl Model {
    pub fn new(client: u32, clients: u32) -> Self {
        Self { plan: Plan::new(client, clients), values: vec![0; KEYS as usize] }
    }

    /// What the next `count` requests must sum up to.
    pub fn expect(&mut self, count: u32) -> u64 {
        (0..count)
            .map(|_| match self.plan.next() {
                Ask::Set { key, value } => {
                    self.values[key as usize] = value;
                    1
                }
                Ask::Get { key } => u64::from(self.values[key as usize]),
            })
            .sum()
    }
}

/// The name of a key.
pub fn key_name(key: u32) -> String {
    format!("user:{key:04}")
}
