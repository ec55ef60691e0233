//! What goes out.

use std::borrow::Cow;
use std::fmt::Write;

use crate::json::quote;
use crate::store::Stats;
use crate::{Invalid, Refused};

use super::target::beginning;

/// A header: its name in lower case, and its value.
pub type Header = (&'static str, &'static str);

/// What a [`Service`](crate::Service) answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status of HTTP.
    pub status: u16,
    /// That of the length is the transport's.
    pub headers: Cow<'static, [Header]>,
    /// JSON.
    pub body: Cow<'static, str>,
}

impl Response {
    /// The headers of all responses, but for those that have one more. A browser may keep what does not say how long it is right.
    pub const HEADERS: &[Header] =
        &[("content-type", "application/json"), ("cache-control", "no-store")];

    fn json(status: u16, body: impl Into<Cow<'static, str>>) -> Self {
        Self { status, headers: Self::HEADERS.into(), body: body.into() }
    }

    pub(super) fn error(status: u16, message: &str) -> Self {
        Self::json(status, format!("{{\"error\":{}}}", quote(message)))
    }

    pub(super) fn wrong_method(method: &str, allowed: &'static str) -> Self {
        let method = beginning(method);
        let message = format!("{} is not for this path, but {allowed} is", method.escape_debug());
        let mut response = Self::error(405, &message);
        response.headers.to_mut().push(("allow", allowed));
        response
    }

    /// Of a value, with what else is wrong beside it.
    pub(super) fn refused(refused: &Refused, mut details: Vec<Invalid>) -> Self {
        let Refused::Invalid { type_name, faults, more } = refused else {
            return Self::error(400, &refused.to_string());
        };
        details.extend_from_slice(faults);
        let mut error = format!("the value is no {type_name}");
        if *more > 0 {
            write!(error, " (and {more} more faults than these)").expect("a text takes all");
        }
        let details = details.iter().map(|Invalid { pointer, message }| {
            format!("{{\"pointer\":{},\"message\":{}}}", quote(pointer), quote(message))
        });
        let details = details.collect::<Vec<_>>().join(",");
        Self::json(400, format!("{{\"error\":{},\"details\":[{details}]}}", quote(&error)))
    }

    pub(super) fn success() -> Self {
        Self::json(200, "{\"success\":true}")
    }

    pub(super) fn value(json: Option<&str>) -> Self {
        Self::json(200, ["{\"value\":", json.unwrap_or("null"), "}"].concat())
    }

    pub(super) fn deleted(existed: bool) -> Self {
        Self::json(200, format!("{{\"success\":true,\"existed\":{existed}}}"))
    }

    pub(super) fn list<'a>(items: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut body = String::from("[");
        for (key, json) in items {
            let comma = if body.len() > 1 { "," } else { "" };
            write!(body, "{comma}{{\"key\":{},\"value\":{json}}}", quote(key))
                .expect("a text takes all");
        }
        Self::json(200, body + "]")
    }

    pub(super) fn stats(tenant: &str, stats: &Stats, limit: usize) -> Self {
        let types = stats.types.iter().map(|(name, (items, bytes))| {
            format!("{}:{{\"items\":{items},\"bytes\":{bytes}}}", quote(name))
        });
        let (types, Stats { items, bytes, .. }) = (types.collect::<Vec<_>>().join(","), stats);
        Self::json(
            200,
            format!(
                "{{\"tenant\":{},\"items\":{items},\"bytes\":{bytes},\"limit\":{limit},\"types\":{{{types}}}}}",
                quote(tenant)
            ),
        )
    }
}
