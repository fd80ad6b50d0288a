//! Encoded points in safetensors files.

use half::f16;
use model::ModelError;
use model::vae::PosteriorValues;
use model::weights::{EncodedPoints, points_from_bytes, points_to_bytes};
use proptest::prelude::*;
use serde_json::json;

use super::assert_says;
use super::raw::{Raw, raw};

const NAME: &str = "net.points.safetensors";

/// Points with a slant of ½ and a thickness of 3 each.
fn encoded(means: Vec<f32>, stds: Vec<f32>, labels: Vec<u8>) -> EncodedPoints {
    let factor = |(name, value): (&str, f32)| (name.to_owned(), vec![value; labels.len()]);
    EncodedPoints {
        codes: PosteriorValues { means, stds },
        factors: [("slant", 0.5), ("thickness", 3.0)].map(factor).into(),
        labels,
    }
}

/// Three points of a plane. Half precision holds their numbers exactly.
fn three() -> EncodedPoints {
    let means = vec![0.5, -1.0, 2.0, 0.0, 3.5, -0.25];
    let stds = vec![0.125, 1.0, 0.75, 0.25, 0.0, 2.0];
    encoded(means, stds, vec![7, 0, 9])
}

fn points() -> Raw {
    Raw::parse(&points_to_bytes(2, three()).unwrap())
}

fn refused(file: &Raw) -> ModelError {
    points_from_bytes(NAME, &file.to_bytes(), 2).unwrap_err()
}

#[test]
fn points_are_read_back_as_written() {
    let found = points_from_bytes(NAME, &points().to_bytes(), 2).unwrap();
    assert_eq!(found, three());
    let names: Vec<_> = found
        .factors
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["slant", "thickness"]);
}

#[test]
fn no_points_are_points_too() {
    let none = encoded(vec![], vec![], vec![]);
    let bytes = points_to_bytes(2, none.clone()).unwrap();
    assert_eq!(points_from_bytes(NAME, &bytes, 2).unwrap(), none);
}

#[test]
fn a_file_of_the_form_before_is_refused_with_what_to_do() {
    let without = |names: &[&str]| {
        let mut file = points();
        names.iter().for_each(|name| file.remove(name));
        refused(&file)
    };
    for (names, found) in [
        (&["spreads"][..], "found none of `spreads`."),
        (&["slant", "thickness"], "found none of factors."),
        (
            &["spreads", "slant", "thickness"],
            "found none of `spreads`, factors.",
        ),
    ] {
        let error = without(names);
        assert!(matches!(error, ModelError::PointsOld { .. }), "{error:?}");
        assert_says(&error, &[NAME, found, "export the points again"]);
    }
}

#[test]
fn factors_of_any_name_are_read_and_those_of_another_shape_refused() {
    let mut three = three();
    three.factors = vec![
        ("hair colour".to_owned(), vec![1.0, 7.0, 2.0]),
        ("skin".to_owned(), vec![0.0, 3.0, 1.0]),
    ];
    let mut file = Raw::parse(&points_to_bytes(2, three.clone()).unwrap());
    let found = points_from_bytes(NAME, &file.to_bytes(), 2).unwrap();
    assert_eq!(found, three);
    file.replace("skin", "F16", &[2], &[0; 4]);
    assert_says(&refused(&file), &["`skin` of shape [3], found [2]"]);
}

#[test]
fn points_of_another_space_are_refused() {
    let error = points_from_bytes(NAME, &points().to_bytes(), 10).unwrap_err();
    assert!(matches!(error, ModelError::TensorShape { .. }), "{error:?}");
    assert_says(&error, &[NAME, "`means` of shape [3, 10], found [3, 2]"]);
}

#[test]
fn means_and_labels_of_different_numbers_are_refused() {
    let mut file = points();
    file.replace("labels", "U8", &[4], &[1, 2, 3, 4]);
    let error = refused(&file);
    assert!(matches!(error, ModelError::TensorShape { .. }), "{error:?}");
    assert_says(&error, &["`means` of shape [4, 2], found [3, 2]"]);
}

#[test]
fn a_points_file_without_means_or_labels_is_refused() {
    for (name, shape) in [("means", "[3, 2]"), ("labels", "[3]")] {
        let mut file = points();
        file.remove(name);
        let error = refused(&file);
        assert!(
            matches!(error, ModelError::TensorMissing { .. }),
            "{error:?}"
        );
        assert_says(&error, &[&format!("`{name}` of shape {shape}, found none")]);
    }
}

#[test]
fn a_weights_file_given_as_points_is_refused() {
    let error = refused(&raw());
    assert!(
        matches!(error, ModelError::TensorMissing { .. }),
        "{error:?}"
    );
}

#[test]
fn labels_of_another_shape_or_type_are_refused() {
    let mut file = points();
    file.replace("labels", "U8", &[3, 1], &[1, 2, 3]);
    assert_says(&refused(&file), &["`labels` of shape [3], found [3, 1]"]);
    file.replace("labels", "I64", &[3], &[0; 24]);
    let error = refused(&file);
    assert!(matches!(error, ModelError::TensorType { .. }), "{error:?}");
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
    assert!(
        matches!(error, ModelError::TensorNotFinite { .. }),
        "{error:?}"
    );
}

#[test]
fn a_damaged_points_file_is_refused() {
    let mut file = points();
    let [begin, end] = file.range("means");
    file.header["means"]["data_offsets"] = json!([begin + 1, end + 1]);
    assert!(matches!(refused(&file), ModelError::Safetensors { .. }));
    let bytes = points().to_bytes();
    for length in 0..bytes.len() {
        let error = points_from_bytes(NAME, &bytes[..length], 2).unwrap_err();
        assert!(matches!(error, ModelError::Safetensors { .. }), "{error:?}");
    }
}

proptest! {
    #[test]
    fn any_points_are_read_back_within_half_precision(
        rows in prop::collection::vec((prop::array::uniform3(-8.0_f32..8.0), any::<u8>()), 0..50),
    ) {
        let means: Vec<f32> = rows.iter().flat_map(|(point, _)| *point).collect();
        let labels: Vec<u8> = rows.iter().map(|(_, label)| *label).collect();
        let stds = means.iter().map(|mean| mean.abs()).collect();
        let bytes = points_to_bytes(3, encoded(means.clone(), stds, labels.clone())).unwrap();
        let found = points_from_bytes(NAME, &bytes, 3).unwrap();
        prop_assert_eq!(found.labels, labels);
        let near = |found: f32, expected: f32| {
            (found - expected).abs() <= (expected.abs() / 2048.0).max(3e-8)
        };
        for (i, expected) in means.into_iter().enumerate() {
            prop_assert!(near(found.codes.means[i], expected));
            prop_assert!(near(found.codes.stds[i], expected.abs()));
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
