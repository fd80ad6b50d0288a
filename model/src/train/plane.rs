//! What there is to see of a run on points of a plane.

use burn::module::Module;
use burn::tensor::{Tensor, TensorData, activation};
use spec::{GanLoss, Prior};

use super::trainer::Trainer;
use crate::Result;
use crate::latent::Decode;
use crate::metrics::read;
use crate::nn::Pass;
use crate::random::{HostRng, Stream};

/// The plane is shown from minus this to this, in both directions.
pub const PLANE_REACH: f32 = 1.5;
/// Grids of latent points reach from minus this to this where the prior is normal, and ±1 where it is
/// uniform.
pub const NOISE_REACH: f32 = 2.5;

/// Latent points a side of a [`LayerKind::Manifold`] of two dimensions.
const MANIFOLD_SIDE: usize = 21;
/// Latent points of one with one dimension.
const MANIFOLD_POINTS: usize = 200;

/// What is wanted of a [`PlaneView`]; what is 0 is left out, and what a model does not have is too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Generated points, and the latent points that they are made of.
    pub generated: usize,
    /// Arrows, at the first of the generated points.
    pub arrows: usize,
    /// Cells a side of the discriminator's field.
    pub field: usize,
    /// Whether the generator's picture of a grid of latent points is.
    pub manifold: bool,
    /// Held-out points that are encoded and reconstructed.
    pub encoded: usize,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            generated: 300,
            arrows: 100,
            field: 40,
            manifold: true,
            encoded: 150,
        }
    }
}

/// What a layer is. The plane is [−[`PLANE_REACH`], [`PLANE_REACH`]]², y upward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayerKind {
    /// G of latent points that stay the same throughout a run: `[n, 2]`. By running statistics, and
    /// by the generator's average if there is one.
    Generated,
    /// Those latent points: `[n, latent]`.
    Noise,
    /// Minus the gradient of each point's own loss, the generator's, with respect to the point, at
    /// the first of the generated ones: `[n, 2]`.
    Arrows,
    /// The probability of being real, as the judge has it, at the middles of square cells that cover
    /// the plane: `[side, side]`, the first row at the top.
    Field,
    /// G of a regular grid of latent points over the first two dimensions (the others 0):
    /// `[side · side, 2]`, the first row at the second dimension's greatest value; with one
    /// dimension `[n, 2]`, from its least value on.
    Manifold,
    /// Posterior means of the first held-out points: `[n, latent]`.
    Means,
    /// Posterior standard deviations, likewise.
    Spreads,
    /// Reconstructions of the same points: `[n, 2]`.
    Reconstructed,
}

/// A part of a [`PlaneView`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaneLayer {
    /// What it is.
    pub kind: LayerKind,
    /// Points, or rows of a field.
    pub rows: usize,
    /// Numbers each.
    pub columns: usize,
}

/// What there is to see of a run on points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaneView {
    /// What [`Self::values`] holds.
    pub layers: Vec<PlaneLayer>,
    /// The layers one after the other, row by row.
    pub values: Vec<f32>,
}

impl PlaneView {
    /// The numbers of a layer, if it is there.
    pub fn layer(&self, kind: LayerKind) -> Option<&[f32]> {
        let mut first = 0;
        for layer in &self.layers {
            let count = layer.rows * layer.columns;
            if layer.kind == kind {
                return self.values.get(first..first + count);
            }
            first += count;
        }
        None
    }
}

impl Trainer {
    /// What there is to see of a run on points, read in one go. Nothing of the run changes.
    ///
    /// # Errors
    /// [`Error::Device`](crate::Error::Device) when the device fails.
    pub async fn plane_view(&self, wanted: &Wanted) -> Result<PlaneView> {
        let mut found: Vec<(LayerKind, Tensor<2>)> = Vec::new();
        let sampler = self.sampler();
        if wanted.generated > 0 {
            let z = self.uploaded(self.latent_points(wanted.generated));
            found.push((LayerKind::Generated, sampler.decode(z.clone())));
            found.push((LayerKind::Noise, z));
        }
        if wanted.field > 0
            && let Some(field) = self.field(wanted.field)
        {
            found.push((LayerKind::Field, field));
        }
        if wanted.manifold {
            let z = self.uploaded(self.latent_grid());
            found.push((LayerKind::Manifold, sampler.decode(z)));
        }
        let mut layers = Vec::with_capacity(found.len());
        let mut flat = Vec::with_capacity(found.len());
        for (kind, tensor) in found {
            let [rows, columns] = tensor.dims();
            layers.push(PlaneLayer {
                kind,
                rows,
                columns,
            });
            flat.push(tensor.reshape([rows * columns]));
        }
        if flat.is_empty() {
            return Ok(PlaneView::default());
        }
        let values = read(Tensor::cat(flat, 0)).await?;
        Ok(PlaneView { layers, values })
    }

    /// Points that the generator makes of latent points that no step draws, for measurements: the
    /// same latent points each time. By running statistics, and by the generator's average if there
    /// is one.
    ///
    /// # Shapes
    /// → `[count, 2]`, row by row
    ///
    /// # Errors
    /// [`Error::Device`](crate::Error::Device) when the device fails.
    pub async fn generated(&self, count: usize) -> Result<Vec<f32>> {
        let mut rng = HostRng::new(u64::from(self.spec.seed), Stream::Evaluation);
        let z = rng.latent(self.spec.noise(), count * self.spec.latent);
        read(self.sampler().decode(self.uploaded(z))).await
    }

    /// Latent points on the device, `[n, latent]`.
    fn uploaded(&self, z: Vec<f32>) -> Tensor<2> {
        let latent = self.spec.latent;
        let rows = z.len() / latent;
        let data = TensorData::new(z, [rows, latent]);
        Tensor::from_data(data, &self.device.clone().without_autodiff())
    }

    /// The latent points of a [`LayerKind::Manifold`], row by row.
    fn latent_grid(&self) -> Vec<f32> {
        let reach = match self.spec.noise() {
            Prior::Normal => NOISE_REACH,
            Prior::Uniform => 1.0,
        };
        // From −`reach` to `reach`.
        let at = |i: usize, count: usize| {
            let share = i as f32 / (count - 1) as f32;
            reach * (2.0 * share - 1.0)
        };
        if self.spec.latent == 1 {
            return (0..MANIFOLD_POINTS)
                .map(|i| at(i, MANIFOLD_POINTS))
                .collect();
        }
        let mut z = vec![0.0; MANIFOLD_SIDE * MANIFOLD_SIDE * self.spec.latent];
        for (i, point) in z.chunks_exact_mut(self.spec.latent).enumerate() {
            point[0] = at(i % MANIFOLD_SIDE, MANIFOLD_SIDE);
            point[1] = -at(i / MANIFOLD_SIDE, MANIFOLD_SIDE);
        }
        z
    }

    /// The discriminator's probability of being real at the middles of cells, `[side, side]`; none
    /// where there is no discriminator.
    fn field(&self, side: usize) -> Option<Tensor<2>> {
        let player = self.networks.discriminator.as_ref()?;
        let device = self.device.clone().without_autodiff();
        let cells = TensorData::new(cells(side), [side * side, 2]);
        let cells = Tensor::from_data(cells, &device);
        let judge = player.network.valid().normalised();
        let judgement = judge.judge(&mut Pass::training(), cells, self.growth());
        let field = probabilities(self.spec.gan_loss, judgement.score);
        Some(field.reshape([side, side]))
    }
}

/// The middles of square cells that cover the plane, `[side · side, 2]`, the first row at the top.
fn cells(side: usize) -> Vec<f32> {
    let middle = |i: usize| PLANE_REACH * ((2 * i + 1) as f32 / side as f32 - 1.0);
    (0..side * side)
        .flat_map(|i| [middle(i % side), -middle(i / side)])
        .collect()
}

/// Scores as probabilities of being real.
///
/// A logit is what it is the logit of; a least-squares score aims at 0 and 1, and the best one is
/// p / (p + q) itself. A hinge's score aims at −1 and 1. A critic's has neither zero nor unit, so it
/// is told from the others of the field: how many standard deviations it is above their mean.
///
/// # Shapes
/// `[n]`; it stays
fn probabilities(loss: GanLoss, scores: Tensor<1>) -> Tensor<1> {
    match loss {
        GanLoss::Minimax | GanLoss::NonSaturating | GanLoss::Hinge => activation::sigmoid(scores),
        GanLoss::LeastSquares => scores.clamp(0.0, 1.0),
        GanLoss::Wasserstein => {
            let scores = scores.clone() - scores.mean();
            let deviation = scores.clone().square().mean().sqrt();
            activation::sigmoid(scores / deviation.clamp_min(f32::MIN_POSITIVE))
        }
    }
}
