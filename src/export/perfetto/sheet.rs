//! [`Sheet`]: events of the format, one after the other, on the tracks of processes.

use std::fmt::Write;

use super::super::cast::Cast;
use super::super::json;
use super::super::words;
use super::super::writer::Event;
use super::tracks::Tracks;

/// Characters of a payload that are shown.
pub const SHOWN: usize = 500;

/// One category for slices and arrows: Chrome's own viewer ties an arrow to a slice of its category only.
pub const PROCESS: &str = "process";

/// A track of a process.
pub type Place = (u32, usize);

/// What is written, and how late it is there.
#[derive(Default)]
pub struct Sheet {
    pub tracks: Tracks,
    pub time: u64,
}

impl Sheet {
    /// The first two events, so that each of the others can begin with a comma.
    pub fn begin(&mut self, out: &mut String, cast: &Cast) {
        let (host, _) = self.tracks.host(&cast.role(0).host);
        let (thread, _) = self.tracks.thread(0, 0);
        named(out, "\n", "process_name", host, thread, "outside");
        named(out, ",\n", "thread_name", host, thread, "outside");
    }

    /// An event up to its arguments, at a time of its own; the caller closes it.
    pub fn open(
        &mut self,
        out: &mut String,
        phase: &str,
        name: &str,
        kind: &str,
        (time, place): (u64, Place),
        cast: &Cast,
    ) {
        let (process, track) = place;
        let (host, new_host) = self.tracks.host(&cast.role(process).host);
        let (thread, new_thread) = self.tracks.thread(process, track);
        if new_host {
            named(out, ",\n", "process_name", host, thread, &cast.role(process).host);
        }
        if new_thread {
            let also = if track > 0 { format!(" ({})", track + 1) } else { String::new() };
            named(out, ",\n", "thread_name", host, thread, &(cast.name(process) + &also));
            let _ = write!(
                out,
                ",\n{{\"ph\":\"M\",\"name\":\"thread_sort_index\",\"pid\":{host},\"tid\":{thread},\"args\":{{\"sort_index\":{process}}}}}"
            );
        }
        let _ = write!(out, ",\n{{\"ph\":\"{phase}\",\"name\":");
        json::text(out, name);
        let _ = write!(
            out,
            ",\"cat\":\"{kind}\",\"ts\":{}.{:03},\"pid\":{host},\"tid\":{thread}",
            time / 1000,
            time % 1000
        );
    }

    /// A slice begins; the caller closes the event.
    pub fn slice(&mut self, out: &mut String, name: &str, place: Place, cast: &Cast) {
        self.open(out, "B", name, PROCESS, (self.time, place), cast);
    }

    /// The slice that began last on this track ends; it has the same name.
    pub fn close(&mut self, out: &mut String, name: &str, place: Place, cast: &Cast) {
        self.open(out, "E", name, PROCESS, (self.time, place), cast);
        out.push('}');
    }

    /// The beginning (`s`) or the end (`f`) of an arrow, in the slice that is open there.
    pub fn arrow(
        &mut self,
        out: &mut String,
        phase: &str,
        (name, id): (&str, u64),
        place: Place,
        cast: &Cast,
    ) {
        self.open(out, phase, name, PROCESS, (self.time, place), cast);
        let bound = if phase == "f" { ",\"bp\":\"e\"" } else { "" };
        let _ = write!(out, ",\"id\":\"0x{id:x}\"{bound}}}");
    }
}

fn named(out: &mut String, before: &str, what: &str, host: u32, thread: u32, name: &str) {
    let _ = write!(
        out,
        "{before}{{\"ph\":\"M\",\"name\":\"{what}\",\"pid\":{host},\"tid\":{thread},\"args\":{{\"name\":"
    );
    json::text(out, name);
    out.push_str("}}");
}

/// What is known of an event, and the end of its object.
pub fn args(out: &mut String, event: &Event<'_>) {
    let _ = write!(out, ",\"args\":{{\"event\":{}", event.record.number());
    let payload = words::shown(event, SHOWN);
    if !payload.is_empty() {
        json::text_field(out, "payload", &payload);
    }
    out.push_str("}}");
}
