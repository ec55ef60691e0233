//! The command line, word for word.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Error, anyhow};
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use rehearsal::export::Format;
use rehearsal::stage::Pace;

#[derive(Parser)]
#[command(
    name = "rehearsal",
    version,
    about = "Runs projects of actors, in Rust and Lua, under a deterministic scheduler",
    after_help = "\
A run can be kept, and looked at again:
  rehearsal run examples/echo -x app:cli --record echo.json   run a project, and record the run
  rehearsal replay echo.json                                  make it again, event for event
  rehearsal compare echo.json other.json                      where two runs part, side by side
  rehearsal export echo.json -f svg -o echo.svg               draw it, or give it to another tool

`rehearsal help COMMAND` says more about each command, with examples."
)]
struct Program {
    #[command(subcommand)]
    task: TaskOptions,
}

#[derive(Subcommand)]
enum TaskOptions {
    /// Run a project: its services, and the process that is asked for
    ///
    /// Without -x or NAME the services run until Ctrl+C; a second Ctrl+C ends the program at once.
    #[command(
        override_usage = "rehearsal run [DIR] [-x NS:ENTRY | NAME | list] [ARGUMENTS]... [OPTIONS]"
    )]
    Run(RunOptions),
    /// Make a run again of the file that `rehearsal run --record FILE` has written, and say whether it is the same
    ///
    /// What its processes wrote to their terminals is written again, at once. The exit code is 0 if the run is the same, event
    /// for event, and 1 if it is another one.
    #[command(after_long_help = "\
Examples:
  rehearsal run examples/echo -x app:cli --record echo.json   record a run
  rehearsal replay echo.json                                  see what it wrote, and whether it is the same
  rehearsal replay --silent echo.json && echo the same        ask for the exit code only
  rehearsal replay --json echo.json                           figures for a program

A run that was saved in the page is such a file, too. What the file holds: docs/run-format.md.")]
    Replay(ReplayOptions),
    /// Find where two runs part: the first event that differs, side by side, and why it may
    ///
    /// Both are made again from their files, and each event of one is held against that of the other, by what it holds: its time, its
    /// processes, its text, its payload. So two versions of a project can be compared, two seeds, or a run and what became of it when
    /// something else was typed. The exit code is 0 if all events are the same, 1 if not, and 2 if there was nothing to compare: a
    /// file that is no run, or a command line that is wrong.
    #[command(after_long_help = "\
Examples:
  rehearsal compare before.json after.json            what differs first, on a terminal as wide as it is
  rehearsal compare --silent a.json b.json || echo different
  rehearsal compare --json a.json b.json | jq .event  the number of the first event that differs

  rehearsal run examples/echo -x app:cli --seed 1 --record a.json
  rehearsal run examples/echo -x app:cli --seed 2 --record b.json
  rehearsal compare a.json b.json                     whether the seed matters

Why they may part is read from the files: other texts in the project, another seed or order, the first input that differs. Whether a
run is still the one that was recorded says `rehearsal replay`.")]
    Compare(CompareOptions),
    /// Write a recorded run in the format of another tool
    ///
    /// The run is made again from its file, so it is exported whole, however many events it has. Without -o the text goes to
    /// the standard output. The exit code is 0, and 1 if the run that was made again is another one than the recorded one, or if
    /// something went wrong.
    #[command(after_long_help = "\
Examples:
  rehearsal export run.json -f jsonl | jq -c 'select(.kind == \"exit\")'   events for a program
  rehearsal export run.json -f perfetto -o run.trace.json                  open it at ui.perfetto.dev
  rehearsal export run.json -f mermaid --process relay                     the messages of one entry, for a document
  rehearsal export run.json -f svg --from 1000 --to 1200 -o part.svg       a picture of 201 events
  rehearsal export run.json -f shiviz -o run.shiviz.log                    who could know what, with vector clocks
  rehearsal export run.json -f csv -o run.csv                              figures of each process, for a spreadsheet

What is selected must fit all that is asked for: --process relay --topic echo has the messages of the relay that have the topic echo. A
message is selected by its events, its sending and its receiving. More: docs/exports.md.")]
    Export(ExportOptions),
    /// Make a run again of its file, and print the hash of its trace: equal hashes are equal runs
    ///
    /// The exit code is 0 if the hash is the one that the file says, and 1 if it is another one.
    #[command(after_long_help = "\
Examples:
  rehearsal hash run.json                     the hash, and nothing else
  test \"$(rehearsal hash a.json)\" = \"$(rehearsal hash b.json)\" && echo equal runs
  rehearsal hash --json run.json              with the number of events, and what the file says")]
    Hash(HashOptions),
    /// Write the lock file, which says where a project has its definitions
    Init(InitOptions),
    /// Read and write the key-value store in an SQLite database
    Kv(KvOptions),
    /// Serve a typed key-value store over HTTP: POST /kv/set/TYPE/KEY, GET /kv/get/TYPE/KEY, DELETE /kv/delete/TYPE/KEY,
    /// GET /kv/list/TYPE, GET /kv/stats
    ///
    /// Its types are the structs in DIR/models/storage/*.rs. What it keeps is in memory, and gone when it ends.
    Serve(ServeOptions),
    /// Make helpers in Elm and TypeScript from typed models
    ///
    /// Models are structs and enums in models/storage/*.rs. If something is wrong with them, nothing is written.
    Generate(GenerateOptions),
}

/// What `rehearsal run` is told.
#[derive(Args, Clone, Debug)]
pub struct RunOptions {
    /// The folder of the project (default: this one); then, without -x, the name of a command (`meta.command.name`),
    /// or `list` to list the commands; then arguments for the process. With -x, the folder stands before it, and
    /// arguments after it
    #[arg(value_name = "DIR | NAME | ARGUMENT", allow_negative_numbers = true)]
    pub words: Vec<String>,
    /// Start a process of this entry on the terminal host, and end when it ends; `host/entry` names the host as well
    #[arg(short = 'x', long, value_name = "NS:ENTRY")]
    pub exec: Option<String>,
    /// The terminal host, where a project has several
    #[arg(long, value_name = "ID")]
    pub host: Option<String>,
    /// Log lines in colour, with seconds of virtual time, to the standard output
    #[arg(short = 'c', long)]
    pub console: bool,
    /// Log lines of the level DEBUG, too
    #[arg(short, long)]
    pub verbose: bool,
    /// The same as --verbose
    #[arg(long)]
    pub very_verbose: bool,
    /// No log lines and no notes
    #[arg(short, long)]
    pub silent: bool,
    /// Give a field of an entry another value, for this run: `kind`, `meta.…` or a field of its data, such as
    /// app:worker:lifecycle.auto_start=true; may be repeated
    #[arg(short = 'o', long = "override", value_name = "NS:ENTRY:FIELD=VALUE")]
    pub overrides: Vec<String>,
    /// Read this configuration instead of the project's .wippy.yaml; may be repeated, and a later file counts more
    #[arg(long, value_name = "FILE")]
    pub config: Vec<PathBuf>,
    /// Set a value of the configuration; may be repeated. There are logger.encoding (console, or json: one object a
    /// line), logger.level (debug, info, warn, error), logmanager.min_level (-1 to 2) and shutdown.timeout (30s)
    #[arg(long, value_name = "SECTION.PATH=VALUE")]
    pub set: Vec<String>,
    /// What messages, processes and scripts of the run may take together: 64M, 1G (default: 512M)
    #[arg(short = 'm', long, value_name = "SIZE", value_parser = size)]
    pub memory_limit: Option<u64>,
    /// Feeds everything random
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
    /// Who of the ready processes goes next
    #[arg(long, value_enum, default_value_t = OrderOption::Fifo)]
    pub order: OrderOption,
    /// How many times real time, or `max`: as fast as it can
    #[arg(long, default_value = "1", value_name = "N|max", value_parser = pace)]
    pub speed: Pace,
    /// The SQLite database behind the key-value store (`kvstore` in Lua, `ctx.kv_store()` in Rust); it is made when a
    /// process first asks for it
    #[arg(long, default_value = "app.db", value_name = "FILE")]
    pub db_path: PathBuf,
    /// At the end, write the run to this file: the project, seed, order, and everything that came from outside. `rehearsal
    /// replay FILE` makes it again
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Make this go wrong: a file with a line for each fault, its time before it, such as `5s kill relay`; see docs/faults.md
    #[arg(long, value_name = "FILE")]
    pub faults: Option<PathBuf>,
    /// At the end, print the hash of the trace to the standard error: equal hashes are equal runs
    #[arg(long)]
    pub hash: bool,
    #[arg(short = 'e', long, hide = true)]
    event_streams: bool,
    #[arg(short = 'p', long, hide = true)]
    profiler: bool,
    /// How many of the words stand before -x.
    #[arg(skip)]
    pub words_before_exec: usize,
}

impl RunOptions {
    /// Refuses what Wippy knows and what would do nothing here.
    fn refuse_foreign(&self) -> Result<(), Refused> {
        let refused = |text: &'static str| Err(Refused::Wrong(anyhow!(text)));
        if self.event_streams {
            return refused(
                "-e sends log lines to an event bus, and there is none here; \
                 for a program that reads them there is `-v --set logger.encoding=json`",
            );
        }
        if self.profiler {
            return refused(
                "-p opens the profiler of Go's runtime, which is not here; where the time of a run goes is shown \
                 by the statistics of the page (`cargo xtask play`), and by the profiler of your system",
            );
        }
        Ok(())
    }
}

/// The order of ready processes, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OrderOption {
    /// Who became ready first
    Fifo,
    /// By the seed
    Shuffled,
}

/// What `rehearsal replay` is told.
#[derive(Args, Clone, Debug)]
pub struct ReplayOptions {
    /// The file of the run
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Print what came of it as JSON, and nothing else
    #[arg(long)]
    pub json: bool,
    /// Say only whether it is the same
    #[arg(short, long)]
    pub silent: bool,
}

/// What `rehearsal compare` is told.
#[derive(Args, Clone, Debug)]
pub struct CompareOptions {
    /// The file of the first run
    #[arg(value_name = "A")]
    pub one: PathBuf,
    /// The file of the second run
    #[arg(value_name = "B")]
    pub other: PathBuf,
    /// Print what came of it as JSON, and nothing else
    #[arg(long)]
    pub json: bool,
    /// Say nothing: the exit code says it
    #[arg(short, long, conflicts_with = "json")]
    pub silent: bool,
}

/// What `rehearsal export` is told.
#[derive(Args, Clone, Debug)]
pub struct ExportOptions {
    /// The file of the run
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What to write
    #[arg(short, long, value_enum)]
    pub format: FormatOption,
    /// Write to this file; one that is there is replaced when the new one is whole
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// Only from this event on; the first one has the number 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub from: Option<u64>,
    /// Only up to this event
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub to: Option<u64>,
    /// Only what happens at this process, or between it and another one: a number (3), a PID, an entry (app:relay, or
    /// relay: all processes of it), or `outside`; may be repeated
    #[arg(short, long = "process", value_name = "WHO")]
    pub processes: Vec<String>,
    /// Only messages with this topic; may be repeated
    #[arg(short, long = "topic", value_name = "TOPIC")]
    pub topics: Vec<String>,
    /// Only events of this kind, such as send, receive, spawn, exit or dead-letter; may be repeated
    #[arg(short, long = "kind", value_name = "KIND")]
    pub kinds: Vec<String>,
    /// Show so many events at most, in a format that shows only so many: mermaid and svg (default: 500), shiviz (10000). What is
    /// left out is said in the text itself
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub limit: Option<u64>,
    /// Print what was written as JSON
    #[arg(long, requires = "output")]
    pub json: bool,
    /// Do not say what was written, nor how far it is
    #[arg(short, long)]
    pub silent: bool,
}

/// A format, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatOption {
    /// An object of JSON for each event, a line each: for programs
    Jsonl,
    /// Chrome's trace events: tracks, slices and arrows for Perfetto (ui.perfetto.dev)
    Perfetto,
    /// A sequenceDiagram as text, for a document
    Mermaid,
    /// A log with vector clocks, for ShiViz
    #[value(name = "shiviz")]
    ShiViz,
    /// A sequence diagram as a picture
    Svg,
    /// Figures of each process, for a spreadsheet
    Csv,
}

impl From<FormatOption> for Format {
    fn from(format: FormatOption) -> Self {
        match format {
            FormatOption::Jsonl => Self::Jsonl,
            FormatOption::Perfetto => Self::Perfetto,
            FormatOption::Mermaid => Self::Mermaid,
            FormatOption::ShiViz => Self::ShiViz,
            FormatOption::Svg => Self::Svg,
            FormatOption::Csv => Self::Csv,
        }
    }
}

/// What `rehearsal hash` is told.
#[derive(Args, Clone, Debug)]
pub struct HashOptions {
    /// The file of the run
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Print it as JSON, with what the file says
    #[arg(long)]
    pub json: bool,
}

/// What `rehearsal init` is told.
#[derive(Args, Clone, Debug)]
pub struct InitOptions {
    /// The folder of the project
    #[arg(default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
    /// Where the definitions are
    #[arg(short = 'd', long, default_value = "./src", value_name = "DIR")]
    pub src_dir: String,
    /// Where modules of others lie
    #[arg(long, default_value = ".wippy", value_name = "DIR")]
    pub modules_dir: String,
    /// The file to write, seen from the folder of the project
    #[arg(short, long, default_value = "wippy.lock", value_name = "FILE")]
    pub lock_file: PathBuf,
}

/// What `rehearsal serve` is told.
#[derive(Args, Clone, Debug)]
pub struct ServeOptions {
    /// The folder with `models/storage/*.rs`
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub models: PathBuf,
    /// The port; 0: any free one
    #[arg(long, default_value_t = 3000, value_name = "N")]
    pub port: u16,
    /// Write a line for each request
    #[arg(short, long)]
    pub verbose: bool,
}

/// What `rehearsal kv` is told.
#[derive(Args, Clone, Debug)]
pub struct KvOptions {
    /// What to do with the store.
    #[command(subcommand)]
    pub task: KvTask,
    /// The SQLite database
    #[arg(long, global = true, default_value = "app.db", value_name = "FILE")]
    pub db_path: PathBuf,
    /// How many milliseconds to wait for another program that holds the database
    #[arg(long, global = true, default_value_t = 5000, value_name = "MS")]
    pub busy_timeout: u64,
}

/// A command of `rehearsal kv`.
#[derive(Subcommand, Clone, Debug)]
pub enum KvTask {
    /// Print a value as JSON, indented by two, with the keys of objects in order
    Get {
        /// The key
        key: String,
    },
    /// Store a value
    Set {
        /// The value is JSON; without this it is a text
        #[arg(long)]
        json: bool,
        /// The key
        key: String,
        /// The value; one that is an option's name, such as `--json`, stands after `--`
        #[arg(allow_hyphen_values = true)] // -1e-7 is no negative number for clap
        value: String,
    },
    /// Print the keys, one a line
    List {
        /// Only those that match: `*` is any text, `?` one character, `[a-z]` one of these, `[^a-z]` one of the others
        #[arg(default_value = "*")]
        glob: String,
    },
}

/// What `rehearsal generate` is told.
#[derive(Args, Clone, Debug)]
#[group(id = "languages", required = true, multiple = true, args = ["elm", "ts"])]
pub struct GenerateOptions {
    /// The folder that models/storage lies in
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub models: PathBuf,
    /// Write an Elm module here; its name is that of the file, with the folders before it that begin with a capital letter
    #[arg(long, value_name = "FILE")]
    pub elm: Option<PathBuf>,
    /// The name of the Elm module
    #[arg(long, value_name = "NAME", requires = "elm")]
    pub elm_module: Option<String>,
    /// Write a TypeScript module here
    #[arg(long, value_name = "FILE")]
    pub ts: Option<PathBuf>,
}

/// What to do.
pub enum Task {
    /// `rehearsal run`.
    Run(RunOptions),
    /// `rehearsal replay`.
    Replay(ReplayOptions),
    /// `rehearsal compare`.
    Compare(CompareOptions),
    /// `rehearsal export`.
    Export(ExportOptions),
    /// `rehearsal hash`.
    Hash(HashOptions),
    /// `rehearsal init`.
    Init(InitOptions),
    /// `rehearsal kv`.
    Kv(KvOptions),
    /// `rehearsal serve`.
    Serve(ServeOptions),
    /// `rehearsal generate`.
    Generate(GenerateOptions),
}

/// Why there is nothing to do.
pub enum Refused {
    /// Help or the version was asked for: here it is.
    Asked(String),
    /// The command line is wrong.
    Wrong(Error),
}

/// Reads the command line.
///
/// # Errors
/// There is nothing to do: see [`Refused`].
pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Task, Refused> {
    let matches = Program::command().try_get_matches_from(words).map_err(refused)?;
    let program = Program::from_arg_matches(&matches).map_err(refused)?;
    Ok(match program.task {
        TaskOptions::Run(mut run) => {
            run.refuse_foreign()?;
            run.words_before_exec = matches.subcommand_matches("run").map_or(0, before_exec);
            Task::Run(run)
        }
        TaskOptions::Replay(replay) => Task::Replay(replay),
        TaskOptions::Compare(compare) => Task::Compare(compare),
        TaskOptions::Export(export) => Task::Export(export),
        TaskOptions::Hash(hash) => Task::Hash(hash),
        TaskOptions::Init(init) => Task::Init(init),
        TaskOptions::Kv(kv) => Task::Kv(kv),
        TaskOptions::Serve(serve) => Task::Serve(serve),
        TaskOptions::Generate(generate) => Task::Generate(generate),
    })
}

/// How many words stand before `-x`: the parsed options no longer know.
fn before_exec(matches: &ArgMatches) -> usize {
    let exec = matches.index_of("exec").unwrap_or(usize::MAX);
    let words = matches.indices_of("words").into_iter().flatten();
    words.filter(|word| *word < exec).count()
}

/// clap says `error: …` and ends with 2; this program says `Error: …`, and ends with 1.
fn refused(error: clap::Error) -> Refused {
    let text = error.render().to_string();
    if !error.use_stderr() {
        return Refused::Asked(text);
    }
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    Refused::Wrong(anyhow!("{}", text.trim_end()))
}

/// `512M`, `1G`, `65536`; also `512MB` and `512MiB`, which mean the same.
fn size(text: &str) -> Result<u64, String> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let shift = match unit.to_ascii_uppercase().trim_end_matches('B').trim_end_matches('I') {
        "" => Some(0),
        "K" => Some(10),
        "M" => Some(20),
        "G" => Some(30),
        _ => None,
    };
    let bytes = shift.and_then(|shift| number.parse::<u64>().ok()?.checked_mul(1 << shift));
    bytes
        .filter(|bytes| *bytes > 0)
        .ok_or_else(|| "a size is a number of bytes above 0, such as 65536, 64M or 1G".into())
}

fn pace(text: &str) -> Result<Pace, String> {
    if text == "max" {
        return Ok(Pace::Max);
    }
    let number = text.strip_suffix(['x', '×']).unwrap_or(text);
    let times = number.parse::<f64>().ok().filter(|times| times.is_finite() && *times > 0.0);
    times
        .map(Pace::Times)
        .ok_or_else(|| "a speed is a number above 0, such as 2 or 0.5, or max".into())
}
