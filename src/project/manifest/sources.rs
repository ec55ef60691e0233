//! Lua entries: where their programs are, and what these may use.

use std::collections::BTreeMap;

use super::definition::{DefinitionKind, Lua, Pool, PoolKind, Role, Source};
use super::draft::{Link, Wanted};
use super::fault::Report;
use super::fields::{Fields, Word};
use super::files::{Files, folder_of, join};
use super::yaml::{quote, text};
use crate::base::modules::{MODULES, OWN, PROVIDED};
use crate::base::{EntryId, Str};

/// The files that programs lie in.
pub(super) struct Sources<'a> {
    files: &'a Files,
    /// The source folder: `file:///` begins here.
    root: &'a str,
    /// Texts that were asked for: entries that share a file share its text.
    known: BTreeMap<String, Str>,
}

impl<'a> Sources<'a> {
    pub fn new(files: &'a Files, root: &'a str) -> Self {
        Self { files, root, known: BTreeMap::new() }
    }

    /// The program that a `source` names, or is.
    fn read(&mut self, source: &str, file: &str, report: &Report) -> Result<Source, String> {
        let Some(named) = source.strip_prefix("file://") else {
            // One word that ends in `.lua` is no program.
            if source.ends_with(".lua") && !source.contains(char::is_whitespace) {
                let path = source.trim_start_matches("file:").trim_start_matches('/');
                let meant = quote(&format!("file://{path}"));
                return Err(format!(
                    "{} is taken for a program; did you mean {meant}?",
                    quote(source)
                ));
            }
            return Ok(Source { path: None, text: Str::new(source) });
        };
        let folder = if named.starts_with('/') { self.root } else { folder_of(file) };
        let path = join(folder, named)
            .ok_or_else(|| format!("{} leads out of the project", quote(source)))?;
        let text = match self.known.get(&path) {
            Some(text) => text.clone(),
            None => {
                let text = self.text(&path, report)?;
                self.known.insert(path.clone(), text.clone());
                text
            }
        };
        Ok(Source { path: Some(path.into()), text })
    }

    fn text(&self, path: &str, report: &Report) -> Result<Str, String> {
        let Some(content) = self.files.get(path) else {
            let programs = self.files.paths().filter(|path| path.ends_with(".lua"));
            let hint = report.hint(path, programs);
            return Err(format!("there is no file {} in this project{hint}", quote(path)));
        };
        let text = text(content).map_err(|(place, message)| {
            let (line, column) = (place.line, place.column);
            format!("{} {message}: see its line {line}, column {column}", quote(path))
        })?;
        Ok(Str::new(text))
    }
}

/// Reads a Lua entry.
pub(super) fn lua(
    role: Role,
    fields: &mut Fields<'_>,
    links: &mut Vec<Link>,
    sources: &mut Sources<'_>,
    report: &mut Report,
) -> Option<DefinitionKind> {
    let subject = fields.subject;
    let source = fields.required("source", report).and_then(|word| {
        let source = sources.read(&word.text, &subject.file, report);
        let fault = |message| report.fault(subject.fault(word.place, &word.field, message));
        source.map_err(fault).ok()
    });
    let method = match role {
        Role::Library => None,
        _ => fields.text("method", report).map(|word| word.text).filter(|text| !text.is_empty()),
    };
    let modules = modules(fields, report);
    let imports = imports(fields, &modules, links, report);
    let mut pool = Pool::default();
    let mut mailbox_capacity = None;
    match role {
        Role::Process => mailbox_capacity = fields.count("mailbox_capacity", 1, report),
        Role::Function => pool = self::pool(fields, report),
        Role::Library => {}
    }
    let source = source?;
    Some(DefinitionKind::Lua(Lua {
        role,
        source,
        method,
        modules,
        imports,
        pool,
        mailbox_capacity,
    }))
}

fn modules(fields: &mut Fields<'_>, report: &mut Report) -> Vec<Str> {
    let mut modules: Vec<Str> = Vec::new();
    for word in fields.texts("modules", report) {
        let name = &*word.text;
        if !MODULES.contains(&name) {
            let hint = report.hint(name, MODULES.iter().copied());
            let message = format!("{} is no module{hint}", quote(name));
            report.fault(fields.subject.fault(word.place, &word.field, message));
            continue;
        }
        if !PROVIDED.contains(&name) {
            let message = format!("module {name:?} is not here yet: what uses it will fail");
            report.note(fields.subject.fault(word.place, &word.field, message));
        }
        if OWN.contains(&name) {
            let message = format!("module {name:?} is Rehearsal's own: Wippy does not have it");
            report.note(fields.subject.fault(word.place, &word.field, message));
        }
        if !modules.contains(&word.text) {
            modules.push(word.text);
        }
    }
    modules
}

fn imports(
    fields: &mut Fields<'_>,
    modules: &[Str],
    links: &mut Vec<Link>,
    report: &mut Report,
) -> Vec<(Str, EntryId)> {
    let Some(mut map) = fields.map("imports", report) else { return Vec::new() };
    let mut imports = Vec::new();
    for (pair, word) in map.words(report) {
        if modules.contains(&pair.key) {
            let message = format!(
                "{} is also one of the entry's modules: it needs a name of its own",
                quote(&pair.key)
            );
            report.fault(fields.subject.fault(pair.at, &word.field, message));
            continue;
        }
        let Some(target) = fields.id(&word, report) else { continue };
        imports.push((pair.key.clone(), target.clone()));
        links.push(Link { word, target, wanted: Wanted::Import });
    }
    imports
}

fn pool(fields: &mut Fields<'_>, report: &mut Report) -> Pool {
    let default = Pool::default();
    let Some(mut fields) = fields.map("pool", report) else { return default };
    let kind = pool_kind(&mut fields, report);
    let mut pool = Pool {
        kind: kind.unwrap_or(default.kind),
        workers: fields.count("workers", 0, report).filter(|count| *count > 0),
        size: fields.count("size", 0, report).filter(|count| *count > 0),
        buffer: fields.count("buffer", 0, report),
        max_size: fields.count("max_size", 1, report).unwrap_or(default.max_size),
        warm_start: fields.flag("warm_start", report),
    };
    if kind.is_none() {
        pool.kind = match pool {
            Pool { workers: Some(_), .. } => PoolKind::Static,
            Pool { size: Some(_), .. } => PoolKind::Inline,
            _ => default.kind,
        };
    }
    fields.finish("pool", report);
    pool
}

fn pool_kind(fields: &mut Fields<'_>, report: &mut Report) -> Option<PoolKind> {
    let Word { text, place, field } = fields.text("type", report)?;
    let kind = PoolKind::ALL.into_iter().find(|kind| text == kind.name());
    if kind.is_none() {
        let hint = report.hint(&text, PoolKind::ALL.map(PoolKind::name));
        let message = format!("{} is no type of pool{hint}", quote(&text));
        report.fault(fields.subject.fault(place, &field, message));
    }
    kind
}
