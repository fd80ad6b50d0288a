//! x → score.

use burn::module::{Module, Param};
use burn::nn::Linear;
use burn::nn::conv::Conv2d;
use burn::tensor::{Device, Tensor};
use run_spec::{ImageShape, Normalisation, RunSpec};

use crate::nn::{
    Activation, ApplyActivation, DownBlock, ForwardPass, Growth, Mlp, NormLayer, PointwiseConv,
    SpectralNorm, dense, flatten, halve, linear, unflatten,
};
use crate::random::HostRng;

/// The slope of DCGAN's discriminator, 0.2 (arXiv:1511.06434, section 3).
const ACTIVATION: Activation = Activation::LeakyRelu;

/// Judges whether pictures are real. There is no normalisation after the first layer, as in DCGAN.
#[derive(Module, Debug)]
pub struct Discriminator {
    convs: Vec<DownBlock>,
    /// Of all convolutions but the first.
    norms: Vec<NormLayer>,
    hidden: Mlp,
    score: Linear,
    /// From pictures of a quarter and of half the size to features, in a network that grows.
    heads: Vec<PointwiseConv>,
    /// Of hidden layers and score; none without spectral norm.
    spectral_dense: Vec<SpectralNorm>,
    /// Of convolutions and heads; none without spectral norm.
    spectral_conv: Vec<SpectralNorm>,
    #[module(skip)]
    image: ImageShape,
}

/// What a discriminator says of pictures.
#[derive(Clone, Debug)]
pub struct DiscriminatorOutput {
    /// Large for real ones; a logit, or a number of its own, as the loss has it. `[batch]`
    pub score: Tensor<1>,
    /// The last hidden layer, `[batch, features]`.
    pub features: Tensor<2>,
}

impl Discriminator {
    /// The discriminator of a run, with random weights.
    pub fn new(spec: &RunSpec, image: ImageShape, rng: &mut HostRng, device: &Device) -> Self {
        let (channels, widths) = spec.discriminator.layers();
        let mut convs = Vec::with_capacity(channels.len());
        let mut from = image.channels;
        for &to in channels {
            convs.push(DownBlock::new(from, to, rng, device));
            from = to;
        }
        let halved = |side: usize| {
            channels
                .iter()
                .fold(side, |side, _| DownBlock::halved(side))
        };
        let features = from * halved(image.height) * halved(image.width);
        let hidden = Mlp::new(features, widths, ACTIVATION, rng, device);
        let last = widths.last().copied().unwrap_or(features);
        let score = dense(last, 1, rng, device);
        let mut heads = Vec::new();
        if let (true, [half, quarter, ..]) = (Growth::applies_to(spec), channels) {
            for &to in [quarter, half] {
                heads.push(PointwiseConv::new(image.channels, to, rng, device));
            }
        }
        let kind = spec.discriminator_normalisation;
        let mut network = Self {
            norms: channels
                .iter()
                .skip(1)
                .filter_map(|&channels| NormLayer::new(kind, channels, device))
                .collect(),
            hidden: hidden.normalised(kind, usize::from(channels.is_empty()), device),
            convs,
            score,
            heads,
            spectral_dense: Vec::new(),
            spectral_conv: Vec::new(),
            image,
        };
        if spec.spectral_norm {
            let dense = network.linears();
            network.spectral_dense = dense
                .map(|layer| SpectralNorm::new(layer.weight.val(), rng, device))
                .collect();
            let convs = network.convolutions();
            network.spectral_conv = convs
                .map(|layer| SpectralNorm::new(layer.weight.val(), rng, device))
                .collect();
        }
        network
    }

    /// Whether a batch's pictures are judged each by itself, so that real and generated ones can
    /// share a pass.
    pub fn scores_independently(kind: Normalisation) -> bool {
        kind != Normalisation::Batch
    }

    /// What it says of pictures.
    ///
    /// # Shapes
    /// `pictures`: `[batch, channels · h · w]` of `growth`'s size
    pub fn forward(
        &self,
        pass: &mut ForwardPass,
        pictures: Tensor<2>,
        growth: Growth,
    ) -> DiscriminatorOutput {
        let x = if self.convs.is_empty() {
            pictures
        } else {
            self.convolve(pass, pictures, growth)
        };
        let features = self.hidden.forward(x, pass);
        DiscriminatorOutput {
            score: linear(&self.score, features.clone()).squeeze_dim(1),
            features,
        }
    }

    fn convolve(&self, pass: &mut ForwardPass, pictures: Tensor<2>, growth: Growth) -> Tensor<2> {
        let ImageShape {
            channels,
            height,
            width,
        } = growth.shape(self.image);
        let pictures = unflatten(pictures, [channels, height, width]);
        let head = |level: usize, x: Tensor<4>| match self.heads.get(level) {
            Some(head) => ACTIVATION.forward(head.forward(x)),
            None => x,
        };
        let mut next = 2_usize.saturating_sub(growth.level);
        let mut x = if next == 0 {
            pictures.clone()
        } else {
            head(growth.level, pictures.clone())
        };
        if growth.blend < 1.0 {
            let old = head(growth.level - 1, halve(pictures));
            x = growth.mixed(Some(old), self.layer(next, x, pass));
            next += 1;
        }
        for i in next..self.convs.len() {
            x = self.layer(i, x, pass);
        }
        flatten(x)
    }

    fn layer(&self, i: usize, x: Tensor<4>, pass: &mut ForwardPass) -> Tensor<4> {
        let mut x = self.convs[i].forward(x);
        if let Some(norm) = i.checked_sub(1).and_then(|i| self.norms.get(i)) {
            x = norm.forward(x, pass);
        }
        let x = ACTIVATION.forward(x);
        pass.note(&x);
        x
    }

    /// After one more power iteration for each layer, if spectral norm is on.
    pub fn iterated(self) -> Self {
        if self.spectral_dense.is_empty() {
            return self;
        }
        let dense = self.spectral_dense.iter().zip(self.linears());
        let conv = self.spectral_conv.iter().zip(self.convolutions());
        Self {
            spectral_dense: dense
                .map(|(state, layer)| state.clone().iterated(layer.weight.val()))
                .collect(),
            spectral_conv: conv
                .map(|(state, layer)| state.clone().iterated(layer.weight.val()))
                .collect(),
            ..self.clone()
        }
    }

    /// With W / σ in place of each weight W, if spectral norm is on. A gradient passes through to
    /// the W of `self`.
    pub fn normalised(&self) -> Self {
        let mut network = self.clone();
        for (layer, state) in network.linears_mut().zip(&self.spectral_dense) {
            let weight = state.normalised(layer.weight.val());
            layer.weight = Param::initialized(layer.weight.id, weight);
        }
        for (layer, state) in network.convolutions_mut().zip(&self.spectral_conv) {
            let weight = state.normalised(layer.weight.val());
            layer.weight = Param::initialized(layer.weight.id, weight);
        }
        network
    }

    fn linears(&self) -> impl Iterator<Item = &Linear> {
        self.hidden.layers.iter().chain([&self.score])
    }

    fn linears_mut(&mut self) -> impl Iterator<Item = &mut Linear> {
        self.hidden.layers.iter_mut().chain([&mut self.score])
    }

    fn convolutions(&self) -> impl Iterator<Item = &Conv2d> {
        let convs = self.convs.iter().map(|down| &down.conv);
        convs.chain(self.heads.iter().map(|head| &head.conv))
    }

    fn convolutions_mut(&mut self) -> impl Iterator<Item = &mut Conv2d> {
        let convs = self.convs.iter_mut().map(|down| &mut down.conv);
        convs.chain(self.heads.iter_mut().map(|head| &mut head.conv))
    }
}
