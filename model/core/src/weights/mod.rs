//! Weights as safetensors (f16 or f32), with a model card in the file's metadata.
//!
//! A tensor is named by its place in the network, e.g. `decoder.hidden.layers.0.weight`, and lies as
//! burn has it: dense weights `[inputs, outputs]`, convolutions `[outputs, inputs, 3, 3]`, transposed
//! convolutions `[inputs, outputs, 4, 4]`.

mod encoded_points;
mod file;
mod header;
mod latent_model;
mod model_card;
mod parameters;

pub use ::latent::CardDirection;
pub use encoded_points::{EncodedPoints, points_from_bytes, points_to_bytes};
pub use file::{HostTensor, TensorFile, WeightPrecision};
pub use latent_model::LatentModel;
pub use model_card::{
    CARD_KEY, CARD_VERSION, CardMetric, DataFacts, ModelArchitecture, ModelCard, grouped,
};
pub(crate) use parameters::{
    LARGEST_WEIGHT, NamedTensors, assign_named, check_range, named, read_named, refuse_others,
};
pub use parameters::{assign, collect};

use burn::module::Module;
use foreign_text::ForeignText;

use crate::device::Device;
use crate::error::{ConfigFound, ConfigRequirement};
use crate::vae::Vae;
use crate::{ModelError, ModelResult};

/// Writes a network and its card. The card's digest is set to that of the tensors written.
///
/// # Errors
/// [`ModelError::Device`] when the weights cannot be read from their device.
pub async fn save<M: Module>(
    network: &M,
    card: &ModelCard,
    precision: WeightPrecision,
) -> ModelResult<Vec<u8>> {
    save_named(named("", network), card, precision).await
}

/// The same for tensors of several networks.
pub(crate) async fn save_named(
    tensors: NamedTensors,
    card: &ModelCard,
    precision: WeightPrecision,
) -> ModelResult<Vec<u8>> {
    let tensors = TensorFile::new(precision, read_named(tensors).await?);
    let card = ModelCard {
        digest: tensors.digest(),
        ..card.clone()
    };
    tensors.to_bytes(Some((CARD_KEY, card.to_json())))
}

/// Reads a model and its card. `file` names the file in messages.
///
/// # Errors
/// Any variant of [`ModelError`] that speaks of a card, a tensor or a safetensors file, and
/// [`ModelError::Config`] for a card whose architecture or directions are impossible.
pub fn load(file: &str, bytes: &[u8], device: &Device) -> ModelResult<(ModelCard, LatentModel)> {
    let (mut tensors, metadata) = TensorFile::parse(file, bytes)?;
    let card = ModelCard::from_metadata(file, &metadata)?;
    let found = tensors.digest();
    let model = LatentModel::from_tensors(file, &card.architecture, &mut tensors, device)?;
    card.check_directions()?;
    if found != card.digest {
        return Err(ModelError::Digest {
            file: ForeignText::whole(file),
            expected: card.digest.into(),
            found,
        });
    }
    Ok((card, model))
}

/// The same for a file that must hold a VAE.
///
/// # Errors
/// As [`load`], and [`ModelError::Config`] when the file holds another kind of model.
pub fn load_vae(file: &str, bytes: &[u8], device: &Device) -> ModelResult<(ModelCard, Vae)> {
    let (card, model) = load(file, bytes, device)?;
    match model.into_vae() {
        Some(vae) => Ok((card, vae)),
        None => Err(ModelError::Config {
            field: "architecture",
            expected: ConfigRequirement::Vae,
            found: ConfigFound::Value(card.architecture.summary().join("; ").into()),
        }),
    }
}
