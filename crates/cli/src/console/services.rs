//! The log lines about services, made of what their supervisors report.

use rehearsal::process::Level;
use rehearsal::runtime::Kernel;
use rehearsal::trace::{Kind, Record};
use rehearsal::{Str, Time, Value};

use super::line::Line;

/// The lines about what was reported from event number `from` on, each with its event.
pub fn lines(kernel: &Kernel, from: u64) -> impl Iterator<Item = (u64, Line)> {
    let trace = kernel.trace();
    let records = (from.max(trace.first())..=trace.total()).filter_map(|number| trace.get(number));
    let reports = records.filter(|record| record.kind() == Kind::Service);
    reports.flat_map(move |record| {
        let lines = report(kernel, &record);
        lines.into_iter().map(move |line| (record.number(), line))
    })
}

/// A start is told, and so is a failure, as what happened to the service while it ran and as what it is now. A normal
/// end, and a failure that nobody tries again after, are told by nobody.
fn report(kernel: &Kernel, record: &Record) -> Vec<Line> {
    let trace = kernel.trace();
    let Some(supervisor) = kernel.process(record.process()) else { return Vec::new() };
    let details = trace.payload_of(record).cloned().unwrap_or_default();
    let line = |level, status: &'static str, (name, value): (&'static str, String)| Line {
        level,
        at: Time::from_nanos(record.time()),
        logger: "core".into(),
        message: format!("service {} is {status}", supervisor.entry).into(),
        fields: vec![
            ("serviceID".into(), Value::Str(supervisor.entry.clone())),
            ("status".into(), Value::from(status)),
            (Str::from(name), Value::from(value)),
        ],
    };
    match &*trace.text(record.text()) {
        "starting" => {
            let attempt = format!("attempt {}", details.get("attempt"));
            vec![line(Level::Info, "starting", ("details", attempt))]
        }
        "failed" => {
            let error =
                details.get("error").get("message").as_str().unwrap_or("no reason was given");
            let error = || ("error", format!("process failed: {error}"));
            vec![line(Level::Error, "running", error()), line(Level::Error, "failed", error())]
        }
        _ => Vec::new(),
    }
}
