//! `rehearsal run`: from the command line to the exit code.

use std::io::Write;

use anyhow::{Result, anyhow};
use rehearsal::project::Target;
use rehearsal::project::manifest::{DefinitionKind, Manifest};
use rehearsal::runtime::Order;
use rehearsal::stage::{Pacer, Session, Settings};
use rehearsal::{Exit, Time};

use crate::commands;
use crate::console::{Console, Mode};
use crate::exit_code;
use crate::options::{OrderOption, RunOptions};
use crate::outside::Outside;
use crate::play::{End, Play};
use crate::project;
use crate::stop;
use crate::target;
use crate::wanted::{Start, Wanted};

/// Runs a project, and says with which code the program ends.
///
/// # Errors
/// The project or the command line is wrong, or the output cannot be written.
pub fn run(options: &RunOptions) -> Result<u8> {
    let wanted = Wanted::new(options);
    let (manifest, project) = project::load(&wanted.folder, options.silent)?;
    if wanted.start == Start::List {
        std::io::stdout().write_all(commands::list(&manifest).as_bytes())?;
        return Ok(0);
    }
    let target = target::find(&manifest, &wanted, options.host.as_deref())?;
    let mut console = Console::new(mode(options, &manifest, target.as_ref()), options.is_verbose());
    let targets = target.iter().cloned().collect();
    let begun = Session::new(&project, settings(options), targets);
    let mut session = begun.map_err(|error| anyhow!("{error}"))?;
    let mut outside = Outside::open()?;
    console.begin(&session, &manifest)?;

    let play = Play {
        session: &mut session,
        outside: &mut outside,
        console: &mut console,
        pacer: Pacer::new(options.speed, Time::ZERO),
        has_target: target.is_some(),
    };
    let end = play.until_end()?;
    if matches!(end, End::Signal) {
        console.info(&session, "signal received; once more, and the program ends at once")?;
    }
    console.info(&session, "stopping")?;
    stop::stop(&mut session, &mut console)?;
    console.info(&session, "stopped")?;
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
}

fn settings(options: &RunOptions) -> Settings {
    let order = match options.order {
        OrderOption::Fifo => Order::Fifo,
        OrderOption::Shuffled => Order::Shuffled,
    };
    Settings { seed: options.seed, order, ..Settings::default() }
}

/// How log lines look. Beside a dialogue there are none, unless they are asked for.
fn mode(options: &RunOptions, manifest: &Manifest, target: Option<&Target>) -> Mode {
    let host = target.and_then(|target| manifest.get(&target.host)).map(|host| &host.kind);
    let hides = matches!(host, Some(DefinitionKind::TerminalHost { hide_logs: true, .. }));
    match target {
        _ if options.silent || hides => Mode::Off,
        _ if options.console => Mode::Coloured,
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
