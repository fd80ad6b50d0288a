//! Points of many dimensions on a plane or in a box, so that they can be looked at.
//!
//! - [`pca`]: along the directions in which they scatter most (Pearson 1901).
//! - [`tsne`]: t-SNE (van der Maaten and Hinton 2008), by the crate `bhtsne`.
//! - [`umap`]: UMAP (McInnes, Healy, Melville 2018, arXiv:1802.03426), written here.
//! - [`trustworthiness`], [`neighbour_preservation`], [`kl_divergence`]: how far a view can be believed.
//!
//! Points are rows of one slice, `[n, width]`; what comes out is `[n, dimensions]`. Everything is a
//! function of its arguments: the same seed gives the same view.

mod draws;
mod error;
mod nearest;
mod pca;
mod quality;
mod tsne;
mod umap;

pub use error::ProjectionError;
pub use nearest::{NearestRows, nearest};
pub use pca::pca;
pub use quality::{neighbour_preservation, trustworthiness};
pub use tsne::{Tsne, kl_divergence, tsne};
pub use umap::{Umap, umap};

/// Fewer points than this are not worth a view.
pub const FEWEST: usize = 5;

/// The most points that are taken: what is compared are all pairs of them.
pub const MOST: usize = 10_000;

/// Says how far a computation is, from 0 to 1.
pub type Progress<'a> = &'a mut dyn FnMut(f32);

/// How many points these rows are.
///
/// # Errors
/// [`ProjectionError`], if there are too few or too many, or if they are no rows of finite numbers.
fn checked(rows: &[f32], width: usize, dimensions: usize) -> Result<usize, ProjectionError> {
    if !(2..=3).contains(&dimensions) {
        return Err(ProjectionError::Dimensions(dimensions));
    }
    if width == 0 || !rows.len().is_multiple_of(width) {
        let found = rows.len();
        return Err(ProjectionError::Rows { width, found });
    }
    if rows.iter().any(|value| !value.is_finite()) {
        return Err(ProjectionError::NotFinite);
    }
    let count = rows.len() / width;
    if !(FEWEST..=MOST).contains(&count) {
        return Err(ProjectionError::Count(count));
    }
    Ok(count)
}

/// The squared distance between two points.
fn squared(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}
