//! The model card: what a weights file says of itself.

use std::collections::HashMap;

use ::latent::CardDirection;
use foreign_text::ForeignText;
use run_spec::ImageShape;
use serde::{Deserialize, Serialize};

use crate::error::{ConfigFound, ConfigRequirement};
use crate::gan::GeneratorConfig;
use crate::personal::PersonalConfig;
use crate::vae::VaeConfig;
use crate::vae_gan::AutoencoderConfig;
use crate::{ModelError, ModelResult};

/// The version of the card's form that this build writes and reads.
pub const CARD_VERSION: u32 = 1;

/// The safetensors metadata key under which the card lies, as JSON.
pub const CARD_KEY: &str = "latentscape.card";

/// What a weights file says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelCard {
    /// [`CARD_VERSION`].
    pub version: u32,
    /// The model's title.
    pub title: String,
    /// One or two sentences on what it is.
    pub summary: String,
    /// The network that the tensors belong to.
    pub architecture: ModelArchitecture,
    /// What it was trained on.
    pub data: DataFacts,
    /// Licence of the weights, an SPDX expression.
    pub licence: String,
    /// Measured figures.
    pub metrics: Vec<CardMetric>,
    /// Directions of the latent space whose effect is known; none in files that were written before
    /// there were any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub directions: Vec<CardDirection>,
    /// The model that this one goes on from, by its file's name without the ending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The command that made the file.
    pub command: String,
    /// SHA-256 over the tensors, in hexadecimal: see [`TensorFile::digest`](super::TensorFile::digest).
    pub digest: String,
}

/// The network that a file's tensors belong to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ModelArchitecture {
    /// A variational autoencoder.
    Vae(VaeConfig),
    /// A generator by itself.
    Gan(GeneratorConfig),
    /// An encoder with a generator.
    Coder(AutoencoderConfig),
    /// A small variational autoencoder of another one's codes, with that one.
    Personal(PersonalConfig),
}

impl ModelArchitecture {
    /// The pictures' size.
    pub fn image(&self) -> ImageShape {
        match self {
            Self::Vae(config) => config.image,
            Self::Gan(config) => config.image,
            Self::Coder(config) => config.generator.image,
            Self::Personal(config) => config.base.image,
        }
    }

    /// Latent dimensions.
    pub fn latent(&self) -> usize {
        match self {
            Self::Vae(config) => config.latent,
            Self::Gan(config) => config.latent,
            Self::Coder(config) => config.generator.latent,
            Self::Personal(config) => config.latent,
        }
    }

    /// Whether pictures can be encoded.
    pub fn has_encoder(&self) -> bool {
        !matches!(self, Self::Gan(_))
    }

    /// How many numbers the networks consist of.
    pub fn parameter_count(&self) -> usize {
        match self {
            Self::Vae(config) => config.parameter_count(),
            Self::Gan(config) => config.parameter_count(),
            Self::Coder(config) => config.parameter_count(),
            Self::Personal(config) => config.parameter_count(),
        }
    }

    /// The layers of each network in a line.
    pub fn summary(&self) -> Vec<String> {
        match self {
            Self::Vae(config) => config.summary().to_vec(),
            Self::Gan(config) => vec![format!("Generator: {}", config.summary())],
            Self::Coder(config) => config.summary().to_vec(),
            Self::Personal(config) => config.summary().to_vec(),
        }
    }

    /// The configuration, if it is a VAE's.
    pub fn vae(&self) -> Option<&VaeConfig> {
        match self {
            Self::Vae(config) => Some(config),
            Self::Gan(_) | Self::Coder(_) | Self::Personal(_) => None,
        }
    }
}

/// What a model was trained on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataFacts {
    /// The data set's name.
    pub name: String,
    /// Who made it.
    pub authors: String,
    /// Its licence.
    pub licence: String,
    /// How many images the model was trained on. 64 bits also where a `usize` has 32.
    pub images: u64,
}

/// The most directions of a card.
const MOST_DIRECTIONS: usize = 64;
/// The most characters of a direction's id.
const LONGEST_ID: usize = 64;
/// A unit vector's length may differ from 1 by this much. Numbers that are written as text keep far
/// more.
const LENGTH_ERROR: f64 = 1e-3;

/// A measured figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CardMetric {
    /// What was measured, e.g. `Negative ELBO`.
    pub name: String,
    /// The figure.
    pub value: f64,
    /// Its unit, e.g. `nats`.
    pub unit: String,
    /// On what, e.g. `10,000 test images`.
    pub on: String,
}

impl ModelCard {
    /// The card as JSON.
    pub fn to_json(&self) -> String {
        // A card is plain data with string keys, which always serialises.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether its directions are unit vectors of its latent space, each with a name of its own and a
    /// range.
    ///
    /// # Errors
    /// [`ModelError::Config`] naming `directions`.
    pub fn check_directions(&self) -> ModelResult<()> {
        let latent = self.architecture.latent();
        let refused = |found: String| {
            Err(ModelError::Config {
                field: "directions",
                expected: ConfigRequirement::Directions(latent),
                found: ConfigFound::Value(found.into()),
            })
        };
        if self.directions.len() > MOST_DIRECTIONS {
            return refused(format!("{} of them", self.directions.len()));
        }
        for (at, direction) in self.directions.iter().enumerate() {
            let CardDirection { id, z, low, high } = direction;
            let earlier = &self.directions[..at];
            if id.is_empty() || id.chars().count() > LONGEST_ID {
                return refused(format!("a name of {} characters", id.chars().count()));
            }
            if earlier.iter().any(|other| other.id == *id) {
                return refused(format!("`{id}` twice"));
            }
            if z.len() != latent {
                return refused(format!("{} numbers for `{id}`", z.len()));
            }
            let length = z.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt();
            let is_unit = (length - 1.0).abs() <= LENGTH_ERROR;
            if !is_unit {
                return refused(format!("`{id}` of length {length:.3}"));
            }
            if !(low.is_finite() && high.is_finite() && low < high) {
                return refused(format!("`{id}` from {low} to {high}"));
            }
        }
        Ok(())
    }

    /// Reads the card from a safetensors file's metadata.
    ///
    /// # Errors
    /// [`ModelError::CardMissing`], [`ModelError::CardVersion`] or [`ModelError::CardUnreadable`].
    pub fn from_metadata(file: &str, metadata: &HashMap<String, String>) -> ModelResult<Self> {
        let Some(json) = metadata.get(CARD_KEY) else {
            let mut keys: Vec<_> = metadata.keys().map(|key| format!("`{key}`")).collect();
            keys.sort();
            return Err(ModelError::CardMissing {
                file: ForeignText::whole(file),
                key: CARD_KEY,
                found: keys.join(", ").into(),
            });
        };
        let unreadable = |error: serde_json::Error| ModelError::CardUnreadable {
            file: ForeignText::whole(file),
            reason: error.to_string().into(),
        };
        // The version first: a card of another version may have any other form.
        let value: serde_json::Value = serde_json::from_str(json).map_err(unreadable)?;
        let version = value.get("version").unwrap_or(&serde_json::Value::Null);
        if version.as_u64() != Some(u64::from(CARD_VERSION)) {
            return Err(ModelError::CardVersion {
                file: ForeignText::whole(file),
                expected: CARD_VERSION,
                found: version.to_string().into(),
            });
        }
        serde_json::from_value(value).map_err(unreadable)
    }
}

/// A count with a comma before each group of three digits, as cards show it.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_are_grouped_from_the_right() {
        let shown = [0, 999, 1_000, 60_000, 1_234_567].map(grouped);
        assert_eq!(shown, ["0", "999", "1,000", "60,000", "1,234,567"]);
    }
}
