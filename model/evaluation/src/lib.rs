//! Which of several models of the same data is better: figures of what they draw and of what they keep
//! of a picture, and the table of runs that holds them.
//!
//! | module | holds |
//! |---|---|
//! | [`frechet`] | the Fréchet distance between features of two sets of pictures |
//! | [`manifold`] | precision and recall, density and coverage |
//! | [`memorisation`] | how near generated pictures are to training pictures |
//! | [`certainty`] | what a classifier takes pictures for |
//! | [`pixels`] | sharpness, errors of reconstructions |
//! | [`rate`] | bits that a code needs, and bits at a quality |
//! | [`reference_set`] | all figures of a set of pictures beside those of real ones |
//! | [`column`] | the figures, a row each: unit, which way is better, which models have it |
//! | [`table`] | runs and their figures; means with their errors over seeds; CSV |
//! | [`opened_table`] | a table from a file, as people have it, and why a file is none |
//!
//! Everything is a function of its arguments. Nothing here knows a model, a browser or a sentence: what a
//! column cannot say stands in the page's catalogues and in `docs/judge.md`.
//!
//! Sets of features are rows of one slice, `[n, width]`; sets of pictures are bytes, picture by picture.

pub mod certainty;
pub mod column;
mod error;
pub mod frechet;
pub mod manifold;
mod measured;
pub mod memorisation;
pub mod opened_table;
pub mod pixels;
pub mod rate;
pub mod reference_set;
pub mod table;
mod table_fault;
mod table_file;
mod table_reader;

pub use certainty::{ClassCertainty, class_certainty};
pub use column::{BetterWhen, ColumnUnit, EvaluationColumn};
pub use error::EvaluationError;
pub use frechet::{FeatureMoments, frechet_distance};
pub use manifold::{DensityCoverage, PrecisionRecall, density_coverage, precision_recall};
pub use measured::MeasuredValue;
pub use memorisation::{Memorisation, memorisation, nearest_distances};
pub use opened_table::OpenedTable;
pub use pixels::{Sharpness, mean_squared_error, peak_signal_to_noise, quantised, sharpness};
pub use rate::{RatePoint, StepCodec, bits_at_error};
pub use reference_set::{ClassifiedPictures, ReferencePictures};
pub use table::{EvaluationRow, EvaluationTable, EvaluationValues, FamilySummary, RunOutcome};
pub use table_fault::TableFault;
pub use table_file::TableFileError;

/// Of how many pictures precision and recall look for the k-th nearest (arXiv:1904.06991, section 3).
pub const PRECISION_NEIGHBOURS: usize = 3;

/// The same for density and coverage (arXiv:2002.09797, section 4).
pub const DENSITY_NEIGHBOURS: usize = 5;

/// How sure a classifier has to be for a picture to count.
pub const SURE: f32 = 0.8;

/// How many features of `width` numbers these are.
///
/// # Errors
/// [`EvaluationError`], if they are no rows of finite numbers, or fewer than `fewest`.
fn checked(features: &[f32], width: usize, fewest: usize) -> Result<usize, EvaluationError> {
    if width == 0 || !features.len().is_multiple_of(width) {
        let found = features.len();
        return Err(EvaluationError::Rows { width, found });
    }
    if features.iter().any(|value| !value.is_finite()) {
        return Err(EvaluationError::NotFinite);
    }
    let found = features.len() / width;
    if found < fewest {
        return Err(EvaluationError::TooFew { fewest, found });
    }
    Ok(found)
}
