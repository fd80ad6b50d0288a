//! What workers are there for.

/// What a worker is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WorkerSlot {
    /// It answers the page.
    Explorer,
    /// It is being tried out in the background.
    Candidate,
    /// It trains.
    Trainer,
    /// The background worker: it answers what takes long.
    Background,
}

impl WorkerSlot {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Explorer,
        Self::Candidate,
        Self::Trainer,
        Self::Background,
    ];
}
