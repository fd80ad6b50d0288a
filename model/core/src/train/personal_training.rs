//! Training a model of one's own few pictures: see [`personal`](crate::personal).

use burn::module::Module;
use burn::tensor::{Tensor, TensorData};
use foreign_text::ForeignText;
use run_spec::NetworkSpec;

use super::trainable_network::{TrainableNetwork, UpdateConfig};
use super::{UpdateRule, VaeTraining};
use crate::data::{Images, NOT_STATED};
use crate::device::{Device, read};
use crate::error::{ConfigFound, ConfigRequirement};
use crate::latent::{self, LatentDecoder};
use crate::loss::gaussian_negative_log_likelihood;
use crate::metrics::{BATCH, mean_squared_error};
use crate::personal::{CodeVae, PersonalConfig, PersonalVae};
use crate::random::{HostRng, RandomStream};
use crate::vae::{ElboTerms, PosteriorValues, Vae, reparameterise};
use crate::weights::{
    self, CARD_VERSION, CardMetric, DataFacts, ModelArchitecture, ModelCard, WeightPrecision,
    grouped,
};
use crate::{ModelError, ModelResult};

/// Steps of a training.
pub const TRAINING_STEPS: u32 = 1_500;
/// Codes of a step.
const CODES: usize = 64;
/// The width of the small VAE's hidden layers.
const HIDDEN: [usize; 2] = [48, 48];
/// Latent dimensions for this many pictures or fewer, and for more.
const DIMENSIONS: [(usize, usize); 3] = [(50, 2), (200, 3), (usize::MAX, 4)];
/// No code is told more precisely than this, as a standard deviation.
const LEAST_SPREAD: f32 = 0.02;
/// Adam's step size at the start.
const LEARNING_RATE: f64 = 4e-3;

/// A small VAE that is being trained on the codes of some pictures.
///
/// A pure function of base, pictures and seed. Each step draws codes z ~ q(z | x) anew, so that a few
/// pictures are not a few points. Codes are measured in what the base itself is unsure of: p(z | u) is a
/// Gaussian whose deviation in each dimension is that of q(z | x), the root mean square over the
/// pictures. So dimensions that the base does not use count for nothing.
pub struct PersonalTraining {
    base: Vae,
    base_card: ModelCard,
    base_name: String,
    config: PersonalConfig,
    images: Images,
    posteriors: PosteriorValues,
    centre: Vec<f32>,
    scale: Vec<f32>,
    network: TrainableNetwork<CodeVae>,
    schedule: VaeTraining,
    steps: u32,
    /// With autodiff.
    device: Device,
}

impl PersonalTraining {
    /// A training that has not begun. `base` is a file that holds a VAE: its name for messages, and its
    /// bytes.
    ///
    /// # Errors
    /// Those of [`weights::load_vae`]; [`ModelError::Config`] when the pictures have another size;
    /// [`ModelError::TooFewImages`] for none; [`ModelError::Device`] when the device fails.
    pub async fn begin(
        (file, bytes): (&str, &[u8]),
        images: Images,
        seed: u64,
        device: &Device,
    ) -> ModelResult<Self> {
        let (base_card, base) = weights::load_vae(file, bytes, device)?;
        let ModelArchitecture::Vae(config) = &base_card.architecture else {
            unreachable!("a VAE was loaded");
        };
        if images.is_empty() {
            return Err(ModelError::TooFewImages {
                training: 0,
                held_out: 0,
            });
        }
        if images.shape() != config.image {
            return Err(ModelError::Config {
                field: "image",
                expected: ConfigRequirement::Images(config.image),
                found: ConfigFound::Images(images.shape()),
            });
        }
        let count = images.len();
        let dimensions = DIMENSIONS.iter().find(|(most, _)| count <= *most);
        let dense = |hidden: &[usize]| NetworkSpec::Dense {
            hidden: hidden.to_vec(),
        };
        let config = PersonalConfig {
            latent: dimensions
                .map_or(2, |(_, latent)| *latent)
                .min(config.latent),
            base: config.clone(),
            encoder: dense(&HIDDEN),
            decoder: dense(&HIDDEN),
        };
        config.check()?;
        let posteriors = encoded(&base, &images, device).await?;
        let (centre, scale) = spread(&posteriors, config.base.latent);
        if !centre.iter().chain(&scale).all(|number| number.is_finite()) {
            return Err(ModelError::PicturesNotFinite);
        }
        let device = device.clone().autodiff();
        let rule = UpdateRule::Adam {
            beta1: 0.9,
            beta2: 0.999,
        };
        Ok(Self {
            network: TrainableNetwork::new(CodeVae::new(&config, seed, &device), rule),
            base,
            base_card,
            base_name: file.strip_suffix(".safetensors").unwrap_or(file).to_owned(),
            images,
            posteriors,
            centre,
            scale,
            schedule: VaeTraining {
                learning_rate: LEARNING_RATE,
                kl_warm_up_steps: TRAINING_STEPS / 3,
                seed,
                ..VaeTraining::default()
            },
            config,
            steps: 0,
            device,
        })
    }

    /// What the base makes of the pictures: the mean squared difference to its reconstructions, in grey
    /// values squared. Of several bases, the one with the least knows such pictures best.
    ///
    /// # Errors
    /// [`ModelError::Device`] when the device fails.
    pub async fn base_error(&self) -> ModelResult<f64> {
        let codes = &self.posteriors.means;
        self.error(&self.base, self.config.base.latent, codes).await
    }

    /// Takes one step of [`TRAINING_STEPS`]; does nothing once all were taken.
    pub fn step(&mut self) {
        if self.is_done() {
            return;
        }
        let (step, seed) = (self.steps, self.schedule.seed);
        let mut rng = HostRng::new(seed, RandomStream::Noise(step));
        let chosen = self.chosen(step);
        let codes = self.drawn_codes(&chosen, &mut rng);
        let device = self.device.clone().without_autodiff();
        let noise = rng.normal_tensor([chosen.len(), self.config.latent], &device);
        let update = UpdateConfig {
            learning_rate: self.schedule.learning_rate_at(step, TRAINING_STEPS),
            max_grad_norm: 0.0,
            frozen: false,
        };
        let beta = self.schedule.beta_at(step);
        kernels::with_spin_pool(|| {
            let loss = elbo(&self.network.network, codes, noise).loss(beta);
            self.network.optimizer_step(&mut loss.backward(), update);
        });
        self.steps += 1;
    }

    /// Steps taken.
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// Whether all steps were taken.
    pub fn is_done(&self) -> bool {
        self.steps >= TRAINING_STEPS
    }

    /// Which pictures a step sees, each about as often as another.
    fn chosen(&self, step: u32) -> Vec<usize> {
        let count = self.images.len();
        if count <= CODES {
            return (0..CODES).map(|row| row % count).collect();
        }
        let mut rng = HostRng::new(self.schedule.seed, RandomStream::Shuffle(step));
        let mut chosen = rng.permutation(count);
        chosen.truncate(CODES);
        chosen
    }

    /// Draws z ~ q(z | x) for each picture, as (z − centre) / scale.
    fn drawn_codes(&self, chosen: &[usize], rng: &mut HostRng) -> Tensor<2> {
        let latent = self.config.base.latent;
        let noise = rng.normals(chosen.len() * latent);
        let mut codes = Vec::with_capacity(noise.len());
        for (&picture, noise) in chosen.iter().zip(noise.chunks_exact(latent)) {
            for (dimension, noise) in noise.iter().enumerate() {
                let at = picture * latent + dimension;
                let z = self.posteriors.means[at] + self.posteriors.stds[at] * noise;
                codes.push((z - self.centre[dimension]) / self.scale[dimension]);
            }
        }
        let device = self.device.clone().without_autodiff();
        Tensor::from_data(TensorData::new(codes, [chosen.len(), latent]), &device)
    }

    /// The model as a weights file with a card, whose figures are measured. `name` is what the pictures
    /// are called.
    ///
    /// # Errors
    /// [`ModelError::Device`] when the device fails, [`ModelError::PicturesNotFinite`] when the training
    /// diverged.
    pub async fn finish(self, name: &str) -> ModelResult<Vec<u8>> {
        let device = self.device.clone().without_autodiff();
        let vector = |values: &[f32]| {
            let data = TensorData::new(values.to_vec(), [values.len()]);
            Tensor::<1>::from_data(data, &device)
        };
        let (centre, scale) = (vector(&self.centre), vector(&self.scale));
        let codes = self.network.network.valid();
        let metrics = self.figures(&codes).await?;
        let model = PersonalVae {
            base: self.base.clone(),
            codes: codes.of_unscaled(&centre, &scale),
        };
        let found = self.found(&model).await?;
        let metrics = [metrics, found].concat();
        weights::save(&model, &self.card(name, metrics), WeightPrecision::F32).await
    }

    /// What the small VAE says of the codes, nats per picture.
    async fn figures(&self, codes: &CodeVae) -> ModelResult<Vec<CardMetric>> {
        let count = self.images.len();
        let mut rng = HostRng::new(self.schedule.seed, RandomStream::Evaluation);
        let all: Vec<usize> = (0..count).collect();
        let z = self.drawn_codes(&all, &mut rng);
        let device = self.device.clone().without_autodiff();
        let noise = rng.normal_tensor([count, self.config.latent], &device);
        let terms = elbo(codes, z, noise);
        let mean = |values: &[f32]| {
            values.iter().map(|value| f64::from(*value)).sum::<f64>() / count as f64
        };
        let reconstruction = mean(&read(terms.reconstruction).await?);
        let kl = mean(&read(terms.kl).await?);
        // Codes were divided by their scale: of the density of what they were, that is a constant.
        let constant: f64 = self.scale.iter().map(|it| f64::from(it.ln())).sum();
        Ok(vec![
            self.figure("Reconstruction of codes", reconstruction + constant, "nats"),
            self.figure("KL divergence", kl, "nats"),
        ])
    }

    /// How far pictures come back as what they were, through this model and through its base.
    async fn found(&self, model: &PersonalVae) -> ModelResult<Vec<CardMetric>> {
        let device = self.device.clone().without_autodiff();
        let all: Vec<usize> = (0..self.images.len()).collect();
        let mut means = Vec::new();
        for chunk in all.chunks(BATCH) {
            means.extend(read(model.encode(self.images.batch(chunk, &device)).mean).await?);
        }
        let [own, base] = [
            self.error(model, self.config.latent, &means).await?,
            self.base_error().await?,
        ]
        .map(|error| 255.0 * error.sqrt());
        Ok(vec![
            self.figure("Error of pictures", own, "of 255"),
            self.figure("Error of pictures by the base", base, "of 255"),
        ])
    }

    /// The mean squared difference of the pictures to those at some points.
    async fn error(
        &self,
        model: &impl LatentDecoder,
        latent: usize,
        points: &[f32],
    ) -> ModelResult<f64> {
        let device = self.device.clone().without_autodiff();
        let shape = self.images.shape();
        let (mut sum, mut first) = (0.0, 0);
        for points in points.chunks(BATCH * latent) {
            let found = latent::pictures(model, latent, shape, points, &device).await?;
            let count = points.len() / latent;
            let expected = self.images.part(first, count);
            let bytes: Vec<u8> = (0..count)
                .flat_map(|i| expected.bytes(i).to_vec())
                .collect();
            sum += mean_squared_error(&found, &bytes) * count as f64;
            first += count;
        }
        Ok(sum / self.images.len() as f64)
    }

    fn figure(&self, name: &str, value: f64, unit: &str) -> CardMetric {
        CardMetric {
            name: name.to_owned(),
            value: (value * 100.0).round() / 100.0,
            unit: unit.to_owned(),
            on: format!("{} pictures", grouped(self.images.len())),
        }
    }

    fn card(&self, name: &str, metrics: Vec<CardMetric>) -> ModelCard {
        let base = &self.base_card;
        let count = self.images.len();
        let name = ForeignText::whole(name).to_string();
        let both = |own: &str, before: &str| format!("{own}; before: {before}");
        ModelCard {
            version: CARD_VERSION,
            title: format!("{name}, {}-D", self.config.latent),
            summary: format!(
                "A small variational autoencoder of the codes that “{}” has of {} pictures, as MidiMe \
                 (Dinculescu, Engel, Roberts 2019): its decoder gives a code, and that model's decoder \
                 the picture.",
                base.title,
                grouped(count)
            ),
            data: DataFacts {
                name: both(&name, &base.data.name),
                authors: both(NOT_STATED, &base.data.authors),
                licence: both(NOT_STATED, &base.data.licence),
                images: count as u64,
            },
            architecture: ModelArchitecture::Personal(self.config.clone()),
            licence: NOT_STATED.to_owned(),
            metrics,
            directions: Vec::new(),
            base: Some(self.base_name.clone()),
            command: format!("make it yours, seed {}", self.schedule.seed),
            digest: String::new(),
        }
    }
}

/// −ELBO's two terms for scaled codes, with the noise given.
fn elbo(codes: &CodeVae, z: Tensor<2>, noise: Tensor<2>) -> ElboTerms {
    let posterior = codes.encoder.forward(z.clone());
    let u = reparameterise(&posterior, noise);
    ElboTerms {
        reconstruction: gaussian_negative_log_likelihood(codes.decoder.forward(u), z, 1.0),
        kl: posterior.kl_from_prior(),
    }
}

async fn encoded(base: &Vae, images: &Images, device: &Device) -> ModelResult<PosteriorValues> {
    let all: Vec<usize> = (0..images.len()).collect();
    let mut found = PosteriorValues::default();
    for chunk in all.chunks(BATCH) {
        let posterior = base.encoder.forward(images.batch(chunk, device));
        let part = posterior.read().await?;
        found.means.extend(part.means);
        found.stds.extend(part.stds);
    }
    Ok(found)
}

/// The mean of the means, and the root mean square of the deviations, of each dimension.
fn spread(posteriors: &PosteriorValues, latent: usize) -> (Vec<f32>, Vec<f32>) {
    let column = |values: &[f32], dimension: usize, of: fn(f32) -> f32| {
        let column = values.iter().skip(dimension).step_by(latent);
        let count = (values.len() / latent) as f32;
        column.map(|value| of(*value)).sum::<f32>() / count
    };
    (0..latent)
        .map(|dimension| {
            let variance = column(&posteriors.stds, dimension, |std| std * std);
            let centre = column(&posteriors.means, dimension, |mean| mean);
            (centre, variance.sqrt().max(LEAST_SPREAD))
        })
        .unzip()
}
