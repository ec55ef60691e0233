//! The documents that the project comes from, where they lie (`SEEDS_DIR`): their own sources, and what they promise.
//! Nothing of them is kept here.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;

use rehearsal::project::manifest::Files;

use super::seeds::{Play, assert_dialogue, dialogue, key_value, project};

#[test]
fn the_echo_documents_own_sources_run_byte_for_byte() {
    for number in ["001", "004"] {
        let Some(document) = document(number) else { return };
        let files = Files::from_iter(files_in(&document));
        assert_dialogue(&dialogue(&project(&files)));
    }
}

#[test]
fn the_key_value_store_prints_what_its_document_shows() {
    let Some(document) = document("000") else { return };
    let shown = block_after(&document, "**Output:**");
    let mut play = Play::of(&key_value());
    play.run_until(5_000);
    assert_eq!(with_sorted_keys(&play.terminal), with_sorted_keys(&shown));
}

#[test]
fn the_key_value_store_has_the_entries_that_its_document_lists() {
    let Some(document) = document("000") else { return };
    let cell = |cell: &str| Some(cell.trim().strip_prefix('`')?.strip_suffix('`')?.to_owned());
    let row = |line: &str| {
        let cells: Vec<_> = line.trim_matches('|').split('|').collect();
        let [id, kind, _] = *cells else { return None };
        Some((cell(id)?, cell(kind)?)).filter(|(id, _)| id.contains(':'))
    };
    let listed: BTreeSet<_> = document.lines().filter_map(row).collect();
    assert_eq!(listed.len(), 5);
    let project = key_value();
    let ours = project.entries().iter();
    let ours = ours.map(|entry| (entry.id.to_string(), entry.kind.name().to_owned()));
    assert_eq!(ours.collect::<BTreeSet<_>>(), listed);
}

/// The document that begins with a number; `None`, and a word about it, where there are no documents.
fn document(number: &str) -> Option<String> {
    let Some(folder) = env::var_os("SEEDS_DIR") else {
        println!("SEEDS_DIR is not set: the documents' own sources were not run");
        return None;
    };
    let folder = Path::new(&folder);
    let is_it = |path: &Path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(number))
    };
    let list = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let path = list.map(|entry| entry.unwrap().path()).find(|path| is_it(path));
    let path = path.unwrap_or_else(|| panic!("no {number} in {}", folder.display()));
    Some(fs::read_to_string(path).unwrap())
}

/// Each block of code that follows a line which names its file, such as `src/cli.lua`.
fn files_in(document: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut named = None;
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            let block: Vec<_> =
                lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            if let Some(name) = named.take() {
                files.push((name, block.join("\n") + "\n"));
            }
        } else if let Some((_, rest)) = line.split_once("`src/") {
            named = rest.split_once('`').map(|(name, _)| format!("src/{name}"));
        } else if !line.trim().is_empty() {
            named = None;
        }
    }
    assert_eq!(files.len(), 4, "{:?}", files.iter().map(|(name, _)| name).collect::<Vec<_>>());
    files
}

/// The first block of code after a line.
fn block_after(document: &str, line: &str) -> String {
    let after = document.lines().skip_while(|it| *it != line);
    let block = after.skip_while(|it| !it.starts_with("```")).skip(1);
    let lines: Vec<_> = block.take_while(|it| !it.starts_with("```")).collect();
    assert!(!lines.is_empty(), "no block of code follows {line:?}");
    lines.join("\n") + "\n"
}

/// The document leaves the order of the listed keys open.
fn with_sorted_keys(transcript: &str) -> String {
    let sorted = transcript.lines().map(|line| match line.split_once("): ") {
        Some((start, keys)) if start.starts_with("  Keys (") => {
            let mut keys: Vec<_> = keys.split(", ").collect();
            keys.sort_unstable();
            format!("{start}): {}\n", keys.join(", "))
        }
        _ => format!("{line}\n"),
    });
    sorted.collect()
}
