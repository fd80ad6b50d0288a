//! Where the site is served, and how a browser gets there.

use std::io;
use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::process::Command;

use tokio::net::TcpListener;

use crate::ServeError;

/// How many ports are tried.
const PORTS: u16 = 20;

/// A listener on the first port from `first` on that is free, and that port. Port 0 means any.
///
/// # Errors
/// [`ServeError::NoPort`] if neither it nor any of the next is free.
pub async fn bind(interface: Ipv4Addr, first: u16) -> Result<(TcpListener, u16), ServeError> {
    let last = first.saturating_add(PORTS - 1);
    for port in first..=last {
        if let Ok(listener) = TcpListener::bind((interface, port)).await {
            let port = listener.local_addr().map_or(port, |address| address.port());
            return Ok((listener, port));
        }
    }
    Err(ServeError::NoPort {
        interface,
        first,
        last,
    })
}

/// This computer's address in its network, if the system knows a way out of that.
pub fn network_address() -> Option<Ipv4Addr> {
    // Nothing is sent: the system only chooses the interface that leads elsewhere. The address is one
    // that is kept for documents.
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    match socket.local_addr().ok()?.ip() {
        IpAddr::V4(address) if !address.is_loopback() && !address.is_unspecified() => Some(address),
        _ => None,
    }
}

/// Opens an address in the default browser. The error names the program that could not be started.
///
/// # Errors
/// What the system said.
pub fn open_in_browser(address: &str) -> Result<(), (&'static str, io::Error)> {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    match Command::new(opener).arg(address).spawn() {
        Ok(_) => Ok(()),
        Err(error) => Err((opener, error)),
    }
}
