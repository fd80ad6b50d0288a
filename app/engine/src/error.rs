//! What a request may fail with.

use protocol::{EngineKind, FromEngine, RequestId};

/// Why there is no answer, as a sentence.
pub enum RequestError {
    /// Something about the request.
    Request(String),
    /// The device failed: on a GPU, nothing more can be expected of it.
    Device(String),
}

impl RequestError {
    /// What the page is told of it: a GPU that fails is lost, whether the browser has said so yet or
    /// not.
    pub fn into_message(self, id: RequestId, engine: EngineKind) -> FromEngine {
        match self {
            Self::Device(reason) if engine == EngineKind::WebGpu => {
                FromEngine::DeviceLost { reason }
            }
            Self::Request(error) | Self::Device(error) => FromEngine::Failed { id, error },
        }
    }
}

impl From<String> for RequestError {
    fn from(text: String) -> Self {
        Self::Request(text)
    }
}

impl From<&str> for RequestError {
    fn from(text: &str) -> Self {
        Self::Request(text.to_owned())
    }
}

impl From<model::ModelError> for RequestError {
    fn from(error: model::ModelError) -> Self {
        let of_device = matches!(error, model::ModelError::Device { .. });
        let text = sentence(error);
        if of_device {
            Self::Device(text)
        } else {
            Self::Request(text)
        }
    }
}

/// An error as a sentence begins.
pub fn sentence(error: model::ModelError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if text.starts_with("expected") => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => text,
    }
}
