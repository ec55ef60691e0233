//! [`Refusal`]: why a text is no run.

use super::VERSION;
use crate::base::{Error, Value};

pub(super) enum Refusal<'a> {
    /// A part of it is missing at its end. What JSON says of that.
    CutOff(&'a str),
    /// It is no JSON. What is wrong with it.
    NotJson(&'a str),
    /// It is JSON of anything.
    NoFormat,
    /// It is something else than a run: this.
    OtherFormat(&'a str),
    /// It is a run of a version that nobody here knows how to read.
    OtherVersion(&'a Value),
    /// Something in it is none of what the format has: what, and where, as a pointer of JSON.
    Malformed(&'a str, &'a str),
}

/// The sentence is English. Whoever says it in another language finds in the details which it is (`refusal`), and what it names
/// (`place`, `detail`).
impl From<Refusal<'_>> for Error {
    fn from(refusal: Refusal<'_>) -> Self {
        let none = "this is no run of Rehearsal";
        let (refusal, place, detail, message) = match refusal {
            Refusal::CutOff(why) => {
                let message = format!("the file ends too early ({why}): a part of it is missing");
                ("cut_off", "", why.to_owned(), message)
            }
            Refusal::NotJson(why) => ("not_json", "", why.to_owned(), format!("{none}: {why}")),
            Refusal::NoFormat => {
                ("no_format", "", String::new(), format!("{none}: it does not say its format"))
            }
            Refusal::OtherFormat(format) => {
                let message = format!("{none}: its format is {format:?}");
                ("other_format", "", format!("{format:?}"), message)
            }
            Refusal::OtherVersion(version) => {
                let message = format!(
                    "the run was written in version {version} of the format, and this Rehearsal reads version {VERSION}: \
                     open it with another one"
                );
                ("other_version", "", version.to_string(), message)
            }
            Refusal::Malformed(what, place) => {
                let named = if place.is_empty() { "the run" } else { place };
                let message = format!("something is wrong in this run: {named}: {what}");
                ("malformed", place, what.to_owned(), message)
            }
        };
        let details = [
            ("refusal", refusal.into()),
            ("place", place.to_owned().into()),
            ("detail", detail.into()),
        ];
        Self::invalid(message).with_details(Value::map(details))
    }
}
