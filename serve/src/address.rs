//! Where the site is served, and how a browser gets there.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddrV4, UdpSocket};
use std::process::Command;

use tokio::net::{TcpListener, TcpSocket};

use crate::ServeError;

/// How many ports are tried.
const PORTS: u16 = 20;
/// Connections that the system keeps until they are accepted. A class opens a page at once, with six
/// connections a browser; of the system's 128, some would be made a second later, and some never.
const WAITING: u32 = 1024;

/// A listener on the first port from `first` on that is free, and that port. Port 0 means any.
///
/// # Errors
/// [`ServeError::NoPort`] if neither it nor any of the next is free.
///
/// # Panics
/// Panics outside of a tokio runtime.
pub fn bind(interface: Ipv4Addr, first: u16) -> Result<(TcpListener, u16), ServeError> {
    let last = first.saturating_add(PORTS - 1);
    for port in first..=last {
        if let Ok(listener) = listen(SocketAddrV4::new(interface, port)) {
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

fn listen(address: SocketAddrV4) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // A port whose last connections are still being closed is free, except on Windows, where this would take
    // it from a program that listens.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address.into())?;
    socket.listen(WAITING)
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
