//! What the page says of an error is, in English, what `model` says of it natively.

use foreign_text::ForeignText;
use latent::SliceFault;
use model::ModelError;
use model::error::{
    CheckpointFault, ConfigFound, ConfigRequirement, LatentPointFault, SafetensorsFault,
    WeightRange,
};
use page::words::engine_error_sentence;
use protocol::EngineError;
use run_spec::{FileMismatch, ImageShape};

const SHAPE: ImageShape = ImageShape {
    channels: 1,
    height: 28,
    width: 14,
};

fn file() -> ForeignText {
    "a.bin".into()
}

fn text<T: From<&'static str>>() -> T {
    "b, c".into()
}

fn data() -> Vec<ModelError> {
    let mut errors = Vec::new();
    for expected in ["images", "labels"] {
        errors.push(ModelError::IdxMagic {
            file: file(),
            expected,
            expected_magic: 0x803,
            found: 0x801,
        });
    }
    for (expected, found) in [(123_456, 7), (7, 123_456)] {
        errors.push(ModelError::IdxLength {
            file: file(),
            expected,
            found,
        });
    }
    errors.extend([
        ModelError::IdxShape {
            file: file(),
            most: 1024,
            count: 0,
            height: 28,
            width: 2000,
        },
        ModelError::Gzip {
            file: file(),
            reason: text(),
        },
        ModelError::LabelCount {
            images: 60_000,
            labels: 10_000,
        },
        ModelError::TooFewImages {
            training: 1,
            held_out: 0,
        },
        ModelError::TestShape {
            expected: SHAPE,
            found: ImageShape::POINT,
        },
        ModelError::Fetched(FileMismatch::Digest {
            file: "a.gz",
            expected: "12ab",
            found: "34cd".into(),
        }),
        ModelError::Fetched(FileMismatch::Gzip {
            file: "a.gz",
            expected: 9_912_422,
            found: 12,
            reason: text(),
        }),
    ]);
    errors
}

fn weights() -> Vec<ModelError> {
    let faults = [
        SafetensorsFault::HeaderTooSmall { length: 7 },
        SafetensorsFault::HeaderTooLarge,
        SafetensorsFault::HeaderLength { length: 1234 },
        SafetensorsFault::HeaderNotJson,
        SafetensorsFault::TensorPlace("weight".into()),
        SafetensorsFault::TwoEntries("weight".into()),
        SafetensorsFault::MetadataEntry("epoch".into()),
        SafetensorsFault::Length { length: 1234 },
        SafetensorsFault::TensorSize,
        SafetensorsFault::Unreadable(text()),
    ];
    let mut errors: Vec<_> = faults
        .map(|found| ModelError::Safetensors {
            file: file(),
            found,
        })
        .into();
    for found in [ForeignText::default(), "`a`, `b`".into()] {
        errors.push(ModelError::CardMissing {
            file: file(),
            key: "latentscape.card",
            found,
        });
    }
    for expected in ["U8", "F16 or F32"] {
        errors.push(ModelError::TensorType {
            file: file(),
            name: text(),
            expected,
            found: "I64".into(),
        });
    }
    for found in [f32::NAN, f32::NEG_INFINITY] {
        errors.push(ModelError::TensorNotFinite {
            file: file(),
            name: text(),
            found,
        });
    }
    for (expected, found) in [
        (WeightRange::Finite, -0.5),
        (WeightRange::NotNegative, -1.0),
        (WeightRange::Within(1e9), 1.25e30),
    ] {
        errors.push(ModelError::TensorRange {
            file: file(),
            name: text(),
            expected,
            found,
        });
    }
    errors.extend([
        ModelError::CardUnreadable {
            file: file(),
            reason: text(),
        },
        ModelError::CardVersion {
            file: file(),
            expected: 1,
            found: "\"2\"".into(),
        },
        ModelError::TensorMissing {
            file: file(),
            name: text(),
            expected: vec![64, 32],
        },
        ModelError::TensorShape {
            file: file(),
            name: text(),
            expected: vec![64, 32],
            found: vec![0, 2],
        },
        ModelError::PointsOld {
            file: file(),
            lacking: text(),
        },
        ModelError::TensorsUnknown {
            file: file(),
            expected: 1000,
            found: text(),
        },
        ModelError::Digest {
            file: file(),
            expected: "12ab".into(),
            found: "34cd".into(),
        },
        ModelError::Io {
            file: file(),
            reason: text(),
        },
    ]);
    errors
}

fn configurations() -> Vec<ModelError> {
    let requirements = [
        ConfigRequirement::Channels,
        ConfigRequirement::PixelsASide,
        ConfigRequirement::GreyDigits,
        ConfigRequirement::Dimensions,
        ConfigRequirement::Doublings(28, 14),
        ConfigRequirement::ConvolutionsToGrow,
        ConfigRequirement::Convolutions,
        ConfigRequirement::DenseLayers,
        ConfigRequirement::Widths,
        ConfigRequirement::Parameters,
        ConfigRequirement::Positive,
        ConfigRequirement::SomethingPainted,
        ConfigRequirement::Directions(20),
        ConfigRequirement::Vae,
        ConfigRequirement::Generator,
        ConfigRequirement::Images(SHAPE),
        ConfigRequirement::Images(ImageShape::POINT),
    ];
    let found = [
        ConfigFound::Value("20000001".into()),
        ConfigFound::Nothing,
        ConfigFound::ChannelsAndSide(3, 32),
        ConfigFound::Images(SHAPE),
        ConfigFound::Images(ImageShape::POINT),
    ];
    requirements
        .into_iter()
        .zip(found.into_iter().cycle())
        .map(|(expected, found)| ModelError::Config {
            field: "latent",
            expected,
            found,
        })
        .collect()
}

fn points_and_runs() -> Vec<ModelError> {
    let faults = [
        CheckpointFault::Missing,
        CheckpointFault::Unreadable(text()),
        CheckpointFault::Version {
            expected: 3,
            found: "null".into(),
        },
        CheckpointFault::Count {
            name: "steps".into(),
            most: 12_345,
            found: "-1".into(),
        },
        CheckpointFault::Damaged {
            expected: "12ab".into(),
            found: "34cd".into(),
        },
    ];
    let mut errors: Vec<_> = faults
        .map(|fault| ModelError::Checkpoint {
            file: file(),
            fault,
        })
        .into();
    for found in [
        LatentPointFault::Count(1234),
        LatentPointFault::Value(f32::NAN),
    ] {
        errors.push(ModelError::LatentPoint { expected: 2, found });
    }
    for found in [
        SliceFault::Length {
            part: "across",
            found: 1,
        },
        SliceFault::NotFinite {
            part: "up",
            found: f32::INFINITY,
        },
        SliceFault::Centre {
            x: f32::NAN,
            y: 0.5,
        },
        SliceFault::Extent { found: -1.0 },
    ] {
        errors.push(ModelError::LatentSlice {
            expected: 10,
            found,
        });
    }
    errors.extend([
        ModelError::PictureSize {
            expected: SHAPE,
            found: 1234,
        },
        ModelError::PicturesNotFinite,
        ModelError::NoGpu { reason: text() },
        ModelError::Device { reason: text() },
    ]);
    errors
}

#[test]
fn the_page_says_in_english_what_model_says() {
    let errors = [data(), weights(), configurations(), points_and_runs()];
    for error in errors.iter().flatten() {
        let code = error.code();
        let said = engine_error_sentence(&EngineError::Model {
            code: code.id.to_owned(),
            arguments: code.arguments,
        });
        // A sentence begins with a capital, also where natively it stands behind a program's name.
        let native = error.to_string().replacen("expected", "Expected", {
            usize::from(error.to_string().starts_with("expected"))
        });
        assert_eq!(said, native, "{error:?}");
    }
}
