//! [`Config`]: how a run is to be shown and ended, as `.wippy.yaml` says it.

use super::fault::{Fault, Report, Subject};
use super::fields::{Fields, twice};
use super::overrides::Override;
use super::yaml::{self, Data, Node, Pair, Place, quote, scalar_of};
use crate::base::{Duration, Str};
use crate::process::Level;

/// What a project's configuration says, as far as it means something here. Nothing of it is part of the project.
///
/// ```
/// use rehearsal::project::manifest::{Config, Encoding};
///
/// let mut config = Config::default();
/// config.read(".wippy.yaml", b"logger: { encoding: json }").unwrap();
/// config.set("logger.encoding=console").unwrap(); // what comes later counts
/// assert_eq!(config.encoding, Some(Encoding::Console));
///
/// let faults = config.set("logger.encodin=json").unwrap_err();
/// assert_eq!(
///     faults[0].to_string(),
///     "--set logger.encodin=json: field \"logger.encodin\": is no field of logger; did you mean \"encoding\"?",
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// `logger.encoding`: how log lines are written.
    pub encoding: Option<Encoding>,
    /// `logger.level`, or `logmanager.min_level`: what matters less is not shown.
    pub level: Option<Level>,
    /// `shutdown.timeout`: how long services have to stop.
    pub patience: Option<Duration>,
    /// `override`: fields of entries.
    pub overrides: Vec<Override>,
    /// What is worth telling, and stops nothing.
    pub notes: Vec<Fault>,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// For people.
    Console,
    /// For programs: one JSON object a line.
    Json,
}

/// Sections of Wippy that say nothing to a run here.
const WIPPY: [&str; 18] = [
    "version",
    "profiler",
    "profiles",
    "security",
    "registry",
    "relay",
    "supervisor",
    "lua",
    "finder",
    "otel",
    "metrics",
    "prometheus",
    "cluster",
    "lsp",
    "network_service",
    "dispatcher",
    "modules",
    "extensions",
];

impl Config {
    /// Reads a file, over what was said before.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(&mut self, file: &str, content: &[u8]) -> Result<(), Vec<Fault>> {
        let mut report = Report::default();
        let file = Subject::file(file);
        match yaml::parse(content) {
            Ok(document) => self.take(&file, &document.root, &mut report),
            Err((place, message)) => report.fault(file.fault(place, "", message)),
        }
        self.notes.extend(report.finish()?);
        Ok(())
    }

    /// Takes one value, over what was said before: `logger.encoding=json`, as it follows `--set`.
    ///
    /// # Errors
    /// Everything that is wrong with it. A value that means nothing here is wrong, too.
    pub fn set(&mut self, setting: &str) -> Result<(), Vec<Fault>> {
        let mut report = Report::default();
        let words = Subject::file(&format!("--set {setting}"));
        let place = Place::default();
        match setting.split_once('=') {
            Some((path, value)) if path.split('.').all(|part| !part.is_empty()) => {
                let value = Node { place, data: scalar_of(value) };
                let nested = path.rsplit('.').fold(value, |value, key| {
                    let pair = Pair { key: Str::new(key), at: place, value };
                    Node { place, data: Data::Map([pair].into()) }
                });
                self.take(&words, &nested, &mut report);
            }
            _ => {
                let message =
                    format!("{} is no setting: one looks like logger.level=warn", quote(setting));
                report.fault(words.fault(place, "", message));
            }
        }
        report.finish().map(|_| ())
    }

    fn take(&mut self, file: &Subject, root: &Node, report: &mut Report) {
        let Some(pairs) = root.pairs() else {
            if !root.is_nothing() {
                let message = format!("should be a map, is {}", root.what());
                report.fault(file.fault(root.place, "", message));
            }
            return;
        };
        twice(file, pairs, "", report);
        let mut fields = Fields::new(file, root.place, String::new(), pairs);
        if let Some(mut logger) = fields.map("logger", report) {
            let encodings = [("console", Encoding::Console), ("json", Encoding::Json)];
            self.encoding = word(&mut logger, "encoding", &encodings, report).or(self.encoding);
            let levels = [Level::Debug, Level::Info, Level::Warn, Level::Error];
            let levels = levels.map(|level| (level.name(), level));
            self.level = word(&mut logger, "level", &levels, report).or(self.level);
            logger.finish("logger", report);
        }
        if let Some(mut manager) = fields.map("logmanager", report) {
            self.level = least(&mut manager, report).or(self.level);
            for name in ["propagate_downstream", "stream_to_events"] {
                foreign(&mut manager, name, report);
            }
            manager.finish("logmanager", report);
        }
        if let Some(mut shutdown) = fields.map("shutdown", report) {
            self.patience = shutdown.duration("timeout", report).or(self.patience);
            shutdown.finish("shutdown", report);
        }
        if let Some(given) = fields.take("override") {
            self.overrides(file, given, &fields, report);
        }
        WIPPY.iter().for_each(|name| foreign(&mut fields, name, report));
        fields.finish("the configuration", report);
    }

    /// `override: {"app:worker:lifecycle.auto_start": true}`
    fn overrides(
        &mut self,
        file: &Subject,
        given: &Pair,
        fields: &Fields<'_>,
        report: &mut Report,
    ) {
        let Some(pairs) = given.value.pairs() else {
            let message = format!("should be a map, is {}", given.value.what());
            return fields.fault(given, message, report);
        };
        for pair in pairs {
            let nowhere = Node { place: Place::default(), data: pair.value.data.clone() };
            let place = Fields::place_of(pair);
            let made = match *pair.key.splitn(3, ':').collect::<Vec<_>>() {
                [namespace, name, path] => {
                    let entry = format!("{namespace}:{name}");
                    Override::new(&entry, path, nowhere, file.file.clone(), place)
                }
                _ => Err(format!(
                    "{} names no field of an entry: one looks like app:worker:lifecycle.auto_start",
                    quote(&pair.key)
                )),
            };
            match made {
                Ok(made) => self.overrides.push(made),
                Err(message) => report.fault(file.fault(pair.at, "override", message)),
            }
        }
    }
}

/// One of a few words.
fn word<T: Copy>(
    fields: &mut Fields<'_>,
    name: &'static str,
    known: &[(&'static str, T)],
    report: &mut Report,
) -> Option<T> {
    let word = fields.text(name, report)?;
    let found = known.iter().find(|(known, _)| word.text == **known);
    if found.is_none() {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let hint = report.hint(&word.text, names.iter().copied());
        let message =
            format!("should be one of {}, is {}{hint}", names.join(", "), quote(&word.text));
        report.fault(fields.subject.fault(word.place, &word.field, message));
    }
    found.map(|(_, value)| *value)
}

/// Wippy's numbers for levels, from -1 (DEBUG) to 2 (ERROR).
fn least(fields: &mut Fields<'_>, report: &mut Report) -> Option<Level> {
    let pair = fields.take("min_level")?;
    let level = match pair.value.data {
        Data::Int(-1) => Some(Level::Debug),
        Data::Int(0) => Some(Level::Info),
        Data::Int(1) => Some(Level::Warn),
        Data::Int(2) => Some(Level::Error),
        _ => None,
    };
    if level.is_none() {
        let message = "should be a whole number: -1 for debug, 0 for info, 1 for warn, 2 for error";
        fields.fault(pair, message, report);
    }
    level
}

/// A field of Wippy that does nothing here: worth a note in a file; a mistake on the command line.
fn foreign(fields: &mut Fields<'_>, name: &'static str, report: &mut Report) {
    let Some(pair) = fields.take(name) else { return };
    let message = "is of Wippy, and has no effect here";
    let place = Fields::place_of(pair);
    let fault = fields.subject.fault(place, &fields.path(name), message);
    report.note_or_fault(fault);
}
