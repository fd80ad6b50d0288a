//! Encoded points in safetensors files.

use half::f16;
use model::Error;
use model::weights::{EncodedPoints, points_from_bytes, points_to_bytes};
use proptest::prelude::*;
use serde_json::json;

use super::assert_says;
use super::raw::{Raw, raw};

const NAME: &str = "net.points.safetensors";

/// Three points of a plane.
fn points() -> Raw {
    let means = vec![0.5, -1.0, 2.0, 0.0, 3.5, -0.25];
    Raw::parse(&points_to_bytes(2, means, vec![7, 0, 9]).unwrap())
}

fn refused(file: &Raw) -> Error {
    points_from_bytes(NAME, &file.to_bytes(), 2).unwrap_err()
}

#[test]
fn points_are_read_back_as_written() {
    let found = points_from_bytes(NAME, &points().to_bytes(), 2).unwrap();
    // Numbers that half precision holds exactly.
    let means = vec![0.5, -1.0, 2.0, 0.0, 3.5, -0.25];
    assert_eq!(
        found,
        EncodedPoints {
            means,
            labels: vec![7, 0, 9]
        }
    );
}

#[test]
fn no_points_are_points_too() {
    let bytes = points_to_bytes(2, vec![], vec![]).unwrap();
    let found = points_from_bytes(NAME, &bytes, 2).unwrap();
    assert_eq!(
        found,
        EncodedPoints {
            means: vec![],
            labels: vec![]
        }
    );
}

#[test]
fn points_of_another_space_are_refused() {
    let error = points_from_bytes(NAME, &points().to_bytes(), 10).unwrap_err();
    assert!(matches!(error, Error::TensorShape { .. }), "{error:?}");
    assert_says(&error, &[NAME, "`means` of shape [3, 10], found [3, 2]"]);
}

#[test]
fn means_and_labels_of_different_numbers_are_refused() {
    let mut file = points();
    file.replace("labels", "U8", &[4], &[1, 2, 3, 4]);
    let error = refused(&file);
    assert!(matches!(error, Error::TensorShape { .. }), "{error:?}");
    assert_says(&error, &["`means` of shape [4, 2], found [3, 2]"]);
}

#[test]
fn a_points_file_without_means_or_labels_is_refused() {
    for (name, shape) in [("means", "[3, 2]"), ("labels", "[3]")] {
        let mut file = points();
        file.remove(name);
        let error = refused(&file);
        assert!(matches!(error, Error::TensorMissing { .. }), "{error:?}");
        assert_says(&error, &[&format!("`{name}` of shape {shape}, found none")]);
    }
}

#[test]
fn a_weights_file_given_as_points_is_refused() {
    let error = refused(&raw());
    assert!(matches!(error, Error::TensorMissing { .. }), "{error:?}");
}

#[test]
fn labels_of_another_shape_or_type_are_refused() {
    let mut file = points();
    file.replace("labels", "U8", &[3, 1], &[1, 2, 3]);
    assert_says(&refused(&file), &["`labels` of shape [3], found [3, 1]"]);
    file.replace("labels", "I64", &[3], &[0; 24]);
    let error = refused(&file);
    assert!(matches!(error, Error::TensorType { .. }), "{error:?}");
    assert_says(&error, &["`labels` as U8, found I64"]);
}

#[test]
fn means_of_another_type_or_not_finite_are_refused() {
    let mut file = points();
    file.replace("means", "I32", &[3, 2], &[0; 24]);
    assert_says(&refused(&file), &["`means` as F16 or F32, found I32"]);
    let values = [0.0, 1.0, f32::NAN, 0.0, 0.0, 0.0];
    let bytes: Vec<u8> = values
        .iter()
        .flat_map(|&v| f16::from_f32(v).to_le_bytes())
        .collect();
    file.replace("means", "F16", &[3, 2], &bytes);
    let error = refused(&file);
    assert!(matches!(error, Error::TensorNotFinite { .. }), "{error:?}");
}

#[test]
fn a_damaged_points_file_is_refused() {
    let mut file = points();
    let [begin, end] = file.range("means");
    file.header["means"]["data_offsets"] = json!([begin + 1, end + 1]);
    assert!(matches!(refused(&file), Error::Safetensors { .. }));
    let bytes = points().to_bytes();
    for length in 0..bytes.len() {
        let error = points_from_bytes(NAME, &bytes[..length], 2).unwrap_err();
        assert!(matches!(error, Error::Safetensors { .. }), "{error:?}");
    }
}

proptest! {
    #[test]
    fn any_points_are_read_back_within_half_precision(
        rows in prop::collection::vec((prop::array::uniform3(-8.0_f32..8.0), any::<u8>()), 0..50),
    ) {
        let means: Vec<f32> = rows.iter().flat_map(|(point, _)| *point).collect();
        let labels: Vec<u8> = rows.iter().map(|(_, label)| *label).collect();
        let bytes = points_to_bytes(3, means.clone(), labels.clone()).unwrap();
        let found = points_from_bytes(NAME, &bytes, 3).unwrap();
        prop_assert_eq!(found.labels, labels);
        for (found, expected) in found.means.iter().zip(&means) {
            prop_assert!((found - expected).abs() <= (expected.abs() / 2048.0).max(3e-8));
        }
    }

    #[test]
    fn a_flipped_byte_of_a_points_file_never_panics(
        place in any::<prop::sample::Index>(),
        flip in 1_u8..=255,
    ) {
        let mut bytes = points().to_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= flip;
        let _ = points_from_bytes(NAME, &bytes, 2);
    }
}
