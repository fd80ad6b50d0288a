use std::collections::HashSet;

use model::ModelError;
use model::data::{GaussianMixture, Images, ToyPoints, TrainingData};
use model::random::{HostRng, RandomStream};
use run_spec::{ImageShape, RunSpec, ToyDistribution, ToyDrawing};

fn drawing() -> ToyDrawing {
    let mut drawing = ToyDrawing::default();
    for (row, column, level) in [(3, 4, 15), (3, 5, 5), (12, 17, 10)] {
        drawing.set_level(row, column, level);
    }
    drawing
}

fn worlds() -> impl Iterator<Item = (ToyDistribution, GaussianMixture)> {
    let all = ToyDistribution::ALL.iter();
    all.map(|world| (*world, GaussianMixture::of(*world, &drawing()).unwrap()))
}

/// Distance between the places at which a density is summed up; less than any deviation.
const STEP: f64 = 0.025;
/// Cells of a comparison, across and down.
const CELLS: usize = 20;
/// They cover ± this.
const REACH: f64 = 1.5;

/// The middles of small squares that cover ±[`REACH`].
fn places() -> impl Iterator<Item = [f64; 2]> {
    let side = (2.0 * REACH / STEP).round() as usize;
    let at = move |i: usize| (i as f64 + 0.5) * STEP - REACH;
    (0..side * side).map(move |i| [at(i % side), at(i / side)])
}

fn cell([x, y]: [f64; 2]) -> Option<usize> {
    let index = |place: f64| {
        let share = (place + REACH) / (2.0 * REACH);
        (0.0..1.0)
            .contains(&share)
            .then_some((share * CELLS as f64) as usize)
    };
    Some(index(y)? * CELLS + index(x)?)
}

#[test]
fn samples_of_every_world_follow_its_density_which_integrates_to_one() {
    const DRAWS: usize = 20_000;
    for (world, mixture) in worlds() {
        let mut shares = vec![0.0; CELLS * CELLS];
        for place in places() {
            shares[cell(place).unwrap()] += mixture.density(place) * STEP * STEP;
        }
        let sum: f64 = shares.iter().sum();
        assert!((sum - 1.0).abs() < 1e-3, "{world:?}: {sum}");

        let points = mixture.sample(&mut HostRng::new(3, RandomStream::Prior), DRAWS);
        let mut counts = vec![0.0; CELLS * CELLS];
        for point in points.chunks(2) {
            let place = [f64::from(point[0]), f64::from(point[1])];
            counts[cell(place).expect("no point is so far out")] += 1.0;
        }
        // Pearson's χ², where cells that expect few points are taken together.
        let (mut chi, mut cells) = (0.0, 0.0);
        let (mut rare, mut found) = (0.0, 0.0);
        for (share, count) in shares.iter().zip(&counts) {
            let expected = share * DRAWS as f64;
            if expected >= 5.0 {
                chi += (count - expected).powi(2) / expected;
                cells += 1.0;
            } else {
                rare += expected;
                found += count;
            }
        }
        chi += (found - rare).powi(2) / rare.max(1.0);
        // Its mean is the number of cells, its variance twice that.
        let most = cells + 5.0 * (2.0_f64 * cells).sqrt();
        assert!(chi < most, "{world:?}: {chi}, {cells} cells");
    }
}

#[test]
fn every_world_has_its_parts_and_samples_reach_all_of_them_evenly() {
    let parts = [8, 2, 8, 16, 25, 16, 16, 8, 0];
    for ((world, mixture), parts) in worlds().zip(parts) {
        assert_eq!(mixture.parts, parts, "{world:?}");
        assert!((mixture.weights.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        assert_eq!(mixture.part_of.len(), mixture.centres.len());
        let set = ToyPoints::drawn(mixture.clone());
        let mut counts = vec![0; parts];
        let mut good = 0;
        for point in set.held_out().chunks(2) {
            let point = [point[0], point[1]];
            good += usize::from(mixture.near(point).is_some());
            if let Some(part) = mixture.part_of_point(point) {
                counts[part] += 1;
            }
        }
        let share = good as f64 / ToyPoints::HELD_OUT as f64;
        // A round Gaussian's share within three deviations is 1 − exp(−4.5), and of neighbours in a
        // curve or an area more, because they lend each other theirs.
        assert!(share > 0.984, "{world:?}: {share}");
        let expected = share * ToyPoints::HELD_OUT as f64 / parts.max(1) as f64;
        for count in counts {
            let off = (f64::from(count) - expected).abs();
            assert!(
                off < 5.0 * expected.sqrt(),
                "{world:?}: {count}, {expected}"
            );
        }
    }
}

#[test]
fn modes_are_far_apart_for_their_width() {
    for world in [
        ToyDistribution::TwoGaussians,
        ToyDistribution::EightGaussians,
        ToyDistribution::Grid,
    ] {
        let mixture = GaussianMixture::of(world, &ToyDrawing::default()).unwrap();
        for (i, a) in mixture.centres.iter().enumerate() {
            for b in &mixture.centres[..i] {
                let distance = (a[0] - b[0]).hypot(a[1] - b[1]);
                // Three deviations about each, and five between them.
                assert!(distance > 11.0 * mixture.deviation, "{world:?}: {distance}");
            }
        }
    }
}

#[test]
fn a_drawing_is_as_heavy_as_it_is_painted_and_an_empty_one_is_refused() {
    let mixture = GaussianMixture::of(ToyDistribution::Drawn, &drawing()).unwrap();
    assert_eq!(mixture.weights, [0.5, 5.0 / 30.0, 10.0 / 30.0]);
    // The fourth row from the top and the fifth column: 0.125 each, from 1.25.
    assert_eq!(mixture.centres[0], [-0.6875, 0.8125]);
    assert_eq!(mixture.deviation, 0.0625);
    let empty = GaussianMixture::of(ToyDistribution::Drawn, &ToyDrawing::default());
    assert!(matches!(
        empty,
        Err(ModelError::Config {
            field: "drawing",
            ..
        })
    ));
}

#[test]
fn points_are_the_same_for_every_seed_and_each_epoch_shuffles_them_anew() {
    let spec = RunSpec::default();
    let source = TrainingData::of_world(&spec).unwrap();
    let set = source.points().unwrap();
    assert_eq!(source.shape(), ImageShape::POINT);
    assert_eq!(source.len(), Some(ToyPoints::TRAINING));
    assert_eq!(
        source.held_out(9),
        Images::new(ImageShape::POINT, Vec::new())
    );
    assert_eq!(
        set,
        TrainingData::of_world(&spec).unwrap().points().unwrap()
    );
    assert_ne!(set.held_out(), set.second());

    let bits = |point: &[f32]| [point[0].to_bits(), point[1].to_bits()];
    let known: HashSet<[u32; 2]> = set.training().chunks(2).map(bits).collect();
    let batches = source.batches_per_epoch(150).unwrap();
    assert_eq!(batches, 20);
    for seed in [1, 2] {
        let seen: HashSet<[u32; 2]> = (0..batches)
            .flat_map(|step| {
                source
                    .batch(seed, step, 150)
                    .pixels
                    .chunks(2)
                    .map(bits)
                    .collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(seen, known);
    }
    assert_ne!(source.batch(1, 0, 150), source.batch(2, 0, 150));
    assert_ne!(source.batch(1, 0, 150), source.batch(1, batches, 150));
}
