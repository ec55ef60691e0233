//! The end of a run: services stop, whoever requires others first.

use std::collections::BTreeSet;
use std::io;

use rehearsal::runtime::{Budget, Next, Tombstone};
use rehearsal::stage::{Input, Session};
use rehearsal::{Duration, Str, Value};

use crate::console::Console;
use crate::store::Store;

/// Virtual time that the services have together, if nobody says otherwise. It passes as fast as it can: nobody watches any
/// more.
const PATIENCE: Duration = Duration::from_secs(30);

/// Stops the services, and lets them have the time that they need for it, as far as `patience` goes.
///
/// # Errors
/// What they say cannot be written.
pub fn stop(
    session: &mut Session,
    console: &mut Console,
    store: &mut Store,
    patience: Option<Duration>,
) -> io::Result<()> {
    let deadline = session.kernel().time() + patience.unwrap_or(PATIENCE);
    let mut asked = BTreeSet::new();
    loop {
        // In the order of their start, so dependents come last. One may still start while others stop.
        let up: Vec<Str> = session
            .services()
            .into_iter()
            .filter(|service| service.up)
            .map(|service| service.id)
            .collect();
        if up.is_empty() {
            return Ok(());
        }
        for service in up.iter().rev() {
            if asked.insert(service.clone()) {
                session.input(Input::StopService { service: service.clone() }).ok(); // it is up
            }
        }
        let next = session
            .run(deadline, Budget { until_asked: true, ..Budget::turns(Tombstone::KEPT as u64) });
        console.show(session)?;
        if !store.answer(session) && next != Next::AtOnce {
            let still = session.services().into_iter().filter(|service| service.up);
            let still = Value::list(still.map(|service| Value::Str(service.id)));
            if still.as_list().is_some_and(|list| !list.is_empty()) {
                console.warn(session, "services did not stop in time", [("services", still)])?;
            }
            return Ok(());
        }
    }
}
