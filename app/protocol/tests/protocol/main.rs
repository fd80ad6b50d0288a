//! The protocol: every message pinned as JSON, round trips, and refusal of what is no message.

#![cfg(not(target_arch = "wasm32"))]

mod samples;
mod trainer_samples;

use proptest::prelude::*;
use protocol::json::read;
use protocol::{
    EngineError, FromEngine, LabFault, PROTOCOL_VERSION, RequestId, RoomError, ToEngine,
};

use samples::{from_engine, to_engine};

#[test]
fn the_messages_to_an_engine_are_those_of_version_15() {
    assert_eq!(PROTOCOL_VERSION, 15);
    insta::assert_json_snapshot!("to_engine", to_engine());
}

#[test]
fn the_messages_from_an_engine_are_those_of_version_15() {
    assert_eq!(PROTOCOL_VERSION, 15);
    insta::assert_json_snapshot!("from_engine", from_engine());
}

// Where there is no engine to speak, `worker.js` writes messages of its own.
#[test]
fn what_the_workers_script_posts_is_a_message() {
    let script = include_str!("../../../engine/worker.js");
    for posted in [
        r#"post({ unavailable: { reason: error?.reason ?? { "not-loaded": { message } } } });"#,
        r#"const reason = { "unknown-engine": { name: String(engine) } };"#,
        r#"const reason = /^unreachable/i.test(message) ? "out-of-memory" : { said: { message } };"#,
    ] {
        assert!(script.contains(posted), "{posted}");
    }
    for (json, message) in [
        (
            r#"{"unavailable":{"reason":{"not-loaded":{"message":"no network"}}}}"#,
            FromEngine::Unavailable {
                reason: EngineError::NotLoaded {
                    message: "no network".to_owned(),
                },
            },
        ),
        (
            r#"{"unavailable":{"reason":{"unknown-engine":{"name":"abacus"}}}}"#,
            FromEngine::Unavailable {
                reason: EngineError::UnknownEngine {
                    name: "abacus".to_owned(),
                },
            },
        ),
        (
            r#"{"crashed":{"reason":"out-of-memory"}}"#,
            FromEngine::Crashed {
                reason: EngineError::OutOfMemory,
            },
        ),
        (
            r#"{"crashed":{"reason":{"said":{"message":"boom"}}}}"#,
            FromEngine::Crashed {
                reason: "boom".into(),
            },
        ),
    ] {
        assert_eq!(read::<FromEngine>(json), Ok(message));
    }
}

// Where a lab does not answer, `lab-worker.js` says so in its place.
#[test]
fn what_the_labs_script_posts_is_a_message() {
    let script = include_str!("../../../engine/lab-worker.js");
    for posted in [
        r"const because = (fault) => ({ rooms: { lab: { fault } } });",
        r#"end({ crashed: { reason: because("gone") } });"#,
        r#"[401, 403, 429].includes(answer?.status) ? "not-admitted" : "gone""#,
        r#"self.postMessage([json.replace("ping", "pong")]);"#,
    ] {
        assert!(script.contains(posted), "{posted}");
    }
    for (word, expected) in [
        ("gone", LabFault::Gone),
        ("not-admitted", LabFault::NotAdmitted),
    ] {
        let json =
            format!(r#"{{"crashed":{{"reason":{{"rooms":{{"lab":{{"fault":"{word}"}}}}}}}}}}"#);
        let Ok(FromEngine::Crashed {
            reason: EngineError::Rooms(error),
        }) = read(&json)
        else {
            panic!("{json}");
        };
        let fault = expected;
        assert_eq!(error.read(), Ok(RoomError::Lab { fault }));
    }
    let id = RequestId(7);
    let ping = serde_json::to_string(&ToEngine::Ping { id }).expect("it serialises");
    assert!(ping.starts_with(r#"{"ping""#), "{ping}");
    let pong = read(&ping.replacen("ping", "pong", 1));
    assert_eq!(pong, Ok(FromEngine::Pong { id }));
}

#[test]
fn every_message_survives_the_way_to_json_and_back() {
    for message in to_engine() {
        let json = serde_json::to_string(&message).expect("it serialises");
        let back: ToEngine = read(&json).expect(&json);
        assert_eq!(back, message);
    }
    for message in from_engine() {
        let json = serde_json::to_string(&message).expect("it serialises");
        let back: FromEngine = read(&json).expect(&json);
        assert_eq!(with_all_read(back), message);
    }
}

/// A message whose parts that are read later were read.
fn with_all_read(message: FromEngine) -> FromEngine {
    match message {
        FromEngine::Answer { id, answer } => FromEngine::Answer {
            id,
            answer: answer.read().expect("an answer").into(),
        },
        FromEngine::Training { update } => FromEngine::Training {
            update: update.read().expect("a report").into(),
        },
        FromEngine::Failed {
            id,
            error: EngineError::Rooms(error),
        } => FromEngine::Failed {
            id,
            error: EngineError::Rooms(error.read().expect("an error").into()),
        },
        FromEngine::ModelLoaded {
            id,
            model,
            mut card,
            encoder_first,
        } => {
            card.details = card.details.read().expect("details").into();
            FromEngine::ModelLoaded {
                id,
                model,
                card,
                encoder_first,
            }
        }
        other => other,
    }
}

#[test]
fn a_part_that_is_read_later_is_refused_when_it_is_read() {
    let json = r#"{"training":{"update":{"run":1,"update":{"self-destruct":{}}}}}"#;
    let Ok(FromEngine::Training { update }) = read(json) else {
        panic!("it is passed on unread");
    };
    assert!(update.read().is_err());
}

#[test]
fn a_message_that_is_not_known_is_an_error() {
    for json in [
        r#"{"self-destruct":{"id":1}}"#,
        r#"{"Ping":{"id":1}}"#,
        r#"{"type":"ping","id":1}"#,
        r#"{"id":1}"#,
        r#"{}"#,
        r#"[]"#,
        r#""ping""#,
        "null",
        "",
        "{",
    ] {
        assert!(read::<ToEngine>(json).is_err(), "{json}");
        assert!(read::<FromEngine>(json).is_err(), "{json}");
    }
}

#[test]
fn a_field_of_another_type_or_a_missing_one_is_an_error() {
    for json in [
        r#"{"ping":{"id":"1"}}"#,
        r#"{"ping":{"id":-1}}"#,
        r#"{"ping":{"id":1.5}}"#,
        r#"{"ping":{}}"#,
        r#"{"decode":{"id":1,"model":"a","z":"0"}}"#,
        r#"{"decode":{"id":1,"model":"a","z":[true]}}"#,
        r#"{"hello":{"protocol":1,"build":"a","role":"baker"}}"#,
        r#"{"load-model":{"id":1,"model":"a","source":{"disk":{}}}}"#,
    ] {
        assert!(read::<ToEngine>(json).is_err(), "{json}");
    }
    for json in [
        r#"{"pong":{"id":[1]}}"#,
        r#"{"picture":{"id":1,"width":-28,"height":28,"channels":1,"millis":1}}"#,
        r#"{"hello":{"protocol":1,"build":"a","role":"explorer","engine":"tpu"}}"#,
        r#"{"model-loaded":{"id":1,"model":"a","card":{}}}"#,
    ] {
        assert!(read::<FromEngine>(json).is_err(), "{json}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn coordinates_arrive_bit_for_bit(z in prop::collection::vec(-3.5_f32..=3.5, 0..128), id: u64) {
        let message = ToEngine::Decode { id: RequestId(id), model: "a".to_owned(), z };
        let json = serde_json::to_string(&message).expect("it serialises");
        let back: ToEngine = read(&json).expect("it parses");
        prop_assert_eq!(back, message);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in ".{0,200}") {
        let _ = read::<ToEngine>(&text);
        let _ = read::<FromEngine>(&text);
    }
}
