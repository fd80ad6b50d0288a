//! What cannot be trained.

pub use crate::limits::{MAX_PARAMETERS, parameter_limit};

use foreign_text::ForeignText;

use crate::augmentation::Augmentation;
use crate::dataset::DatasetKind;
use crate::error::FieldError;
use crate::fields::{FIELDS, SpecField};
use crate::image::{SIDES, is_side};
use crate::losses::ComparisonLosses;
use crate::network::NetworkSpec;
use crate::requirement::Requirement;
use crate::run::{ModelType, OutputActivation, Reconstruction, RunSpec, SPEC_VERSION};
use crate::toy_distribution::ToyDistribution;

/// Fields that cannot be meant, as they are found.
struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    fn add(&mut self, id: &str, expected: Requirement, found: String) {
        let found = ForeignText::whole(&found);
        self.0.extend(SpecField::named(id).map(|field| FieldError {
            field: field.id,
            label: field.label,
            expected,
            found,
        }));
    }
}

impl RunSpec {
    /// Whether this can be trained.
    ///
    /// # Errors
    /// Every field that stands in the way, in the form's order.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut refusals = FieldErrors(Vec::new());
        for field in FIELDS {
            if !field.in_range(self) {
                refusals.add(field.id, field.expected(), field.get(self));
            }
        }
        let is_in_range = self.image_size <= SIDES.1 && self.image_size >= SIDES.0;
        if is_in_range && !is_side(self.image_size) {
            let found = self.image_size.to_string();
            refusals.add("side", Requirement::PictureSide, found);
        }
        self.check_autoencoder(&mut refusals);
        if self.is_points() {
            self.check_toy2d(&mut refusals);
        }
        if self.model.has_discriminator() {
            self.check_game(&mut refusals);
        }
        self.check_combinations(&mut refusals);
        let FieldErrors(mut errors) = refusals;
        if errors.is_empty() {
            errors.extend(self.too_large());
        }
        if self.version != SPEC_VERSION {
            errors.insert(
                0,
                FieldError {
                    field: "version",
                    label: "Version",
                    expected: Requirement::Version(SPEC_VERSION),
                    found: self.version.to_string().into(),
                },
            );
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    /// The layers of encoder and decoder.
    fn check_autoencoder(&self, refusals: &mut FieldErrors) {
        let own = self.data.info().kind == DatasetKind::User;
        if self.model.has_encoder()
            && let Some(expected) = widths(&self.encoder)
        {
            refusals.add("encoder", expected, self.encoder.to_string());
        }
        if let Some(expected) = widths(&self.decoder) {
            refusals.add("decoder", expected, self.decoder.to_string());
        } else if let (channels, _) = self.decoder.layers()
            && !own
            && !self.is_points()
            && !self.image_size.is_multiple_of(1 << channels.len())
        {
            refusals.add(
                "decoder",
                Requirement::Halvings(self.image_size),
                self.decoder.to_string(),
            );
        }
    }

    /// What only runs on two-dimensional toy data have.
    fn check_toy2d(&self, refusals: &mut FieldErrors) {
        let networks = [
            ("encoder", &self.encoder, self.model.has_encoder()),
            ("decoder", &self.decoder, true),
            (
                "discriminator",
                &self.discriminator,
                self.model.has_discriminator(),
            ),
        ];
        for (id, network, used) in networks {
            if used && network.is_conv() {
                let expected = Requirement::DenseForPoints;
                refusals.add(id, expected, network.to_string());
            }
        }
        if self.toy_distribution == ToyDistribution::Drawn && self.drawing.is_empty() {
            refusals.add("drawing", Requirement::SomethingPainted, String::new());
        }
        let beside = self.compare_losses.all();
        if beside.len() > ComparisonLosses::MAX || beside.contains(&self.gan_loss) {
            refusals.add(
                "beside",
                Requirement::OtherLosses {
                    most: ComparisonLosses::MAX,
                    than: self.gan_loss.as_str(),
                },
                self.compare_losses.to_string(),
            );
        }
    }

    /// The discriminator's layers, and how networks grow.
    fn check_game(&self, refusals: &mut FieldErrors) {
        if let Some(expected) = widths(&self.discriminator) {
            refusals.add("discriminator", expected, self.discriminator.to_string());
        }
        if self.growing_steps == 0 || self.is_points() {
            return;
        }
        let (channels, _) = self.decoder.layers();
        if !self.decoder.is_conv() || !self.discriminator.is_conv() {
            refusals.add(
                "growingSteps",
                Requirement::ConvolutionsToGrow,
                self.growing_steps.to_string(),
            );
        } else if channels.len() < 2 || self.discriminator.layers().0.len() != channels.len() {
            refusals.add(
                "growingSteps",
                Requirement::EqualConvolutionsToGrow,
                self.growing_steps.to_string(),
            );
        }
        if self.fade_steps > self.growing_steps {
            refusals.add(
                "fadeSteps",
                Requirement::FadeWithin(self.growing_steps),
                self.fade_steps.to_string(),
            );
        }
    }

    /// Fields that are in range, each by itself, and do not go together.
    fn check_combinations(&self, refusals: &mut FieldErrors) {
        if self.model.has_encoder()
            && !self.is_points()
            && self.reconstruction == Reconstruction::Bernoulli
            && self.output != OutputActivation::Sigmoid
        {
            refusals.add(
                "output",
                Requirement::SigmoidForBernoulli,
                self.output.as_str().to_owned(),
            );
        }
        let kinds = self.augmentation_of_data();
        if !self.model.has_discriminator() && kinds.contains(Augmentation::Cutout) {
            refusals.add("augmentation", Requirement::NoHoles, kinds.to_string());
        }
        if self.model == ModelType::LatentFedGan && self.latent < 2 {
            refusals.add(
                "latent",
                Requirement::DimensionsForCodes,
                self.latent.to_string(),
            );
        }
        if let Some(images) = self.data.info().training_images
            && self.batch > images
        {
            refusals.add(
                "batch",
                Requirement::BatchWithinData(images),
                self.batch.to_string(),
            );
        }
    }

    /// The refusal of networks that no memory holds.
    fn too_large(&self) -> Option<FieldError> {
        let parameters = self.parameter_count();
        let field = SpecField::named("decoder").filter(|_| parameters > MAX_PARAMETERS)?;
        Some(FieldError {
            field: field.id,
            label: "All networks together",
            expected: Requirement::ParameterCount,
            found: parameters.to_string().into(),
        })
    }

    /// Roughly how many numbers the networks consist of; normalisation and growing's extra heads
    /// are left out.
    pub fn parameter_count(&self) -> usize {
        let image = self.image();
        let pixels = image.len();
        let dense = |from: usize, to: usize| from.saturating_add(1).saturating_mul(to);
        let chain = |from: usize, widths: &[usize]| {
            let inputs = std::iter::once(&from).chain(widths);
            inputs
                .zip(widths)
                .fold(0_usize, |sum, (&i, &o)| sum.saturating_add(dense(i, o)))
        };
        let into = |network: &NetworkSpec, outputs: usize| {
            let (channels, hidden) = network.layers();
            let planes = std::iter::once(&image.channels).chain(channels);
            let convs = planes.clone().zip(channels).map(|(&i, &o)| dense(9 * i, o));
            let side = channels
                .iter()
                .fold(self.image_size, |side, _| side.div_ceil(2));
            let features = planes.last().unwrap_or(&1) * side * side;
            let features = if channels.is_empty() {
                pixels
            } else {
                features
            };
            let last = hidden.last().copied().unwrap_or(features);
            convs
                .fold(0_usize, usize::saturating_add)
                .saturating_add(chain(features, hidden))
                .saturating_add(dense(last, outputs))
        };
        let modulations = |hidden: &[usize], channels: &[usize]| {
            let modulated = hidden.iter().chain(channels);
            let modulated = modulated.filter(|_| self.self_modulation);
            modulated.fold(0_usize, |sum, &width| {
                sum.saturating_add(dense(self.latent, width.saturating_mul(2)))
            })
        };
        let out_of = |network: &NetworkSpec| {
            let (channels, hidden) = network.layers();
            let last = hidden.last().copied().unwrap_or(self.latent);
            let side = self.image_size >> channels.len();
            let grid = channels.first().unwrap_or(&1) * side * side;
            let ups = channels
                .iter()
                .zip(channels.iter().skip(1).chain([&image.channels]))
                .fold(0_usize, |sum, (&i, &o)| {
                    sum.saturating_add(dense(16 * i, o))
                });
            chain(self.latent, hidden)
                .saturating_add(dense(last, if channels.is_empty() { pixels } else { grid }))
                .saturating_add(ups)
                .saturating_add(modulations(hidden, channels))
        };
        let mut sum = out_of(&self.decoder);
        if self.model.has_encoder() {
            sum = sum.saturating_add(into(&self.encoder, 2 * self.latent));
        }
        if self.model.has_discriminator() {
            sum = sum.saturating_add(into(&self.discriminator, 1));
        }
        sum
    }
}

/// What is wrong with a network's layers.
fn widths(network: &NetworkSpec) -> Option<Requirement> {
    let (channels, hidden) = network.layers();
    if network.is_conv() && !(1..=4).contains(&channels.len()) {
        return Some(Requirement::ConvolutionCount);
    }
    if hidden.len() > 8 {
        return Some(Requirement::DenseCount);
    }
    let all = hidden.iter().chain(channels);
    (!all.clone().all(|width| (1..=4096).contains(width))).then_some(Requirement::Widths)
}
