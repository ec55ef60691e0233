//! `rehearsal generate`.

use std::fs;

use rehearsal_typed_kv::Models;

use crate::support::{Project, run_in};

const USER: &str = "pub struct User {\n    pub name: String,\n}\n";
const CURSOR: &str = "pub struct Cursor {\n    pub user: User,\n}\n";

fn project() -> Project {
    Project::of(&[
        ("models/storage/user_storage.rs", USER),
        ("models/storage/ui_storage.rs", CURSOR),
    ])
}

fn models() -> Models {
    Models::parse([
        ("models/storage/user_storage.rs", USER),
        ("models/storage/ui_storage.rs", CURSOR),
    ])
    .unwrap()
}

#[test]
fn both_languages_are_written_where_they_are_wanted() {
    let project = project();
    let words = ["generate", "--models", ".", "--elm", "src/Generated/Kv.elm", "--ts", "kv.ts"];
    let done = run_in(&project.path(), &words, "");
    assert_eq!((done.code, &*done.errors), (Some(0), ""));
    assert_eq!(done.output, "src/Generated/Kv.elm: 2 types\nkv.ts: 2 types\n");
    let written = |name: &str| fs::read_to_string(project.path().join(name)).unwrap();
    assert_eq!(written("src/Generated/Kv.elm"), models().elm("Generated.Kv").unwrap());
    assert_eq!(written("kv.ts"), models().typescript());
}

#[test]
fn the_folder_may_be_that_of_the_project_or_of_the_models() {
    let project = project();
    for (from, folder) in [
        ("", "."),
        ("", "models"),
        ("", "models/storage"),
        ("models", "."),
        ("models/storage", "."),
        ("models/storage", "../.."),
    ] {
        let words = ["generate", "--models", folder, "--ts", "kv.ts"];
        let done = run_in(&project.path().join(from), &words, "");
        assert_eq!((done.code, &*done.errors), (Some(0), ""), "{folder} from {from}");
        fs::remove_file(project.path().join(from).join("kv.ts")).unwrap();
    }
}

#[test]
fn faults_are_told_with_their_places_and_nothing_is_written() {
    let project = project();
    project.write(
        "models/storage/user_storage.rs",
        "pub struct User {\n    pub name: Sting,\n    age: u8,\n}\n",
    );
    let file = "models/storage/user_storage.rs";
    for (from, folder, shown) in [
        ("", ".", file.to_owned()),
        ("", "./", file.to_owned()),
        ("models/storage", ".", "user_storage.rs".into()),
        ("models", "..", format!("../{file}")),
    ] {
        let words = ["generate", "--models", folder, "--elm", "Kv.elm", "--ts", "kv.ts"];
        let done = run_in(&project.path().join(from), &words, "");
        assert_eq!((done.code, &*done.output), (Some(1), ""));
        let lines: Vec<&str> = done.errors.lines().collect();
        assert_eq!(
            lines,
            [
                format!("{shown}:2:15: there is no type `Sting`; did you mean `String`?"),
                format!("{shown}:3:5: the field `age` is private; write `pub age`"),
                format!("Error: the models in {folder} have 2 faults; nothing was written"),
            ]
        );
        assert!(!project.path().join(from).join("Kv.elm").exists());
        assert!(!project.path().join(from).join("kv.ts").exists());
    }
}

#[test]
fn what_cannot_be_done_says_what_to_do() {
    let project = project();
    fs::create_dir_all(project.path().join("empty/models/storage")).unwrap();
    let check = |words: &[&str], wanted: &str| {
        let done = run_in(&project.path(), &[&["generate"], words].concat(), "");
        assert_eq!((done.code, &*done.output), (Some(1), ""), "{words:?}");
        assert!(done.errors.starts_with(&format!("Error: {wanted}")), "{words:?}: {}", done.errors);
    };
    check(&["--ts", "kv.ts", "--models", "nowhere"], "there is no folder nowhere\n");
    check(
        &["--ts", "kv.ts", "--models", "empty/models/storage/.."],
        "there are no models in empty/models/storage/../storage: ",
    );
    check(&["--ts", "kv.ts", "--models", "src"], "there is no folder src\n");
    check(&["--ts", "models"], "models cannot be written: it is a folder\n");
    check(&["--elm", "kv.elm"], "kv.elm is no file of an Elm module: ");
    check(&["--elm", "Kv.elm", "--elm-module", "kv"], "\"kv\" is no name of an Elm module: ");
    check(&[], "the following required arguments were not provided:");
    project.write("empty/models/storage/a.rs", "use std::fmt;\n");
    let done = run_in(&project.path(), &["generate", "--ts", "kv.ts", "--models", "empty"], "");
    assert!(
        done.errors.starts_with("Error: the files in empty/models/storage declare no types; "),
        "{}",
        done.errors
    );
}

#[test]
fn a_module_may_have_a_name_that_its_file_has_not() {
    let project = project();
    let words = ["generate", "--elm", "out.elm", "--elm-module", "My.Kv"];
    let done = run_in(&project.path(), &words, "");
    assert_eq!(done.code, Some(0), "{}", done.errors);
    let elm = fs::read_to_string(project.path().join("out.elm")).unwrap();
    assert!(elm.starts_with("module My.Kv exposing"));
}
