//! The scenarios, on real input.

use rehearsal::runtime::{Budget, Effect, Order};
use rehearsal::stage::{Input, Session, Settings, scenario};
use rehearsal::{Time, Value};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// A scenario being played, with everything that it wrote.
struct Play {
    session: Session,
    terminal: String,
    logs: Vec<String>,
}

impl Play {
    fn new(id: &str) -> Self {
        let scenario = scenario::find(id).unwrap();
        let session =
            Session::new(&scenario.project(), Settings::default(), scenario.targets()).unwrap();
        Self { session, terminal: String::new(), logs: Vec::new() }
    }

    fn run_until(&mut self, millis: u64) {
        self.session.run(Time::from_nanos(millis * 1_000_000), Budget::UNLIMITED);
        for effect in self.session.kernel_mut().take_effects() {
            match effect {
                Effect::Terminal { text, .. } => self.terminal += &text,
                Effect::Log { message, fields, .. } => {
                    self.logs.push(format!("{message} {fields}"))
                }
                Effect::Answer { topic, payload, .. } => {
                    self.logs.push(format!("answer {topic} {payload}"))
                }
                Effect::Typed { .. } => {}
            }
        }
    }

    fn input(&mut self, input: Input) {
        self.session.input(input).unwrap();
    }

    fn line(&mut self, process: u32, text: &str) {
        self.input(Input::Line { process, text: rehearsal::Str::new(text) });
    }
}

#[test]
fn the_echo_client_waits_on_when_something_else_comes_than_an_answer() {
    let mut play = Play::new("echo");
    play.run_until(1_000);
    play.line(3, "one");
    play.input(Input::Send {
        to: "{app:terminal|0x00003}".into(),
        topic: "x".into(),
        payload: Value::Nil,
    });
    play.run_until(2_000);
    assert!(play.terminal.contains("  ONE"), "{}", play.terminal);
}

#[test]
fn the_echo_dialogue_equals_the_seeds() {
    let mut play = Play::new("echo");
    play.run_until(1_000);
    play.line(3, "hello world");
    play.run_until(2_000);
    play.line(3, "привет");
    play.run_until(3_000);
    play.line(3, "");
    play.run_until(4_000);
    assert_eq!(
        play.terminal,
        "\x1b[36mEcho Client\x1b[0m\n\
         \x1b[2mType messages to echo. Ctrl+C to exit.\n\x1b[0m\n\
         \x1b[33m> \x1b[0m\
         \x1b[32m  HELLO WORLD\x1b[0m\n\
         \x1b[2m  from worker: {app:processes|0x00004}\x1b[0m\n\
         \x1b[33m> \x1b[0m\
         \x1b[32m  ПРИВЕТ\x1b[0m\n\
         \x1b[2m  from worker: {app:processes|0x00005}\x1b[0m\n\
         \x1b[33m> \x1b[0m\
         \nGoodbye!\n"
    );
}

#[test]
fn the_key_value_script_prints_the_seeds_lines() {
    let mut play = Play::new("key-value");
    play.run_until(1_000);
    let (script, _) =
        play.terminal.split_once("\n\x1b[2m\nThe store lives on").unwrap_or((&play.terminal, ""));
    assert_eq!(
        script.trim_end(),
        "=== Key-Value Store as a Process ===\n\n\
         Setting values:\n  SET name = Wippy  → ok: true\n  SET version = 0.1  → ok: true\n  \
         SET lang = Lua  → ok: true\n  SET model = Actor  → ok: true\n  SET overhead = 13KB  → ok: true\n\n\
         Getting values:\n  GET name → Wippy\n  GET version → 0.1\n  GET lang → Lua\n  \
         GET missing_key → (not found)\n\n\
         Deleting 'lang':\n  Deleted: true\n\n\
         Listing all keys:\n  Keys (4): model, name, overhead, version\n\n\
         Server stats:\n  Total operations: 12\n  Total keys: 4\n\n\
         The KV store is a process. State lives in memory.\n\
         No database, no disk — just actor state + messages."
    );
}

#[test]
fn a_child_that_crashes_is_started_again_and_its_boss_reads_what_it_answers() {
    let mut play = Play::new("supervisor");
    play.run_until(30_000);
    let kernel = play.session.kernel();
    let (_, boss) = kernel.names().into_iter().find(|(name, _)| *name == "boss").unwrap();
    let boss = kernel.process(boss).unwrap();
    assert!(boss.received >= 4, "two of each child that it had");
    assert_eq!(boss.depth, 0, "none of them waits");
    assert!(play.session.services()[0].attempts > 1);
}

/// The same everywhere: this file is run natively and in the browser.
#[test]
fn each_scenario_has_one_hash_everywhere() {
    let (mut found, mut wanted) = (Vec::new(), Vec::new());
    for (id, hash) in HASHES {
        let mut play = Play::new(id);
        play.run_until(4_000);
        if id == "echo" {
            play.line(3, "hello world");
        }
        play.run_until(12_000);
        let now = play.session.kernel().trace().hash();
        found.push((id, format!("{now:016x}")));
        wanted.push((id, hash.to_owned()));
    }
    assert_eq!(found, wanted);
}

const HASHES: [(&str, &str); 5] = [
    ("key-value", "6dfbdd7676d6e45e"),
    ("echo", "4f0d8d01817ebb3b"),
    ("ping-pong", "d32ae9eae11923c4"),
    ("supervisor", "036fdf9c82c6c39d"),
    ("fan-in", "539acc52aac04aa8"),
];

#[test]
fn a_recorded_log_repeats_the_hash_in_any_slices() {
    let mut play = Play::new("echo");
    for (at, text) in [(700, "one"), (750, "two"), (2_000, "three")] {
        play.run_until(at);
        play.line(3, text);
    }
    play.run_until(3_000);
    let echo = scenario::find("echo").unwrap();
    for turns in [1, 2, 7, u64::MAX] {
        let mut again = Session::replay(
            &echo.project(),
            Settings::default(),
            echo.targets(),
            play.session.log(),
        )
        .unwrap();
        let end = Time::from_nanos(3_000_000_000);
        while again.run(end, Budget::turns(turns)) == rehearsal::runtime::Next::AtOnce {}
        assert_eq!(again.kernel().trace().hash(), play.session.kernel().trace().hash());
    }
    let shuffled = Settings { order: Order::Shuffled, ..Settings::default() };
    assert!(Session::replay(&echo.project(), shuffled, echo.targets(), play.session.log()).is_ok());
}
