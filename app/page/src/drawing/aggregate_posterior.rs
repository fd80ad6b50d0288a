//! The density of the aggregate posterior over a latent space.

/// The density of the aggregate posterior, the mean of all posteriors, on a square of the latent space
/// (arXiv:1511.05644, section 2).
///
/// # Shapes
/// `means` and `spreads` are `[n, 2]`; the answer is `[side, side]`, the first row at the top, at the
/// middles of cells over ±`reach`.
pub fn aggregate_posterior(means: &[f32], spreads: &[f32], reach: f32, side: usize) -> Vec<f32> {
    let mut density = vec![0.0; side * side];
    let mut across = vec![0.0; side];
    let mut down = vec![0.0; side];
    let count = (means.len().min(spreads.len()) / 2).max(1);
    let pairs = means.chunks_exact(2).zip(spreads.chunks_exact(2));
    for (mean, spread) in pairs {
        // The Gaussians lie along the axes, so each is a product of two.
        normal_density(mean[0], spread[0], reach, &mut across);
        normal_density(-mean[1], spread[1], reach, &mut down);
        for (row, down) in density.chunks_exact_mut(side.max(1)).zip(&down) {
            let weight = down / count as f32;
            if weight > 1e-8 {
                for (cell, across) in row.iter_mut().zip(&across) {
                    *cell += weight * across;
                }
            }
        }
    }
    density
}

/// The same in one dimension, from the least value on.
pub fn aggregate_posterior_1d(
    means: &[f32],
    spreads: &[f32],
    reach: f32,
    cells: usize,
) -> Vec<f32> {
    let mut density = vec![0.0; cells];
    let mut one = vec![0.0; cells];
    let count = means.len().min(spreads.len()).max(1) as f32;
    for (mean, spread) in means.iter().zip(spreads) {
        normal_density(*mean, *spread, reach, &mut one);
        for (sum, one) in density.iter_mut().zip(&one) {
            *sum += one / count;
        }
    }
    density
}

/// A normal density at the middles of cells over ±`reach`. A density narrower than a cell is widened to
/// one cell, so that it does not fall between the middles.
pub fn normal_density(mean: f32, spread: f32, reach: f32, cells: &mut [f32]) {
    let width = 2.0 * reach / cells.len().max(1) as f32;
    let spread = spread.max(0.6 * width);
    let scale = 1.0 / (spread * std::f32::consts::TAU.sqrt());
    for (at, cell) in cells.iter_mut().enumerate() {
        let z = ((at as f32 + 0.5) * width - reach - mean) / spread;
        *cell = scale * (-z * z / 2.0).exp();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_aggregate_of_posteriors_at_the_prior_is_the_prior() {
        const REACH: f32 = 4.0;
        let side = 64;
        let density = aggregate_posterior(&[0.0, 0.0], &[1.0, 1.0], REACH, side);
        let cell = 2.0 * REACH / side as f32;
        let sum: f32 = density.iter().sum();
        assert!((sum * cell * cell - 1.0).abs() < 1e-3);
        let middle = density[32 * side + 32];
        let at = cell / 2.0;
        let expected = (-at * at).exp() / std::f32::consts::TAU;
        assert!((middle - expected).abs() < 1e-5);
        let along = aggregate_posterior_1d(&[0.0, 0.0], &[1.0, 1.0], REACH, side);
        assert!((along.iter().sum::<f32>() * cell - 1.0).abs() < 1e-3);
    }

    #[test]
    fn a_posterior_at_the_top_is_drawn_at_the_top() {
        let density = aggregate_posterior(&[0.6, 1.1], &[0.1, 0.1], 2.0, 16);
        let cells = density.iter().enumerate();
        let most = cells.max_by(|one, other| one.1.total_cmp(other.1));
        // Rows of a quarter from 2 down, columns of a quarter from -2 on.
        assert_eq!(most.map(|(at, _)| (at / 16, at % 16)), Some((3, 10)));
    }
}
