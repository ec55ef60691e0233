//! [`Fault`]: what is wrong, and where.

use std::collections::BTreeSet;
use std::fmt;

use super::yaml::Place;
use crate::base::{EntryId, Str, nearest, sort_by};

/// What is wrong with a project, or worth telling of it, and where.
///
/// ```
/// use rehearsal::project::manifest::{Files, read};
///
/// let files = Files::from_iter([(
///     "_index.yaml",
///     "namespace: app\nname: relay\nkind: process.lau\nsource: return main\n",
/// )]);
/// let faults = read(&files).unwrap_err();
/// assert_eq!(
///     faults[0].to_string(),
///     "_index.yaml:3: entry app:relay: field \"kind\": \"process.lau\" is no kind; did you mean \"process.lua\"?",
/// );
/// assert_eq!((faults[0].line, faults[0].column), (3, 7));
/// ```
///
/// Faults are ordered by file and line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The path of the file in its project.
    pub file: Str,
    /// The line, from 1. 0: the file as a whole.
    pub line: u32,
    /// The column in characters, from 1. 0: the file as a whole.
    pub column: u32,
    /// The entry, as far as its name is known.
    pub entry: Option<EntryId>,
    /// The path of the field: `lifecycle.restart.jitter`, `modules[2]`.
    pub field: Option<Str>,
    /// One sentence about the field, the entry or the file.
    pub message: Str,
}

impl Fault {
    /// All but the place: entry, field and message.
    pub fn text(&self) -> String {
        let entry = self.entry.iter().map(|entry| format!("entry {entry}: "));
        let field = self.field.iter().map(|field| format!("field {field:?}: "));
        entry.chain(field).chain([self.message.to_string()]).collect()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}", self.text())
    }
}

impl std::error::Error for Fault {}

/// Whom a fault is about: a file, or an entry in it.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub file: Str,
    pub entry: Option<EntryId>,
    /// The namespace that a bare name belongs to.
    pub namespace: Str,
}

impl Subject {
    pub fn file(file: &str) -> Self {
        Self { file: Str::new(file), entry: None, namespace: Str::EMPTY }
    }

    pub fn fault(&self, place: Place, field: &str, message: impl Into<Str>) -> Fault {
        Fault {
            file: self.file.clone(),
            line: place.line,
            column: place.column,
            entry: self.entry.clone(),
            field: (!field.is_empty()).then(|| Str::new(field)),
            message: message.into(),
        }
    }
}

/// So many faults are told one by one, and as many notes. The others are counted.
const MAX_TOLD: usize = 1_000;

/// All that was found.
#[derive(Default)]
pub(super) struct Report {
    faults: Vec<Fault>,
    notes: Vec<Fault>,
    more: usize,
    /// Something that defines entries could not be read, so not every id is known.
    pub unread: bool,
    /// Entries with faults of their own: who names them is not to blame.
    pub broken: BTreeSet<EntryId>,
}

impl Report {
    pub fn fault(&mut self, fault: Fault) {
        if self.faults.len() < MAX_TOLD {
            self.faults.push(fault);
        } else {
            self.more += 1;
        }
    }

    pub fn note(&mut self, note: Fault) {
        if !self.is_full_of_notes() {
            self.notes.push(note);
        }
    }

    /// A note; but a fault if it is about words of a command line, which stand on no line of a file: somebody has just
    /// typed them, and means them to have an effect.
    pub fn note_or_fault(&mut self, said: Fault) {
        if said.line == 0 { self.fault(said) } else { self.note(said) }
    }

    pub fn is_full_of_notes(&self) -> bool {
        self.notes.len() >= MAX_TOLD
    }

    /// `; did you mean "relay"?`, or nothing.
    pub fn hint<'a, T: AsRef<str> + ?Sized + 'a>(
        &self,
        wrong: &str,
        texts: impl IntoIterator<Item = &'a T>,
    ) -> String {
        if self.faults.len() >= MAX_TOLD {
            return String::new(); // nobody will read it, and comparing takes time
        }
        let near = nearest(wrong, texts.into_iter().take(1_000)).map(AsRef::as_ref);
        near.filter(|near| *near != wrong)
            .map(|near| format!("; did you mean {near:?}?"))
            .unwrap_or_default()
    }

    /// The notes, or all faults in the order of files and lines.
    pub fn finish(mut self) -> Result<Vec<Fault>, Vec<Fault>> {
        let by_place = |one: &Fault, other: &Fault| {
            let place = |fault: &Fault| (fault.line, fault.column);
            one.file.cmp(&other.file).then_with(|| place(one).cmp(&place(other)))
        };
        sort_by(&mut self.notes, by_place);
        if self.faults.is_empty() {
            return Ok(self.notes);
        }
        sort_by(&mut self.faults, by_place);
        if self.more > 0 {
            let message = format!("and {} faults more in this project", self.more);
            let last = self.faults.last().map(|fault| fault.file.clone()).unwrap_or_default();
            let whole = Subject::file(&last);
            self.faults.push(whole.fault(Place::default(), "", message));
        }
        Err(self.faults)
    }
}
