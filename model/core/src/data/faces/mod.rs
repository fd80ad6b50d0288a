//! *Faces*: pixel faces in colour, with known factors, drawn on a grid of 16×16 and brought to a
//! picture's size. There are over thirty million of them.
//!
//! What they are put together from is DiceBear's "Pixel Art" (CC0 1.0): `part_sheet` has a
//! selection of its parts, pixel by pixel, and says which. The palettes are ours: colours that can
//! be told apart by eye and by program, those of hair and skin with an order from dark to light.
//! Rare parts (earrings), parts that hardly differ, lopsided mouths and bald heads are left out.

mod face_colours;
mod factors;
mod palette;
mod part_sheet;
mod reader;

pub use face_colours::FaceColours;
pub use factors::{FaceFactor, FaceFactors};
pub use palette::{
    BACKGROUND, CLOTHES_COLOURS, EYE_COLOURS, GLASSES_COLOUR, HAIR_COLOURS, HAT_COLOURS,
    MOUTH_COLOUR, Rgb, SKIN_COLOURS,
};
pub use reader::{ReadFace, SURE_OF_FACTOR};
/// What the colours of hair are called; a face's label is the place of its own here.
pub use run_spec::HAIR_COLOUR_NAMES;

use super::draws::{ImageRng, ProceduralImage};

/// Pixels a side that the parts are made for. A multiple of it keeps every pixel whole.
pub const GRID: usize = 16;

/// Whose colour a pixel takes.
#[derive(Clone, Copy)]
enum InkColour {
    Skin,
    Hair,
    Eyes,
    Mouth,
    Glasses,
    Hat,
    Clothes,
    White,
}

/// What lies over a colour.
#[derive(Clone, Copy)]
enum FaceVeil {
    White,
    Black,
}

/// What a pixel of a part is drawn with.
#[derive(Clone, Copy)]
struct FaceInk {
    /// `None` keeps what is there: glass is seen through.
    colour: Option<InkColour>,
    veil: FaceVeil,
    /// Of the veil, in percent.
    opacity: u8,
}

/// A part, as letters that `part_sheet::ink` explains.
struct FacePart {
    /// The row that its first row lies in.
    top: usize,
    rows: &'static [&'static [u8; GRID]],
}

/// Face `index` of `seed`, `side` pixels a side. Its factors are drawn independently of each other,
/// each as [`FaceFactor::shares`] says.
///
/// A pure function, the same on every target; see [`draws`](super::draws).
pub fn draw(seed: u64, index: u64, side: usize) -> ProceduralImage<FaceFactors> {
    let factors = drawn_factors(seed, index);
    ProceduralImage {
        pixels: picture(&factors, side),
        label: factors.get(FaceFactor::HairColour),
        factors,
    }
}

/// The factors of what [`draw`] draws.
pub fn drawn_factors(seed: u64, index: u64) -> FaceFactors {
    FaceFactors::drawn(&mut ImageRng::new(seed, index))
}

/// A face with chosen factors.
///
/// # Shapes
/// → `[side · side · 3]`: rows of RGB pixels
pub fn picture(factors: &FaceFactors, side: usize) -> Vec<u8> {
    scaled(&grid(factors, &FaceColours::of(factors)), side)
}

/// A face with chosen factors in any colours, as it is on the grid.
pub fn grid(factors: &FaceFactors, colours: &FaceColours) -> [[Rgb; GRID]; GRID] {
    use FaceFactor as F;
    let chosen =
        |parts: &'static [FacePart], factor: F| parts.get(usize::from(factors.get(factor)));
    // Value 0 of what not everyone has is nothing.
    let worn = |parts: &'static [FacePart], factor: F| {
        let which = usize::from(factors.get(factor)).checked_sub(1)?;
        parts.get(which)
    };
    let parts = [
        Some(&part_sheet::HEAD),
        chosen(&part_sheet::CLOTHES, F::Clothes),
        chosen(&part_sheet::EYES, F::Eyes),
        worn(&part_sheet::GLASSES, F::Glasses),
        worn(&part_sheet::BEARD, F::Beard),
        chosen(&part_sheet::MOUTH, F::Mouth),
        chosen(&part_sheet::HAIR, F::HairStyle),
        worn(&part_sheet::HAT, F::Hat),
    ];
    let mut pixels = [[colours.background; GRID]; GRID];
    for part in parts.into_iter().flatten() {
        for (letters, row) in part.rows.iter().zip(&mut pixels[part.top..]) {
            for (letter, pixel) in letters.iter().zip(row) {
                if let Some(ink) = part_sheet::ink(*letter) {
                    *pixel = ink.over(*pixel, colours);
                }
            }
        }
    }
    pixels
}

impl FaceInk {
    fn over(self, beneath: Rgb, colours: &FaceColours) -> Rgb {
        let own = match self.colour {
            None => beneath,
            Some(InkColour::Skin) => colours.skin,
            Some(InkColour::Hair) => colours.hair,
            Some(InkColour::Eyes) => colours.eyes,
            Some(InkColour::Mouth) => colours.mouth,
            Some(InkColour::Glasses) => colours.glasses,
            Some(InkColour::Hat) => colours.hat,
            Some(InkColour::Clothes) => colours.clothes,
            Some(InkColour::White) => [255; 3],
        };
        let veil: u16 = match self.veil {
            FaceVeil::White => 255,
            FaceVeil::Black => 0,
        };
        let opacity = u16::from(self.opacity);
        own.map(|byte| ((u16::from(byte) * (100 - opacity) + veil * opacity + 50) / 100) as u8)
    }
}

/// Which cells of the grid a pixel of `side` lies on along one axis, and how much of it: in parts
/// of which [`GRID`] make a pixel.
fn cells(at: usize, side: usize) -> impl Iterator<Item = (usize, u32)> {
    let [from, to] = [at * GRID, (at + 1) * GRID];
    (from / side..to.div_ceil(side)).map(move |cell| {
        let overlap = to.min((cell + 1) * side) - from.max(cell * side);
        (cell, overlap as u32)
    })
}

/// The grid at `side` pixels a side: each pixel the mean of what it covers, which at a multiple of
/// [`GRID`] is one cell.
fn scaled(grid: &[[Rgb; GRID]; GRID], side: usize) -> Vec<u8> {
    const WHOLE: u32 = (GRID * GRID) as u32;
    let mut pixels = Vec::with_capacity(side * side * 3);
    for y in 0..side {
        for x in 0..side {
            let mut sums = [WHOLE / 2; 3];
            for (row, high) in cells(y, side) {
                for (column, wide) in cells(x, side) {
                    for (sum, byte) in sums.iter_mut().zip(grid[row][column]) {
                        *sum += u32::from(byte) * high * wide;
                    }
                }
            }
            pixels.extend(sums.map(|sum| (sum / WHOLE) as u8));
        }
    }
    pixels
}
