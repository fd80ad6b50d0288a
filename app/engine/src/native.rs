//! The engine in a native program, which stands for the browser: it hands over what the page says, takes
//! what the engine says, and reads the site's files.

use std::rc::Rc;

use tokio::sync::mpsc::UnboundedReceiver;

pub use crate::channel::native::EngineHost;
pub use crate::engine_device::kind_of;
pub use model::device::is_awaited as awaits_device;
pub use model::device_choice::DeviceChoice;

use crate::channel::native;
use crate::engine_device::{EngineDevice, GPU_BUILD};
use protocol::ToEngine;

/// Messages of the page, in their order, with their payloads.
pub type PageMessages = UnboundedReceiver<(ToEngine, Option<Vec<u8>>)>;

/// Runs an engine on this thread until there are no more messages. It opens the device once the page greets
/// it, and has the thread for itself: a panic ends the program. Runs within a `tokio::task::LocalSet`.
pub async fn serve(device: DeviceChoice, host: Rc<dyn EngineHost>, mut messages: PageMessages) {
    native::install(host);
    crate::start_on(EngineDevice::Chosen(device));
    while let Some((message, payload)) = messages.recv().await {
        native::deliver(message, payload);
    }
}

/// Opens a device and computes something small there. Returns what the card is called, unless it is the
/// processor.
///
/// # Errors
/// A sentence on a device that is not to be had, or does not compute.
pub async fn try_device(device: DeviceChoice) -> Result<Option<String>, String> {
    let opened = device.open(GPU_BUILD).await?;
    opened.try_out().await.map_err(|error| {
        format!(
            "--device: expected {device} to compute, found that it does not ({error}). Give another, or \
             --device cpu."
        )
    })?;
    Ok(opened.card().map(str::to_owned))
}
