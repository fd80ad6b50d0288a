//! x → q(z | x).

use burn::module::{Module, Param};
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};

use run_spec::ImageShape;

use super::DiagonalGaussian;
use crate::nn::{
    Activation, ApplyActivation, DownBlock, EncoderLayers, ForwardPass, Mlp, dense, flatten,
    linear, product, unflatten,
};
use crate::random::HostRng;

/// Gives an image's posterior.
#[derive(Module, Debug)]
pub struct Encoder {
    convs: Vec<DownBlock>,
    hidden: Mlp,
    mean: Linear,
    log_variance: Linear,
    #[module(skip)]
    image: ImageShape,
    #[module(skip)]
    activation: Activation,
}

impl Encoder {
    /// An encoder with random weights.
    pub fn new(config: &EncoderLayers<'_>, rng: &mut HostRng, device: &Device) -> Self {
        let (channels, hidden) = config.layers.layers();
        let mut convs = Vec::with_capacity(channels.len());
        let mut from = config.image.channels;
        for &to in channels {
            convs.push(DownBlock::new(from, to, rng, device));
            from = to;
        }
        let [h, w] = config.grid();
        let features = from * h * w;
        let last = hidden.last().copied().unwrap_or(features);
        Self {
            convs,
            hidden: Mlp::new(features, hidden, config.activation, rng, device),
            mean: dense(last, config.latent, rng, device),
            log_variance: dense(last, config.latent, rng, device),
            image: config.image,
            activation: config.activation,
        }
    }

    /// The posterior of each image.
    ///
    /// # Shapes
    /// `images`: `[batch, channels · height · width]`, grey values in [0, 1]
    pub fn forward(&self, images: Tensor<2>) -> DiagonalGaussian {
        self.forward_in(&mut ForwardPass::Inference, images)
    }

    /// The same in a pass that may be watched.
    ///
    /// # Shapes
    /// as [`Self::forward`]
    pub fn forward_in(&self, pass: &mut ForwardPass, images: Tensor<2>) -> DiagonalGaussian {
        let mut features = images;
        if !self.convs.is_empty() {
            let ImageShape {
                channels,
                height,
                width,
            } = self.image;
            let mut x = unflatten(features, [channels, height, width]);
            for conv in &self.convs {
                x = self.activation.forward(conv.forward(x));
                pass.note(&x);
            }
            features = flatten(x); // [batch, c · h · w]
        }
        let features = self.hidden.forward(features, pass);
        DiagonalGaussian {
            mean: linear(&self.mean, features.clone()),
            log_variance: linear(&self.log_variance, features),
        }
    }

    /// The same encoder for inputs x, where it took (x − `centre`) / `scale`: W / s, b − (c / s) W. Its
    /// layers are dense.
    ///
    /// # Shapes
    /// `centre`, `scale`: `[inputs]`
    pub(crate) fn with_scaled_input(mut self, centre: &Tensor<1>, scale: &Tensor<1>) -> Self {
        let Some(first) = self.hidden.layers.first_mut() else {
            return self;
        };
        let weight = first.weight.val() / scale.clone().unsqueeze_dim::<2>(1);
        let shift = product(centre.clone().unsqueeze_dim::<2>(0), weight.clone());
        if let Some(bias) = &first.bias {
            let bias = bias.val() - shift.squeeze_dim::<1>(0);
            first.bias = Some(Param::from_tensor(bias));
        }
        first.weight = Param::from_tensor(weight);
        self
    }
}
