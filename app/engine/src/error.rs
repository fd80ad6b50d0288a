//! What a request may fail with. The page words it: see [`EngineError`].

use protocol::{EngineError, EngineKind, FromEngine, RefusedField, RequestId, RoomError};

/// Why there is no answer.
pub enum RequestError {
    /// Something about the request.
    Request(EngineError),
    /// The device failed: on a GPU, nothing more can be expected of it.
    Device(EngineError),
}

impl RequestError {
    /// The message that a lost GPU makes of it; otherwise what went wrong.
    #[cfg(feature = "train")]
    pub fn of_device(self, engine: EngineKind) -> Result<FromEngine, EngineError> {
        match self {
            Self::Device(reason) if engine == EngineKind::WebGpu => {
                Ok(FromEngine::DeviceLost { reason })
            }
            Self::Device(error) | Self::Request(error) => Err(error),
        }
    }

    /// The message that tells the page. A GPU that fails counts as lost, whether the browser has said
    /// so yet or not.
    pub fn into_message(self, id: RequestId, engine: EngineKind) -> FromEngine {
        match self {
            Self::Device(reason) if engine == EngineKind::WebGpu => {
                FromEngine::DeviceLost { reason }
            }
            Self::Device(error) | Self::Request(error) => FromEngine::Failed { id, error },
        }
    }
}

impl From<EngineError> for RequestError {
    fn from(error: EngineError) -> Self {
        Self::Request(error)
    }
}

impl From<RoomError> for RequestError {
    fn from(error: RoomError) -> Self {
        Self::Request(error.into())
    }
}

impl From<model::ModelError> for RequestError {
    fn from(error: model::ModelError) -> Self {
        if matches!(error, model::ModelError::Device { .. }) {
            Self::Device(of_model(error))
        } else {
            Self::Request(of_model(error))
        }
    }
}

/// An error of `model`'s as the page is told of it.
#[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
pub fn of_model(error: model::ModelError) -> EngineError {
    match error {
        model::ModelError::Spec { reasons } => {
            let fields = reasons.into_iter().map(refused_field).collect();
            RoomError::Untrainable { fields }.into()
        }
        model::ModelError::NotLive {
            field, from, to, ..
        } => RoomError::NotLive {
            field: field.to_owned(),
            from,
            to,
        }
        .into(),
        error => {
            let code = error.code();
            EngineError::Model {
                code: code.id.to_owned(),
                arguments: code.arguments,
            }
        }
    }
}

/// An error of an ONNX decoder's as the page is told of it.
#[cfg(feature = "onnx")]
#[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
pub fn of_onnx(error: onnx_decoder::OnnxError) -> RequestError {
    let code = error.code();
    let error = RoomError::Onnx {
        code: code.id.to_owned(),
        arguments: code.arguments,
    };
    RequestError::Request(error.into())
}

fn refused_field(error: run_spec::FieldError) -> RefusedField {
    let expected = error.expected.code();
    RefusedField {
        field: error.field.to_owned(),
        expected: expected.id.to_owned(),
        arguments: expected.arguments,
        found: error.found.into(),
    }
}
