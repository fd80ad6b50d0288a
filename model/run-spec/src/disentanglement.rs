//! How far each known factor of drawn pictures has a latent dimension of its own.

use serde::{Deserialize, Serialize};

choice! {
    /// Something that decides how a drawn picture looks.
    KnownFactor {
        /// The digit of a drawn digit.
        Digit = "digit", "digit";
        /// Which of the shapes it is.
        Shape = "shape", "shape";
        /// How many strokes a character has.
        StrokeCount = "stroke-count", "number of strokes";
        /// How far right.
        Horizontal = "horizontal", "place from left to right";
        /// How far down.
        Vertical = "vertical", "place from top to bottom";
        /// How far it leans.
        Slant = "slant", "slant";
        /// The width of the pen.
        Thickness = "thickness", "thickness";
        /// How far it is turned.
        Rotation = "rotation", "rotation";
        /// How large it is.
        Size = "size", "size";
        /// Width over height.
        Aspect = "aspect", "aspect";
        /// How unsteady the writer's hand is.
        Jitter = "jitter", "unsteadiness";
        /// Of a face.
        Skin = "skin", "skin";
        /// Of a face.
        HairStyle = "hair-style", "hair style";
        /// Of a face.
        HairColour = "hair-colour", "hair colour";
        /// Of a face.
        Eyes = "eyes", "eyes";
        /// Of a face.
        EyeColour = "eye-colour", "eye colour";
        /// Of a face.
        Mouth = "mouth", "mouth";
        /// Of a face.
        Glasses = "glasses", "glasses";
        /// Of a face.
        Beard = "beard", "beard";
        /// Of a face.
        Hat = "hat", "hat";
        /// Of a face.
        Clothes = "clothes", "clothes";
        /// Of a face.
        ClothesColour = "clothes-colour", "clothes colour";
    }
}

/// What latent dimensions say of one factor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FactorGap {
    /// Which.
    pub factor: KnownFactor,
    /// The dimension that says most of it, from 0.
    pub dimension: usize,
    /// I(z; v) / H(v) of that dimension: the share that it says of all there is to say, 0 to 1.
    pub information: f64,
    /// How much more it says than the next dimension, as a share of all there is to say, 0 to 1.
    pub gap: f64,
}

/// The mutual information gap of codes (Chen et al., arXiv:1802.04942, equation 6).
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Disentanglement {
    /// How many pictures were encoded.
    pub images: usize,
    /// Every factor that varies among them.
    pub factors: Vec<FactorGap>,
}

impl Disentanglement {
    /// The mean of all factors' gaps; `None` without factors.
    pub fn gap(&self) -> Option<f64> {
        let sum: f64 = self.factors.iter().map(|factor| factor.gap).sum();
        (!self.factors.is_empty()).then(|| sum / self.factors.len() as f64)
    }

    /// The factors, those with the largest gaps first.
    pub fn clearest(&self) -> Vec<FactorGap> {
        let mut factors = self.factors.clone();
        factors.sort_by(|a, b| b.gap.total_cmp(&a.gap));
        factors
    }
}

#[cfg(test)]
mod tests {
    use super::{Disentanglement, FactorGap, KnownFactor};

    #[test]
    fn the_gap_is_the_mean_of_the_factors_and_nothing_has_none() {
        let of = |factor, gap| FactorGap {
            factor,
            dimension: 0,
            information: 1.0,
            gap,
        };
        let score = Disentanglement {
            images: 100,
            factors: vec![of(KnownFactor::Skin, 0.25), of(KnownFactor::Hat, 0.75)],
        };
        assert_eq!(score.gap(), Some(0.5));
        assert_eq!(score.clearest()[0].factor, KnownFactor::Hat);
        assert_eq!(Disentanglement::default().gap(), None);
    }
}
