//! Words for what an event holds, in English, as all exports have them.

use super::cast::Cast;
use super::writer::Event;
use crate::base::{Duration, Str};
use crate::trace::{Kind, exit_flag, fault_flag};

/// The text of an id that stands in a number.
pub fn text(event: &Event<'_>, id: u64) -> Str {
    event.trace.text(u32::try_from(id).unwrap_or_default())
}

/// How a process ended.
pub fn ending(flags: u8) -> &'static str {
    match flags {
        exit_flag::RETURNED => "returned",
        exit_flag::FAILED => "failed",
        _ => "terminated",
    }
}

/// What a timer is.
pub fn timer(flags: u8) -> &'static str {
    match flags {
        1 => "sleep",
        2 => "after",
        3 => "ticker",
        _ => "timer",
    }
}

/// How a process ended and with what: `failed: no bread`, `returned 0`.
pub fn exit(event: &Event<'_>, most: usize) -> String {
    let how = ending(event.record.flags());
    let Some(payload) = event.payload() else { return how.into() };
    let message = payload.get("message").as_str().filter(|_| event.record.flags() != 0);
    match message {
        Some(message) => format!("{how}: {}", short(message, most)),
        None => format!("{how} {}", shown(event, most)),
    }
}

/// The payload as one line, so many characters of it; empty if there is none.
pub fn shown(event: &Event<'_>, most: usize) -> String {
    event.payload().map(|payload| short(&payload.to_json(), most)).unwrap_or_default()
}

/// So many characters of a text, and an ellipsis if there are more. What would not be seen, or would turn what stands around it,
/// is written out.
pub fn short(text: &str, most: usize) -> String {
    let mut cut = String::new();
    for (count, char) in text.chars().enumerate() {
        if count == most {
            cut.push('…');
            break;
        }
        if is_unseen(char) { cut.extend(char.escape_unicode()) } else { cut.push(char) }
    }
    cut
}

/// Controls, and marks of direction: a text must not reach beyond itself.
pub fn is_unseen(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || matches!(u32::from(char) & 0xffff, 0xfffe | 0xffff)
}

/// How a fault came about that is not done from outside just now.
pub fn fault(flags: u8) -> &'static str {
    match flags {
        fault_flag::REFUSED => "refused",
        fault_flag::ARRIVED => "arrived",
        _ => "struck",
    }
}

/// What happened, for a mark that already shows where: `timer of 100ms`, `line "hello"`.
pub fn what(event: &Event<'_>, cast: &Cast, most: usize) -> String {
    let record = event.record;
    let text = short(&event.text(), most);
    let with = |before: &str| {
        let payload = shown(event, most);
        let space = if before.is_empty() || payload.is_empty() { "" } else { " " };
        format!("{before}{space}{payload}")
    };
    match record.kind() {
        Kind::Spawn => format!("spawn {}", cast.name(record.peer())),
        Kind::Start => "start".into(),
        Kind::Exit => exit(event, most),
        Kind::TimerFired => {
            format!("{} of {}", timer(record.flags()), Duration::from_nanos(record.a()))
        }
        Kind::Refused => with(&format!("refused ({}): {text}", self::text(event, record.a()))),
        Kind::DeadLetter => with(&format!("dead letter: {text}")),
        Kind::StoreRequest => with(&format!("asks the store: {text}")),
        Kind::Fault if record.flags() != 0 => format!("fault {text} ({})", fault(record.flags())),
        Kind::Fault => format!("fault {text}"),
        Kind::Limit => format!("limit reached: {text}"),
        Kind::Log => {
            let message = event.payload().map(|payload| payload.get("message").as_str());
            format!("{text}: {}", short(message.flatten().unwrap_or_default(), most))
        }
        _ => with(&text),
    }
}
