//! What is done to a picture, and what is known of it afterwards.

use std::sync::Arc;

use latent::SplitMix64;
use latent::repair::{
    RasterSize, assumed_deviation, enlarged_bicubic, harmonic_fill, median_filter, shrunk,
};

use crate::pictures::ImagePixels;
use crate::prior::standard_normal;

/// What is done to a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DamageKind {
    /// Some of it is erased.
    #[default]
    Erase,
    /// Noise is added.
    Noise,
    /// It is made smaller.
    Shrink,
    /// Nothing: it is damaged already, and the visitor marks what is missing.
    Missing,
}

impl DamageKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Erase, Self::Noise, Self::Shrink, Self::Missing];

    /// Whether parts are hidden, by the brush.
    pub fn hides(self) -> bool {
        matches!(self, Self::Erase | Self::Missing)
    }
}

/// An area that one press erases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErasedArea {
    /// The right third.
    RightThird,
    /// The lower half.
    LowerHalf,
    /// A square in the middle, half as wide as the picture.
    MiddleSquare,
}

impl ErasedArea {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::RightThird, Self::LowerHalf, Self::MiddleSquare];

    fn holds(self, (x, y): (usize, usize), (width, height): (usize, usize)) -> bool {
        let is_middle = |at: usize, of: usize| (of / 4..of - of / 4).contains(&at);
        match self {
            Self::RightThird => x >= width - width / 3,
            Self::LowerHalf => y >= height - height / 2,
            Self::MiddleSquare => is_middle(x, width) && is_middle(y, height),
        }
    }
}

/// What is done to the picture, as far as it was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct DamageSettings {
    /// What.
    pub kind: DamageKind,
    /// Which pixels are hidden, row by row; none of them if it is empty.
    pub hidden: Arc<[bool]>,
    /// The noise's standard deviation, in tenths of white.
    pub noise_tenths: usize,
    /// What the noise is drawn from.
    pub noise_seed: u32,
    /// How many times smaller it is made.
    pub shrink: usize,
}

impl DamageSettings {
    /// The strongest noise, in tenths.
    pub const MOST_NOISE: usize = 8;
    /// How many times smaller a picture can be made.
    pub const SHRINKS: [usize; 2] = [2, 4];

    /// Hides an area.
    pub(super) fn hide_area(&mut self, area: ErasedArea, size: (usize, usize)) {
        let places = (0..size.0 * size.1).map(|at| (at % size.0, at / size.0));
        self.hidden = places.map(|place| area.holds(place, size)).collect();
    }

    /// Hides or shows all pixels within `radius` of those at some places, columns and rows.
    pub(super) fn brush(
        &mut self,
        places: &[(usize, usize)],
        hides: bool,
        (width, height): (usize, usize),
    ) {
        let mut hidden = vec![false; width * height];
        if self.hidden.len() == hidden.len() {
            hidden.copy_from_slice(&self.hidden);
        }
        let radius = (width.max(height) / 14).max(1);
        for (column, row) in places {
            for y in row.saturating_sub(radius)..(row + radius + 1).min(height) {
                for x in column.saturating_sub(radius)..(column + radius + 1).min(width) {
                    let (dx, dy) = (x.abs_diff(*column), y.abs_diff(*row));
                    if dx * dx + dy * dy <= radius * radius {
                        hidden[y * width + x] = hides;
                    }
                }
            }
        }
        self.hidden = hidden.into();
    }
}

impl Default for DamageSettings {
    fn default() -> Self {
        Self {
            kind: DamageKind::default(),
            hidden: Arc::default(),
            noise_tenths: 4,
            noise_seed: 1,
            shrink: 4,
        }
    }
}

/// What a restoration is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairBaseline {
    /// Holes filled by Laplace's equation.
    Harmonic,
    /// The median of the pixels around each.
    Median,
    /// Bicubic interpolation.
    Bicubic,
}

/// A damaged picture, and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct DamagedPicture {
    /// What was done to it.
    pub kind: DamageKind,
    /// The picture before, of the model's size. Where it was damaged already, nobody knows it whole.
    pub before: ImagePixels,
    /// What is left of it; what is hidden is a pattern.
    pub shown: ImagePixels,
    /// Which pixels are hidden: `[height, width]`.
    pub hidden: Arc<[bool]>,
    /// What is known: values of the thumbnail or the picture, which noise may have led outside [0, 1].
    pub(super) values: Vec<f32>,
    /// The weight of each of its pixels.
    pub(super) weights: Vec<f32>,
    /// How many times smaller it is.
    pub(super) shrink: usize,
    /// The standard deviation that a restoration assumes of what is known.
    pub(super) deviation: f32,
}

impl DamagedPicture {
    /// Damages a picture.
    pub(super) fn new(before: &ImagePixels, settings: &DamageSettings) -> Self {
        let size = raster_of(before);
        let values = values_of(before);
        let mut damaged = Self {
            kind: settings.kind,
            before: before.clone(),
            shown: before.clone(),
            hidden: vec![false; size.pixels()].into(),
            weights: vec![1.0; size.pixels()],
            values,
            shrink: 1,
            deviation: assumed_deviation(0.0),
        };
        match settings.kind {
            DamageKind::Erase | DamageKind::Missing => damaged.hide(&settings.hidden),
            DamageKind::Noise => damaged.add_noise(settings),
            DamageKind::Shrink => damaged.make_smaller(settings.shrink),
        }
        damaged
    }

    /// What the model's restoration is compared with.
    pub fn baseline_kind(&self) -> RepairBaseline {
        match self.kind {
            DamageKind::Erase | DamageKind::Missing => RepairBaseline::Harmonic,
            DamageKind::Noise => RepairBaseline::Median,
            DamageKind::Shrink => RepairBaseline::Bicubic,
        }
    }

    /// What the baseline makes of it.
    pub(super) fn baseline(&self) -> ImagePixels {
        let values = match self.baseline_kind() {
            RepairBaseline::Median => median_filter(&self.values, raster_of(&self.before)),
            RepairBaseline::Harmonic | RepairBaseline::Bicubic => self.filled(),
        };
        with_values(&self.before, &values)
    }

    /// What is known, as a picture of the model's size: what is missing as the baseline has it, and noise
    /// as it is.
    pub(super) fn filled(&self) -> Vec<f32> {
        match self.baseline_kind() {
            RepairBaseline::Harmonic => {
                harmonic_fill(&self.values, &self.hidden, raster_of(&self.before))
            }
            RepairBaseline::Median => self.values.clone(),
            RepairBaseline::Bicubic => {
                enlarged_bicubic(&self.values, raster_of(&self.shown), self.shrink)
            }
        }
    }

    /// A picture of the model's with what is known in its place, if parts are hidden.
    pub(super) fn completed(&self, made: ImagePixels) -> ImagePixels {
        if !self.kind.hides() {
            return made;
        }
        let channels = made.channels;
        let pixel = |(at, made): (usize, &u8)| {
            let is_hidden = self.hidden[at / channels];
            if is_hidden {
                *made
            } else {
                self.before.bytes[at]
            }
        };
        let bytes = made.bytes.iter().enumerate().map(pixel).collect();
        ImagePixels { bytes, ..made }
    }

    fn hide(&mut self, hidden: &Arc<[bool]>) {
        if hidden.len() != self.hidden.len() {
            return;
        }
        self.hidden = Arc::clone(hidden);
        let channels = self.before.channels;
        let mut bytes = self.before.bytes.to_vec();
        for at in (0..hidden.len()).filter(|at| hidden[*at]) {
            self.weights[at] = 0.0;
            let (x, y) = (at % self.before.width, at / self.before.width);
            let grey = if (x + y) % 2 == 0 { 96 } else { 160 };
            bytes[at * channels..(at + 1) * channels].fill(grey);
            self.values[at * channels..(at + 1) * channels].fill(0.5);
        }
        self.shown.bytes = bytes.into();
    }

    fn add_noise(&mut self, settings: &DamageSettings) {
        let deviation = settings.noise_tenths as f32 / 10.0;
        let mut random = SplitMix64::new(settings.noise_seed.into());
        let noise = standard_normal(self.values.len(), || random.uniform());
        for (value, noise) in self.values.iter_mut().zip(noise) {
            *value += deviation * noise;
        }
        self.shown = with_values(&self.before, &self.values);
        self.deviation = assumed_deviation(deviation);
    }

    fn make_smaller(&mut self, by: usize) {
        let size = raster_of(&self.before);
        if by == 0 || !size.width.is_multiple_of(by) || !size.height.is_multiple_of(by) {
            return;
        }
        self.values = shrunk(&self.values, size, by);
        self.weights = vec![1.0; size.pixels() / (by * by)];
        self.shrink = by;
        let small = ImagePixels {
            width: size.width / by,
            height: size.height / by,
            ..self.before.clone()
        };
        self.shown = with_values(&small, &self.values);
    }
}

pub(super) fn raster_of(pixels: &ImagePixels) -> RasterSize {
    RasterSize {
        width: pixels.width,
        height: pixels.height,
        channels: pixels.channels,
    }
}

pub(super) fn values_of(pixels: &ImagePixels) -> Vec<f32> {
    let bytes = pixels.bytes.iter();
    bytes.map(|byte| f32::from(*byte) / 255.0).collect()
}

/// The nearest picture of bytes.
fn with_values(like: &ImagePixels, values: &[f32]) -> ImagePixels {
    // `as` saturates.
    let bytes = values.iter().map(|value| (value * 255.0).round() as u8);
    ImagePixels {
        bytes: bytes.collect(),
        ..like.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: usize, height: usize, channels: usize) -> ImagePixels {
        let bytes = (0..width * height * channels).map(|at| (at * 29 % 200) as u8);
        ImagePixels {
            width,
            height,
            channels,
            bytes: bytes.collect(),
        }
    }

    fn settings(kind: DamageKind) -> DamageSettings {
        DamageSettings {
            kind,
            ..DamageSettings::default()
        }
    }

    #[test]
    fn the_right_third_is_hidden_and_what_is_left_stays() {
        let before = picture(9, 4, 3);
        let mut settings = settings(DamageKind::Erase);
        settings.hide_area(ErasedArea::RightThird, (9, 4));
        let damaged = DamagedPicture::new(&before, &settings);
        for at in 0..36 {
            let is_right = at % 9 >= 6;
            assert_eq!(damaged.hidden[at], is_right);
            assert_eq!(damaged.weights[at] > 0.0, !is_right);
            let same = damaged.shown.bytes[3 * at..3 * at + 3] == before.bytes[3 * at..3 * at + 3];
            assert_eq!(same, !is_right);
        }
        let made = ImagePixels {
            bytes: vec![250; 108].into(),
            ..before.clone()
        };
        let completed = damaged.completed(made);
        for at in 0..108 {
            let expected = if at / 3 % 9 >= 6 {
                250
            } else {
                before.bytes[at]
            };
            assert_eq!(completed.bytes[at], expected);
        }
        // What was erased is not known: not even to the baseline.
        assert!(
            damaged
                .baseline()
                .bytes
                .iter()
                .zip(before.bytes.iter())
                .any(|(a, b)| a != b)
        );
    }

    #[test]
    fn a_brush_hides_a_disc_and_shows_it_again() {
        let mut settings = settings(DamageKind::Erase);
        settings.brush(&[(14, 10), (15, 10)], true, (28, 28));
        assert!(settings.hidden[10 * 28 + 14] && settings.hidden[12 * 28 + 14]);
        assert!(!settings.hidden[12 * 28 + 12]);
        settings.brush(&[(14, 10), (15, 10)], false, (28, 28));
        assert!(settings.hidden.iter().all(|hidden| !hidden));
        // Beyond the edge nothing is hidden, and nothing fails.
        settings.brush(&[(0, 27)], true, (28, 28));
        assert!(settings.hidden[27 * 28]);
    }

    #[test]
    fn noise_has_its_deviation_and_comes_again_for_its_seed() {
        let before = picture(40, 40, 1);
        let mut settings = settings(DamageKind::Noise);
        let damaged = DamagedPicture::new(&before, &settings);
        let noise = damaged
            .values
            .iter()
            .zip(values_of(&before))
            .map(|(a, b)| f64::from(a - b));
        let square = noise.map(|it| it * it).sum::<f64>() / 1600.0;
        assert!((square.sqrt() - 0.4).abs() < 0.03, "{square}");
        assert_eq!(damaged, DamagedPicture::new(&before, &settings));
        settings.noise_seed = 2;
        assert_ne!(damaged.shown, DamagedPicture::new(&before, &settings).shown);
    }

    #[test]
    fn a_quarter_has_a_sixteenth_of_the_pixels_and_the_baseline_all_of_them() {
        let damaged = DamagedPicture::new(&picture(28, 28, 3), &settings(DamageKind::Shrink));
        assert_eq!((damaged.shown.width, damaged.shown.height), (7, 7));
        assert_eq!((damaged.values.len(), damaged.weights.len()), (147, 49));
        assert_eq!(damaged.baseline().bytes.len(), 28 * 28 * 3);
    }
}
