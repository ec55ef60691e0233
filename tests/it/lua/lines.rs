//! The lines of scripts that events name.

use rehearsal::Sim;
use rehearsal::trace::Kind;

use super::{alone, define};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The lines of all events of a kind. A body begins in line 2.
fn lines(sim: &Sim, kind: Kind) -> Vec<u32> {
    sim.records(kind).iter().map(|record| record.line()).collect()
}

#[test]
fn an_event_names_the_line_that_called_for_it() {
    let (sim, _) = alone(
        "local time, logger = require('time'), require('logger')
         process.registry.register('solo')
         for _ = 1, 2 do
             process.send('solo', 'note', 1)
         end
         logger:info('hello')
         print('hello')
         time.sleep('1s')",
    );
    assert_eq!(lines(&sim, Kind::Register), [3]);
    assert_eq!(lines(&sim, Kind::Send), [5, 5]);
    assert_eq!(lines(&sim, Kind::Log), [7, 8]);
    assert_eq!(lines(&sim, Kind::TimerSet), [9]);
}

#[test]
fn a_call_through_functions_of_lua_names_the_line_too() {
    let (sim, _) = alone(
        "local function tell(topic)
             pcall(process.send, process.pid(), topic)
         end
         tell('first')
         coroutine.wrap(function()
             process.send(process.pid(), 'second')
         end)()",
    );
    assert_eq!(lines(&sim, Kind::Send), [3, 7]);
}

#[test]
fn what_nobody_called_for_names_no_line() {
    let mut sim = Sim::new();
    define(&mut sim, "app:solo", "process.send(process.pid(), 'x')\nprocess.inbox():receive()");
    sim.spawn("app:solo", []);
    sim.run();
    for kind in [Kind::Spawn, Kind::Start, Kind::Receive, Kind::Done, Kind::Exit] {
        assert_eq!(lines(&sim, kind), [0], "{kind:?}");
    }
}

/// Two sources that differ in lines only make the same run.
#[test]
fn lines_are_no_part_of_the_hash() {
    let (one, _) = alone("process.send(process.pid(), 'x')");
    let (other, _) = alone("\n\n\nprocess.send(process.pid(), 'x')");
    assert_eq!((lines(&one, Kind::Send), lines(&other, Kind::Send)), (vec![2], vec![5]));
    assert_eq!(one.hash(), other.hash());
}
