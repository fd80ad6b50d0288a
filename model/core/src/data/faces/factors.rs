//! What decides how a face looks.

use super::super::draws::ImageRng;
use super::{CLOTHES_COLOURS, EYE_COLOURS, HAIR_COLOURS, HAT_COLOURS, SKIN_COLOURS, part_sheet};

/// A factor. Its values are whole numbers from 0 on; where they have an order, it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaceFactor {
    /// From light to dark.
    Skin,
    /// From short to long.
    HairStyle,
    /// From dark to light, then dyed: see [`HAIR_COLOUR_NAMES`](super::HAIR_COLOUR_NAMES). The
    /// label.
    HairColour,
    /// Looking aside, straight, to the other side; small; wide open.
    Eyes,
    /// Of the eyes.
    EyeColour,
    /// From a frown to a smile: a frown, flat, an open smile, a smile.
    Mouth,
    /// 0 is none; clear, dark.
    Glasses,
    /// 0 is none, then from small to full; of the hair's colour.
    Beard,
    /// 0 is none; round, with a peak, striped.
    Hat,
    /// Of the hat, if there is one.
    HatColour,
    /// With a collar, striped, checked.
    Clothes,
    /// Of the clothes.
    ClothesColour,
}

impl FaceFactor {
    /// Its name, e.g. `hair colour`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Skin => "skin",
            Self::HairStyle => "hair style",
            Self::HairColour => "hair colour",
            Self::Eyes => "eyes",
            Self::EyeColour => "eye colour",
            Self::Mouth => "mouth",
            Self::Glasses => "glasses",
            Self::Beard => "beard",
            Self::Hat => "hat",
            Self::HatColour => "hat colour",
            Self::Clothes => "clothes",
            Self::ClothesColour => "clothes colour",
        }
    }

    /// Every factor, in the order in which they are drawn.
    pub const ALL: [Self; 12] = [
        Self::Skin,
        Self::HairStyle,
        Self::HairColour,
        Self::Eyes,
        Self::EyeColour,
        Self::Mouth,
        Self::Glasses,
        Self::Beard,
        Self::Hat,
        Self::HatColour,
        Self::Clothes,
        Self::ClothesColour,
    ];

    /// How many values it has.
    pub const fn values(self) -> usize {
        match self {
            Self::Skin => SKIN_COLOURS.len(),
            Self::HairStyle => part_sheet::HAIR.len(),
            Self::HairColour => HAIR_COLOURS.len(),
            Self::Eyes => part_sheet::EYES.len(),
            Self::EyeColour => EYE_COLOURS.len(),
            Self::Mouth => part_sheet::MOUTH.len(),
            Self::Glasses => 1 + part_sheet::GLASSES.len(),
            Self::Beard => 1 + part_sheet::BEARD.len(),
            Self::Hat => 1 + part_sheet::HAT.len(),
            Self::HatColour => HAT_COLOURS.len(),
            Self::Clothes => part_sheet::CLOTHES.len(),
            Self::ClothesColour => CLOTHES_COLOURS.len(),
        }
    }

    /// How many of 20 faces have none (value 0); the rest is shared equally by the other values.
    /// `None` where every value is equally frequent.
    pub const fn without(self) -> Option<usize> {
        match self {
            Self::Glasses => Some(12),
            Self::Beard => Some(17),
            Self::Hat => Some(18),
            _ => None,
        }
    }

    /// The share of faces that have each value.
    pub fn shares(self) -> Vec<f64> {
        let count = self.values();
        match self.without() {
            None => vec![1.0 / count as f64; count],
            Some(without) => {
                let none = without as f64 / 20.0;
                let mut shares = vec![(1.0 - none) / (count - 1) as f64; count];
                shares[0] = none;
                shares
            }
        }
    }
}

/// A value of each factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FaceFactors([u8; FaceFactor::ALL.len()]);

impl FaceFactors {
    /// The value of a factor.
    pub const fn get(&self, factor: FaceFactor) -> u8 {
        self.0[factor as usize]
    }

    /// The same but for one factor. A value that the factor does not have becomes its last.
    #[must_use]
    pub fn with(mut self, factor: FaceFactor, value: u8) -> Self {
        self.0[factor as usize] = value.min(factor.values() as u8 - 1);
        self
    }

    /// A value of each, drawn independently.
    pub(super) fn drawn(draws: &mut ImageRng) -> Self {
        let mut factors = Self::default();
        for factor in FaceFactor::ALL {
            let count = factor.values();
            // Two draws whatever comes of the first, so that a factor's chances may change without
            // changing what is drawn of the others.
            let [chance, any] = [draws.below(20), draws.below(count * (count - 1).max(1))];
            let value = match factor.without() {
                None => any % count,
                Some(without) if chance < without => 0,
                Some(_) => 1 + any % (count - 1),
            };
            factors.0[factor as usize] = value as u8;
        }
        factors
    }
}
