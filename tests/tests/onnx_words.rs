//! What the page says of an ONNX file is, in English, what `onnx-decoder` says of it natively.

use foreign_text::ForeignText;
use onnx_decoder::OnnxError;
use page::words::engine_error_sentence;
use protocol::RoomError;

fn name() -> ForeignText {
    "decoder.0.weight".into()
}

fn shape() -> ForeignText {
    "float [batch, 3, 64, 64]".into()
}

#[test]
fn the_page_says_in_english_what_the_decoder_says() {
    let errors = [
        OnnxError::Unreadable {
            reason: "unexpected end".into(),
        },
        OnnxError::ExternalData {
            tensor: name(),
            location: "model.onnx.data".into(),
        },
        OnnxError::Operators {
            names: "Loop, own.domain.Warp".into(),
        },
        OnnxError::Numbers {
            found: "BFLOAT16".into(),
            tensor: name(),
        },
        OnnxError::WeightNotANumber { tensor: name() },
        OnnxError::NoInput {
            inputs: 0,
            outputs: 1,
        },
        OnnxError::Inputs {
            count: 12,
            names: "z, a, b, c, +8".into(),
        },
        OnnxError::PointShape {
            name: name(),
            found: shape(),
        },
        OnnxError::OpenLatent {
            name: name(),
            found: shape(),
        },
        OnnxError::Latent {
            most: 1024,
            found: 12_345,
        },
        OnnxError::Class {
            name: name(),
            found: shape(),
        },
        OnnxError::ClassCount {
            most: 1024,
            name: name(),
        },
        OnnxError::OutputShape {
            found: "[1, 4, 64, 64]".into(),
            batch: 1,
        },
        OnnxError::OutputSize {
            least: 4,
            most: 256,
            height: 1024,
            width: 2048,
        },
        OnnxError::OutputNotFinite,
        OnnxError::EncoderAlone {
            name: name(),
            found: shape(),
        },
        OnnxError::EncoderImage {
            size: [3, 256, 256],
            name: name(),
            found: shape(),
        },
        OnnxError::EncoderInputs {
            classes: 10,
            found: "x of float [batch, 1, 28, 28], noise of float [batch, 8]".into(),
        },
        OnnxError::EncoderOutput {
            latent: 512,
            found: "10, 20, 30".into(),
        },
        OnnxError::EncoderUnfit { share: 48 },
        OnnxError::SameRole {
            encoders: true,
            one: name(),
            other: name(),
        },
        OnnxError::SameRole {
            encoders: false,
            one: name(),
            other: name(),
        },
        OnnxError::Refused {
            reason: "operator error".into(),
        },
    ];
    for error in errors {
        let code = error.code();
        let said = engine_error_sentence(
            &RoomError::Onnx {
                code: code.id.to_owned(),
                arguments: code.arguments,
            }
            .into(),
        );
        assert_eq!(said, error.to_string(), "{error:?}");
    }
}
