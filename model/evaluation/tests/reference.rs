//! Against the libraries that the papers' authors published and scikit-learn, by what
//! `tests/reference/make_evaluation.py` wrote.

#![cfg(not(target_arch = "wasm32"))]

use evaluation::{
    FeatureMoments, density_coverage, frechet_distance, nearest_distances, precision_recall,
};
use latent::SplitMix64;
use serde_json::Value;

/// What the script wrote.
fn reference() -> Value {
    serde_json::from_str(include_str!("../../../tests/reference/evaluation.json")).expect("JSON")
}

fn count(reference: &Value, name: &str) -> usize {
    reference[name].as_u64().expect("a count") as usize
}

/// The script's features: clusters, each a sum of three uniform draws.
fn features(seed: u64, count: usize, width: usize, clusters: usize, scale: f64) -> Vec<f32> {
    let mut draws = SplitMix64::new(seed);
    let mut rows = Vec::with_capacity(count * width);
    for row in 0..count {
        for _ in 0..width {
            let sum: f64 = (0..3).map(|_| draws.uniform()).sum();
            rows.push(((row % clusters) as f64 + scale * sum) as f32);
        }
    }
    rows
}

fn pictures(seed: u64, count: usize, size: usize) -> Vec<u8> {
    let mut draws = SplitMix64::new(seed);
    (0..count * size)
        .map(|_| (draws.bits() >> 56) as u8)
        .collect()
}

#[test]
fn distances_and_shares_are_those_of_pytorch_fid_and_prdc() {
    let reference = reference();
    let width = count(&reference, "width");
    let real = features(1, count(&reference, "real"), width, 4, 0.5);
    for set in reference["sets"].as_array().expect("sets") {
        let clusters = count(set, "clusters");
        let scale = set["scale"].as_f64().expect("a number");
        let generated = features(2, count(&reference, "generated"), width, clusters, scale);
        let moments = |rows: &[f32]| FeatureMoments::of(rows, width).expect("rows");
        let found = frechet_distance(&moments(&real), &moments(&generated)).expect("as wide");
        let expected = set["frechet"].as_f64().expect("a number");
        assert!(
            (found - expected).abs() < 1e-6 * expected.max(1.0),
            "{found}, {expected}"
        );
        for (k, expected) in set["manifold"].as_object().expect("by k") {
            let k = k.parse().expect("a number");
            let shares = precision_recall(&real, &generated, width, k).expect("enough");
            let crowd = density_coverage(&real, &generated, width, k).expect("enough");
            for (name, found) in [
                ("precision", shares.precision),
                ("recall", shares.recall),
                ("density", crowd.density),
                ("coverage", crowd.coverage),
            ] {
                let expected = expected[name].as_f64().expect("a number");
                assert!(
                    (found - expected).abs() < 1e-9,
                    "{name} of {k}: {found}, {expected}"
                );
            }
        }
    }
}

#[test]
fn nearest_training_pictures_are_those_that_scikit_learn_finds() {
    let reference = reference();
    let size = count(&reference, "size");
    let training = pictures(3, count(&reference, "training"), size);
    let others = pictures(4, count(&reference, "pictures"), size);
    let found = nearest_distances(&others, &training, size);
    let expected = reference["nearest"].as_array().expect("distances");
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        let expected = expected.as_f64().expect("a number");
        assert!((found - expected).abs() < 1e-11, "{found}, {expected}");
    }
}
