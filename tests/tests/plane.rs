//! Figures of generated points: closed forms, NumPy, and the spread over many samples.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

use model::data::{GaussianMixture, ToyPoints};
use model::metrics::plane::{CELLS, grid_js, grid_kl, histogram, median_distance, mmd2};
use model::metrics::{SampleEvaluator, Toy2dQuality};
use model::random::{HostRng, RandomStream};
use run_spec::{ToyDistribution, ToyDrawing};
use serde::Deserialize;

/// What `reference/make_plane_reference.py` wrote.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reference {
    data: Vec<u32>,
    generated: Vec<u32>,
    kl: f64,
    js: f64,
    bandwidth: f64,
    mmd2: f64,
    mmd2_error: f64,
    narrow: f64,
}

fn points(count: usize, shift: f64) -> Vec<f32> {
    let point = |i: usize| {
        let i = i as f64;
        let x = 1.1 * (1.0 + 0.7 * i * i + shift).sin();
        let y = 1.6 * (0.3 * i + 0.5 * i * i - shift).cos();
        [x as f32, y as f32]
    };
    (0..count).flat_map(point).collect()
}

fn close(found: f64, expected: f64, tolerance: f64) {
    let off = (found - expected).abs();
    assert!(off < tolerance, "{found}, {expected}");
}

fn eight() -> GaussianMixture {
    GaussianMixture::of(ToyDistribution::EightGaussians, &ToyDrawing::default()).unwrap()
}

/// The same modes, some of them hardly ever.
fn lopsided() -> GaussianMixture {
    let mut mixture = eight();
    mixture.weights = vec![0.3, 0.25, 0.2, 0.1, 0.1, 0.03, 0.02, 0.0];
    mixture
}

fn sample(mixture: &GaussianMixture, seed: u64, count: usize) -> Vec<f32> {
    mixture.sample(&mut HostRng::new(seed, RandomStream::Prior), count)
}

#[test]
fn histograms_divergences_and_mmd_are_what_numpy_computes() {
    let text = include_str!("../reference/plane_reference.json");
    let reference: Reference = serde_json::from_str(text).unwrap();
    let (data, generated) = (points(60, 0.0), points(45, 0.9));
    let (p, q) = (histogram(&data), histogram(&generated));
    assert_eq!((&p, &q), (&reference.data, &reference.generated));
    close(grid_kl(&p, &q), reference.kl, 1e-12);
    close(grid_js(&p, &q), reference.js, 1e-12);
    // Distances and kernels are of single precision.
    let bandwidth = median_distance(&data);
    close(bandwidth, reference.bandwidth, 1e-6);
    let (value, error) = mmd2(&generated, &data, bandwidth);
    close(value, reference.mmd2, 1e-6);
    close(error, reference.mmd2_error, 1e-6);
    close(mmd2(&generated, &data, 0.2).0, reference.narrow, 1e-6);
}

#[test]
fn divergences_are_the_closed_forms() {
    assert_eq!(grid_js(&[3, 0, 7], &[3, 0, 7]), 0.0);
    assert_eq!(grid_js(&[3, 0, 7], &[30, 0, 70]), 0.0);
    close(grid_js(&[5, 5, 0], &[0, 0, 8]), 2.0_f64.ln(), 1e-12);
    // ½ ln 2 + ½ ln ⅔, of halves against a quarter and three quarters, where one more point among a
    // million hardly counts.
    let expected = 0.5 * 2.0_f64.ln() + 0.5 * (2.0_f64 / 3.0).ln();
    close(grid_kl(&[50, 50], &[250_000, 750_000]), expected, 1e-5);
    // All of the data in a cell of four that no generated point reaches: a quarter of a point of 10.
    close(grid_kl(&[7, 0, 0, 0], &[0, 9, 0, 0]), 40.0_f64.ln(), 1e-12);
    assert!(grid_kl(&[1, 0], &[0, 0]).is_finite());
    assert_eq!(grid_js(&[0, 0], &[0, 0]), 0.0);
}

#[test]
fn points_beyond_the_grid_share_a_cell_and_so_do_those_that_are_no_numbers() {
    let beyond = [1.6, 0.0, 0.0, -7.0, f32::NAN, 0.0, 0.0, f32::INFINITY];
    let counts = histogram(&beyond);
    assert_eq!(counts[CELLS * CELLS], 4);
    // The first cell is the one at the bottom left.
    assert_eq!(histogram(&[-1.45, -1.45])[0], 1);
    assert_eq!(histogram(&[1.45, -1.45])[CELLS - 1], 1);
    let set = ToyPoints::drawn(eight());
    let quality = Toy2dQuality::of(&[beyond, beyond].concat(), &set);
    for measure in &quality.measures {
        assert!(measure.value.is_finite() && measure.error.is_finite());
    }
    assert_eq!(quality.coverage.unwrap().reached, 0);
}

#[test]
fn a_sample_of_the_data_is_at_the_floor_and_two_modes_of_eight_are_not() {
    let mixture = eight();
    let set = ToyPoints::drawn(mixture.clone());
    let ruler = SampleEvaluator::of(&set, ToyPoints::HELD_OUT);
    let quality = ruler.measure(&sample(&mixture, 1, ToyPoints::HELD_OUT));
    assert_eq!(quality.points, ToyPoints::HELD_OUT);
    for measure in &quality.measures {
        let off = (measure.value - measure.floor).abs();
        assert!(off < 4.0 * measure.error, "{measure:?}");
    }
    let coverage = quality.coverage.unwrap();
    assert_eq!((coverage.reached, coverage.of), (8, 8));
    assert_eq!(coverage.parts, "modes");
    let expected = 1.0 - (-4.5_f64).exp();
    for share in [coverage.high_quality, coverage.floor] {
        close(share, expected, 4.0 * coverage.error);
    }

    let mut two = mixture;
    two.weights = vec![0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.5, 0.0];
    let quality = ruler.measure(&sample(&two, 1, ToyPoints::HELD_OUT));
    for measure in &quality.measures {
        assert!(
            measure.value > measure.floor + 10.0 * measure.error,
            "{measure:?}"
        );
    }
    let coverage = quality.coverage.unwrap();
    assert_eq!(coverage.reached, 2);
    assert!(coverage.counts[2] > 1000 && coverage.counts[6] > 1000);
    // Three quarters of the data are where nothing is generated, the rest is four times as dense:
    // between halves of either, ½ KL each.
    let js = quality.measures[1].value;
    let (p, q) = (0.25_f64, 1.0_f64);
    let m = 0.5 * (p + q);
    let expected = 0.5 * (0.75 * 2.0_f64.ln() + p * (p / m).ln()) + 0.5 * q * (q / m).ln();
    close(js, expected, 0.02);
}

#[test]
fn standard_errors_are_the_spread_over_many_samples() {
    const SAMPLES: u64 = 40;
    let set = ToyPoints::drawn(eight());
    for mixture in [eight(), lopsided()] {
        let ruler = SampleEvaluator::of(&set, 1000);
        let found: Vec<Toy2dQuality> = (0..SAMPLES)
            .map(|seed| ruler.measure(&sample(&mixture, seed, 1000)))
            .collect();
        for i in 0..3 {
            let values = found.iter().map(|quality| quality.measures[i].value);
            let mean = values.clone().sum::<f64>() / SAMPLES as f64;
            let squares = values.map(|value| (value - mean).powi(2)).sum::<f64>();
            let spread = (squares / (SAMPLES - 1) as f64).sqrt();
            let errors = found.iter().map(|quality| quality.measures[i].error);
            let error = errors.sum::<f64>() / SAMPLES as f64;
            let name = &found[0].measures[i].name;
            println!("{name}: spread {spread}, error {error}");
            assert!(
                (0.6..2.0).contains(&(error / spread)),
                "{name}: {error}, {spread}"
            );
        }
    }
}

#[test]
fn what_is_not_known_any_more_is_not_counted() {
    let mut set = ToyPoints::drawn(eight());
    set.push([0.8, 0.0], [0.2, 0.0], 0.3);
    let held_out = set.second().to_vec();
    let quality = Toy2dQuality::of(&held_out, &set);
    assert!(quality.coverage.is_none());
    for measure in &quality.measures {
        assert_eq!(measure.value, measure.floor);
    }
}
