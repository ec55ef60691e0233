//! From a file to the definitions in it, before they know of each other.

use super::definition::Definition;
use super::fault::{Report, Subject};
use super::fields::{Fields, Word, entry_id, survey, twice};
use super::kinds;
use super::messages;
use super::overrides::{self, Override};
use super::sources::Sources;
use super::yaml::{self, Data, Node, Pair, Place, quote};
use crate::base::{EntryId, Map, Str, Value};

/// A definition, and what it says of others.
pub(super) struct Draft {
    pub definition: Definition,
    pub links: Vec<Link>,
}

/// A field that names another entry.
pub(super) struct Link {
    pub word: Word,
    pub target: EntryId,
    pub wanted: Wanted,
}

/// What an entry has to be for a field that names it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Process,
    Host,
    Import,
    Anything,
}

/// Reads a file. One that has no namespace is no definition file.
pub(super) fn read(
    path: &str,
    content: &[u8],
    overrides: &[Override],
    sources: &mut Sources<'_>,
    report: &mut Report,
) -> Vec<Draft> {
    let file = Subject::file(path);
    let document = match yaml::parse(content) {
        Ok(document) => document,
        Err((place, message)) => {
            report.unread = true;
            report.fault(file.fault(place, "", message));
            return Vec::new();
        }
    };
    let root = &document.root;
    let Some(pairs) = root.pairs() else {
        let message = format!("defines nothing: it is {}", root.what());
        report.note(file.fault(root.place, "", message));
        return Vec::new();
    };
    if !has_namespace(&file, root, pairs, report) {
        return Vec::new();
    }
    twice(&file, pairs, "", report);
    if let Some(place) = document.second {
        report.note(file.fault(place, "", "begins a second document, which is not read"));
    }
    let mut fields = Fields::new(&file, root.place, String::new(), pairs);
    let Some(namespace) = namespace(&mut fields, report) else {
        report.unread = true;
        return Vec::new();
    };
    let within = Subject { namespace, ..file.clone() };
    if let Some(entries) = fields.take("entries") {
        let meta = yaml::map(own_meta(&mut fields, report));
        if meta.len() > MAX_META {
            let message =
                format!("has {} keys: the meta of a file has {MAX_META} at most", meta.len());
            report.fault(file.fault(root.place, "meta", message));
            return Vec::new();
        }
        let Data::List(items) = &entries.value.data else {
            let message = format!("should be a list of entries, is {}", entries.value.what());
            fields.fault(entries, message, report);
            report.unread = true;
            return Vec::new();
        };
        fields.finish("a definition file", report);
        let mut reader = Reader { file: &within, meta, overrides, sources, report };
        let read = items.iter().enumerate();
        return read
            .filter_map(|(at, item)| reader.entry(item, &format!("entries[{at}]")))
            .collect();
    }
    if fields.take("name").is_some() || fields.take("kind").is_some() {
        let mut reader = Reader { file: &within, meta: yaml::map([]), overrides, sources, report };
        return reader.entry(root, "").into_iter().collect();
    }
    own_meta(&mut fields, report);
    let hint = report.hint("entries", fields.rest().map(|pair| &*pair.key));
    let message = format!("is missing{}", hint.replace("did you mean", "is it meant by"));
    let fault = file.fault(root.place, "entries", message);
    if hint.is_empty() {
        report.note(fault);
    } else {
        report.unread = true;
        report.fault(fault);
    }
    Vec::new()
}

/// The namespace of a file, whose version is looked at in passing.
fn namespace(fields: &mut Fields<'_>, report: &mut Report) -> Option<Str> {
    if let Some(version) = fields.take("version")
        && !matches!(version.value.data, Data::Text(_) | Data::Int(_) | Data::Float(_))
    {
        let message = format!("should be a version such as \"1.0\", is {}", version.value.what());
        fields.fault(version, message, report);
    }
    let Word { text, place, field } = fields.text("namespace", report)?;
    if entry_id(&text, "x").is_some() {
        return Some(text);
    }
    let message = format!("{} is no namespace: one looks like app or app.jobs", quote(&text));
    report.fault(fields.subject.fault(place, &field, message));
    None
}

/// Whether a file defines anything; if not, says so.
fn has_namespace(file: &Subject, root: &Node, pairs: &[Pair], report: &mut Report) -> bool {
    let has = |name: &str| pairs.iter().find(|pair| pair.key == name && !pair.value.is_nothing());
    if has("namespace").is_some() {
        return true;
    }
    let hint = report.hint("namespace", pairs.iter().map(|pair| &*pair.key));
    if has("entries").is_some() && !hint.is_empty() {
        let message = format!("is missing{}", hint.replace("did you mean", "is it meant by"));
        report.fault(file.fault(root.place, "namespace", message));
        report.unread = true;
    } else {
        report.note(file.fault(root.place, "", "has no namespace, so nothing in it is read"));
    }
    false
}

/// A file says no more than this about all of its entries, since each of them gets all of it.
const MAX_META: usize = 100;

/// The `meta` of a file or of an entry.
fn own_meta<'a>(fields: &mut Fields<'a>, report: &mut Report) -> &'a [Pair] {
    let Some(pair) = fields.take("meta") else { return &[] };
    pair.value.pairs().unwrap_or_else(|| {
        let message = format!("should be a map, is {}", pair.value.what());
        fields.fault(pair, message, report);
        &[]
    })
}

/// Reads the entries of one file.
struct Reader<'a, 'b> {
    file: &'a Subject,
    /// What the file says about all of them.
    meta: Map,
    overrides: &'a [Override],
    sources: &'a mut Sources<'b>,
    report: &'a mut Report,
}

impl Reader<'_, '_> {
    /// `path`: where the entry stands in its file, while its name is not known.
    fn entry(&mut self, node: &Node, path: &str) -> Option<Draft> {
        let Some(pairs) = node.pairs() else {
            let message = format!("should be a map with name and kind, is {}", node.what());
            self.report.fault(self.file.fault(node.place, path, message));
            self.report.unread = true;
            return None;
        };
        let id = self.id(node.place, path, pairs);
        self.report.unread |= id.is_none();
        let changed =
            id.as_ref().and_then(|id| overrides::apply(self.overrides, id, node, self.report));
        let node = changed.as_ref().unwrap_or(node);
        let pairs = node.pairs().unwrap_or(pairs);
        let subject = Subject { entry: id.clone(), ..self.file.clone() };
        let mut prefix = if id.is_some() { String::new() } else { path.to_owned() };
        survey(&subject, node, &mut prefix, self.report);
        if !prefix.is_empty() {
            prefix.push('.');
        }
        let mut fields = Fields::new(&subject, node.place, prefix.clone(), pairs);
        if path.is_empty() {
            fields.ignore(["version", "namespace"]); // the file's, which has one entry
        }
        fields.take("name");
        let kind = fields.required("kind", self.report);
        let own = own_meta(&mut fields, self.report);
        let messages = messages::read(&subject, &prefix, own, self.report);
        let own = yaml::map(own);
        let all = self.meta.iter().chain(own.iter());
        let meta = Value::Map(all.map(|(key, value)| (key.clone(), value.clone())).collect());

        // All data may stand under `data`, and then none beside it.
        if let Some(data) = pairs.iter().find(|pair| pair.key == "data")
            && let Some(inner) = data.value.pairs()
        {
            fields.take("data");
            for pair in fields.rest() {
                let message = "stands beside data, so it is not read";
                let field = fields.path(&pair.key);
                self.report.note(subject.fault(pair.at, &field, message));
            }
            let place = Fields::place_of(data);
            fields = Fields::new(&subject, place, format!("{prefix}data."), inner);
        }
        let mut links = Vec::new();
        let kind =
            kind.and_then(|kind| kinds::read(&kind, fields, &mut links, self.sources, self.report));
        let id = id?;
        let Some(kind) = kind else {
            self.report.broken.insert(id);
            return None;
        };
        let Place { line, column } = node.place;
        let file = self.file.file.clone();
        let definition = Definition { id, kind, meta, messages, file, line, column };
        messages::check(&subject, &prefix, &definition, self.report);
        Some(Draft { definition, links })
    }

    /// The id of an entry, made of namespace and name.
    fn id(&mut self, place: Place, path: &str, pairs: &[Pair]) -> Option<EntryId> {
        let prefix = if path.is_empty() { String::new() } else { format!("{path}.") };
        let mut fields = Fields::new(self.file, place, prefix, pairs);
        let name = fields.required("name", self.report)?;
        let namespace = &self.file.namespace;
        let id = entry_id(namespace, &name.text);
        if id.is_none() {
            let bare = name.text.strip_prefix(&**namespace).and_then(|rest| rest.strip_prefix(':'));
            let hint = bare.map(|bare| format!("; did you mean {}?", quote(bare)));
            let hint = hint.unwrap_or_else(|| ": one looks like worker or worker.service".into());
            let message = format!("{} is no name{hint}", quote(&name.text));
            self.report.fault(self.file.fault(name.place, &name.field, message));
        }
        id
    }
}
