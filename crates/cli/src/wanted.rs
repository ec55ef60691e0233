//! What the words of `rehearsal run` ask for: which folder, which process, which arguments.

use std::path::{Path, PathBuf};

use crate::options::RunOptions;

/// What is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The folder of the project.
    pub folder: PathBuf,
    /// What is to be started beside the services.
    pub start: Start,
    /// Texts for the process that is started.
    pub arguments: Vec<String>,
}

/// What is to be started beside the services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// Nothing.
    Services,
    /// Nothing is run: the commands are listed.
    List,
    /// A process of this entry, as `-x` names it.
    Entry(String),
    /// The process with this command.
    Command(String),
}

impl Wanted {
    /// Reads the words. With `-x`, the first of those before it is the folder. Without, the first one is the folder if it
    /// is one or looks like one, and what follows is a command; but `list` is always `list`.
    pub fn new(options: &RunOptions) -> Self {
        let mut words = options.words.iter().cloned();
        if let Some(entry) = &options.exec {
            let folder = if options.words_before_exec > 0 { words.next() } else { None };
            return Self::in_folder(folder, Start::Entry(entry.clone()), words.collect());
        }
        let mut first = words.next();
        let folder = if first.as_deref().is_some_and(is_folder) { first.take() } else { None };
        let start = match first.or_else(|| words.next()) {
            None => Start::Services,
            Some(word) if word == "list" => Start::List,
            Some(word) => Start::Command(word),
        };
        Self::in_folder(folder, start, words.collect())
    }

    fn in_folder(folder: Option<String>, start: Start, arguments: Vec<String>) -> Self {
        let folder = folder.map_or_else(|| PathBuf::from("."), PathBuf::from);
        Self { folder, start, arguments }
    }
}

/// Whether a word is meant as a folder: a path, or the name of one that is there.
fn is_folder(word: &str) -> bool {
    let is_path = matches!(word, "." | "..") || word.contains(['/', std::path::MAIN_SEPARATOR]);
    is_path || (word != "list" && Path::new(word).is_dir())
}
