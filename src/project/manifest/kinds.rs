//! The kinds of entries, and what each of them reads out of its fields.

use std::collections::BTreeSet;

use super::definition::{DefinitionKind, Role};
use super::draft::{Link, Wanted};
use super::fault::Report;
use super::fields::{Fields, Word};
use super::sources::{Sources, lua};
use super::yaml::{map, quote};
use crate::base::{Str, Value};
use crate::process::{Lifecycle, Restart};

/// The kinds that do something here.
const ACTIVE: [&str; 7] = [
    "terminal.host",
    "process.host",
    "process.lua",
    "process.rust",
    "process.service",
    "function.lua",
    "library.lua",
];

/// Kinds that Wippy knows and that do nothing here. They are listed so that none of them is taken for a slip of the
/// pen; there are others.
#[rustfmt::skip]
const INERT: &[&str] = &[
    "registry.entry", "store.memory", "store.sql",
    "env.storage.memory", "env.storage.os", "env.storage.static", "env.storage.file", "env.storage.router", "env.variable",
    "db.sql.sqlite", "db.sql.postgres", "db.sql.mysql", "db.sql.mssql", "db.sql.oracle",
    "queue.driver.memory", "queue.driver.amqp", "queue.queue", "queue.consumer",
    "http.service", "http.router", "http.endpoint", "http.static",
    "template.set", "template.jet", "fs.directory", "fs.embed",
    "ns.dependency", "ns.definition", "ns.requirement",
    "contract.definition", "contract.binding", "security.policy", "security.token_store", "exec.native", "exec.docker",
    "process.lua.bc", "function.lua.bc", "library.lua.bc", "process.wasm", "function.wasm",
];

/// Reads what an entry of a kind defines. `None`: a fault said why not.
pub(super) fn read(
    kind: &Word,
    mut fields: Fields<'_>,
    links: &mut Vec<Link>,
    sources: &mut Sources<'_>,
    report: &mut Report,
) -> Option<DefinitionKind> {
    let read = match &*kind.text {
        "terminal.host" => Some(DefinitionKind::TerminalHost {
            hide_logs: fields.flag("hide_logs", report),
            lifecycle: host_lifecycle(&mut fields, links, report),
        }),
        "process.host" => {
            workers(&mut fields, report);
            Some(DefinitionKind::ProcessHost {
                mailbox_capacity: fields.count("mailbox_capacity", 1, report),
                lifecycle: host_lifecycle(&mut fields, links, report),
            })
        }
        "process.rust" => fields.required("actor", report).map(|actor| DefinitionKind::Rust {
            actor: actor.text,
            mailbox_capacity: fields.count("mailbox_capacity", 1, report),
        }),
        "process.service" => service(&mut fields, links, report),
        "process.lua" => lua(Role::Process, &mut fields, links, sources, report),
        "function.lua" => lua(Role::Function, &mut fields, links, sources, report),
        "library.lua" => lua(Role::Library, &mut fields, links, sources, report),
        _ => return inert(kind, &fields, report),
    };
    fields.finish(&kind.text, report);
    read
}

fn inert(kind: &Word, fields: &Fields<'_>, report: &mut Report) -> Option<DefinitionKind> {
    // Kinds are alike anyhow (`process.wasm`, `process.rust`): only a letter or two can be a slip of the pen.
    let slip =
        |known: &&&str| kind.text.len() < 100 && strsim::osa_distance(known, &kind.text) <= 2;
    let all = || ACTIVE.iter().chain(INERT);
    if !INERT.contains(&&*kind.text)
        && let Some(near) = all().find(slip)
    {
        let message = format!("{} is no kind; did you mean {near:?}?", quote(&kind.text));
        report.fault(fields.subject.fault(kind.place, &kind.field, message));
        return None;
    }
    let message =
        format!("{} is no kind that does anything here; the entry is kept", quote(&kind.text));
    report.note(fields.subject.fault(kind.place, &kind.field, message));
    let data = Value::Map(map(fields.rest()));
    Some(DefinitionKind::Inert { kind: kind.text.clone(), data })
}

/// How Wippy's hosts work inside: read, and without effect here.
fn workers(fields: &mut Fields<'_>, report: &mut Report) {
    let Some(mut host) = fields.map("host", report) else { return };
    for name in ["workers", "queue_size", "local_queue_size", "max_processes"] {
        host.count(name, 0, report);
    }
    host.finish("host", report);
}

fn service(
    fields: &mut Fields<'_>,
    links: &mut Vec<Link>,
    report: &mut Report,
) -> Option<DefinitionKind> {
    let mut link = |name, wanted, fields: &mut Fields<'_>, report: &mut Report| {
        let word = fields.required(name, report)?;
        let target = fields.id(&word, report)?;
        links.push(Link { word, target: target.clone(), wanted });
        Some(target)
    };
    let process = link("process", Wanted::Process, fields, report);
    let host = link("host", Wanted::Host, fields, report);
    let input = fields.values("input", report);
    let lifecycle = lifecycle(fields, links, report);
    Some(DefinitionKind::Service { process: process?, host: host?, input, lifecycle })
}

fn host_lifecycle(
    fields: &mut Fields<'_>,
    links: &mut Vec<Link>,
    report: &mut Report,
) -> Lifecycle {
    let lifecycle = lifecycle(fields, links, report);
    if !lifecycle.auto_start {
        let message = "is not true: here the host is there all the same, in Wippy it is not";
        let field = fields.path("lifecycle.auto_start");
        report.note(fields.subject.fault(fields.place, &field, message));
    }
    lifecycle
}

fn lifecycle(fields: &mut Fields<'_>, links: &mut Vec<Link>, report: &mut Report) -> Lifecycle {
    let default = Lifecycle::default();
    let Some(mut fields) = fields.map("lifecycle", report) else { return default };
    let auto_start = fields.flag("auto_start", report);
    let mut requires: Vec<Str> = Vec::new();
    let mut known = BTreeSet::new();
    for name in ["requires", "depends_on"] {
        for word in fields.texts(name, report) {
            let Some(target) = fields.id(&word, report) else { continue };
            if known.insert(target.clone()) {
                requires.push(target.as_str().clone());
                links.push(Link { word, target, wanted: Wanted::Anything });
            }
        }
    }
    startup(&mut fields, report);
    fields.ignore(["security"]); // whom a service may act for is nobody's business here
    let lifecycle = Lifecycle {
        auto_start,
        requires,
        start_timeout: fields.duration("start_timeout", report).unwrap_or(default.start_timeout),
        stop_timeout: fields.duration("stop_timeout", report).unwrap_or(default.stop_timeout),
        stable_threshold: fields
            .duration("stable_threshold", report)
            .unwrap_or(default.stable_threshold),
        restart: restart(&mut fields, report),
    };
    fields.finish("lifecycle", report);
    lifecycle
}

/// Whether a run fails with the service: here none does.
fn startup(fields: &mut Fields<'_>, report: &mut Report) {
    let Some(word) = fields.text("startup", report) else { return };
    let known = ["required", "optional"];
    if !known.contains(&&*word.text) {
        let hint = report.hint(&word.text, known);
        let message =
            format!("should be \"required\" or \"optional\", is {}{hint}", quote(&word.text));
        report.fault(fields.subject.fault(word.place, &word.field, message));
    }
}

fn restart(fields: &mut Fields<'_>, report: &mut Report) -> Restart {
    let default = Restart::default();
    let Some(mut fields) = fields.map("restart", report) else { return default };
    let restart = Restart {
        initial_delay: fields.duration("initial_delay", report).unwrap_or(default.initial_delay),
        max_delay: fields.duration("max_delay", report).unwrap_or(default.max_delay),
        backoff_factor: fields
            .number("backoff_factor", (0.0, 1_000.0), report)
            .unwrap_or(default.backoff_factor),
        jitter: fields.number("jitter", (0.0, 1.0), report).unwrap_or(default.jitter),
        max_attempts: fields.count("max_attempts", 0, report).unwrap_or(default.max_attempts),
    };
    fields.finish("restart", report);
    restart
}
