//! What a query needs to know of its request.

use std::rc::Rc;

#[cfg(feature = "long-queries")]
use crate::channel;
use crate::error::RequestError;
use crate::explored_model::ExploredModel;
use crate::loaded_models::check_count;
#[cfg(feature = "long-queries")]
use protocol::FromEngine;
use protocol::payload::f32_values;
use protocol::{EngineError, EngineKind, ModelAnswer, RequestId, RoomError};

/// A request, and the model that it is about.
#[derive(Clone)]
#[cfg_attr(
    not(feature = "long-queries"),
    allow(dead_code, reason = "only long queries use all of it")
)]
pub struct RequestContext {
    pub(super) id: RequestId,
    pub(super) kind: EngineKind,
    pub(super) model: Rc<ExploredModel>,
    pub(super) device: model::Device,
}

impl RequestContext {
    pub(super) fn new(
        id: RequestId,
        kind: EngineKind,
        model: Rc<ExploredModel>,
        device: model::Device,
    ) -> Self {
        Self {
            id,
            kind,
            model,
            device,
        }
    }

    /// Sends an answer.
    #[cfg(feature = "long-queries")]
    pub(super) fn reply(&self, answer: ModelAnswer, payload: Option<&[u8]>) {
        let id = self.id;
        let answer = answer.into();
        channel::post(&FromEngine::Answer { id, answer }, payload);
    }

    /// Says that there is no answer.
    #[cfg(feature = "long-queries")]
    pub(super) fn fail(&self, error: impl Into<RequestError>) {
        channel::post(&error.into().into_message(self.id, self.kind), None);
    }

    /// Pictures of the model's size that came with a message.
    pub(super) fn pictures_of(&self, payload: Option<Vec<u8>>) -> Result<Vec<u8>, RequestError> {
        let shape = self.model.image();
        let bytes = payload.ok_or(EngineError::NoFile)?;
        if bytes.is_empty() || !bytes.len().is_multiple_of(shape.len()) {
            return Err(EngineError::PictureBytes {
                height: shape.height,
                width: shape.width,
                channels: shape.channels,
                found: bytes.len(),
            }
            .into());
        }
        check_count(bytes.len() / shape.len())?;
        Ok(bytes)
    }

    /// Describes pictures of the model's size.
    pub(super) fn pictures(&self, pictures: &[u8], labelled: bool) -> ModelAnswer {
        let shape = self.model.image();
        ModelAnswer::Pictures {
            count: pictures.len() / shape.len(),
            width: shape.width,
            height: shape.height,
            channels: shape.channels,
            labelled,
        }
    }
}

/// The numbers of a payload.
pub fn numbers(payload: Option<Vec<u8>>) -> Result<Vec<f32>, RequestError> {
    let bytes = payload.ok_or(RoomError::NoLatentPoint)?;
    if !bytes.len().is_multiple_of(4) {
        let found = bytes.len();
        return Err(EngineError::NumberBytes { found }.into());
    }
    Ok(f32_values(&bytes))
}
