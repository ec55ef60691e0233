//! The process to start: which entry, and on which terminal host.

use anyhow::{Result, bail, ensure};
use rehearsal::base::nearest;
use rehearsal::project::Target;
use rehearsal::project::manifest::{Definition, Manifest};
use rehearsal::{EntryId, Str, Value};

use crate::commands;
use crate::wanted::{Start, Wanted};

/// The process that is asked for. `host` is what `--host` says.
///
/// # Errors
/// There is no such entry, no such host, or no single host to choose.
pub fn find(manifest: &Manifest, wanted: &Wanted, host: Option<&str>) -> Result<Option<Target>> {
    let (entry, host) = match &wanted.start {
        Start::Services | Start::List => {
            ensure!(
                host.is_none(),
                "--host says where the process of -x lives, and there is no -x"
            );
            return Ok(None);
        }
        Start::Command(name) => (commands::find(manifest, name)?, host),
        Start::Entry(named) => {
            let (older, entry) = older_form(named);
            if let (Some(older), Some(host)) = (older, host) {
                ensure!(older == host, "-x names the host {older}, and --host names {host}");
            }
            (process(manifest, entry)?, older.or(host))
        }
    };
    let host = self::host(manifest, host)?;
    let args = wanted.arguments.iter().map(|text| Value::Str(Str::new(text))).collect();
    Ok(Some(Target { entry: entry.as_str().clone(), host: host.as_str().clone(), args }))
}

/// `host/entry`, as it was written earlier; now the host has an option of its own.
fn older_form(named: &str) -> (Option<&str>, &str) {
    named.split_once('/').map_or((None, named), |(host, entry)| (Some(host), entry))
}

fn process<'a>(manifest: &'a Manifest, named: &str) -> Result<&'a EntryId> {
    if let Some(definition) = manifest.get(named) {
        let (id, kind) = (&definition.id, definition.kind.name());
        ensure!(
            definition.kind.is_process(),
            "{id} is a {kind}: -x starts a process.lua or a process.rust"
        );
        return Ok(id);
    }
    let processes = || ids(manifest, |definition| definition.kind.is_process());
    if !named.contains(':') {
        let bare = processes().find(|id| id.split_once(':').is_some_and(|(_, name)| name == named));
        let hint = bare.or_else(|| nearest(named, processes()));
        let hint = hint.map(|hint| format!("; did you mean {hint:?}?")).unwrap_or_default();
        bail!("{named:?} is no entry id: one looks like app:{named}{hint}");
    }
    bail!("there is no entry {named:?} in this project{}", hint(named, processes()));
}

fn host<'a>(manifest: &'a Manifest, named: Option<&str>) -> Result<&'a EntryId> {
    let hosts = || manifest.terminal_hosts();
    if let Some(named) = named {
        if let Some(host) = hosts().find(|host| *host.as_str() == *named) {
            return Ok(host);
        }
        let hint = hint(named, hosts().map(|host| &**host.as_str()));
        match manifest.get(named) {
            Some(other) => bail!("{named} is a {}, and no terminal.host{hint}", other.kind.name()),
            None => bail!("there is no terminal.host {named:?} in this project{hint}"),
        }
    }
    match &hosts().collect::<Vec<_>>()[..] {
        [host] => Ok(host),
        [] => bail!(
            "this project has no terminal.host, and the process needs one: \
             add `- {{ name: terminal, kind: terminal.host, lifecycle: {{ auto_start: true }} }}` to its entries"
        ),
        several => {
            let names: Vec<String> = several.iter().map(|id| id.to_string()).collect();
            let (count, names) = (names.len(), names.join(", "));
            bail!("this project has {count} terminal hosts: choose one with --host ({names})")
        }
    }
}

fn ids(manifest: &Manifest, fits: impl Fn(&Definition) -> bool) -> impl Iterator<Item = &str> {
    manifest.entries.iter().filter(move |entry| fits(entry)).map(|entry| &**entry.id.as_str())
}

/// `; did you mean "app:cli"?`, or nothing.
fn hint<'a>(wrong: &str, texts: impl Iterator<Item = &'a str>) -> String {
    let near = nearest(wrong, texts);
    near.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default()
}
