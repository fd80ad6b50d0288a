//! Small random changes of pictures, so that a small set goes further.
//!
//! **Where a discriminator judges**, this is DiffAugment (Zhao et al., arXiv:2006.10738, with the ranges
//! of its authors' code): real and generated pictures are changed alike before they are judged, and the
//! gradient passes through the changes to the generator, which therefore learns to draw pictures that
//! are not changed. The paper asks for one random function for both, not for one draw; here the real
//! and the generated pictures of an update share their draws, row by row, and each update draws anew.
//! An encoder that learns beside a discriminator sees pictures as they are.
//!
//! **Where none does**, in an autoencoder or a VAE, the pictures themselves are changed, and the changed
//! picture is what is reconstructed. Reconstructing the picture as it was would ask the decoder for the
//! same few pictures again and again; so codes of changed pictures are codes of pictures of their own,
//! and the map between the drawings fills. What is changed is what is drawn then, so the changes are
//! smaller, edges are continued, grey values stay within 0 and 1, and nothing is blanked.

use std::ops::Range;

use burn::tensor::{Device, Int, Tensor, TensorData};
use run_spec::{Augmentation, AugmentationUse, Augmentations, ImageShape};

use crate::random::HostRng;

/// What stands where a picture was shifted away or blanked: 0 of the paper's [−1, 1].
const BLANK: f32 = 0.5;

/// What becomes of one picture.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureChange {
    /// Pixels down and to the right.
    pub shift: [i32; 2],
    /// Rows and columns that are blanked; empty for none.
    pub hole: [Range<i32>; 2],
    /// What is added to each grey value.
    pub brightness: f32,
    /// What the distance of each channel from their mean is multiplied by.
    pub saturation: f32,
    /// What the distance of each value from the picture's mean is multiplied by.
    pub contrast: f32,
}

impl PictureChange {
    /// Draws a change. What is not among the kinds changes nothing, and takes no draws.
    pub fn draw(
        kinds: Augmentations,
        purpose: AugmentationUse,
        image: ImageShape,
        rng: &mut HostRng,
    ) -> Self {
        let mut change = Self {
            shift: [0; 2],
            hole: [0..0, 0..0],
            brightness: 0.0,
            saturation: 1.0,
            contrast: 1.0,
        };
        let sides = [image.height, image.width];
        if kinds.contains(Augmentation::Colour) {
            let mut within = |bound: f64| rng.uniforms(1, bound as f32)[0];
            change.brightness = within(purpose.brightness());
            change.saturation = 1.0 + within(purpose.saturation());
            change.contrast = 1.0 + within(purpose.contrast());
        }
        if kinds.contains(Augmentation::Translation) {
            change.shift = sides.map(|side| {
                let most = purpose.longest_shift(side) as i32;
                whole(rng, 2 * most + 1) - most
            });
        }
        if kinds.contains(Augmentation::Cutout) {
            change.hole = sides.map(|side| {
                let size = purpose.hole(side) as i32;
                let places = side as i32 + 1 - size % 2;
                let first = whole(rng, places) - size / 2;
                first..first + size
            });
        }
        change
    }

    /// Where the pixel of a row and column comes from, edges continued, and whether it shows the
    /// picture at all.
    fn source(&self, image: ImageShape, row: i32, column: i32) -> (i32, bool) {
        let at = [row - self.shift[0], column - self.shift[1]];
        let (height, width) = (image.height as i32, image.width as i32);
        let kept = [at[0].clamp(0, height - 1), at[1].clamp(0, width - 1)];
        let in_hole = self.hole[0].contains(&row) && self.hole[1].contains(&column);
        (kept[0] * width + kept[1], at == kept && !in_hole)
    }
}

/// One of `0..count`.
fn whole(rng: &mut HostRng, count: i32) -> i32 {
    let share = (rng.uniforms(1, 1.0)[0] + 1.0) / 2.0;
    ((share * count as f32) as i32).min(count - 1)
}

/// What becomes of each picture of a batch.
#[derive(Clone, Debug)]
pub struct BatchChange {
    purpose: AugmentationUse,
    image: ImageShape,
    /// Brightness, saturation and contrast, `[batch, 1, 1]` each.
    colour: Option<[Tensor<3>; 3]>,
    /// Of each pixel, the one that it comes from: `[batch · channels, height · width]`.
    sources: Option<Tensor<2, Int>>,
    /// 1 where the picture is seen, 0 where it is blank: `[batch, 1, height · width]`.
    seen: Option<Tensor<3>>,
}

impl BatchChange {
    /// These changes of pictures of a size.
    pub fn new(
        kinds: Augmentations,
        purpose: AugmentationUse,
        image: ImageShape,
        changes: &[PictureChange],
        device: &Device,
    ) -> Self {
        let (count, area) = (changes.len(), image.height * image.width);
        let colour = kinds.contains(Augmentation::Colour).then(|| {
            let parts: [fn(&PictureChange) -> f32; 3] = [
                |change| change.brightness,
                |change| change.saturation,
                |change| change.contrast,
            ];
            parts.map(|part| {
                let values: Vec<f32> = changes.iter().map(part).collect();
                Tensor::from_data(TensorData::new(values, [count, 1, 1]), device)
            })
        });
        let moves = kinds.contains(Augmentation::Translation);
        let blanks = kinds.contains(Augmentation::Cutout) || moves;
        let mut sources = Vec::new();
        let mut seen = Vec::new();
        for change in changes {
            let begin = sources.len();
            for row in 0..image.height as i32 {
                for column in 0..image.width as i32 {
                    let (source, is_seen) = change.source(image, row, column);
                    sources.push(source);
                    seen.push(if is_seen { 1.0 } else { 0.0 });
                }
            }
            for _ in 1..image.channels {
                sources.extend_from_within(begin..begin + area);
            }
        }
        let sources = moves.then(|| {
            let shape = [count * image.channels, area];
            Tensor::from_data(TensorData::new(sources, shape), device)
        });
        let seen = (blanks && purpose == AugmentationUse::Judged)
            .then(|| Tensor::from_data(TensorData::new(seen, [count, 1, area]), device));
        Self {
            purpose,
            image,
            colour,
            sources,
            seen,
        }
    }

    /// The pictures as changed: as many of the changes as there are pictures. Gradients pass through.
    ///
    /// # Shapes
    /// `pictures`: `[batch, channels · height · width]`; it stays
    ///
    /// # Panics
    /// When there are more pictures than changes.
    pub fn apply(&self, pictures: Tensor<2>) -> Tensor<2> {
        let [count, numbers] = pictures.dims();
        let channels = self.image.channels;
        let area = numbers / channels;
        let first = |values: &Tensor<3>| values.clone().narrow(0, 0, count);
        let mut x = pictures.reshape([count, channels, area]);
        if let Some(colour) = &self.colour {
            let [brightness, saturation, contrast] = colour.each_ref().map(first);
            if channels > 1 {
                let grey = x.clone().mean_dim(1);
                x = (x - grey.clone()) * saturation + grey;
            }
            let mean = x.clone().mean_dim(2).mean_dim(1);
            x = (x - mean.clone()) * contrast + mean + brightness;
        }
        if let Some(sources) = &self.sources {
            let sources = sources.clone().narrow(0, 0, count * channels);
            x = x
                .reshape([count * channels, area])
                .gather(1, sources)
                .reshape([count, channels, area]);
        }
        if let Some(seen) = &self.seen {
            x = x.sub_scalar(BLANK) * first(seen);
            x = x.add_scalar(BLANK);
        }
        if self.purpose == AugmentationUse::Drawn {
            x = x.clamp(0.0, 1.0);
        }
        x.reshape([count, numbers])
    }
}
