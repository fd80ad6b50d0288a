//! The lab as a web server: the site, what it says of itself, and the socket that pages train through.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{ConnectInfo, Extension, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures::stream::SplitSink;
use futures::{SinkExt, StreamExt};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::access::{LabAccess, host};
use crate::access_verdict::AccessVerdict;
use crate::client::{ClientEvent, ClientSetting};
use crate::clients::{ClientHandle, ClientList, PageOrigin};
use crate::connections::{ConnectionLimit, PeerAddress, RequestConnection, answer_all};
use crate::error::LabError;
use crate::frame::{SocketFrame, WireMessage};
use crate::limits::{LabLimits, TrainerProgram};
use crate::page_link::{LinkFrames, page_link};
use crate::turns::TurnKeeper;
use crate::websocket::{PageSocket, upgrade};
use engine::native::DeviceChoice;
use protocol::{FromEngine, LabFacts, LabFault, RoomError};
use site_server::StaticSite;

/// A page says within this time which client it is.
const PATIENCE: Duration = Duration::from_secs(10);
/// A page whose connection works says something more often.
const LONGEST_SILENCE: Duration = Duration::from_secs(60);

/// Sockets besides two for each page: of pages that have no place.
const SPARE_SOCKETS: usize = 8;

/// What a lab is made of.
#[derive(Debug)]
pub struct LabOptions {
    /// The folder of the site.
    pub site: PathBuf,
    /// What the lab says of itself.
    pub facts: LabFacts,
    /// Who may use it.
    pub access: LabAccess,
    /// What they may take.
    pub limits: LabLimits,
    /// This program, which is started once for each client.
    pub program: PathBuf,
    /// What it trains on.
    pub device: DeviceChoice,
    /// The build of the site, where it counts as the lab's own.
    pub trusted_build: Option<String>,
}

/// A lab.
#[derive(Debug)]
pub struct TrainingLab {
    site: StaticSite,
    facts: LabFacts,
    access: LabAccess,
    message_bytes: usize,
    /// Each may be in the midst of a message of so many bytes.
    sockets: Arc<ConnectionLimit>,
    clients: ClientList,
}

impl TrainingLab {
    /// A lab with no clients yet.
    ///
    /// # Errors
    /// Those of the site.
    pub fn new(options: LabOptions) -> Result<Arc<Self>, LabError> {
        let LabOptions {
            site,
            facts,
            access,
            limits,
            program,
            device,
            trusted_build,
        } = options;
        let setting = ClientSetting {
            turns: Arc::new(TurnKeeper::new(limits.at_once)),
            program: TrainerProgram {
                path: program,
                site: absolute(&site),
                device,
            },
            limits: limits.clone(),
            trusted_build,
        };
        Ok(Arc::new(Self {
            site: StaticSite::open(&site)?,
            facts,
            access,
            message_bytes: limits.message_bytes(),
            // A page that opens another has one that the lab has not noticed is gone.
            sockets: ConnectionLimit::new(
                2 * limits.clients + SPARE_SOCKETS,
                2 * limits.clients_of_one + SPARE_SOCKETS,
            ),
            clients: ClientList::new(setting),
        }))
    }

    /// Who may use it.
    pub fn access(&self) -> &LabAccess {
        &self.access
    }

    /// What it says of itself.
    pub fn facts(&self) -> &LabFacts {
        &self.facts
    }

    /// Answers whoever connects, until the program ends.
    pub async fn serve(self: &Arc<Self>, listener: TcpListener, certificate: Option<TlsAcceptor>) {
        answer_all(listener, certificate, self.router()).await;
    }

    /// What answers requests. They come with the address that they are from.
    fn router(self: &Arc<Self>) -> Router {
        let lab = Arc::clone(self);
        let training = Router::new()
            .route("/lab.json", get(facts))
            .route("/lab-socket", get(open_socket))
            .with_state(Arc::clone(self));
        self.site
            .router()
            .merge(training)
            .layer(middleware::from_fn(move |from, request, next| {
                guard(Arc::clone(&lab), from, request, next)
            }))
            .route("/join", get(join).with_state(Arc::clone(self)))
    }
}

fn absolute(folder: &Path) -> PathBuf {
    std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned())
}

async fn facts(State(lab): State<Arc<TrainingLab>>) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, WireMessage::of(&lab.facts).json)
}

#[derive(Deserialize)]
struct JoinQuery {
    token: String,
}

/// Whoever comes by the link gets the cookie, and an address without the token.
async fn join(
    State(lab): State<Arc<TrainingLab>>,
    ConnectInfo(PeerAddress(from)): ConnectInfo<PeerAddress>,
    query: Result<Query<JoinQuery>, QueryRejection>,
) -> Response {
    let token = query.map(|Query(query)| query.token).unwrap_or_default();
    match lab.access.join(from.ip(), &token) {
        Ok(cookie) => {
            let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, "./")]).into_response();
            set_cookie(&mut response, cookie.as_deref());
            response
        }
        Err(verdict) => refusal(verdict),
    }
}

/// Answers those who may, and has the page know that it is served by a lab.
async fn guard(
    lab: Arc<TrainingLab>,
    ConnectInfo(PeerAddress(from)): ConnectInfo<PeerAddress>,
    request: Request,
    next: Next,
) -> Response {
    match lab.access.admits(from.ip(), request.headers()) {
        AccessVerdict::Admitted => {}
        verdict => return refusal(verdict),
    }
    let host = host(request.headers()).map(str::to_owned);
    let is_known = lab.access.browser(request.headers()).is_some();
    let mut response = next.run(request).await;
    if let Some(host) = host {
        allow_socket(response.headers_mut(), &host, lab.access.is_secure);
    }
    set_cookie(&mut response, Some(&lab.access.marker()));
    if !is_known {
        set_cookie(&mut response, Some(&lab.access.new_browser()));
    }
    response
}

/// A worker has the policy of its own response. Not every browser takes the lab's own socket for 'self'.
fn allow_socket(headers: &mut HeaderMap, host: &str, is_secure: bool) {
    let scheme = if is_secure { "wss" } else { "ws" };
    let Some(policy) = headers.get(header::CONTENT_SECURITY_POLICY) else {
        return;
    };
    // Quotes, semicolons and blanks would end what is said of the host.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    if !host.bytes().all(is_plain) {
        return;
    }
    let policy = policy.to_str().unwrap_or_default().replace(
        "connect-src 'self'",
        &format!("connect-src 'self' {scheme}://{host}"),
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn set_cookie(response: &mut Response, cookie: Option<&str>) {
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(cookie).ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// A page in both languages, for a person; its status is for `lab-worker.js`.
fn refusal(verdict: AccessVerdict) -> Response {
    let (status, english, chinese) = match verdict {
        AccessVerdict::Admitted | AccessVerdict::Unknown => (
            StatusCode::UNAUTHORIZED,
            "This lab is open to those who have its link. Ask for the link, or scan its QR code.",
            "此实验室只向持有其链接的人开放。请索取该链接，或扫描其二维码。",
        ),
        AccessVerdict::TooManyGuesses => (
            StatusCode::TOO_MANY_REQUESTS,
            "Too many wrong keys came from this address. Wait two minutes, then open the lab’s link again.",
            "此地址发来的错误密钥过多。请等两分钟，再重新打开实验室的链接。",
        ),
        AccessVerdict::OtherOrigin => (
            StatusCode::FORBIDDEN,
            "This lab is for this machine only, by the address that it prints: 127.0.0.1 and its port.",
            "此实验室仅供本机使用，请用它显示的地址打开：127.0.0.1 及其端口。",
        ),
    };
    let page = format!(
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Latentscape</title><p>{english}</p><p lang=\"zh-CN\">{chinese}</p>"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, page).into_response()
}

async fn open_socket(
    State(lab): State<Arc<TrainingLab>>,
    ConnectInfo(PeerAddress(from)): ConnectInfo<PeerAddress>,
    Extension(connection): Extension<RequestConnection>,
    request: Request,
) -> Response {
    let (mut parts, _) = request.into_parts();
    let headers = &parts.headers;
    let Some(origin) = lab.access.origin(headers) else {
        return refusal(AccessVerdict::OtherOrigin);
    };
    let Some(permit) = lab.sockets.open(from.ip()) else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let browser = lab.access.browser(headers).map(str::to_owned);
    let page = PageOrigin { origin, browser };
    // A frame's lengths, and a message's, come on top.
    let most = lab.message_bytes + (1 << 20);
    let config = WebSocketConfig::default()
        .max_message_size(Some(most))
        .max_frame_size(Some(most));
    let connection = connection.hold();
    let upgraded = upgrade(&mut parts, config, async move |socket| {
        attend(lab, page, from.ip(), socket).await;
        drop((connection, permit));
    });
    upgraded.unwrap_or_else(IntoResponse::into_response)
}

/// Carries frames between a page and its client.
async fn attend(lab: Arc<TrainingLab>, page: PageOrigin, from: IpAddr, mut socket: PageSocket) {
    let first = match timeout(PATIENCE, socket.next()).await {
        Ok(Some(Ok(Message::Binary(bytes)))) => SocketFrame::read(&bytes),
        // Whoever says nothing is told nothing.
        _ => return,
    };
    let Ok(SocketFrame::Open(open)) = first else {
        let reason = "expected the page's session first, found another frame".to_owned();
        return end(socket, LabFault::NotAsked { reason }).await;
    };
    let client = match lab.clients.open(&open, &page, from) {
        Ok(client) => client,
        Err(fault) => return end(socket, fault).await,
    };
    let number = lab.clients.next_link();
    let (link, to_page) = page_link(number);
    client.tell(ClientEvent::Attached {
        link,
        fresh: open.session.is_none(),
        received: open.received,
    });
    let (sink, mut stream) = socket.split();
    let mut sending = tokio::spawn(send_all(sink, to_page));
    loop {
        tokio::select! {
            // The client is gone, or nobody takes what it says.
            _ = &mut sending => break,
            message = timeout(LONGEST_SILENCE, stream.next()) => {
                let Ok(Some(message)) = message else { break };
                match take_in(&lab, &client, number, message) {
                    HeardMessage::TakenIn => {}
                    HeardMessage::Refused => {
                        // The page may yet be told why.
                        let _ = timeout(PATIENCE, &mut sending).await;
                        break;
                    }
                    HeardMessage::Last => break,
                }
            }
        }
    }
    client.tell(ClientEvent::Detached(number));
    sending.abort();
}

/// What becomes of what a page sends.
enum HeardMessage {
    TakenIn,
    Refused,
    /// The connection is gone.
    Last,
}

/// Hands on what a page sends.
fn take_in(
    lab: &TrainingLab,
    client: &ClientHandle,
    number: u64,
    message: Result<Message, Error>,
) -> HeardMessage {
    let not_asked = |reason: String| ClientEvent::Broken(number, LabFault::NotAsked { reason });
    let event = match message {
        Ok(Message::Binary(bytes)) => match SocketFrame::read(&bytes) {
            Ok(frame) => ClientEvent::Frame(number, frame),
            Err(error) => not_asked(error.to_string()),
        },
        Ok(Message::Text(_)) => not_asked("expected bytes, found text".to_owned()),
        Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => {
            return HeardMessage::TakenIn;
        }
        Err(Error::Capacity(_)) => {
            let megabytes = lab.message_bytes >> 20;
            ClientEvent::Broken(number, LabFault::TooLarge { megabytes })
        }
        // The page is gone, or what came is no WebSocket's.
        Ok(Message::Close(_)) | Err(_) => return HeardMessage::Last,
    };
    let is_refused = matches!(event, ClientEvent::Broken(..));
    client.tell(event);
    if is_refused {
        HeardMessage::Refused
    } else {
        HeardMessage::TakenIn
    }
}

async fn send_all(mut sink: SplitSink<PageSocket, Message>, mut frames: LinkFrames) {
    while let Some(frame) = frames.next().await {
        if sink.send(Message::Binary(frame)).await.is_err() {
            return;
        }
    }
    let _ = sink.close().await;
}

/// Says why there is no client.
async fn end(mut socket: PageSocket, fault: LabFault) {
    let reason = RoomError::Lab { fault }.into();
    let message = WireMessage::of(&FromEngine::Unavailable { reason });
    let frame = SocketFrame::Ended(message.json).write();
    let _ = socket.send(Message::Binary(frame)).await;
    let _ = socket.close(None).await;
}
