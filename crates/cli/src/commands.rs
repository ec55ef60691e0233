//! Commands: processes that are started by a name of their own, which their `meta.command` says.

use anyhow::{Result, bail};
use rehearsal::EntryId;
use rehearsal::base::nearest;
use rehearsal::project::manifest::{Definition, Manifest};

/// A process with a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command<'a> {
    /// The name: `meta.command.name`.
    pub name: &'a str,
    /// What it is for, in a few words: `meta.command.short`.
    pub short: &'a str,
    /// The entry.
    pub entry: &'a EntryId,
}

/// The commands of a project, by name.
pub fn commands(manifest: &Manifest) -> Vec<Command<'_>> {
    let mut commands: Vec<_> = manifest.entries.iter().filter_map(command).collect();
    commands.sort_by_key(|command| command.name);
    commands
}

fn command(definition: &Definition) -> Option<Command<'_>> {
    let command = definition.meta.get("command");
    let name = command.get("name").as_str().filter(|_| definition.kind.is_process())?;
    Some(Command {
        name,
        short: command.get("short").as_str().unwrap_or(""),
        entry: &definition.id,
    })
}

/// The command of a name.
///
/// # Errors
/// There is none, or more than one.
pub fn find<'a>(manifest: &'a Manifest, name: &str) -> Result<&'a EntryId> {
    let all = commands(manifest);
    let named: Vec<_> = all.iter().filter(|command| command.name == name).collect();
    match &named[..] {
        [command] => Ok(command.entry),
        [] if all.is_empty() => bail!(
            "there is no folder {name:?}, and no command either: this project has none; \
             start a process with -x, as in `-x app:{name}`"
        ),
        [] => {
            let near = nearest(name, all.iter().map(|command| command.name));
            let hint = near.map(|near| format!("did you mean {near:?}? "));
            bail!(
                "there is no folder and no command {name:?}; {}`rehearsal run list` lists the commands",
                hint.unwrap_or_default(),
            )
        }
        [one, other, ..] => bail!(
            "{} and {} both have the command {name:?}: start one of them with -x",
            one.entry,
            other.entry,
        ),
    }
}

/// The commands as text, one a line.
pub fn list(manifest: &Manifest) -> String {
    let commands = commands(manifest);
    if commands.is_empty() {
        return "This project has no commands. A process has one that says so: \
                meta: { command: { name: greet, short: Says hello } }\n"
            .into();
    }
    let width = commands.iter().map(|command| command.name.chars().count()).max().unwrap_or(0);
    let line = |Command { name, short, entry }: &Command<'_>| {
        let space = if short.is_empty() { "" } else { " " };
        format!("{name:width$}  {short}{space}({entry})\n")
    };
    commands.iter().map(line).collect()
}
