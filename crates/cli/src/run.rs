//! `rehearsal run`: from the command line to the exit code.

use std::io::Write;

use anyhow::{Result, anyhow};
use rehearsal::process::Level;
use rehearsal::project::Target;
use rehearsal::project::manifest::{Config, DefinitionKind, Encoding, Manifest};
use rehearsal::runtime::Order;
use rehearsal::stage::{Pacer, RunFile, Session, Settings};
use rehearsal::{Exit, Time};

use crate::commands;
use crate::config;
use crate::console::{Console, Mode, Style};
use crate::exit_code;
use crate::faults;
use crate::new_file::NewFile;
use crate::options::{OrderOption, RunOptions};
use crate::outside::Outside;
use crate::play::{End, Play};
use crate::project;
use crate::record;
use crate::stop;
use crate::store::Store;
use crate::target;
use crate::wanted::{Start, Wanted};

/// Runs a project, and says with which code the program ends.
///
/// # Errors
/// The project or the command line is wrong, or the output cannot be written.
pub fn run(options: &RunOptions) -> Result<u8> {
    let wanted = Wanted::new(options);
    let config = config::read(options, &wanted.folder)?;
    let (manifest, project, files) =
        project::load(&wanted.folder, &config.overrides, options.silent)?;
    if wanted.start == Start::List {
        std::io::stdout().write_all(commands::list(&manifest).as_bytes())?;
        return Ok(0);
    }
    let target = target::find(&manifest, &wanted, options.host.as_deref())?;
    let mode = mode(options, &manifest, target.as_ref());
    let script = options.faults.as_deref().map(faults::read).transpose()?;
    let mut console = Console::new(options.style(&config, mode));
    let recording = options.record.as_deref().map(NewFile::begin).transpose()?;
    let targets: Vec<_> = target.iter().cloned().collect();
    let begun = Session::new(&project, settings(options), targets.clone());
    let mut session = begun.map_err(|error| anyhow!("{error}"))?;
    session.set_faults(script.unwrap_or_default());
    let mut outside = Outside::open()?;
    let mut store = Store::new(options.db_path.clone());
    console.begin(&session, &manifest)?;

    let play = Play {
        session: &mut session,
        outside: &mut outside,
        console: &mut console,
        store: &mut store,
        pacer: Pacer::new(options.speed, Time::ZERO),
        has_target: target.is_some(),
    };
    let end = play.until_end()?;
    if matches!(end, End::Signal) {
        console.info(&session, "signal received; once more, and the program ends at once")?;
    }
    console.info(&session, "stopping")?;
    stop::stop(&mut session, &mut console, &mut store, config.patience)?;
    console.info(&session, "stopped")?;
    if let Some(path) = &options.faults {
        faults::tell(path, &session);
    }
    if let Some(mut recording) = recording {
        let project = record::project(&wanted.folder, &files, &config.overrides)?;
        let run = RunFile::of(&session, project, settings(options), targets);
        recording.write(&record::text(&run)?)?;
        recording.finish()?;
    }
    let code = code(&end, target.is_some());
    if options.hash {
        eprintln!("hash {:016x}", session.kernel().trace().hash());
    }
    code
}

impl RunOptions {
    fn is_verbose(&self) -> bool {
        self.verbose || self.very_verbose
    }

    /// How log lines look. What the command line says counts more than a file.
    fn style(&self, config: &Config, mode: Mode) -> Style {
        let least = if self.is_verbose() { Some(Level::Debug) } else { config.level };
        Style {
            mode,
            encoding: config.encoding.unwrap_or(Encoding::Console),
            least: least.unwrap_or(Level::Info),
        }
    }
}

fn settings(options: &RunOptions) -> Settings {
    let order = match options.order {
        OrderOption::Fifo => Order::Fifo,
        OrderOption::Shuffled => Order::Shuffled,
    };
    let default = Settings::default();
    let memory_budget = options.memory_limit.unwrap_or(default.memory_budget);
    Settings { seed: options.seed, order, memory_budget, ..default }
}

/// Where log lines go. Beside a dialogue there are none, unless they are asked for.
fn mode(options: &RunOptions, manifest: &Manifest, target: Option<&Target>) -> Mode {
    let host = target.and_then(|target| manifest.get(&target.host)).map(|host| &host.kind);
    let hides = matches!(host, Some(DefinitionKind::TerminalHost { hide_logs: true, .. }));
    match target {
        _ if options.silent || hides => Mode::Off,
        _ if options.console => Mode::Console,
        Some(_) if !options.is_verbose() => Mode::Off,
        _ => Mode::Plain,
    }
}

fn code(end: &End, has_target: bool) -> Result<u8> {
    match end {
        // Services are meant to be stopped; who waits for a process has not got what it was to do.
        End::Signal => Ok(u8::from(has_target)),
        End::Refused(error) => Err(anyhow!("{error}")),
        End::Ended(exit) => {
            if let Exit::Failed(error) | Exit::Terminated(error) = exit {
                eprintln!("{error}");
            }
            Ok(exit_code::of(exit))
        }
    }
}
