//! What page and workers say to each other.

use std::fmt::Debug;

use protocol::json::read;
use protocol::payload::{EncodedPointsPayload, PosteriorPayload, split_pictures};
use protocol::{FromEngine, ToEngine};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tests::root;

use crate::corpus::Corpus;
use crate::{check_reader, within_memory};

/// What a value of JSON takes where its text has two bytes.
const JSON_COPIES: usize = 256;

/// The messages of one direction, one of each kind: those that the protocol's own tests pin.
fn pinned(direction: &str) -> Vec<String> {
    let folder = root().join("app/protocol/tests/protocol/snapshots");
    let text = std::fs::read_to_string(folder.join(format!("protocol__{direction}.snap"))).unwrap();
    let json = text.splitn(3, "---\n").nth(2).unwrap();
    let messages: Vec<Value> = serde_json::from_str(json).unwrap();
    messages.iter().map(Value::to_string).collect()
}

fn corpus(direction: &str) -> Corpus {
    Corpus::of_words(&[
        b"{\"",
        b"\":{",
        b"null",
        b"\"id\":7",
        b"[[",
        b"]}",
        b"true",
        b"\"hello\"",
        b"1e400",
        b"{\"answer\":{\"id\":7,\"answer\":",
        b"{\"training\":{\"update\":",
    ])
    .with_all(pinned(direction))
    .with_files(&format!("tests/tests/fuzz/corpus/{direction}"))
}

/// What was read is written and read again to the same text: NaN is no number, but always `null`.
#[track_caller]
fn assert_survives<M: Serialize + DeserializeOwned + Debug>(message: &M) {
    let json = serde_json::to_string(message).unwrap();
    let again: M = read(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    let [one, other] = [message, &again].map(|it| serde_json::to_value(it).unwrap());
    assert!(are_same(&one, &other), "{one} became {other}");
}

/// Whether two values are the same. Of a number in double precision, serde_json may read another last
/// bit than was written: what is exact travels in single precision or as a text.
fn are_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) if one.is_f64() && other.is_f64() => {
            let [one, other] = [one, other].map(|it| it.as_f64().unwrap());
            (one - other).abs() <= 4.0 * f64::EPSILON * one.abs()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| are_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|it| are_same(value, it)))
        }
        _ => one == other,
    }
}

#[test]
fn a_message_to_an_engine_survives_the_way_there_or_is_refused() {
    check_reader!(corpus("to_engine"), |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let message = within_memory(JSON_COPIES * text.len(), || read::<ToEngine>(&text));
        if let Ok(message) = message {
            assert_survives(&message);
        }
    });
}

#[test]
fn a_message_from_an_engine_survives_the_way_back_or_is_refused() {
    check_reader!(corpus("from_engine"), |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let message = within_memory(JSON_COPIES * text.len(), || read::<FromEngine>(&text));
        let Ok(message) = message else { return };
        assert_survives(&message);
        // Parts that only the lazily loaded rooms read.
        match message {
            FromEngine::Answer { answer, .. } => {
                if let Ok(answer) = answer.read() {
                    assert_survives(&answer);
                }
            }
            FromEngine::Training { update } => {
                if let Ok(update) = update.read() {
                    assert_survives(&update);
                }
            }
            _ => {}
        }
    });
}

#[test]
fn a_payload_is_what_its_message_says_or_nothing() {
    let posteriors = PosteriorPayload {
        means: vec![1.0; 6],
        spreads: vec![0.5; 6],
    };
    let points = EncodedPointsPayload {
        posteriors: posteriors.clone(),
        factors: vec![vec![7.0; 3]; 2],
        labels: vec![3; 3],
    };
    let with_sizes = |sizes: [u8; 3], bytes: Vec<u8>| [&sizes[..], &bytes].concat();
    let corpus = Corpus::of_words(&[b"\0\0\x80\x3f", b"\xff\xff\xff"])
        .with(with_sizes([3, 2, 0], posteriors.write()))
        .with(with_sizes([3, 2, 2], points.write()))
        .with(with_sizes([2, 2, 1], vec![9; 14]))
        .with_files("tests/tests/fuzz/corpus/payload");
    check_reader!(corpus, |bytes| {
        // The sizes travel in the message, so that they are as foreign as the bytes.
        let size = |at: usize| match bytes.get(at) {
            Some(byte @ 0..=250) => usize::from(*byte),
            Some(byte) => usize::MAX >> ((255 - byte) * 8),
            None => 0,
        };
        let (count, latent, factors) = (size(0), size(1), size(2));
        let rest = bytes.get(3..).unwrap_or_default();
        let most = 8 * rest.len();
        let read = within_memory(most, || PosteriorPayload::read(count, latent, rest));
        if let Some(payload) = read {
            assert_eq!(payload.write(), rest);
            assert_eq!(payload.means.len(), count * latent);
        }
        let read = within_memory(most, || {
            EncodedPointsPayload::read(count, latent, factors, rest)
        });
        if let Some(payload) = read {
            assert_eq!(payload.write(), rest);
            assert_eq!(payload.labels.len(), count);
            assert!(payload.factors.iter().all(|factor| factor.len() == count));
        }
        if let Some((pictures, behind)) = split_pictures(count, [latent, factors, 1], rest) {
            assert_eq!(pictures.len(), count);
            let all: usize = pictures.map(<[u8]>::len).sum();
            assert_eq!(all + behind.len(), rest.len());
        }
    });
}
