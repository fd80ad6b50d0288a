//! Every hyper-parameter: its name, unit and range, who needs it, and how it is read and set as
//! text. The page's form and the refusals of [`check`](crate::check) both come from here.

use foreign_text::ForeignText;

use crate::augmentation::Augmentation;
use crate::dataset::{DatasetId, DatasetKind};
use crate::error::FieldError;
use crate::image::SIDES;
use crate::losses::GanLoss;
use crate::network::Activation;
use crate::requirement::Requirement;
use crate::run::{
    DiscriminatorKind, FrozenPlayer, ModelType, Normalisation, Optimiser, OutputActivation, Prior,
    Reconstruction, RunSpec,
};
use crate::toy_distribution::ToyDistribution;

/// Which part of the form a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldGroup {
    /// What a newcomer sees.
    Basics,
    /// Layers.
    Architecture,
    /// What is made small.
    Objective,
    /// The game between generator and discriminator.
    Adversarial,
    /// How weights follow their gradients.
    Optimisation,
}

impl FieldGroup {
    /// Every group, in the form's order.
    pub const ALL: [Self; 5] = [
        Self::Basics,
        Self::Architecture,
        Self::Objective,
        Self::Adversarial,
        Self::Optimisation,
    ];

    /// The group's heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Basics => "Basics",
            Self::Architecture => "Architecture",
            Self::Objective => "Objective",
            Self::Adversarial => "Adversarial game",
            Self::Optimisation => "Optimisation",
        }
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldKind {
    /// A whole number.
    Integer {
        /// The least.
        min: u32,
        /// The most.
        max: u32,
    },
    /// A number.
    Number {
        /// The least.
        min: f64,
        /// The most.
        max: f64,
    },
    /// One of some words: word and title.
    Choice(&'static [(&'static str, &'static str)]),
    /// Yes or no, as `true` and `false`.
    Switch,
    /// Layers, in the text form of [`NetworkSpec`](crate::network::NetworkSpec).
    Layers,
    /// Some of these words, or none: word and title.
    Flags(&'static [(&'static str, &'static str)]),
    /// A drawing, in the text form of [`ToyDrawing`](crate::toy_distribution::ToyDrawing). It has no row in a form.
    Drawing,
}

/// Which runs use a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FieldUse {
    All,
    Encoder,
    Discriminator,
    Kl,
    /// An encoder without a discriminator.
    EncoderAlone,
    VaeGan,
    /// Images.
    Images,
    /// Images that are brought to a size: not the visitor's own, which have theirs.
    ScaledImages,
    ImagesEncoder,
    ImagesDiscriminator,
    /// Points of a plane.
    Points,
    PointsGan,
    PointsDiscriminator,
}

/// A hyper-parameter.
#[derive(Clone, Copy, Debug)]
pub struct SpecField {
    /// Its name in JSON.
    pub id: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// One sentence on what it does.
    pub help: &'static str,
    /// Which part of the form it belongs to.
    pub group: FieldGroup,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it may change while a run goes on.
    pub live: bool,
    used: FieldUse,
    get: fn(&RunSpec) -> String,
    set: fn(&mut RunSpec, &str) -> Option<()>,
}

impl SpecField {
    /// The field of a name.
    pub fn named(id: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.id == id)
    }

    /// Whether such a run uses it.
    pub fn used_by(&self, spec: &RunSpec) -> bool {
        let (model, points) = (spec.model, spec.is_points());
        match self.used {
            FieldUse::All => true,
            FieldUse::Encoder => model.has_encoder(),
            FieldUse::Discriminator => model.has_discriminator(),
            FieldUse::Kl => model.has_kl(),
            FieldUse::EncoderAlone => model.has_encoder() && !model.has_discriminator(),
            FieldUse::VaeGan => matches!(model, ModelType::VaeGan | ModelType::LatentFedGan),
            FieldUse::Images => !points,
            FieldUse::ScaledImages => !points && spec.data.info().kind != DatasetKind::User,
            FieldUse::ImagesEncoder => !points && model.has_encoder(),
            FieldUse::ImagesDiscriminator => !points && model.has_discriminator(),
            FieldUse::Points => points,
            FieldUse::PointsGan => points && model == ModelType::Gan,
            FieldUse::PointsDiscriminator => points && model.has_discriminator(),
        }
    }

    /// The field's value as text.
    pub fn get(&self, spec: &RunSpec) -> String {
        (self.get)(spec)
    }

    /// Sets the field from text; `spec` stays as it was when the text is refused. A number is kept with
    /// the digits of single precision: see [`RunSpec`].
    ///
    /// # Errors
    /// A [`FieldError`] that names the range.
    pub fn set(&self, spec: &mut RunSpec, text: &str) -> Result<(), FieldError> {
        let entered = text.trim();
        let refused = || FieldError {
            field: self.id,
            label: self.label,
            expected: self.expected(),
            found: ForeignText::whole(entered),
        };
        let is_number = matches!(self.kind, FieldKind::Number { .. });
        let number = entered.parse::<f32>().ok().filter(|_| is_number);
        let number = number.map(|number| {
            // Without the minus of −0.
            let number = if number == 0.0 { 0.0 } else { number };
            number.to_string()
        });
        let text = number.as_deref().unwrap_or(entered);
        let mut changed = spec.clone();
        (self.set)(&mut changed, text).ok_or_else(refused)?;
        if !self.in_range(&changed) {
            return Err(refused());
        }
        *spec = changed;
        Ok(())
    }

    /// Whether the field's value is in its range.
    pub(crate) fn in_range(&self, spec: &RunSpec) -> bool {
        let value = (self.get)(spec);
        match self.kind {
            FieldKind::Integer { min, max } => value
                .parse::<u64>()
                .is_ok_and(|value| (u64::from(min)..=u64::from(max)).contains(&value)),
            FieldKind::Number { min, max } => value
                .parse::<f64>()
                .is_ok_and(|value| value.is_finite() && (min..=max).contains(&value)),
            FieldKind::Choice(_)
            | FieldKind::Switch
            | FieldKind::Layers
            | FieldKind::Flags(_)
            | FieldKind::Drawing => true,
        }
    }

    /// What may be entered.
    pub fn expected(&self) -> Requirement {
        match self.kind {
            FieldKind::Integer { min, max } => Requirement::Integer { min, max },
            FieldKind::Number { min, max } => Requirement::Number { min, max },
            FieldKind::Choice(words) => Requirement::OneOf(words),
            FieldKind::Flags(words) => Requirement::SomeOf(words),
            FieldKind::Drawing => Requirement::Cells,
            FieldKind::Switch => Requirement::Switch,
            FieldKind::Layers => Requirement::Layers,
        }
    }
}

macro_rules! field {
    ($id:literal, $label:literal, $group:ident, $used:ident, $live:literal, $kind:expr, $help:literal, $($path:ident).+, parse) => {
        SpecField { id: $id, label: $label, help: $help, group: FieldGroup::$group, kind: $kind, live: $live, used: FieldUse::$used,
            get: |spec| spec.$($path).+.to_string(),
            set: |spec, text| { spec.$($path).+ = text.parse().ok()?; Some(()) } }
    };
    ($id:literal, $label:literal, $group:ident, $used:ident, $live:literal, $kind:expr, $help:literal, $($path:ident).+, activation) => {
        SpecField { id: $id, label: $label, help: $help, group: FieldGroup::$group, kind: $kind, live: $live, used: FieldUse::$used,
            get: |spec| activation_word(spec.$($path).+).to_owned(),
            set: |spec, text| {
                spec.$($path).+ = [Activation::Relu, Activation::LeakyRelu, Activation::Silu]
                    .into_iter()
                    .find(|activation| activation_word(*activation) == text)?;
                Some(())
            } }
    };
    ($id:literal, $label:literal, $group:ident, $used:ident, $live:literal, $choice:ident, $help:literal, $($path:ident).+, word) => {
        SpecField { id: $id, label: $label, help: $help, group: FieldGroup::$group, kind: FieldKind::Choice($choice::CHOICES), live: $live, used: FieldUse::$used,
            get: |spec| spec.$($path).+.as_str().to_owned(),
            set: |spec, text| { spec.$($path).+ = $choice::from_name(text)?; Some(()) } }
    };
}

const RATE: FieldKind = FieldKind::Number {
    min: 1e-7,
    max: 1.0,
};
const WEIGHT: FieldKind = FieldKind::Number {
    min: 0.0,
    max: 1000.0,
};
const SHARE: FieldKind = FieldKind::Number {
    min: 0.0,
    max: 0.9999,
};
const STEPS: FieldKind = FieldKind::Integer {
    min: 0,
    max: 1_000_000,
};

/// Every hyper-parameter, in the form's order. A static, so that every user of it has the same one.
#[rustfmt::skip]
pub static FIELDS: &[SpecField] = &[
    field!("model", "Model type", Basics, All, false, ModelType, "What is trained.", model, word),
    field!("data", "Dataset", Basics, All, false, DatasetId, "Where training images, or points, come from.", data, word),
    field!("world", "World", Basics, Points, false, ToyDistribution, "The density that points are drawn from.", toy_distribution, word),
    field!("drawing", "Drawing", Basics, Points, false, FieldKind::Drawing, "The density of a world drawn by hand.", drawing, parse),
    field!("latent", "Latent dimensions", Basics, All, false, FieldKind::Integer { min: 1, max: 128 }, "How many numbers describe a picture, or a point.", latent, parse),
    field!("prior", "Noise", Basics, PointsGan, false, Prior, "What the generator's noise is drawn from.", prior, word),
    field!("learningRate", "Learning rate", Basics, All, true, RATE, "Step size of encoder, decoder and generator.", learning_rate, parse),
    field!("batch", "Batch size", Basics, All, false, FieldKind::Integer { min: 2, max: 512 }, "Images, or points, per step.", batch, parse),
    field!("augmentation", "Augmentation", Basics, Images, false, FieldKind::Flags(Augmentation::CHOICES), "Changes pictures a little each time, so that few of them go further; in a game, all that the discriminator sees.", augmentation, parse),
    field!("beta", "KL weight β", Basics, Kl, true, WEIGHT, "How strongly codes are drawn towards the prior.", beta, parse),
    field!("ganLoss", "GAN loss", Basics, Discriminator, true, GanLoss, "What discriminator and generator play for.", gan_loss, word),
    field!("seed", "Seed", Basics, All, false, FieldKind::Integer { min: 0, max: u32::MAX }, "The same seed gives the same run.", seed, parse),

    field!("side", "Picture side", Architecture, ScaledImages, false, FieldKind::Integer { min: SIDES.0 as u32, max: SIDES.1 as u32 }, "Pixels across and down, an even number above 32.", image_size, parse),
    field!("encoder", "Encoder", Architecture, Encoder, false, FieldKind::Layers, "Layers from data to code.", encoder, parse),
    field!("decoder", "Decoder / generator", Architecture, All, false, FieldKind::Layers, "Layers from code to data.", decoder, parse),
    field!("discriminator", "Discriminator", Architecture, Discriminator, false, FieldKind::Layers, "Layers from data to score.", discriminator, parse),
    field!("activation", "Activation", Architecture, All, false, FieldKind::Choice(&[("relu", "ReLU"), ("leaky-relu", "Leaky ReLU"), ("silu", "SiLU")]), "Between layers.", activation, activation),
    field!("normalisation", "Decoder normalisation", Architecture, All, false, Normalisation, "Between decoder layers and their activations.", normalisation, word),
    field!("selfModulation", "Self-modulation", Architecture, All, false, FieldKind::Switch, "The latent point scales and shifts every hidden layer of the decoder, so that Explore can mix styles layer by layer.", self_modulation, parse),
    field!("discriminatorNormalisation", "Discriminator normalisation", Architecture, Discriminator, false, Normalisation, "Between discriminator layers and their activations.", discriminator_normalisation, word),
    field!("spectralNorm", "Spectral norm", Architecture, Discriminator, false, FieldKind::Switch, "Divides each discriminator layer by its largest singular value.", spectral_norm, parse),
    field!("output", "Output", Architecture, Images, false, OutputActivation, "How the decoder's numbers become grey values.", output, word),
    field!("growingSteps", "Growing: steps per resolution", Architecture, ImagesDiscriminator, false, STEPS, "Trains at 7 pixels, then 14, then 28, this long each; 0 begins with the full picture.", growing_steps, parse),
    field!("fadeSteps", "Growing: steps of fade-in", Architecture, ImagesDiscriminator, false, STEPS, "How long a new resolution fades in.", fade_steps, parse),

    field!("reconstruction", "Reconstruction", Objective, ImagesEncoder, false, Reconstruction, "What is compared of a picture and its reconstruction.", reconstruction, word),
    field!("reconstructionWeight", "Reconstruction weight", Objective, Encoder, true, WEIGHT, "Weight of the reconstruction term.", reconstruction_weight, parse),
    field!("inputNoise", "Input noise σ", Objective, EncoderAlone, true, FieldKind::Number { min: 0.0, max: 2.0 }, "Noise on what the encoder is given; the target stays clean. 0 is none.", input_noise, parse),
    field!("klWarmUpSteps", "KL warm-up", Objective, Kl, false, STEPS, "Steps in which β rises from 0.", kl_warm_up_steps, parse),
    field!("vaeSteps", "Steps as a VAE alone", Objective, VaeGan, false, STEPS, "Then the decoder becomes the generator.", vae_steps, parse),

    field!("beside", "Side by side", Adversarial, PointsGan, false, FieldKind::Flags(GanLoss::CHOICES), "Other losses, up to three, that are trained in step with this one and share all else.", compare_losses, parse),
    field!("frozen", "Frozen", Adversarial, Discriminator, true, FrozenPlayer, "Which of the players does not learn.", frozen, word),
    field!("judge", "Judge", Adversarial, PointsDiscriminator, true, DiscriminatorKind, "Who judges generated points.", discriminator_kind, word),
    field!("adversarialWeight", "Adversarial weight", Adversarial, VaeGan, true, WEIGHT, "Weight of the generator's adversarial term.", adversarial_weight, parse),
    field!("featureWeight", "Feature-matching weight", Adversarial, VaeGan, true, WEIGHT, "Weight of the distance between the discriminator's features of picture and reconstruction.", feature_weight, parse),
    field!("discriminatorUpdates", "D updates per step", Adversarial, Discriminator, true, FieldKind::Integer { min: 1, max: 20 }, "How often the discriminator learns in a step.", discriminator_updates, parse),
    field!("generatorUpdates", "G updates per step", Adversarial, Discriminator, true, FieldKind::Integer { min: 1, max: 20 }, "How often the generator learns in a step.", generator_updates, parse),
    field!("labelSmoothing", "Label smoothing", Adversarial, Discriminator, true, FieldKind::Number { min: 0.0, max: 0.5 }, "The target for real data is 1 minus this.", label_smoothing, parse),
    field!("weightClip", "Weight clip", Adversarial, Discriminator, true, FieldKind::Number { min: 0.0001, max: 1.0 }, "Bounds the discriminator's weights, for the Wasserstein loss.", weight_clip, parse),
    field!("gradientPenalty", "Gradient penalty γ", Adversarial, Discriminator, true, WEIGHT, "Weight of the squared slope of the discriminator at real and at generated data; 0 is none.", gradient_penalty, parse),
    field!("penaltyEvery", "Steps per penalty", Adversarial, Discriminator, true, FieldKind::Integer { min: 1, max: 64 }, "The penalty is taken every so many steps, with so many times its weight.", penalty_every, parse),
    field!("ema", "Generator average", Adversarial, Discriminator, false, SHARE, "Decay of the average of the generator's weights that draws the samples; 0 is off.", ema, parse),

    field!("optimiser", "Optimiser", Optimisation, All, false, Optimiser, "Of encoder, decoder and generator.", optimiser, word),
    field!("discriminatorOptimiser", "D optimiser", Optimisation, Discriminator, false, Optimiser, "Of the discriminator.", discriminator_optimiser, word),
    field!("discriminatorLearningRate", "D learning rate", Optimisation, Discriminator, true, RATE, "Step size of the discriminator.", discriminator_learning_rate, parse),
    field!("beta1", "β₁ / momentum", Optimisation, All, false, SHARE, "Adam's first decay rate, or SGD's momentum.", beta1, parse),
    field!("beta2", "β₂", Optimisation, All, false, SHARE, "Adam's second decay rate.", beta2, parse),
    field!("gradientClip", "Gradient clip", Optimisation, All, true, WEIGHT, "The largest norm of a network's gradient; 0 is no limit.", max_grad_norm, parse),
];

fn activation_word(activation: Activation) -> &'static str {
    match activation {
        Activation::Relu => "relu",
        Activation::LeakyRelu => "leaky-relu",
        Activation::Silu => "silu",
    }
}
