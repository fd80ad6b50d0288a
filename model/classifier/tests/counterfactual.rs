//! The nearest point of another class: against the closed form of linear decoders and classifiers, and
//! against points drawn at random.

#![cfg(not(target_arch = "wasm32"))]

use classifier::{CounterfactualPoint, CounterfactualSearch, PictureScores, likeliest};

const BOUND: f32 = 5.0;

/// Numbers that look random, always the same.
struct Waves(f64);

impl Waves {
    fn next(&mut self) -> f32 {
        self.0 += 1.0;
        ((self.0 * 12.9898).sin() * 43_758.547).fract() as f32
    }

    fn take(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.next()).collect()
    }
}

/// Logits that are a linear map of the pixels: `[classes, pixels]`, and an offset each.
struct LinearScores {
    weights: Vec<Vec<f32>>,
    offsets: Vec<f32>,
}

fn dot(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

impl PictureScores for LinearScores {
    fn logits(&self, picture: &[f32]) -> Vec<f32> {
        let rows = self.weights.iter().zip(&self.offsets);
        rows.map(|(row, offset)| dot(row, picture) + offset)
            .collect()
    }

    fn margin_gradient(&self, picture: &[f32], class: usize, over: usize) -> (f32, Vec<f32>) {
        let logits = self.logits(picture);
        let rows = self.weights[class].iter().zip(&self.weights[over]);
        (
            logits[class] - logits[over],
            rows.map(|(a, b)| a - b).collect(),
        )
    }
}

/// Searches through a decoder, some pictures at a time.
fn search(
    scores: &impl PictureScores,
    decode: &dyn Fn(&[f32]) -> Vec<f32>,
    origin: &[f32],
    target: Option<usize>,
    starts: &[f32],
) -> (CounterfactualSearch, usize) {
    let mut search = CounterfactualSearch::new(origin, starts, target, BOUND);
    let pixels = decode(origin).len();
    let mut decoded = 0;
    while !search.is_done() {
        let points = search.wanted(7).to_vec();
        assert!(!points.is_empty());
        let pictures: Vec<f32> = points.chunks_exact(origin.len()).flat_map(decode).collect();
        decoded += points.len() / origin.len();
        search.take(scores, &pictures, pixels);
    }
    assert!(search.wanted(7).is_empty());
    (search, decoded)
}

const LATENT: usize = 6;
const PIXELS: usize = 20;
const CLASSES: usize = 4;

fn linear(seed: f64) -> (LinearScores, Vec<Vec<f32>>) {
    let mut waves = Waves(seed);
    let scores = LinearScores {
        weights: (0..CLASSES).map(|_| waves.take(PIXELS)).collect(),
        offsets: waves.take(CLASSES),
    };
    (scores, (0..PIXELS).map(|_| waves.take(LATENT)).collect())
}

/// Points far away, and around the one that the search begins at.
fn starts(seed: f64, origin: &[f32], count: usize) -> Vec<f32> {
    let mut waves = Waves(seed);
    let far = waves.take(origin.len() * count);
    let mut all: Vec<f32> = far.iter().map(|value| 3.5 * value).collect();
    for radius in [0.4, 1.0, 2.0] {
        let noise = waves.take(origin.len() * count / 3);
        let from = origin.iter().cycle();
        all.extend(
            noise
                .iter()
                .zip(from)
                .map(|(noise, from)| from + radius * noise),
        );
    }
    all
}

#[test]
fn through_a_linear_decoder_it_is_the_projection_onto_the_nearest_border() {
    for seed in [1.0, 200.0, 3_000.0, 40_000.0] {
        let (scores, decoder) = linear(seed);
        let decode =
            |z: &[f32]| -> Vec<f32> { decoder.iter().map(|row| 0.5 + dot(row, z)).collect() };
        let origin = Waves(seed + 0.5).take(LATENT);
        let logits = scores.logits(&decode(&origin));
        let class = likeliest(&logits);
        // The distance of each other class's hyperplane: margin over the norm of its gradient in z.
        let others = (0..CLASSES).filter(|other| *other != class).map(|other| {
            let (margin, pixels) = scores.margin_gradient(&decode(&origin), class, other);
            let slopes = (0..LATENT).map(|at| {
                let along: f32 = decoder
                    .iter()
                    .zip(&pixels)
                    .map(|(row, by)| row[at] * by)
                    .sum();
                along * along
            });
            (margin / slopes.sum::<f32>().sqrt(), other)
        });
        let (nearest, other) = others.min_by(|a, b| a.0.total_cmp(&b.0)).expect("classes");
        let (search, _) = search(&scores, &decode, &origin, None, &starts(seed, &origin, 60));
        assert_eq!(search.origin_class(), Some(class));
        let found = search.found().expect("another class");
        assert_eq!(found.class, other);
        assert_eq!(likeliest(&scores.logits(&decode(&found.z))), other);
        let ratio = found.distance / nearest;
        assert!((0.999..1.02).contains(&ratio), "{seed}: {ratio}");
    }
}

/// A decoder that bends: each pixel is a wave of z.
fn bent(decoder: &[Vec<f32>], z: &[f32]) -> Vec<f32> {
    decoder
        .iter()
        .map(|row| 0.5 + 0.5 * (0.7 * dot(row, z)).sin())
        .collect()
}

#[test]
fn no_point_that_is_drawn_closer_is_of_the_class_that_was_looked_for() {
    for (seed, target) in [
        (7.0, None),
        (70.0, None),
        (700.0, Some(0)),
        (7_000.0, Some(2)),
    ] {
        let (scores, decoder) = linear(seed);
        let decode = |z: &[f32]| -> Vec<f32> { bent(&decoder, z) };
        let origin = Waves(seed + 0.5).take(LATENT);
        let class = likeliest(&scores.logits(&decode(&origin)));
        if target == Some(class) {
            continue;
        }
        let (search, decoded) = search(
            &scores,
            &decode,
            &origin,
            target,
            &starts(seed, &origin, 200),
        );
        assert!(decoded < 9_000, "{decoded}");
        let CounterfactualPoint {
            z,
            class: other,
            distance,
        } = search.found().expect("another class");
        assert_ne!(other, class);
        assert!(target.is_none_or(|target| target == other));
        assert_eq!(likeliest(&scores.logits(&decode(&z))), other);
        assert!(z.iter().all(|value| value.abs() <= BOUND));
        let apart: Vec<f32> = z.iter().zip(&origin).map(|(a, b)| a - b).collect();
        assert!((dot(&apart, &apart).sqrt() - distance).abs() < 1e-4);
        let mut waves = Waves(seed + 0.25);
        for _ in 0..20_000 {
            let step = waves.take(LATENT);
            let length =
                0.97 * distance * (0.3 + 0.7 * waves.next().abs()) / dot(&step, &step).sqrt();
            let near: Vec<f32> = origin
                .iter()
                .zip(&step)
                .map(|(from, by)| from + length * by)
                .collect();
            let there = likeliest(&scores.logits(&decode(&near)));
            let is_closer = target.map_or(there != class, |target| there == target);
            assert!(!is_closer, "{seed}: {there} within {length} of {distance}");
        }
    }
}

#[test]
fn where_no_start_is_of_the_class_nothing_is_found() {
    let (scores, decoder) = linear(1.0);
    let decode = |z: &[f32]| -> Vec<f32> { bent(&decoder, z) };
    let origin = vec![0.0; LATENT];
    let (nothing, decoded) = search(&scores, &decode, &origin, None, &[]);
    assert_eq!((nothing.found(), decoded), (None, 1));
    // Nor where the point itself is of that class.
    let class = nothing.origin_class();
    let (itself, _) = search(&scores, &decode, &origin, class, &starts(1.0, &origin, 9));
    assert_eq!(itself.found(), None);
}
