//! The colours of one face.

use super::factors::{FaceFactor, FaceFactors};
use super::palette::{
    BACKGROUND, CLOTHES_COLOURS, EYE_COLOURS, GLASSES_COLOUR, HAIR_COLOURS, HAT_COLOURS,
    MOUTH_COLOUR, Rgb, SKIN_COLOURS,
};

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
