//! Encoded images as points of a plane or a box, and pictures of runs as figures, as the page asks for them.

mod evaluating;

pub use evaluating::{RunPictures, StopPictures, figures_of};

use projection::{
    Progress, ProjectionError, Tsne, Umap, neighbour_preservation, pca, trustworthiness, tsne, umap,
};
use protocol::{ProjectionMethod, ProjectionSpec};

/// How many of the nearest points of each point are compared when a view is judged.
const NEAR: usize = 12;

/// A view of points, and how far it can be believed.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedView {
    /// `[n, dimensions]`
    pub positions: Vec<f32>,
    /// See [`trustworthiness`], for [`NEAR`] neighbours.
    pub trustworthiness: f32,
    /// The share of the nearest that are near in the view, too; see [`neighbour_preservation`].
    pub preservation: f32,
}

/// Projects points.
///
/// # Shapes
/// `rows`: `[n, width]`
///
/// # Errors
/// [`ProjectionError`]
pub fn view_of(
    rows: &[f32],
    width: usize,
    spec: ProjectionSpec,
    progress: Progress,
) -> Result<JudgedView, ProjectionError> {
    let dimensions = usize::from(spec.dimensions);
    let seed = u64::from(spec.seed);
    let positions = match spec.method {
        ProjectionMethod::Pca => pca(rows, width, dimensions)?,
        ProjectionMethod::Tsne => {
            let chosen = Tsne {
                dimensions,
                perplexity: f32::from(spec.neighbours),
                seed,
            };
            tsne(rows, width, &chosen, progress)?.0
        }
        ProjectionMethod::Umap => {
            let chosen = Umap {
                dimensions,
                neighbours: usize::from(spec.neighbours),
                seed,
            };
            umap(rows, width, &chosen, progress)?
        }
    };
    let (points, view) = ((rows, width), (&positions[..], dimensions));
    Ok(JudgedView {
        trustworthiness: trustworthiness(points, view, NEAR),
        preservation: neighbour_preservation(points, view, NEAR),
        positions,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_gives_each_point_a_place_and_figures() {
        let rows: Vec<f32> = (0..120).map(|at| ((at * 29) % 31) as f32 / 8.0).collect();
        for method in ProjectionMethod::ALL {
            for dimensions in [2, 3] {
                let spec = ProjectionSpec {
                    method: *method,
                    dimensions,
                    neighbours: 5,
                    seed: 3,
                };
                let found = view_of(&rows, 4, spec, &mut |_| {}).expect("points");
                assert_eq!(found.positions.len(), 30 * usize::from(dimensions));
                for share in [found.trustworthiness, found.preservation] {
                    assert!((0.0..=1.0).contains(&share), "{method:?} {share}");
                }
            }
        }
    }

    #[test]
    fn too_few_points_are_refused() {
        let found = view_of(&[0.0; 8], 2, ProjectionSpec::default(), &mut |_| {});
        assert_eq!(found, Err(ProjectionError::Count(4)));
    }
}
