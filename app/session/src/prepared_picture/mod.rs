//! A picture of the visitor's own, as a model takes it.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::drawing::{grey, resized};
use crate::pictures::ImagePixels;

/// A picture more than so many times as long as it is wide is a ribbon.
const LONGEST: usize = 32;

/// Why a picture cannot be made as a model takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFault {
    /// There is no model yet that says how it takes one.
    NotPrepared,
    /// It has no pixels.
    NoPixels,
    /// It is far longer than wide.
    Ribbon,
    /// Nothing is on it.
    Empty,
    /// Ink cannot be told from its ground.
    UnevenGround,
}

/// What is said of a picture that was prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureNote {
    /// So many things stand beside each other on it.
    SeveralThings(usize),
    /// Its strokes were made thicker.
    Thickened,
}

/// A picture as a model takes it, and what is said of it.
pub(crate) type PreparedPicture = (ImagePixels, Option<PictureNote>);

/// A picture without transparency: RGBA becomes RGB, anything else stays as it is.
///
/// Transparent paper gets the grey that is farther from the ink. Where most is opaque, that is
/// no ink but paper, and what is transparent becomes as light or dark as it.
///
/// # Shapes
/// bytes: `[height, width, 4]`, colours not multiplied by their opacity → `[height, width, 3]`
pub(crate) fn flattened(pixels: ImagePixels) -> ImagePixels {
    if pixels.channels != 4 {
        return pixels;
    }
    let (mut opaque, mut light) = (0.0_f64, 0.0_f64);
    for rgba in pixels.bytes.chunks_exact(4) {
        let [red, green, blue, alpha] = [0, 1, 2, 3].map(|at| f64::from(rgba[at]) / 255.0);
        opaque += alpha;
        light += alpha * (0.299 * red + 0.587 * green + 0.114 * blue);
    }
    let is_light = light > opaque / 2.0;
    let is_paper = opaque > (pixels.width * pixels.height) as f64 / 2.0;
    let ground = if is_light == is_paper { 255_u32 } else { 0 };
    let over = |rgba: &[u8]| {
        let alpha = u32::from(rgba[3]);
        [0, 1, 2]
            .map(|at| ((u32::from(rgba[at]) * alpha + ground * (255 - alpha) + 127) / 255) as u8)
    };
    ImagePixels {
        channels: 3,
        bytes: pixels.bytes.chunks_exact(4).flat_map(over).collect(),
        ..pixels
    }
}

/// A picture as a model takes it: of its size and its channels. A grey one is light on dark, and if
/// `centred`, its ink is found, centred and scaled as MNIST's digits are.
///
/// # Errors
/// What it lacks.
pub(crate) fn prepared(
    raw: &ImagePixels,
    (width, height, channels): (usize, usize, usize),
    centred: bool,
) -> Result<PreparedPicture, PictureFault> {
    if raw.width == 0 || raw.height == 0 || raw.bytes.len() != raw.width * raw.height * raw.channels
    {
        return Err(PictureFault::NoPixels);
    }
    if channels == 3 {
        let colours = if raw.channels == 3 {
            raw.clone()
        } else {
            ImagePixels {
                channels: 3,
                bytes: raw.bytes.iter().flat_map(|grey| [*grey; 3]).collect(),
                ..raw.clone()
            }
        };
        return Ok((resized(&colours, width, height), None));
    }
    let grey = grey(raw);
    let mut values: Vec<f32> = grey
        .bytes
        .iter()
        .map(|grey| f32::from(*grey) / 255.0)
        .collect();
    let bytes_of = |values: &[f32]| -> Arc<[u8]> {
        // `as` saturates.
        values
            .iter()
            .map(|grey| (grey * 255.0).round() as u8)
            .collect()
    };
    if !centred || width != height {
        latent::invert_if_light(&mut values, grey.height, grey.width);
        let light = ImagePixels {
            bytes: bytes_of(&values),
            ..grey
        };
        return Ok((resized(&light, width, height), None));
    }
    let (short, long) = (grey.width.min(grey.height), grey.width.max(grey.height));
    if long > LONGEST * short {
        return Err(PictureFault::Ribbon);
    }
    let ink = latent::find_ink(&values, grey.height, grey.width).map_err(|fault| match fault {
        latent::InkFault::Empty => PictureFault::Empty,
        latent::InkFault::UnevenGround => PictureFault::UnevenGround,
    })?;
    // It fails only on what has no ink.
    let centred = latent::centre(&ink.grey, grey.height, grey.width, width)
        .map_err(|_| PictureFault::Empty)?;
    let note = if ink.things > 1 {
        Some(PictureNote::SeveralThings(ink.things))
    } else {
        ink.thickened.then_some(PictureNote::Thickened)
    };
    let pixels = ImagePixels {
        width,
        height,
        channels: 1,
        bytes: bytes_of(&centred),
    };
    Ok((pixels, note))
}
