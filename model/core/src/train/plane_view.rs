//! What there is to see of a run on points of a plane.

use burn::module::Module;
use burn::tensor::{Tensor, TensorData};
use run_spec::{
    FrameLayer, FrameLayerKind, ImageShape, ModelType, NOISE_REACH, Prior, TOY2D_REACH,
};

use super::step::DiscriminatorView;
use super::trainer::Trainer;
use crate::ModelResult;
use crate::device::read;
use crate::gan::{
    DeviceDensity, GaussianDensity, KERNELS, OptimalDiscriminator, optimal_field, probabilities,
};
use crate::latent::LatentDecoder;
use crate::nn::ForwardPass;
use crate::random::{HostRng, RandomStream};
use crate::vae::{DiagonalGaussian, reparameterise};

/// Latent points a side of a [`FrameLayerKind::Manifold`] of two dimensions.
const MANIFOLD_SIDE: usize = 21;
/// Latent points of one with one dimension.
const MANIFOLD_POINTS: usize = 200;

/// What is wanted of a [`Toy2dFrame`]; what is 0 is left out, and what a model does not have is too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ViewRequest {
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

impl Default for ViewRequest {
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

/// What there is to see of a run on points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Toy2dFrame {
    /// What [`Self::values`] holds.
    pub layers: Vec<FrameLayer>,
    /// The layers one after the other, row by row.
    pub values: Vec<f32>,
}

impl Toy2dFrame {
    /// The numbers of a layer, if it is there.
    pub fn layer(&self, kind: FrameLayerKind) -> Option<&[f32]> {
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

/// What is to be read of a view, and what is to be made of it.
#[derive(Default)]
struct LayerCollector {
    layers: Vec<FrameLayer>,
    flat: Vec<Tensor<1>>,
}

impl LayerCollector {
    fn put(&mut self, kind: FrameLayerKind, tensor: Tensor<2>) {
        let [rows, columns] = tensor.dims();
        self.layers.push(FrameLayer {
            kind,
            rows,
            columns,
        });
        self.flat.push(tensor.reshape([rows * columns]));
    }

    /// Reads all layers, and then `others`, in one go.
    async fn read(mut self, others: Option<Tensor<2>>) -> ModelResult<(Toy2dFrame, Vec<f32>)> {
        if let Some(others) = others {
            let count = others.dims().iter().product::<usize>();
            self.flat.push(others.reshape([count]));
        }
        let mut values = match self.flat.is_empty() {
            true => Vec::new(),
            false => read(Tensor::cat(self.flat, 0)).await?,
        };
        let layers = self.layers;
        let count = layers.iter().map(|layer| layer.rows * layer.columns).sum();
        let others = values.split_off(count);
        Ok((Toy2dFrame { layers, values }, others))
    }
}

impl Trainer {
    /// What there is to see of a run on points, read in one go; nothing of one on images. The run
    /// stays as it is.
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn plane_view(&self, wanted: &ViewRequest) -> ModelResult<Toy2dFrame> {
        if self.image != ImageShape::POINT {
            return Ok(Toy2dFrame::default());
        }
        let mut sheet = LayerCollector::default();
        let sampler = self.sampler();
        let world = self.world();
        let judged = world.as_ref().map(|_| self.judged_points());
        if wanted.generated > 0 {
            let z = self.uploaded(self.latent_points(wanted.generated));
            let points = sampler.decode(z.clone());
            let count = wanted.arrows.min(wanted.generated);
            let at = points.clone().narrow(0, 0, count.max(1));
            sheet.put(FrameLayerKind::Generated, points);
            sheet.put(FrameLayerKind::Noise, z);
            if count > 0
                && let Some(arrows) = self.arrows(at, world.as_ref().zip(judged.as_ref()))
            {
                sheet.put(FrameLayerKind::Arrows, arrows);
            }
        }
        if wanted.manifold {
            let z = self.uploaded(self.latent_grid());
            sheet.put(FrameLayerKind::Manifold, sampler.decode(z));
        }
        if wanted.encoded > 0 {
            self.encoded(wanted.encoded, &mut sheet);
        }
        let learnt = judged.is_none() && wanted.field > 0;
        if let Some(field) = learnt.then(|| self.field(wanted.field)).flatten() {
            sheet.put(FrameLayerKind::Field, field);
        }
        let (mut view, judged) = sheet.read(judged).await?;
        if let Some(world) = world.filter(|_| wanted.field > 0) {
            let columns: Vec<f64> = (0..wanted.field).map(|i| middle(i, wanted.field)).collect();
            let rows: Vec<f64> = columns.iter().map(|y| -y).collect();
            let judged = GaussianDensity::of_points(&judged);
            view.layers.push(FrameLayer {
                kind: FrameLayerKind::Field,
                rows: rows.len(),
                columns: columns.len(),
            });
            view.values
                .extend(optimal_field(&world, &judged, &columns, &rows));
        }
        Ok(view)
    }

    /// Points that the generator makes of latent points that no step draws, for measurements: the
    /// same latent points each time. By running statistics, and by the generator's average if there
    /// is one.
    ///
    /// # Shapes
    /// → `[count, 2]`, row by row
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn generated(&self, count: usize) -> ModelResult<Vec<f32>> {
        let mut rng = HostRng::new(u64::from(self.spec.seed), RandomStream::Evaluation);
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

    /// The latent points of a [`FrameLayerKind::Manifold`], row by row.
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
    /// where there is no discriminator. One that normalises by batches takes the cells for a batch.
    fn field(&self, side: usize) -> Option<Tensor<2>> {
        let trainable = self.networks.discriminator.as_ref()?;
        let device = self.device.clone().without_autodiff();
        let cells = TensorData::new(cells(side), [side * side, 2]);
        let cells = Tensor::from_data(cells, &device);
        let judge = trainable.network.valid().normalised();
        let judgement = judge.forward(&mut ForwardPass::training(), cells, self.growth());
        let field = probabilities(self.spec.gan_loss, judgement.score);
        Some(field.reshape([side, side]))
    }

    /// Minus the gradient of each point's own loss, the generator's, `[n, 2]`; none where there is no
    /// discriminator. A loss of pairs has the mean score of held-out points for the other of each pair.
    /// `best` are the densities that the best one knows, if it judges.
    fn arrows(
        &self,
        points: Tensor<2>,
        best: Option<(&GaussianDensity, &Tensor<2>)>,
    ) -> Option<Tensor<2>> {
        let trainable = self.networks.discriminator.as_ref()?;
        let device = self.device.clone().without_autodiff();
        let optimal = best.map(|(world, generated)| OptimalDiscriminator {
            p: world.on(&device),
            q: DeviceDensity::of_points(generated.clone()),
        });
        let loss = self.spec.gan_loss;
        let mut judge = DiscriminatorView::new(loss, &trainable.network, optimal, self.growth());
        if loss.row().pairs_scores() {
            judge = judge.paired(self.held_out_points(KERNELS)?);
        }
        // The loss is a mean over points.
        let count = points.dims()[0] as f64;
        judge.slope(points).map(|slope| slope.mul_scalar(-count))
    }

    /// Points from which the best discriminator knows the generator's density, as a step takes them,
    /// but of noise that stays the same: `[n, 2]`.
    fn judged_points(&self) -> Tensor<2> {
        let mut rng = HostRng::new(
            u64::from(self.spec.seed),
            RandomStream::OptimalDiscriminator(0),
        );
        let codes = (self.spec.model == ModelType::LatentFedGan)
            .then(|| self.held_out_posterior(KERNELS))
            .flatten()
            .map(|(_, posterior)| posterior);
        let count = codes.as_ref().map_or(KERNELS, |codes| codes.mean.dims()[0]);
        let z = self.uploaded(rng.latent(self.spec.noise(), count * self.spec.latent));
        let z = match &codes {
            Some(codes) => reparameterise(codes, z),
            None => z,
        };
        let generator = self.networks.generator.network.valid();
        generator.generate(&mut ForwardPass::training(), z, self.growth())
    }

    /// The first held-out points, `[n, 2]`.
    fn held_out_points(&self, count: usize) -> Option<Tensor<2>> {
        let points = self.source.points()?.held_out();
        let count = count.min(points.len() / 2);
        let data = TensorData::new(points[..2 * count].to_vec(), [count, 2]);
        let device = self.device.clone().without_autodiff();
        Some(Tensor::from_data(data, &device))
    }

    /// The first held-out points and their posteriors; none without an encoder.
    fn held_out_posterior(&self, count: usize) -> Option<(Tensor<2>, DiagonalGaussian)> {
        let encoder = self.networks.encoder.as_ref()?;
        let points = self.held_out_points(count)?;
        let posterior = encoder.network.valid().forward(points.clone());
        Some((points, posterior))
    }

    fn encoded(&self, count: usize, sheet: &mut LayerCollector) {
        let Some((points, posterior)) = self.held_out_posterior(count) else {
            return;
        };
        let mean = posterior.mean;
        let spread = if self.spec.model == ModelType::Autoencoder {
            mean.zeros_like()
        } else {
            posterior.log_variance.mul_scalar(0.5).exp()
        };
        let reconstructor = self.networks.reconstructor();
        let reconstructed = reconstructor.pictures(mean.clone(), self.growth());
        sheet.put(FrameLayerKind::Means, mean);
        sheet.put(FrameLayerKind::Spreads, spread);
        sheet.put(FrameLayerKind::HeldOut, points);
        sheet.put(FrameLayerKind::Reconstructed, reconstructed);
    }
}

/// The middle of a cell of so many across the plane.
fn middle(i: usize, side: usize) -> f64 {
    f64::from(TOY2D_REACH) * ((2 * i + 1) as f64 / side as f64 - 1.0)
}

/// The middles of square cells that cover the plane, `[side · side, 2]`, the first row at the top.
fn cells(side: usize) -> Vec<f32> {
    (0..side * side)
        .flat_map(|i| [middle(i % side, side), -middle(i / side, side)])
        .map(|place| place as f32)
        .collect()
}
