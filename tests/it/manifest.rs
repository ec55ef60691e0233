//! Projects read from their files.

use rehearsal::actors::{echo_client::echo_client, relay::relay, worker::worker};
use rehearsal::process::{Lifecycle, Restart};
use rehearsal::project::Target;
use rehearsal::project::manifest::{
    Definition, DefinitionKind, Fault, Files, Lua, Manifest, Pool, PoolKind, Role, read,
};
use rehearsal::runtime::Budget;
use rehearsal::stage::{Input, Session, Settings, scenario};
use rehearsal::{Actor, Duration, Rng, Time, Value};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The echo service, with the actors that are compiled in.
const ECHO: &str = r#"# The echo service.
version: "1.0"
namespace: app
meta: {group: examples}

entries:
  - name: terminal
    kind: terminal.host
    lifecycle: {auto_start: true}

  - name: processes
    kind: process.host
    host: {workers: 4}
    lifecycle:
      auto_start: true

  - name: cli
    kind: process.rust
    actor: echo_client

  - name: relay
    kind: process.rust
    actor: relay
    meta:
      comment: spawns a worker for every message

  - name: relay-service
    kind: process.service
    process: relay
    host: app:processes
    lifecycle:
      auto_start: true

  - name: worker
    kind: process.rust
    actor: worker
"#;

/// The same for programs in Lua.
const ECHO_LUA: &str = r#"
version: "1.0"
namespace: app
entries:
  - name: terminal
    kind: terminal.host
    hide_logs: true
    lifecycle: &now
      auto_start: true
  - name: processes
    kind: process.host
    mailbox_capacity: 100
    lifecycle: *now
  - name: words
    kind: library.lua
    source: |
      return { echo = "ECHO" }
  - name: relay
    kind: process.lua
    source: file://lua/relay.lua
    method: main
    modules: [process, logger, channel, time]
    imports:
      words: app:words
  - name: relay-service
    kind: process.service
    process: relay
    host: processes
    input: [1, two, {three: [3.5, true, ~]}]
    lifecycle:
      auto_start: true
      requires: [processes]
      depends_on: ["app:processes", "app:relay"]
      startup: required
      start_timeout: 1m
      stop_timeout: 250ms
      stable_threshold: 2000000000
      restart: {initial_delay: 0.5s, max_delay: 5s, backoff_factor: 3, jitter: 0, max_attempts: 7}
  - name: count
    kind: function.lua
    source: file:///lua/relay.lua
    method: count
    pool: {workers: 3}
"#;

fn echo_lua() -> Files {
    Files::from_iter([("src/_index.yaml", ECHO_LUA), ("src/lua/relay.lua", "return {}")])
}

fn plain(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(Fault::to_string).collect()
}

fn good(files: &Files) -> Manifest {
    read(files).unwrap_or_else(|faults| panic!("{:#?}", plain(&faults)))
}

fn bad(files: &Files) -> Vec<String> {
    plain(&read(files).expect_err("nothing is wrong"))
}

/// A project with these entries, beside a program `src/main.lua`.
fn entries(text: &str) -> Files {
    let index = format!("namespace: app\nentries:\n{text}");
    Files::from_iter([("src/_index.yaml", index.as_str()), ("src/main.lua", "return {}")])
}

/// Checks what is said of some entries, the first of which begins on line 3. The path of the file is left out.
#[track_caller]
fn says(text: &str, expected: &[&str]) {
    let said = bad(&entries(text));
    let said: Vec<_> = said.iter().map(|line| line.replace("src/_index.yaml:", "")).collect();
    assert_eq!(said, expected);
}

#[track_caller]
fn notes(files: &Files, expected: &[&str]) {
    assert_eq!(plain(&good(files).notes), expected);
}

fn ids(manifest: &Manifest) -> Vec<&str> {
    manifest.entries.iter().map(|entry| entry.id.as_str().as_str()).collect()
}

fn lua(definition: &Definition) -> &Lua {
    let DefinitionKind::Lua(lua) = &definition.kind else { panic!("{definition:?}") };
    lua
}

fn compiled_in(definition: &Definition) -> Result<Actor, Fault> {
    let DefinitionKind::Rust { actor, .. } = &definition.kind else {
        return Err(definition.fault("no Lua here"));
    };
    match &**actor {
        "echo_client" => Ok(Actor::new(echo_client)),
        "relay" => Ok(Actor::new(relay)),
        "worker" => Ok(Actor::new(worker)),
        other => Err(definition.fault(format!("no actor is called {other:?}"))),
    }
}

#[test]
fn the_echo_service_out_of_its_file_runs_as_the_one_that_is_built_in() {
    let manifest = good(&Files::from_iter([("src/_index.yaml", ECHO)]));
    assert_eq!(
        ids(&manifest),
        [
            "app:terminal",
            "app:processes",
            "app:cli",
            "app:relay",
            "app:relay-service",
            "app:worker"
        ]
    );
    assert_eq!(plain(&manifest.notes), [""; 0]);
    let relay = manifest.get("app:relay").unwrap();
    let meta = r#"{"comment":"spawns a worker for every message","group":"examples"}"#;
    assert_eq!(relay.meta.to_string(), meta);
    assert_eq!((&*relay.file, relay.line, relay.column), ("src/_index.yaml", 21, 5));

    let cli = || Target { entry: "app:cli".into(), host: "app:terminal".into(), args: vec![] };
    let play = |project| {
        let mut session = Session::new(&project, Settings::default(), vec![cli()]).unwrap();
        session.run(Time::from_nanos(1_000_000_000), Budget::UNLIMITED);
        session.input(Input::Line { process: 3, text: "hello".into() }).unwrap();
        session.run(Time::from_nanos(20_000_000_000), Budget::UNLIMITED);
        (session.kernel().trace().total(), session.kernel().trace().hash())
    };
    let ours = play(manifest.project(compiled_in).unwrap());
    assert!(ours.0 > 20, "{ours:?}");
    assert_eq!(ours, play(scenario::find("echo").unwrap().project()));
}

#[test]
fn a_manifest_of_programs_is_read_with_all_its_fields() {
    let manifest = good(&echo_lua());
    assert_eq!(plain(&manifest.notes), [""; 0]);
    let kind = |id| manifest.get(id).unwrap().kind.clone();
    let now = Lifecycle { auto_start: true, ..Lifecycle::default() };
    assert_eq!(
        kind("app:terminal"),
        DefinitionKind::TerminalHost { hide_logs: true, lifecycle: now.clone() }
    );
    let mailbox_capacity = Some(100);
    assert_eq!(
        kind("app:processes"),
        DefinitionKind::ProcessHost { mailbox_capacity, lifecycle: now }
    );

    let relay = lua(manifest.get("app:relay").unwrap());
    assert_eq!((relay.role, relay.method.as_deref()), (Role::Process, Some("main")));
    assert_eq!(relay.source.path.as_deref(), Some("src/lua/relay.lua"));
    assert_eq!(relay.source.text, "return {}");
    assert_eq!(relay.modules, ["process", "logger", "channel", "time"]);
    assert_eq!(relay.imports, [("words".into(), "app:words".parse().unwrap())]);

    let words = lua(manifest.get("app:words").unwrap());
    assert_eq!((words.role, &words.source.path), (Role::Library, &None));
    assert_eq!(words.source.text, "return { echo = \"ECHO\" }\n");

    let count = lua(manifest.get("app:count").unwrap());
    assert_eq!((count.role, count.method.as_deref()), (Role::Function, Some("count")));
    let pool = Pool { kind: PoolKind::Static, workers: Some(3), ..Pool::default() };
    assert_eq!(count.pool, pool);

    let DefinitionKind::Service { process, host, input, lifecycle } = kind("app:relay-service")
    else {
        panic!("no service");
    };
    assert_eq!((&**process.as_str(), &**host.as_str()), ("app:relay", "app:processes"));
    assert_eq!(Value::from(input).to_string(), r#"[1,"two",{"three":[3.5,true,null]}]"#);
    let restart = Restart {
        initial_delay: Duration::from_millis(500),
        max_delay: Duration::from_secs(5),
        backoff_factor: 3.0,
        jitter: 0.0,
        max_attempts: 7,
    };
    let expected = Lifecycle {
        auto_start: true,
        requires: vec!["app:processes".into(), "app:relay".into()],
        start_timeout: Duration::from_secs(60),
        stop_timeout: Duration::from_millis(250),
        stable_threshold: Duration::from_secs(2),
        restart,
    };
    assert_eq!(lifecycle, expected);
}

#[test]
fn a_project_is_made_of_hosts_processes_and_services_and_waits_only_for_services() {
    let manifest = good(&echo_lua());
    let project = manifest.project(|_| Ok(Actor::new(worker))).unwrap();
    project.check().unwrap();
    let kinds: Vec<_> =
        project.entries().iter().map(|entry| (entry.id.name(), entry.kind.name())).collect();
    assert_eq!(
        kinds,
        [
            ("terminal", "terminal.host"),
            ("processes", "process.host"),
            ("relay", "process.lua"),
            ("relay-service", "process.service"),
        ]
    );
    let faults = manifest.project(compiled_in).unwrap_err();
    assert_eq!(plain(&faults), ["src/_index.yaml:18: entry app:relay: no Lua here"]);
}

#[test]
fn one_entry_may_be_the_whole_file_and_data_may_stand_apart() {
    let files = Files::from_iter([
        ("a.yaml", "namespace: app\nname: host\nkind: process.host\nlifecycle: {auto_start: yes}"),
        (
            "b.json",
            r#"{"namespace": "app.jobs", "name": "job", "kind": "process.lua",
	"meta": {"icon": "\ud83d\ude00"},
	"data": {"source": "return 1\/1"}, "method": "main"}"#,
        ),
    ]);
    let said = bad(&files);
    let yes = r#"field "lifecycle.auto_start": should be true or false, is the text "yes""#;
    assert_eq!(said, [format!("a.yaml:4: entry app:host: {yes}")]);

    let mut files = files;
    files.insert("a.yaml", "namespace: app\nname: data\nkind: registry.entry\nn: 1\nmeta: {a: 1}");
    let manifest = good(&files);
    assert_eq!(ids(&manifest), ["app:data", "app.jobs:job"]);
    let DefinitionKind::Inert { kind, data } = &manifest.entries[0].kind else {
        panic!("{data:?}", data = manifest)
    };
    assert_eq!((&**kind, data.to_string()), ("registry.entry", r#"{"n":1}"#.to_owned()));
    assert_eq!(manifest.entries[0].meta.to_string(), r#"{"a":1}"#);
    assert_eq!(lua(&manifest.entries[1]).source.text, "return 1/1");
    assert_eq!(manifest.entries[1].meta.get("icon").as_str(), Some("😀"));
    assert_eq!(
        plain(&manifest.notes),
        [
            "a.yaml:3: entry app:data: field \"kind\": \"registry.entry\" is no kind that does anything here; the entry is kept",
            "b.json:3: entry app.jobs:job: field \"method\": stands beside data, so it is not read",
        ]
    );
}

#[test]
fn definitions_come_from_src_or_from_where_the_lock_says_or_from_everywhere() {
    let one = |name: &str| format!("namespace: app\nname: {name}\nkind: registry.entry\n");
    let mut files = Files::from_iter([
        ("src/b-c/x.yml", one("three")),
        ("src/b/_index.yaml", one("two")),
        ("src/a.yaml", one("one")),
        ("src/.hidden/x.yaml", one("hidden")),
        ("other/x.yaml", one("other")),
        (".wippy/vendor/x.yaml", one("vendor")),
    ]);
    assert_eq!(ids(&good(&files)), ["app:one", "app:two", "app:three"]);
    files.insert("wippy.lock", "directories:\n    modules: .wippy\n    src: ./other\n");
    assert_eq!(ids(&good(&files)), ["app:other"]);
    files.insert("wippy.lock", "directories: {src: ., modules: src}\n");
    assert_eq!(ids(&good(&files)), ["app:other"]);

    for (lock, fault) in [
        (
            "directories:\n    src: ./scr\n",
            "2: field \"directories.src\": there is no folder \"./scr\" in this project; did you mean \"src\"?",
        ),
        (
            "directories:\n    src: ../src\n",
            "2: field \"directories.src\": \"../src\" leads out of the project",
        ),
        ("directories: [src]\n", "1: field \"directories\": should be a map, is a list"),
        ("directories: {\n", "1: is no YAML: unclosed bracket '{' (column 14)"),
        ("src\n", "1: should be a map, is the text \"src\""),
    ] {
        files.insert("wippy.lock", lock);
        assert_eq!(bad(&files), [format!("wippy.lock:{fault}")]);
    }
    files.insert("wippy.lock", "modules:\n  - name: wippy/test\ndirectory: {src: ./other}\n");
    assert_eq!(
        plain(&good(&files).notes)[..2],
        [
            "src/a.yaml:3: entry app:one: field \"kind\": \"registry.entry\" is no kind that does anything here; the entry is kept",
            "src/b-c/x.yml:3: entry app:three: field \"kind\": \"registry.entry\" is no kind that does anything here; the entry is kept",
        ]
    );
    assert_eq!(
        plain(&good(&files).notes)[3..],
        [
            "wippy.lock:1: field \"modules\": are not read: a project has here what lies in its own folder",
            "wippy.lock:3: field \"directory\": is no field of wippy.lock; did you mean \"directories\"?",
        ]
    );
}

#[test]
fn a_kind_that_is_nearly_right_is_a_fault_and_another_one_is_kept() {
    says(
        "  - name: relay\n    kind: process.lau\n",
        &[
            r#"4: entry app:relay: field "kind": "process.lau" is no kind; did you mean "process.lua"?"#,
        ],
    );
    notes(
        &entries("  - name: x\n    kind: process.wasm\n    \"y\": 1\n"),
        &[
            r#"src/_index.yaml:4: entry app:x: field "kind": "process.wasm" is no kind that does anything here; the entry is kept"#,
        ],
    );
}

#[test]
fn what_is_missing_is_named_with_what_may_be_meant_by_it() {
    says("  - kind: terminal.host\n", &[r#"3: field "entries[0].name": is missing"#]);
    says("  - name: x\n", &[r#"3: entry app:x: field "kind": is missing"#]);
    says(
        "  - name: x\n    kind: process.lua\n    sorce: file://main.lua\n",
        &[r#"3: entry app:x: field "source": is missing; is it meant by "sorce"?"#],
    );
    says(
        "  - name: x\n    kind: process.service\n    process:\n",
        &[
            r#"3: entry app:x: field "process": is missing"#,
            r#"3: entry app:x: field "host": is missing"#,
        ],
    );
    says(
        "  - name: x\n    kind: process.rust\n",
        &[r#"3: entry app:x: field "actor": is missing"#],
    );
}

#[test]
fn names_are_checked() {
    says(
        "  - name: app:relay\n    kind: terminal.host\n",
        &[r#"3: field "entries[0].name": "app:relay" is no name; did you mean "relay"?"#],
    );
    says(
        "  - name: my relay\n    kind: terminal.host\n",
        &[
            r#"3: field "entries[0].name": "my relay" is no name: one looks like worker or worker.service"#,
        ],
    );
    says(
        "  - relay\n",
        &[r#"3: field "entries[0]": should be a map with name and kind, is the text "relay""#],
    );
    says(
        "  - name: s\n    kind: process.service\n    process: my relay\n    host: a:b:c\n",
        &[
            r#"5: entry app:s: field "process": "my relay" is no entry id: one looks like app:worker"#,
            r#"6: entry app:s: field "host": "a:b:c" is no entry id: one looks like app:worker"#,
        ],
    );
}

#[test]
fn a_value_of_the_wrong_type_is_told_with_the_right_one() {
    let program = |field: &str| {
        format!("  - name: x\n    kind: process.lua\n    source: return 1\n    {field}\n")
    };
    for (field, fault) in [
        ("modules: 5", r#""modules": should be a list of texts, is a number"#),
        ("modules: process", r#""modules": should be a list of texts, is the text "process""#),
        ("modules: [[]]", r#""modules[0]": should be a text, is a list"#),
        ("imports: [app:y]", r#""imports": should be a map, is a list"#),
        ("imports: {y: 5}", r#""imports.y": should be a text, is a number"#),
        ("method: {a: b}", r#""method": should be a text, is a map"#),
        ("meta: true", r#""meta": should be a map, is true"#),
        (
            "mailbox_capacity: 0",
            r#""mailbox_capacity": should be a whole number from 1 to 4294967295"#,
        ),
        ("mailbox_capacity: 1.5", r#""mailbox_capacity": should be a whole number, is a number"#),
    ] {
        says(&program(field), &[&format!("6: entry app:x: field {fault}")]);
    }
    says(
        "  - name: x\n    kind: process.lua\n    source: [1]\n",
        &[r#"5: entry app:x: field "source": should be a text, is a list"#],
    );
}

#[test]
fn lifecycles_are_checked() {
    let host = |field: &str| {
        format!("  - name: x\n    kind: process.host\n    lifecycle:\n      {field}\n")
    };
    for (field, fault) in [
        ("auto_start: yes", r#"auto_start": should be true or false, is the text "yes""#),
        (
            "start_timeout: soon",
            r#"start_timeout": should be a duration such as "5s" or "1h30m", is the text "soon""#,
        ),
        ("stop_timeout: -5", r#"stop_timeout": should be a duration, and no duration is negative"#),
        (
            "stable_threshold: [5s]",
            r#"stable_threshold": should be a duration such as "5s" or "1h30m", is a list"#,
        ),
        (
            "startup: requird",
            r#"startup": should be "required" or "optional", is "requird"; did you mean "required"?"#,
        ),
        ("restart: {jitter: 2}", r#"restart.jitter": should be a number from 0 to 1"#),
        ("restart: {jitter: .nan}", r#"restart.jitter": should be a number from 0 to 1"#),
        (
            "restart: {backoff_factor: two}",
            r#"restart.backoff_factor": should be a number, is the text "two""#,
        ),
        (
            "restart: {max_attempts: -1}",
            r#"restart.max_attempts": should be a whole number from 0 to 4294967295"#,
        ),
        ("restart: 5", r#"restart": should be a map, is a number"#),
        ("requires: app:y", r#"requires": should be a list of texts, is the text "app:y""#),
        ("requires: [app:y]", r#"requires[0]": names app:y, which is no entry of this project"#),
    ] {
        says(&host(field), &[&format!("6: entry app:x: field \"lifecycle.{fault}")]);
    }
}

#[test]
fn a_service_names_a_process_and_a_process_host() {
    let text = "
  - {name: terminal, kind: terminal.host}
  - {name: processes, kind: process.host}
  - {name: relay, kind: process.rust, actor: relay}
  - name: service
    kind: process.service
    process: relai
    host: terminal
  - name: other
    kind: process.service
    process: service
    host: app:processs
";
    says(
        text,
        &[
            r#"9: entry app:service: field "process": names app:relai, which is no entry of this project; did you mean "app:relay"?"#,
            r#"10: entry app:service: field "host": names app:terminal, which is a terminal.host and no process.host"#,
            r#"13: entry app:other: field "process": names app:service, which is a process.service and no process.lua or process.rust"#,
            r#"14: entry app:other: field "host": names app:processs, which is no entry of this project; did you mean "app:processes"?"#,
        ],
    );
}

#[test]
fn who_names_an_entry_with_faults_of_its_own_is_not_to_blame() {
    let text = "
  - {name: processes, kind: process.host}
  - {name: relay, kind: process.rust}
  - {name: service, kind: process.service, process: relay, host: processes}
";
    says(text, &[r#"5: entry app:relay: field "actor": is missing"#]);
    let mut files = entries("  - {name: s, kind: process.service, process: relay, host: app:h}\n");
    files.insert("src/more.yaml", "namespace: app\nentries: [");
    assert_eq!(bad(&files), ["src/more.yaml:2: is no YAML: unclosed bracket '[' (column 10)"]);
}

#[test]
fn imports_name_libraries_and_functions_under_names_of_their_own() {
    let text = "
  - {name: p, kind: process.lua, source: return 1}
  - {name: util, kind: library.lua, source: return 1}
  - name: x
    kind: process.lua
    source: file://main.lua
    modules: [json]
    imports:
      json: app:util
      p: app:p
      u: app:utl
      v: util
      v: util
";
    says(
        text,
        &[
            r#"11: entry app:x: field "imports.json": "json" is also one of the entry's modules: it needs a name of its own"#,
            r#"12: entry app:x: field "imports.p": names app:p, which is a process.lua and no library.lua or function.lua"#,
            r#"13: entry app:x: field "imports.u": names app:utl, which is no entry of this project; did you mean "app:util"?"#,
            r#"15: entry app:x: field "imports.v": is there twice, before on line 14"#,
        ],
    );
}

#[test]
fn nothing_imports_or_requires_itself() {
    let text = "
  - {name: a, kind: library.lua, source: return 1, imports: {b: app:b}}
  - {name: b, kind: library.lua, source: return 1, imports: {d: app:d, c: app:c}}
  - {name: c, kind: library.lua, source: return 1, imports: {b: app:b}}
  - {name: d, kind: library.lua, source: return 1}
  - {name: e, kind: function.lua, source: return 1, imports: {e: app:e}}
";
    says(
        text,
        &[
            r#"5: entry app:b: field "imports.c": imports go in a circle: app:b → app:c → app:b"#,
            r#"8: entry app:e: field "imports.e": imports go in a circle: app:e → app:e"#,
        ],
    );
    let text = "
  - {name: h, kind: process.host}
  - {name: p, kind: process.rust, actor: p}
  - {name: a, kind: process.service, process: p, host: h, lifecycle: {requires: [b]}}
  - {name: b, kind: process.service, process: p, host: h, lifecycle: {depends_on: [app:a]}}
";
    says(
        text,
        &[
            r#"6: entry app:a: field "lifecycle.requires[0]": services require each other in a circle: app:a → app:b → app:a"#,
        ],
    );
}

#[test]
fn sources_are_found_beside_their_file_or_from_the_source_folder() {
    let program =
        |source: &str| format!("  - name: x\n    kind: process.lua\n    source: {source}\n");
    for (source, fault) in [
        ("file://../../main.lua", r#""file://../../main.lua" leads out of the project"#),
        (
            "file://mian.lua",
            r#"there is no file "src/mian.lua" in this project; did you mean "src/main.lua"?"#,
        ),
        ("file://", r#"there is no file "src" in this project"#),
        ("main.lua", r#""main.lua" is taken for a program; did you mean "file://main.lua"?"#),
        (
            "file:/main.lua",
            r#""file:/main.lua" is taken for a program; did you mean "file://main.lua"?"#,
        ),
    ] {
        says(&program(source), &[&format!("5: entry app:x: field \"source\": {fault}")]);
    }
    let mut files = entries(&program("file://../lib/main.lua"));
    files.insert("lib/main.lua", *b"a\n-- \xff");
    assert_eq!(
        bad(&files),
        [
            r#"src/_index.yaml:5: entry app:x: field "source": "lib/main.lua" is no UTF-8 text: see its line 2, column 4"#
        ]
    );
}

#[test]
fn modules_and_pools_have_known_names() {
    let function = |field: &str| {
        format!("  - name: x\n    kind: function.lua\n    source: return 1\n    {field}\n")
    };
    says(
        &function("modules: [proces, zzz]"),
        &[
            r#"6: entry app:x: field "modules[0]": "proces" is no module; did you mean "process"?"#,
            r#"6: entry app:x: field "modules[1]": "zzz" is no module"#,
        ],
    );
    says(
        &function("pool: {type: adaptiv}"),
        &[
            r#"6: entry app:x: field "pool.type": "adaptiv" is no type of pool; did you mean "adaptive"?"#,
        ],
    );
    notes(
        &entries(&function("modules: [sql, sql, json]")),
        &[
            r#"src/_index.yaml:6: entry app:x: field "modules[0]": module "sql" is not here yet: what uses it will fail"#,
            r#"src/_index.yaml:6: entry app:x: field "modules[1]": module "sql" is not here yet: what uses it will fail"#,
        ],
    );
    notes(
        &entries(&function("modules: [kvstore]")),
        &[
            r#"src/_index.yaml:6: entry app:x: field "modules[0]": module "kvstore" is Rehearsal's own: Wippy does not have it"#,
        ],
    );
}

#[test]
fn a_file_is_checked_as_a_whole() {
    for (text, fault) in [
        (
            "version: [1]\nnamespace: app\nentries: []",
            r#"1: field "version": should be a version such as "1.0", is a list"#,
        ),
        (
            "namespace: my app\nentries: []",
            r#"1: field "namespace": "my app" is no namespace: one looks like app or app.jobs"#,
        ),
        ("namespace: 5\nentries: []", r#"1: field "namespace": should be a text, is a number"#),
        (
            "namepsace: app\nentries: []",
            r#"1: field "namespace": is missing; is it meant by "namepsace"?"#,
        ),
        (
            "namespace: app\nentires: []",
            r#"1: field "entries": is missing; is it meant by "entires"?"#,
        ),
        (
            "namespace: app\nentries:\n  x: 1",
            r#"2: field "entries": should be a list of entries, is a map"#,
        ),
        (
            "namespace: app\nmeta: 5\nentries: []",
            r#"2: field "meta": should be a map, is a number"#,
        ),
        (
            "namespace: app\nnamespace: app\nentries: []",
            r#"2: field "namespace": is there twice, before on line 1"#,
        ),
        (
            "namespace: app\nentries:\n\t- a",
            "3: is no YAML: tabs disallowed within this context (block indentation) (column 2)",
        ),
        (
            "namespace: app\nentries: *none",
            "2: is no YAML: while parsing node, found unknown anchor (column 10)",
        ),
        ("namespace: app\n? [a]\n: b", "2: has a list for a key: a key is a text"),
    ] {
        let said = bad(&Files::from_iter([("src/_index.yaml", text)]));
        assert_eq!(said, [format!("src/_index.yaml:{fault}")]);
    }
}

#[test]
fn one_bad_file_does_not_hide_the_faults_of_the_others() {
    let files = Files::from_iter([
        ("a.yaml", "namespace: app\nentries: [{name: x, kind: terminal.hots}]"),
        ("b.yaml", "a: b: c"),
        ("c/d.yaml", "namespace: app\nentries: [{name: y, kind: process.rsut}]"),
    ]);
    assert_eq!(
        bad(&files),
        [
            r#"a.yaml:2: entry app:x: field "kind": "terminal.hots" is no kind; did you mean "terminal.host"?"#,
            "b.yaml:1: is no YAML: mapping values are not allowed in this context (column 5)",
            r#"c/d.yaml:2: entry app:y: field "kind": "process.rsut" is no kind; did you mean "process.rust"?"#,
        ]
    );
    let fault = &read(&files).unwrap_err()[0];
    assert_eq!((&*fault.file, fault.line, fault.column), ("a.yaml", 2, 27));
    assert_eq!(fault.entry.as_ref().unwrap().name(), "x");
    assert_eq!(fault.field.as_deref(), Some("kind"));
}

#[test]
fn what_stops_nothing_is_a_note() {
    let index = "namespace: app
entries:
  - name: h
    kind: process.host
    workers: 5
  - name: p
    kind: process.lua
    source: return 1
    modles: [io]
    meta: {title: '${env:TITLE|none}'}
  - name: h
    kind: terminal.host
    lifecycle: {auto_start: true, autostart: true}
---
namespace: other
";
    let files = Files::from_iter([
        ("_index.yaml", index),
        ("package.json", r#"{"name": "web", "version": "1"}"#),
        ("list.yml", "- 1"),
        ("empty.yaml", "namespace: app"),
        ("../outside.yaml", "namespace: app"),
        ("README.md", "namespace: {"),
    ]);
    notes(
        &files,
        &[
            "../outside.yaml: lies outside of the project",
            r#"_index.yaml:3: entry app:h: field "lifecycle.auto_start": is not true: here the host is there all the same, in Wippy it is not"#,
            r#"_index.yaml:3: entry app:h: is defined again by _index.yaml:11, which counts"#,
            r#"_index.yaml:5: entry app:h: field "workers": is no field of process.host, and has no effect"#,
            r#"_index.yaml:9: entry app:p: field "modles": is no field of process.lua; did you mean "modules"?"#,
            r#"_index.yaml:10: entry app:p: field "meta.title": stays as it is: no environment fills ${env:…} here"#,
            r#"_index.yaml:13: entry app:h: field "lifecycle.autostart": is no field of lifecycle; did you mean "auto_start"?"#,
            "_index.yaml:14: begins a second document, which is not read",
            r#"empty.yaml:1: field "entries": is missing"#,
            "list.yml:1: defines nothing: it is a list",
            "package.json:1: has no namespace, so nothing in it is read",
        ],
    );
    assert!(matches!(good(&files).get("app:h").unwrap().kind, DefinitionKind::TerminalHost { .. }));
}

#[test]
fn maps_may_be_merged() {
    let text = "
  - &base {name: a, kind: process.rust, actor: one, mailbox_capacity: 5}
  - {<<: *base, name: b}
  - {<<: [{actor: three}, *base], name: c}
";
    let manifest = good(&entries(text));
    let actors: Vec<_> = manifest
        .entries
        .iter()
        .map(|entry| match &entry.kind {
            DefinitionKind::Rust { actor, mailbox_capacity: Some(5) } => {
                (entry.id.name(), &**actor)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(actors, [("a", "one"), ("b", "one"), ("c", "three")]);
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let mut laughs = String::from("namespace: app\na0: &a0 [ha, ha]\n");
    for level in 1..40 {
        let below = level - 1;
        laughs += &format!("a{level}: &a{level} [*a{below}, *a{below}]\n");
    }
    let deep_alias: String = (1..200).map(|at| format!("a{at}: &a{at} [*a{}]\n", at - 1)).collect();
    let merges: String = (1..60)
        .map(|at| format!("a{at}: &a{at} {{<<: [*a{0}, *a{0}], k{at}: 1}}\n", at - 1))
        .collect();
    let nested = |before: &str, open: &str| {
        format!("namespace: app\nentries: {before}{}", open.repeat(100_000))
    };
    let weight = "has values of more than 4194304 bytes, aliases expanded";
    for (text, fault) in [
        (laughs.into_bytes(), weight),
        (format!("a0: &a0 [1]\n{deep_alias}").into_bytes(), "is nested deeper than 64"),
        (format!("a0: &a0 {{a: b}}\n{merges}").into_bytes(), weight),
        (b"a: &a [*a]".to_vec(), "is no YAML: an alias stands inside of what it stands for"),
        (nested("", "[").into_bytes(), "is nested deeper than 64"),
        (nested("", "{a: ").into_bytes(), "is nested deeper than 64"),
        (nested("\n  ", "- ").into_bytes(), "is nested deeper than 64"),
        (nested("\n  ", "? ").into_bytes(), "is nested deeper than 64"),
        (vec![b' '; 10 << 20], "has 10485760 bytes: no file of a project is over 1048576"),
        (b"namespace: app\nentries: \xff\xfe".to_vec(), "src/_index.yaml:2: is no UTF-8 text"),
        (b"namespace: a\0pp".to_vec(), "unexpected character"),
        (
            format!("a: &a \"{}\"\nb: [{}]", "x".repeat(100_000), "*a,".repeat(10_000))
                .into_bytes(),
            weight,
        ),
    ] {
        let said = bad(&Files::from_iter([("src/_index.yaml", text)]));
        assert_eq!(said.len(), 1);
        assert!(said[0].contains(fault), "{} is not {fault}", said[0]);
    }
}

#[test]
fn what_everything_else_would_repeat_is_short() {
    let meta: String = (0..101).map(|at| format!("k{at}: 1, ")).collect();
    let long = "x".repeat(300);
    let dots = format!("{}…", "x".repeat(60));
    for (text, fault) in [
        (
            format!("namespace: app\nmeta: {{{meta}}}\nentries: []"),
            r#"1: field "meta": has 101 keys: the meta of a file has 100 at most"#.to_owned(),
        ),
        (
            format!("namespace: {long}\nentries: []"),
            format!(
                "1: field \"namespace\": {dots:?} is no namespace: one looks like app or app.jobs"
            ),
        ),
        (
            format!("namespace: app\nentries: [{{name: {long}, kind: terminal.host}}]"),
            format!(
                "2: field \"entries[0].name\": {dots:?} is no name: one looks like worker or worker.service"
            ),
        ),
        (
            format!(
                "namespace: app\nname: x\nkind: library.lua\nsource: s\nimports: {{{long}: 1}}"
            ),
            format!("5: entry app:x: field \"imports.{dots}\": should be a text, is a number"),
        ),
    ] {
        let said = bad(&Files::from_iter([("src/_index.yaml", text)]));
        assert_eq!(said, [format!("src/_index.yaml:{fault}")]);
    }
}

#[test]
fn long_files_are_read_and_their_faults_counted() {
    let entry = |at: u32| format!("  - {{name: e{at}, kind: registry.etnry}}\n");
    let said = bad(&entries(&(0..2_000).map(entry).collect::<String>()));
    assert_eq!(said.len(), 1_001);
    assert_eq!(said[1_000], "src/_index.yaml: and 1000 faults more in this project");

    let entry = |at: u32| format!("  - {{name: e{at}, kind: registry.entry}}\n");
    let said = bad(&entries(&(0..10_001).map(entry).collect::<String>()));
    assert_eq!(said, ["src/_index.yaml: a project has 10000 entries at most"]);

    // A chain of imports is as long as it likes: nothing recurses along it.
    let link = |at: u32| {
        format!("  - {{name: e{at}, kind: library.lua, source: s, imports: {{n: e{}}}}}\n", at + 1)
    };
    let mut chain: String = (0..3_000).map(link).collect();
    chain += "  - {name: e3000, kind: library.lua, source: s}\n";
    assert_eq!(good(&entries(&chain)).entries.len(), 3_001);
}

#[test]
fn no_damage_to_a_file_makes_the_reader_panic() {
    const BITS: &[&str] = &[
        "&a ",
        "*a",
        "<<: *a",
        "- ",
        "? ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "|\n",
        ">-\n",
        "\"",
        "'",
        "#",
        "---\n",
        "...\n",
        "!!str ",
        "!x ",
        "%YAML 1.2\n",
        "\t",
        "\0",
        "\u{feff}",
        "é",
        "\r\n",
        "\n",
        " ",
        "-1",
        "1e999",
        ".nan",
        "~",
        "${env:X}",
        "file://",
        "app:relay",
        "99999999999999999999",
        "..",
        "/",
        "\\",
        "@",
        "`",
    ];
    let mut rng = Rng::new(42);
    let mut fine = 0;
    for round in 0..1_000 {
        let mut text = if round % 2 == 0 { ECHO } else { ECHO_LUA }.as_bytes().to_vec();
        for _ in 0..=rng.below(3) {
            let mut at = |bound: usize| rng.below(bound as u64 + 1) as usize;
            let from = at(text.len());
            let to = (from + at(12)).min(text.len());
            match at(3) {
                0 => drop(text.drain(from..to)),
                1 => drop(text.splice(from..from, BITS[at(BITS.len() - 1)].bytes())),
                2 => drop(text.splice(from..to, BITS[at(BITS.len() - 1)].bytes())),
                _ => {
                    let piece = text[from..to].to_vec();
                    let into = at(text.len());
                    text.splice(into..into, piece);
                }
            }
        }
        let mut files = Files::from_iter([("src/_index.yaml", text)]);
        files.insert("src/lua/relay.lua", "return {}");
        match read(&files) {
            Ok(manifest) => {
                fine += 1;
                assert!(plain(&manifest.notes).iter().all(|note| !note.is_empty()));
                let project = manifest.project(|_| Ok(Actor::new(worker))).unwrap();
                project.check().unwrap();
            }
            Err(faults) => assert!(!plain(&faults).is_empty()),
        }
    }
    assert!(fine > 100, "{fine}");
}
