//! Each example is whole by itself, so some of them have the same file. What is the same stays the same.

use std::collections::BTreeMap;

use crate::File;

/// What examples share, as the ends of their paths.
const SHARED: [&str; 2] = ["/src/kv.lua", "/models/storage/user_storage.rs"];

/// Files that differ from the same file of another example.
pub fn check(examples: &[File]) -> Vec<String> {
    let mut first: BTreeMap<&str, &File> = BTreeMap::new();
    let mut found = Vec::new();
    for file in examples {
        let Some(shared) = SHARED.into_iter().find(|end| file.path.ends_with(end)) else {
            continue;
        };
        let one = first.entry(shared).or_insert(file);
        if one.text != file.text {
            found.push(format!("{}: differs from {}", file.path, one.path));
        }
    }
    found
}

#[test]
fn a_copy_that_has_changed_is_found() {
    let file = |path: &str, text: &str| File { path: path.into(), text: text.into() };
    let (one, other) = (file("examples/a/src/kv.lua", "1"), file("examples/b/src/kv.lua", "1"));
    let changed = file("examples/c/src/kv.lua", "2");
    let another = file("examples/c/src/cli.lua", "3");
    assert_eq!(
        check(&[one, other, changed, another]),
        ["examples/c/src/kv.lua: differs from examples/a/src/kv.lua"]
    );
}
