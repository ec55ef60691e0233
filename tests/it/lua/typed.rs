//! What the typed store is for: the projects below `examples/` that have models.

use rehearsal::project::Target;
use rehearsal::project::manifest::{Files, read};
use rehearsal::runtime::{Budget, Effect};
use rehearsal::stage::{Input, Session, Settings, scenario};
use rehearsal::{Str, Time};
use rehearsal_typed_kv::Models;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The files of a project below `examples/`, the first of them its models.
macro_rules! example {
    ($folder:literal: $models:literal, $($file:literal),*) => {
        (
            ($models, include_str!(concat!("../../../examples/", $folder, "/", $models))),
            [$((
                $file,
                include_str!(concat!("../../../examples/", $folder, "/", $file)),
            )),*],
        )
    };
}

type File = (&'static str, &'static str);
type Example<const N: usize> = (File, [File; N]);

struct Play {
    session: Session,
    terminal: String,
    logs: Vec<String>,
}

impl Play {
    /// A project with one of its processes at the terminal.
    fn of<const N: usize>((models, files): Example<N>, entry: &'static str) -> Self {
        let manifest = read(&Files::from_iter(files)).unwrap();
        assert!(manifest.notes.is_empty(), "{:?}", manifest.notes);
        let models = Models::parse([models]).unwrap();
        let project = manifest.with_scripts(scenario::compiled_in_with(&models)).unwrap();
        let target = Target { entry: entry.into(), host: "app:terminal".into(), args: Vec::new() };
        let session = Session::new(&project, Settings::default(), vec![target]).unwrap();
        Self { session, terminal: String::new(), logs: Vec::new() }
    }

    fn run_until(&mut self, millis: u64) {
        self.session.run(Time::from_nanos(millis * 1_000_000), Budget::UNLIMITED);
        for effect in self.session.kernel_mut().take_effects() {
            match effect {
                Effect::Terminal { text, .. } => self.terminal += &text,
                Effect::Log { message, fields, .. } => {
                    self.logs.push(format!("{message} {fields}"));
                }
                Effect::Typed { .. } | Effect::Answer { .. } => {}
            }
        }
    }

    /// The process that is called so.
    fn named(&self, name: &str) -> u32 {
        let names = self.session.kernel().names();
        names.iter().find(|(it, _)| **it == *name).unwrap_or_else(|| panic!("{names:?}")).1
    }

    /// Types a line at the only terminal.
    fn line(&mut self, text: &str) {
        let kernel = self.session.kernel();
        let at_terminal = |it: &u32| kernel.process(*it).is_some_and(|it| it.terminal);
        let process = kernel.living().find(at_terminal).unwrap();
        self.session.input(Input::Line { process, text: Str::new(text) }).unwrap();
    }

    fn hash(&self) -> String {
        format!("{:016x}", self.session.kernel().trace().hash())
    }
}

fn live_cursors() -> Play {
    Play::of(
        example!("live-cursors": "models/storage/ui_storage.rs", "wippy.lock", "src/_index.yaml",
            "src/crowd.lua", "src/kv.lua", "src/presence.lua", "src/user.lua"),
        "app:presence",
    )
}

fn session_cache() -> Play {
    Play::of(
        example!("session-cache": "models/storage/user_storage.rs", "wippy.lock", "src/_index.yaml",
            "src/cli.lua", "src/directory.lua", "src/kv.lua", "src/sessions.lua", "src/visitor.lua"),
        "app:cli",
    )
}

fn app_settings() -> Play {
    Play::of(
        example!("app-settings": "models/storage/user_storage.rs", "wippy.lock", "src/_index.yaml",
            "src/cli.lua", "src/greeter.lua", "src/kv.lua"),
        "app:cli",
    )
}

#[test]
fn the_cursor_of_a_user_that_is_killed_is_seen_for_two_seconds_more() {
    let mut play = live_cursors();
    play.run_until(3_500);
    let seen = |play: &Play| {
        let last = play.terminal.lines().last().unwrap();
        let (count, names) = last.split_once(" here: ").unwrap();
        let names = names.split(" · ").map(|one| one.split(' ').next().unwrap().to_owned());
        (count.to_owned(), names.collect::<Vec<_>>().join(" "))
    };
    assert_eq!(seen(&play), ("5".into(), "ada boris chul dora emil".into()));
    let boris = play.named("user:boris");
    play.session.input(Input::Kill { process: boris }).unwrap();
    play.run_until(4_500);
    assert_eq!(seen(&play).0, "5", "a second later");
    play.run_until(6_500);
    assert_eq!(seen(&play), ("4".into(), "ada chul dora emil".into()));
    let told = play.logs.iter().filter(|line| line.contains("no longer sees boris")).count();
    assert_eq!(told, 4, "{:?}", play.logs);

    // Whoever is invited comes back under the same name.
    let payload = rehearsal::Value::map([("name", "boris".into())]);
    play.session
        .input(Input::Send { to: "crowd".into(), topic: "invite".into(), payload })
        .unwrap();
    play.run_until(8_500);
    assert_eq!(seen(&play).0, "5");
}

#[test]
fn a_session_is_loaded_once_and_comes_from_the_cache_until_its_time_is_over() {
    let mut play = session_cache();
    play.run_until(500);
    play.line("session ada");
    play.run_until(2_500);
    play.line("session ada");
    play.run_until(3_000);
    play.line("logout ada");
    play.run_until(3_500);
    play.line("login ada");
    play.run_until(6_000);
    play.line("session ada");
    play.run_until(11_000);
    play.line("session ada");
    play.run_until(13_000);
    let (_, dialogue) = play.terminal.split_once("twice.\n\n").unwrap();
    assert_eq!(
        dialogue,
        "> \x20 ada may read, write, publish (not in the cache: loaded, 1500 ms)\n\
         > \x20 ada may read, write, publish (from the cache, 0 ms)\n\
         > \x20 ada is logged out\n\
         > \x20 ada may read, write, publish (loaded in 1500 ms, cached for 5 s)\n\
         > \x20 ada may read, write, publish (from the cache, 0 ms)\n\
         > \x20 ada may read, write, publish (not in the cache: loaded, 1500 ms)\n\
         > "
    );
    let of_ada: Vec<_> = play
        .logs
        .iter()
        .filter(|line| line.contains(r#""user":"ada""#) || line.contains("session:ada"))
        .filter_map(|line| line.split(" {").next())
        .collect();
    assert_eq!(of_ada, ["miss", "hit", "logged in", "hit", "expired", "miss"]);
}

#[test]
fn two_tenants_have_settings_of_their_own_and_a_wrong_one_is_explained() {
    let mut play = app_settings();
    play.run_until(500);
    let lines =
        ["set notifications maybe", "set colour red", "set theme dark", "use south", "show"];
    for (at, line) in (501..).zip(lines) {
        play.line(line);
        play.run_until(at);
    }
    let (_, dialogue) = play.terminal.split_once("maybe.\n\n").unwrap();
    assert_eq!(
        dialogue,
        "north> \x20 refused: the value is no UserPreferences\n    \
         /notifications: expected true or false (bool), found the text \"maybe\"\n\
         north> \x20 refused: the value is no UserPreferences\n    \
         /colour: there is no field \"colour\"; there are \"theme\", \"notifications\" and \"language\"\n\
         north> \x20 theme = dark\n  notifications = true\n  language = en\n\
         north> south> \x20 theme = light\n  notifications = true\n  language = ko\n\
         south> "
    );
    // The services greet as they are told, from the next time on.
    play.run_until(2_500);
    let greetings: Vec<_> = play.logs.iter().rev().take(2).collect();
    assert!(
        greetings[1].contains("Good evening!") && greetings[1].contains("dark"),
        "{greetings:?}"
    );
    assert!(
        greetings[0].contains("안녕하세요!") && greetings[0].contains("light"),
        "{greetings:?}"
    );
    play.line("set notifications false");
    play.run_until(9_000);
    let last = play.logs.last().unwrap();
    assert!(last.contains("notifications are off") && last.contains("south.example"), "{last}");
}

/// One and the same natively and in the browser.
#[test]
fn the_projects_with_models_have_the_same_hash_everywhere() {
    let mut plays = [live_cursors(), session_cache(), app_settings()];
    let lines = [None, Some("session ada"), Some("set theme 7")];
    for (play, line) in plays.iter_mut().zip(lines) {
        play.run_until(500);
        line.inspect(|line| play.line(line));
        play.run_until(8_000);
    }
    assert_eq!(
        plays.map(|play| play.hash()),
        ["1ec83f57b83713fb", "9f4c1552d6d0f6db", "7b39a8d85ead1f7d"]
    );
}
