//! How much of a GPU's memory a run takes, roughly and rather too much than too little.

use run_spec::{ImageShape, NetworkSpec, RunSpec};

/// Bytes of a number.
const NUMBER: u64 = 4;
/// A weight has a gradient, two moments of Adam's and perhaps an average beside it.
const OF_A_WEIGHT: u64 = 5;
/// What a layer puts out is kept as its sum, normalised, and as its activation, and has a gradient.
const OF_AN_OUTPUT: u64 = 4;
/// Sample pictures are drawn so many at a time, whatever the batch.
const SAMPLES: usize = 64;

/// In bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GpuNeeds {
    /// Of the largest tensor.
    pub largest: u64,
    /// Of everything at once.
    pub total: u64,
}

impl GpuNeeds {
    /// Of a run that can be made, on pictures of this size.
    pub fn of(spec: &RunSpec, image: ImageShape) -> Self {
        let (encodes, plays) = (spec.model.has_encoder(), spec.model.has_discriminator());
        // In a game the discriminator sees real pictures, drawn ones, and drawn ones again for the generator.
        let passes = [
            (
                // A mean and a spread for each dimension.
                LayerSizes::out_of_picture(&spec.encoder, image, 2 * spec.latent),
                u64::from(encodes),
            ),
            (
                LayerSizes::into_picture(&spec.decoder, image, spec.latent),
                1 + u64::from(plays),
            ),
            (
                LayerSizes::out_of_picture(&spec.discriminator, image, 1),
                3 * u64::from(plays),
            ),
        ];
        let batch = spec.batch.max(SAMPLES) as u64;
        let mut needs = Self {
            largest: 0,
            total: 0,
        };
        for (layers, times) in passes.iter().filter(|(_, times)| *times > 0) {
            let [outputs, weights] =
                [&layers.outputs, &layers.weights].map(|counts| counts.iter().sum::<u64>());
            needs.total += OF_A_WEIGHT * NUMBER * weights;
            needs.total += OF_AN_OUTPUT * NUMBER * batch * times * outputs;
            let widest = layers.outputs.iter().copied().max().unwrap_or(0);
            let heaviest = layers.weights.iter().copied().max().unwrap_or(0);
            needs.largest = needs
                .largest
                .max(NUMBER * batch * widest)
                .max(NUMBER * heaviest);
        }
        needs
    }
}

/// A network's layers, in numbers.
#[derive(Default)]
struct LayerSizes {
    /// What each puts out, for one picture.
    outputs: Vec<u64>,
    /// The weights of each, with its biases.
    weights: Vec<u64>,
}

impl LayerSizes {
    /// A layer with so many outputs, which has units, or channels, of so many inputs each.
    fn add(&mut self, outputs: usize, [inputs, units]: [usize; 2]) {
        self.outputs.push(outputs as u64);
        self.weights.push((inputs as u64 + 1) * units as u64);
    }

    /// Of an encoder or a discriminator with so many outputs.
    fn out_of_picture(network: &NetworkSpec, image: ImageShape, outputs: usize) -> Self {
        let (channels, hidden) = network.layers();
        let mut layers = Self::default();
        // The pictures themselves.
        layers.add(image.len(), [0, 0]);
        let (mut before, mut side) = (image.channels, image.height);
        for &after in channels {
            side = side.div_ceil(2);
            layers.add(after * side * side, [9 * before, after]);
            before = after;
        }
        let mut width = if channels.is_empty() {
            image.len()
        } else {
            before * side * side
        };
        for &next in hidden.iter().chain([&outputs]) {
            layers.add(next, [width, next]);
            width = next;
        }
        layers
    }

    /// Of a decoder.
    fn into_picture(network: &NetworkSpec, image: ImageShape, latent: usize) -> Self {
        let (channels, hidden) = network.layers();
        let mut layers = Self::default();
        let mut width = latent;
        let mut side = image.height >> channels.len();
        let first = channels.first().map(|&channels| channels * side * side);
        for &next in hidden.iter().chain([&first.unwrap_or(image.len())]) {
            layers.add(next, [width, next]);
            width = next;
        }
        let after = channels.iter().skip(1).chain([&image.channels]);
        for (&before, &after) in channels.iter().zip(after) {
            side *= 2;
            layers.add(after * side * side, [16 * before, after]);
        }
        layers
    }
}

#[cfg(test)]
mod tests {
    use run_spec::{DatasetId, ModelType, NetworkSpec, PRESETS, RunSpec};

    use super::GpuNeeds;

    fn needs(spec: &RunSpec) -> GpuNeeds {
        GpuNeeds::of(spec, spec.image())
    }

    /// 100→256→784 numbers against 784→64→1, counted by hand.
    #[test]
    fn a_dense_game_needs_its_weights_and_its_outputs() {
        let spec = RunSpec {
            model: ModelType::Gan,
            data: DatasetId::Digits,
            batch: 64,
            latent: 100,
            decoder: NetworkSpec::dense(&[256]),
            discriminator: NetworkSpec::dense(&[64]),
            ..RunSpec::default()
        };
        let weights = 101 * 256 + 257 * 784 + 785 * 64 + 65;
        assert_eq!(spec.parameter_count(), weights);
        let drawn = 256 + 784;
        let judged = 784 + 64 + 1;
        assert_eq!(
            needs(&spec).total as usize,
            20 * weights + 16 * 64 * (2 * drawn + 3 * judged)
        );
        assert_eq!(needs(&spec).largest as usize, 4 * 257 * 784);
    }

    #[test]
    fn convolutions_are_counted_at_their_sizes_and_a_batch_enlarges_all() {
        let mut spec = RunSpec {
            model: ModelType::Vae,
            data: DatasetId::Faces,
            image_size: 64,
            batch: 64,
            latent: 2,
            encoder: NetworkSpec::conv(&[8, 16], &[]),
            decoder: NetworkSpec::conv(&[16, 8], &[]),
            ..RunSpec::default()
        };
        let encoded = 3 * 64 * 64 + 8 * 32 * 32 + 16 * 16 * 16 + 4;
        let decoded = 16 * 16 * 16 + 8 * 32 * 32 + 3 * 64 * 64;
        let weights = 20 * spec.parameter_count();
        let total = |spec: &RunSpec| needs(spec).total as usize;
        assert_eq!(total(&spec), weights + 16 * 64 * (encoded + decoded));
        assert_eq!(
            needs(&spec).largest as usize,
            4 * 64 * 3 * 64 * 64,
            "a batch of pictures"
        );
        spec.batch = 512;
        assert_eq!(total(&spec), weights + 16 * 512 * (encoded + decoded));
    }

    #[test]
    fn every_preset_fits_what_every_adapter_has() {
        for preset in PRESETS {
            let needs = needs(&preset.spec());
            assert!(needs.largest <= 128 << 20, "{}: {needs:?}", preset.name);
        }
    }
}
