//! Images brought to another size: separable resampling with the Catmull-Rom kernel, which is
//! widened where the image becomes smaller so that no detail is skipped.
//!
//! Written here rather than taken from an imaging crate because the result is part of seeded runs:
//! plain `f32` arithmetic in a fixed order, the same on every target, with or without SIMD.

use run_spec::ImageShape;

use super::Images;

/// What lies beyond an image's border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BorderMode {
    /// Nothing: only what is there counts, so a plain image stays plain.
    Nothing,
    /// Black, so that what touches the border fades there.
    Black,
}

/// The images at `height` × `width` pixels. A plain image stays exactly what it is.
///
/// # Panics
/// When a size is 0.
pub fn resize(images: &Images, height: usize, width: usize) -> Images {
    let from = images.shape();
    let to = ImageShape {
        height,
        width,
        ..from
    };
    let resampler = ImageResampler::new(from, to, BorderMode::Nothing);
    let mut pixels = Vec::with_capacity(images.len() * to.len());
    let mut planes: Vec<u8> = Vec::new();
    for index in 0..images.len() {
        kernels::beat();
        planes.clear();
        from.extend_planes(images.bytes(index), &mut planes, |value| value);
        let resized = planes.chunks_exact(from.height * from.width);
        let resized: Vec<u8> = resized
            .flat_map(|channel| resampler.resample(channel))
            .map(byte)
            .collect();
        to.extend_interleaved(&resized, &mut pixels);
    }
    images.with_pixels(to, pixels)
}

/// The nearest grey value to `value`, which is on the scale of 0 to 255.
pub(super) fn byte(value: f32) -> u8 {
    // To the nearest: truncation of what is never negative.
    (value.clamp(0.0, 255.0) + 0.5) as u8
}

/// What makes one channel of an image of one size into another size.
pub(super) struct ImageResampler {
    from: ImageShape,
    rows: Vec<FilterTap>,
    columns: Vec<FilterTap>,
}

/// What one output pixel is made of, along one axis.
struct FilterTap {
    first: usize,
    weights: Vec<f32>,
}

impl ImageResampler {
    pub fn new(from: ImageShape, to: ImageShape, beyond: BorderMode) -> Self {
        Self {
            from,
            rows: taps(from.height, to.height, beyond),
            columns: taps(from.width, to.width, beyond),
        }
    }

    /// One channel, row by row, on the scale of 0 to 255; the kernel may overshoot that a little.
    pub fn resample(&self, channel: &[u8]) -> Vec<f32> {
        let mut narrow = Vec::with_capacity(self.from.height * self.columns.len());
        for row in channel.chunks_exact(self.from.width) {
            for FilterTap { first, weights } in &self.columns {
                let values = row[*first..].iter().map(|&value| f32::from(value));
                narrow.push(weights.iter().zip(values).map(|(w, v)| w * v).sum::<f32>());
            }
        }
        let width = self.columns.len();
        let mut pixels = Vec::with_capacity(self.rows.len() * width);
        for FilterTap { first, weights } in &self.rows {
            for column in 0..width {
                let values = narrow[first * width + column..].iter().step_by(width);
                pixels.push(weights.iter().zip(values).map(|(w, v)| w * v).sum::<f32>());
            }
        }
        pixels
    }
}

fn taps(from: usize, to: usize, beyond: BorderMode) -> Vec<FilterTap> {
    let step = from as f32 / to as f32;
    let stretch = step.max(1.0);
    let reach = 2.0 * stretch;
    (0..to)
        .map(|i| {
            let centre = (i as f32 + 0.5) * step;
            let weight = |j: i64| kernel((j as f32 + 0.5 - centre) / stretch);
            let all = (centre - reach).floor() as i64..=(centre + reach).ceil() as i64;
            let first = (*all.start()).clamp(0, from as i64);
            let there = first..(*all.end() + 1).clamp(0, from as i64);
            let sum: f32 = match beyond {
                BorderMode::Nothing => there.clone().map(weight).sum(),
                BorderMode::Black => all.map(weight).sum(),
            };
            FilterTap {
                first: first as usize,
                weights: there.map(|j| weight(j) / sum).collect(),
            }
        })
        .collect()
}

/// The Catmull-Rom cubic: Keys, "Cubic convolution interpolation for digital image processing",
/// 1981, with a = −1/2.
fn kernel(x: f32) -> f32 {
    let x = x.abs();
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < 2.0 {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}
