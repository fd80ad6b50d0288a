//! Classifiers of pictures.

use classifier::ImageClassifier;
use serde_json::{Map, json};

use crate::corpus::Corpus;
use crate::{assert_sentence, check_reader, within_memory};

/// What a file's parts take of memory for each of its bytes: tensors apart, and as numbers.
const COPIES: usize = 64;

/// What stands in headers.
const WORDS: &[&[u8]] = &[
    b"\"__metadata__\":",
    b"\"dtype\":\"F16\"",
    b"\"F32\"",
    b"\"shape\":[",
    b"\"data_offsets\":[0,",
    b"\"format\":\"latentscape-classifier 1\"",
    b"\"data\":\"mnist\"",
    b"\"image\":\"3,64,64\"",
    b"\"accuracy\":\"0.5\"",
    b"\"held-out\":\"",
    b"11.bias",
];

/// A classifier of shapes of 8 × 9 pixels.
fn small() -> Vec<u8> {
    let shapes: [(&str, &[usize]); 8] = [
        ("0.weight", &[2, 1, 3, 3]),
        ("0.bias", &[2]),
        ("3.weight", &[3, 2, 3, 3]),
        ("3.bias", &[3]),
        ("8.weight", &[4, 12]),
        ("8.bias", &[4]),
        ("11.weight", &[3, 4]),
        ("11.bias", &[3]),
    ];
    let mut header = Map::new();
    header.insert(
        "__metadata__".to_owned(),
        json!({
            "format": "latentscape-classifier 1",
            "data": "shapes",
            "image": "1,8,9",
            "accuracy": "0.5",
            "held-out": "20",
        }),
    );
    let mut data: Vec<u8> = Vec::new();
    for (name, shape) in shapes {
        let begin = data.len();
        for at in 0..shape.iter().product::<usize>() {
            data.extend((at as f32 / 8.0 - 1.0).to_le_bytes());
        }
        let entry = json!({"dtype": "F32", "shape": shape, "data_offsets": [begin, data.len()]});
        header.insert(name.to_owned(), entry);
    }
    let mut text = serde_json::to_vec(&header).unwrap();
    text.resize(text.len().next_multiple_of(8), b' ');
    [&(text.len() as u64).to_le_bytes()[..], &text, &data].concat()
}

#[test]
fn a_classifier_is_read_and_looks_at_a_picture_or_is_refused_in_a_sentence() {
    assert!(ImageClassifier::parse(&small()).is_ok());
    let corpus = Corpus::of_words(WORDS).with(small());
    check_reader!(corpus, |bytes| {
        match within_memory(COPIES * bytes.len() + 4096, || {
            ImageClassifier::parse(bytes)
        }) {
            Ok(classifier) => {
                let picture = vec![0.5; classifier.shape().len()];
                let logits = classifier.logits(&picture);
                assert_eq!(logits.len(), classifier.classes().len());
            }
            Err(error) => assert_sentence(&error.to_string()),
        }
    });
}
