//! The ink of a picture: a light drawing on dark ground, whatever paper it was on.
//!
//! Two readings of the ground are tried:
//!
//! 1. **Even ground.** The border shows it: one grey, give or take noise. Ink is what deviates.
//! 2. **Uneven ground.** The paper is what a closing with a window wider than strokes leaves (the
//!    black top-hat transform: Serra, *Image Analysis and Mathematical Morphology*, 1982), and ink is
//!    the share of the paper's light that is missing; for light ink, an opening and the difference.
//!    It follows gradients and shadows, and finds paper on a darker desk.
//!
//! Ink is then what is at least [`STRONG`] as strong as the strongest, and the softer edge
//! around it. Thresholds of the whole histogram (Otsu, 1979) or of windows (Sauvola and Pietikäinen,
//! 2000) need ink in about as many pixels as ground, or a contrast that is known; a thin line in
//! a large photograph has neither. Of the connected parts, the strokes of the largest thing stay.

mod ground;
mod parts;
mod rulings;
mod thin;

#[cfg(test)]
mod tests;

use crate::centre;
use ground::{Polarity, ink_on_even_ground, ink_on_uneven_ground};
use parts::{InkPart, connected_parts};

/// Ink is at least so strong, as a share of the strongest.
const STRONG: f32 = 0.42;
/// The soft edge of ink goes from nothing at this share of the strongest…
const FAINT: f32 = 0.2;
/// … to all at this one: light that falls unevenly and the blur of a lens leave no more to tell.
const FULL: f32 = 0.8;
/// So many pixels wide is the soft edge of ink.
const EDGE: usize = 2;
/// Ruled lines are looked for from this share of the strongest on.
const RULED: f32 = 0.12;
/// Less contrast than this, of 1, is a shade of the paper.
const LEAST_CONTRAST: f32 = 16.0 / 255.0;
/// A shadow along the border has less contrast than this.
const SHADE: f32 = 0.3;
/// Contrast is at least so many standard deviations of the noise.
const ABOVE_NOISE: f32 = 6.0;
/// A thing of which more than this share of its bounds is ink may be a sheet of paper on darker ground.
const SOLID: f32 = 0.6;
/// On uneven ground, one of which more than this share is ink is no digit,
const SHEET: f32 = 0.75;
/// and one that bulges more neither: a shadow, a stain.
const BLOB: f32 = 1.25;
/// Smaller pictures are not smoothed: their strokes are too thin.
const SMALL_SIDE: usize = 64;
/// Weaker noise than this, of 1, needs no smoothing.
const SMOOTH_FROM: f32 = 1.2 / 255.0;
/// A thing of less than this share of the largest one's ink is a speck.
const SPECK: f32 = 0.02;
/// Strokes nearer to each other than this share of the larger thing's longer side are of one thing.
const NEAR: f32 = 0.3;
/// Things of at least this share of the tallest one's height are things of their own.
const AS_TALL: f32 = 0.5;

/// Ink that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundInk {
    /// Light ink on dark ground, `[height, width]`, 0 to 1; 0 where there is none.
    pub grey: Vec<f32>,
    /// How many things stand beside each other; a digit is one.
    pub things: usize,
    /// Whether strokes were made thicker, because they would have been thinner than MNIST's.
    pub thickened: bool,
}

/// Why no ink was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InkFault {
    /// Nothing is on it.
    Empty,
    /// Something is, but paper, lines or shadows cannot be told from ink.
    UnevenGround,
}

/// Finds the ink of a picture, dark on light or light on dark.
///
/// # Shapes
/// `grey`: `[height, width]`, 0 to 1
///
/// # Errors
/// [`InkFault::Empty`] if there is nothing on it, also if it has no pixels or one is not a number;
/// [`InkFault::UnevenGround`] if ink cannot be told from the ground.
pub fn find_ink(grey: &[f32], height: usize, width: usize) -> Result<FoundInk, InkFault> {
    if grey.is_empty()
        || height.checked_mul(width) != Some(grey.len())
        || !grey.iter().all(|value| value.is_finite())
    {
        return Err(InkFault::Empty);
    }
    let noise = ground::noise(grey, width);
    let smooth;
    let (grey, noise) = if noise > SMOOTH_FROM && width.min(height) > SMALL_SIDE {
        smooth = ground::smoothed(grey, width);
        // Nine values are averaged.
        (&smooth[..], noise / 3.0)
    } else {
        (grey, noise)
    };
    let even = ink_on_even_ground(grey, width).map(|ink| strokes(&ink, width, noise, true));
    let even = match even {
        Some(Ok(found)) if found.is_exact || !found.bounds.is_solid(SOLID) => return Ok(found.ink),
        Some(Err(InkFault::Empty)) => return Err(InkFault::Empty),
        Some(Ok(sheet)) => Some(sheet.ink),
        _ => None,
    };
    let [dark, light] = [Polarity::Dark, Polarity::Light].map(|polarity| {
        let ink = ink_on_uneven_ground(grey, width, polarity, noise);
        strokes(&ink, width, noise, false).and_then(|found| {
            if found.bounds.is_solid(SHEET) || found.bulge > BLOB {
                Err(InkFault::UnevenGround)
            } else {
                Ok(found)
            }
        })
    });
    match (dark, light, even) {
        // Between strokes lies something of the other polarity: it is smaller, or less like strokes.
        (Ok(dark), Ok(light), _) => {
            let is_between =
                dark.bounds.contains(&light.bounds) && light.bounds.area < dark.bounds.area;
            let is_dark = is_between || dark.solidity() <= light.solidity();
            Ok(if is_dark { dark.ink } else { light.ink })
        }
        (Ok(found), _, _) | (_, Ok(found), _) => Ok(found.ink),
        (_, _, Some(sheet)) => Ok(sheet),
        (Err(InkFault::Empty), Err(InkFault::Empty), _) => Err(InkFault::Empty),
        _ => Err(InkFault::UnevenGround),
    }
}

/// What was found on one reading of the ground.
struct Strokes {
    ink: FoundInk,
    /// How much wider its widest place is than its strokes: 0.5 for lines, 1 for blobs. It decides on
    /// uneven ground only.
    bulge: f32,
    /// The bounds of all that stayed.
    bounds: InkPart,
    /// Whether it is as MNIST has it.
    is_exact: bool,
}

impl Strokes {
    /// How little it is like strokes: how much of its bounds it fills, by how much it bulges.
    fn solidity(&self) -> f32 {
        self.bulge * self.bounds.filled()
    }
}

/// The strokes among `ink`, which is 0 for ground and grows with the deviation from it.
fn strokes(ink: &[f32], width: usize, noise: f32, even: bool) -> Result<Strokes, InkFault> {
    let height = ink.len() / width;
    let exact = even && is_as_mnist_has_it(ink, width);
    let strongest = strongest(ink);
    if strongest < LEAST_CONTRAST.max(ABOVE_NOISE * noise) {
        return Err(InkFault::Empty);
    }
    let strong: Vec<bool> = ink.iter().map(|&v| v >= STRONG * strongest).collect();
    let ruled: Vec<bool> = ink.iter().map(|&v| v >= RULED * strongest).collect();
    let strong = rulings::without_rulings(strong, &ruled, width);
    let (labels, parts) = connected_parts(&strong, width);
    let (kept, things) = parts::of_one_thing(&parts, (width, height), even);
    let Some(bounds) = parts::bounds(&parts, &kept) else {
        // A gradient is steepest at the border, where there is no telling how it goes on.
        return Err(if parts.is_empty() || strongest < SHADE {
            InkFault::Empty
        } else {
            InkFault::UnevenGround
        });
    };
    let mask: Vec<bool> = labels
        .iter()
        .map(|label| label.is_some_and(|label| kept[label]))
        .collect();
    let around = thin::grown(&mask, width, EDGE);
    let lightness = |v: f32| {
        if !exact {
            ((v / strongest - FAINT) / (FULL - FAINT)).clamp(0.0, 1.0)
        } else if strongest >= 0.9 {
            // Ink as light as MNIST's is left as it is.
            v
        } else {
            (v / strongest).min(1.0)
        }
    };
    let pairs = ink.iter().zip(&around);
    let mut grey: Vec<f32> = pairs
        .map(|(&v, &near)| if near || exact { lightness(v) } else { 0.0 })
        .collect();
    let thickened = !exact && thin::thicken(&mut grey, &mask, width, bounds.longer());
    Ok(Strokes {
        ink: FoundInk {
            grey,
            things: if exact { 1 } else { things },
            thickened,
        },
        bulge: if even { 0.0 } else { thin::bulge(&mask, width) },
        bounds,
        is_exact: exact,
    })
}

/// Whether a picture is square and all that deviates from its ground fits MNIST's box, as it does in
/// MNIST's own images: then all of it is ink, however faint.
fn is_as_mnist_has_it(ink: &[f32], width: usize) -> bool {
    if ink.len() != width * width {
        return false;
    }
    let places = || (0..ink.len()).filter(|&at| centre::is_ink(ink[at]));
    let extent = |of: fn(usize, usize) -> usize| {
        let (least, most) = places().fold((width, 0), |(least, most), at| {
            (least.min(of(at, width)), most.max(of(at, width) + 1))
        });
        most.saturating_sub(least)
    };
    let (across, down) = (
        extent(|at, width| at % width),
        extent(|at, width| at / width),
    );
    across.max(down) == centre::box_of(width)
}

/// How strong the strongest ink is, but for a few pixels that may be specks: at least as many as a
/// four-thousandth of the picture are as strong.
fn strongest(ink: &[f32]) -> f32 {
    let specks = ink.len() / 4000;
    // Most is ground, which need not be sorted.
    let mut any: Vec<f32> = ink.iter().copied().filter(|&v| v > 0.0).collect();
    if any.len() <= specks {
        return 0.0;
    }
    let at = any.len() - 1 - specks;
    *any.select_nth_unstable_by(at, f32::total_cmp).1
}
