//! A picture that was painted over, and what a brush does to it.

use std::sync::Arc;

use crate::pictures::ImagePixels;

/// What a brush does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BrushKind {
    /// It makes lighter.
    #[default]
    Lighter,
    /// It makes darker.
    Darker,
    /// It paints in a colour.
    Colour,
    /// It brings back what the model showed.
    Restore,
    /// It moves what lies under it.
    Drag,
}

/// The brush.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaintBrush {
    /// What it does.
    pub kind: BrushKind,
    /// How large it is, up to [`PaintBrush::LARGEST`].
    pub size: usize,
    /// Red, green and blue of [`BrushKind::Colour`].
    pub colour: [u8; 3],
}

impl PaintBrush {
    /// The largest brush.
    pub const LARGEST: usize = 4;

    /// The share of a pixel that the brush covers, from 0 to 1, so many pixels away from its centre on a
    /// picture with so many on its longer side. It is soft at its edge.
    fn cover(self, away: f32, side: usize) -> f32 {
        let reach = 0.5 + 0.75 * self.size as f32 * (side as f32 / 28.0).max(1.0);
        (reach + 0.5 - away).clamp(0.0, 1.0)
    }
}

impl Default for PaintBrush {
    fn default() -> Self {
        Self {
            kind: BrushKind::default(),
            size: 1,
            colour: [224, 64, 64],
        }
    }
}

/// How far one stroke goes to white or black.
const STRENGTH: f32 = 0.8;
/// A pixel of which more is moved is left behind.
const HALF: f32 = 0.5;

/// A picture of the model's that was painted over.
#[derive(Clone, Debug, PartialEq)]
pub struct PaintedWish {
    /// The point of the picture before.
    pub base: Vec<f32>,
    /// The picture before.
    pub shown: ImagePixels,
    /// The picture as it is wished.
    pub wish: ImagePixels,
    /// How much each pixel was painted, from 0 to 1, row by row.
    pub weights: Arc<[f32]>,
    /// The stroke that was the last.
    pub stroke: u32,
    /// Where the point went for it so far.
    pub point: Vec<f32>,
}

/// How near the model's picture is to a wish: root mean square differences, grey values in [0, 1].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WishFigures {
    /// Over what was painted, before.
    pub before: f32,
    /// Over what was painted, now.
    pub now: f32,
    /// How far the rest moved.
    pub rest: f32,
}

impl PaintedWish {
    /// Nothing is painted yet.
    pub(super) fn new(base: Vec<f32>, shown: ImagePixels) -> Self {
        Self {
            weights: vec![0.0; shown.width * shown.height].into(),
            point: base.clone(),
            wish: shown.clone(),
            base,
            shown,
            stroke: 0,
        }
    }

    /// Whether nothing differs from the picture before.
    pub fn is_empty(&self) -> bool {
        self.weights.iter().all(|weight| *weight == 0.0)
    }

    /// How near a picture of the model's is; `None` where nothing is painted, or of another size.
    pub fn figures(&self, answer: &ImagePixels) -> Option<WishFigures> {
        if self.is_empty() || answer.bytes.len() != self.shown.bytes.len() {
            return None;
        }
        let channels = self.shown.channels;
        let apart = |one: &ImagePixels, other: &ImagePixels, painted: bool| {
            let pixels = one.bytes.iter().zip(other.bytes.iter()).enumerate();
            let (mut sum, mut count) = (0.0, 0.0_f32);
            for (at, (a, b)) in pixels {
                let weight = self.weights[at / channels];
                let share = if painted { weight } else { 1.0 - weight };
                sum += share * (f32::from(*a) - f32::from(*b)).powi(2);
                count += share;
            }
            (sum / count.max(f32::MIN_POSITIVE)).sqrt() / 255.0
        };
        Some(WishFigures {
            before: apart(&self.shown, &self.wish, true),
            now: apart(answer, &self.wish, true),
            rest: apart(answer, &self.shown, false),
        })
    }

    fn size(&self) -> (usize, usize) {
        (self.shown.width, self.shown.height)
    }
}

/// A stroke under way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PaintStroke {
    /// The picture before the stroke.
    before: Arc<PaintedWish>,
    /// How much of each pixel the brush has covered.
    covered: Vec<f32>,
    /// Where it began, and where it is: column and row.
    way: Option<((usize, usize), (usize, usize))>,
}

impl PaintStroke {
    pub fn new(before: Arc<PaintedWish>) -> Self {
        Self {
            covered: vec![0.0; before.weights.len()],
            before,
            way: None,
        }
    }

    /// The brush goes over some places, columns and rows; what is painted then.
    pub fn paint(
        &mut self,
        brush: PaintBrush,
        places: &[(usize, usize)],
        stroke: u32,
    ) -> PaintedWish {
        let (width, height) = self.before.size();
        for &(column, row) in places {
            let place = (column.min(width - 1), row.min(height - 1));
            self.way = Some((self.way.map_or(place, |(first, _)| first), place));
            if brush.kind != BrushKind::Drag {
                self.cover(brush, place);
            }
        }
        let mut wish = PaintedWish {
            stroke,
            ..(*self.before).clone()
        };
        match (brush.kind, self.way) {
            (BrushKind::Drag, Some((from, to))) => self.drag(brush, from, to, &mut wish),
            _ => self.blend(brush, &mut wish),
        }
        wish
    }

    /// Covers what lies under the brush.
    fn cover(&mut self, brush: PaintBrush, place: (usize, usize)) {
        let (width, height) = self.before.size();
        for (at, covered) in self.covered.iter_mut().enumerate() {
            let pixel = (at % width, at / width);
            let now = brush.cover(distance(pixel, place), width.max(height));
            *covered = covered.max(now);
        }
    }

    /// Mixes what the brush brings with what is there.
    fn blend(&self, brush: PaintBrush, wish: &mut PaintedWish) {
        let channels = wish.shown.channels;
        let shown = Arc::clone(&wish.shown.bytes);
        let target = |at: usize| match brush.kind {
            BrushKind::Lighter => (255, STRENGTH),
            BrushKind::Darker => (0, STRENGTH),
            BrushKind::Colour if channels == 3 => (brush.colour[at % 3], 1.0),
            BrushKind::Colour => (luma(brush.colour), 1.0),
            BrushKind::Restore | BrushKind::Drag => (shown[at], 1.0),
        };
        let values = self.before.wish.bytes.iter().enumerate();
        let mixed = values.map(|(at, &value)| {
            let (to, strength) = target(at);
            mix(value, to, strength * self.covered[at / channels])
        });
        wish.wish.bytes = mixed.collect();
        let weights = self.before.weights.iter().zip(&self.covered);
        wish.weights = weights
            .map(|(weight, covered)| match brush.kind {
                BrushKind::Restore => weight * (1.0 - covered),
                _ => weight.max(*covered),
            })
            .collect();
    }

    /// Moves what lies under the brush from one place to another. What is left behind gets the mean of
    /// what lies around it.
    fn drag(
        &self,
        brush: PaintBrush,
        from: (usize, usize),
        to: (usize, usize),
        wish: &mut PaintedWish,
    ) {
        if from == to {
            return;
        }
        let ((width, height), channels) = (self.before.size(), wish.shown.channels);
        let side = width.max(height);
        let before = Arc::clone(&self.before.wish.bytes);
        let rim = rim(&before, (width, channels), |pixel| {
            let away = distance(pixel, from);
            brush.cover(away, side) < HALF && brush.cover(away - 1.5, side) >= HALF
        });
        let mut bytes = before.to_vec();
        let mut weights = self.before.weights.to_vec();
        for at in 0..weights.len() {
            let (column, row) = (at % width, at / width);
            let left = brush.cover(distance((column, row), from), side);
            let came = brush.cover(distance((column, row), to), side);
            // Where what came here was.
            let source = (
                (column + from.0).checked_sub(to.0).filter(|it| *it < width),
                (row + from.1).checked_sub(to.1).filter(|it| *it < height),
            );
            for channel in 0..channels {
                let value = &mut bytes[at * channels + channel];
                *value = mix(*value, rim[channel], left);
                if let (Some(column), Some(row)) = source {
                    let moved = before[(row * width + column) * channels + channel];
                    *value = mix(*value, moved, came);
                }
            }
            weights[at] = weights[at].max(left).max(came);
        }
        wish.wish.bytes = bytes.into();
        wish.weights = weights.into();
    }
}

/// The mean of the pixels that lie on a rim, channel by channel.
fn rim(
    bytes: &[u8],
    (width, channels): (usize, usize),
    holds: impl Fn((usize, usize)) -> bool,
) -> [u8; 3] {
    let (mut sums, mut count) = ([0_usize; 3], 0);
    for (at, pixel) in bytes.chunks_exact(channels).enumerate() {
        if holds((at % width, at / width)) {
            count += 1;
            for (sum, byte) in sums.iter_mut().zip(pixel) {
                *sum += usize::from(*byte);
            }
        }
    }
    sums.map(|sum| sum.checked_div(count).unwrap_or_default() as u8)
}

fn distance(one: (usize, usize), other: (usize, usize)) -> f32 {
    let (dx, dy) = (one.0.abs_diff(other.0), one.1.abs_diff(other.1));
    ((dx * dx + dy * dy) as f32).sqrt()
}

fn mix(from: u8, to: u8, share: f32) -> u8 {
    let (from, to) = (f32::from(from), f32::from(to));
    (from + (to - from) * share).round() as u8
}

/// ITU-R BT.601.
fn luma(rgb: [u8; 3]) -> u8 {
    let [red, green, blue] = rgb.map(u32::from);
    ((299 * red + 587 * green + 114 * blue + 500) / 1000) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seven by seven, black, with one white pixel in the middle.
    fn dot() -> Arc<PaintedWish> {
        let mut bytes = vec![0; 49];
        bytes[24] = 255;
        let shown = ImagePixels {
            width: 7,
            height: 7,
            channels: 1,
            bytes: bytes.into(),
        };
        Arc::new(PaintedWish::new(vec![0.0; 2], shown))
    }

    fn brush(kind: BrushKind) -> PaintBrush {
        PaintBrush {
            kind,
            size: 0,
            ..PaintBrush::default()
        }
    }

    #[test]
    fn a_stroke_is_as_strong_however_often_it_passes() {
        let mut once = PaintStroke::new(dot());
        let mut often = once.clone();
        let lighter = brush(BrushKind::Lighter);
        let one = once.paint(lighter, &[(1, 1)], 1);
        let other = often.paint(lighter, &[(1, 1), (1, 1), (1, 1)], 1);
        assert_eq!(one, other);
        assert_eq!(one.wish.bytes[8], 204);
        assert_eq!(one.weights.iter().filter(|it| **it > 0.0).count(), 1);
    }

    #[test]
    fn what_is_restored_was_never_painted() {
        let painted = PaintStroke::new(dot()).paint(brush(BrushKind::Darker), &[(3, 3)], 1);
        assert_eq!(painted.wish.bytes[24], 51);
        assert!(!painted.is_empty());
        let erased =
            PaintStroke::new(painted.into()).paint(brush(BrushKind::Restore), &[(3, 3)], 2);
        assert!(erased.is_empty());
        assert_eq!(erased.wish, erased.shown);
        assert_eq!(erased.figures(&erased.shown), None);
    }

    #[test]
    fn what_is_dragged_is_somewhere_else_and_leaves_its_surroundings() {
        let mut stroke = PaintStroke::new(dot());
        let drag = brush(BrushKind::Drag);
        stroke.paint(drag, &[(3, 3), (4, 3)], 1);
        let moved = stroke.paint(drag, &[(5, 4)], 1);
        let mut expected = [0; 49];
        expected[4 * 7 + 5] = 255;
        assert_eq!(moved.wish.bytes.as_ref(), expected);
        assert_eq!((moved.weights[24], moved.weights[33]), (1.0, 1.0));
        // Nothing between counts as painted.
        assert_eq!(moved.weights.iter().filter(|it| **it > 0.0).count(), 2);
    }

    #[test]
    fn a_colour_is_a_grey_on_a_grey_picture() {
        let colour = PaintBrush {
            colour: [255, 0, 0],
            ..brush(BrushKind::Colour)
        };
        let painted = PaintStroke::new(dot()).paint(colour, &[(0, 0)], 1);
        assert_eq!(painted.wish.bytes[0], 76);
    }

    #[test]
    fn figures_are_over_what_was_painted_and_over_the_rest() {
        let wish = PaintStroke::new(dot()).paint(brush(BrushKind::Lighter), &[(0, 0)], 1);
        let mut bytes = wish.shown.bytes.to_vec();
        bytes[0] = 102;
        bytes[48] = 70;
        let answer = ImagePixels {
            bytes: bytes.into(),
            ..wish.shown.clone()
        };
        let found = wish.figures(&answer).expect("something is painted");
        assert!((found.before - 0.8).abs() < 1e-6);
        assert!((found.now - 0.4).abs() < 1e-6);
        assert!((found.rest - 70.0 / 255.0 / 48_f32.sqrt()).abs() < 1e-6);
    }
}
