//! A request into what is asked, within limits.

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::HOST;
use hyper::http::request::Parts;
use hyper::{Request, StatusCode};
use tokio::sync::{Semaphore, SemaphorePermit, oneshot};
use tokio::time::timeout;

use super::{Answered, Asked, PATIENCE, site};

/// What all bodies together may take that were not answered yet, in bytes.
const TOGETHER: usize = 64 << 20;
/// So many times a body may be as long as is allowed before it is read no further. Who sends a little too much is to
/// learn that, and does not as long as it sends.
const TOO_LONG: usize = 8;

/// Reads requests.
pub struct Bodies {
    longest: usize,
    room: Semaphore,
}

type Read<'a> = (Asked, oneshot::Receiver<Answered>, SemaphorePermit<'a>);

impl Bodies {
    /// Bodies of at most so many bytes.
    pub fn new(longest: usize) -> Self {
        Self { longest, room: Semaphore::new(TOGETHER) }
    }

    /// A request, its answer, and its share of the room.
    pub async fn read(&self, request: Request<Incoming>) -> Result<Read<'_>, Answered> {
        let (head, body) = request.into_parts();
        let host = host(&head)?;
        if site::is_foreign(&head, host.as_deref()) {
            let message = "a page of another site may not write here: let the server of that page pass requests on, and \
                           ask that one";
            return Err(Answered::error(StatusCode::FORBIDDEN, message));
        }
        let late = |_| {
            let message = format!("the body did not come within {} seconds", PATIENCE.as_secs());
            Answered::error(StatusCode::REQUEST_TIMEOUT, &message)
        };
        let (body, held) = timeout(PATIENCE, self.body(body)).await.map_err(late)??;
        let (answer, answered) = oneshot::channel();
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        let method = head.method.as_str().to_owned();
        Ok((Asked { method, target, host, body, answer }, answered, held))
    }

    /// A body, and its share of the room, which is taken as it comes: who only says that much will come takes none.
    async fn body(&self, mut body: Incoming) -> Result<(Vec<u8>, SemaphorePermit<'_>), Answered> {
        let too_long = || {
            let message =
                format!("the body has more than {} bytes, which is the most", self.longest);
            Answered::error(StatusCode::PAYLOAD_TOO_LARGE, &message)
        };
        let no_room = |_| {
            let message = "too many bodies are under way; ask again";
            Answered::error(StatusCode::SERVICE_UNAVAILABLE, message)
        };
        let most = self.longest * TOO_LONG;
        if usize::try_from(hyper::body::Body::size_hint(&body).lower())
            .is_ok_and(|size| size > most)
        {
            return Err(too_long());
        }
        let mut bytes = Vec::new();
        let mut length = 0;
        let mut held = self.room.try_acquire_many(0).map_err(no_room)?;
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else {
                let message = "the body breaks off, or its chunks are wrong";
                return Err(Answered::error(StatusCode::BAD_REQUEST, message));
            };
            let Some(piece) = frame.data_ref() else { continue };
            length += piece.len();
            if length > most {
                return Err(too_long());
            }
            if length > self.longest {
                bytes = Vec::new();
                continue;
            }
            let share = u32::try_from(piece.len()).unwrap_or(u32::MAX);
            held.merge(self.room.try_acquire_many(share).map_err(no_room)?);
            bytes.extend_from_slice(piece);
        }
        if length > self.longest { Err(too_long()) } else { Ok((bytes, held)) }
    }
}

/// Whom the request means. The address itself counts more than the header, if it is a whole one.
fn host(head: &Parts) -> Result<Option<String>, Answered> {
    let mut hosts = head.headers.get_all(HOST).iter();
    match (hosts.next(), hosts.count()) {
        (first, 0) => {
            let header = || first.map(|host| String::from_utf8_lossy(host.as_bytes()).into_owned());
            let whole = head.uri.authority().map(|host| host.as_str().to_owned());
            Ok(whole.or_else(header))
        }
        (_, more) => {
            let message = format!("the request has {} Host headers, and one is right", more + 1);
            Err(Answered::error(StatusCode::BAD_REQUEST, &message))
        }
    }
}
