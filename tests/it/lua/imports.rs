//! Libraries that scripts import, out of a manifest.

use rehearsal::Time;
use rehearsal::project::manifest::{Fault, Files, read};
use rehearsal::project::{Project, Target};
use rehearsal::runtime::{Budget, Effect};
use rehearsal::stage::{Session, Settings};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// A project whose process `app:main` has these imports and this source, beside other entries.
fn project(imports: &str, source: &str, entries: &str) -> Result<Project, Vec<Fault>> {
    let manifest = format!(
        "namespace: app\nentries:\n  - {{name: terminal, kind: terminal.host}}\n  \
         - {{name: main, kind: process.lua, source: file://main.lua, modules: [io], imports: {imports}}}\n{entries}"
    );
    let files = Files::from_iter([("_index.yaml", manifest.as_str()), ("main.lua", source)]);
    read(&files)?.with_scripts(|_| None)
}

fn says(project: &Project) -> String {
    let target = Target { entry: "app:main".into(), host: "app:terminal".into(), args: Vec::new() };
    let mut session = Session::new(project, Settings::default(), vec![target]).unwrap();
    session.run(Time::from_nanos(1_000_000_000), Budget::UNLIMITED);
    let effects = session.kernel_mut().take_effects();
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Terminal { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

const WORDS: &str = "  - {name: words, kind: library.lua, source: \"return {greet = function(name) return 'hello ' .. name end}\"}\n";

#[test]
fn a_library_is_a_global_under_its_alias_and_can_be_required() {
    let source = "return {main = function() io.print(w.greet('Ann')) io.print(require('w').greet('Bo')) end}";
    let project = project("{w: app:words}", source, WORDS).unwrap();
    assert_eq!(says(&project), "hello Ann\nhello Bo\n");
}

#[test]
fn libraries_import_libraries_and_modules_of_their_own() {
    let more = "  - name: polite\n    kind: library.lua\n    modules: [json]\n    imports: {words: app:words}\n    \
                source: \"return {greet = function(name) return words.greet(json.encode(name)) .. '!' end}\"\n";
    let source = "return {main = function() io.print(p.greet('Ann')) end}";
    let project = project("{p: app:polite}", source, &format!("{more}{WORDS}")).unwrap();
    assert_eq!(says(&project), "hello \"Ann\"!\n");
}

#[test]
fn each_process_has_libraries_of_its_own() {
    let counter = "  - {name: counter, kind: library.lua, source: \"local n = 0 return function() n = n + 1 return n end\"}\n";
    let source = "return {main = function() io.print(count() .. count()) end}";
    let project = project("{count: app:counter}", source, counter).unwrap();
    assert_eq!(says(&project), "12\n");
    assert_eq!(says(&project), "12\n");
}

#[test]
fn one_alias_means_one_library() {
    let more = "  - name: polite\n    kind: library.lua\n    imports: {w: app:other}\n    source: return {}\n  \
                - {name: other, kind: library.lua, source: \"return {}\"}\n";
    let faults = project("{w: app:words, p: app:polite}", "return {}", &format!("{more}{WORDS}"))
        .unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0].to_string().contains("\"w\" would be both app:words and app:other"),
        "{}",
        faults[0]
    );
}

#[test]
fn what_is_wrong_with_a_library_is_said_once() {
    let broken = "  - {name: words, kind: library.lua, source: return return}\n  \
                  - {name: also, kind: process.lua, source: \"return {}\", imports: {w: app:words}}\n";
    let faults = project("{w: app:words}", "return {}", broken).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].to_string().contains("entry app:words: app:words:1:"), "{}", faults[0]);
}

#[test]
fn a_syntax_error_stands_on_its_line_of_its_file() {
    let faults = project("{}", "local function main()\n  local x = = 1\nend\nreturn main\n", "")
        .unwrap_err();
    assert_eq!((&*faults[0].file, faults[0].line), ("main.lua", 2));
    assert_eq!(faults[0].to_string(), "main.lua:2: entry app:main: unexpected symbol near '='");
}

#[test]
fn an_error_in_a_library_names_the_library_and_its_line() {
    let broken = "  - {name: words, kind: library.lua, source: \"local x\\nreturn x.y\"}\n";
    let project = project("{w: app:words}", "return {main = function() end}", broken).unwrap();
    let target = Target { entry: "app:main".into(), host: "app:terminal".into(), args: Vec::new() };
    let mut session = Session::new(&project, Settings::default(), vec![target]).unwrap();
    session.run(Time::from_nanos(1_000_000_000), Budget::UNLIMITED);
    let view = session.kernel().process(1).unwrap();
    let failed = format!("{:?}", view.ended);
    assert!(failed.contains("app:words:2: attempt to index a nil value"), "{failed}");
}
