//! [`Console`]: what processes write to their terminals, and the log lines of a run.

mod colour;
mod line;
mod sampling;
mod services;

use std::io::{self, BufWriter, Stdout, Write};

use rehearsal::process::{Level, Output};
use rehearsal::project::manifest::{DefinitionKind, Encoding, Manifest};
use rehearsal::runtime::Effect;
use rehearsal::stage::Session;
use rehearsal::{Str, Value};

use jiff::ZonedDateTime;
use line::Line;
use sampling::Sampling;

/// Which log lines there are, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// None.
    Off,
    /// On the standard error, of many equal ones some: without colour, with the date.
    Plain,
    /// On the standard output, all of them: in colour, with seconds of virtual time.
    Console,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Where they go.
    pub mode: Mode,
    /// For whom they are written.
    pub encoding: Encoding,
    /// What matters less is not shown.
    pub least: Level,
}

/// Shows what a run gives to the outside, in the order in which it happened.
pub struct Console {
    style: Style,
    sampling: Sampling,
    /// Records of the trace up to this one were looked at.
    seen: u64,
    output: BufWriter<Stdout>,
}

/// Something to show, and the event that it is of.
enum Shown {
    Text(Output, Str),
    Line(Line),
}

impl Console {
    /// A console that has shown nothing yet.
    pub fn new(style: Style) -> Self {
        let output = BufWriter::new(io::stdout());
        Self { style, sampling: Sampling::default(), seen: 0, output }
    }

    /// Tells of the project and its hosts.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn begin(&mut self, session: &Session, manifest: &Manifest) -> io::Result<()> {
        let count = Value::from(manifest.entries.len());
        self.say(session, Level::Info, "run", "project loaded", [("count", count)])?;
        for definition in &manifest.entries {
            let message = match definition.kind {
                DefinitionKind::TerminalHost { .. } => "terminal host started",
                DefinitionKind::ProcessHost { .. } => "host started",
                _ => continue,
            };
            let id = Value::Str(definition.id.as_str().clone());
            self.say(session, Level::Info, "", message, [("id", id)])?;
        }
        self.say(session, Level::Info, "run", "runtime ready", [])
    }

    /// Says something about the run itself.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn info(&mut self, session: &Session, message: &str) -> io::Result<()> {
        self.say(session, Level::Info, "run", message, [])
    }

    /// Says that something about the run itself is not right.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn warn<const N: usize>(
        &mut self,
        session: &Session,
        message: &str,
        fields: [(&'static str, Value); N],
    ) -> io::Result<()> {
        self.say(session, Level::Warn, "run", message, fields)
    }

    fn say<const N: usize>(
        &mut self,
        session: &Session,
        level: Level,
        logger: &'static str,
        message: &str,
        fields: [(&'static str, Value); N],
    ) -> io::Result<()> {
        let fields = fields.into_iter().map(|(name, value)| (Str::from(name), value)).collect();
        let (at, logger, message) = (session.kernel().time(), logger.into(), Str::new(message));
        self.write(&Line { level, at, logger, message, fields })?;
        self.output.flush()
    }

    /// Shows what the run has given to the outside since the last call.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn show(&mut self, session: &mut Session) -> io::Result<()> {
        let effects = session.kernel_mut().take_effects();
        let mut all: Vec<(u64, Shown)> = Vec::new();
        for effect in effects {
            match effect {
                Effect::Terminal { output, text, event, .. } => {
                    all.push((event, Shown::Text(output, text)));
                }
                Effect::Log { event, .. } if self.style.mode != Mode::Off => {
                    let line = Line::of_process(session.kernel(), effect);
                    all.extend(line.map(|line| (event, Shown::Line(line))));
                }
                Effect::Log { .. } | Effect::Typed { .. } | Effect::Answer { .. } => {}
            }
        }
        if self.style.mode != Mode::Off {
            let lines = services::lines(session.kernel(), self.seen + 1);
            all.extend(lines.map(|(event, line)| (event, Shown::Line(line))));
            self.seen = session.kernel().trace().total();
            all.sort_by_key(|(event, _)| *event);
        }
        for (_, shown) in &all {
            match shown {
                Shown::Text(Output::Standard, text) => self.output.write_all(text.as_bytes())?,
                Shown::Text(Output::Error, text) => {
                    self.output.flush()?; // on a screen the two are one text
                    io::stderr().write_all(text.as_bytes())?;
                }
                Shown::Line(line) => self.write(line)?,
            }
        }
        if all.is_empty() { Ok(()) } else { self.output.flush() }
    }

    fn write(&mut self, line: &Line) -> io::Result<()> {
        let Style { mode, encoding, least } = self.style;
        if line.level < least {
            return Ok(());
        }
        match mode {
            Mode::Off => Ok(()),
            Mode::Console if encoding == Encoding::Console => {
                self.output.write_all(line.coloured().as_bytes())
            }
            Mode::Console => self.output.write_all(line.json(&ZonedDateTime::now()).as_bytes()),
            Mode::Plain if !self.sampling.lets_through(line) => Ok(()),
            Mode::Plain => {
                self.output.flush()?; // on a screen the two are one text
                let now = ZonedDateTime::now();
                let text = match encoding {
                    Encoding::Console => line.plain(now.datetime()),
                    Encoding::Json => line.json(&now),
                };
                io::stderr().write_all(text.as_bytes())
            }
        }
    }
}
