//! `wippy.lock`: where a project has its definitions. It is read if it is there, and not required.

use super::fault::{Report, Subject};
use super::fields::{Fields, twice};
use super::files::{Files, is_below, join};
use super::yaml::{self, Data, quote};

/// The name of the file.
const LOCK: &str = "wippy.lock";

/// Folders of a project, without a slash at the end; `""` is the project itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Folders {
    /// Definitions are here, and `file:///` begins here.
    pub source: String,
    /// What others have written lies here. It is not read.
    pub modules: String,
}

/// The folders of a project: as the lock says, or as it is done.
pub(super) fn folders(files: &Files, report: &mut Report) -> Folders {
    let mut source = None;
    let mut modules = None;
    if let Some(content) = files.get(LOCK) {
        let file = Subject::file(LOCK);
        match yaml::parse(content) {
            Ok(document) => {
                (source, modules) = read(&file, &document.root, files, report);
            }
            Err((place, message)) => report.fault(file.fault(place, "", message)),
        }
    }
    Folders {
        source: source.unwrap_or_else(|| {
            let has = |folder| files.below(folder).iter().any(|path| is_definition(path));
            if has("src") { "src".into() } else { String::new() }
        }),
        modules: modules.unwrap_or_else(|| ".wippy".into()),
    }
}

/// Whether a file may hold definitions.
pub(super) fn is_definition(path: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|end| path.ends_with(end))
}

fn read(
    file: &Subject,
    root: &yaml::Node,
    files: &Files,
    report: &mut Report,
) -> (Option<String>, Option<String>) {
    let Some(pairs) = root.pairs() else {
        if !root.is_nothing() {
            let message = format!("should be a map, is {}", root.what());
            report.fault(file.fault(root.place, "", message));
        }
        return (None, None);
    };
    twice(file, pairs, "", report);
    let mut fields = Fields::new(file, root.place, String::new(), pairs);
    if let Some(modules) = fields.take("modules")
        && matches!(&modules.value.data, Data::List(items) if !items.is_empty())
    {
        let message = "are not read: a project has here what lies in its own folder";
        report.note(file.fault(modules.at, "modules", message));
    }
    fields.ignore(["replacements", "options"]); // of the modules
    let directories = fields.map("directories", report);
    fields.finish(LOCK, report);
    let Some(mut directories) = directories else { return (None, None) };
    let source = folder("src", true, &mut directories, files, report);
    let modules = folder("modules", false, &mut directories, files, report);
    directories.finish("directories", report);
    (source, modules)
}

fn folder(
    name: &'static str,
    required: bool,
    fields: &mut Fields<'_>,
    files: &Files,
    report: &mut Report,
) -> Option<String> {
    let word = fields.text(name, report)?;
    let folder = join("", &word.text);
    let message = match &folder {
        None => format!("{} leads out of the project", quote(&word.text)),
        Some(folder) if required && !files.paths().any(|path| is_below(path, folder)) => {
            let top = files.paths().filter_map(|path| path.split_once('/'));
            let hint = report.hint(folder, top.map(|(folder, _)| folder));
            format!("there is no folder {} in this project{hint}", quote(&word.text))
        }
        Some(_) => return folder,
    };
    report.fault(fields.subject.fault(word.place, &word.field, message));
    None
}
