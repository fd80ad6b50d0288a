//! BatchNorm by a batch's own statistics, and by given ones.

use burn::tensor::Tensor;
use burn_cubecl::tensor::CubeTensor;

use super::autograd::{GpuOperand, GpuOperation, apply, constant, wrap};
use super::launch::{ComputeShader, TensorAllocator, count, elements};
use super::sums::{mean_and_variance, sums_with};
use crate::types::BatchNormOutput;

/// Rows of a thread: what it reads of the channels serves them all.
const ROWS: usize = 4;

/// See [`crate::batch_norm`].
pub fn batch_norm(
    x: &Tensor<2>,
    gamma: &Tensor<1>,
    beta: &Tensor<1>,
    epsilon: f32,
) -> Option<BatchNormOutput> {
    let [_, channels] = x.dims();
    let plain = if x.is_autodiff() {
        x.clone().inner()
    } else {
        x.clone()
    };
    let statistics = mean_and_variance(&constant(&plain)?, channels);
    let [mean, variance] = statistics.clone().map(wrap);
    let norm = GpuBatchNorm {
        statistics,
        epsilon,
    };
    let operands = [
        GpuOperand::of(x)?,
        GpuOperand::of(gamma)?,
        GpuOperand::of(beta)?,
    ];
    Some(BatchNormOutput {
        output: apply(norm, operands),
        mean,
        variance,
    })
}

/// See [`crate::batch_norm_inference`].
pub fn batch_norm_inference(
    x: &Tensor<2>,
    [gamma, beta, mean, variance]: &[Tensor<1>; 4],
    epsilon: f32,
) -> Option<Tensor<2>> {
    let x = constant(x)?;
    let y = normalised(
        &x,
        [&constant(gamma)?, &constant(beta)?],
        [&constant(mean)?, &constant(variance)?],
        epsilon,
    );
    Some(wrap(y))
}

/// (x − mean) / √(variance + ε) · γ + β.
fn normalised(
    x: &CubeTensor,
    [gamma, beta]: [&CubeTensor; 2],
    [mean, variance]: [&CubeTensor; 2],
    epsilon: f32,
) -> CubeTensor {
    let inputs = [x, gamma, beta, mean, variance];
    over_rows(
        "normalised",
        ["x", "gamma", "beta", "mean", "variance"],
        inputs,
        epsilon,
        "let scale = gamma[channel] / sqrt(variance[channel] + epsilon);
        let middle = mean[channel];
        let shift = beta[channel];",
        // In this order: a mean may be much larger than what is left without it.
        "(x[at] - middle) * scale + shift",
    )
}

/// What is computed of each number and of some of its channel's.
///
/// # Shapes
/// the first input: `[rows, channels]`, which the output has too
fn over_rows<const N: usize>(
    name: &'static str,
    names: [&'static str; N],
    inputs: [&CubeTensor; N],
    epsilon: f32,
    of_channel: &'static str,
    of_number: &'static str,
) -> CubeTensor {
    let x = inputs[0];
    let channels = count(inputs[N - 1]);
    let rows = count(x) / channels;
    let y = TensorAllocator::of(x).empty(x.meta.shape().clone());
    let vector = channels.is_multiple_of(4);
    let wide = if vector { channels / 4 } else { channels };
    let shader = ComputeShader {
        name,
        variant: vec![usize::from(vector)],
        inputs: names.map(|name| elements(name, vector)).to_vec(),
        outputs: vec![elements("y", vector)],
        sizes: &["rows", "wide"],
        reals: &["epsilon"],
        body: Box::new(move || {
            format!(
                "let channel = index % wide;
                let first = index / wide * {ROWS}u;
                if (first >= rows) {{ return; }}
                {of_channel}
                for (var row = first; row < min(first + {ROWS}u, rows); row++) {{
                    let at = row * wide + channel;
                    y[at] = {of_number};
                }}\n"
            )
        }),
    };
    let threads = rows.div_ceil(ROWS) * wide;
    shader.run(&inputs, &[&y], &[rows, wide], &[epsilon], [threads, 1]);
    y
}

#[derive(Clone, Debug)]
struct GpuBatchNorm {
    /// Mean and variance.
    statistics: [CubeTensor; 2],
    epsilon: f32,
}

impl GpuOperation<3> for GpuBatchNorm {
    type Saved = ();

    fn forward(&self, [x, gamma, beta]: [&CubeTensor; 3]) -> (CubeTensor, ()) {
        let statistics = self.statistics.each_ref();
        (normalised(x, [gamma, beta], statistics, self.epsilon), ())
    }

    /// As on the CPU (`crate::norm`): γ / σ · (g − mean(g) − x̂ · mean(g x̂)).
    fn backward(
        &self,
        [x, gamma, _]: [&CubeTensor; 3],
        (): &(),
        gradient: &CubeTensor,
        [of_x, _, _]: [bool; 3],
    ) -> [Option<CubeTensor>; 3] {
        let [mean, variance] = &self.statistics;
        let channels = count(gamma);
        let [of_beta, product] = sums_with(gradient, x, mean, channels);
        let found = of_x.then(|| {
            over_rows(
                "denormalised",
                [
                    "x", "gradient", "gamma", "mean", "sum", "product", "variance",
                ],
                [x, gradient, gamma, mean, &of_beta, &product, variance],
                self.epsilon,
                "let inverse = 1.0 / sqrt(variance[channel] + epsilon);
                let scale = gamma[channel] * inverse;
                let share = 1.0 / f32(rows);
                let by = scale * inverse * inverse * product[channel] * share;
                let middle = mean[channel];
                let shift = scale * sum[channel] * share;",
                "scale * gradient[at] - shift - by * (x[at] - middle)",
            )
        });
        let of_gamma = over_rows(
            "of-gamma",
            ["product", "variance"],
            [&product, variance],
            self.epsilon,
            "",
            "product[at] / sqrt(variance[channel] + epsilon)",
        );
        [found, Some(of_gamma), Some(of_beta)]
    }
}
