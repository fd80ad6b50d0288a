//! Directions of the latent space along which a generator's first layer varies most.
//!
//! GANSpace (Härkönen et al., arXiv:2004.02546): the principal components of the activations over draws
//! from the prior, and for each the direction in z that follows it, by least squares (section 2.1, as
//! for BigGAN). The draws are matched in their moments: their mean is 0 and their covariance 1, to
//! rounding, so that a layer that is linear gives its right singular vectors without the error of a
//! sample.

use burn::tensor::{Tensor, TensorData};

use super::cholesky::factor;
use crate::ModelResult;
use crate::device::{Device, read};
use crate::nn::product;
use crate::random::{HostRng, RandomStream};

/// Draws from the prior.
const DRAWS: usize = 512;
/// Draws, or rows of a matrix, that are computed between two pauses.
const AT_ONCE: usize = 32;
/// Up to this size a symmetric matrix is decomposed as a whole, by Jacobi's rotations; of a larger one
/// the strongest components are found by subspace iteration.
const WHOLE: usize = 128;
/// Components that are followed beyond those asked for, so that these converge.
const BEYOND: usize = 16;
/// Rounds of subspace iteration.
const ROUNDS: usize = 30;
/// A component of which z explains less than this share by a linear law is no direction: what moves
/// along it is, say, a distance from 0.
const LEAST_EXPLAINED: f64 = 0.5;
/// A direction of which less than this is left beside stronger ones is none of its own.
const LEAST_LEFT: f64 = 0.1;

/// A network whose first layer can be looked at.
pub trait FirstLayer {
    /// The activations of the first layer.
    ///
    /// # Shapes
    /// `z`: `[batch, latent]` → `[batch, features]`
    fn first_layer(&self, z: Tensor<2>) -> Tensor<2>;
}

/// Principal directions, strongest first.
#[derive(Clone, Debug, PartialEq)]
pub struct PrincipalAxes {
    /// `[shares.len(), latent]`, orthonormal, each with its largest coordinate positive.
    pub directions: Vec<f32>,
    /// The share of the activations' variance that lies along each one's component.
    pub shares: Vec<f32>,
}

/// The principal directions of a network's first layer, `count` of them at most, over draws of `seed`.
/// `rest` is waited for now and then, so that other work gets its turn.
///
/// # Errors
/// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
pub async fn principal(
    model: &impl FirstLayer,
    latent: usize,
    count: usize,
    seed: u64,
    device: &Device,
    rest: impl AsyncFn(),
) -> ModelResult<PrincipalAxes> {
    let count = count.min(latent);
    let z = draws(latent, seed);
    let mut rows = Vec::new();
    for some in z.chunks(AT_ONCE * latent) {
        let some = TensorData::new(some.to_vec(), [some.len() / latent, latent]);
        rows.extend(read(model.first_layer(Tensor::from_data(some, device))).await?);
        rest().await;
    }
    let features = rows.len() / DRAWS;
    let variance = centre(&mut rows, features);
    // Whichever is smaller: the covariance of the features, or the Gram matrix of the draws, which has
    // the same eigenvalues.
    let by_features = features < DRAWS;
    let columns = transposed(&rows, features);
    let (factor, size, length) = if by_features {
        (&columns, features, DRAWS)
    } else {
        (&rows, DRAWS, features)
    };
    let other = if by_features { &rows } else { &columns };
    let other = Tensor::<2>::from_data(TensorData::new(other.clone(), [length, size]), device);
    let mut matrix = Vec::with_capacity(size * size);
    for some in factor.chunks(AT_ONCE * length) {
        let some = TensorData::new(some.to_vec(), [some.len() / length, length]);
        let some = Tensor::<2>::from_data(some, device);
        matrix.extend(read(product(some, other.clone())).await?);
        rest().await;
    }
    let (values, vectors) = strongest(&matrix, size, count + BEYOND, device, &rest).await?;
    let found = values.len();
    // The components' values at each draw, [found, draws], each of length 1.
    let scores = if by_features {
        let vectors = Tensor::<2>::from_data(TensorData::new(vectors, [found, features]), device);
        let columns = TensorData::new(columns, [features, DRAWS]);
        read(product(vectors, Tensor::from_data(columns, device))).await?
    } else {
        vectors
    };
    let mut principal = PrincipalAxes {
        directions: Vec::new(),
        shares: Vec::new(),
    };
    for (score, value) in scores.chunks_exact(DRAWS).zip(values) {
        if principal.shares.len() == count || value <= 1e-9 * variance {
            break;
        }
        let others = principal.directions.chunks_exact(latent);
        if let Some(direction) = follow(&z, latent, score, others) {
            principal.directions.extend(direction);
            principal.shares.push((value / variance) as f32);
        }
    }
    Ok(principal)
}

/// The direction in z that follows a component, at right angles to the others; `None` if none does.
fn follow<'a>(
    z: &[f32],
    latent: usize,
    score: &[f32],
    others: impl Iterator<Item = &'a [f32]>,
) -> Option<Vec<f32>> {
    // The draws' covariance is 1, so that least squares is a sum.
    let mut direction = vec![0.0_f64; latent];
    for (z, &score) in z.chunks_exact(latent).zip(score) {
        for (sum, &z) in direction.iter_mut().zip(z) {
            *sum += f64::from(score) * f64::from(z);
        }
    }
    let square = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>();
    let whole = square(&direction);
    let score: f64 = score.iter().map(|&s| f64::from(s).powi(2)).sum();
    let least = LEAST_EXPLAINED * score * DRAWS as f64;
    if whole.is_nan() || whole < least || whole == 0.0 {
        return None;
    }
    for other in others {
        let along: f64 = direction
            .iter()
            .zip(other)
            .map(|(a, &b)| a * f64::from(b))
            .sum();
        for (value, &other) in direction.iter_mut().zip(other) {
            *value -= along * f64::from(other);
        }
    }
    let left = square(&direction);
    if left < LEAST_LEFT * LEAST_LEFT * whole {
        return None;
    }
    let largest = direction
        .iter()
        .fold(0.0_f64, |a, &b| if b.abs() > a.abs() { b } else { a });
    let scale = largest.signum() / left.sqrt();
    Some(
        direction
            .iter()
            .map(|value| (value * scale) as f32)
            .collect(),
    )
}

/// Draws from the prior whose mean is 0 and whose covariance is 1.
///
/// # Shapes
/// → `[DRAWS, latent]`
fn draws(latent: usize, seed: u64) -> Vec<f32> {
    let mut z = HostRng::new(seed, RandomStream::Prior).normals(DRAWS * latent);
    centre(&mut z, latent);
    let column = |i: usize| z.iter().skip(i).step_by(latent).map(|&z| f64::from(z));
    let covariance =
        |i, j| column(i).zip(column(j)).map(|(a, b)| a * b).sum::<f64>() / DRAWS as f64;
    // Draws y = L x of covariance L Lᵀ become x = L⁻¹ y.
    let Some(l) = factor(latent, covariance) else {
        return z;
    };
    for row in z.chunks_exact_mut(latent) {
        for i in 0..latent {
            let known: f64 = (0..i).map(|j| l[i * latent + j] * f64::from(row[j])).sum();
            row[i] = ((f64::from(row[i]) - known) / l[i * latent + i]) as f32;
        }
    }
    z
}

/// Columns as rows.
fn transposed(rows: &[f32], columns: usize) -> Vec<f32> {
    let column = |i| rows.iter().skip(i).step_by(columns);
    (0..columns).flat_map(column).copied().collect()
}

/// Takes each column's mean away; the sum of all squares that is left.
fn centre(rows: &mut [f32], columns: usize) -> f64 {
    let count = rows.len() / columns;
    let mut means = vec![0.0; columns];
    for row in rows.chunks_exact(columns) {
        for (mean, &value) in means.iter_mut().zip(row) {
            *mean += f64::from(value) / count as f64;
        }
    }
    let mut squares = 0.0;
    for row in rows.chunks_exact_mut(columns) {
        for (value, mean) in row.iter_mut().zip(&means) {
            *value = (f64::from(*value) - mean) as f32;
            squares += f64::from(*value).powi(2);
        }
    }
    squares
}

/// The largest eigenvalues of a symmetric matrix, largest first, and their eigenvectors as rows of
/// length 1.
async fn strongest(
    matrix: &[f32],
    size: usize,
    count: usize,
    device: &Device,
    rest: &impl AsyncFn(),
) -> ModelResult<(Vec<f64>, Vec<f32>)> {
    let double = |values: &[f32]| values.iter().map(|&v| f64::from(v)).collect::<Vec<_>>();
    let single = |values: &[f64]| values.iter().map(|&v| v as f32).collect::<Vec<_>>();
    if size <= WHOLE {
        let (values, vectors) = ::latent::symmetric_eigen(&double(matrix), size);
        let count = count.min(size);
        return Ok((values[..count].to_vec(), single(&vectors[..count * size])));
    }
    // Subspace iteration (Golub and Van Loan, *Matrix Computations*, section 8.2.4). Where it begins
    // does not matter.
    let count = count.min(size);
    let mut rows = double(&HostRng::new(0, RandomStream::Evaluation).normals(count * size));
    let whole = Tensor::<2>::from_data(TensorData::new(matrix.to_vec(), [size, size]), device);
    let times = async |rows: &[f64]| {
        let rows = TensorData::new(single(rows), [count, size]);
        let product = product(Tensor::from_data(rows, device), whole.clone());
        read(product).await
    };
    for _ in 0..ROUNDS {
        orthonormalise(&mut rows, size);
        rows = double(&times(&rows).await?);
        rest().await;
    }
    orthonormalise(&mut rows, size);
    // The best that the subspace has to offer (Rayleigh and Ritz).
    let product = double(&times(&rows).await?);
    let mut small = Vec::with_capacity(count * count);
    for one in rows.chunks_exact(size) {
        for other in product.chunks_exact(size) {
            small.push(one.iter().zip(other).map(|(a, b)| a * b).sum());
        }
    }
    let (values, turns) = ::latent::symmetric_eigen(&small, count);
    let mut vectors = Vec::with_capacity(count * size);
    for turn in turns.chunks_exact(count) {
        let mut vector = vec![0.0; size];
        for (row, share) in rows.chunks_exact(size).zip(turn) {
            for (sum, value) in vector.iter_mut().zip(row) {
                *sum += share * value;
            }
        }
        vectors.extend(single(&vector));
    }
    Ok((values, vectors))
}

/// Gram and Schmidt's way, with each row taken from those after it (its modified form).
fn orthonormalise(rows: &mut [f64], columns: usize) {
    for at in 0..rows.len() / columns {
        let (row, after) = rows[at * columns..].split_at_mut(columns);
        let length = row.iter().map(|x| x * x).sum::<f64>().sqrt();
        // A row that depends on those before it says nothing more.
        let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
        row.iter_mut().for_each(|x| *x *= scale);
        for other in after.chunks_exact_mut(columns) {
            let along: f64 = other.iter().zip(row.iter()).map(|(a, b)| a * b).sum();
            for (value, row) in other.iter_mut().zip(row.iter()) {
                *value -= along * row;
            }
        }
    }
}
