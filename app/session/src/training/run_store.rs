//! What the page and the script that keeps runs (`app/page/js/kept-runs.js`) say to each other.
//!
//! Both travel as JSON, so that the page's first program, which passes them on, need not know them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::picture_store::{PictureStoreCommand, PictureStoreReply};
use crate::context::Context;
use crate::host_command::HostCommand;
use crate::store_fault::StoreFault;

/// What the script is asked to do. Nothing that was kept is ever overwritten by another run's state:
/// a run that another tab has kept meanwhile is kept as a copy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum RunStoreCommand {
    /// Say which runs are kept. Answered by [`RunStoreReply::Listed`], as every change is.
    List,
    /// Keep a run, in place of its own earlier state. Answered by [`RunStoreReply::Kept`] or
    /// [`RunStoreReply::NotKept`]. Payload: the checkpoint, then the picture's pixels, then the
    /// images' file, as far as they are there.
    Keep {
        /// Its number on this page.
        run: u64,
        /// How many times it was to be kept before.
        writing: u32,
        /// As what it was kept before this page trained it; none if it was not.
        id: Option<String>,
        /// What a new one is called.
        name: String,
        /// What is needed to find its way again, see `TrainRoom::note`.
        note: String,
        /// A small picture of what it draws.
        picture: Option<PictureSize>,
        /// The name of the file with the visitor's images that it trains on; none if they lie there
        /// already.
        images: Option<String>,
    },
    /// Hand out a run. Answered by [`RunStoreReply::Opened`] or [`RunStoreReply::NotOpened`].
    Open {
        /// Which.
        id: String,
    },
    /// Hand out a run's checkpoint, which is not gone on with. Answered by [`RunStoreReply::Copied`] or
    /// [`RunStoreReply::NotCopied`].
    Copy {
        /// Which.
        id: String,
    },
    /// Call a run something else.
    Rename {
        /// Which.
        id: String,
        /// What; nothing for what its preset is called.
        name: String,
    },
    /// Keep a run no longer.
    Delete {
        /// Which.
        id: String,
    },
    /// Gather pictures, or keep them, see [`PictureStoreCommand`]: a script of its own does.
    Pictures(PictureStoreCommand),
}

/// What the script answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum RunStoreReply {
    /// The runs that are kept, newest first. Payload: the pixels of those that have a picture.
    Listed {
        /// The runs.
        runs: Vec<RunStoreEntry>,
    },
    /// A run is kept.
    Kept {
        /// Its number on this page.
        run: u64,
        /// Which writing of it; earlier ones may have been left out.
        writing: u32,
        /// As what.
        id: String,
        /// Whether the visitor's images lie beside it.
        images: bool,
    },
    /// A run could not be kept; what was kept before stays.
    NotKept {
        /// Why.
        fault: StoreFault,
    },
    /// A run is handed out. Payload: its checkpoint, then the file with the visitor's images.
    Opened {
        /// The run.
        run: RunStoreEntry,
        /// The images' file name, if it trains on the visitor's own.
        images: Option<String>,
    },
    /// A run could not be handed out; it is not there any more unless there is a fault.
    NotOpened {
        /// Which.
        id: String,
        /// Why.
        fault: Option<StoreFault>,
    },
    /// A run's checkpoint is handed out: the payload.
    Copied {
        /// Which.
        id: String,
    },
    /// A run's checkpoint could not be handed out; it is not there any more unless there is a fault.
    NotCopied {
        /// Which.
        id: String,
        /// Why.
        fault: Option<StoreFault>,
    },
    /// A run could not be renamed or deleted.
    NotChanged {
        /// Why.
        fault: StoreFault,
    },
    /// The runs could not be listed.
    NotListed {
        /// Why.
        fault: StoreFault,
    },
    /// Of pictures.
    Pictures(PictureStoreReply),
}

/// A kept run, as the script describes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunStoreEntry {
    /// Tells it from others.
    pub id: String,
    /// What the visitor calls it; empty if they call it nothing.
    pub name: String,
    /// What is needed to find its way again.
    pub note: String,
    /// When it was kept, in milliseconds since 1970.
    pub date: f64,
    /// What it takes up.
    pub bytes: f64,
    /// Its picture, whose pixels are in the payload.
    pub picture: Option<PictureSize>,
    /// Whether another tab is training it.
    pub elsewhere: bool,
}

/// The size of a picture in a payload: `height × width × channels` bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PictureSize {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// 1 (grey) or 3 (RGB).
    pub channels: usize,
}

/// Asks the script for something.
pub(super) fn ask_store(context: &mut Context, command: &RunStoreCommand, payload: Vec<Arc<[u8]>>) {
    context.command(HostCommand::RunStore {
        // Plain data with string keys always serialises.
        command: serde_json::to_string(command).unwrap_or_default(),
        payload,
    });
}
