//! What stands for a page where there is no browser: the other end of the socket, for tests.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Bytes;
use futures::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::frame::{OpenRequest, OpenedSession, SocketFrame, WireMessage};
use crate::websocket::{self, ConnectError};
use protocol::{FromEngine, ToEngine};

/// A lab takes a page for gone that says nothing for a minute.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// A socket to a lab.
pub type LabSocket = WebSocketStream<TcpStream>;

/// Opens a socket. `headers` come besides the page's origin.
///
/// # Errors
/// What the lab, or the network, said.
pub async fn connect(
    lab: SocketAddr,
    headers: &[(&'static str, String)],
) -> Result<LabSocket, ConnectError> {
    let own = [
        ("host", lab.to_string()),
        ("origin", format!("http://{lab}")),
    ];
    let own = own
        .iter()
        .filter(|(name, _)| headers.iter().all(|(given, _)| given != name));
    let lines: String = own
        .chain(headers)
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let stream = TcpStream::connect(lab).await?;
    stream.set_nodelay(true)?;
    websocket::connect(stream, "/lab-socket", &lines).await
}

/// Sends a frame.
///
/// # Errors
/// When the connection is gone.
#[allow(clippy::result_large_err, reason = "the library's own error")]
pub async fn send_frame(socket: &mut LabSocket, frame: &SocketFrame) -> Result<(), Error> {
    socket.send(Message::Binary(frame.write())).await
}

/// The next frame; nothing once the connection is gone.
pub async fn next_frame(socket: &mut LabSocket) -> Option<SocketFrame> {
    loop {
        match socket.next().await?.ok()? {
            Message::Binary(bytes) => return SocketFrame::read(&bytes).ok(),
            Message::Close(_) => return None,
            _ => {}
        }
    }
}

/// A page that trains in a lab.
pub struct PageClient {
    lab: SocketAddr,
    headers: Vec<(&'static str, String)>,
    socket: LabSocket,
    session: String,
    received: u64,
    sent: VecDeque<Bytes>,
    acknowledged: u64,
}

/// What a lab says.
#[derive(Debug)]
pub enum LabSays {
    /// A message, with its payload.
    Message(FromEngine, Option<Vec<u8>>),
    /// There is no more, for the reason that the message says.
    Ended(FromEngine),
    /// The connection is gone.
    Broken,
}

impl PageClient {
    /// Connects, as a page that has no session yet.
    ///
    /// # Errors
    /// What the lab said in place of a session.
    pub async fn open(
        lab: SocketAddr,
        headers: &[(&'static str, String)],
    ) -> Result<Self, LabSays> {
        let open = OpenRequest {
            session: None,
            received: 0,
        };
        let (socket, opened) = open_socket(lab, headers, open).await?;
        Ok(Self {
            lab,
            headers: headers.to_vec(),
            socket,
            session: opened.session,
            received: 0,
            sent: VecDeque::new(),
            acknowledged: 0,
        })
    }

    /// Its session.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// The connection breaks, and another one goes on. What was not acknowledged is sent again.
    ///
    /// # Errors
    /// What the lab said in place of the session.
    pub async fn reconnect(&mut self) -> Result<(), LabSays> {
        let open = OpenRequest {
            session: Some(self.session.clone()),
            received: self.received,
        };
        let (socket, opened) = open_socket(self.lab, &self.headers, open).await?;
        // The old one is dropped without a word.
        self.socket = socket;
        self.acknowledge(opened.received);
        for frame in self.sent.clone() {
            let sent = self.socket.send(Message::Binary(frame)).await;
            sent.map_err(|_| LabSays::Broken)?;
        }
        Ok(())
    }

    /// Its connection ends without a word of the page's.
    pub async fn leave(&mut self) {
        let _ = self.socket.close(None).await;
    }

    /// Sends a message.
    pub async fn send(&mut self, message: &ToEngine, payload: Option<Vec<u8>>) {
        let frame = SocketFrame::Message(WireMessage {
            payload,
            ..WireMessage::of(message)
        });
        let frame = frame.write();
        self.sent.push_back(frame.clone());
        // It is sent again on the next connection.
        let _ = self.socket.send(Message::Binary(frame)).await;
    }

    /// What the lab says next.
    pub async fn next(&mut self) -> LabSays {
        loop {
            let Ok(frame) = timeout(SIGN_OF_LIFE, next_frame(&mut self.socket)).await else {
                self.tell_received().await;
                continue;
            };
            match frame {
                Some(SocketFrame::Message(message)) => {
                    self.received += 1;
                    self.tell_received().await;
                    return match protocol::json::read(&message.json) {
                        Ok(read) => LabSays::Message(read, message.payload),
                        Err(_) => LabSays::Broken,
                    };
                }
                Some(SocketFrame::Ack(count)) => self.acknowledge(count),
                Some(SocketFrame::Ended(json)) => return ended(&json),
                Some(_) | None => return LabSays::Broken,
            }
        }
    }

    async fn tell_received(&mut self) {
        let ack = SocketFrame::Ack(self.received);
        let _ = send_frame(&mut self.socket, &ack).await;
    }

    fn acknowledge(&mut self, count: u64) {
        while self.acknowledged < count && self.sent.pop_front().is_some() {
            self.acknowledged += 1;
        }
    }
}

async fn open_socket(
    lab: SocketAddr,
    headers: &[(&'static str, String)],
    open: OpenRequest,
) -> Result<(LabSocket, OpenedSession), LabSays> {
    let connected = connect(lab, headers).await;
    let mut socket = connected.map_err(|_| LabSays::Broken)?;
    let sent = send_frame(&mut socket, &SocketFrame::Open(open)).await;
    sent.map_err(|_| LabSays::Broken)?;
    match next_frame(&mut socket).await {
        Some(SocketFrame::Opened(opened)) => Ok((socket, opened)),
        Some(SocketFrame::Ended(json)) => Err(ended(&json)),
        _ => Err(LabSays::Broken),
    }
}

fn ended(json: &str) -> LabSays {
    protocol::json::read(json).map_or(LabSays::Broken, LabSays::Ended)
}
