//! How much a lab gives to whom.

use std::path::PathBuf;
use std::time::Duration;

use engine::native::DeviceChoice;

/// Reports that a page has not acknowledged, in bytes: a trainer with more waits.
const RETAINED_BYTES: usize = 16 << 20;

/// Messages that wait for a page, by whose number one is given up that sends and never reads. Of an honest
/// one, those that fit into [`RETAINED_BYTES`] are far fewer.
const WAITING_MESSAGES: usize = 1 << 18;
/// Pages of one address, which in a class is one computer.
const PAGES_OF_ONE: usize = 4;

/// What clients may take.
#[derive(Clone, Debug)]
pub struct LabLimits {
    /// Clients at a time, each with at most one run.
    pub clients: usize,
    /// How many of them compute at once.
    pub at_once: usize,
    /// The largest message of a page, in megabytes.
    pub message_megabytes: usize,
    /// Memory of a client's process, in megabytes.
    pub memory_megabytes: u64,
    /// Time that a client may compute.
    pub compute: Duration,
    /// How long a run is kept whose page is gone.
    pub keep: Duration,
    /// Bytes of reports that wait for a page.
    pub retained_bytes: usize,
    /// Messages that wait for a page.
    pub waiting_messages: usize,
    /// Clients of one address, unless that is this machine's.
    pub clients_of_one: usize,
}

impl LabLimits {
    /// The largest message of a page, in bytes.
    pub fn message_bytes(&self) -> usize {
        self.message_megabytes << 20
    }
}

impl Default for LabLimits {
    fn default() -> Self {
        Self {
            clients: 32,
            at_once: std::thread::available_parallelism().map_or(1, Into::into),
            message_megabytes: 64,
            memory_megabytes: 2048,
            compute: Duration::from_secs(4 * 3600),
            keep: Duration::from_secs(600),
            retained_bytes: RETAINED_BYTES,
            waiting_messages: WAITING_MESSAGES,
            clients_of_one: PAGES_OF_ONE,
        }
    }
}

/// What is started for each client.
#[derive(Clone, Debug)]
pub struct TrainerProgram {
    /// This program.
    pub path: PathBuf,
    /// The folder of the site.
    pub site: PathBuf,
    /// What it trains on.
    pub device: DeviceChoice,
}
