//! HTTP, as far as a server here needs it: requests are handed over whole, and wait for their answers.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::Sender;
use std::thread;

use anyhow::{Context, Result};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HOST, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::oneshot;

/// A request that waits.
pub struct Asked {
    pub method: String,
    /// Path and query, as they were sent.
    pub target: String,
    pub host: Option<String>,
    /// Of a body that is too long, more than is allowed.
    pub body: Vec<u8>,
    /// Where its answer goes.
    pub answer: oneshot::Sender<Answered>,
}

/// An answer.
pub struct Answered {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// Serves on a port of this machine, in a thread of its own, with bodies of at most so many bytes. Gives where it does.
///
/// # Errors
/// The port cannot be had.
pub fn serve<E: From<Asked> + Send + 'static>(
    port: u16,
    longest_body: usize,
    events: Sender<E>,
) -> Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", port)).with_context(|| {
        format!("port {port} cannot be had: name another one with --port, or 0 for any")
    })?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    thread::spawn(move || runtime.block_on(accept(listener, longest_body, events)));
    Ok(address)
}

async fn accept<E: From<Asked> + Send + 'static>(
    listener: TcpListener,
    longest_body: usize,
    events: Sender<E>,
) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many connections, for one: others may end.
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            continue;
        };
        let events = events.clone();
        let service = service_fn(move |request| answer(request, longest_body, events.clone()));
        let mut server = http1::Builder::new();
        server.timer(TokioTimer::new()).header_read_timeout(std::time::Duration::from_secs(30));
        // A connection that breaks is its client's affair.
        tokio::spawn(
            async move { server.serve_connection(TokioIo::new(stream), service).await.ok() },
        );
    }
}

async fn answer<E: From<Asked>>(
    request: Request<Incoming>,
    longest_body: usize,
    events: Sender<E>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, longest_body).collect().await {
        Ok(body) => body.to_bytes().to_vec(),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => vec![0; longest_body + 1],
        Err(_) => return Ok(plain(StatusCode::BAD_REQUEST)),
    };
    let (sender, answered) = oneshot::channel();
    let asked = Asked {
        method: head.method.as_str().to_owned(),
        target: head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        host: head.headers.get(HOST).and_then(|host| host.to_str().ok()).map(str::to_owned),
        body,
        answer: sender,
    };
    let unavailable = plain(StatusCode::SERVICE_UNAVAILABLE);
    if events.send(asked.into()).is_err() {
        return Ok(unavailable); // it is ending
    }
    Ok(answered.await.map_or(unavailable, response))
}

fn plain(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

fn response(answered: Answered) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(answered.body));
    *response.status_mut() =
        StatusCode::from_u16(answered.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answered.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
