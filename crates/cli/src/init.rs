//! `rehearsal init`: writes the lock file.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};

use anyhow::{Context, Result, ensure};
use rehearsal::Value;

use crate::options::InitOptions;

/// What YAML takes for something else than text.
const WORDS: [&str; 11] =
    ["true", "false", "yes", "no", "on", "off", "y", "n", "null", ".inf", ".nan"];

/// Writes the lock file: where the definitions are, and where modules of others lie. Of a file that is there already
/// everything else stays.
///
/// # Errors
/// There is no such folder, or the file cannot be written.
pub fn init(options: &InitOptions) -> Result<()> {
    let folder = &options.dir;
    ensure!(folder.is_dir(), "there is no folder {}: make it first", folder.display());
    let path = folder.join(&options.lock_file);
    let shown = || path.display().to_string();
    let before = match fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        read => read.with_context(shown)?,
    };
    let directories = directories(&options.src_dir, &options.modules_dir);
    write(&path, &(directories + &without_directories(&before))).with_context(shown)?;
    println!("{} says that the definitions are in {}", path.display(), options.src_dir);
    if !folder.join(&options.src_dir).is_dir() {
        println!(
            "there is no folder {} yet: definitions such as _index.yaml go there",
            options.src_dir
        );
    }
    Ok(())
}

fn directories(source: &str, modules: &str) -> String {
    format!("directories:\n    modules: {}\n    src: {}\n", scalar(modules), scalar(source))
}

/// A path as YAML: as it is, unless something in it could mean anything else.
fn scalar(path: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '/' | '_' | '-');
    let begins =
        path.starts_with(|first: char| first.is_alphabetic() || matches!(first, '.' | '/'));
    let is_word = WORDS.contains(&&*path.to_lowercase());
    if begins && !is_word && path.chars().all(plain) {
        path.to_owned()
    } else {
        Value::from(path.to_owned()).to_json() // which is YAML as well
    }
}

/// A lock file without its `directories`, which reach to the next line that is not indented.
fn without_directories(text: &str) -> String {
    let mut inside = false;
    let is_outside = |line: &&str| {
        if !line.starts_with([' ', '\t', '#', '\r', '\n']) {
            inside = line.starts_with("directories:");
        }
        !inside
    };
    text.split_inclusive('\n').filter(is_outside).collect()
}

/// A new file can be read by its owner only, as Wippy's.
fn write(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    let mut open = OpenOptions::new();
    open.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    open.open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_directories_of_a_lock_file_are_replaced() {
        let before = "# ours\ndirectories:\n    src: lib # there\n\n    modules: x\nmodules:\n  - name: a/b\n    version: 1\n";
        assert_eq!(
            without_directories(before),
            "# ours\nmodules:\n  - name: a/b\n    version: 1\n"
        );
        assert_eq!(without_directories("directories: {src: lib}\noptions: {}"), "options: {}");
    }

    #[test]
    fn a_path_that_could_mean_something_else_is_quoted() {
        assert_eq!(scalar("./src"), "./src");
        assert_eq!(scalar("my programs"), "\"my programs\"");
        assert_eq!(scalar("No"), "\"No\"");
        assert_eq!(scalar("12"), "\"12\"");
        assert_eq!(scalar("a: b"), "\"a: b\"");
    }
}
