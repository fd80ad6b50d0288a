//! The colours of faces.

use super::{FaceFactor, FaceFactors};

/// Red, green and blue.
pub type Rgb = [u8; 3];

/// What is behind every face: neither light nor dark, so that it is at home on a page of either
/// kind, and the colour of no part.
pub const BACKGROUND: Rgb = [0x8e, 0xa6, 0xc9];
/// Every mouth's: darker than each skin by far, so that a model does not leave out the mouths of some.
pub const MOUTH_COLOUR: Rgb = [0x5c, 0x00, 0x14];
/// From light to dark: every other of the package's.
pub const SKIN_COLOURS: [Rgb; 4] = [
    [0xff, 0xdb, 0xac],
    [0xe0, 0xb6, 0x87],
    [0xb6, 0x86, 0x55],
    [0x8d, 0x55, 0x24],
];
/// As [`HAIR_COLOUR_NAMES`](super::HAIR_COLOUR_NAMES) has them: from dark to light, then dyed.
pub const HAIR_COLOURS: [Rgb; 8] = [
    [0x28, 0x15, 0x0a],
    [0x60, 0x3a, 0x14],
    [0xc4, 0x5a, 0x1c],
    [0xe6, 0xc0, 0x4a],
    [0xf2, 0xf0, 0xea],
    [0xb0, 0x10, 0x20],
    [0x14, 0x5f, 0xd0],
    [0x5f, 0xb5, 0x1e],
];
/// Blue, green, brown.
pub const EYE_COLOURS: [Rgb; 3] = [[0x2f, 0x62, 0xa8], [0x2e, 0x7d, 0x4f], [0x5e, 0x3a, 0x22]];
/// Every rim's.
pub const GLASSES_COLOUR: Rgb = [0x19, 0x19, 0x19];
/// Blue, red, green, violet.
pub const HAT_COLOURS: [Rgb; 4] = [
    [0x26, 0x63, 0xa3],
    [0xa6, 0x21, 0x16],
    [0x3d, 0x8a, 0x6b],
    [0x61, 0x4f, 0x8a],
];
/// Blue, navy, green, red, yellow, cream.
pub const CLOTHES_COLOURS: [Rgb; 6] = [
    [0x42, 0x8b, 0xca],
    [0x03, 0x39, 0x6c],
    [0x00, 0xb1, 0x59],
    [0xd1, 0x11, 0x41],
    [0xff, 0xc4, 0x25],
    [0xff, 0xee, 0xad],
];

/// The colours of one face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaceColours {
    /// Behind it.
    pub background: Rgb,
    /// Of the shoulders; the face itself is a little lighter.
    pub skin: Rgb,
    /// Of hair; a beard is lighter.
    pub hair: Rgb,
    /// Of eyes.
    pub eyes: Rgb,
    /// Of the mouth.
    pub mouth: Rgb,
    /// Of the glasses' rims.
    pub glasses: Rgb,
    /// Of the hat.
    pub hat: Rgb,
    /// Of clothes.
    pub clothes: Rgb,
}

impl FaceColours {
    /// Those of a face with such factors.
    pub fn of(factors: &FaceFactors) -> Self {
        let chosen = |colours: &[Rgb], factor| {
            let which = usize::from(factors.get(factor));
            colours.get(which).copied().unwrap_or(BACKGROUND)
        };
        Self {
            background: BACKGROUND,
            skin: chosen(&SKIN_COLOURS, FaceFactor::Skin),
            hair: chosen(&HAIR_COLOURS, FaceFactor::HairColour),
            eyes: chosen(&EYE_COLOURS, FaceFactor::EyeColour),
            mouth: MOUTH_COLOUR,
            glasses: GLASSES_COLOUR,
            hat: chosen(&HAT_COLOURS, FaceFactor::HatColour),
            clothes: chosen(&CLOTHES_COLOURS, FaceFactor::ClothesColour),
        }
    }
}
