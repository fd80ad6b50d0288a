//! The networks of a run.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use run_spec::{GanPlayer, ImageShape, ModelType, RunSpec};

use super::average::averaged;
use super::optimiser::UpdateRule;
use super::step_report::NetworkName;
use super::trainable_network::TrainableNetwork;
use crate::ModelResult;
use crate::gan::{Discriminator, Generator};
use crate::random::{HostRng, RandomStream};
use crate::vae::Encoder;
use crate::vae_gan::AutoencoderConfig;

/// The networks of a run, each with its optimiser.
#[derive(Debug)]
pub struct RunNetworks {
    /// x → q(z | x), where there are codes.
    pub encoder: Option<TrainableNetwork<Encoder>>,
    /// z → picture.
    pub generator: TrainableNetwork<Generator>,
    /// The decoder of the VAE that supplies codes to a generator of its own.
    pub coder: Option<TrainableNetwork<Generator>>,
    /// x → score, where there is a game.
    pub discriminator: Option<TrainableNetwork<Discriminator>>,
    /// The moving average of the generator, without autodiff.
    pub average: Option<Generator>,
    /// Steps taken before the average began.
    pub average_since: u32,
}

impl RunNetworks {
    /// Networks with random weights. `device` has autodiff.
    ///
    /// # Errors
    /// [`ModelError::Config`](crate::ModelError::Config) when `spec` describes no networks for such images.
    pub fn new(spec: &RunSpec, image: ImageShape, device: &Device) -> ModelResult<Self> {
        let seed = u64::from(spec.seed);
        let mut rng = HostRng::new(seed, RandomStream::Weights);
        let (encoder, generator, coder) = generator_networks(spec, image, &mut rng, device)?;
        let discriminator = spec.model.has_discriminator().then(|| {
            let mut rng = HostRng::new(seed, RandomStream::Discriminator);
            new_discriminator(spec, image, &mut rng, device)
        });
        Ok(Self {
            encoder,
            average: averages(spec).then(|| generator.network.valid()),
            average_since: 0,
            generator,
            coder,
            discriminator,
        })
    }

    /// Puts new random weights, drawn from the seed and the number of steps taken, in place of one
    /// side's, with optimisers that remember nothing. The average begins anew with its generator.
    /// Does nothing where there is no such side.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn reinitialize(
        &mut self,
        side: GanPlayer,
        (spec, image): (&RunSpec, ImageShape),
        step: u32,
        device: &Device,
    ) -> ModelResult<()> {
        let seed = u64::from(spec.seed);
        match side {
            GanPlayer::Discriminator => {
                if let Some(trainable) = &mut self.discriminator {
                    let mut rng =
                        HostRng::new(seed, RandomStream::ReinitializedDiscriminator(step));
                    *trainable = new_discriminator(spec, image, &mut rng, device);
                }
            }
            GanPlayer::Generator => {
                let mut rng = HostRng::new(seed, RandomStream::ReinitializedGenerator(step));
                let (encoder, generator, coder) =
                    generator_networks(spec, image, &mut rng, device)?;
                self.average = averages(spec).then(|| generator.network.valid());
                self.average_since = step;
                self.encoder = encoder;
                self.generator = generator;
                self.coder = coder;
            }
        }
        Ok(())
    }

    /// The generator that draws samples: the average if there is one; without autodiff.
    pub fn sampler(&self) -> Generator {
        match &self.average {
            Some(average) => average.clone(),
            None => self.generator.network.valid(),
        }
    }

    /// The generator that reconstructs.
    pub fn reconstructor(&self) -> Generator {
        match &self.coder {
            Some(coder) => coder.network.valid(),
            None => self.sampler(),
        }
    }

    /// Moves the average, if there is one, one step nearer to the generator. Of a young game's past
    /// there is little to remember: the decay rises towards `decay` as (1 + n) / (10 + n) with the
    /// step n since the average and the game both began, or it would show the weights that they began
    /// with for a long time. Steps that a VAE takes alone before the game (`game_begins`) are none of
    /// the game's.
    pub fn update_average(&mut self, decay: f64, step: u32, game_begins: u32) {
        let since = self.average_since.max(game_begins);
        let step = f64::from(step.saturating_sub(since));
        let decay = decay.min((1.0 + step) / (10.0 + step));
        if let Some(average) = self.average.take() {
            self.average = Some(averaged(average, &self.generator.network, decay));
        }
    }

    /// The norm of each network's newest gradient.
    pub fn gradient_norms(&self, spec: &RunSpec) -> Vec<(NetworkName, Tensor<1>)> {
        let generator = if spec.model.has_discriminator() {
            NetworkName::Generator
        } else {
            NetworkName::Decoder
        };
        let norms = [
            (
                NetworkName::Encoder,
                self.encoder
                    .as_ref()
                    .and_then(TrainableNetwork::gradient_norm),
            ),
            (
                NetworkName::Decoder,
                self.coder
                    .as_ref()
                    .and_then(TrainableNetwork::gradient_norm),
            ),
            (generator, self.generator.gradient_norm()),
            (
                NetworkName::Discriminator,
                self.discriminator
                    .as_ref()
                    .and_then(TrainableNetwork::gradient_norm),
            ),
        ];
        norms
            .into_iter()
            .filter_map(|(name, norm)| Some((name, norm?)))
            .collect()
    }
}

/// Encoder, generator and, where a VAE supplies the codes, its decoder; with random weights.
type GeneratorNetworks = (
    Option<TrainableNetwork<Encoder>>,
    TrainableNetwork<Generator>,
    Option<TrainableNetwork<Generator>>,
);

fn generator_networks(
    spec: &RunSpec,
    image: ImageShape,
    rng: &mut HostRng,
    device: &Device,
) -> ModelResult<GeneratorNetworks> {
    let config = AutoencoderConfig::of(spec, image);
    let rule = UpdateRule::of(spec.optimiser, spec);
    let encoder = if spec.model.has_encoder() {
        config.check()?;
        let layers = config.encoder_layers();
        Some(TrainableNetwork::new(
            Encoder::new(&layers, rng, device),
            rule,
        ))
    } else {
        None
    };
    let generator = Generator::new(&config.generator, rng, device)?;
    let coder = if spec.model == ModelType::LatentFedGan {
        let coder = Generator::new(&config.generator, rng, device)?;
        Some(TrainableNetwork::new(coder, rule))
    } else {
        None
    };
    Ok((encoder, TrainableNetwork::new(generator, rule), coder))
}

fn new_discriminator(
    spec: &RunSpec,
    image: ImageShape,
    rng: &mut HostRng,
    device: &Device,
) -> TrainableNetwork<Discriminator> {
    let network = Discriminator::new(spec, image, rng, device);
    TrainableNetwork::new(network, UpdateRule::of(spec.discriminator_optimiser, spec))
}

/// Whether samples are drawn by an average of the generator.
fn averages(spec: &RunSpec) -> bool {
    spec.model.has_discriminator() && spec.ema > 0.0
}
