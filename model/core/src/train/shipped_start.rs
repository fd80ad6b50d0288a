//! A run that begins with the weights of a model, to go on from what it knows.

use foreign_text::ForeignText;

use super::networks::RunNetworks;
use super::trainer::Trainer;
use super::weights_origin::WeightsOrigin;
use crate::error::{ConfigFound, ConfigRequirement};
use crate::weights::{ModelCard, TensorFile, assign_named, refuse_others};
use crate::{ModelError, ModelResult};

impl Trainer {
    /// Puts the weights of a VAE's file in place of the run's random ones, in encoder and decoder. The
    /// optimisers remember nothing. `file` names the file in messages.
    ///
    /// # Errors
    /// [`ModelError::Config`] when the model has pictures of another size, any variant that speaks of a
    /// card or a tensor when it has other networks or its file is damaged. The run stays as it was.
    pub fn begin_with(&mut self, file: &str, bytes: &[u8]) -> ModelResult<()> {
        let (mut tensors, metadata) = TensorFile::parse(file, bytes)?;
        let card = ModelCard::from_metadata(file, &metadata)?;
        let found = tensors.digest();
        if found != card.digest {
            return Err(ModelError::Digest {
                file: ForeignText::whole(file),
                expected: card.digest.into(),
                found,
            });
        }
        let expected = card.architecture.image();
        if expected != self.image {
            return Err(ModelError::Config {
                field: "image",
                expected: ConfigRequirement::Images(expected),
                found: ConfigFound::Images(self.image),
            });
        }
        let count = tensors.names().count();
        let mut networks = RunNetworks::new(&self.spec, self.image, &self.device)?;
        let generator = networks.generator.network;
        networks.generator.network = assign_named(file, "", generator, &mut tensors, &self.device)?;
        if let Some(encoder) = &mut networks.encoder {
            let network = encoder.network.clone();
            encoder.network = assign_named(file, "encoder", network, &mut tensors, &self.device)?;
        }
        refuse_others(file, &tensors, count - tensors.names().count())?;
        self.networks = networks;
        self.began_with = Some(WeightsOrigin {
            title: card.title,
            data: card.data,
        });
        Ok(())
    }
}
