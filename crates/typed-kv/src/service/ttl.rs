//! How long a value lives: beside its members, or in the query.

use crate::Invalid;

/// The key of the member that says so.
pub(super) const KEY: &str = "ttl";

/// What was found in the value and in the query, in nanoseconds.
pub(super) fn ttl(found: &[&str], query: Option<&str>) -> Result<Option<u64>, Invalid> {
    let ttl = match (found, query) {
        ([], None) => Ok(None),
        ([], Some(query)) => read(query),
        ([one], None) => read(one),
        ([_], Some(_)) => {
            Err("the ttl stands in the value and in the query, too; one of them has to go".into())
        }
        _ => Err("the ttl stands here twice".into()),
    };
    ttl.map_err(|message| Invalid { pointer: "/ttl".into(), message })
}

/// The longest ttl in milliseconds: ten years. What lies in memory lives no longer, and whoever sends the time of the end
/// instead of a span from now is told so. A run that goes as fast as it can also jumps to each end when nothing else is to be
/// done, and the time of a run has an end.
const LONGEST: u64 = 10 * 365 * 86_400_000;

/// Milliseconds as they are written, in nanoseconds. None is for ever.
fn read(text: &str) -> Result<Option<u64>, String> {
    const NANOS: u64 = 1_000_000;
    if text == "null" {
        return Ok(None);
    }
    let looks_like_one = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    let number = text.parse::<f64>().ok().filter(|number| looks_like_one && *number >= 0.0);
    let Some(number) = number else {
        let text: String = text.chars().take(40).collect();
        return Err(format!(
            "a ttl is a number of milliseconds, and not below 0; 0 or null is for ever; found {text}"
        ));
    };
    // So large a number is exact, but for a small part of a millisecond.
    if number > LONGEST as f64 {
        let text: String = text.chars().take(40).collect();
        return Err(format!(
            "a ttl is {LONGEST} milliseconds at most, ten years from now, and 0 or null is for ever; found {text}"
        ));
    }
    // Digits alone are exact; a part of a millisecond is one, too.
    let nanos = match text.parse::<u64>() {
        Ok(whole) => whole * NANOS,
        Err(_) => (number * NANOS as f64).ceil() as u64,
    };
    Ok(Some(nanos).filter(|nanos| *nanos > 0))
}
