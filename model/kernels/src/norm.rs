//! BatchNorm (arXiv:1502.03167) by a batch's own statistics.

use burn::backend::Flex;
use burn::tensor::{Shape, Tensor};

use crate::autograd::{CpuOperand, CpuOperation, apply, numbers, tensor};
use crate::elementwise::{denormalise, normalise, sum_products};
use crate::multiply::sum_rows;
use crate::parallel::{map_rows, parallel_columns};
use crate::types::BatchNormOutput;

/// `(x − mean) / √(variance + ε) · gamma + beta`; `None` unless all tensors are on a supported
/// device.
///
/// # Shapes
/// `x`: `[rows, channels]`, `gamma`, `beta`: `[channels]`
pub fn batch_norm(
    x: &Tensor<2>,
    gamma: &Tensor<1>,
    beta: &Tensor<1>,
    epsilon: f32,
) -> Option<BatchNormOutput> {
    let found = on_cpu(x, gamma, beta, epsilon);
    #[cfg(feature = "webgpu")]
    let found = found.or_else(|| crate::gpu::batch_norm(x, gamma, beta, epsilon));
    found
}

fn on_cpu(
    x: &Tensor<2>,
    gamma: &Tensor<1>,
    beta: &Tensor<1>,
    epsilon: f32,
) -> Option<BatchNormOutput> {
    let shape = x.dims();
    let plain = if x.is_autodiff() {
        x.clone().inner()
    } else {
        x.clone()
    };
    let CpuOperand::Constant(values) = CpuOperand::of(plain)? else {
        return None;
    };
    let statistics = ChannelStatistics::of(numbers(&values.to_contiguous()), shape[1]);
    let vector = |values: &[f32]| {
        let shape = Shape::from([values.len()]);
        Tensor::from_primitive::<Flex>(tensor(values.to_vec(), shape))
    };
    let (mean, variance) = (vector(&statistics.mean), vector(&statistics.variance));
    let norm = BatchNormOp {
        statistics,
        epsilon,
    };
    let operands = [
        CpuOperand::of(x.clone())?,
        CpuOperand::of(gamma.clone())?,
        CpuOperand::of(beta.clone())?,
    ];
    Some(BatchNormOutput {
        output: apply(norm, operands, shape),
        mean,
        variance,
    })
}

/// The same by statistics that are given, for pictures rather than for learning; `None` unless all
/// tensors are on a supported device and none is followed by autodiff.
///
/// # Shapes
/// `x`: `[rows, channels]`, the others `[channels]`; in the order γ, β, mean, variance
pub fn batch_norm_inference(
    x: &Tensor<2>,
    statistics: [Tensor<1>; 4],
    epsilon: f32,
) -> Option<Tensor<2>> {
    let found = by_on_cpu(x, &statistics, epsilon);
    #[cfg(feature = "webgpu")]
    let found = found.or_else(|| crate::gpu::batch_norm_inference(x, &statistics, epsilon));
    found
}

fn by_on_cpu(x: &Tensor<2>, statistics: &[Tensor<1>; 4], epsilon: f32) -> Option<Tensor<2>> {
    let constant = |operand| match operand {
        CpuOperand::Constant(tensor) => Some(tensor.to_contiguous()),
        CpuOperand::Tracked(_) => None,
    };
    let [_, channels] = x.dims();
    let shape = x.shape();
    let x = constant(CpuOperand::of(x.clone())?)?;
    let mut given = Vec::with_capacity(4);
    for statistic in statistics {
        given.push(constant(CpuOperand::of(statistic.clone())?)?);
    }
    let [gamma, beta, mean, variance] = [0, 1, 2, 3].map(|i| numbers(&given[i]));
    let mut scale = vec![0.0; channels];
    for (scale, (gamma, variance)) in scale.iter_mut().zip(gamma.iter().zip(variance)) {
        *scale = gamma / (variance + epsilon).sqrt();
    }
    let x = numbers(&x);
    let y = map_rows(x, channels, |_, x, y| normalise(x, [mean, &scale, beta], y));
    Some(Tensor::from_primitive::<Flex>(tensor(y, shape)))
}

#[derive(Clone, Debug)]
struct ChannelStatistics {
    mean: Vec<f32>,
    variance: Vec<f32>,
}

impl ChannelStatistics {
    /// In two passes: the squares' sum less the sum's square loses what a small variance consists
    /// of.
    fn of(x: &[f32], channels: usize) -> Self {
        let share = 1.0 / (x.len() / channels) as f32;
        let mut mean = vec![0.0; channels];
        sum_rows(x, &mut mean);
        for mean in &mut mean {
            *mean *= share;
        }
        let mut variance = vec![0.0; channels];
        parallel_columns(x.len(), &mut variance, |first, variance| {
            sum_products(x, x, [&mean, &mean], first, variance);
        });
        for variance in &mut variance {
            *variance *= share;
        }
        Self { mean, variance }
    }
}

#[derive(Clone, Debug)]
struct BatchNormOp {
    statistics: ChannelStatistics,
    epsilon: f32,
}

impl BatchNormOp {
    /// 1 / √(variance + ε).
    fn inverse_deviation(&self) -> Vec<f32> {
        let variance = self.statistics.variance.iter();
        variance
            .map(|variance| 1.0 / (variance + self.epsilon).sqrt())
            .collect()
    }
}

impl CpuOperation<3> for BatchNormOp {
    fn forward(&self, [x, gamma, beta]: [&[f32]; 3]) -> Vec<f32> {
        let mean = &self.statistics.mean;
        let scale: Vec<_> = self
            .inverse_deviation()
            .iter()
            .zip(gamma)
            .map(|(inverse, gamma)| inverse * gamma)
            .collect();
        map_rows(x, mean.len(), |_, x, y| {
            normalise(x, [mean, &scale, beta], y)
        })
    }

    /// With x̂ the normalised x, g the gradient, and means over the batch: the gradient of x is
    /// γ / σ · (g − mean(g) − x̂ · mean(g x̂)) (section 3 of the paper).
    fn backward(
        &self,
        [x, gamma, _]: [&[f32]; 3],
        _output: &[f32],
        gradient: &[f32],
        [of_x, _, _]: [bool; 3],
    ) -> [Option<Vec<f32>>; 3] {
        let channels = gamma.len();
        let mean = &self.statistics.mean;
        let inverse = self.inverse_deviation();
        let mut of_beta = vec![0.0; channels];
        let mut of_gamma = vec![0.0; channels];
        sum_rows(gradient, &mut of_beta);
        let zero = vec![0.0; channels];
        parallel_columns(x.len(), &mut of_gamma, |first, of_gamma| {
            sum_products(x, gradient, [mean, &zero], first, of_gamma);
        });
        for (of_gamma, inverse) in of_gamma.iter_mut().zip(&inverse) {
            *of_gamma *= inverse;
        }
        let of_x = of_x.then(|| {
            let share = 1.0 / (x.len() / channels) as f32;
            // γ / σ · g − a − b · x, with a and b of the channel.
            let factors: Vec<[f32; 3]> = (0..channels)
                .map(|c| {
                    let scale = gamma[c] * inverse[c];
                    let b = scale * inverse[c] * of_gamma[c] * share;
                    [scale, scale * of_beta[c] * share - b * mean[c], b]
                })
                .collect();
            let column = |i: usize| -> Vec<f32> { factors.iter().map(|f| f[i]).collect() };
            let (scale, a, b) = (column(0), column(1), column(2));
            map_rows(x, channels, |begin, x, found| {
                denormalise(x, &gradient[begin..], [&scale, &a, &b], found)
            })
        });
        [of_x, Some(of_gamma), Some(of_beta)]
    }
}
