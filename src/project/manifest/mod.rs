//! Projects as people write them: `_index.yaml` and the programs beside it, read and checked whole.
//!
//! [`read`] makes a [`Manifest`] of [`Files`], or says all that is wrong with them. [`Manifest::project`] makes of it
//! what a run needs.
//!
//! *Invariant:* nothing here reads a disk, and no file, however hostile, ends in a panic.

mod check;
mod config;
mod definition;
mod dialogues;
mod draft;
mod fault;
mod fields;
mod files;
mod kinds;
mod lock;
mod messages;
mod overrides;
#[cfg(feature = "lua")]
mod scripts;
mod sources;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

pub use crate::base::modules::{MODULES, PROVIDED};
pub use config::{Config, Encoding};
pub use definition::{Definition, DefinitionKind, Lua, Pool, PoolKind, Role, Source};
use draft::Draft;
pub use fault::Fault;
use fault::{Report, Subject};
pub use files::Files;

use super::entries::{EntryKind, Language, Project};
use crate::base::EntryId;
use crate::process::Actor;
use files::is_below;
use lock::{Folders, is_definition};
pub use messages::ReadyMessage;
pub use overrides::Override;
use yaml::Place;

/// No project has more entries.
const MAX_ENTRIES: usize = 10_000;

/// A project that was read, and in which nothing is wrong.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifest {
    /// The definitions, file by file as a walk through the folders meets them.
    pub entries: Vec<Definition>,
    /// What is worth telling, and stops nothing: files that were passed over, kinds that do nothing here, entries
    /// that are defined twice, fields that nobody knows.
    pub notes: Vec<Fault>,
}

/// Reads a project: all files that end in `.yaml`, `.yml` or `.json` and have a namespace, in the folder that
/// `wippy.lock` names, else in `src`, else everywhere.
///
/// ```
/// use rehearsal::project::manifest::{DefinitionKind, Files, read};
///
/// let files = Files::from_iter([
///     ("src/_index.yaml", "
/// version: \"1.0\"
/// namespace: app
/// entries:
///   - name: greeter
///     kind: process.lua
///     source: file://greeter.lua
///     modules: [logger]
/// "),
///     ("src/greeter.lua", "return function() require('logger'):info('hello') end"),
/// ]);
/// let manifest = read(&files).unwrap();
/// let greeter = manifest.get("app:greeter").unwrap();
/// assert_eq!((&*greeter.file, greeter.line), ("src/_index.yaml", 5));
/// let DefinitionKind::Lua(program) = &greeter.kind else { panic!("another kind") };
/// assert_eq!(program.source.path.as_deref(), Some("src/greeter.lua"));
/// ```
///
/// # Errors
/// Everything that is wrong with the project, in the order of files and lines.
pub fn read(files: &Files) -> Result<Manifest, Vec<Fault>> {
    read_with(files, &[])
}

/// Reads a project, some fields of which have other values than the files say.
///
/// # Errors
/// As [`read`]; and an override names no entry, or a field that its entry does not know.
pub fn read_with(files: &Files, overrides: &[Override]) -> Result<Manifest, Vec<Fault>> {
    let mut report = Report::default();
    let read = read_into(files, overrides, &mut report);
    let placed = |mut faults: Vec<Fault>| {
        overrides::place(overrides, &mut faults);
        faults
    };
    let notes = report.finish().map(placed).map_err(placed)?;
    Ok(Manifest { notes, ..read })
}

fn read_into(files: &Files, overrides: &[Override], report: &mut Report) -> Manifest {
    for path in files.paths().filter(|path| Files::is_outside(path)) {
        report.note(Subject::file(path).fault(Place::default(), "", "lies outside of the project"));
    }
    let Folders { source, modules } = lock::folders(files, report);
    let mut sources = sources::Sources::new(files, &source);
    let mut drafts = Drafts::default();
    for path in files.below(&source) {
        let inside = path[source.len()..].trim_start_matches('/');
        let is_hidden = inside.split('/').any(|part| part.starts_with('.'));
        let is_foreign = modules != source && !modules.is_empty() && is_below(path, &modules);
        if is_hidden || is_foreign || !is_definition(path) {
            continue;
        }
        let content = files.get(path).unwrap_or_default();
        for draft in draft::read(path, content, overrides, &mut sources, report) {
            drafts.add(draft, report);
        }
        if drafts.list.len() > MAX_ENTRIES {
            let message = format!("a project has {MAX_ENTRIES} entries at most");
            report.fault(Subject::file(path).fault(Place::default(), "", message));
            return Manifest::default();
        }
    }
    let drafts: Vec<Draft> = drafts.list.into_iter().flatten().collect();
    check::check(&drafts, report);
    overrides::check(overrides, drafts.iter().map(|draft| &draft.definition.id), report);
    let entries = drafts.into_iter().map(|draft| draft.definition).collect();
    Manifest { entries, notes: Vec::new() }
}

/// The definitions so far. Of two with one name, the later counts.
#[derive(Default)]
struct Drafts {
    list: Vec<Option<Draft>>,
    places: BTreeMap<EntryId, usize>,
}

impl Drafts {
    fn add(&mut self, draft: Draft, report: &mut Report) {
        let place = self.places.insert(draft.definition.id.clone(), self.list.len());
        if let Some(earlier) = place.and_then(|at| self.list[at].take()) {
            let Definition { file, line, .. } = &draft.definition;
            let message = format!("is defined again by {file}:{line}, which counts");
            report.note(earlier.definition.fault(message));
        }
        self.list.push(Some(draft));
    }
}

impl Manifest {
    /// A definition by its id.
    pub fn get(&self, id: &str) -> Option<&Definition> {
        self.entries.iter().find(|entry| *entry.id.as_str() == *id)
    }

    /// The project that a run is made of: hosts, processes and services. `make` gives the actor of a `process.lua`
    /// or a `process.rust`. Functions, libraries and inert entries are no part of a project.
    ///
    /// ```
    /// use rehearsal::project::manifest::{DefinitionKind, Files, read};
    /// use rehearsal::{Actor, actors::worker::worker};
    ///
    /// let text = "namespace: app\nname: worker\nkind: process.rust\nactor: worker\n";
    /// let manifest = read(&Files::from_iter([("_index.yaml", text)])).unwrap();
    /// let project = manifest.project(|definition| match &definition.kind {
    ///     DefinitionKind::Rust { actor, .. } if actor == "worker" => Ok(Actor::new(worker)),
    ///     _ => Err(definition.fault("no such actor")),
    /// });
    /// assert_eq!(project.unwrap().get("app:worker").unwrap().kind.name(), "process.rust");
    ///
    /// let faults = manifest.project(|entry| Err(entry.fault("no such actor"))).unwrap_err();
    /// assert_eq!(faults[0].to_string(), "_index.yaml:1: entry app:worker: no such actor");
    /// ```
    ///
    /// # Errors
    /// What `make` has refused.
    pub fn project(
        &self,
        mut make: impl FnMut(&Definition) -> Result<Actor, Fault>,
    ) -> Result<Project, Vec<Fault>> {
        let mut project = Project::new();
        let mut faults = Vec::new();
        let is_service = |entry: &&Definition| matches!(entry.kind, DefinitionKind::Service { .. });
        let mut services = BTreeSet::new();
        services.extend(self.entries.iter().filter(is_service).map(|entry| entry.id.as_str()));
        let mut actor = |definition: &Definition, mailbox_capacity, language| {
            let process = |actor| EntryKind::Process { actor, mailbox_capacity, language };
            make(definition).map(process)
        };
        for definition in &self.entries {
            let kind = match &definition.kind {
                DefinitionKind::TerminalHost { .. } => Ok(EntryKind::TerminalHost),
                DefinitionKind::ProcessHost { mailbox_capacity, .. } => {
                    Ok(EntryKind::ProcessHost { mailbox_capacity: *mailbox_capacity })
                }
                DefinitionKind::Rust { mailbox_capacity, .. } => {
                    actor(definition, *mailbox_capacity, Language::Rust)
                }
                DefinitionKind::Lua(Lua { role: Role::Process, mailbox_capacity, .. }) => {
                    actor(definition, *mailbox_capacity, Language::Lua)
                }
                DefinitionKind::Service { process, host, input, lifecycle } => {
                    let (process, host, input) = (process.clone(), host.clone(), input.clone());
                    let mut lifecycle = lifecycle.clone();
                    // Whatever is no service is there from the beginning, so nobody waits for it.
                    lifecycle.requires.retain(|id| services.contains(id));
                    Ok(EntryKind::Service { process, host, input, lifecycle })
                }
                DefinitionKind::Lua(_) | DefinitionKind::Inert { .. } => continue,
            };
            let with = |kind| {
                let project = std::mem::take(&mut project);
                let with = project.with(definition.id.as_str(), kind);
                with.map_err(|error| definition.fault(error.to_string()))
            };
            match kind.and_then(with) {
                Ok(with) => project = with,
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(project) } else { Err(faults) }
    }
}

impl Definition {
    /// A fault of this entry as a whole.
    pub fn fault(&self, message: impl Into<crate::base::Str>) -> Fault {
        let subject = Subject { entry: Some(self.id.clone()), ..Subject::file(&self.file) };
        subject.fault(Place { line: self.line, column: self.column }, "", message)
    }
}
