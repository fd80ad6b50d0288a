//! The figures that a run has, a row each.

use run_spec::ModelType;
use serde::{Deserialize, Serialize};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnUnit {
    /// Whole things.
    Count,
    /// Seconds of computing.
    Seconds,
    /// Grey values (0 to 1), squared.
    SquaredGrey,
    /// Nats per image.
    Nats,
    /// Bits.
    Bits,
    /// Of all, 0 to 1: shown in percent.
    Share,
    /// A number without a unit.
    Number,
}

/// Which values of a column are good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BetterWhen {
    /// Less is better.
    Smaller,
    /// More is better.
    Larger,
    /// What real pictures have is best: more and less are both wrong.
    AsReal,
}

/// A column of the table. The page's catalogues have its name and a sentence on what it cannot say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvaluationColumn {
    /// Mean squared error of held-out pictures' reconstructions.
    ReconstructionError,
    /// −ELBO of held-out pictures.
    NegativeElbo,
    /// Fréchet distance between a classifier's features of draws and of held-out pictures.
    FrechetDistance,
    /// The share of draws that lie among real pictures.
    Precision,
    /// The share of real pictures that lie among draws.
    Recall,
    /// How densely real pictures lie around draws.
    Density,
    /// The share of real pictures that have a draw nearby.
    Coverage,
    /// Variance of the Laplacian of draws.
    Sharpness,
    /// Distance of draws to the nearest training picture, in that of held-out pictures.
    MemorisationRatio,
    /// The share of draws nearer to a training picture than 95 % of held-out pictures.
    MemorisedShare,
    /// The share of draws that a classifier is at least 80 % sure of.
    SureShare,
    /// How many classes are among those.
    ClassesSeen,
    /// Entropy of the classes of all draws.
    ClassEntropy,
    /// Bits of a code that leave a stated error.
    BitsPerImage,
    /// Steps of training.
    Steps,
    /// Seconds of computing that training took.
    Seconds,
    /// KL divergence of generated points from held-out ones, by the counts in a grid's cells.
    GridKl,
    /// Jensen–Shannon divergence of the same counts.
    GridJs,
    /// Squared maximum mean discrepancy between generated and held-out points.
    Mmd2,
    /// How many modes generated points reach.
    ModesReached,
    /// The share of generated points that lie near a mode.
    HighQualityShare,
}

impl EvaluationColumn {
    /// Every column: those of pictures, then those of points.
    pub const ALL: [Self; 21] = {
        let mut all = [Self::Steps; 21];
        let (pictures, points) = all.split_at_mut(Self::PICTURES.len());
        pictures.copy_from_slice(&Self::PICTURES);
        points.copy_from_slice(&Self::POINTS);
        all
    };

    /// What runs on points of a plane have, besides steps and seconds.
    pub const POINTS: [Self; 5] = [
        Self::GridKl,
        Self::GridJs,
        Self::Mmd2,
        Self::ModesReached,
        Self::HighQualityShare,
    ];

    /// What runs on pictures have, in the order of their tables.
    pub const PICTURES: [Self; 16] = [
        Self::ReconstructionError,
        Self::NegativeElbo,
        Self::FrechetDistance,
        Self::Precision,
        Self::Recall,
        Self::Density,
        Self::Coverage,
        Self::Sharpness,
        Self::MemorisationRatio,
        Self::MemorisedShare,
        Self::SureShare,
        Self::ClassesSeen,
        Self::ClassEntropy,
        Self::BitsPerImage,
        Self::Steps,
        Self::Seconds,
    ];

    /// Its name in files and catalogues.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ReconstructionError => "reconstruction-error",
            Self::NegativeElbo => "negative-elbo",
            Self::FrechetDistance => "frechet-distance",
            Self::Precision => "precision",
            Self::Recall => "recall",
            Self::Density => "density",
            Self::Coverage => "coverage",
            Self::Sharpness => "sharpness",
            Self::MemorisationRatio => "memorisation-ratio",
            Self::MemorisedShare => "memorised-share",
            Self::SureShare => "sure-share",
            Self::ClassesSeen => "classes-seen",
            Self::ClassEntropy => "class-entropy",
            Self::BitsPerImage => "bits-per-image",
            Self::Steps => "steps",
            Self::Seconds => "seconds",
            Self::GridKl => "grid-kl",
            Self::GridJs => "grid-js",
            Self::Mmd2 => "mmd2",
            Self::ModesReached => "modes-reached",
            Self::HighQualityShare => "high-quality-share",
        }
    }

    /// The column of such a name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.id() == id)
    }

    /// What it counts.
    pub const fn unit(self) -> ColumnUnit {
        match self {
            Self::ReconstructionError => ColumnUnit::SquaredGrey,
            Self::NegativeElbo | Self::GridKl | Self::GridJs => ColumnUnit::Nats,
            Self::ClassEntropy | Self::BitsPerImage => ColumnUnit::Bits,
            Self::Precision
            | Self::Recall
            | Self::Coverage
            | Self::MemorisedShare
            | Self::SureShare
            | Self::HighQualityShare => ColumnUnit::Share,
            Self::ClassesSeen | Self::Steps | Self::ModesReached => ColumnUnit::Count,
            Self::Seconds => ColumnUnit::Seconds,
            Self::FrechetDistance
            | Self::Density
            | Self::Sharpness
            | Self::MemorisationRatio
            | Self::Mmd2 => ColumnUnit::Number,
        }
    }

    /// Which of its values are good.
    pub const fn better_when(self) -> BetterWhen {
        match self {
            Self::ReconstructionError
            | Self::NegativeElbo
            | Self::FrechetDistance
            | Self::BitsPerImage
            | Self::Steps
            | Self::Seconds
            | Self::GridKl
            | Self::GridJs
            | Self::Mmd2 => BetterWhen::Smaller,
            Self::Precision
            | Self::Recall
            | Self::Density
            | Self::Coverage
            | Self::SureShare
            | Self::ClassesSeen
            | Self::ModesReached
            | Self::HighQualityShare => BetterWhen::Larger,
            Self::Sharpness
            | Self::MemorisationRatio
            | Self::MemorisedShare
            | Self::ClassEntropy => BetterWhen::AsReal,
        }
    }

    /// Whether it takes a classifier of such pictures.
    pub const fn needs_classifier(self) -> bool {
        matches!(
            self,
            Self::FrechetDistance
                | Self::Precision
                | Self::Recall
                | Self::Density
                | Self::Coverage
                | Self::SureShare
                | Self::ClassesSeen
                | Self::ClassEntropy
        )
    }

    /// Whether it is of points of a plane only.
    pub fn is_of_points(self) -> bool {
        Self::POINTS.contains(&self)
    }

    /// Whether runs of such a model on pictures have it.
    pub fn is_of(self, model: ModelType) -> bool {
        match self {
            Self::ReconstructionError | Self::BitsPerImage => model.has_encoder(),
            Self::NegativeElbo => model.has_kl(),
            _ => !self.is_of_points(),
        }
    }

    /// Its place in [`Self::ALL`].
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_place_and_a_name_of_its_own() {
        for (place, column) in EvaluationColumn::ALL.into_iter().enumerate() {
            assert_eq!(column.index(), place);
            assert_eq!(EvaluationColumn::from_id(column.id()), Some(column));
        }
        assert_eq!(EvaluationColumn::from_id("quality"), None);
    }

    #[test]
    fn a_gan_encodes_nothing_and_an_autoencoder_has_no_bound() {
        let has = |model| {
            let columns = EvaluationColumn::ALL.into_iter();
            columns.filter(|column| column.is_of(model)).count()
        };
        assert_eq!(has(ModelType::Gan), 13);
        assert_eq!(has(ModelType::Autoencoder), 15);
        assert_eq!(has(ModelType::VaeGan), 16);
    }
}
