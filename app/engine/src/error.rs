//! What a request may fail with. The page words it: see [`EngineError`].

use protocol::{EngineError, EngineKind, FromEngine, RequestId};

/// Why there is no answer.
pub enum RequestError {
    /// Something about the request.
    Request(EngineError),
    /// The device failed: on a GPU, nothing more can be expected of it.
    Device(String),
}

impl RequestError {
    /// The message that tells the page. A GPU that fails counts as lost, whether the browser has said
    /// so yet or not.
    pub fn into_message(self, id: RequestId, engine: EngineKind) -> FromEngine {
        let error = match self {
            Self::Device(reason) if engine == EngineKind::WebGpu => {
                return FromEngine::DeviceLost { reason };
            }
            Self::Device(sentence) => sentence.into(),
            Self::Request(error) => error,
        };
        FromEngine::Failed { id, error }
    }
}

impl From<EngineError> for RequestError {
    fn from(error: EngineError) -> Self {
        Self::Request(error)
    }
}

impl From<model::ModelError> for RequestError {
    fn from(error: model::ModelError) -> Self {
        if matches!(error, model::ModelError::Device { .. }) {
            Self::Device(sentence(&error))
        } else {
            Self::Request(of_model(error))
        }
    }
}

/// An error of `model`'s, which words its errors itself.
#[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
pub fn of_model(error: model::ModelError) -> EngineError {
    sentence(&error).into()
}

/// An error as a sentence begins.
fn sentence(error: &model::ModelError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if text.starts_with("expected") => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => text,
    }
}
