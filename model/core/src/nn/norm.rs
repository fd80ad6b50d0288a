//! What stands between a layer and its activation: BatchNorm (arXiv:1502.03167) or GroupNorm
//! (arXiv:1803.08494).

use burn::module::{Module, ModuleMapper, Param, ParamId};
use burn::tensor::container::TensorContainer;
use burn::tensor::{Device, Tensor, module};
use run_spec::Normalisation;

/// Added to a variance before its root is taken.
const EPSILON: f64 = 1e-5;
/// The weight of a batch in the running statistics.
const MOMENTUM: f64 = 0.1;
/// GroupNorm's channels per group (arXiv:1803.08494, table 3).
const CHANNELS_PER_GROUP: usize = 16;

/// How a pass through a network normalises.
///
/// A network is not changed by a pass. What a training pass saw of each batch is kept here, and
/// becomes part of the running statistics with [`ForwardPass::update_running_stats`], or is dropped.
#[derive(Debug, Default)]
pub enum ForwardPass {
    /// By the running statistics.
    #[default]
    Inference,
    /// By the batch's own statistics.
    Training(PassStatistics),
}

/// What a training pass saw.
#[derive(Debug, Default)]
pub struct PassStatistics {
    /// Batch means and variances, by the running statistic that they belong to.
    batch: TensorContainer<ParamId>,
    /// Each layer's activations, if the pass records them.
    hidden: Option<Vec<HiddenActivations>>,
}

/// A layer's activations, without autodiff.
#[derive(Clone, Debug)]
pub struct HiddenActivations {
    /// `[batch, features]` or `[batch, height, width, channels]`.
    pub shape: Vec<usize>,
    /// All of them, row by row.
    pub values: Tensor<1>,
}

impl ForwardPass {
    /// A training pass that saw nothing yet.
    pub fn training() -> Self {
        Self::Training(PassStatistics::default())
    }

    /// A training pass that keeps each layer's activations for [`Self::hidden`].
    pub fn watched() -> Self {
        Self::Training(PassStatistics {
            hidden: Some(Vec::new()),
            ..PassStatistics::default()
        })
    }

    /// Keeps a layer's activations, if the pass is a watched one.
    pub(crate) fn note<const D: usize>(&mut self, x: &Tensor<D>) {
        if let Self::Training(PassStatistics {
            hidden: Some(hidden),
            ..
        }) = self
        {
            let shape = x.dims();
            let flat = x.clone().reshape([shape.iter().product::<usize>()]);
            hidden.push(HiddenActivations {
                shape: shape.to_vec(),
                values: if flat.is_autodiff() {
                    flat.inner()
                } else {
                    flat
                },
            });
        }
    }

    /// The activations of each layer, from the first on; none but of a watched pass.
    pub fn hidden(&self) -> &[HiddenActivations] {
        match self {
            Self::Training(PassStatistics {
                hidden: Some(hidden),
                ..
            }) => hidden,
            _ => &[],
        }
    }

    /// The network with what this pass saw in its running statistics: 0.9 of the old, 0.1 of the
    /// batch's, as in PyTorch.
    pub fn update_running_stats<M: Module>(self, network: M) -> M {
        match self {
            Self::Inference => network,
            Self::Training(seen) if seen.batch.is_empty() => network,
            Self::Training(seen) => network.map(&mut RunningStatsMapper(seen.batch)),
        }
    }
}

struct RunningStatsMapper(TensorContainer<ParamId>);

impl ModuleMapper for RunningStatsMapper {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        match self.0.remove::<Tensor<D>>(&param.id) {
            Some(batch) => {
                let weights = [(1.0 - MOMENTUM) as f32, MOMENTUM as f32];
                param.map(|running| {
                    let followed = running.is_autodiff();
                    let plain = if followed {
                        running.clone().inner()
                    } else {
                        running.clone()
                    };
                    match kernels::weighted_sum(&plain, &batch, weights) {
                        Some(mixed) if followed => mixed.autodiff(),
                        Some(mixed) => mixed,
                        None => running.mul_scalar(1.0 - MOMENTUM) + batch.mul_scalar(MOMENTUM),
                    }
                })
            }
            None => param,
        }
    }
}

/// A normalisation of channels, with a scale γ and a shift β each.
///
/// # Shapes
/// `[batch, …, channels]`; it stays
#[derive(Module, Debug)]
pub struct NormLayer {
    gamma: Param<Tensor<1>>,
    beta: Param<Tensor<1>>,
    running: Option<RunningStats>,
    /// GroupNorm's groups.
    groups: usize,
}

/// BatchNorm's running statistics; no gradient reaches them.
#[derive(Module, Debug)]
struct RunningStats {
    mean: Param<Tensor<1>>,
    variance: Param<Tensor<1>>,
}

impl NormLayer {
    /// A normalisation of `channels`; none for [`Normalisation::None`].
    pub fn new(kind: Normalisation, channels: usize, device: &Device) -> Option<Self> {
        let filled = |value: f32| Param::from_data(vec![value; channels].as_slice(), device);
        let running = match kind {
            Normalisation::None => return None,
            Normalisation::Group => None,
            Normalisation::Batch => Some(RunningStats {
                mean: filled(0.0).set_require_grad(false),
                variance: filled(1.0).set_require_grad(false),
            }),
        };
        Some(Self {
            gamma: filled(1.0),
            beta: filled(0.0),
            running,
            groups: groups(channels),
        })
    }

    /// See the type for shapes.
    pub fn forward<const D: usize>(&self, x: Tensor<D>, pass: &mut ForwardPass) -> Tensor<D> {
        let shape = x.dims();
        let channels = shape[D - 1];
        let rows = shape.iter().product::<usize>() / channels;
        match (&self.running, pass) {
            (None, _) => self.over_groups(x),
            (Some(running), ForwardPass::Inference) => {
                let (gamma, beta) = (self.gamma.val(), self.beta.val());
                let (mean, variance) = (running.mean.val(), running.variance.val());
                let x = x.reshape([rows, channels]);
                let given = [&gamma, &beta, &mean, &variance].map(Tensor::clone);
                kernels::batch_norm_inference(&x, given, EPSILON as f32)
                    .unwrap_or_else(|| module::batch_norm(x, gamma, beta, mean, variance, EPSILON))
                    .reshape(shape)
            }
            (Some(running), ForwardPass::Training(seen)) => {
                let x = x.reshape([rows, channels]);
                let (gamma, beta) = (self.gamma.val(), self.beta.val());
                let batch = kernels::batch_norm(&x, &gamma, &beta, EPSILON as f32);
                let (output, mean, variance) = match batch {
                    Some(batch) => (batch.output, batch.mean, batch.variance),
                    None => {
                        let batch = module::batch_norm_train(x, gamma, beta, EPSILON);
                        (batch.output, batch.mean.inner(), batch.variance.inner())
                    }
                };
                // The batch is normalised by its own variance; the one kept is the population's
                // estimate (Bessel).
                let unbiased = rows as f64 / (rows.max(2) - 1) as f64;
                seen.batch.register(running.mean.id, mean);
                seen.batch
                    .register(running.variance.id, variance.mul_scalar(unbiased));
                output.reshape(shape)
            }
        }
    }

    fn over_groups<const D: usize>(&self, x: Tensor<D>) -> Tensor<D> {
        let shape = x.dims();
        let (batch, channels) = (shape[0], shape[D - 1]);
        let pixels = shape.iter().product::<usize>() / (batch * channels);
        let x = x.reshape([batch, pixels, self.groups, channels / self.groups]);
        let mean = |x: Tensor<4>| x.mean_dim(3).mean_dim(1);
        let x = x.clone() - mean(x);
        let variance = mean(x.clone().square());
        let x = x / variance.add_scalar(EPSILON).sqrt();
        let x = x.reshape([batch * pixels, channels]);
        (x * self.gamma.val().unsqueeze() + self.beta.val().unsqueeze()).reshape(shape)
    }
}

/// The most groups that divide `channels` into equal parts of at least 16.
fn groups(channels: usize) -> usize {
    let most = (channels / CHANNELS_PER_GROUP).max(1);
    (1..=most)
        .rev()
        .find(|&groups| channels.is_multiple_of(groups))
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn a_group_has_at_least_sixteen_channels_where_there_are_as_many() {
        assert_eq!([1, 15, 16, 32, 48, 50].map(groups), [1, 1, 1, 2, 3, 2]);
    }
}
