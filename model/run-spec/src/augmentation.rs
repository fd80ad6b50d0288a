//! Small random changes of pictures, so that a small set goes further.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::choice::words_of;

choice! {
    /// A kind of change.
    Augmentation {
        /// A shift by some pixels.
        Translation = "translation", "Translation";
        /// A square that is blanked. It is for discriminators only: what learns to draw pictures would
        /// learn to draw the holes.
        Cutout = "cutout", "Cutout";
        /// Brightness, contrast and, where there are colours, saturation.
        Colour = "colour", "Colour";
    }
}

/// Some kinds of change, or none; as text, their words with spaces between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Augmentations(u8);

impl Augmentations {
    /// These kinds.
    pub fn of(kinds: &[Augmentation]) -> Self {
        Self(kinds.iter().fold(0, |all, kind| all | kind.bit()))
    }

    /// Whether a kind is among them.
    pub fn contains(self, kind: Augmentation) -> bool {
        self.0 & kind.bit() != 0
    }

    /// Whether pictures stay as they are.
    pub fn is_empty(&self) -> bool {
        self.0 == 0
    }
}

impl Augmentation {
    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// For whom pictures are changed, and how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AugmentationUse {
    /// A discriminator, which sees them and forgets them: the ranges are those of DiffAugment
    /// (arXiv:2006.10738).
    Judged,
    /// An autoencoder, which learns to draw them.
    Drawn,
}

impl AugmentationUse {
    /// The longest shift along a side, in pixels.
    pub fn longest_shift(self, side: usize) -> usize {
        match self {
            // An eighth.
            Self::Judged => (2 * side + 8) / 16,
            Self::Drawn => (2 * side + 28) / 56,
        }
    }

    /// The side of the square that is blanked, in pixels.
    pub fn hole(self, side: usize) -> usize {
        side.div_ceil(2)
    }

    /// The largest change of a grey value (0 to 1) by brightness: the paper's is 0.5 of [−1, 1].
    pub fn brightness(self) -> f64 {
        match self {
            Self::Judged => 0.25,
            Self::Drawn => 0.05,
        }
    }

    /// How far the factor of contrasts is from 1 at most.
    pub fn contrast(self) -> f64 {
        match self {
            Self::Judged => 0.5,
            Self::Drawn => 0.2,
        }
    }

    /// How far the factor of colours is from 1 at most.
    pub fn saturation(self) -> f64 {
        match self {
            Self::Judged => 1.0,
            Self::Drawn => 0.3,
        }
    }
}

impl fmt::Display for Augmentations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = Augmentation::ALL.iter();
        let words = all.filter(|kind| self.contains(**kind));
        let words: Vec<_> = words.map(|kind| kind.as_str()).collect();
        f.write_str(&words.join(" "))
    }
}

impl FromStr for Augmentations {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        words_of(text, Augmentation::from_name)
            .map(|kinds| Self::of(&kinds))
            .ok_or_else(|| "words of kinds of augmentation".to_owned())
    }
}

text_form!(Augmentations);

#[cfg(test)]
mod tests {
    use super::{Augmentation, AugmentationUse, Augmentations};

    #[test]
    fn shifts_and_holes_are_whole_pixels_nearest_to_their_shares() {
        let shifts =
            |purpose: AugmentationUse| [8, 12, 28, 32, 64].map(|side| purpose.longest_shift(side));
        assert_eq!(shifts(AugmentationUse::Judged), [1, 2, 4, 4, 8]);
        assert_eq!(shifts(AugmentationUse::Drawn), [0, 0, 1, 1, 2]);
        assert_eq!(
            [2, 7, 28].map(|side| AugmentationUse::Judged.hole(side)),
            [1, 4, 14]
        );
    }

    #[test]
    fn kinds_are_words_in_one_order_and_none_is_there_twice() {
        let kinds: Augmentations = "colour translation colour".parse().expect("they are kinds");
        assert_eq!(kinds.to_string(), "translation colour");
        assert!(kinds.contains(Augmentation::Colour) && !kinds.contains(Augmentation::Cutout));
        assert_eq!("".parse(), Ok(Augmentations::default()));
        assert!("translation, colour".parse::<Augmentations>().is_err());
    }
}
