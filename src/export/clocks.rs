//! [`Clocks`]: vector clocks of processes, from the causes of their events.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::trace::{Kind, Record};

/// How many events of each process are before something, or it.
pub type Clock = BTreeMap<u32, u64>;

/// The clock of each process, and those of events that others may still follow from.
#[derive(Default)]
pub struct Clocks {
    now: BTreeMap<u32, Rc<Clock>>,
    /// By number of the event.
    past: BTreeMap<u64, Rc<Clock>>,
}

impl Clocks {
    /// The next event. If it is `shown` it counts for its process, and this is its clock; if not, others may follow from it all
    /// the same.
    pub fn take(&mut self, record: &Record, shown: bool) -> Rc<Clock> {
        let (process, cause) = (record.process(), record.cause());
        let mut clock = self.now.remove(&process).unwrap_or_default();
        let before = match record.kind() {
            // A message is taken once, and a process starts once.
            Kind::Receive | Kind::Start | Kind::DeadLetter => self.past.remove(&cause),
            // Whoever ends another one does it in a turn of its own.
            Kind::Exit if record.peer() != 0 && record.peer() != process => {
                self.now.get(&record.peer()).cloned()
            }
            _ => self.past.get(&cause).cloned(),
        };
        if let Some(before) = before {
            merge(&mut clock, &before);
        }
        if shown {
            *Rc::make_mut(&mut clock).entry(process).or_insert(0) += 1;
        }
        if matches!(
            record.kind(),
            Kind::Send | Kind::Spawn | Kind::Exit | Kind::Input | Kind::Fault | Kind::StoreRequest
        ) {
            self.past.insert(record.number(), Rc::clone(&clock));
        }
        self.now.insert(process, Rc::clone(&clock));
        clock
    }
}

/// From now on everything before the other one is before this one, too.
fn merge(clock: &mut Rc<Clock>, other: &Clock) {
    let is_news =
        |(process, count): (&u32, &u64)| clock.get(process).is_none_or(|known| known < count);
    if !other.iter().any(is_news) {
        return;
    }
    let clock = Rc::make_mut(clock);
    for (process, count) in other {
        let known = clock.entry(*process).or_insert(0);
        *known = (*known).max(*count);
    }
}
