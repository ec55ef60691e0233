//! The document that typed stores come from, where it lies (`SEEDS_DIR`): its own models. Nothing of it is kept here.

use std::env;
use std::fs;

use rehearsal_typed_kv::Models;

use crate::support::storage;

#[test]
fn the_documents_own_models_are_ours() {
    let Some(document) = document() else { return };
    let files = models_in(&document);
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["models/storage/user_storage.rs", "models/storage/ui_storage.rs"]);
    let (theirs, ours) = (Models::parse(files).unwrap(), storage());
    let names = ["CursorPosition", "SessionCache", "UserPreferences", "ViewportState"];
    assert_eq!(theirs.names().collect::<Vec<_>>(), names);
    assert_eq!(ours.names().collect::<Vec<_>>(), names);
    // The same values are right, the same wrong, and what is wrong is said in the same words: so are the fields.
    for name in names {
        for value in
            ["{}", r#"{"x": "1", "theme": 2, "scroll_y": null, "user_id": 3, "item_id": 1.5}"#]
        {
            assert_eq!(theirs.validate(name, value).err(), ours.validate(name, value).err());
        }
    }
    theirs
        .validate("CursorPosition", r#"{"x": 1, "y": -2, "item_id": "a", "user_id": "b"}"#)
        .unwrap();
    theirs.validate("ViewportState", r#"{"scroll_y": 0.5, "sidebar_collapsed": false}"#).unwrap();
}

/// The document; `None`, and a word about it, where there are none.
pub fn document() -> Option<String> {
    let Some(folder) = env::var_os("SEEDS_DIR") else {
        println!("SEEDS_DIR is not set: the document's own models were not read");
        return None;
    };
    let mut found = fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    let file = found.find(|file| file.file_name().to_string_lossy().starts_with("003")).unwrap();
    Some(fs::read_to_string(file.path()).unwrap())
}

/// The files in a block of Rust: each begins with a comment that is its path.
fn models_in(document: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    let block = document.lines().skip_while(|line| *line != "```rust").skip(1);
    for line in block.take_while(|line| *line != "```") {
        match (line.strip_prefix("// models/"), files.last_mut()) {
            (Some(path), _) => files.push((format!("models/{path}"), String::new())),
            (None, Some((_, text))) => *text = format!("{text}{line}\n"),
            (None, None) => {}
        }
    }
    files
}
