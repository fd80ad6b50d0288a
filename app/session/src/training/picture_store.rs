//! What the page and the script that gathers and keeps pictures (`app/page/js/picture-sets.js`) say to each
//! other, as JSON: a variant of what is said to the script that keeps runs.

use protocol::GatheredPictures;
use run_spec::{ImageShape, PictureOptions, PictureWishes};
use serde::{Deserialize, Serialize};

use crate::store_fault::StoreFault;

/// What the script is asked to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum PictureStoreCommand {
    /// Say which sets are kept. Answered by [`PictureStoreReply::Listed`], as every change is.
    List,
    /// Gather files that were opened or dropped. Payload: their bytes. Files that only the browser can
    /// hand over (folders, many at once) do not come this way: the views pass them to the script.
    Bring {
        /// Their names.
        names: Vec<String>,
        /// How they are gathered.
        bringing: PictureBringing,
    },
    /// Show what was gathered with other options.
    Prepare {
        /// How.
        options: PictureWishes,
    },
    /// Read no more; what was read stays.
    Cancel {
        /// How it is prepared.
        options: PictureWishes,
    },
    /// Forget what was gathered.
    Discard,
    /// Keep what was gathered as a set. Answered by [`PictureStoreReply::Kept`] or
    /// [`PictureStoreReply::NotKept`].
    Keep {
        /// What it is called.
        name: String,
        /// How its pictures are prepared.
        options: PictureOptions,
    },
    /// Hand out a set. Answered by [`PictureStoreReply::Opened`].
    Open {
        /// Which.
        id: String,
    },
    /// Hand out a set for a model of its own. Answered by [`PictureStoreReply::Read`] or
    /// [`PictureStoreReply::NotRead`].
    Read {
        /// Which.
        id: String,
    },
    /// Keep a set no longer.
    Delete {
        /// Which.
        id: String,
    },
}

/// How files are gathered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PictureBringing {
    /// The page's build: the program that gathers is of the same one.
    pub build: String,
    /// The class of all of them; empty for what folders and labels say.
    pub class_name: String,
    /// Pixels across and down a tile, if they are sprite sheets.
    pub tile: Option<[usize; 2]>,
    /// How they are prepared.
    pub options: PictureWishes,
}

/// What the script answers. Its variants have no named fields, which take several times the code to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PictureStoreReply {
    /// The sets that are kept, newest first.
    Listed(Vec<KeptPictureSet>),
    /// Files are being read: how many were, of how many, as far as that is known.
    Progress(usize, usize),
    /// What was gathered so far. Payload: its sheet.
    Gathered(GatheredPictures),
    /// A set is kept that is called so. Payload: its file.
    Kept(String),
    /// A set is handed out that is called so. Payload: its file.
    Opened(String),
    /// The set of this id is handed out for a model of its own. Payload: its file.
    Read(String),
    /// It could not be.
    NotRead(String, StoreFault),
    /// A set could not be kept, handed out, listed or deleted.
    NotKept(StoreFault),
    /// The program that gathers could not do something: why (a code as of what is left out, or `program`),
    /// and what was found, or what the browser says.
    Failed(String, String),
    /// The camera was started, stopped or taken away, or is refused.
    Camera(CameraState),
}

/// What the camera does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CameraState {
    /// Nothing.
    #[default]
    Off,
    /// The browser asks the visitor.
    Starting,
    /// It shows what it sees.
    On,
    /// The visitor or the browser refuses it.
    Refused,
    /// There is none, or another program has it.
    Missing,
}

/// A set in the browser's storage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptPictureSet {
    /// Tells it from others.
    pub id: String,
    /// What the visitor calls it.
    pub name: String,
    /// How many pictures.
    pub count: usize,
    /// Pixels down each.
    pub height: usize,
    /// Pixels across each.
    pub width: usize,
    /// 1 (grey) or 3 (RGB).
    pub channels: usize,
    /// How many classes.
    pub classes: usize,
    /// What it takes up.
    pub bytes: f64,
}

impl KeptPictureSet {
    /// Of what shape its pictures are.
    pub fn image(&self) -> ImageShape {
        ImageShape {
            channels: self.channels,
            height: self.height,
            width: self.width,
        }
    }
}
