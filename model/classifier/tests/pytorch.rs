//! Against PyTorch, by what `tests/reference/make_classifier_reference.py` wrote; and against central
//! differences.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::HashMap;
use std::time::Instant;

use classifier::{ClassifierError, ImageClassifier, likeliest};
use run_spec::{DatasetId, ImageShape};
use safetensors::tensor::{Dtype, TensorView};
use serde_json::Value;

const DIGITS: &[u8] = include_bytes!("../../../assets/classifiers/mnist.safetensors");

fn reference(name: &str) -> Vec<Value> {
    let text = include_str!("../../../tests/reference/classifier_reference.json");
    let all: Value = serde_json::from_str(text).expect("JSON");
    all[name].as_array().expect("cases").clone()
}

fn numbers(value: &Value) -> Vec<f32> {
    let all = value.as_array().expect("numbers").iter();
    all.map(|it| it.as_f64().expect("a number") as f32)
        .collect()
}

fn index(value: &Value) -> usize {
    value.as_u64().expect("a whole number") as usize
}

/// The script's picture: two bars and a wave.
fn picture(shape: ImageShape, number: usize) -> Vec<f32> {
    let mut values = Vec::with_capacity(shape.len());
    for c in 0..shape.channels {
        for y in 0..shape.height {
            for x in 0..shape.width {
                let bars = x.abs_diff(shape.width / 2 + number) < 2
                    || y.abs_diff(shape.height / 3 + number) < 2;
                let bars = if bars { 0.85 } else { 0.0 };
                values.push(bars + 0.15 * ((7 * x + 11 * y + 5 * c) % 13) as f32 / 12.0);
            }
        }
    }
    values
}

/// The tensors of the script's small network of colour pictures that are not square.
fn formula_tensors() -> Vec<(&'static str, Vec<usize>, Vec<f32>)> {
    let shapes: [(&str, &[usize]); 8] = [
        ("0.weight", &[4, 3, 3, 3]),
        ("0.bias", &[4]),
        ("3.weight", &[5, 4, 3, 3]),
        ("3.bias", &[5]),
        ("8.weight", &[6, 5 * 2 * 3]),
        ("8.bias", &[6]),
        ("11.weight", &[3, 6]),
        ("11.bias", &[3]),
    ];
    let tensor = |(at, (name, shape)): (usize, (&'static str, &[usize]))| {
        let speed = 0.7 + 0.1 * at as f64;
        let count: usize = shape.iter().product();
        let wave = (0..count).map(|k| (0.4 * (speed * (k + 1) as f64).sin()) as f32);
        (name, shape.to_vec(), wave.collect())
    };
    shapes.into_iter().enumerate().map(tensor).collect()
}

fn facts() -> HashMap<String, String> {
    let facts = [
        ("format", "latentscape-classifier 1"),
        ("data", "shapes"),
        ("image", "3,10,13"),
        ("accuracy", "0.5"),
        ("held-out", "20"),
    ];
    facts
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into()
}

fn written(
    tensors: &[(&'static str, Vec<usize>, Vec<f32>)],
    facts: HashMap<String, String>,
) -> Vec<u8> {
    let bytes: Vec<Vec<u8>> = tensors
        .iter()
        .map(|(.., values)| {
            values
                .iter()
                .flat_map(|value| value.to_le_bytes())
                .collect()
        })
        .collect();
    let views = tensors.iter().zip(&bytes).map(|((name, shape, _), bytes)| {
        let view = TensorView::new(Dtype::F32, shape.clone(), bytes).expect("a tensor");
        (*name, view)
    });
    safetensors::serialize(views, Some(facts)).expect("a file")
}

fn formula() -> ImageClassifier {
    ImageClassifier::parse(&written(&formula_tensors(), facts())).expect("a classifier")
}

fn assert_near(found: &[f32], expected: &[f32], within: f32, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        let apart = (found - expected).abs();
        assert!(
            apart <= within * (1.0 + expected.abs()),
            "{what} {at}: {found} {expected}"
        );
    }
}

fn assert_agrees(classifier: &ImageClassifier, cases: &str) {
    for case in reference(cases) {
        let picture = picture(classifier.shape(), index(&case["number"]));
        let features = classifier.features(&picture);
        assert_near(&features, &numbers(&case["features"]), 2e-5, "feature");
        let probabilities = classifier.probabilities(&picture);
        let expected = numbers(&case["probabilities"]);
        assert_near(&probabilities, &expected, 2e-5, "probability");
        assert_eq!(likeliest(&probabilities), likeliest(&expected));
        let (of, over) = (index(&case["of"]), index(&case["over"]));
        let (margin, gradient) = classifier.margin_gradient(&picture, of, over);
        let expected = case["margin"].as_f64().expect("a number") as f32;
        assert_near(&[margin], &[expected], 2e-5, "margin");
        assert_near(&gradient, &numbers(&case["gradient"]), 2e-5, "derivative");
    }
}

#[test]
fn the_shipped_classifier_of_digits_agrees_with_pytorch() {
    let classifier = ImageClassifier::parse(DIGITS).expect("a classifier");
    assert_eq!(classifier.data(), DatasetId::Mnist);
    assert_eq!(classifier.shape(), ImageShape::grey(28));
    assert_eq!(classifier.classes().len(), 10);
    assert_eq!(classifier.feature_count(), 128);
    assert!(classifier.accuracy().share > 0.985);
    assert_agrees(&classifier, "digits");
}

#[test]
fn a_network_of_colour_pictures_that_are_not_square_agrees_with_pytorch() {
    assert_agrees(&formula(), "formula");
}

#[test]
fn the_gradient_agrees_with_central_differences() {
    let classifier = formula();
    let picture = picture(classifier.shape(), 2);
    let (_, gradient) = classifier.margin_gradient(&picture, 1, 2);
    let margin = |at: usize, by: f32| {
        let mut moved = picture.clone();
        moved[at] += by;
        let logits = classifier.logits(&moved);
        f64::from(logits[1]) - f64::from(logits[2])
    };
    let apart = 1.0 / 512.0;
    let mut large = 0;
    for (at, gradient) in gradient.iter().enumerate() {
        let forward = (margin(at, apart) - margin(at, 0.0)) / f64::from(apart);
        let backward = (margin(at, 0.0) - margin(at, -apart)) / f64::from(apart);
        if (forward - backward).abs() > 1e-3 {
            continue; // A corner of a rectifier, or another pixel is the largest.
        }
        let difference = f64::midpoint(forward, backward) - f64::from(*gradient);
        assert!(difference.abs() < 1e-3, "{at}: {gradient} {forward}");
        large += usize::from(gradient.abs() > 0.01);
    }
    assert!(large > 100, "{large}");
}

#[test]
fn a_file_that_is_no_classifier_is_refused_with_what_was_expected() {
    let refused = |bytes: &[u8]| ImageClassifier::parse(bytes).expect_err("no classifier");
    let no_file = ClassifierError::NoSafetensors { length: 3 };
    assert_eq!(refused(b"abc"), no_file);
    for (entry, wrong) in [
        ("format", "latentscape-classifier 2"),
        ("data", "points"),
        ("image", "2,10,13"),
        ("image", "3,10"),
        ("accuracy", "NaN"),
        ("held-out", "-1"),
    ] {
        let mut facts = facts();
        facts.insert(entry.to_owned(), wrong.to_owned());
        let error = refused(&written(&formula_tensors(), facts));
        let ClassifierError::Metadata { entry: found, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(found, entry);
    }
    // Another image size asks for other weights.
    let mut larger = facts();
    larger.insert("image".to_owned(), "3,20,13".to_owned());
    let error = refused(&written(&formula_tensors(), larger));
    assert_eq!(
        error,
        ClassifierError::TensorShape {
            name: "8.weight".to_owned(),
            expected: "[6, 75]".to_owned(),
        }
    );
    let mut tensors = formula_tensors();
    tensors[2].2[7] = f32::INFINITY;
    let name = "3.weight".to_owned();
    assert_eq!(
        refused(&written(&tensors, facts())),
        ClassifierError::NotFinite { name }
    );
}

#[test]
fn two_thousand_pictures_take_seconds() {
    let classifier = ImageClassifier::parse(DIGITS).expect("a classifier");
    let picture = picture(classifier.shape(), 1);
    let begun = Instant::now();
    let sum: f32 = (0..2_000).map(|_| classifier.features(&picture)[1]).sum();
    let took = begun.elapsed();
    println!("2,000 pictures: {took:?} ({sum})");
    // Far more than it takes, so that a busy machine does not fail it.
    assert!(took.as_secs() < 60, "{took:?}");
}
