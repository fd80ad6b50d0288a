//! Painting on a picture, against ridge regression and on shipped models.

use burn::tensor::Tensor;
use model::ModelError;
use model::latent::{LatentDecoder, PicturePainting, pictures};
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
/// What keeps a point near: `PULL` of `model::latent::painting`.
const PULL: f64 = 0.4;

/// ½ + z W with three rows of W.
struct LinearDecoder(Vec<Vec<f64>>);

impl LinearDecoder {
    fn new() -> Self {
        Self(orthonormal(3, SHAPE.len(), 21))
    }

    fn grey(&self, z: &[f64]) -> Vec<f32> {
        let pixel = |at: usize| {
            let rows = self.0.iter().zip(z);
            0.5 + rows.map(|(row, z)| row[at] * z).sum::<f64>()
        };
        (0..SHAPE.len()).map(|at| pixel(at) as f32).collect()
    }
}

impl LatentDecoder for LinearDecoder {
    fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        let weight: Vec<f32> = self.0.iter().flatten().map(|w| *w as f32).collect();
        let weight = tensor(&weight, [3, SHAPE.len()], &z.device());
        z.matmul(weight).add_scalar(0.5)
    }
}

/// z = c + (AᵀMA + λ² I)⁻¹ AᵀM (x − g(c)), by Gaussian elimination.
fn ridge(decoder: &LinearDecoder, c: &[f64], x: &[f32], m: &[f32]) -> Vec<f64> {
    let rows = &decoder.0;
    let before = decoder.grey(c);
    let weighed = |a: &[f64], b: &dyn Fn(usize) -> f64| -> f64 {
        (0..SHAPE.len())
            .map(|at| f64::from(m[at]) * a[at] * b(at))
            .sum()
    };
    let mut system: Vec<Vec<f64>> = (0..3)
        .map(|i| {
            let mut line: Vec<f64> = (0..3)
                .map(|j| {
                    let own = if i == j { PULL * PULL } else { 0.0 };
                    own + weighed(&rows[i], &|at| rows[j][at])
                })
                .collect();
            line.push(weighed(&rows[i], &|at| f64::from(x[at] - before[at])));
            line
        })
        .collect();
    for i in 0..3 {
        for other in 0..3 {
            if other != i {
                let factor = system[other][i] / system[i][i];
                let line = system[i].clone();
                system[other]
                    .iter_mut()
                    .zip(line)
                    .for_each(|(a, b)| *a -= factor * b);
            }
        }
    }
    (0..3).map(|i| c[i] + system[i][3] / system[i][i]).collect()
}

/// Where the point goes.
fn painted(
    model: &impl LatentDecoder,
    wish: (&[f32], &[f32]),
    shape: ImageShape,
    (start, center): (&[f32], &[f32]),
) -> Vec<f32> {
    let latent = center.len();
    let mut painting = PicturePainting::new(wish, shape, (start, center), latent, BOUND).unwrap();
    loop {
        let progress = run(painting.advance(model, &cpu(), 64)).unwrap();
        if progress.done {
            assert_eq!(painting.wanted(), 0);
            return progress.z;
        }
    }
}

#[test]
fn what_is_painted_on_a_linear_decoders_picture_leads_where_ridge_regression_says() {
    let decoder = LinearDecoder::new();
    let (c, z) = ([0.4, -0.3, 0.8], [-0.6, 0.9, 0.5]);
    let (before, after) = (decoder.grey(&c), decoder.grey(&z));
    // The pixels that differ most are painted; the rest is kept, some, hardly or not at all.
    for keep in [0.25, 0.02, 0.0] {
        let is_painted = |at: usize| (after[at] - before[at]).abs() > 0.1;
        let wish: Vec<f32> = (0..64)
            .map(|at| {
                if is_painted(at) {
                    after[at]
                } else {
                    before[at]
                }
            })
            .collect();
        let weights: Vec<f32> = (0..64)
            .map(|at| if is_painted(at) { 1.0 } else { keep })
            .collect();
        let expected = ridge(&decoder, &c, &wish, &weights);
        let center = c.map(|c| c as f32);
        // From the centre, and from where another stroke left the point.
        for start in [center, [1.0, 1.0, -1.0]] {
            let found = painted(&decoder, (&wish, &weights), SHAPE, (&start, &center));
            for (found, expected) in found.iter().zip(&expected) {
                assert!(
                    (f64::from(*found) - expected).abs() < 2e-3,
                    "{found} instead of {expected}, {keep} kept"
                );
            }
        }
        if keep == 0.0 {
            let apart = |z: &[f64], from: &[f64]| -> f64 {
                let squares = z.iter().zip(from).map(|(a, b)| (a - b).powi(2));
                squares.sum::<f64>().sqrt()
            };
            assert!(apart(&expected, &z) < 0.4 * apart(&c, &z), "{expected:?}");
        }
    }
}

#[test]
fn nothing_painted_moves_nothing() {
    for id in ["vae-mnist-10d", "gan-mnist", "vae-faces"] {
        let model = shipped(id);
        let (shape, latent) = (model.image(), model.latent());
        let z = HostRng::new(4, RandomStream::Prior).normals(latent);
        // As the page has it: in 256 steps of grey.
        let bytes = run(pictures(&model, latent, shape, &z, &cpu())).unwrap();
        let wish: Vec<f32> = bytes.iter().map(|byte| f32::from(*byte) / 255.0).collect();
        let weights = vec![0.05; shape.width * shape.height];
        let found = painted(&model, (&wish, &weights), shape, (&z, &z));
        for (found, z) in found.iter().zip(&z) {
            assert!((found - z).abs() < 0.02, "{id}: {found} instead of {z}");
        }
    }
}

/// Root mean square difference over the pixels that `holds`.
fn apart(one: &[f32], other: &[f32], holds: impl Fn(usize) -> bool) -> f32 {
    let of = (0..one.len()).filter(|at| holds(*at));
    let squares: Vec<f32> = of.map(|at| (one[at] - other[at]).powi(2)).collect();
    (squares.iter().sum::<f32>() / squares.len() as f32).sqrt()
}

#[test]
fn a_stroke_brings_a_digit_nearer_to_the_wish_and_keeps_the_rest() {
    let model = shipped("vae-mnist-10d");
    let (shape, latent) = (model.image(), model.latent());
    let decode = |z: &[f32]| -> Vec<f32> {
        let bytes = run(pictures(&model, latent, shape, z, &cpu())).unwrap();
        bytes.iter().map(|byte| f32::from(*byte) / 255.0).collect()
    };
    let mut rest_kept = 0.0;
    let mut rest_free = 0.0;
    let mut kept_nearer = 0;
    for seed in 0..10 {
        let z = HostRng::new(seed, RandomStream::Prior).normals(latent);
        let before = decode(&z);
        // A stroke across: rows 12 to 14, columns 6 to 21, white.
        let is_painted = |at: usize| (12..15).contains(&(at / 28)) && (6..22).contains(&(at % 28));
        let wish: Vec<f32> = (0..784)
            .map(|at| if is_painted(at) { 1.0 } else { before[at] })
            .collect();
        let answer = |keep: f32| {
            let weights: Vec<f32> = (0..784)
                .map(|at| if is_painted(at) { 1.0 } else { keep })
                .collect();
            decode(&painted(&model, (&wish, &weights), shape, (&z, &z)))
        };
        let (kept, free) = (answer(0.05), answer(0.0));
        let wished = apart(&before, &wish, is_painted);
        let now = apart(&kept, &wish, is_painted);
        assert!(now < 0.9 * wished, "seed {seed}: {now} of {wished}");
        let rest = |picture: &[f32]| apart(picture, &before, |at| !is_painted(at));
        rest_kept += rest(&kept);
        rest_free += rest(&free);
        kept_nearer += usize::from(rest(&kept) < rest(&free));
    }
    println!(
        "the rest moves {} where it is kept, {} where not",
        rest_kept / 10.0,
        rest_free / 10.0
    );
    // A decoder that is not linear may lead a free point astray.
    assert!(kept_nearer >= 8, "{kept_nearer} of 10");
    assert!(rest_kept < 0.9 * rest_free, "{rest_kept}, {rest_free}");
}

#[test]
fn what_is_no_point_or_no_picture_is_refused() {
    let (values, weights, z) = ([0.5; 64], [1.0; 64], [0.0; 3]);
    let new = |values: &[f32], weights: &[f32], start: &[f32], center: &[f32]| {
        PicturePainting::new((values, weights), SHAPE, (start, center), 3, BOUND).err()
    };
    assert!(new(&values, &weights, &z, &z).is_none());
    for (start, center) in [
        (&[0.0; 2][..], &z[..]),
        (&z, &[0.0; 6]),
        (&[f32::NAN; 3], &z),
    ] {
        let refused = new(&values, &weights, start, center);
        assert!(
            matches!(refused, Some(ModelError::LatentPoint { .. })),
            "{start:?}, {center:?}"
        );
    }
    for refused in [
        new(&values[1..], &weights, &z, &z),
        new(&values, &weights[1..], &z, &z),
    ] {
        assert!(matches!(refused, Some(ModelError::PictureSize { .. })));
    }
}
