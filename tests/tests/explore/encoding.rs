//! What encoders say of images whose factors are known, and of images that were centred.

use model::data::{Images, TrainingData, strokes};
use model::train::{StepPart, Trainer};
use run_spec::{DatasetId, ModelType, NetworkSpec, ProceduralDataset, RunSpec};
use tests::{mnist_or_skip, run};

use super::{cpu, shipped};

/// Strokes from index `first` on of a seed that nothing is trained on, with their true slants.
fn drawn(first: u64, count: u64, side: usize) -> (Images, Vec<f32>) {
    const SEED: u64 = 77;
    let images = model::data::drawn_images(
        &ProceduralDataset::Strokes.into(),
        SEED,
        first,
        count as usize,
        side,
    );
    let slants = (first..first + count).map(|i| strokes::draw(SEED, i, side).factors.slant);
    (images, slants.collect())
}

#[test]
fn the_attribute_vector_of_slant_follows_the_true_slant_of_strokes_not_seen_before() {
    let spec = RunSpec {
        model: ModelType::Vae,
        data: DatasetId::Strokes,
        image_size: 28,
        latent: 8,
        encoder: NetworkSpec::dense(&[128]),
        decoder: NetworkSpec::dense(&[128]),
        learning_rate: 2e-3,
        ..RunSpec::default()
    };
    let source = TrainingData::drawn(ProceduralDataset::Strokes, spec.image_size);
    let mut trainer = Trainer::new(&spec, source, &cpu()).unwrap();
    for _ in 0..3_000 {
        trainer.step(StepPart::Whole);
    }
    let codes = |images: &Images| run(trainer.encode(images)).unwrap().unwrap();
    let (known, slants) = drawn(0, 1_000, spec.image_size);
    // The most upright third against the third that leans most.
    let vector = latent::of_factor(&codes(&known), spec.latent, &slants).unwrap();
    let (others, slants) = drawn(1_000, 500, spec.image_size);
    let along = latent::project(&codes(&others), spec.latent, &vector).unwrap();
    let correlation = latent::correlation(&along, &slants).unwrap();
    // What can be measured of the pictures themselves.
    let measured: Vec<f32> = (0..others.len())
        .map(|i| latent::slant(&others.values(&[i]), spec.image_size).unwrap())
        .collect();
    let best = latent::correlation(&measured, &slants).unwrap();
    println!(
        "the code's slant correlates with the true one by {correlation:.3}, the picture's by {best:.3}"
    );
    assert!(correlation > 0.8, "{correlation}");
}

#[test]
fn centred_test_images_have_the_codes_of_the_images_themselves() {
    let Some(images) = mnist_or_skip() else {
        return;
    };
    const COUNT: usize = 500;
    let images = images.truncated(COUNT);
    let model = shipped("vae-mnist-10d");
    let (mut plain, mut centred) = (Vec::new(), Vec::new());
    let mut same = 0;
    for i in 0..COUNT {
        let grey = latent::centre(&images.values(&[i]), 28, 28, 28).unwrap();
        let bytes: Vec<u8> = grey
            .iter()
            .map(|grey| (grey * 255.0).round() as u8)
            .collect();
        same += usize::from(bytes == images.bytes(i));
        centred.extend(bytes);
        plain.extend_from_slice(images.bytes(i));
    }
    let encode = |bytes: &[u8]| run(model.posteriors(bytes, &cpu())).unwrap().unwrap();
    let (plain, centred) = (encode(&plain), encode(&centred));
    let mut apart: Vec<f32> = plain
        .means
        .iter()
        .zip(&centred.means)
        .map(|(a, b)| (a - b).abs())
        .collect();
    apart.sort_by(f32::total_cmp);
    println!(
        "{same} of {COUNT} images are the same; coordinates differ by {:.4} at the median, {:.3} at 99 %",
        apart[apart.len() / 2],
        apart[apart.len() * 99 / 100]
    );
    // MNIST's images are centred as `centre` does it, so that it leaves them as they are.
    assert_eq!(same, COUNT);
    assert_eq!(plain, centred);
}
