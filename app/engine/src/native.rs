//! The engine in a native program, which stands for the browser: it hands over what the page says, takes
//! what the engine says, and reads the site's files.

use std::rc::Rc;

use tokio::sync::mpsc::UnboundedReceiver;

pub use crate::channel::native::EngineHost;

use crate::channel::native;
use protocol::{EngineKind, ToEngine};

/// Messages of the page, in their order, with their payloads.
pub type PageMessages = UnboundedReceiver<(ToEngine, Option<Vec<u8>>)>;

/// Runs an engine on this thread until there are no more messages. It has the thread for itself: a panic
/// ends the program. Runs within a `tokio::task::LocalSet`.
pub async fn serve(kind: EngineKind, host: Rc<dyn EngineHost>, mut messages: PageMessages) {
    native::install(host);
    crate::start(kind);
    while let Some((message, payload)) = messages.recv().await {
        native::deliver(message, payload);
    }
}
