//! A run.

use burn::module::Module;
use burn::tensor::{Tensor, TensorData};
use run_spec::{DatasetKind, FIELDS, GanPlayer, ImageShape, ModelType, RunSpec, StepPart};

use super::networks::RunNetworks;
use super::step::TrainingStep;
use super::step_report::{StepMetrics, StepReport};
use super::step_trace::{TraceRecorder, TracedStage};
use super::weights_origin::WeightsOrigin;
use crate::data::{Images, NOT_STATED, ToyPoints, TrainingData, credits};
use crate::device::{Device, read};
use crate::error::{ConfigFound, ConfigRequirement};
use crate::gan::{GaussianDensity, GeneratorConfig};
use crate::latent::{self, GrownGenerator};
use crate::nn::Growth;
use crate::random::{HostRng, RandomStream};
use crate::vae::{DiagonalGaussian, PosteriorValues};
use crate::vae_gan::AutoencoderConfig;
use crate::weights::{
    self, CARD_VERSION, DataFacts, ModelArchitecture, ModelCard, WeightPrecision, grouped, named,
};
use crate::{ModelError, ModelResult};

/// Pictures of a sample grid.
const SAMPLES: usize = 64;

/// Trains what a specification describes. It knows of no particular model.
///
/// A run is a function of its specification, seed included, and of the weights that it was begun with
/// ([`Self::begin_with`]): everything random is drawn on the host from the seed and the step's number.
pub struct Trainer {
    pub(super) spec: RunSpec,
    pub(super) source: TrainingData,
    pub(super) image: ImageShape,
    /// With autodiff.
    pub(super) device: Device,
    pub(super) networks: RunNetworks,
    pub(super) steps: u32,
    /// Batches taken from the source.
    pub(super) batches: u32,
    /// The model whose weights it began with, if it did.
    pub(super) began_with: Option<WeightsOrigin>,
    /// Time spent on the run, as who plays it measured.
    pub(super) elapsed_seconds: f64,
    metrics: StepMetrics,
}

impl Trainer {
    /// A run that has not begun. The source's images may have another size than the specification
    /// only if they are the visitor's own.
    ///
    /// # Errors
    /// [`ModelError::Spec`] when the specification cannot be trained, [`ModelError::Config`] when it cannot
    /// on such images.
    pub fn new(spec: &RunSpec, source: TrainingData, device: &Device) -> ModelResult<Self> {
        check(spec)?;
        let image = source.shape();
        if spec.data.info().kind != DatasetKind::User && image != spec.image() {
            return Err(ModelError::Config {
                field: "side",
                expected: ConfigRequirement::Images(spec.image()),
                found: ConfigFound::Images(image),
            });
        }
        let device = device.clone().autodiff();
        Ok(Self {
            networks: RunNetworks::new(spec, image, &device)?,
            spec: spec.clone(),
            source,
            image,
            device,
            steps: 0,
            batches: 0,
            began_with: None,
            elapsed_seconds: 0.0,
            metrics: StepMetrics::default(),
        })
    }

    /// Whether such a run can be made on images of this size, without making its networks.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn check_on(spec: &RunSpec, image: ImageShape) -> ModelResult<()> {
        check(spec)?;
        let config = AutoencoderConfig::of(spec, image);
        if spec.model.has_encoder() {
            config.check()
        } else {
            config.generator.check()
        }
    }

    /// Takes one step. What it measured stays on the device until [`Self::report`].
    pub fn step(&mut self, part: StepPart) {
        self.advance(part, None);
    }

    /// Takes one step, the same as [`Self::step`] would, and tells what happened in it, in its
    /// order.
    ///
    /// # Errors
    /// [`ModelError::Device`] when the device fails; the step is taken all the same.
    pub async fn trace_step(&mut self, part: StepPart) -> ModelResult<Vec<TracedStage>> {
        let mut trace = TraceRecorder::default();
        self.advance(part, Some(&mut trace));
        trace.read().await
    }

    fn advance(&mut self, part: StepPart, trace: Option<&mut TraceRecorder>) {
        let seed = u64::from(self.spec.seed);
        let device = self.device.clone().without_autodiff();
        let world = self.world().map(|world| world.on(&device));
        let (source, batches, size) = (&self.source, &mut self.batches, self.spec.batch);
        let pixels = self.image.len();
        let images_device = device.clone();
        let mut images = || {
            let batch = source.batch(seed, *batches, size).pixels;
            *batches += 1;
            let shape = [batch.len() / pixels, pixels];
            Tensor::from_data(TensorData::new(batch, shape), &images_device)
        };
        let game = self.spec.model.has_discriminator();
        let step = TrainingStep {
            spec: &self.spec,
            number: self.steps,
            part: if game { part } else { StepPart::Whole },
            image: self.image,
            growth: Growth::at(&self.spec, self.steps),
            noise: HostRng::new(seed, RandomStream::Noise(self.steps)),
            changes: HostRng::new(seed, RandomStream::Augmentation(self.steps)),
            world,
            view_noise: None,
            device,
            images: &mut images,
            trace,
        };
        kernels::with_spin_pool(|| step.take(&mut self.networks, &mut self.metrics));
        self.steps += 1;
    }

    /// Steps taken.
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// Time spent on the run, in seconds, as far as [`Self::set_elapsed_seconds`] was told.
    pub fn elapsed_seconds(&self) -> f64 {
        self.elapsed_seconds
    }

    /// Takes note of the time spent on the run, which a checkpoint carries. A trainer has no clock.
    pub fn set_elapsed_seconds(&mut self, seconds: f64) {
        self.elapsed_seconds = seconds;
    }

    /// Whether its points were pushed.
    pub fn is_pushed(&self) -> bool {
        self.source.points().is_some_and(ToyPoints::is_pushed)
    }

    /// What is trained.
    pub fn spec(&self) -> &RunSpec {
        &self.spec
    }

    /// The size of images and pictures.
    pub fn image(&self) -> ImageShape {
        self.image
    }

    /// The images.
    pub fn source(&self) -> &TrainingData {
        &self.source
    }

    /// Moves data points, as [`TrainingData::push`] does.
    pub fn push(&mut self, at: [f32; 2], by: [f32; 2], radius: f32) {
        self.source.push(at, by, radius);
    }

    /// The images, to change them.
    pub fn source_mut(&mut self) -> &mut TrainingData {
        &mut self.source
    }

    /// Gives one side new random weights, drawn from the seed and the step's number, and optimisers
    /// that remember nothing; the average of the generator begins anew with it. Does nothing where
    /// the model has no such side.
    ///
    /// # Errors
    /// [`ModelError::Config`] when the specification describes no networks, which [`Self::new`] has ruled
    /// out.
    pub fn reinitialize(&mut self, side: GanPlayer) -> ModelResult<()> {
        let of = (&self.spec, self.image);
        self.networks
            .reinitialize(side, of, self.steps, &self.device)
    }

    /// Reads what the newest step measured, in one go.
    ///
    /// # Errors
    /// [`ModelError::Device`] when the device fails.
    pub async fn report(&mut self) -> ModelResult<StepReport> {
        let newest = self.steps.saturating_sub(1);
        let mut report = StepReport {
            step: self.steps,
            side: self.growth().shape(self.image).height,
            beta: if self.spec.model.has_kl() {
                self.spec.beta_at(newest) as f32
            } else {
                0.0
            },
            ..StepReport::default()
        };
        let norms = self.networks.gradient_norms(&self.spec);
        self.metrics.read(norms, &mut report).await?;
        Ok(report)
    }

    /// Pictures of latent points, by the average of the generator if there is one.
    ///
    /// # Shapes
    /// As [`latent::pictures`] has them, always of the full size.
    ///
    /// # Errors
    /// [`ModelError::LatentPoint`] or [`ModelError::Device`].
    pub async fn pictures(&self, z: &[f32]) -> ModelResult<Vec<u8>> {
        let device = self.device.clone().without_autodiff();
        latent::pictures(&self.sampler(), self.spec.latent, self.image, z, &device).await
    }

    /// 64 draws from the prior, the same throughout a run.
    ///
    /// # Shapes
    /// `[64, latent]`, row by row
    pub fn fixed_noise(&self) -> Vec<f32> {
        self.latent_points(SAMPLES)
    }

    /// `count` draws from the prior, from `seed`: the same for every run of as many dimensions.
    ///
    /// # Shapes
    /// → `[count, latent]`, row by row
    pub fn prior_draws(&self, count: usize, seed: u64) -> Vec<f32> {
        let mut rng = HostRng::new(seed, RandomStream::Evaluation);
        rng.latent(self.spec.noise(), count * self.spec.latent)
    }

    /// The first so many draws from the prior that stay the same throughout a run.
    ///
    /// # Shapes
    /// → `[count, latent]`, row by row
    pub(super) fn latent_points(&self, count: usize) -> Vec<f32> {
        let mut rng = HostRng::new(u64::from(self.spec.seed), RandomStream::Prior);
        rng.latent(self.spec.noise(), count * self.spec.latent)
    }

    /// What becomes of images that are encoded, to the posterior's mean, and decoded; `None`
    /// without an encoder.
    ///
    /// # Shapes
    /// As [`latent::pictures`] has them, one for each image.
    ///
    /// # Errors
    /// [`ModelError::Device`] when the device fails.
    pub async fn reconstructions(&self, images: &Images) -> ModelResult<Option<Vec<u8>>> {
        let Some(mean) = self.means(images) else {
            return Ok(None);
        };
        let pictures = self.networks.reconstructor().pictures(mean, self.growth());
        latent::read_pictures(pictures, self.image).await.map(Some)
    }

    /// The posterior means of images; `None` without an encoder.
    ///
    /// # Shapes
    /// → `[images, latent]`, row by row
    ///
    /// # Errors
    /// [`ModelError::Device`] when the device fails.
    pub async fn encode(&self, images: &Images) -> ModelResult<Option<Vec<f32>>> {
        match self.means(images) {
            Some(mean) => read(mean).await.map(Some),
            None => Ok(None),
        }
    }

    /// The posteriors of images; `None` without an encoder.
    ///
    /// # Errors
    /// [`ModelError::Device`] when the device fails.
    pub async fn posteriors(&self, images: &Images) -> ModelResult<Option<PosteriorValues>> {
        let Some(posterior) = self.posterior(images) else {
            return Ok(None);
        };
        let encoded = posterior.read().await?;
        let exact = self.spec.model == ModelType::Autoencoder;
        Ok(Some(if exact { encoded.exact() } else { encoded }))
    }

    /// The model as a weights file with a card, for Explore and for export: the generator that
    /// draws samples, and the encoder if there is one.
    ///
    /// # Errors
    /// [`ModelError::Device`] when the weights cannot be read from their device.
    pub async fn weights(&self, title: &str, precision: WeightPrecision) -> ModelResult<Vec<u8>> {
        let sampler = self.sampler();
        let mut tensors = named("", &sampler.generator);
        let generator = GeneratorConfig::of(&self.spec, self.image);
        let generator = GeneratorConfig {
            growth: generator.growth.map(|_| sampler.growth),
            ..generator
        };
        let architecture = match &self.networks.encoder {
            None => ModelArchitecture::Gan(generator),
            Some(encoder) => {
                tensors.extend(named("encoder", &encoder.network.valid()));
                ModelArchitecture::Coder(AutoencoderConfig {
                    generator,
                    ..AutoencoderConfig::of(&self.spec, self.image)
                })
            }
        };
        weights::save_named(tensors, &self.card(title, architecture), precision).await
    }

    /// Changes what may change while the run goes on.
    ///
    /// # Errors
    /// [`ModelError::Spec`] when `spec` cannot be trained, [`ModelError::NotLive`] when it differs in a field
    /// that must stay.
    pub fn set(&mut self, spec: &RunSpec) -> ModelResult<()> {
        check(spec)?;
        for field in FIELDS.iter().filter(|field| !field.live) {
            let (from, to) = (field.get(&self.spec), field.get(spec));
            if from != to {
                return Err(ModelError::NotLive {
                    field: field.id,
                    label: field.label,
                    from,
                    to,
                });
            }
        }
        self.spec = spec.clone();
        Ok(())
    }

    /// Forgets what was measured: it was another state's.
    pub(super) fn forget_measured(&mut self) {
        self.metrics = StepMetrics::default();
    }

    /// The data's density, blurred as the best discriminator against it sees it, where that one
    /// judges and the density is known.
    pub(super) fn world(&self) -> Option<GaussianDensity> {
        if !self.spec.uses_optimal_discriminator() {
            return None;
        }
        let mixture = self.source.points()?.mixture()?;
        let world = GaussianDensity {
            centres: mixture.centres.clone(),
            weights: mixture.weights.clone(),
            deviation: mixture.deviation,
        };
        Some(world.blurred())
    }

    /// The growth of the newest step.
    pub(super) fn growth(&self) -> Growth {
        Growth::at(&self.spec, self.steps.saturating_sub(1))
    }

    pub(super) fn sampler(&self) -> GrownGenerator {
        GrownGenerator {
            generator: self.networks.sampler(),
            growth: self.growth(),
        }
    }

    fn means(&self, images: &Images) -> Option<Tensor<2>> {
        Some(self.posterior(images)?.mean)
    }

    fn posterior(&self, images: &Images) -> Option<DiagonalGaussian> {
        let encoder = self.networks.encoder.as_ref()?;
        let all: Vec<usize> = (0..images.len()).collect();
        let device = self.device.clone().without_autodiff();
        let images = images.batch(&all, &device);
        Some(encoder.network.valid().forward(images))
    }

    fn card(&self, title: &str, architecture: ModelArchitecture) -> ModelCard {
        let spec = &self.spec;
        let seen = u64::from(self.batches) * spec.batch as u64;
        let images = self.source.len().unwrap_or(seen as usize);
        let (authors, licence) = credits(spec.data);
        let own = DataFacts {
            name: spec.data.title().to_owned(),
            authors: authors.to_owned(),
            licence: licence.to_owned(),
            images: images as u64,
        };
        let mut summary = format!(
            "{}, trained for {} steps of {} images in Latentscape.",
            spec.model.title(),
            grouped(self.steps as usize),
            spec.batch
        );
        let data = match &self.began_with {
            Some(origin) => {
                let began = format!(" It began with the weights of “{}”.", origin.title);
                summary.push_str(&began);
                origin.beside(own)
            }
            None => own,
        };
        ModelCard {
            version: CARD_VERSION,
            title: title.to_owned(),
            summary,
            architecture,
            data,
            licence: NOT_STATED.to_owned(),
            metrics: Vec::new(),
            directions: Vec::new(),
            base: None,
            command: run_spec::to_json(spec),
            digest: String::new(),
        }
    }
}

fn check(spec: &RunSpec) -> ModelResult<()> {
    spec.check().map_err(|reasons| ModelError::Spec { reasons })
}
