//! [`Override`]: a value that somebody gives to a field of an entry, and not in its file.

use std::fmt;
use std::rc::Rc;
use std::str::FromStr;

use super::fault::{Fault, Report};
use super::fields::entry_id;
use super::yaml::{Data, Node, Pair, Place, quote, scalar_of};
use crate::base::{EntryId, Str};

/// A value for a field of an entry, said beside the files of the project: for this run, and above what they say.
///
/// The path is that of Wippy: `kind`, `meta.…`, or a field of the entry's data, with or without `data.` before it.
///
/// ```
/// use rehearsal::project::manifest::{DefinitionKind, Files, Override, read_with};
///
/// let text = "namespace: app\nname: store\nkind: process.rust\nactor: kv\n";
/// let files = Files::from_iter([("_index.yaml", text)]);
/// let given: Override = "app:store:mailbox_capacity=4".parse()?;
/// let manifest = read_with(&files, &[given]).unwrap();
/// let kind = &manifest.get("app:store").unwrap().kind;
/// assert!(matches!(kind, DefinitionKind::Rust { mailbox_capacity: Some(4), .. }));
///
/// let slip: Override = "app:store:mailbox_capacty=4".parse()?;
/// assert_eq!(
///     read_with(&files, &[slip]).unwrap_err()[0].to_string(),
///     "-o app:store:mailbox_capacty=4: entry app:store: field \"mailbox_capacty\": \
///      is no field of process.rust; did you mean \"mailbox_capacity\"?",
/// );
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug)]
pub struct Override {
    entry: EntryId,
    path: Vec<Str>,
    value: Node,
    /// Where it is said: a file, or the words of a command line.
    file: Str,
    place: Place,
}

impl FromStr for Override {
    type Err = String;

    /// Reads `app:worker:lifecycle.auto_start=true`, as it follows `-o`. `true` and `false` are flags, numbers are numbers,
    /// and all else is text.
    fn from_str(text: &str) -> Result<Self, String> {
        let (target, value) = text.split_once('=').unwrap_or((text, ""));
        let given = target.splitn(3, ':').collect::<Vec<_>>();
        let (&[namespace, name, path], true) = (&given[..], text.contains('=')) else {
            return Err(format!(
                "{} is no override: one looks like app:worker:lifecycle.auto_start=true",
                quote(text)
            ));
        };
        let value = Node { place: Place::default(), data: scalar_of(value) };
        let file = Str::from(format!("-o {text}"));
        Self::new(&format!("{namespace}:{name}"), path, value, file, Place::default())
    }
}

/// As it follows `-o`. Only single values can be said there.
impl fmt::Display for Override {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}=", self.entry, self.path.join("."))?;
        match &self.value.data {
            Data::Nothing | Data::List(_) | Data::Map(_) => Ok(()),
            Data::Bool(bool) => write!(f, "{bool}"),
            Data::Int(number) => write!(f, "{number}"),
            Data::Float(number) => write!(f, "{number:?}"),
            Data::Text(text) => f.write_str(text),
        }
    }
}

impl Override {
    /// `entry` and `path` are as somebody has written them.
    pub(super) fn new(
        entry: &str,
        path: &str,
        value: Node,
        file: Str,
        place: Place,
    ) -> Result<Self, String> {
        let id = entry.split_once(':').and_then(|(namespace, name)| entry_id(namespace, name));
        let Some(entry) = id else {
            return Err(format!("{} is no entry id: one looks like app:worker", quote(entry)));
        };
        let path: Vec<Str> = path.split('.').map(Str::new).collect();
        if path.iter().any(|part| part.is_empty()) {
            return Err("names no field: one looks like lifecycle.auto_start".into());
        }
        Ok(Self { entry, path, value, file, place })
    }

    /// A fault of what is said here.
    fn fault(&self, message: String) -> Fault {
        let Place { line, column } = self.place;
        Fault {
            file: self.file.clone(),
            line,
            column,
            entry: None,
            field: None,
            message: message.into(),
        }
    }

    /// The path from the entry itself.
    fn full_path(&self, entry: &Node) -> Result<Vec<Str>, String> {
        let has_data = child(entry, "data").is_some_and(|data| data.pairs().is_some());
        let (first, rest) = (&*self.path[0], &self.path[1..]);
        let inner = match first {
            "kind" if rest.is_empty() => return Ok(self.path.clone()),
            "meta" if !rest.is_empty() => return Ok(self.path.clone()),
            "data" if !rest.is_empty() => rest,
            _ => &self.path[..],
        };
        if has_data {
            return Ok([&[Str::from("data")], inner].concat());
        }
        match &*inner[0] {
            "name" => Err("an entry keeps its name".into()),
            "kind" => Err("this entry has no data of its own in which a kind could stand".into()),
            _ => Ok(inner.to_vec()),
        }
    }
}

/// The value of a field.
fn child<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    node.pairs()?.iter().find(|pair| pair.key == name).map(|pair| &pair.value)
}

/// An entry with all that is said of it elsewhere; `None`: nothing is.
pub(super) fn apply(
    overrides: &[Override],
    id: &EntryId,
    entry: &Node,
    report: &mut Report,
) -> Option<Node> {
    let mut changed = None;
    for given in overrides.iter().filter(|given| given.entry == *id) {
        let node = changed.as_ref().unwrap_or(entry);
        match given.full_path(node).and_then(|path| with(node, &path, &given.value)) {
            Ok(node) => changed = Some(node),
            Err(message) => report.fault(given.fault(message)),
        }
    }
    changed
}

/// A value with another one in the place where a path leads.
fn with(node: &Node, path: &[Str], value: &Node) -> Result<Node, String> {
    let Some((name, rest)) = path.split_first() else { return Ok(value.clone()) };
    let pairs = match node.pairs() {
        Some(pairs) => pairs,
        None if node.is_nothing() => &[],
        None => return Err(format!("leads into {}: only maps have fields", node.what())),
    };
    let nothing = Node { place: node.place, data: Data::Nothing };
    let old = pairs.iter().find(|pair| pair.key == *name);
    let value = with(old.map_or(&nothing, |pair| &pair.value), rest, value)?;
    // What is said elsewhere stands nowhere in the file: that is how its faults are known.
    let at = if rest.is_empty() { Place::default() } else { old.map_or(node.place, |old| old.at) };
    let mut pairs: Vec<Pair> = pairs.iter().filter(|pair| pair.key != *name).cloned().collect();
    pairs.push(Pair { key: name.clone(), at, value });
    Ok(Node { place: node.place, data: Data::Map(Rc::from(pairs)) })
}

/// Faults what is said of entries that there are not.
pub(super) fn check<'a>(
    overrides: &[Override],
    ids: impl Iterator<Item = &'a EntryId> + Clone,
    report: &mut Report,
) {
    for given in overrides {
        let known = report.unread || report.broken.contains(&given.entry);
        if known || ids.clone().any(|id| *id == given.entry) {
            continue;
        }
        let hint = report.hint(given.entry.as_str(), ids.clone().map(|id| &**id.as_str()));
        let message = format!("names {}, which is no entry of this project{hint}", given.entry);
        report.fault(given.fault(message));
    }
}

/// Puts what is wrong with an overridden field where the override is said.
pub(super) fn place(overrides: &[Override], faults: &mut [Fault]) {
    let elsewhere = |fault: &&mut Fault| fault.line == 0 && fault.entry.is_some();
    for fault in faults.iter_mut().filter(elsewhere) {
        let field = fault.field.as_deref().unwrap_or_default();
        let field = field.strip_prefix("data.").unwrap_or(field);
        let is_meant = |given: &&Override| {
            let path = given.path.join(".");
            let path = path.strip_prefix("data.").unwrap_or(&path);
            let inside = field.strip_prefix(path);
            let is_inside =
                inside.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
            Some(&given.entry) == fault.entry.as_ref() && is_inside
        };
        if let Some(given) = overrides.iter().rev().find(is_meant) {
            let Place { line, column } = given.place;
            (fault.file, fault.line, fault.column) = (given.file.clone(), line, column);
        }
    }
}
