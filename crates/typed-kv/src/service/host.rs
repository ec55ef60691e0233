//! Hosts, each of which is a tenant.

use std::borrow::Cow;
use std::net::Ipv6Addr;

use super::Response;

/// The most characters of a host without its port: as many as a name in the internet may have.
const LONGEST: usize = 253;

/// Whose store a request means: its host with the port, in the one way of writing it that all others become. Upper and
/// lower case, a dot at the end and zeros before a port or in an IPv6 address make no other host.
///
/// It is a name of the internet, and not all that RFC 3986 would let pass for one: percent signs and commas are nobody's name,
/// but a slip or an attack.
pub(super) fn tenant(host: Option<&str>) -> Result<Cow<'_, str>, Response> {
    let host = host.unwrap_or_default();
    // As nearly all write it.
    if host.len() <= LONGEST && is_name(host) && is_lower(host) {
        return Ok(host.into());
    }
    let sent = host.trim_matches([' ', '\t']);
    if sent.is_empty() {
        let message = "the request has no Host header, which says whose store is meant";
        return Err(Response::error(400, message));
    }
    let (name, port) = match sent.rfind(':').filter(|at| !sent[*at..].contains(']')) {
        Some(at) => (&sent[..at], &sent[at + 1..]),
        None => (sent, ""),
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.len() > LONGEST {
        let message =
            format!("the host has {} characters, and {LONGEST} is the most", name.chars().count());
        return Err(Response::error(400, &message));
    }
    let written = address(name).or_else(|| is_name(name).then(|| name.to_ascii_lowercase()));
    let end = match port {
        "" => Some(String::new()),
        digits if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            digits.parse::<u16>().ok().map(|port| format!(":{port}"))
        }
        _ => None,
    };
    let written = written.zip(end).map(|(name, port)| (name + &port).into());
    written.ok_or_else(|| no_host(sent))
}

fn is_lower(name: &str) -> bool {
    !name.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// An IPv6 address in its brackets.
fn address(name: &str) -> Option<String> {
    let inside = name.strip_prefix('[')?.strip_suffix(']')?;
    Some(format!("[{}]", inside.parse::<Ipv6Addr>().ok()?))
}

/// Parts with dots between them. An underscore is in no name of the internet, but in those of many a network at home.
fn is_name(name: &str) -> bool {
    let mut is_part = false; // has a character
    for byte in name.bytes() {
        match byte {
            b'.' if is_part => is_part = false,
            b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => is_part = true,
            _ => return false,
        }
    }
    is_part
}

fn no_host(sent: &str) -> Response {
    let sent: String = sent.chars().take(60).collect();
    let message = format!(
        "{sent:?} is no host: it has letters of ASCII, digits, hyphens and dots (app.example), or is an IPv6 address in \
         brackets ([::1]), perhaps with a port behind it (app.example:3000)"
    );
    Response::error(400, &message)
}
