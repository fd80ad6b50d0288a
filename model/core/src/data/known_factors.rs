//! What is known of drawn pictures: the factors that decided each, as whole numbers.

use run_spec::{KnownFactor, ProceduralDataset};

use super::faces::{self, FaceFactor};
use super::{ImageDrawer, hanzi, shapes, strokes};

/// Ranges that a continuous factor is cut into.
const RANGES: f32 = 8.0;

/// What a face's pixels can show always: the colour of a hat only where there is one.
const FACE_FACTORS: [(KnownFactor, FaceFactor); 11] = [
    (KnownFactor::Skin, FaceFactor::Skin),
    (KnownFactor::HairStyle, FaceFactor::HairStyle),
    (KnownFactor::HairColour, FaceFactor::HairColour),
    (KnownFactor::Eyes, FaceFactor::Eyes),
    (KnownFactor::EyeColour, FaceFactor::EyeColour),
    (KnownFactor::Mouth, FaceFactor::Mouth),
    (KnownFactor::Glasses, FaceFactor::Glasses),
    (KnownFactor::Beard, FaceFactor::Beard),
    (KnownFactor::Hat, FaceFactor::Hat),
    (KnownFactor::Clothes, FaceFactor::Clothes),
    (KnownFactor::ClothesColour, FaceFactor::ClothesColour),
];

/// A known factor of some pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorValues {
    /// Which.
    pub factor: KnownFactor,
    /// Its value for each picture, whole numbers; a continuous factor in ranges.
    pub values: Vec<u8>,
}

impl ImageDrawer {
    /// The factors of picture `index` of `seed`, the same ones in the same order for each picture of
    /// a drawer.
    pub fn known_factors(&self, seed: u64, index: u64) -> Vec<(KnownFactor, u8)> {
        use KnownFactor as K;
        match self {
            Self::Procedural(ProceduralDataset::Faces) => {
                let face = faces::drawn_factors(seed, index);
                let known = FACE_FACTORS.iter();
                known
                    .map(|(known, factor)| (*known, face.get(*factor)))
                    .collect()
            }
            Self::Procedural(ProceduralDataset::Strokes) => {
                let (label, factors) = strokes::drawn_factors(seed, index);
                vec![
                    (K::Digit, label),
                    (K::Slant, range(factors.slant, strokes::SLANT)),
                    (K::Thickness, range(factors.thickness, strokes::THICKNESS)),
                    (K::Rotation, range(factors.rotation, strokes::ROTATION)),
                    (K::Size, range(factors.scale, strokes::SCALE)),
                    (K::Aspect, range(factors.aspect, strokes::ASPECT)),
                ]
            }
            Self::Procedural(ProceduralDataset::Shapes) => {
                let (label, factors) = shapes::drawn_factors(seed, index);
                vec![
                    (K::Shape, label),
                    (K::Horizontal, range(factors.x, [0.0, 1.0])),
                    (K::Vertical, range(factors.y, [0.0, 1.0])),
                    (K::Size, range(factors.scale, shapes::SCALE)),
                    (K::Rotation, range(factors.rotation, shapes::ROTATION)),
                ]
            }
            Self::Hanzi(strokes) => {
                let (label, factors) = strokes.drawn_factors(seed, index);
                vec![
                    (K::Slant, range(factors.slant, hanzi::SLANT)),
                    (K::Thickness, range(factors.width, hanzi::WIDTH)),
                    (K::Size, range(factors.size, hanzi::SIZE)),
                    (K::Jitter, range(factors.jitter, hanzi::JITTER)),
                    (K::StrokeCount, label),
                ]
            }
        }
    }
}

/// Which of the [`RANGES`] a value lies in.
fn range(value: f32, [low, high]: [f32; 2]) -> u8 {
    let place = (value - low) / (high - low) * RANGES;
    place.clamp(0.0, RANGES - 1.0) as u8
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn ranges_are_equal_and_the_ends_lie_in_the_outermost() {
        let of = |value| range(value, [-1.0, 1.0]);
        assert_eq!([of(-1.0), of(-0.76), of(-0.74)], [0, 0, 1]);
        assert_eq!([of(0.0), of(0.99), of(1.0), of(7.0)], [4, 7, 7, 7]);
    }
}
