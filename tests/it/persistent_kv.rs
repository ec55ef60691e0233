//! The scenario of the persistent store: its shell, its log, and a worker that goes on where it stopped.

use rehearsal::project::{Project, Target};
use rehearsal::runtime::{Budget, Effect, Next, StoreQuestion};
use rehearsal::stage::{Input, LoggedInput, Pace, Player, Session, Settings, Setup, scenario};
use rehearsal::{Actor, Context, Error, ErrorKind, Exit, Str, Time, Value};

use crate::support::{Kept, plain};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The scenario being played, on a store that outlives it.
struct Play {
    session: Session,
    kept: Kept,
    terminal: String,
    logs: Vec<String>,
    answers: Vec<String>,
    /// The store is out of reach.
    held: bool,
    /// It does not answer for now; what it was asked.
    silent: bool,
    late: Vec<StoreQuestion>,
}

impl Play {
    fn new(kept: &Kept) -> Self {
        let session = start(None);
        let kept = kept.clone();
        let (logs, answers) = (Vec::new(), Vec::new());
        Self {
            session,
            kept,
            terminal: String::new(),
            logs,
            answers,
            held: false,
            silent: false,
            late: Vec::new(),
        }
    }

    /// Lets so many milliseconds pass, in steps of one; the store answers after each.
    fn run(&mut self, millis: u64) {
        let now = self.session.kernel().time().as_nanos();
        for step in 1..=millis {
            self.session.run(Time::from_nanos(now + step * 1_000_000), Budget::UNLIMITED);
            for effect in self.session.kernel_mut().take_effects() {
                self.take(effect);
            }
            self.late.extend(self.session.kernel_mut().take_questions());
            if self.silent {
                continue;
            }
            for StoreQuestion { process, id, request } in std::mem::take(&mut self.late) {
                let answer = match self.held {
                    true => Err(Error::new(ErrorKind::Unavailable, "another tab holds it")),
                    false => self.kept.answer(&request),
                };
                self.session.input(Input::Store { process, id, answer }).ok();
            }
        }
    }

    fn take(&mut self, effect: Effect) {
        match effect {
            Effect::Terminal { text, .. } => self.terminal += &text,
            Effect::Log { message, fields, .. } => self.logs.push(format!("{message} {fields}")),
            Effect::Answer { topic, payload, .. } => {
                self.answers.push(format!("{topic} {}", plain(&payload)))
            }
            Effect::Typed { .. } => {}
        }
    }

    /// What the shell says to a line.
    fn say(&mut self, line: &str) -> String {
        self.terminal.clear();
        let process = self.shell();
        self.session.input(Input::Line { process, text: Str::new(line) }).unwrap();
        self.run(20);
        self.terminal.trim_end_matches("\x1b[33m> \x1b[0m").to_owned()
    }

    fn shell(&self) -> u32 {
        self.process("app:shell")
    }

    fn process(&self, entry: &str) -> u32 {
        let kernel = self.session.kernel();
        kernel.living().find(|n| kernel.process(*n).unwrap().entry.as_str() == entry).unwrap()
    }

    fn position(&self) -> String {
        self.kept.0.borrow().get("worker:posts:position").cloned().unwrap_or_default()
    }
}

fn start(log: Option<&[LoggedInput]>) -> Session {
    let scenario = scenario::find("persistent-kv").unwrap();
    let (project, targets) = (scenario.project(), scenario.targets());
    match log {
        None => Session::new(&project, Settings::default(), targets).unwrap(),
        Some(log) => Session::replay(&project, Settings::default(), targets, log).unwrap(),
    }
}

#[test]
fn each_command_of_the_shell_says_what_the_program_says() {
    let mut play = Play::new(&Kept::default());
    play.run(200);
    assert_eq!(
        play.say("kv set user:123:name \"John Doe\""),
        "✓ Successfully set key 'user:123:name'\n"
    );
    play.say(r#"kv set --json user:123:config '{"theme": "dark", "notifications": true}'"#);
    play.say(r#"kv set --json user:123:tags '["admin", "premium"]'"#);
    assert_eq!(play.say("kv get user:123:name"), "\"John Doe\"\n");
    assert_eq!(
        play.say("kv get user:123:config"),
        "{\n  \"notifications\": true,\n  \"theme\": \"dark\"\n}\n"
    );
    assert_eq!(play.say("kv list"), "user:123:config\nuser:123:name\nuser:123:tags\n");
    assert_eq!(play.say("kv list \"*:config\""), "user:123:config\n");
    assert_eq!(
        play.say("kv get user:999:name"),
        "failed to get value for key 'user:999:name': key not found: user:999:name\n"
    );
    assert!(
        play.say("kv set --json a {no").starts_with("failed to set value for key 'a': not JSON: ")
    );
    assert_eq!(play.kept.0.borrow()["user:123:name"], "\"John Doe\"");
}

#[test]
fn the_shell_says_what_is_wrong_with_a_line_and_goes_on() {
    let mut play = Play::new(&Kept::default());
    play.run(200);
    assert!(play.terminal.contains("Type help"), "{}", play.terminal);
    assert!(play.say("kv get").contains("too few or too many words; try help"));
    assert!(play.say("kv set \"a b").contains("quotation mark is not closed"));
    assert!(play.say("kw get a").contains("unknown command \"kw get a\"; try help"));
    assert!(play.say("help").contains("kv list [GLOB]"));
    play.held = true;
    assert_eq!(play.say("kv list"), "failed to list keys: another tab holds it\n");
    play.held = false;
    assert_eq!(play.say("kv set a b"), "✓ Successfully set key 'a'\n");
    assert_eq!(play.say(""), "\nGoodbye!\n");
}

#[test]
fn json_may_be_typed_as_it_is_or_in_quotation_marks() {
    let mut play = Play::new(&Kept::default());
    play.run(200);
    play.say(r#"kv set --json one {"a":[1,2,null], "b c": "d"}"#);
    play.say(r#"kv set --json other '{"a": 1}'"#);
    play.say("kv set --json third 7");
    let kept = play.kept.0.borrow().clone();
    assert_eq!(kept["one"], r#"{"a":[1,2,null],"b c":"d"}"#);
    assert_eq!((&*kept["other"], &*kept["third"]), (r#"{"a":1}"#, "7"));
    assert!(play.say("kv set --json four").contains("too few"), "and no key is called --json");
    assert_eq!(play.kept.0.borrow().len(), kept.len());
}

#[test]
fn an_answer_that_comes_too_late_is_nobodys() {
    let mut play = Play::new(&Kept::with(&[("a", "\"AAA\""), ("b", "\"BBB\"")]));
    play.run(200);
    play.silent = true;
    play.say("kv get a");
    play.run(31_000);
    assert!(play.terminal.contains("failed to get value for key 'a'"), "{}", play.terminal);
    play.silent = false;
    assert_eq!(play.say("kv get b"), "\"BBB\"\n");
    assert_eq!(play.say("kv set c CCC"), "✓ Successfully set key 'c'\n");
    assert_eq!(play.say("kv get c"), "\"CCC\"\n");
}

#[test]
fn numbers_that_are_missing_in_the_log_are_not_looked_for() {
    let mut play = Play::new(&Kept::with(&[("messages:0009000000", r#""stray""#)]));
    play.run(3_000);
    assert_eq!(play.say("publish late"), "published as message 9000001\n");
    play.run(3_000);
    assert_eq!(play.position(), "9000001");
    assert!(play.session.kernel().trace().total() < 1_000, "it takes what is there");
}

#[test]
fn a_step_waits_for_the_store_and_lets_no_time_pass_until_it_answers() {
    let project = Project::new().process_host("app:processes").unwrap();
    let asks = Actor::new(|ctx: Context| async move {
        let store = ctx.kv_store();
        ctx.timeout("30s", store.get::<i64>("a")).await?
    });
    let project = project.process("app:asks", asks).unwrap();
    let target =
        Target { entry: "app:asks".into(), host: "app:processes".into(), args: Vec::new() };
    let setup = Setup { project, targets: vec![target], ..Setup::default() };
    let mut player = Player::new(setup, Settings::default(), Pace::Max, false).unwrap();
    player.step();
    let asked = player.take_questions();
    assert_eq!(asked.len(), 1, "it asks in its first turn");
    let stands = |player: &Player| {
        let kernel = player.session().kernel();
        (kernel.turn(), kernel.time())
    };
    let before = stands(&player);
    assert!(before.1 < Time::from_nanos(1_000_000), "nothing has jumped: {before:?}");
    player.step();
    player.step();
    assert_eq!(stands(&player), before, "there is nothing to do but to wait");
    let StoreQuestion { process, id, .. } = asked[0].clone();
    player.input(Input::Store { process, id, answer: Ok("7".into()) }).unwrap();
    let (exit, _) = player.session().kernel().process(process).unwrap().ended.unwrap();
    assert_eq!(exit, Exit::Returned(Value::Int(7)), "the answer is the step");
}

#[test]
fn messages_that_nobody_could_mean_are_answered_with_an_error() {
    let mut play = Play::new(&Kept::default());
    play.run(200);
    let reply_to = || ("reply_to", Value::from("{page|0x00000}"));
    for (to, topic, payload) in [
        ("kv_store", "get", Value::map([reply_to()])),
        ("kv_store", "set", Value::map([("key", 7i64.into()), reply_to()])),
        ("kv_store", "delete", Value::map([("key", "a".into()), reply_to()])),
        ("log", "read", Value::map([reply_to()])),
        ("log", "append", Value::map([("topic", 7i64.into()), reply_to()])),
        ("kv_store", "list", Value::map([("glob", 7i64.into()), reply_to()])),
    ] {
        play.session.input(Input::Send { to: to.into(), topic: topic.into(), payload }).unwrap();
        play.run(5);
    }
    assert_eq!(play.answers.len(), 6, "{:?}", play.answers);
    for (answer, word) in play.answers.iter().zip([
        "the key is missing",
        "a key is a string, not",
        "there are get, set and list",
        "there are append and follow",
        "append wants {topic, payload}",
        "a glob is a string",
    ]) {
        assert!(answer.contains(word), "{answer}");
    }
}

#[test]
fn what_is_published_is_numbered_kept_and_counted_by_the_worker() {
    let mut play = Play::new(&Kept::default());
    play.run(200);
    assert_eq!(play.say("publish First night"), "published as message 1\n");
    assert_eq!(play.say("publish Second night"), "published as message 2\n");
    play.run(3_000);
    assert_eq!(play.position(), "2");
    let kept = play.kept.0.borrow();
    assert_eq!(
        kept["messages:0000000002"],
        r#"{"payload":{"title":"Second night"},"topic":"post.created"}"#
    );
    assert_eq!(kept["worker:posts:state"], r#"{"last_title":"Second night","processed_count":2}"#);
}

#[test]
fn a_worker_that_is_killed_goes_on_where_it_stopped() {
    let mut play = Play::new(&Kept::default());
    play.run(200);
    for n in 1..=12 {
        play.say(&format!("publish post {n}"));
    }
    play.run(4_000);
    let (before, worker) = (play.position(), play.process("app:posts"));
    assert!(["5", "6", "10"].contains(&&*before), "{before}: it is in the midst of it");
    play.session.input(Input::Kill { process: worker }).unwrap();
    play.run(20_000);
    assert_eq!(play.position(), "12");
    let loaded = format!("position loaded {{\"position\":{before},\"worker\":\"posts\"}}");
    assert!(play.logs.contains(&loaded), "{:#?}", play.logs);
}

#[test]
fn another_run_on_the_same_store_goes_on_where_the_last_one_stopped() {
    let kept = Kept::default();
    let mut play = Play::new(&kept);
    play.run(200);
    for n in 1..=3 {
        play.say(&format!("publish post {n}"));
    }
    play.run(10_000);
    let mut next = Play::new(&kept);
    next.run(200);
    assert!(next.logs.iter().any(|line| line == r#"log opened {"last":3,"messages":3}"#));
    assert_eq!(next.say("publish post 4"), "published as message 4\n");
    next.run(5_000);
    let counted: Vec<_> = next.logs.iter().filter(|line| line.contains("post counted")).collect();
    assert_eq!(counted, [r#"post counted {"processed_count":4,"title":"post 4"}"#]);
}

#[test]
fn a_worker_waits_for_a_store_that_is_held_and_is_started_again() {
    let mut play = Play::new(&Kept::default());
    play.held = true;
    play.run(3_000);
    play.held = false;
    play.run(60_000);
    play.say("publish late");
    play.run(5_000);
    assert_eq!(play.position(), "1");
}

#[test]
fn a_fresh_session_fed_the_log_makes_the_same_run_with_no_store_attached() {
    let mut play = Play::new(&Kept::default());
    play.run(200);
    play.say("kv set --json big 18446744073709551615");
    play.say("publish First night");
    play.run(1_500);
    play.session.input(Input::Kill { process: play.process("app:posts") }).unwrap();
    play.run(5_000);
    play.say("kv list");
    play.say("");

    let session = &play.session;
    let hash = session.kernel().trace().hash();
    assert_eq!(format!("{hash:016x}"), HASH, "the same natively and in a browser");
    for turns in [1, 7, u64::MAX] {
        let mut again = start(Some(session.log()));
        let end = session.kernel().time();
        while again.run(end, Budget::turns(turns)) == Next::AtOnce {}
        assert_eq!(again.kernel().trace().total(), session.kernel().trace().total());
        assert_eq!(again.kernel().trace().hash(), hash);
    }
}

const HASH: &str = "944589107a97ddd2";
