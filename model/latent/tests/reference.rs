//! Numbers from NumPy, computed in double precision by `tests/reference/make_latent_reference.py`.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use latent::{
    LatentRoute, PathInterpolation, SliceBasis, SliceView, aggregate_density, between_classes,
    correlation, ellipse, kl, log_ratio, npy, of_factor, principal, project, sheet, slant, slerp,
};
use serde_json::Value;

/// Single precision leaves about a hundredth of it.
const TOLERANCE: f64 = 1e-5;

fn reference(part: &str) -> Value {
    let text = include_str!("../../../tests/reference/latent_reference.json");
    let mut all: Value = serde_json::from_str(text).unwrap();
    all[part].take()
}

fn doubles(value: &Value) -> Vec<f64> {
    let numbers = value.as_array().unwrap();
    numbers
        .iter()
        .map(|number| number.as_f64().unwrap())
        .collect()
}

fn singles(value: &Value) -> Vec<f32> {
    doubles(value).iter().map(|&number| number as f32).collect()
}

fn whole(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

#[track_caller]
fn assert_close(found: &[f32], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (index, (&found, &expected)) in found.iter().zip(expected).enumerate() {
        assert!(
            (f64::from(found) - expected).abs() <= tolerance,
            "expected {expected} at index {index}, found {found}"
        );
    }
}

fn view_of(part: &Value) -> SliceView {
    let [x, y, extent] = singles(&part["view"])[..] else {
        panic!("a view is three numbers");
    };
    SliceView { x, y, extent }
}

#[test]
fn slerp_is_shoemake_s_with_a_norm_that_changes_linearly() {
    let paths = reference("paths");
    let points = singles(&paths["points"]);
    let found: Vec<f32> = singles(&paths["shares"])
        .iter()
        .flat_map(|&t| slerp(&points[..5], &points[5..10], t))
        .collect();
    assert_close(&found, &doubles(&paths["slerp"]), TOLERANCE);
}

#[test]
fn routes_are_as_long_as_the_chords_of_a_fine_polyline() {
    let paths = reference("paths");
    let points = singles(&paths["points"]);
    let route = |way, closed| LatentRoute::new(&points, 5, way, closed).unwrap();
    let straight = route(PathInterpolation::Linear, true);
    let spherical = route(PathInterpolation::Spherical, true);
    assert_close(
        &[straight.length(), spherical.length()],
        &[
            paths["straightLength"].as_f64().unwrap(),
            paths["sphericalLength"].as_f64().unwrap(),
        ],
        1e-3,
    );
    let half = route(PathInterpolation::Linear, false).at(0.5);
    assert_close(&half, &doubles(&paths["half"]), TOLERANCE);
}

#[test]
fn a_sheet_is_bilinear() {
    let paths = reference("paths");
    let points = singles(&paths["points"]);
    let corner = |index: usize| &points[5 * index..5 * index + 5];
    let corners = [corner(0), corner(1), corner(2), corner(3)];
    let found = sheet(corners, 4, 3, PathInterpolation::Linear);
    assert_close(&found, &doubles(&paths["sheet"]), TOLERANCE);
}

#[test]
fn a_plane_through_three_points_is_that_of_qr() {
    let plane = reference("plane");
    let points = singles(&plane["points"]);
    let (basis, offset) =
        SliceBasis::through(&points[..5], &points[5..10], &points[10..15]).unwrap();
    let directions = [&basis.across[..], &basis.up].concat();
    assert_close(&directions, &doubles(&plane["basis"]), TOLERANCE);
    assert_close(&offset, &doubles(&plane["offset"]), TOLERANCE);
    let coordinates: Vec<f32> = points
        .chunks_exact(5)
        .flat_map(|z| <[f32; 2]>::from(basis.coordinates(z)))
        .collect();
    assert_close(&coordinates, &doubles(&plane["coordinates"]), TOLERANCE);
}

#[test]
fn principal_components_are_those_of_singular_values() {
    let expected = reference("principal");
    let found = principal(&singles(&expected["rows"]), 5).unwrap();
    assert_close(&found.mean, &doubles(&expected["mean"]), TOLERANCE);
    assert_close(
        &found.directions,
        &doubles(&expected["directions"]),
        TOLERANCE,
    );
    assert_close(
        &found.variances,
        &doubles(&expected["variances"]),
        TOLERANCE,
    );
    assert_close(&found.shares(), &doubles(&expected["shares"]), TOLERANCE);
}

#[test]
fn attribute_vectors_and_correlations_are_those_of_numpy() {
    let expected = reference("attributes");
    let rows = singles(&expected["rows"]);
    let factor = singles(&expected["factor"]);
    let labels: Vec<u8> = doubles(&expected["labels"])
        .iter()
        .map(|&label| label as u8)
        .collect();
    let vector = of_factor(&rows, 5, &factor).unwrap();
    assert_close(&vector, &doubles(&expected["vector"]), TOLERANCE);
    let classes = between_classes(&rows, 5, &labels, 3, 8).unwrap();
    assert_close(&classes, &doubles(&expected["fromThreeToEight"]), TOLERANCE);
    let along = project(&rows, 5, &vector).unwrap();
    assert_close(&along, &doubles(&expected["along"]), TOLERANCE);
    let correlation = correlation(&along, &factor).unwrap();
    assert_close(
        &[correlation],
        &[expected["correlation"].as_f64().unwrap()],
        TOLERANCE,
    );
}

#[test]
fn divergences_and_ellipses_are_those_of_whole_matrices() {
    let expected = reference("posteriors");
    let deviations = singles(&expected["deviations"]);
    let nats = kl(&singles(&expected["means"]), &deviations, 5).unwrap();
    assert_close(&nats, &doubles(&expected["kl"]), TOLERANCE);
    let basis = singles(&expected["basis"]);
    let basis = SliceBasis {
        across: basis[..5].to_vec(),
        up: basis[5..].to_vec(),
    };
    let found: Vec<f32> = deviations
        .chunks_exact(5)
        .flat_map(|deviations| {
            let found = ellipse(deviations, &basis);
            [found.major, found.minor, found.angle]
        })
        .collect();
    assert_close(&found, &doubles(&expected["ellipses"]), TOLERANCE);
}

#[test]
fn the_density_of_a_mixture_in_a_slanted_plane_is_that_of_whole_matrices() {
    let expected = reference("posteriors");
    let (means, deviations) = (
        singles(&expected["means"]),
        singles(&expected["deviations"]),
    );
    let basis = singles(&expected["basis"]);
    let basis = SliceBasis::of_directions(&basis[..5], &basis[5..]).unwrap();
    let (view, cells) = (view_of(&expected), whole(&expected["cells"]));
    let found = aggregate_density(&means, &deviations, 5, &basis, view, cells).unwrap();
    let density = doubles(&expected["density"]);
    assert_close(&found, &density, TOLERANCE);
    let ratios = log_ratio(&found, view, cells);
    for ((ratio, expected), density) in ratios
        .iter()
        .zip(doubles(&expected["logRatio"]))
        .zip(density)
    {
        // Far from all components, what is left out of them counts.
        let close = (f64::from(*ratio) - expected).abs() < 0.01;
        assert!(
            close || density < 2e-3,
            "expected {expected}, found {ratio}"
        );
    }
}

#[test]
fn the_slant_of_a_picture_is_that_of_its_moments() {
    let expected = reference("slant");
    let found = slant(&singles(&expected["grey"]), whole(&expected["width"])).unwrap();
    assert_close(&[found], &[expected["slant"].as_f64().unwrap()], TOLERANCE);
}

#[test]
fn files_of_numpy_are_the_bytes_that_numpy_writes() {
    for file in reference("npy").as_array().unwrap() {
        let shape: Vec<usize> = file["shape"]
            .as_array()
            .unwrap()
            .iter()
            .map(whole)
            .collect();
        let bytes = npy(&singles(&file["values"]), &shape).unwrap();
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digits, file["bytes"].as_str().unwrap());
    }
}
