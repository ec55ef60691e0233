//! What is generated: Elm that elm-format has nothing to say to, and TypeScript that compiles and talks to the store.
//!
//! `npm ci` brings the tools; without it these tests say so and pass. Elm's compiler needs Elm's packages, which npm does not
//! have: where `ELM` names it, and its `ELM_HOME` has them, it is used as well.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rehearsal_typed_kv::{Models, Request, Service};
use serde_json::{Value, json};

use crate::support::{everything, models, storage};

fn odd() -> Models {
    models(include_str!("../models/storage/odd.rs"))
}

/// All models that there are for tests, each with a name for its files.
fn all() -> [(&'static str, Models); 4] {
    [
        ("storage", storage()),
        ("everything", everything()),
        ("odd", odd()),
        ("none", Models::default()),
    ]
}

/// A folder of this name, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A program that npm has brought; `None`, and a word about it, where it has brought nothing at all.
fn tool(name: &str) -> Option<PathBuf> {
    let packages =
        Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../node_modules");
    if !packages.exists() {
        println!("there are no npm packages: {name} was not run");
        return None;
    }
    Some(packages.join(".bin").join(name))
}

#[track_caller]
fn run(command: &mut Command) -> Output {
    let done = command.output().unwrap();
    let text = [&done.stdout[..], &done.stderr].concat();
    assert!(done.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&text));
    done
}

#[test]
fn elm_is_formatted_as_its_formatter_has_it() {
    let Some(elm_format) = tool("elm-format") else { return };
    let folder = folder("elm-format");
    for (name, models) in all() {
        let path = folder.join(format!("{name}.elm"));
        fs::write(&path, models.elm("Kv").unwrap()).unwrap();
        run(Command::new(&elm_format).arg("--validate").arg(path));
    }
}

#[test]
fn elm_compiles() {
    let Some(elm) = env::var_os("ELM") else {
        println!("ELM is not set: the modules were not compiled");
        return;
    };
    let folder = folder("elm");
    let versions = json!({
        "direct": { "elm/core": "1.0.5", "elm/http": "2.0.0", "elm/json": "1.1.4", "elm/url": "1.0.0" },
        "indirect": { "elm/bytes": "1.0.8", "elm/file": "1.0.5", "elm/time": "1.0.0" },
    });
    let project = json!({
        "type": "application",
        "source-directories": ["."],
        "elm-version": "0.19.1",
        "dependencies": versions,
        "test-dependencies": { "direct": {}, "indirect": {} },
    });
    fs::write(folder.join("elm.json"), project.to_string()).unwrap();
    for (name, models) in all() {
        let module = name.replacen(|_: char| true, &name[..1].to_uppercase(), 1);
        let file = format!("{module}.elm");
        fs::write(folder.join(&file), models.elm(&module).unwrap()).unwrap();
        run(Command::new(&elm).args(["make", "--output=/dev/null", &file]).current_dir(&folder));
    }
}

#[test]
fn typescript_compiles_under_strict_and_finds_wrong_values() {
    let Some(tsc) = tool("tsc") else { return };
    for (name, models) in all() {
        let folder = folder(&format!("typescript-{name}"));
        fs::write(folder.join("kv.ts"), models.typescript()).unwrap();
        let mut command = strict(&tsc);
        command.args(["--noEmit", "kv.ts"]).current_dir(&folder);
        if name == "storage" {
            fs::write(folder.join("usage.ts"), include_str!("../generated/usage.ts")).unwrap();
            command.arg("usage.ts");
        } else if name == "none" {
            command.args(["--noUnusedLocals", "false"]); // without types nobody sets anything
        }
        run(&mut command);
    }
}

fn strict(tsc: &Path) -> Command {
    let mut command = Command::new(tsc);
    command.args([
        "--ignoreConfig",
        "--strict",
        "--noUncheckedIndexedAccess",
        "--exactOptionalPropertyTypes",
        "--verbatimModuleSyntax",
    ]);
    command.args([
        "--isolatedModules",
        "--erasableSyntaxOnly",
        "--noUnusedLocals",
        "--noUnusedParameters",
    ]);
    command.args([
        "--target",
        "es2022",
        "--module",
        "es2022",
        "--lib",
        "es2022,dom",
        "--types",
        "",
    ]);
    command
}

#[test]
fn the_typescript_client_and_the_store_understand_each_other() {
    let Some(tsc) = tool("tsc") else { return };
    let folder = folder("session");
    fs::write(folder.join("kv.ts"), storage().typescript()).unwrap();
    fs::write(folder.join("package.json"), "{\"type\": \"module\"}").unwrap();
    fs::write(folder.join("session.mjs"), include_str!("../generated/session.mjs")).unwrap();
    run(strict(&tsc).arg("kv.ts").current_dir(&folder));

    let mut node = Command::new("node");
    node.arg("session.mjs").current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = node.spawn().unwrap();
    let (mut input, output) = (node.stdin.take().unwrap(), node.stdout.take().unwrap());
    let mut service = Service::new(storage());
    let mut asked = 0;
    for line in BufReader::new(output).lines() {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = |name: &str| line[name].as_str().unwrap();
        let (method, target, body) = (text("method"), text("url"), text("body"));
        let request = Request { method, target, host: Some(text("tenant")), body: body.as_bytes() };
        let response = service.answer(asked, &request);
        writeln!(input, "{}", json!({ "status": response.status, "text": response.body })).unwrap();
        asked += 1;
    }
    assert!(node.wait().unwrap().success());
    assert!(asked > 30);
}
