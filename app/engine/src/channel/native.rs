//! The channel of an engine in a native program: the program's [`EngineHost`] stands for the browser.

use std::cell::RefCell;
#[cfg(feature = "train")]
use std::rc::Rc;

use serde::Serialize;
#[cfg(feature = "train")]
use web_time::Duration;

use super::post;
#[cfg(feature = "train")]
use protocol::FetchCause;
use protocol::{EngineError, FromEngine, ToEngine};

/// What an engine needs of the program that it runs in.
#[cfg(feature = "train")]
pub trait EngineHost {
    /// Sends the page a message in the wire format: JSON, and a payload beside it.
    fn post(&self, json: &str, payload: Option<&[u8]>);

    /// The content of a file of the site, by its address.
    ///
    /// # Errors
    /// Why it is not to be had. Code 404 says that the site has no such file.
    fn site_file(&self, url: &str) -> Result<Vec<u8>, FetchCause>;
}

/// Hears the page's messages.
type Receiver = Box<dyn FnMut(ToEngine, Option<Vec<u8>>)>;

std::thread_local! {
    #[cfg(feature = "train")]
    static HOST: RefCell<Option<Rc<dyn EngineHost>>> = const { RefCell::new(None) };
    static RECEIVER: RefCell<Option<Receiver>> = const { RefCell::new(None) };
}

/// Has a host stand for the browser, on this thread.
#[cfg(feature = "train")]
pub fn install(host: Rc<dyn EngineHost>) {
    HOST.set(Some(host));
}

/// The host, on a thread that has one.
#[cfg(feature = "train")]
pub fn host() -> Option<Rc<dyn EngineHost>> {
    HOST.with_borrow(Clone::clone)
}

/// Hands the engine a message of the page's.
#[cfg(feature = "train")]
pub fn deliver(message: ToEngine, payload: Option<Vec<u8>>) {
    super::note_word();
    RECEIVER.with_borrow_mut(|receiver| {
        if let Some(receive) = receiver {
            receive(message, payload);
        }
    });
}

/// Posts a message.
#[cfg(feature = "train")]
pub fn send<M: Serialize>(message: &M, payload: Option<&[u8]>) {
    // All messages serialise, and who has no host has nobody to tell.
    if let (Some(host), Ok(json)) = (host(), serde_json::to_string(message)) {
        host.post(&json, payload);
    }
}

/// Nobody listens to an engine that cannot train.
#[cfg(not(feature = "train"))]
pub fn send<M: Serialize>(_: &M, _: Option<&[u8]>) {}

/// Calls `receive` with each message from now on.
pub fn listen(receive: impl FnMut(ToEngine, Option<Vec<u8>>) + 'static) {
    RECEIVER.set(Some(Box::new(receive)));
}

/// Tells the page of a panic, and ends the program: a native engine is a process of its own, as it is a
/// worker of its own in a browser.
pub fn report_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        report(panic);
        let message = panic.to_string();
        let reason = EngineError::Said { message };
        post(&FromEngine::Crashed { reason }, None);
        std::process::exit(101);
    }));
}

/// Runs a future beside everything else.
pub fn spawn_local(future: impl Future<Output = ()> + 'static) {
    drop(tokio::task::spawn_local(future));
}

/// Gives messages and timers their turn.
#[cfg(feature = "long-queries")]
pub async fn macrotask() {
    tokio::task::yield_now().await;
}

/// Waits, at least until messages and timers had their turn.
#[cfg(feature = "train")]
pub async fn sleep(time: Duration) {
    tokio::time::sleep(time).await;
}
