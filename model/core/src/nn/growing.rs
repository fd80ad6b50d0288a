//! Progressive growing (Karras et al., arXiv:1710.10196): pictures of a quarter of the size first,
//! then of half, then whole, each faded in.

use burn::tensor::Tensor;
use run_spec::{ImageShape, RunSpec};
use serde::{Deserialize, Serialize};

use super::{double, flatten, halve, unflatten};

/// How far a network has grown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Growth {
    /// 0: a quarter of the size; 1: half; 2: all of it.
    pub level: usize,
    /// α: the weight of this level's picture; that of the level before, doubled, has 1 − α.
    pub blend: f32,
}

impl Growth {
    /// Full-grown.
    pub const FULL: Self = Self {
        level: 2,
        blend: 1.0,
    };

    /// Whether a run's networks grow. A point has no size to grow to.
    pub fn applies_to(spec: &RunSpec) -> bool {
        spec.growing_steps > 0 && spec.model.has_discriminator() && !spec.is_points()
    }

    /// The growth at a step (from 0).
    pub fn at(spec: &RunSpec, step: u32) -> Self {
        if !Self::applies_to(spec) {
            return Self::FULL;
        }
        let level = (step / spec.growing_steps).min(2);
        let since = step - level * spec.growing_steps;
        let fading = level > 0 && since < spec.fade_steps;
        Self {
            level: level as usize,
            blend: if fading {
                (since + 1) as f32 / (spec.fade_steps + 1) as f32
            } else {
                1.0
            },
        }
    }

    /// The size of pictures at this level.
    pub fn shape(self, image: ImageShape) -> ImageShape {
        let halvings = 2_usize.saturating_sub(self.level);
        ImageShape {
            height: image.height >> halvings,
            width: image.width >> halvings,
            ..image
        }
    }

    /// Whether the picture of `level` is part of this level's.
    pub fn fades_from(self, level: usize) -> bool {
        self.blend < 1.0 && level + 1 == self.level
    }

    /// (1 − α) · `before` + α · `x`.
    ///
    /// # Shapes
    /// any; both the same
    pub fn mixed<const D: usize>(self, before: Option<Tensor<D>>, x: Tensor<D>) -> Tensor<D> {
        match before {
            Some(before) => before.mul_scalar(1.0 - self.blend) + x.mul_scalar(self.blend),
            None => x,
        }
    }

    /// Images as a network of this growth sees them: real ones are faded too (appendix A.1).
    ///
    /// # Shapes
    /// `images`: `[batch, channels · height · width]` of `image` → of [`Self::shape`]
    pub fn downsample_real(self, images: Tensor<2>, image: ImageShape) -> Tensor<2> {
        if self == Self::FULL {
            return images;
        }
        let mut x = unflatten(images, [image.channels, image.height, image.width]);
        for _ in self.level..2 {
            x = halve(x);
        }
        let before = (self.blend < 1.0).then(|| double(halve(x.clone())));
        flatten(self.mixed(before, x))
    }

    /// Pictures of this growth at the full size, each pixel a square.
    ///
    /// # Shapes
    /// `pictures`: `[batch, channels · h · w]` of [`Self::shape`] → of `image`
    pub fn enlarged(self, pictures: Tensor<2>, image: ImageShape) -> Tensor<2> {
        let small = self.shape(image);
        if small == image {
            return pictures;
        }
        let mut x = unflatten(pictures, [small.channels, small.height, small.width]);
        for _ in self.level..2 {
            x = double(x);
        }
        flatten(x)
    }
}

#[cfg(test)]
mod tests {
    use super::Growth;
    use run_spec::{ImageShape, ModelType, RunSpec};

    fn spec() -> RunSpec {
        RunSpec {
            model: ModelType::Gan,
            growing_steps: 10,
            fade_steps: 4,
            ..RunSpec::default()
        }
    }

    #[test]
    fn sizes_double_after_each_stage_and_fade_in_on_a_line() {
        let at = |step| Growth::at(&spec(), step);
        let side = |step| at(step).shape(ImageShape::grey(28)).height;
        assert_eq!([0, 9, 10, 19, 20, 1000].map(side), [7, 7, 14, 14, 28, 28]);
        let blends = [9, 10, 11, 12, 13, 14].map(|step| at(step).blend);
        assert_eq!(blends, [1.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(at(24), Growth::FULL);
    }

    #[test]
    fn without_growing_the_picture_is_whole_from_the_start() {
        let spec = RunSpec {
            growing_steps: 0,
            ..spec()
        };
        assert_eq!(Growth::at(&spec, 0), Growth::FULL);
    }
}
