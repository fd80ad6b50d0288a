//! The specification of a training run.

use serde::{Deserialize, Deserializer, Serialize};

use crate::augmentation::{AugmentationUse, Augmentations};
use crate::dataset::{DatasetId, DatasetKind};
use crate::image::ImageShape;
use crate::losses::{ComparisonLosses, GanLoss};
use crate::network::{Activation, NetworkSpec};
use crate::toy_distribution::{ToyDistribution, ToyDrawing};

/// The version of the specification's form that this build writes and reads.
pub const SPEC_VERSION: u32 = 1;

choice! {
    /// What is trained.
    ModelType {
        /// Encoder and decoder, no noise, no prior.
        Autoencoder = "autoencoder", "Autoencoder";
        /// Variational autoencoder (arXiv:1312.6114).
        Vae = "vae", "VAE";
        /// Generative adversarial network (arXiv:1406.2661).
        Gan = "gan", "GAN";
        /// A VAE whose decoder is also a GAN's generator (arXiv:1512.09300).
        VaeGan = "vae-gan", "VAE-GAN";
        /// A GAN whose generator is fed codes of real images, by a VAE's encoder that is trained
        /// alongside.
        LatentFedGan = "vae-coded-gan", "GAN fed by a VAE's codes";
    }
}

impl ModelType {
    /// Whether images are encoded.
    pub fn has_encoder(self) -> bool {
        self != Self::Gan
    }

    /// Whether there is a discriminator.
    pub fn has_discriminator(self) -> bool {
        matches!(self, Self::Gan | Self::VaeGan | Self::LatentFedGan)
    }

    /// Whether there is a KL term.
    pub fn has_kl(self) -> bool {
        matches!(self, Self::Vae | Self::VaeGan | Self::LatentFedGan)
    }
}

choice! {
    /// What latent points are drawn from.
    Prior {
        /// N(0, 1) in each dimension.
        Normal = "normal", "Normal";
        /// Uniform in [−1, 1) in each dimension.
        Uniform = "uniform", "Uniform";
    }
}

choice! {
    /// Which player keeps its weights.
    FrozenPlayer {
        /// Both learn.
        Neither = "neither", "Neither";
        /// The discriminator stays as it is.
        Discriminator = "discriminator", "Discriminator";
        /// The generator (with its encoder, where there is one) stays as it is.
        Generator = "generator", "Generator";
    }
}

choice! {
    /// Which discriminator scores generated points.
    DiscriminatorKind {
        /// The discriminator that is trained.
        Trained = "learnt", "The one that learns";
        /// D*(x) = p(x) / (p(x) + q(x)), the best against a generator whose density is q
        /// (arXiv:1406.2661, proposition 1).
        Optimal = "optimal", "The optimal one";
    }
}

choice! {
    /// What stands between a layer and its activation.
    Normalisation {
        /// Nothing.
        None = "none", "None";
        /// Over the batch (arXiv:1502.03167).
        Batch = "batch", "BatchNorm";
        /// Over groups of channels (arXiv:1803.08494).
        Group = "group", "GroupNorm";
    }
}

choice! {
    /// How the decoder's output becomes grey values.
    OutputActivation {
        /// σ(x).
        Sigmoid = "sigmoid", "Sigmoid";
        /// (tanh x + 1) / 2.
        Tanh = "tanh", "Tanh";
        /// x itself.
        Linear = "linear", "Linear";
    }
}

choice! {
    /// What is compared of an image and its reconstruction, summed over pixels.
    Reconstruction {
        /// −log of a Bernoulli probability.
        Bernoulli = "bernoulli", "Bernoulli";
        /// Squared difference of grey values. Half of it is, up to a constant, a Gaussian
        /// likelihood's with σ = 1.
        SquaredError = "squared-error", "Squared error";
        /// −log of a Gaussian probability whose σ, one for all pixels, is the best for the batch:
        /// that of its squared differences (σ-VAE, arXiv:2006.13202, section 4.2). It suits colour,
        /// and needs no weight.
        OptimalGaussian = "optimal-gaussian", "Gaussian, best σ";
    }
}

choice! {
    /// How weights follow their gradients.
    Optimiser {
        /// arXiv:1412.6980.
        Adam = "adam", "Adam";
        /// Hinton's lecture 6e, with PyTorch's defaults (decay 0.99).
        RmsProp = "rms-prop", "RMSprop";
        /// Stochastic gradient descent with momentum.
        Sgd = "sgd", "SGD with momentum";
    }
}

/// Everything that a run depends on. Fields that a [`ModelType`] does not use are kept, so that
/// switching the type and back loses nothing.
///
/// Numbers have no more digits than single precision does, and are its shortest decimals: 0.9, not
/// 0.8999999761581421. serde_json reads the last bit of a double wrong now and then, unless it is built
/// with tables that would make the page larger, and a run whose `beta2` had changed by that bit would be
/// another run than its own file's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct RunSpec {
    /// [`SPEC_VERSION`].
    pub version: u32,
    /// From which weights, shuffles and noise are drawn.
    pub seed: u32,
    /// What is trained.
    pub model: ModelType,
    /// Where training images, or points, come from.
    pub data: DatasetId,
    /// The density that points are drawn from.
    #[serde(rename = "world")]
    pub toy_distribution: ToyDistribution,
    /// The density of [`ToyDistribution::Drawn`], drawn by hand.
    pub drawing: ToyDrawing,
    /// Height and width that images are scaled to, in pixels, 8 to 64 and
    /// even above 32. Images of a file that the
    /// visitor opened ([`DatasetKind::User`]) keep their size.
    #[serde(rename = "side")]
    pub image_size: usize,
    /// Images per step.
    pub batch: usize,
    /// How pictures are changed a little each time: those that an autoencoder learns to draw, or,
    /// where there is a discriminator, all that it sees. Files without it are older.
    #[serde(skip_serializing_if = "Augmentations::is_empty")]
    pub augmentation: Augmentations,
    /// Standard deviation of the noise on what the encoder of an autoencoder or a VAE is given to learn
    /// from, while what it is to reconstruct has none (a denoising autoencoder: Vincent et al., *Extracting
    /// and Composing Robust Features with Denoising Autoencoders*, 2008); 0 is none. Files without it are
    /// older.
    #[serde(deserialize_with = "single_precision", skip_serializing_if = "is_zero")]
    pub input_noise: f64,
    /// Latent dimensions, 1 to 128.
    pub latent: usize,
    /// What a generator's noise is drawn from.
    pub prior: Prior,
    /// x → code.
    pub encoder: NetworkSpec,
    /// z → picture: the decoder, or the generator.
    pub decoder: NetworkSpec,
    /// x → one number.
    pub discriminator: NetworkSpec,
    /// Between the layers of encoder and decoder.
    pub activation: Activation,
    /// Between decoder layers and their activations.
    pub normalisation: Normalisation,
    /// Whether the latent point scales and shifts every hidden layer of the decoder, before its
    /// activation: h (1 + γ(z)) + β(z), γ and β linear in z (arXiv:1810.01365). Files without it are
    /// older.
    #[serde(skip_serializing_if = "is_false")]
    pub self_modulation: bool,
    /// Between discriminator layers and their activations.
    pub discriminator_normalisation: Normalisation,
    /// Whether the discriminator's layers are divided by their largest singular value
    /// (arXiv:1802.05957).
    pub spectral_norm: bool,
    /// How the decoder's output becomes grey values.
    pub output: OutputActivation,
    /// What is compared of an image and its reconstruction.
    pub reconstruction: Reconstruction,
    /// Weight of the reconstruction term.
    #[serde(deserialize_with = "single_precision")]
    pub reconstruction_weight: f64,
    /// Weight of the KL term (β-VAE).
    #[serde(deserialize_with = "single_precision")]
    pub beta: f64,
    /// Steps in which the weight of the KL term rises from 0 to `beta`.
    pub kl_warm_up_steps: u32,
    /// What discriminator and generator play for.
    pub gan_loss: GanLoss,
    /// Losses of comparison runs: trained step by step with this one, the same but for the loss.
    #[serde(rename = "beside")]
    pub compare_losses: ComparisonLosses,
    /// Which player keeps its weights.
    pub frozen: FrozenPlayer,
    /// Which discriminator scores generated points.
    #[serde(rename = "judge")]
    pub discriminator_kind: DiscriminatorKind,
    /// Weight of the generator's adversarial term in a VAE-GAN.
    #[serde(deserialize_with = "single_precision")]
    pub adversarial_weight: f64,
    /// Weight of the feature-matching reconstruction (squared error between the discriminator's
    /// last hidden layer for image and reconstruction; arXiv:1512.09300, equation 7).
    #[serde(deserialize_with = "single_precision")]
    pub feature_weight: f64,
    /// The target for real images is 1 minus this (one-sided; arXiv:1606.03498, section 3.4).
    #[serde(deserialize_with = "single_precision")]
    pub label_smoothing: f64,
    /// Discriminator weights are kept within ± this (arXiv:1701.07875); used by the Wasserstein loss.
    #[serde(deserialize_with = "single_precision")]
    pub weight_clip: f64,
    /// Weight γ of the zero-centred gradient penalties: the discriminator's loss has γ/2 times the mean
    /// squared slope at real data (R1) and at generated ones (R2; arXiv:2501.05441); 0 is none. Files
    /// without it are older.
    #[serde(deserialize_with = "single_precision", skip_serializing_if = "is_zero")]
    pub gradient_penalty: f64,
    /// Every how many steps the penalties are taken, with so many times their weight (lazy
    /// regularisation, arXiv:1912.04958).
    #[serde(skip_serializing_if = "is_one")]
    pub penalty_every: u32,
    /// Discriminator updates per step.
    pub discriminator_updates: u32,
    /// Generator updates per step.
    pub generator_updates: u32,
    /// Decay of the exponential moving average of the generator's weights that draws the samples;
    /// 0 is no average.
    #[serde(deserialize_with = "single_precision")]
    pub ema: f64,
    /// Steps that a VAE-GAN trains as a VAE alone before its decoder becomes the generator.
    pub vae_steps: u32,
    /// Steps that each resolution (7, then 14) is trained before the next fades in; 0 begins with
    /// the full picture (arXiv:1710.10196).
    pub growing_steps: u32,
    /// Steps in which a new resolution fades in.
    pub fade_steps: u32,
    /// How encoder, decoder and generator follow their gradients.
    pub optimiser: Optimiser,
    /// Their step size.
    #[serde(deserialize_with = "single_precision")]
    pub learning_rate: f64,
    /// How the discriminator follows its gradients.
    pub discriminator_optimiser: Optimiser,
    /// Its step size.
    #[serde(deserialize_with = "single_precision")]
    pub discriminator_learning_rate: f64,
    /// Adam's first decay rate, or SGD's momentum.
    #[serde(deserialize_with = "single_precision")]
    pub beta1: f64,
    /// Adam's second decay rate.
    #[serde(deserialize_with = "single_precision")]
    pub beta2: f64,
    /// The largest norm of a network's gradient; longer gradients are scaled down to it (PyTorch's
    /// `clip_grad_norm_`). 0 is no limit.
    #[serde(rename = "gradientClip")]
    #[serde(deserialize_with = "single_precision")]
    pub max_grad_norm: f64,
}

/// Reads a number with the digits of single precision, whatever the reader made of its last bit.
fn single_precision<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)? as f32;
    // The text of a number is one.
    Ok(number.to_string().parse().unwrap_or(f64::from(number)))
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_false(value: &bool) -> bool {
    !value
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_one(number: &u32) -> bool {
    *number == 1
}

impl Default for RunSpec {
    fn default() -> Self {
        Self {
            version: SPEC_VERSION,
            seed: 1,
            model: ModelType::Vae,
            data: DatasetId::Strokes,
            toy_distribution: ToyDistribution::EightGaussians,
            drawing: ToyDrawing::default(),
            image_size: 28,
            batch: 64,
            augmentation: Augmentations::default(),
            input_noise: 0.0,
            latent: 2,
            prior: Prior::Normal,
            encoder: NetworkSpec::dense(&[128]),
            decoder: NetworkSpec::dense(&[128]),
            discriminator: NetworkSpec::dense(&[256, 128]),
            activation: Activation::LeakyRelu,
            normalisation: Normalisation::None,
            self_modulation: false,
            discriminator_normalisation: Normalisation::None,
            spectral_norm: false,
            output: OutputActivation::Sigmoid,
            reconstruction: Reconstruction::Bernoulli,
            reconstruction_weight: 1.0,
            beta: 1.0,
            kl_warm_up_steps: 0,
            gan_loss: GanLoss::NonSaturating,
            compare_losses: ComparisonLosses::default(),
            frozen: FrozenPlayer::Neither,
            discriminator_kind: DiscriminatorKind::Trained,
            adversarial_weight: 1.0,
            feature_weight: 0.0,
            label_smoothing: 0.0,
            weight_clip: 0.01,
            gradient_penalty: 0.0,
            penalty_every: 1,
            discriminator_updates: 1,
            generator_updates: 1,
            ema: 0.0,
            vae_steps: 1000,
            growing_steps: 0,
            fade_steps: 0,
            optimiser: Optimiser::Adam,
            learning_rate: 1e-3,
            discriminator_optimiser: Optimiser::Adam,
            discriminator_learning_rate: 1e-3,
            beta1: 0.9,
            beta2: 0.999,
            max_grad_norm: 0.0,
        }
    }
}

impl RunSpec {
    /// Whether points of a plane are trained on, not images.
    pub fn is_points(&self) -> bool {
        self.data.info().kind == DatasetKind::Toy2d
    }

    /// The size of the pictures. Own images tell theirs when they are read.
    pub fn image(&self) -> ImageShape {
        if self.is_points() {
            ImageShape::POINT
        } else {
            ImageShape::square(self.image_size, self.data.info().shape.channels)
        }
    }

    /// How pictures are changed; points are not.
    pub fn augmentation_of_data(&self) -> Augmentations {
        if self.is_points() {
            Augmentations::default()
        } else {
            self.augmentation
        }
    }

    /// For whom they are changed.
    pub fn augmentation_use(&self) -> AugmentationUse {
        if self.model.has_discriminator() {
            AugmentationUse::Judged
        } else {
            AugmentationUse::Drawn
        }
    }

    /// The standard deviation of the noise on what an encoder learns from. Where a discriminator plays
    /// along there is none.
    pub fn noise_of_input(&self) -> f64 {
        if self.model.has_discriminator() {
            0.0
        } else {
            self.input_noise
        }
    }

    /// What noise is drawn from. Only a GAN on toy data has a choice: the KL term assumes N(0, 1), and
    /// Explore draws points of image models from it.
    pub fn noise(&self) -> Prior {
        if self.is_points() && self.model == ModelType::Gan {
            self.prior
        } else {
            Prior::Normal
        }
    }

    /// Whether the optimal discriminator scores points in place of the trained one.
    pub fn uses_optimal_discriminator(&self) -> bool {
        self.is_points()
            && self.model.has_discriminator()
            && self.discriminator_kind == DiscriminatorKind::Optimal
    }

    /// The losses of the comparison runs.
    pub fn comparison_losses(&self) -> &[GanLoss] {
        if self.is_points() && self.model == ModelType::Gan {
            self.compare_losses.all()
        } else {
            &[]
        }
    }

    /// How the decoder's output becomes data: coordinates are what they are.
    pub fn output_of_data(&self) -> OutputActivation {
        if self.is_points() {
            OutputActivation::Linear
        } else {
            self.output
        }
    }

    /// What is compared of data and their reconstructions: of points, their squared distance.
    pub fn reconstruction_of_data(&self) -> Reconstruction {
        if self.is_points() {
            Reconstruction::SquaredError
        } else {
            self.reconstruction
        }
    }

    /// The weight of each of the gradient penalties at a step (from 0); `None` where they are not taken.
    pub fn penalty_at(&self, step: u32) -> Option<f64> {
        let every = self.penalty_every.max(1);
        let is_due = self.gradient_penalty > 0.0 && step.is_multiple_of(every);
        is_due.then(|| 0.5 * self.gradient_penalty * f64::from(every))
    }

    /// β at a step (from 0): a line from 0 to `beta`, then `beta` (arXiv:1602.02282, section 2.2).
    pub fn beta_at(&self, step: u32) -> f64 {
        if step >= self.kl_warm_up_steps {
            return self.beta;
        }
        self.beta * f64::from(step) / f64::from(self.kl_warm_up_steps)
    }
}
