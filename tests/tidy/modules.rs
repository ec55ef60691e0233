//! A test file that no `mod` declares is never compiled, and nobody notices.

use crate::File;
use crate::source::{files, tokens};

/// The files of tests/it that no other file declares.
pub fn check(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.path != "tests/it/main.rs")
        .filter(|file| !declared(file, files))
        .map(|file| format!("{}: its parent does not declare this module", file.path))
        .collect()
}

fn declared(file: &File, files: &[File]) -> bool {
    let module = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
    let Some((folder, name)) = module.rsplit_once('/') else { return false };
    let parents = [format!("{folder}/main.rs"), format!("{folder}/mod.rs"), format!("{folder}.rs")];
    files.iter().filter(|parent| parents.contains(&parent.path)).any(|parent| {
        let words: Vec<&str> = tokens(&parent.text).into_iter().map(|token| token.text).collect();
        words.windows(3).any(|words| words == ["mod", name, ";"])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forgotten_file_is_found() {
        let main = File::new("tests/it/main.rs", "mod kept; // mod lost;");
        let files = [main, File::new("tests/it/kept.rs", ""), File::new("tests/it/lost.rs", "")];
        assert_eq!(check(&files), ["tests/it/lost.rs: its parent does not declare this module"]);
    }

    #[test]
    fn a_folder_declares_its_own() {
        let files = [
            File::new("tests/it/main.rs", "mod folder;"),
            File::new("tests/it/folder/mod.rs", "mod kept;"),
            File::new("tests/it/folder/kept.rs", ""),
            File::new("tests/it/folder/lost.rs", ""),
        ];
        assert_eq!(check(&files).len(), 1);
    }

    #[test]
    fn the_repository_has_such_files() {
        assert!(!files("tests/it", &["rs"]).is_empty());
    }
}
