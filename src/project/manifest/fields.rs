//! [`Fields`]: a map whose fields are asked for by name and type, and what is left over at the end.

use super::fault::{Report, Subject};
use super::yaml::{Data, Node, Pair, Place, quote, short};
use crate::base::{Duration, EntryId, Str, Value, sort_by};

/// A map of a definition.
pub(super) struct Fields<'a> {
    pub subject: &'a Subject,
    /// Where the map begins.
    pub place: Place,
    /// The path of the map with a dot after it, or nothing.
    prefix: String,
    pairs: Vec<&'a Pair>,
    asked: Vec<&'static str>,
}

/// A text out of a definition, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub text: Str,
    pub place: Place,
    pub field: String,
}

/// An id of two names, none of which is longer than a name ever is: everything under a namespace repeats it.
pub(super) fn entry_id(namespace: &str, name: &str) -> Option<EntryId> {
    let longest = namespace.len().max(name.len());
    (longest < 200).then(|| format!("{namespace}:{name}").parse().ok()).flatten()
}

impl<'a> Fields<'a> {
    pub fn new(
        subject: &'a Subject,
        place: Place,
        prefix: String,
        pairs: impl IntoIterator<Item = &'a Pair>,
    ) -> Self {
        Self { subject, place, prefix, pairs: pairs.into_iter().collect(), asked: Vec::new() }
    }

    /// Where something is said of a field: at its value, unless that begins on a line of its own.
    pub fn place_of(pair: &Pair) -> Place {
        if pair.value.place.line == pair.at.line { pair.value.place } else { pair.at }
    }

    /// The path of a field.
    pub fn path(&self, name: &str) -> String {
        format!("{}{}", self.prefix, short(name))
    }

    /// A field, whatever it holds. A field that holds nothing is as good as none.
    pub fn take(&mut self, name: &'static str) -> Option<&'a Pair> {
        self.asked.push(name);
        self.pairs.iter().find(|pair| pair.key == name && !pair.value.is_nothing()).copied()
    }

    /// Knows fields that nobody reads.
    pub fn ignore<const N: usize>(&mut self, names: [&'static str; N]) {
        self.asked.extend(names);
    }

    /// Something is wrong with a field that is there.
    pub fn fault(&self, pair: &Pair, message: impl Into<Str>, report: &mut Report) {
        let path = self.path(&pair.key);
        report.fault(self.subject.fault(Self::place_of(pair), &path, message));
    }

    fn wrong<T>(&self, pair: &Pair, wanted: &str, report: &mut Report) -> Option<T> {
        let what = pair.value.what();
        self.fault(pair, format!("should be {wanted}, is {what}"), report);
        None
    }

    /// A text that is there; a fault if it is none.
    pub fn text(&mut self, name: &'static str, report: &mut Report) -> Option<Word> {
        let pair = self.take(name)?;
        match pair.value.text() {
            Some(text) => {
                let text = text.clone();
                Some(Word { text, place: Self::place_of(pair), field: self.path(name) })
            }
            None => self.wrong(pair, "a text", report),
        }
    }

    /// A text that has to be there.
    pub fn required(&mut self, name: &'static str, report: &mut Report) -> Option<Word> {
        let is_there = self.take(name).is_some();
        if !is_there {
            let others = self.pairs.iter().map(|pair| &*pair.key).filter(|key| *key != name);
            let hint = report.hint(name, others).replace("did you mean", "is it meant by");
            let message = format!("is missing{hint}");
            report.fault(self.subject.fault(self.place, &self.path(name), message));
            return None;
        }
        self.text(name, report)
    }

    /// The id of an entry; a bare name belongs to the namespace of the file.
    pub fn id(&self, word: &Word, report: &mut Report) -> Option<EntryId> {
        let (namespace, name) =
            word.text.split_once(':').unwrap_or((&self.subject.namespace, &word.text));
        let id = entry_id(namespace, name);
        if id.is_none() {
            let message =
                format!("{} is no entry id: one looks like app:worker", quote(&word.text));
            report.fault(self.subject.fault(word.place, &word.field, message));
        }
        id
    }

    /// True or false; false if it is not there.
    pub fn flag(&mut self, name: &'static str, report: &mut Report) -> bool {
        let Some(pair) = self.take(name) else { return false };
        match pair.value.data {
            Data::Bool(flag) => flag,
            _ => self.wrong(pair, "true or false", report).unwrap_or_default(),
        }
    }

    /// A whole number, `least` or more.
    pub fn count(&mut self, name: &'static str, least: u32, report: &mut Report) -> Option<u32> {
        let pair = self.take(name)?;
        let count = match pair.value.data {
            Data::Int(number) => u32::try_from(number).ok().filter(|count| *count >= least),
            _ => return self.wrong(pair, "a whole number", report),
        };
        if count.is_none() {
            let message = format!("should be a whole number from {least} to {}", u32::MAX);
            self.fault(pair, message, report);
        }
        count
    }

    /// A number between two others.
    pub fn number(
        &mut self,
        name: &'static str,
        (least, most): (f64, f64),
        report: &mut Report,
    ) -> Option<f64> {
        let pair = self.take(name)?;
        let number = match pair.value.data {
            Data::Int(number) => number as f64,
            Data::Float(number) => number,
            _ => return self.wrong(pair, "a number", report),
        };
        if (least..=most).contains(&number) {
            return Some(number);
        }
        self.fault(pair, format!("should be a number from {least} to {most}"), report);
        None
    }

    /// A duration: a text such as "5s", or a number of nanoseconds.
    pub fn duration(&mut self, name: &'static str, report: &mut Report) -> Option<Duration> {
        let pair = self.take(name)?;
        match &pair.value.data {
            Data::Int(nanos) if *nanos >= 0 => Some(Duration::from_nanos(nanos.unsigned_abs())),
            Data::Int(_) => {
                self.fault(pair, "should be a duration, and no duration is negative", report);
                None
            }
            Data::Text(text) => match text.parse() {
                Ok(duration) => Some(duration),
                Err(_) => self.wrong(pair, "a duration such as \"5s\" or \"1h30m\"", report),
            },
            _ => self.wrong(pair, "a duration such as \"5s\" or \"1h30m\"", report),
        }
    }

    /// A list of texts; a single text is none.
    pub fn texts(&mut self, name: &'static str, report: &mut Report) -> Vec<Word> {
        let Some(pair) = self.take(name) else { return Vec::new() };
        let Data::List(items) = &pair.value.data else {
            self.wrong::<()>(pair, "a list of texts", report);
            return Vec::new();
        };
        let mut words = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let field = format!("{}[{at}]", self.path(name));
            match item.text() {
                Some(text) => words.push(Word { text: text.clone(), place: item.place, field }),
                None => {
                    let message = format!("should be a text, is {}", item.what());
                    report.fault(self.subject.fault(item.place, &field, message));
                }
            }
        }
        words
    }

    /// A list of anything.
    pub fn values(&mut self, name: &'static str, report: &mut Report) -> Vec<Value> {
        let Some(pair) = self.take(name) else { return Vec::new() };
        match &pair.value.data {
            Data::List(items) => items.iter().map(Node::value).collect(),
            _ => self.wrong(pair, "a list", report).unwrap_or_default(),
        }
    }

    /// A map inside this one.
    pub fn map(&mut self, name: &'static str, report: &mut Report) -> Option<Fields<'a>> {
        let pair = self.take(name)?;
        match pair.value.pairs() {
            Some(pairs) => {
                let prefix = format!("{}.", self.path(name));
                Some(Fields::new(self.subject, Self::place_of(pair), prefix, pairs))
            }
            None => self.wrong(pair, "a map", report),
        }
    }

    /// All pairs of the map as words, for maps whose keys are the reader's own.
    pub fn words(&mut self, report: &mut Report) -> Vec<(&'a Pair, Word)> {
        let mut words = Vec::new();
        for pair in std::mem::take(&mut self.pairs) {
            match pair.value.text() {
                Some(text) => {
                    let (text, place) = (text.clone(), Self::place_of(pair));
                    words.push((pair, Word { text, place, field: self.path(&pair.key) }));
                }
                None => _ = self.wrong::<()>(pair, "a text", report),
            }
        }
        words
    }

    /// The fields that nobody has asked for.
    pub fn rest(&self) -> impl Iterator<Item = &'a Pair> {
        self.pairs.iter().copied().filter(|pair| !self.asked.iter().any(|name| pair.key == *name))
    }

    /// Notes each field that nobody has asked for; faults it if it was said for this run. `owner`: what does not know it.
    pub fn finish(self, owner: &str, report: &mut Report) {
        for pair in self.rest() {
            if report.is_full_of_notes() {
                return;
            }
            let mut hint = report.hint(&pair.key, self.asked.iter().copied());
            if hint.is_empty() {
                hint = ", and has no effect".into();
            }
            let message = format!("is no field of {owner}{hint}");
            report.note_or_fault(self.subject.fault(pair.at, &self.path(&pair.key), message));
        }
    }
}

/// Looks through everything under `node` for what is wrong wherever it stands: keys that are there twice are
/// faults, placeholders that nobody fills are notes.
pub(super) fn survey(subject: &Subject, node: &Node, path: &mut String, report: &mut Report) {
    match &node.data {
        Data::Text(text) if text.contains("${env:") => {
            let message = "stays as it is: no environment fills ${env:…} here";
            report.note(subject.fault(node.place, path, message));
        }
        Data::List(items) => {
            let end = path.len();
            for (at, item) in items.iter().enumerate() {
                path.push_str(&format!("[{at}]"));
                survey(subject, item, path, report);
                path.truncate(end);
            }
        }
        Data::Map(pairs) => {
            twice(subject, pairs, path, report);
            let end = path.len();
            for pair in pairs.iter() {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&short(&pair.key));
                survey(subject, &pair.value, path, report);
                path.truncate(end);
            }
        }
        _ => {}
    }
}

/// Faults keys that a map has twice.
pub(super) fn twice(subject: &Subject, pairs: &[Pair], path: &str, report: &mut Report) {
    let mut sorted: Vec<&Pair> = pairs.iter().collect();
    sort_by(&mut sorted, |a, b| (&a.key, a.at).cmp(&(&b.key, b.at)));
    for pair in sorted.windows(2).filter(|pair| pair[0].key == pair[1].key) {
        let dot = if path.is_empty() { "" } else { "." };
        let field = format!("{path}{dot}{}", short(&pair[1].key));
        let message = format!("is there twice, before on line {}", pair[0].at.line);
        report.fault(subject.fault(pair[1].at, &field, message));
    }
}
