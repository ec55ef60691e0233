//! [`Files`]: a project as paths and bytes.

use std::collections::BTreeMap;

use crate::base::sort_by;

/// The files of a project: path to content. Paths are relative to the project, with forward slashes.
///
/// Reading a folder, a ZIP archive or a share link is the caller's work.
///
/// ```
/// use rehearsal::project::manifest::Files;
///
/// let files = Files::from_iter([("./src/relay.lua", "return 1"), ("wippy.lock", "directories: {}")]);
/// assert_eq!(files.get("src/relay.lua"), Some(&b"return 1"[..]));
/// assert_eq!(files.paths().collect::<Vec<_>>(), ["src/relay.lua", "wippy.lock"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Adds a file. One that has the same path is replaced.
    pub fn insert(&mut self, path: &str, content: impl Into<Vec<u8>>) {
        // What is outside of the project stays as it is, and is no path that anything can name.
        let path = join("", path).unwrap_or_else(|| path.to_owned());
        self.0.insert(path, content.into());
    }

    /// The content of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// All paths, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether a path leads out of the project.
    pub(super) fn is_outside(path: &str) -> bool {
        join("", path).is_none()
    }

    /// Paths below a folder, in the order in which a walk through the folders meets them. `""` is the project.
    pub(super) fn below<'a>(&'a self, folder: &str) -> Vec<&'a str> {
        let inside = self.paths().filter(|path| !Self::is_outside(path));
        let mut paths: Vec<_> = inside.filter(|path| is_below(path, folder)).collect();
        sort_by(&mut paths, |a, b| a.split('/').cmp(b.split('/')));
        paths
    }
}

impl<P: AsRef<str>, C: Into<Vec<u8>>> FromIterator<(P, C)> for Files {
    fn from_iter<I: IntoIterator<Item = (P, C)>>(entries: I) -> Self {
        let mut files = Self::default();
        entries.into_iter().for_each(|(path, content)| files.insert(path.as_ref(), content));
        files
    }
}

/// Whether a path lies in a folder or in one inside it.
pub(super) fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Walks from a folder along a path. `None` if that leads out of the project.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
