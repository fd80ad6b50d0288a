//! Connections: how many there may be, and how long one may take over what it says.
//!
//! `axum::serve` gives a client as long as it likes to say what it wants, and lets it open as many
//! connections as the system has files. Few machines of a class would then keep all others out.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

/// Who connects agrees on a key within this time, and says what it wants within as much again.
const PATIENCE: Duration = Duration::from_secs(10);
/// A connection that is no socket is asked to end after this time, and cut off after twice as much.
const LONGEST: Duration = Duration::from_secs(300);
/// Connections at a time. Most systems let a program have 1024 files, and a trainer takes two.
const MOST: usize = 512;
/// Those of one address, which is a browser's in a class. A browser opens six, and one for each socket.
const MOST_OF_ONE: usize = 64;

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct PeerAddress(pub SocketAddr);

/// Connections, or sockets, by their addresses, and how many there may be.
#[derive(Debug)]
pub struct ConnectionLimit {
    most: usize,
    most_of_one: usize,
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// One of the connections. It counts for as long as this lives.
#[derive(Debug)]
pub struct ConnectionPermit {
    limit: Arc<ConnectionLimit>,
    from: IpAddr,
}

/// A request's connection, for a socket that outlives the request.
#[derive(Clone, Debug)]
pub struct RequestConnection(Arc<ConnectionPermit>);

impl RequestConnection {
    /// The connection counts for as long as this is held.
    pub fn hold(&self) -> Arc<ConnectionPermit> {
        Arc::clone(&self.0)
    }
}

impl ConnectionLimit {
    /// None yet. So many may be in all, and of one address.
    pub fn new(most: usize, most_of_one: usize) -> Arc<Self> {
        Arc::new(Self {
            most,
            most_of_one,
            open: Mutex::default(),
        })
    }

    /// One more from there, if it may be. This machine's own programs are limited only by the sum.
    pub fn open(self: &Arc<Self>, from: IpAddr) -> Option<ConnectionPermit> {
        let mut open = self.lock();
        let count = open.get(&from).copied().unwrap_or_default();
        let is_one_too_many = count >= self.most_of_one && !from.is_loopback();
        if is_one_too_many || open.values().sum::<usize>() >= self.most {
            return None;
        }
        open.insert(from, count + 1);
        Some(ConnectionPermit {
            limit: Arc::clone(self),
            from,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        let mut open = self.limit.lock();
        if let Some(count) = open.get_mut(&self.from) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.from);
            }
        }
    }
}

/// Answers whoever connects, until the program ends.
pub async fn answer_all(
    mut listener: TcpListener,
    certificate: Option<TlsAcceptor>,
    router: Router,
) {
    let limit = ConnectionLimit::new(MOST, MOST_OF_ONE);
    loop {
        // Waits where the system has no socket left.
        let (stream, from) = Listener::accept(&mut listener).await;
        let Some(permit) = limit.open(from.ip()) else {
            continue;
        };
        let (router, from) = (router.clone(), PeerAddress(from));
        let permit = RequestConnection(Arc::new(permit));
        let certificate = certificate.clone();
        tokio::spawn(async move {
            // Frames are small, and each is waited for.
            let _ = stream.set_nodelay(true);
            match certificate {
                None => answer(stream, router, from, permit).await,
                Some(certificate) => {
                    if let Ok(Ok(stream)) = timeout(PATIENCE, certificate.accept(stream)).await {
                        answer(stream, router, from, permit).await;
                    }
                }
            }
        });
    }
}

/// Answers the requests of one connection.
async fn answer(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    from: PeerAddress,
    permit: RequestConnection,
) {
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        let extensions = request.extensions_mut();
        extensions.insert(ConnectInfo(from));
        extensions.insert(permit.clone());
        router.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    // What goes wrong on a connection is the other end's.
    if timeout(LONGEST, connection.as_mut()).await.is_err() {
        connection.as_mut().graceful_shutdown();
        let _ = timeout(LONGEST, connection).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_so_many_connections_and_all_have_so_many() {
        let limit = ConnectionLimit::new(MOST, MOST_OF_ONE);
        let address = |last: u16| IpAddr::from([192, 0, (last >> 8) as u8, last as u8]);
        let mut held: Vec<_> = (0..MOST_OF_ONE).map(|_| limit.open(address(1))).collect();
        assert!(held.iter().all(Option::is_some));
        assert!(limit.open(address(1)).is_none(), "one address too often");
        held.pop();
        held.push(limit.open(address(1)));
        assert!(held.iter().all(Option::is_some), "one ended");
        held.extend((0..MOST - MOST_OF_ONE).map(|at| limit.open(address(2 + at as u16))));
        assert!(held.iter().all(Option::is_some));
        assert!(limit.open(address(1000)).is_none(), "one too many");
        assert!(limit.open(IpAddr::from([127, 0, 0, 1])).is_none());
        drop(held);
        assert!(limit.lock().is_empty());
    }
}
