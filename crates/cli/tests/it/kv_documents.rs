//! The document that `rehearsal kv` comes from, where it lies (`SEEDS_DIR`): its own commands.

use std::env;
use std::fs;
use std::process::Command;

use crate::support::Store;

/// What stands before `kv` in the document.
const PROGRAM: &str = "go run ./cmd/myapp kv ";

#[test]
fn every_command_of_the_document_does_what_it_says() {
    let Some(folder) = env::var_os("SEEDS_DIR") else {
        println!("SEEDS_DIR is not set: the document's own commands were not run");
        return;
    };
    let found = fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    let document =
        found.into_iter().find(|file| file.file_name().to_string_lossy().starts_with("002"));
    let document = fs::read_to_string(document.unwrap().path()).unwrap();
    let mut commands: Vec<&str> = document
        .lines()
        .filter_map(|line| line.strip_prefix(PROGRAM))
        .filter(|command| !command.contains(['<', '[']) || command.contains('\''))
        .collect();
    // In the document values are read before they are written.
    commands.sort_by_key(|command| !command.starts_with("set"));
    commands.dedup();
    assert!(commands.len() >= 7, "{commands:?}");

    let store = Store::new();
    for command in commands {
        let line = format!("{} kv {command}", env!("CARGO_BIN_EXE_rehearsal"));
        let done =
            Command::new("sh").args(["-c", &line]).current_dir(store.path("")).output().unwrap();
        assert!(done.status.success() && done.stderr.is_empty(), "{command}: {done:?}");
        let output = String::from_utf8(done.stdout).unwrap();
        let wanted = match command.split_whitespace().next() {
            Some("set") => output.starts_with("✓ Successfully set key 'user:123:"),
            Some("get") => output.starts_with("{\n  \"") && output.ends_with("\n}\n"),
            _ => output.lines().all(|key| key.starts_with("user:123:")) && !output.is_empty(),
        };
        assert!(wanted, "{command}: {output}");
    }
    assert_eq!(store.output(&["list"]), "user:123:config\nuser:123:name\nuser:123:tags\n");
}
