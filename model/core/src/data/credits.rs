//! Whose work a run's images are.

pub use run_spec::LICENCE_NOT_STATED as NOT_STATED;
use run_spec::{DatasetId, DatasetInfo};

/// Authors and licence (an SPDX expression) of a data set, for a model card.
pub fn credits(data: DatasetId) -> (&'static str, &'static str) {
    let DatasetInfo {
        authors, licence, ..
    } = data.info();
    (authors, licence)
}
