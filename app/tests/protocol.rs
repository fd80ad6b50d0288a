//! The protocol: every message pinned as JSON, round trips, and refusal of what is no message.

#![cfg(not(target_arch = "wasm32"))]

use app::protocol::{
    CardFacts, EngineKind, FromEngine, ModelSource, PROTOCOL_VERSION, Plane, RequestId, Role,
    ToEngine,
};
use proptest::prelude::*;

const ID: RequestId = RequestId(7);

/// One of each message to an engine.
fn to_engine() -> Vec<ToEngine> {
    let model = || "vae-mnist-2d".to_owned();
    vec![
        ToEngine::Hello {
            protocol: 1,
            build: "dev".to_owned(),
            role: Role::Explorer,
        },
        ToEngine::Hello {
            protocol: 1,
            build: "dev".to_owned(),
            role: Role::Trainer,
        },
        ToEngine::LoadModel {
            id: ID,
            model: model(),
            source: ModelSource::Url {
                url: "http://127.0.0.1/a.safetensors".to_owned(),
            },
        },
        ToEngine::LoadModel {
            id: ID,
            model: model(),
            source: ModelSource::Payload {
                name: "a.safetensors".to_owned(),
            },
        },
        ToEngine::LoadPoints {
            id: ID,
            model: model(),
            url: "http://127.0.0.1/a.points.safetensors".to_owned(),
        },
        ToEngine::Decode {
            id: ID,
            model: model(),
            z: vec![0.5, -3.5],
        },
        ToEngine::DecodeMap {
            id: ID,
            model: model(),
            plane: Plane {
                through: vec![0.0, 0.0, 1.25],
                x_axis: 0,
                y_axis: 1,
                extent: 3.5,
            },
            tiles: 20,
            first_row: 5,
            rows: 5,
        },
        ToEngine::Time {
            id: ID,
            model: model(),
            pictures: 64,
        },
        ToEngine::Ping { id: ID },
    ]
}

/// One of each message from an engine.
fn from_engine() -> Vec<FromEngine> {
    let hello = |engine| FromEngine::Hello {
        protocol: 1,
        build: "dev".to_owned(),
        role: Role::Explorer,
        engine,
    };
    vec![
        hello(EngineKind::Cpu),
        hello(EngineKind::WebGpu),
        FromEngine::Refused {
            page: "version 1, build a".to_owned(),
            engine: "version 1, build b".to_owned(),
        },
        FromEngine::Unavailable {
            reason: "No WebGPU device was to be had.".to_owned(),
        },
        FromEngine::ModelLoaded {
            id: ID,
            model: "vae-mnist-2d".to_owned(),
            card: card(),
        },
        FromEngine::Points {
            id: ID,
            model: "vae-mnist-2d".to_owned(),
            count: 2000,
            latent: 2,
        },
        FromEngine::Picture {
            id: ID,
            width: 28,
            height: 28,
            channels: 1,
            millis: 0.5,
        },
        FromEngine::MapRows {
            id: ID,
            first_row: 5,
            rows: 5,
            width: 560,
            height: 140,
            channels: 1,
            millis: 40.25,
        },
        FromEngine::Timed {
            id: ID,
            millis_per_picture: 0.375,
        },
        FromEngine::Pong { id: ID },
        FromEngine::Failed {
            id: ID,
            error: "Expected 12 tensors, found 11.".to_owned(),
        },
        FromEngine::DeviceLost {
            reason: "destroyed".to_owned(),
        },
        FromEngine::Crashed {
            message: "index out of bounds".to_owned(),
        },
    ]
}

fn card() -> CardFacts {
    CardFacts {
        title: "MNIST digits, 2 dimensions".to_owned(),
        summary: "A convolutional VAE.".to_owned(),
        latent: 2,
        height: 28,
        width: 28,
        channels: 1,
        parameters: 190_000,
        architecture: vec!["encoder".to_owned(), "decoder".to_owned()],
        data: "MNIST".to_owned(),
        licence: "MIT OR Apache-2.0".to_owned(),
        metrics: vec![("negative ELBO".to_owned(), "146 nats".to_owned())],
        digest: "00ff".to_owned(),
    }
}

// Whoever changes a snapshot raises PROTOCOL_VERSION: a page and an engine that differ here do not
// understand each other.
#[test]
fn the_messages_to_an_engine_are_those_of_version_1() {
    assert_eq!(PROTOCOL_VERSION, 1);
    insta::assert_json_snapshot!("to_engine", to_engine());
}

#[test]
fn the_messages_from_an_engine_are_those_of_version_1() {
    assert_eq!(PROTOCOL_VERSION, 1);
    insta::assert_json_snapshot!("from_engine", from_engine());
}

#[test]
fn every_message_survives_the_way_to_json_and_back() {
    for message in to_engine() {
        let json = serde_json::to_string(&message).expect("it serialises");
        let back: ToEngine = serde_json::from_str(&json).expect(&json);
        assert_eq!(back, message);
    }
    for message in from_engine() {
        let json = serde_json::to_string(&message).expect("it serialises");
        let back: FromEngine = serde_json::from_str(&json).expect(&json);
        assert_eq!(back, message);
    }
}

#[test]
fn a_message_that_is_not_known_is_an_error() {
    for json in [
        r#"{"type":"self-destruct","id":1}"#,
        r#"{"type":"Ping","id":1}"#,
        r#"{"id":1}"#,
        r#"{}"#,
        r#"[]"#,
        r#""ping""#,
        "null",
        "",
        "{",
    ] {
        assert!(serde_json::from_str::<ToEngine>(json).is_err(), "{json}");
        assert!(serde_json::from_str::<FromEngine>(json).is_err(), "{json}");
    }
}

#[test]
fn a_field_of_another_type_or_a_missing_one_is_an_error() {
    for json in [
        r#"{"type":"ping","id":"1"}"#,
        r#"{"type":"ping","id":-1}"#,
        r#"{"type":"ping","id":1.5}"#,
        r#"{"type":"ping"}"#,
        r#"{"type":"decode","id":1,"model":"a","z":"0"}"#,
        r#"{"type":"decode","id":1,"model":"a","z":[null]}"#,
        r#"{"type":"hello","protocol":1,"build":"a","role":"baker"}"#,
        r#"{"type":"load-model","id":1,"model":"a","source":{"type":"disk"}}"#,
    ] {
        assert!(serde_json::from_str::<ToEngine>(json).is_err(), "{json}");
    }
    for json in [
        r#"{"type":"pong","id":[1]}"#,
        r#"{"type":"picture","id":1,"width":-28,"height":28,"channels":1,"millis":1}"#,
        r#"{"type":"hello","protocol":1,"build":"a","role":"explorer","engine":"tpu"}"#,
        r#"{"type":"model-loaded","id":1,"model":"a","card":{}}"#,
    ] {
        assert!(serde_json::from_str::<FromEngine>(json).is_err(), "{json}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn coordinates_arrive_bit_for_bit(z in prop::collection::vec(-3.5_f32..=3.5, 0..128), id: u64) {
        let message = ToEngine::Decode { id: RequestId(id), model: "a".to_owned(), z };
        let json = serde_json::to_string(&message).expect("it serialises");
        let back: ToEngine = serde_json::from_str(&json).expect("it parses");
        prop_assert_eq!(back, message);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in ".{0,200}") {
        let _ = serde_json::from_str::<ToEngine>(&text);
        let _ = serde_json::from_str::<FromEngine>(&text);
    }
}
