//! The beginning of a WebSocket, RFC 6455: a request that is answered with another protocol. What follows
//! is the crate `tungstenite`'s.
//!
//! Its own beginning, and so axum's, asks for other features of crates that burn is made of; all of burn
//! would be compiled once more for the lab.

use std::io;

use axum::body::Body;
use axum::http::header::{
    CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use sha1::{Digest, Sha1};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

/// What both ends append to the key, as the RFC has it.
const APPENDED: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/// Headers of a refusal are shorter.
const LONGEST_ANSWER: usize = 64 << 10;

/// A socket to a page.
pub type PageSocket = WebSocketStream<TokioIo<Upgraded>>;

/// Answers a request for a WebSocket, and has `attend` use it.
///
/// # Errors
/// The answer to a request for something else.
pub fn upgrade<F>(
    parts: &mut Parts,
    config: WebSocketConfig,
    attend: impl FnOnce(PageSocket) -> F + Send + 'static,
) -> Result<Response, StatusCode>
where
    F: Future<Output = ()> + Send + 'static,
{
    let headers = &parts.headers;
    let is_asked = parts.method == Method::GET
        && has_word(headers, CONNECTION, "upgrade")
        && has_word(headers, UPGRADE, "websocket")
        && has_word(headers, SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(SEC_WEBSOCKET_KEY).filter(|_| is_asked);
    let accept = accept(key.ok_or(StatusCode::BAD_REQUEST)?.as_bytes());
    let upgraded = parts.extensions.remove::<OnUpgrade>();
    let upgraded = upgraded.ok_or(StatusCode::UPGRADE_REQUIRED)?;
    tokio::spawn(async move {
        // Who is gone before the answer needs no socket.
        if let Ok(upgraded) = upgraded.await {
            let stream = TokioIo::new(upgraded);
            let socket = WebSocketStream::from_raw_socket(stream, Role::Server, Some(config));
            attend(socket.await).await;
        }
    });
    Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(CONNECTION, "upgrade")
        .header(UPGRADE, "websocket")
        .header(SEC_WEBSOCKET_ACCEPT, accept)
        .body(Body::empty())
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// Whether a header's list has a word, in whatever case.
fn has_word(headers: &HeaderMap, name: HeaderName, word: &str) -> bool {
    let lines = headers.get_all(name).into_iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .any(|found| found.trim().eq_ignore_ascii_case(word))
}

fn accept(key: &[u8]) -> String {
    let mut digest = Sha1::new();
    digest.update(key);
    digest.update(APPENDED);
    STANDARD.encode(digest.finalize())
}

/// Why there is no socket.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The server answered otherwise.
    #[error("the server answered with {0}")]
    Status(u16),
    /// The network failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Asks a server for a WebSocket. `headers` are lines of HTTP.
///
/// # Errors
/// What it answered in place of that.
pub async fn connect(
    mut stream: TcpStream,
    path: &str,
    headers: &str,
) -> Result<WebSocketStream<TcpStream>, ConnectError> {
    // The key only tells answers apart, and there is but one.
    let request = format!(
        "GET {path} HTTP/1.1\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        if answer.len() > LONGEST_ANSWER {
            return Err(io::Error::other("an endless answer").into());
        }
        // A byte at a time: the next ones are frames.
        answer.push(stream.read_u8().await?);
    }
    let status = answer
        .get(9..12)
        .and_then(|code| std::str::from_utf8(code).ok());
    match status.and_then(|code| code.parse().ok()) {
        Some(101) => Ok(WebSocketStream::from_raw_socket(stream, Role::Client, None).await),
        Some(status) => Err(ConnectError::Status(status)),
        None => Err(io::Error::other("no answer of HTTP").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_answer_to_a_key_is_that_of_the_rfc() {
        let answer = accept(b"dGhlIHNhbXBsZSBub25jZQ==");
        assert_eq!(answer, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn words_of_a_header_are_told_apart() {
        let mut headers = HeaderMap::new();
        headers.insert(CONNECTION, HeaderValue::from_static("keep-alive, Upgrade"));
        assert!(has_word(&headers, CONNECTION, "upgrade"));
        assert!(!has_word(&headers, CONNECTION, "grade"));
        assert!(!has_word(&headers, UPGRADE, "websocket"));
    }
}
