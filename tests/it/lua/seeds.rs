//! The echo service and the key-value store in Lua, as the projects below `examples/` have them.

use rehearsal::project::manifest::{Files, read};
use rehearsal::project::{EntryKind, Language, Project, Target};
use rehearsal::runtime::{Budget, Effect};
use rehearsal::stage::{Input, Session, Settings};
use rehearsal::{Actor, Time};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The files of a project below `examples/`.
macro_rules! example {
    ($folder:literal: $($file:literal),*) => {
        Files::from_iter([$((
            $file,
            include_str!(concat!("../../../examples/", $folder, "/", $file)),
        )),*])
    };
}

pub fn project(files: &Files) -> Project {
    let manifest = read(files).unwrap();
    assert!(manifest.notes.is_empty(), "{:?}", manifest.notes);
    manifest.with_scripts(|_| None).unwrap()
}

fn echo() -> Project {
    project(&example!(
        "echo": "wippy.lock", "src/_index.yaml", "src/cli.lua", "src/relay.lua", "src/worker.lua"))
}

pub fn key_value() -> Project {
    project(&example!(
        "key-value": "wippy.lock", "src/_index.yaml", "src/kv_server.lua", "src/cli.lua"))
}

/// The same project with one of its processes in Rust.
fn with_rust(id: &str, actor: Actor) -> Project {
    key_value().entries().iter().fold(Project::new(), |project, entry| {
        let kind = match &entry.kind {
            EntryKind::Process { mailbox_capacity, .. } if *entry.id.as_str() == *id => {
                let (language, mailbox_capacity) = (Language::Rust, *mailbox_capacity);
                EntryKind::Process { actor: actor.clone(), language, mailbox_capacity }
            }
            kind => kind.clone(),
        };
        project.with(entry.id.as_str(), kind).unwrap()
    })
}

pub struct Play {
    session: Session,
    pub terminal: String,
    logs: Vec<String>,
}

impl Play {
    pub fn of(project: &Project) -> Self {
        let target =
            Target { entry: "app:cli".into(), host: "app:terminal".into(), args: Vec::new() };
        let session = Session::new(project, Settings::default(), vec![target]).unwrap();
        Self { session, terminal: String::new(), logs: Vec::new() }
    }

    pub fn run_until(&mut self, millis: u64) {
        self.session.run(Time::from_nanos(millis * 1_000_000), Budget::UNLIMITED);
        for effect in self.session.kernel_mut().take_effects() {
            match effect {
                Effect::Terminal { text, .. } => self.terminal += &text,
                Effect::Log { message, fields, .. } => {
                    self.logs.push(format!("{message} {fields}"))
                }
                Effect::Typed { .. } | Effect::Answer { .. } => {}
            }
        }
    }

    fn line(&mut self, process: u32, text: &str) {
        let text = rehearsal::Str::new(text);
        self.session.input(Input::Line { process, text }).unwrap();
    }

    fn hash(&mut self) -> u64 {
        self.session.kernel_mut().trace().hash()
    }
}

/// The dialogue of the seed, with a word in Russian after it, up to the second report of the relay.
pub fn dialogue(project: &Project) -> Play {
    let mut play = Play::of(project);
    play.run_until(1_000);
    play.line(3, "hello world");
    play.run_until(2_000);
    play.line(3, "привет");
    play.run_until(11_000);
    play.line(3, "");
    play.run_until(12_000);
    play
}

#[test]
fn the_echo_service_in_lua_answers_as_the_seed_does() {
    let play = dialogue(&echo());
    assert_dialogue(&play);
}

pub fn assert_dialogue(play: &Play) {
    assert_eq!(
        play.terminal,
        "\u{1b}[36mEcho Client\u{1b}[0m\n\
         \u{1b}[2mType messages to echo. Ctrl+C to exit.\n\u{1b}[0m\n\
         \u{1b}[33m> \u{1b}[0m\
         \u{1b}[32m  HELLO WORLD\u{1b}[0m\n\
         \u{1b}[2m  from worker: {app:processes|0x00004}\u{1b}[0m\n\
         \u{1b}[33m> \u{1b}[0m\
         \u{1b}[32m  ПРИВЕТ\u{1b}[0m\n\
         \u{1b}[2m  from worker: {app:processes|0x00005}\u{1b}[0m\n\
         \u{1b}[33m> \u{1b}[0m\
         \nGoodbye!\n"
    );
    let starts = |start: &str| play.logs.iter().filter(|line| line.starts_with(start)).count();
    assert_eq!((starts("relay started"), starts("worker exited"), starts("stats")), (1, 2, 2));
    let stats = play.logs.iter().rfind(|line| line.starts_with("stats")).unwrap();
    assert!(
        stats.contains(r#""messages":2"#) && stats.contains(r#""workers_spawned":2"#),
        "{stats}"
    );
}

const TRANSCRIPT: &str = "\
=== Key-Value Store as a Process ===

Setting values:
  SET name = Wippy  → ok: true
  SET version = 0.1  → ok: true
  SET lang = Lua  → ok: true
  SET model = Actor  → ok: true
  SET overhead = 13KB  → ok: true

Getting values:
  GET name → Wippy
  GET version → 0.1
  GET lang → Lua
  GET missing_key → (not found)

Deleting 'lang':
  Deleted: true

Listing all keys:
  Keys (4): model, name, overhead, version

Server stats:
  Total operations: 12
  Total keys: 4

The KV store is a process. State lives in memory.
No database, no disk — just actor state + messages.
";

#[test]
fn the_key_value_client_in_lua_is_served_by_lua() {
    let mut play = Play::of(&key_value());
    play.run_until(5_000);
    assert_eq!(play.terminal, TRANSCRIPT);
}

#[test]
fn the_key_value_client_in_lua_is_served_by_rust() {
    let mut play = Play::of(&with_rust("app:kv_server", Actor::new(rehearsal::actors::kv::kv)));
    play.run_until(5_000);
    assert_eq!(play.terminal, TRANSCRIPT);
}

#[test]
fn the_key_value_client_in_rust_is_served_by_lua() {
    let client = Actor::new(rehearsal::actors::kv_client::script);
    let mut play = Play::of(&with_rust("app:cli", client));
    play.run_until(5_000);
    assert!(play.terminal.starts_with(TRANSCRIPT), "{}", play.terminal);
}

/// One and the same natively and in the browser.
#[test]
fn a_run_of_scripts_has_the_same_hash_everywhere() {
    let mut store = Play::of(&key_value());
    store.run_until(5_000);
    let hashes = [dialogue(&echo()).hash(), store.hash()].map(|hash| format!("{hash:016x}"));
    assert_eq!(hashes, ["4e060ba7ee660b21", "8de8c09524f45720"]);
}
