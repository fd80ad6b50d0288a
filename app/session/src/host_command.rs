//! What the host is to do for the session.

use std::sync::Arc;

use run_spec::DatasetId;

use crate::pictures::ImageGrid;
use protocol::{EngineKind, ToEngine, WorkerRole};

/// What the host is to do.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "a command lives for one call; a specification is sent once a run"
)]
pub enum HostCommand {
    /// Start a worker; its messages come back as [`SessionEvent::Engine`](crate::SessionEvent::Engine) with this number.
    StartWorker {
        /// Identifies it; never used twice.
        worker: u64,
        /// Which engine to load.
        engine: EngineKind,
        /// Its role.
        role: WorkerRole,
        /// Whether it opens ONNX files too; only on the CPU, and for no trainer.
        onnx: bool,
        /// How many threads it is to have; more than one only for a trainer on the CPU, and
        /// [`LAB_THREADS`](crate::LAB_THREADS) for one that a lab has.
        threads: usize,
    },
    /// End a worker.
    StopWorker {
        /// Which.
        worker: u64,
    },
    /// Send a message.
    Send {
        /// To which worker.
        worker: u64,
        /// What.
        message: ToEngine,
        /// The payload to transfer along.
        payload: Option<Arc<[u8]>>,
    },
    /// Hand bytes out as a file.
    Save {
        /// The file's name.
        name: String,
        /// Its media type.
        kind: &'static str,
        /// What it holds.
        bytes: Arc<[u8]>,
    },
    /// Hand pictures out as a file: one as PNG, several as an animated GIF.
    SavePictures {
        /// The file's name.
        name: String,
        /// The pictures.
        grids: Vec<Arc<ImageGrid>>,
    },
    /// Have the browser decode a picture that the visitor brought, which
    /// [`ExploreEvent::Bring`](crate::ExploreEvent::Bring) or
    /// [`ExploreEvent::RefusePicture`](crate::ExploreEvent::RefusePicture) then tells.
    ReadPicture {
        /// The file's name; none of what was pasted.
        name: String,
        /// Its bytes.
        bytes: Arc<[u8]>,
    },
    /// Load the page again.
    Reload,
    /// Find out where a data set is, which [`TrainEvent::Located`](crate::TrainEvent::Located) then tells.
    Locate {
        /// Which.
        data: DatasetId,
    },
    /// Ask the script that keeps runs for something; it answers with
    /// [`TrainEvent::RunStore`](crate::TrainEvent::RunStore).
    RunStore {
        /// A [`RunStoreCommand`](crate::RunStoreCommand) as JSON.
        command: String,
        /// What goes along.
        payload: Vec<Arc<[u8]>>,
    },
}
