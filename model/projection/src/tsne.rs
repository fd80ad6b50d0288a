//! t-SNE: van der Maaten and Hinton, *Visualizing Data using t-SNE* (2008), with the tree of van der
//! Maaten (2014), by the crate `bhtsne`.
//!
//! What `bhtsne` would draw by itself is handed to it: the neighbours, which are exact here, and the
//! beginning, which is that of scikit-learn (PCA, scaled to a deviation of 10⁻⁴) with a little noise from
//! the seed. So the same seed gives the same view, in a browser always; natively on one thread, because
//! `bhtsne` sums in as many threads as there are, in any order.

use bhtsne::{Dim, Morton, Neighbor, SparseAffinities};

use crate::draws::ProjectionDraws;
use crate::nearest::nearest;
use crate::pca::{deviation, pca};
use crate::{Progress, ProjectionError, checked};

/// How exactly forces are summed: a cell of the tree counts as one point where it is seen under a
/// smaller angle. scikit-learn's.
const THETA: f32 = 0.5;
/// Steps; for the first 250 the affinities are twelve times as large. scikit-learn takes 1,000.
const STEPS: usize = 1200;
/// The learning rate: so many per point, and at least. The gains of `bhtsne` end at 2, those of scikit-learn
/// do not; with this rate and these steps the cost comes within a tenth of scikit-learn's.
const RATE: (f32, f32) = (0.5, 200.0);
/// The deviation of the beginning, and of the noise on it.
const BEGINNING: f32 = 1e-4;
const NOISE: f32 = 1e-5;

/// What is chosen about t-SNE.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tsne {
    /// Coordinates of the view: 2 or 3.
    pub dimensions: usize,
    /// About how many neighbours a point has; at most a third of the points.
    pub perplexity: f32,
    /// Where noise comes from.
    pub seed: u64,
}

/// A view of the points by t-SNE, and its cost: the divergence KL(P ‖ Q), in nats.
///
/// # Shapes
/// `rows`: `[n, width]` → `[n, dimensions]`
///
/// # Errors
/// [`ProjectionError`]
pub fn tsne(
    rows: &[f32],
    width: usize,
    chosen: &Tsne,
    progress: Progress,
) -> Result<(Vec<f32>, f32), ProjectionError> {
    let count = checked(rows, width, chosen.dimensions)?;
    let perplexity = chosen.perplexity.clamp(1.0, (count - 1) as f32 / 3.0);
    let mut beginning = pca(rows, width, chosen.dimensions)?;
    let scale = deviation(&beginning, chosen.dimensions, 0);
    let scale = if scale > 0.0 { BEGINNING / scale } else { 0.0 };
    let mut noise = ProjectionDraws::new(chosen.seed);
    for coordinate in &mut beginning {
        *coordinate = *coordinate * scale + NOISE * noise.normal();
    }
    let near = nearest(rows, width, (3.0 * perplexity) as usize);
    let near: Vec<Vec<Neighbor<f32>>> = (0..count)
        .map(|at| {
            let row = near.of(at);
            row.map(|(index, distance)| Neighbor { index, distance })
                .collect()
        })
        .collect();
    let rows: Vec<&[f32]> = rows.chunks_exact(width).collect();
    let (positions, affinities) = match chosen.dimensions {
        3 => fit::<3>(&rows, &near, perplexity, beginning, progress),
        _ => fit::<2>(&rows, &near, perplexity, beginning, progress),
    };
    let cost = affinities.map_or(f32::NAN, |affinities| {
        let of = |at: usize| {
            let range = affinities.rows()[at]..affinities.rows()[at + 1];
            let columns = affinities.columns()[range.clone()].iter();
            columns
                .zip(&affinities.values()[range])
                .map(|(column, value)| (*column as usize, *value))
        };
        kl_divergence(of, &positions, chosen.dimensions)
    });
    Ok((positions, cost))
}

fn fit<const D: usize>(
    rows: &[&[f32]],
    near: &[Vec<Neighbor<f32>>],
    perplexity: f32,
    beginning: Vec<f32>,
    progress: Progress,
) -> (Vec<f32>, Option<SparseAffinities<f32>>)
where
    Dim<D>: Morton<D>,
{
    let mut fit = bhtsne::tSNE::<f32, &[f32], D>::new(rows);
    fit.perplexity(perplexity)
        .epochs(STEPS)
        .learning_rate((rows.len() as f32 * RATE.0).max(RATE.1))
        .initial_embedding(beginning)
        .epoch_callback(|step, _| progress((step + 1) as f32 / STEPS as f32))
        .barnes_hut_with_neighbors(THETA, near);
    (fit.embedding(), fit.affinities())
}

/// KL(P ‖ Q) in nats, with Q of all pairs: what t-SNE minimises.
///
/// # Shapes
/// `affinities`: for each row, the columns that have a share of P, and that share; `positions`:
/// `[n, dimensions]`
pub fn kl_divergence<I: Iterator<Item = (usize, f32)>>(
    affinities: impl Fn(usize) -> I,
    positions: &[f32],
    dimensions: usize,
) -> f32 {
    let places: Vec<&[f32]> = positions.chunks_exact(dimensions).collect();
    let heavy = |a: &[f32], b: &[f32]| 1.0 / (1.0 + f64::from(crate::squared(a, b)));
    let mut all = 0.0_f64;
    for (at, place) in places.iter().enumerate() {
        let others = places[at + 1..].iter();
        all += 2.0 * others.map(|other| heavy(place, other)).sum::<f64>();
    }
    let mut cost = 0.0;
    for (at, place) in places.iter().enumerate() {
        for (column, p) in affinities(at).filter(|(_, p)| *p > 0.0) {
            let p = f64::from(p);
            cost += p * (p * all / heavy(place, places[column])).ln();
        }
    }
    cost as f32
}
