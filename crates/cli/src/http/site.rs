//! Whether a browser asks in the name of another site.

use hyper::Method;
use hyper::header::ORIGIN;
use hyper::http::request::Parts;

/// Whether a page of another site would write. A browser sends many a request without asking first, and only keeps the answer
/// from the page; so a page from anywhere could write into a store on its reader's own machine. Browsers say where a
/// request comes from, and other programs say nothing: they are no way to get somebody else's request made.
///
/// A page whose name was made to lead to this machine (DNS rebinding) is of the same site for a browser. It asks with its own
/// host, which is a tenant of its own, so it finds nothing of others.
pub fn is_foreign(head: &Parts, host: Option<&str>) -> bool {
    if [Method::GET, Method::HEAD, Method::OPTIONS].contains(&head.method) {
        return false; // they change nothing
    }
    if let Some(site) = head.headers.get("sec-fetch-site") {
        // `none`: the reader's own doing. `same-site` is another port or a sister's name, and so another tenant.
        return site != "same-origin" && site != "none";
    }
    let Some(origin) = head.headers.get(ORIGIN) else { return false };
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    !origin.zip(host).is_some_and(|((_, origin), host)| origin.eq_ignore_ascii_case(host))
}
