//! The layers of a run's networks, in the order in which data pass them.

use run_spec::{Activation, ImageShape, NetworkSpec, Normalisation, RunSpec};

/// One step from data to code, or from code to data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// From so many numbers to so many.
    Dense(usize, usize),
    /// A 3×3 convolution of stride 2: channels before and after.
    Down(usize, usize),
    /// A 4×4 transposed convolution of stride 2: channels before and after.
    Up(usize, usize),
    /// Over the batch: features, and whether they are channels of pictures.
    BatchNorm(usize, bool),
    /// Over groups of features: groups and features.
    GroupNorm(usize, usize),
    /// z gives each feature a scale and a shift: latent dimensions, features, and whether they are
    /// channels of pictures.
    SelfModulation(usize, usize, bool),
    /// Between layers.
    Activation(Activation),
    /// Numbers become channels, height and width.
    Grid(usize, usize, usize),
    /// The way back.
    Flat,
}

/// GroupNorm's channels per group (arXiv:1803.08494, table 3).
const CHANNELS_PER_GROUP: usize = 16;

/// How many groups of about 16 channels there are.
fn groups(channels: usize) -> usize {
    let most = (channels / CHANNELS_PER_GROUP).max(1);
    (1..=most)
        .rev()
        .find(|count| channels.is_multiple_of(*count))
        .unwrap_or(1)
}

fn norm(kind: Normalisation, features: usize, pictures: bool) -> Option<Layer> {
    match kind {
        Normalisation::None => None,
        Normalisation::Batch => Some(Layer::BatchNorm(features, pictures)),
        Normalisation::Group => Some(Layer::GroupNorm(groups(features), features)),
    }
}

/// From data to features, and how many there are. Layers before `first_norm` are not normalised.
fn inwards(
    network: &NetworkSpec,
    image: ImageShape,
    activation: Activation,
    (kind, first_norm): (Normalisation, usize),
) -> (Vec<Layer>, usize) {
    let (channels, hidden) = network.layers();
    let mut all = Vec::new();
    let mut at = 0;
    let mut act = |all: &mut Vec<Layer>, features, pictures| {
        if at >= first_norm {
            all.extend(norm(kind, features, pictures));
        }
        at += 1;
        all.push(Layer::Activation(activation));
    };
    let mut features = image.len();
    if !channels.is_empty() {
        all.push(Layer::Grid(image.channels, image.height, image.width));
        let (mut from, mut height, mut width) = (image.channels, image.height, image.width);
        for &to in channels {
            all.push(Layer::Down(from, to));
            act(&mut all, to, true);
            (from, height, width) = (to, height.div_ceil(2), width.div_ceil(2));
        }
        all.push(Layer::Flat);
        features = from * height * width;
    }
    for &to in hidden {
        all.push(Layer::Dense(features, to));
        act(&mut all, to, false);
        features = to;
    }
    (all, features)
}

/// The encoder without its last layers, and how many features it has.
pub fn encoder(spec: &RunSpec, image: ImageShape) -> (Vec<Layer>, usize) {
    let none = (Normalisation::None, 0);
    inwards(&spec.encoder, image, spec.activation, none)
}

/// The discriminator without its last layer, and how many features it has. Its first layer is not
/// normalised, and its activation is DCGAN's (arXiv:1511.06434, section 3).
pub fn discriminator(spec: &RunSpec, image: ImageShape) -> (Vec<Layer>, usize) {
    let norms = (spec.discriminator_normalisation, 1);
    inwards(&spec.discriminator, image, Activation::LeakyRelu, norms)
}

fn modulation(spec: &RunSpec, features: usize, pictures: bool) -> Option<Layer> {
    let layer = Layer::SelfModulation(spec.latent, features, pictures);
    spec.self_modulation.then_some(layer)
}

/// The decoder, or the generator without its last activation.
pub fn decoder(spec: &RunSpec, image: ImageShape) -> Vec<Layer> {
    let (channels, hidden) = spec.decoder.layers();
    let kind = spec.normalisation;
    let mut all = Vec::new();
    let mut features = spec.latent;
    for &to in hidden {
        all.push(Layer::Dense(features, to));
        all.extend(norm(kind, to, false));
        all.extend(modulation(spec, to, false));
        all.push(Layer::Activation(spec.activation));
        features = to;
    }
    let Some(&first) = channels.first() else {
        all.push(Layer::Dense(features, image.len()));
        return all;
    };
    let (height, width) = (
        image.height >> channels.len(),
        image.width >> channels.len(),
    );
    all.push(Layer::Dense(features, first * height * width));
    all.push(Layer::Grid(first, height, width));
    for (at, &from) in channels.iter().enumerate() {
        all.extend(norm(kind, from, true));
        all.extend(modulation(spec, from, true));
        all.push(Layer::Activation(spec.activation));
        let to = channels.get(at + 1).copied().unwrap_or(image.channels);
        all.push(Layer::Up(from, to));
    }
    all.push(Layer::Flat);
    all
}
