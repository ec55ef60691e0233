//! Seed, order and speed.

use crate::support::{Project, hash};

/// Who of three that are ready together goes first is a matter of the order; what they roll, of the seed.
fn race() -> Project {
    let racer = "  - name: racer
    kind: process.lua
    source: |
      return function(runner, name)
        process.send(runner, 'home', name .. math.random(1000000))
      end
";
    Project::main_with(
        racer,
        "local io = require('io')
         local inbox = process.inbox()
         for _, name in ipairs { 'a', 'b', 'c', 'd', 'e', 'f' } do
             process.spawn('app:racer', 'app:processes', process.pid(), name)
         end
         for _ = 1, 6 do io.write(inbox:receive():payload():data(), ' ') end",
    )
}

#[test]
fn equal_settings_make_equal_runs_and_others_make_others() {
    let project = race();
    let run = |words: &[&str]| {
        let done = project.run(&[&["-x", "app:cli", "--hash"], words].concat());
        assert_eq!(done.code, Some(0), "{done:?}");
        (done.output.clone(), hash(&done))
    };
    assert_eq!(run(&[]), run(&["--seed", "42", "--order", "fifo"]));
    assert_eq!(
        run(&["--seed", "7", "--order", "shuffled"]),
        run(&["--seed", "7", "--order", "shuffled"])
    );
    assert_ne!(run(&["--seed", "7"]).0, run(&["--seed", "8"]).0);
    assert_ne!(run(&["--order", "shuffled"]).1, run(&["--order", "fifo"]).1);
}

#[test]
fn the_hash_is_sixteen_digits_on_the_standard_error() {
    let done = Project::main("return 0").run(&["-x", "app:cli", "--hash"]);
    let digits = hash(&done).trim_start_matches("hash ").to_owned();
    assert_eq!((digits.len(), &*done.output), (16, ""));
    assert!(digits.chars().all(|digit| digit.is_ascii_hexdigit()), "{digits}");
}

#[test]
fn as_fast_as_it_can_an_hour_is_over_at_once() {
    let done = Project::main("require('time').sleep('1h') return 9").run(&["-x", "app:cli"]);
    assert_eq!(done.code, Some(9));
}

/// The run ends in the turn in which its process does, whatever else goes on.
#[test]
fn a_process_that_ends_while_services_start_ends_the_run_at_every_speed_in_the_same_turn() {
    let services: String = (1..4)
        .map(|number| {
            format!(
                "  - {{ name: ticker{number}.service, kind: process.service, process: app:ticker, \
                 host: app:processes, lifecycle: {{ auto_start: true }} }}\n"
            )
        })
        .collect();
    let ticker = "  - name: ticker
    kind: process.lua
    source: return function() while true do time.sleep('1ms') end end
    modules: [time]
";
    let project = Project::main_with(&(ticker.to_owned() + &services), "return 0");
    let at = |speed| {
        let words = ["run", "-x", "app:cli", "--hash", "--speed", speed];
        hash(&crate::support::run_in(&project.path(), &words, ""))
    };
    assert_eq!(at("max"), at("1"));
    assert_eq!(at("max"), at("0.5"));
}
