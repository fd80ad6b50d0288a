//! Reads factors of characters from pixels, by comparing them with characters of known factors. Nothing
//! here is learnt.

use super::{HanziFactors, HanziStrokes};

/// What is tried: the least value, the step, and how many values.
type Trials = (f32, f32, u8);

const WIDTHS: Trials = (0.6, 0.2, 16);
const SLANTS: Trials = (-0.5, 0.0625, 17);
const SIZES: Trials = (0.5, 0.05, 14);
/// Rounds after which nothing changes any more, or hardly.
const ROUNDS: usize = 3;

/// What was read of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReadHanzi {
    /// The factors of the nearest picture of its character by a steady hand.
    pub factors: HanziFactors,
    /// How far that is, as the sum of squared differences of bytes.
    distance: u64,
}

impl ReadHanzi {
    /// Reads the pen's width, slant and size of a picture of a known character: those of the nearest of
    /// its pictures, by squared differences, searched factor by factor. They are a step of the search
    /// from the truth, where the picture is one of ours (see the tests).
    ///
    /// # Shapes
    /// `picture`: `[side · side]` grey values
    ///
    /// # Panics
    /// When there is no such character.
    pub fn of(strokes: &HanziStrokes, character: u16, picture: &[u8], side: usize) -> Self {
        let steady = HanziFactors {
            character,
            width: 2.0,
            slant: 0.0,
            size: 0.85,
            jitter: 0.0,
            hand: 0,
        };
        let mut best = Self::compared(strokes, steady, picture, side);
        for _ in 0..ROUNDS {
            let found = best.factors;
            let with_size = |size| HanziFactors { size, ..found };
            best = best.or_nearer(strokes, trials(SIZES).map(with_size), picture, side);
            let found = best.factors;
            let with_slant = |slant| HanziFactors { slant, ..found };
            best = best.or_nearer(strokes, trials(SLANTS).map(with_slant), picture, side);
            let found = best.factors;
            let with_width = |width| HanziFactors { width, ..found };
            best = best.or_nearer(strokes, trials(WIDTHS).map(with_width), picture, side);
        }
        best
    }

    /// The character that a picture with these factors is nearest to, of all that there are.
    ///
    /// # Shapes
    /// `picture`: `[side · side]` grey values
    pub fn nearest_character(
        strokes: &HanziStrokes,
        factors: HanziFactors,
        picture: &[u8],
        side: usize,
    ) -> u16 {
        let all = 0..strokes.characters().len() as u16;
        let steady = HanziFactors {
            jitter: 0.0,
            ..factors
        };
        let candidates = all.map(|character| HanziFactors {
            character,
            ..steady
        });
        let first = Self::compared(strokes, steady, picture, side);
        let best = first.or_nearer(strokes, candidates, picture, side);
        best.factors.character
    }

    fn or_nearer(
        self,
        strokes: &HanziStrokes,
        candidates: impl Iterator<Item = HanziFactors>,
        picture: &[u8],
        side: usize,
    ) -> Self {
        candidates
            .map(|factors| Self::compared(strokes, factors, picture, side))
            .fold(self, |best, found| {
                if found.distance < best.distance {
                    found
                } else {
                    best
                }
            })
    }

    fn compared(
        strokes: &HanziStrokes,
        factors: HanziFactors,
        picture: &[u8],
        side: usize,
    ) -> Self {
        let drawn = strokes.picture(&factors, side);
        let pairs = drawn.iter().zip(picture);
        let distance = pairs.map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2)).sum();
        Self { factors, distance }
    }
}

fn trials((least, step, count): Trials) -> impl Iterator<Item = f32> {
    (0..count).map(move |trial| least + step * f32::from(trial))
}
