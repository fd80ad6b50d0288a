//! Damaged pictures restored, against closed forms and against points that pictures were made of.

use burn::tensor::Tensor;
use model::ModelError;
use model::latent::{
    LatentDecoder, PictureEvidence, PictureRestoration, RestorationProgress, pictures,
};
use model::random::{HostRng, RandomStream};
use run_spec::ImageShape;
use tests::{run, tensor};

use super::{cpu, orthonormal, shipped};

const SHAPE: ImageShape = ImageShape {
    channels: 1,
    height: 8,
    width: 8,
};
const BOUND: f32 = 3.5;
const DRAWS: usize = 64;

/// ½ + z W with two rows of W.
struct Linear([Vec<f64>; 2]);

impl Linear {
    fn new() -> Self {
        let rows = orthonormal(2, SHAPE.len(), 8);
        // Neither at right angles nor of one length, once some of it is hidden.
        let [one, other] = [&rows[0], &rows[1]];
        let mixed = one.iter().zip(other).map(|(a, b)| 0.5 * a + 0.8 * b);
        Self([one.iter().map(|a| 0.9 * a).collect(), mixed.collect()])
    }

    fn grey(&self, z: [f64; 2]) -> Vec<f32> {
        let [one, other] = &self.0;
        let pairs = one.iter().zip(other);
        pairs
            .map(|(a, b)| (0.5 + z[0] * a + z[1] * b) as f32)
            .collect()
    }
}

impl LatentDecoder for Linear {
    fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        let weight: Vec<f32> = self.0.iter().flatten().map(|w| *w as f32).collect();
        let weight = tensor(&weight, [2, SHAPE.len()], &z.device());
        z.matmul(weight).add_scalar(0.5)
    }
}

/// The mean and covariance of N(μ, Σ) = p(z | x) for x − ½ = A z + σ ε: Σ = (AᵀA / σ² + I)⁻¹ and
/// μ = Σ Aᵀ (x − ½) / σ².
fn posterior(rows: &[Vec<f64>; 2], x: &[f64], deviation: f64) -> ([f64; 2], [[f64; 2]; 2]) {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let precision = deviation.powi(-2);
    let [a, b, d] = [(0, 0), (0, 1), (1, 1)].map(|(i, j)| {
        let own = if i == j { 1.0 } else { 0.0 };
        precision * dot(&rows[i], &rows[j]) + own
    });
    let determinant = a * d - b * b;
    let covariance = [
        [d / determinant, -b / determinant],
        [-b / determinant, a / determinant],
    ];
    let centred: Vec<f64> = x.iter().map(|x| x - 0.5).collect();
    let pull = [0, 1].map(|i| precision * dot(&rows[i], &centred));
    let mean = [0, 1].map(|i| covariance[i][0] * pull[0] + covariance[i][1] * pull[1]);
    (mean, covariance)
}

fn restored(
    model: &impl LatentDecoder,
    evidence: PictureEvidence,
    latent: usize,
    seed: u64,
    draws: usize,
) -> (RestorationProgress, Vec<f32>, Vec<u8>) {
    let pixels = evidence.shape().len();
    let mut restoration = PictureRestoration::new(evidence, latent, BOUND, seed, draws);
    loop {
        let progress = run(restoration.advance(model, &cpu(), 50)).unwrap();
        if progress.done {
            assert_eq!(restoration.wanted(), 0);
            let (points, drawn) = restoration.drawn();
            assert_eq!(points.len() / latent, drawn.len() / pixels);
            return (progress, points, drawn);
        }
        assert!(restoration.wanted() > 0);
    }
}

/// Holds mean and covariance of many draws against the closed form.
fn assert_posterior(
    linear: &Linear,
    evidence: &PictureEvidence,
    (rows, x, deviation): (&[Vec<f64>; 2], &[f64], f64),
) {
    let (mean, covariance) = posterior(rows, x, deviation);
    let mut drawn = Vec::new();
    for seed in 0..60 {
        let (progress, points, _) = restored(linear, evidence.clone(), 2, seed, DRAWS);
        for (found, expected) in progress.search.z.iter().zip(mean) {
            let apart = (f64::from(*found) - expected).abs();
            assert!(apart < 2e-3, "{found} instead of {expected}");
        }
        // Where the decoder is linear, each draw is worth as much as any other.
        assert!(progress.effective > 0.99, "{}", progress.effective);
        assert_eq!(points.len(), 2 * DRAWS);
        drawn.extend(points.into_iter().map(f64::from));
    }
    let count = drawn.len() as f64 / 2.0;
    let moment = |of: &dyn Fn(&[f64]) -> f64| drawn.chunks_exact(2).map(of).sum::<f64>() / count;
    for i in 0..2 {
        let found = moment(&|z| z[i]);
        // Four standard errors.
        let error = 4.0 * (covariance[i][i] / count).sqrt();
        assert!((found - mean[i]).abs() < error, "{found}, {}", mean[i]);
        for j in 0..2 {
            let found = moment(&|z| (z[i] - mean[i]) * (z[j] - mean[j]));
            let size = (covariance[i][i] * covariance[j][j]).sqrt();
            let error = 4.0 * size * (2.0 / count).sqrt();
            let expected = covariance[i][j];
            assert!((found - expected).abs() < error, "{found}, {expected}");
        }
    }
}

#[test]
fn draws_have_mean_and_covariance_of_a_linear_decoders_posterior() {
    let linear = Linear::new();
    let grey = linear.grey([0.6, -0.4]);
    // The lower half is hidden, and what it says is no picture at all.
    let weights: Vec<f32> = (0..64).map(|at| if at < 32 { 1.0 } else { 0.0 }).collect();
    let values: Vec<f32> = (0..64)
        .map(|at| if at < 32 { grey[at] } else { 9.0 })
        .collect();
    let deviation = 0.3;
    let evidence = PictureEvidence::new(&values, &weights, SHAPE, 1, deviation).unwrap();
    let half = linear.0.each_ref().map(|row| row[..32].to_vec());
    let x: Vec<f64> = values[..32].iter().map(|x| f64::from(*x)).collect();
    assert_posterior(&linear, &evidence, (&half, &x, f64::from(deviation)));
}

#[test]
fn draws_of_a_thumbnail_have_those_of_the_means_over_squares() {
    let linear = Linear::new();
    let means = |row: &[f64]| -> Vec<f64> {
        let mean = |at: usize| {
            let first = at / 4 * 16 + at % 4 * 2;
            [0, 1, 8, 9]
                .iter()
                .map(|next| row[first + next])
                .sum::<f64>()
                / 4.0
        };
        (0..16).map(mean).collect()
    };
    let small = linear.0.each_ref().map(|row| means(row));
    let grey = linear.grey([-0.5, 0.7]).into_iter().map(f64::from);
    let x = means(&grey.collect::<Vec<_>>());
    let values: Vec<f32> = x.iter().map(|x| *x as f32).collect();
    let deviation = 0.2;
    let evidence = PictureEvidence::new(&values, &[1.0; 16], SHAPE, 2, deviation).unwrap();
    assert_posterior(&linear, &evidence, (&small, &x, f64::from(deviation)));
}

/// Of `count` pictures that a model made, how many of its points are found from their left half.
fn found_from_half(id: &str, count: u64) -> usize {
    let model = shipped(id);
    let (shape, latent) = (model.image(), model.latent());
    let mut found = 0;
    for seed in 0..count {
        let z = HostRng::new(300 + seed, RandomStream::Evaluation).normals(latent);
        let z: Vec<f32> = z.iter().map(|z| 0.8 * z.clamp(-3.0, 3.0)).collect();
        let picture = run(pictures(&model, latent, shape, &z, &cpu())).unwrap();
        let values: Vec<f32> = picture
            .iter()
            .map(|byte| f32::from(*byte) / 255.0)
            .collect();
        let pixels = shape.width * shape.height;
        let is_left = |at: usize| at % shape.width < shape.width / 2;
        let weights: Vec<f32> = (0..pixels)
            .map(|at| if is_left(at) { 1.0 } else { 0.0 })
            .collect();
        let evidence = PictureEvidence::new(&values, &weights, shape, 1, 0.0).unwrap();
        let (progress, _, _) = restored(&model, evidence, latent, seed, 0);
        let made = run(pictures(&model, latent, shape, &progress.search.z, &cpu())).unwrap();
        let (mut sum, mut hidden) = (0.0, 0.0);
        for at in (0..picture.len()).filter(|at| !is_left(at / shape.channels)) {
            sum += ((f64::from(made[at]) - f64::from(picture[at])) / 255.0).powi(2);
            hidden += 1.0;
        }
        let error = (sum / hidden).sqrt();
        println!("  seen {:.4}, hidden {error:.4}", progress.search.error);
        found += usize::from(error < 0.05);
    }
    println!("{id}: {found} of {count}");
    found
}

#[test]
fn the_hidden_half_of_the_models_own_pictures_is_found_from_the_other() {
    assert!(found_from_half("vae-mnist-10d", 8) >= 6);
    assert!(found_from_half("vae-faces", 4) >= 3);
}

#[test]
fn a_restoration_is_the_same_for_its_seed_however_it_is_cut() {
    let linear = Linear::new();
    let grey = linear.grey([0.3, 0.1]);
    let evidence = PictureEvidence::new(&grey, &[1.0; 64], SHAPE, 1, 0.2).unwrap();
    let once = restored(&linear, evidence.clone(), 2, 5, 8);
    assert_eq!(once, restored(&linear, evidence.clone(), 2, 5, 8));
    assert_ne!(once.1, restored(&linear, evidence, 2, 6, 8).1);
    assert_eq!(once.2.len(), 8 * 64);
}

#[test]
fn what_has_another_size_is_refused() {
    let refused = |values: usize, weights: usize, shape, shrink| {
        let (values, weights) = (vec![0.5; values], vec![1.0; weights]);
        let found = PictureEvidence::new(&values, &weights, shape, shrink, 0.1);
        matches!(found, Err(ModelError::PictureSize { .. }))
    };
    assert!(!refused(64, 64, SHAPE, 1));
    assert!(!refused(4, 4, SHAPE, 4));
    assert!(refused(63, 64, SHAPE, 1));
    assert!(refused(64, 63, SHAPE, 1));
    assert!(refused(16, 16, SHAPE, 4));
    // Squares of three do not fill eight.
    assert!(refused(4, 4, SHAPE, 3));
}
