//! Frames: how messages of the `protocol` crate travel to a page, and to a trainer's process.
//!
//! On the socket each frame is one binary message: a byte that says what it is, then its content. A
//! message is `[1] [length of the JSON: u32] [whether there is a payload: u8] [JSON] [payload]`. On a
//! trainer's pipes a frame has the payload's length as well, because nothing else says where it ends.
//! Numbers are little-endian.

use std::io::{self, Read, Write};

use axum::body::Bytes;
use serde::{Deserialize, Serialize};

/// No payload, where a pipe has its length.
const NO_PAYLOAD: u32 = u32::MAX;

/// A sentence about foreign bytes has so many characters.
const LONGEST_QUOTE: usize = 240;

/// A message in the page's wire format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireMessage {
    /// The message.
    pub json: String,
    /// What is beside it.
    pub payload: Option<Vec<u8>>,
}

impl WireMessage {
    /// A message without a payload.
    ///
    /// # Panics
    /// If the message does not serialise; all of the protocol's do.
    pub fn of(message: &impl Serialize) -> Self {
        #[allow(clippy::expect_used, reason = "no map of the protocol has other keys")]
        let json = serde_json::to_string(message).expect("a message of the protocol");
        Self {
            json,
            payload: None,
        }
    }
}

impl WireMessage {
    /// How many bytes it has.
    pub fn bytes(&self) -> usize {
        self.json.len() + self.payload.as_ref().map_or(0, Vec::len)
    }
}

/// The first frame of a connection, of the page's: which client it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRequest {
    /// The session that goes on after its connection broke; none of a page that has none yet, which may
    /// be a page that was loaded again.
    pub session: Option<String>,
    /// How many messages of the session arrived.
    pub received: u64,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedSession {
    /// The session.
    pub session: String,
    /// How many messages of it arrived.
    pub received: u64,
}

/// One frame on a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketFrame {
    /// From the page: see [`OpenRequest`].
    Open(OpenRequest),
    /// To the page: see [`OpenedSession`].
    Opened(OpenedSession),
    /// A message of the protocol, in either direction.
    Message(WireMessage),
    /// So many messages arrived.
    Ack(u64),
    /// To the page: there is no more, and a message that says why.
    Ended(String),
}

/// What is wrong with bytes that are no frame.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {found}")]
pub struct FrameError {
    expected: &'static str,
    found: String,
}

fn wrong(expected: &'static str, found: impl ToString) -> FrameError {
    FrameError {
        expected,
        found: short(found),
    }
}

/// What is said of foreign bytes quotes them, but not for long.
pub fn short(said: impl ToString) -> String {
    said.to_string().chars().take(LONGEST_QUOTE).collect()
}

impl SocketFrame {
    /// Its bytes.
    pub fn write(&self) -> Bytes {
        match self {
            Self::Open(open) => tagged(0, WireMessage::of(open).json.as_bytes()),
            Self::Opened(opened) => tagged(4, WireMessage::of(opened).json.as_bytes()),
            Self::Message(message) => message_frame(message),
            Self::Ack(count) => tagged(2, &count.to_le_bytes()),
            Self::Ended(json) => tagged(3, json.as_bytes()),
        }
    }

    /// Reads a frame.
    ///
    /// # Errors
    /// What was expected and found.
    pub fn read(bytes: &[u8]) -> Result<Self, FrameError> {
        let (kind, content) = bytes
            .split_first()
            .ok_or_else(|| wrong("a frame", "no bytes"))?;
        Ok(match kind {
            0 => Self::Open(json(content)?),
            1 => Self::Message(read_message(content)?),
            2 => {
                let count = <[u8; 8]>::try_from(content)
                    .map_err(|_| wrong("8 bytes of a count", content.len()))?;
                Self::Ack(u64::from_le_bytes(count))
            }
            3 => Self::Ended(text(content)?.to_owned()),
            4 => Self::Opened(json(content)?),
            other => return Err(wrong("a frame of kind 0 to 4", other)),
        })
    }
}

fn tagged(kind: u8, content: &[u8]) -> Bytes {
    [&[kind], content].concat().into()
}

fn message_frame(message: &WireMessage) -> Bytes {
    let json = message.json.as_bytes();
    let payload = message.payload.as_deref();
    let mut bytes = Vec::with_capacity(6 + json.len() + payload.map_or(0, <[u8]>::len));
    bytes.push(1);
    bytes.extend((json.len() as u32).to_le_bytes());
    bytes.push(u8::from(payload.is_some()));
    bytes.extend(json);
    bytes.extend(payload.unwrap_or_default());
    bytes.into()
}

fn read_message(content: &[u8]) -> Result<WireMessage, FrameError> {
    let short = || wrong("a message's 5 bytes of lengths", content.len());
    let (length, rest) = content.split_first_chunk::<4>().ok_or_else(short)?;
    let (has_payload, rest) = rest.split_first().ok_or_else(short)?;
    let length = u32::from_le_bytes(*length) as usize;
    if length > rest.len() {
        return Err(wrong("as many bytes of JSON as the frame says", rest.len()));
    }
    let (json, payload) = rest.split_at(length);
    let payload = match has_payload {
        0 if payload.is_empty() => None,
        0 => return Err(wrong("no bytes after the JSON", payload.len())),
        1 => Some(payload.to_vec()),
        other => return Err(wrong("0 or 1 payloads", other)),
    };
    Ok(WireMessage {
        json: text(json)?.to_owned(),
        payload,
    })
}

fn text(bytes: &[u8]) -> Result<&str, FrameError> {
    std::str::from_utf8(bytes).map_err(|error| wrong("UTF-8", error))
}

fn json<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<T, FrameError> {
    serde_json::from_slice(bytes).map_err(|error| wrong("JSON of a session", error))
}

/// One frame on a trainer's pipe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PipeFrame {
    /// A message of the protocol.
    Message(WireMessage),
    /// From the trainer: it has something to compute. To the trainer: it may.
    Turn,
    /// From the trainer: it has computed.
    Done,
}

/// The bytes before a frame's content.
pub const PIPE_HEADER: usize = 9;

impl PipeFrame {
    /// Writes it to a pipe.
    ///
    /// # Errors
    /// When the other end is gone.
    pub fn write_to(&self, pipe: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Message(message) => {
                write_message(pipe, &message.json, message.payload.as_deref())
            }
            Self::Turn => pipe.write_all(&header(1, 0, NO_PAYLOAD)),
            Self::Done => pipe.write_all(&header(2, 0, NO_PAYLOAD)),
        }
    }

    /// Reads one from a pipe.
    ///
    /// # Errors
    /// When the other end is gone, or writes something else.
    pub fn read_from(pipe: &mut impl Read) -> io::Result<Self> {
        let mut header = [0; PIPE_HEADER];
        pipe.read_exact(&mut header)?;
        let mut content = vec![0; content_length(&header)];
        pipe.read_exact(&mut content)?;
        Self::of(&header, content)
    }

    /// The frame with this header and content.
    ///
    /// # Errors
    /// When it is none.
    pub fn of(header: &[u8; PIPE_HEADER], mut content: Vec<u8>) -> io::Result<Self> {
        let (json, payload) = lengths(header);
        match header[0] {
            0 => {
                if json as usize > content.len() {
                    return Err(io::Error::other("a header of another content"));
                }
                let bytes = content.split_off(json as usize);
                let json = String::from_utf8(content).map_err(io::Error::other)?;
                let payload = (payload != NO_PAYLOAD).then_some(bytes);
                Ok(Self::Message(WireMessage { json, payload }))
            }
            1 => Ok(Self::Turn),
            2 => Ok(Self::Done),
            other => Err(io::Error::other(format!("a frame of kind {other}"))),
        }
    }
}

/// How many bytes follow a header.
pub fn content_length(header: &[u8; PIPE_HEADER]) -> usize {
    let (json, payload) = lengths(header);
    let payload = if payload == NO_PAYLOAD { 0 } else { payload };
    json as usize + payload as usize
}

/// Writes a message to a pipe without copying its payload.
///
/// # Errors
/// When the other end is gone.
pub fn write_message(pipe: &mut impl Write, json: &str, payload: Option<&[u8]>) -> io::Result<()> {
    let payload_length = payload.map_or(NO_PAYLOAD, |payload| payload.len() as u32);
    pipe.write_all(&header(0, json.len() as u32, payload_length))?;
    pipe.write_all(json.as_bytes())?;
    pipe.write_all(payload.unwrap_or_default())
}

fn header(kind: u8, json: u32, payload: u32) -> [u8; PIPE_HEADER] {
    let mut header = [0; PIPE_HEADER];
    header[0] = kind;
    header[1..5].copy_from_slice(&json.to_le_bytes());
    header[5..].copy_from_slice(&payload.to_le_bytes());
    header
}

fn lengths(header: &[u8; PIPE_HEADER]) -> (u32, u32) {
    let number = |at: usize| {
        u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    (number(1), number(5))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn frames_come_back_as_they_were() {
        let message = |payload| {
            SocketFrame::Message(WireMessage {
                json: r#"{"pong":{"id":1}}"#.to_owned(),
                payload,
            })
        };
        let open = OpenRequest {
            session: Some("ab".to_owned()),
            received: 3,
        };
        for frame in [
            SocketFrame::Open(open),
            message(None),
            message(Some(Vec::new())),
            message(Some(vec![1, 2, 3])),
            SocketFrame::Ack(u64::MAX),
            SocketFrame::Ended("{}".to_owned()),
        ] {
            assert_eq!(SocketFrame::read(&frame.write()), Ok(frame));
        }
    }

    #[test]
    fn a_pipe_tells_no_payload_from_an_empty_one() {
        let mut pipe = Vec::new();
        let frames = [
            PipeFrame::Message(WireMessage {
                json: "{}".to_owned(),
                payload: Some(Vec::new()),
            }),
            PipeFrame::Turn,
            PipeFrame::Message(WireMessage {
                json: "\"ü\"".to_owned(),
                payload: None,
            }),
            PipeFrame::Done,
        ];
        for frame in &frames {
            frame.write_to(&mut pipe).unwrap();
        }
        let mut pipe = &pipe[..];
        for frame in frames {
            assert_eq!(PipeFrame::read_from(&mut pipe).unwrap(), frame);
        }
        assert!(PipeFrame::read_from(&mut pipe).is_err());
    }

    #[test]
    fn a_message_whose_lengths_do_not_fit_is_refused_in_a_sentence() {
        let error = SocketFrame::read(&[1, 9, 0, 0, 0, 0, b'{', b'}']).unwrap_err();
        let sentence = "expected as many bytes of JSON as the frame says, found 2";
        assert_eq!(error.to_string(), sentence);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_a_frame_that_is_written_the_same_or_are_refused(
            bytes in prop::collection::vec(any::<u8>(), 0..40),
        ) {
            if let Ok(frame) = SocketFrame::read(&bytes) {
                prop_assert_eq!(SocketFrame::read(&frame.write()), Ok(frame));
            }
        }
    }
}
