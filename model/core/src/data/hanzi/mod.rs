//! *Hanzi*: characters of one to eight strokes with known factors, white on black, drawn with a round
//! pen along the medians of their strokes.
//!
//! The strokes are a file ([`HanziStrokes`]), so that programs that draw none do not carry them. The
//! pictures are made for 32 pixels a side: eight strokes one above the other, and as many gaps, leave
//! each a pixel and a half there, and not much more than one at 28.

mod reader;
mod strokes;

pub use reader::ReadHanzi;
pub use strokes::{CharacterStroke, HanziCharacter, HanziStrokes, STROKE_COUNTS};

use super::draws::{ImageRng, ProceduralImage};
use super::pen::PenCanvas;

/// What decides how a character looks, and which one it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HanziFactors {
    /// The character's place among [`HanziStrokes::characters`].
    pub character: u16,
    /// The pen's width, in pixels of a picture of 32 pixels a side, in [`WIDTH`].
    pub width: f32,
    /// How far the top leans to the right, as a share of the height (the tangent of the angle), in
    /// [`SLANT`].
    pub slant: f32,
    /// Of the square that a character is written in, as a share of the largest, in [`SIZE`].
    pub size: f32,
    /// How far each point of a stroke may stray both ways, as a share of that square, in [`JITTER`].
    pub jitter: f32,
    /// The seed of the writer's unsteady hand.
    pub hand: u64,
}

/// The range of [`HanziFactors::width`], in pixels.
pub const WIDTH: [f32; 2] = [1.2, 2.8];
/// The range of [`HanziFactors::slant`].
pub const SLANT: [f32; 2] = [-0.25, 0.25];
/// The range of [`HanziFactors::size`].
pub const SIZE: [f32; 2] = [0.7, 1.0];
/// The range of [`HanziFactors::jitter`].
pub const JITTER: [f32; 2] = [0.0, 0.03];

/// Pixels a side that pictures are made for.
const SIDE: f32 = 32.0;
/// The largest square that a character is written in, as a share of the picture's side: what is
/// slanted and drawn with the widest pen still has room.
const SQUARE: f32 = 25.0 / SIDE;

impl HanziStrokes {
    /// Picture `index` of `seed`, `side` pixels a side. The number of strokes is drawn uniformly, then
    /// a character of so many, then every factor independently of all others. The label is the number
    /// of strokes less one.
    ///
    /// A pure function, the same on every target; see [`draws`](super::draws).
    pub fn draw(&self, seed: u64, index: u64, side: usize) -> ProceduralImage<HanziFactors> {
        let (label, factors) = self.drawn_factors(seed, index);
        ProceduralImage {
            pixels: self.picture(&factors, side),
            label,
            factors,
        }
    }

    /// Label and factors of what [`Self::draw`] draws.
    pub fn drawn_factors(&self, seed: u64, index: u64) -> (u8, HanziFactors) {
        let mut draws = ImageRng::new(seed, index);
        let label = draws.below(STROKE_COUNTS);
        let among = self.of_strokes(label + 1);
        let character = among.start + draws.below(among.len());
        let factors = HanziFactors {
            character: character as u16,
            width: draws.between(WIDTH),
            slant: draws.between(SLANT),
            size: draws.between(SIZE),
            jitter: draws.between(JITTER),
            hand: draws.seed(),
        };
        (label as u8, factors)
    }

    /// A character with chosen factors; they may lie outside their ranges.
    ///
    /// # Shapes
    /// → `[side · side]` grey values, row by row.
    ///
    /// # Panics
    /// When there is no such character.
    pub fn picture(&self, factors: &HanziFactors, side: usize) -> Vec<u8> {
        let character = &self.characters()[usize::from(factors.character)];
        let side_pixels = side as f32;
        let square = factors.size * SQUARE * side_pixels;
        let mut hand = ImageRng::new(factors.hand, 0);
        let mut stray = || hand.between([-factors.jitter, factors.jitter]);
        let mut sheet = PenCanvas::new(side, factors.width * side_pixels / SIDE);
        for stroke in &character.strokes {
            let points: Vec<[f32; 2]> = stroke
                .iter()
                .map(|[x, y]| {
                    let [x, y] = [x - 0.5 + stray(), y - 0.5 + stray()];
                    // y runs down.
                    let leaning = [x - y * factors.slant, y];
                    leaning.map(|at| at * square + side_pixels / 2.0)
                })
                .collect();
            for pair in points.windows(2) {
                sheet.line(pair[0], pair[1]);
            }
        }
        sheet.pixels()
    }
}
