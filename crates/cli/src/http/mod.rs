//! HTTP, as far as a server here needs it: requests are handed over whole, and wait for their answers.

mod read;
mod site;

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, Result};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::sync::{Semaphore, oneshot};
use tokio::time::{sleep, timeout};

/// How many connections there are at one time. More wait until one is closed.
const CONNECTIONS: usize = 2_000;
/// The longest head, in bytes, which is what each of them may take before anything is known of it.
const LONGEST_HEAD: usize = 64 << 10;
/// How long a head, and then a body, may take to come. A connection where nothing happens is closed after it, too.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long those who are being answered keep the server from ending.
const FAREWELL: Duration = Duration::from_secs(1);

/// A request that waits.
pub struct Asked {
    pub method: String,
    /// Path and query, as they were sent.
    pub target: String,
    pub host: Option<String>,
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

impl Answered {
    /// One that the server gives by itself.
    fn error(status: StatusCode, message: &str) -> Self {
        let headers = vec![("content-type".into(), "application/json".into())];
        let body = serde_json::json!({ "error": message }).to_string();
        Self { status: status.as_u16(), headers, body }
    }
}

/// A server that runs in a thread of its own.
pub struct Server {
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Server {
    /// Takes nobody any more, and answers those who have asked.
    pub fn end(self) {
        drop(self.stop);
        self.thread.join().ok();
    }
}

/// Serves on a port of this machine, with bodies of at most so many bytes.
///
/// # Errors
/// The port cannot be had.
pub fn serve<E: From<Asked> + Send + 'static>(
    port: u16,
    longest_body: usize,
    events: Sender<E>,
) -> Result<Server> {
    let listener = TcpListener::bind(("127.0.0.1", port)).with_context(|| {
        format!("port {port} cannot be had: name another one with --port, or 0 for any")
    })?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let thread = thread::spawn(move || {
        runtime.block_on(async {
            let graceful = Arc::new(GracefulShutdown::new());
            let accepting = tokio::spawn(accept(listener, longest_body, events, graceful.clone()));
            stopped.await.ok();
            accepting.abort();
            accepting.await.ok(); // now nobody else has it
            if let Some(graceful) = Arc::into_inner(graceful) {
                timeout(FAREWELL, graceful.shutdown()).await.ok();
            }
        });
    });
    Ok(Server { address, stop, thread })
}

async fn accept<E: From<Asked> + Send + 'static>(
    listener: TcpListener,
    longest_body: usize,
    events: Sender<E>,
    graceful: Arc<GracefulShutdown>,
) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let bodies = Arc::new(read::Bodies::new(longest_body));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // The machine has no more of them: some may end.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (events, bodies) = (events.clone(), bodies.clone());
        let service = service_fn(move |request| answer(request, bodies.clone(), events.clone()));
        let mut server = http1::Builder::new();
        server.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(LONGEST_HEAD);
        let connection = graceful.watch(server.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            connection.await.ok(); // one that breaks is its client's affair
            drop(place);
        });
    }
}

async fn answer<E: From<Asked>>(
    request: Request<Incoming>,
    bodies: Arc<read::Bodies>,
    events: Sender<E>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let answered = match bodies.read(request).await {
        Ok((asked, answered, held)) => {
            let ending =
                || Answered::error(StatusCode::SERVICE_UNAVAILABLE, "the server is ending");
            let answered = match events.send(asked.into()) {
                Ok(()) => answered.await.unwrap_or_else(|_| ending()),
                Err(_) => ending(),
            };
            drop(held);
            answered
        }
        Err(refused) => refused,
    };
    Ok(response(answered))
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
