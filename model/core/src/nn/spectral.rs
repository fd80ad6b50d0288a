//! Spectral normalisation (Miyato et al., arXiv:1802.05957).

use burn::module::{Module, Param};
use burn::tensor::{Device, Tensor, TensorData};

use super::product;
use crate::random::HostRng;

/// Guards a division by a vector's length.
const EPSILON: f64 = 1e-12;
/// Iterations before the first step, so that the estimate begins near the truth.
const FIRST_ITERATIONS: usize = 15;

/// The singular vectors u, v of a weight's largest singular value σ = uᵀ W v, estimated by power
/// iteration. No gradient reaches them: to a gradient, u and v are constants (section 2.2, and
/// equation 9).
///
/// # Shapes
/// `u`: `[rows]`, `v`: `[columns]`, of the weight laid out as `[rows, columns]`
#[derive(Module, Debug)]
pub struct SpectralNorm {
    u: Param<Tensor<1>>,
    v: Param<Tensor<1>>,
}

impl SpectralNorm {
    /// Vectors for `weight`, from a random u and a few iterations.
    pub fn new<const D: usize>(weight: Tensor<D>, rng: &mut HostRng, device: &Device) -> Self {
        let matrix = matrix(weight).inner();
        let [rows, columns] = matrix.dims();
        let buffer = |values: Vec<f32>| {
            let length = values.len();
            Param::from_data(TensorData::new(values, [length]), device).set_require_grad(false)
        };
        let mut state = Self {
            u: buffer(rng.normals(rows)),
            v: buffer(vec![0.0; columns]),
        };
        for _ in 0..FIRST_ITERATIONS {
            state = state.iterated(matrix.clone());
        }
        state
    }

    /// After one more power iteration: v ← Wᵀu / ‖Wᵀu‖, u ← Wv / ‖Wv‖ (algorithm 1).
    pub fn iterated<const D: usize>(self, weight: Tensor<D>) -> Self {
        let matrix = matrix(weight).inner();
        let u = self.u.val().inner().unsqueeze_dim::<2>(0);
        let v = unit(product(u, matrix.clone())); // [1, columns]
        let u = unit(product(v.clone(), matrix.transpose())); // [1, rows]
        let put = |param: Param<Tensor<1>>, value: Tensor<2>| {
            param.map(|old| {
                let value = value.squeeze_dim::<1>(0);
                if old.is_autodiff() {
                    value.autodiff()
                } else {
                    value
                }
            })
        };
        Self {
            u: put(self.u, u),
            v: put(self.v, v),
        }
    }

    /// σ = uᵀ W v, through which a gradient reaches W.
    ///
    /// # Shapes
    /// → `[1]`
    pub fn sigma<const D: usize>(&self, weight: Tensor<D>) -> Tensor<1> {
        let u = self.u.val().detach().unsqueeze_dim::<2>(0); // [1, rows]
        let v = self.v.val().detach().unsqueeze_dim::<2>(1); // [columns, 1]
        product(product(u, matrix(weight)), v).reshape([1])
    }

    /// W / σ.
    pub fn normalised<const D: usize>(&self, weight: Tensor<D>) -> Tensor<D> {
        let sigma = self.sigma(weight.clone());
        weight / sigma.reshape([1; D])
    }
}

/// A weight as a matrix: its first dimension by all the others.
fn matrix<const D: usize>(weight: Tensor<D>) -> Tensor<2> {
    let shape = weight.dims();
    let columns = shape[1..].iter().product();
    weight.reshape([shape[0], columns])
}

fn unit(row: Tensor<2>) -> Tensor<2> {
    let length = row.clone().square().sum_dim(1).sqrt();
    row / length.clamp_min(EPSILON)
}
