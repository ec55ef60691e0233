//! Paths and queries.

use std::borrow::Cow;

use crate::nearest::{did_you_mean, quoted};

use super::{Request, Response};

/// The longest key, in bytes. It goes into lists, logs and pictures of the run, where a longer one is no name any more.
const LONGEST_KEY: usize = 1_024;

/// What a request is about.
#[derive(Debug)]
pub(super) enum Route<'a> {
    Set { type_name: Cow<'a, str>, key: Cow<'a, str> },
    Get { type_name: Cow<'a, str>, key: Cow<'a, str> },
    Delete { type_name: Cow<'a, str>, key: Cow<'a, str> },
    List { type_name: Cow<'a, str> },
    Stats,
}

impl Route<'_> {
    pub fn type_name(&self) -> Option<&str> {
        match self {
            Self::Set { type_name, .. }
            | Self::Get { type_name, .. }
            | Self::Delete { type_name, .. }
            | Self::List { type_name } => Some(type_name),
            Self::Stats => None,
        }
    }
}

/// What the query says.
#[derive(Debug, Default)]
pub(super) struct Query<'a> {
    pub ttl: Option<Cow<'a, str>>,
    pub prefix: Option<Cow<'a, str>>,
}

/// A path and a query that were understood.
#[derive(Debug)]
pub(super) struct Target<'a> {
    pub route: Route<'a>,
    pub query: Query<'a>,
}

impl<'a> Target<'a> {
    pub fn of(request: &Request<'a>) -> Result<Self, Response> {
        let (path, query) = cut(request.target, b'?').unwrap_or((request.target, ""));
        let nothing = || Response::error(404, &nothing_at(path));
        let rest = path.strip_prefix("/kv/").ok_or_else(nothing)?;
        let (word, rest) = cut(rest, b'/').unwrap_or((rest, ""));
        // Keys may have slashes, percent-encoded or as they are; names of types have none.
        let keyed =
            cut(rest, b'/').filter(|(type_name, key)| !type_name.is_empty() && !key.is_empty());
        let (method, parts, names): (_, _, &[&str]) = match word {
            "set" => ("POST", keyed, &["ttl"]),
            "get" => ("GET", keyed, &[]),
            "delete" => ("DELETE", keyed, &[]),
            "list" => {
                let is_type = !rest.is_empty() && !rest.contains('/');
                ("GET", is_type.then_some((rest, "")), &["prefix"])
            }
            "stats" => ("GET", (path == "/kv/stats").then_some(("", "")), &[]),
            _ => return Err(nothing()),
        };
        let without_key = || match rest.trim_end_matches('/') {
            name if !name.is_empty() && !name.contains('/') && word != "list" => Response::error(
                404,
                &format!(
                    "the key is missing: it stands behind the type, /kv/{word}/{}/KEY",
                    beginning(name)
                ),
            ),
            _ => nothing(),
        };
        let (type_name, key) = parts.ok_or_else(without_key)?;
        if request.method != method {
            return Err(Response::wrong_method(request.method, method));
        }
        let (type_name, key) = (decode(type_name, false)?, decode(key, false)?);
        if key.len() > LONGEST_KEY {
            let message = format!("the key has {} bytes, and {LONGEST_KEY} is the most", key.len());
            return Err(Response::error(400, &message));
        }
        let route = match word {
            "set" => Route::Set { type_name, key },
            "get" => Route::Get { type_name, key },
            "delete" => Route::Delete { type_name, key },
            "list" => Route::List { type_name },
            _ => Route::Stats,
        };
        Ok(Self { route, query: Query::of(query, word, names)? })
    }
}

/// What stands before and behind the first of a sign of ASCII. `split_once` is made for longer texts.
fn cut(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == sign)?;
    Some((&text[..at], &text[at + 1..]))
}

fn nothing_at(path: &str) -> String {
    format!(
        "there is nothing at {}: there are /kv/set/:type/:key, /kv/get/:type/:key, /kv/delete/:type/:key, \
         /kv/list/:type and /kv/stats",
        beginning(path)
    )
}

/// As much of what was sent as tells which it was.
pub(super) fn beginning(text: &str) -> String {
    text.chars().take(80).collect()
}

impl<'a> Query<'a> {
    /// The parts of a query that has a meaning for these names only. A part that means nothing is a slip, and one that
    /// stands there twice has two meanings.
    fn of(text: &'a str, word: &str, names: &[&str]) -> Result<Self, Response> {
        let mut query = Self::default();
        if text.is_empty() {
            return Ok(query); // as most are
        }
        for part in text.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = &*decode(name, true)?;
            let place = match name {
                "ttl" if names.contains(&name) => &mut query.ttl,
                "prefix" if names.contains(&name) => &mut query.prefix,
                _ => return Err(Response::error(400, &without_meaning(name, word, names))),
            };
            if place.is_some() {
                let message = format!("{name:?} stands twice in the query; one of them has to go");
                return Err(Response::error(400, &message));
            }
            *place = Some(decode(value, true)?);
        }
        if let Some(prefix) = query.prefix.as_ref().filter(|it| it.len() > LONGEST_KEY) {
            let length = prefix.len();
            let message =
                format!("the prefix has {length} bytes, and keys have {LONGEST_KEY} at most");
            return Err(Response::error(400, &message));
        }
        Ok(query)
    }
}

fn without_meaning(name: &str, word: &str, names: &[&str]) -> String {
    let name = beginning(name);
    if names.is_empty() {
        return format!("{name:?} means nothing here: /kv/{word} has no query");
    }
    let hint = did_you_mean(&name, names.iter().copied(), '"');
    let hint = hint.unwrap_or_else(|| format!("; there is {}", quoted(names.iter().copied(), '"')));
    format!("{name:?} means nothing in this query{hint}")
}

/// What percent signs stand for. In a query a plus is a space, as forms write it.
fn decode(text: &str, query: bool) -> Result<Cow<'_, str>, Response> {
    let is_plain = |byte: u8| byte != b'%' && !(query && byte == b'+');
    if text.bytes().all(is_plain) {
        return Ok(text.into());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'%' => {
                let digits = after.get(..2).and_then(|two| str::from_utf8(two).ok());
                // `from_str_radix` would take a sign as well.
                let digits =
                    digits.filter(|two| two.bytes().all(|digit| digit.is_ascii_hexdigit()));
                let byte = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
                bytes.push(byte.ok_or_else(|| bad_encoding(text))?);
                rest = &after[2..];
            }
            b'+' if query => bytes.push(b' '),
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| bad_encoding(text))
}

fn bad_encoding(text: &str) -> Response {
    let message = format!(
        "{:?} is not percent-encoded: two digits follow a percent sign (%25 is the sign itself), and all is UTF-8",
        beginning(text)
    );
    Response::error(400, &message)
}
