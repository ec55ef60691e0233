//! Who goes next: known before it happens, and chosen by hand.

use rehearsal::project::{Project, Target};
use rehearsal::runtime::{Budget, Order};
use rehearsal::stage::{Input, Session, Settings, scenario};
use rehearsal::trace::Kind;
use rehearsal::{Actor, Context, Error, Time};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use futures::StreamExt;

use crate::support::HOST;

/// Takes message after message.
async fn taker(ctx: Context) -> Result<(), Error> {
    let mut inbox = ctx.inbox();
    while inbox.next().await.is_some() {}
    Ok(())
}

/// Three that wait, and have had their first turn.
fn takers(order: Order) -> Session {
    let project = Project::new().process_host(HOST).unwrap();
    let project = project.process("app:taker", Actor::new(taker)).unwrap();
    let target = Target { entry: "app:taker".into(), host: HOST.into(), args: vec![] };
    let settings = Settings { order, ..Settings::default() };
    let mut session = Session::new(&project, settings, vec![target; 3]).unwrap();
    session.run(Time::MAX, Budget::UNLIMITED);
    session
}

fn send(session: &mut Session, process: u32, topic: &'static str) -> u64 {
    let to = session.kernel().process(process).unwrap().pid.to_string();
    session.input(Input::Send { to: to.into(), topic: topic.into(), payload: ().into() }).unwrap();
    session.kernel().trace().total()
}

/// Who received what in the next turn.
fn received(session: &mut Session) -> Vec<(u32, String)> {
    let from = session.kernel().trace().total();
    session.run(Time::MAX, Budget::deliveries(1));
    let trace = session.kernel().trace();
    let records = (from + 1..=trace.total()).filter_map(|number| trace.get(number));
    let receives = records.filter(|record| record.kind() == Kind::Receive);
    receives.map(|record| (record.process(), trace.text(record.text()).to_string())).collect()
}

#[test]
fn who_goes_next_is_known_before_in_every_order() {
    for order in [Order::Fifo, Order::Shuffled] {
        for scenario in scenario::SCENARIOS {
            let settings = Settings { order, ..Settings::default() };
            let mut session =
                Session::new(&scenario.project(), settings, scenario.targets()).unwrap();
            for _ in 0..200 {
                let upcoming = session.kernel().upcoming();
                let from = session.kernel().trace().total();
                session.run(Time::from_nanos(2_000_000_000), Budget::turns(1));
                let Some(upcoming) = upcoming else { continue };
                let trace = session.kernel().trace();
                let records = (from + 1..=trace.total()).filter_map(|number| trace.get(number));
                let receive = records.into_iter().find(|one| one.kind() == Kind::Receive);
                if let Some(receive) = receive {
                    assert_eq!(receive.process(), upcoming.process, "{}", scenario.id);
                    assert_eq!(receive.cause(), upcoming.message, "{}", scenario.id);
                }
            }
        }
    }
}

#[test]
fn a_ready_process_is_chosen_and_takes_the_next_turn() {
    for order in [Order::Fifo, Order::Shuffled] {
        for chosen in 1..=3 {
            let mut session = takers(order);
            for process in 1..=3 {
                send(&mut session, process, "work");
            }
            session.input(Input::Next { process: chosen, message: 0 }).unwrap();
            assert_eq!(session.kernel().upcoming().unwrap().process, chosen);
            assert_eq!(received(&mut session), [(chosen, "work".to_owned())]);
            // The others go on in their order.
            let mut rest = [received(&mut session), received(&mut session)].concat();
            rest.sort();
            let others: Vec<_> =
                (1..=3).filter(|n| *n != chosen).map(|n| (n, "work".to_owned())).collect();
            assert_eq!(rest, others);
        }
    }
}

#[test]
fn a_message_is_chosen_and_the_others_keep_their_order() {
    let mut session = takers(Order::Fifo);
    send(&mut session, 1, "first");
    send(&mut session, 1, "second");
    let third = send(&mut session, 1, "third");
    send(&mut session, 2, "other");
    session.input(Input::Next { process: 1, message: third }).unwrap();
    assert_eq!(session.kernel().upcoming().unwrap().message, third);
    session.run(Time::MAX, Budget::UNLIMITED);
    let trace = session.kernel().trace();
    let receives = (1..=trace.total()).filter_map(|number| trace.get(number));
    let receives = receives.filter(|record| record.kind() == Kind::Receive);
    let topics: Vec<_> = receives.map(|record| trace.text(record.text()).to_string()).collect();
    assert_eq!(topics, ["third", "first", "second", "other"]);
}

#[test]
fn who_is_not_ready_cannot_be_chosen_and_the_reason_is_said() {
    let mut session = takers(Order::Fifo);
    let mut refused = |process, message| {
        let error = session.input(Input::Next { process, message }).unwrap_err();
        error.message.to_string()
    };
    assert!(refused(1, 0).contains("is not ready"));
    assert!(refused(99, 0).contains("0x00063"));
    let sent = send(&mut session, 2, "work");
    let wrong = session.input(Input::Next { process: 2, message: sent + 1 }).unwrap_err();
    assert!(wrong.message.contains("does not wait in the mailbox"), "{wrong}");
    let pid = session.kernel().process(2).unwrap().pid.to_string();
    session.input(Input::Fault(format!("pause {pid}").parse().unwrap())).unwrap();
    let wrong = session.input(Input::Next { process: 2, message: 0 }).unwrap_err();
    assert!(wrong.message.contains("is paused"), "{wrong}");
}
