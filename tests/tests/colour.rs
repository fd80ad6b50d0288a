//! Every kind of run learns in colour, and no channel becomes another on the way.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use model::data::{Images, TrainingData};
use model::device;
use model::train::{StepPart, Trainer};
use model::weights::{self, WeightPrecision};
use run_spec::{
    DatasetId, ImageShape, ModelType, NetworkSpec, ProceduralDataset, Reconstruction, RunSpec,
};
use tests::run;
use tests::runs::RUNS;

const SIDE: usize = 16;

/// The kinds of runs, on faces in place of what they are on.
fn runs() -> impl Iterator<Item = (&'static str, RunSpec)> {
    RUNS.iter().map(|(name, spec)| {
        let spec = RunSpec {
            data: DatasetId::Faces,
            image_size: SIDE,
            ..spec()
        };
        (*name, spec)
    })
}

fn source() -> TrainingData {
    TrainingData::drawn(ProceduralDataset::Faces, SIDE)
}

fn trained(spec: &RunSpec, source: TrainingData, steps: u32) -> Trainer {
    let mut trainer = Trainer::new(spec, source, &device::cpu()).unwrap();
    for _ in 0..steps {
        trainer.step(StepPart::Whole);
    }
    trainer
}

#[test]
fn every_kind_of_run_learns_from_faces_and_draws_what_it_saves() {
    for (name, spec) in runs() {
        let mut trainer = trained(&spec, source(), 4);
        let report = run(trainer.report()).unwrap();
        assert!(
            report.losses.iter().all(|(_, loss)| loss.is_finite()),
            "{name}"
        );
        let noise = trainer.fixed_noise();
        let pictures = run(trainer.pictures(&noise)).unwrap();
        let count = noise.len() / spec.latent;
        assert_eq!(pictures.len(), count * 3 * SIDE * SIDE, "{name}");

        let saved = run(trainer.checkpoint()).unwrap();
        let resumed = Trainer::resume(&saved, source(), &device::cpu()).unwrap();
        assert!(run(resumed.pictures(&noise)).unwrap() == pictures, "{name}");

        let file = run(trainer.weights(name, WeightPrecision::F32)).unwrap();
        let (_, model) = weights::load(name, &file, &device::cpu()).unwrap();
        assert_eq!(model.image(), ImageShape::square(SIDE, 3), "{name}");
        let drawn = run(model.pictures(&noise, &device::cpu())).unwrap();
        let off = drawn.iter().zip(&pictures).map(|(a, b)| a.abs_diff(*b));
        assert!(off.max().unwrap() <= 1, "{name}");

        let images = source().held_out(5);
        let rebuilt = run(trainer.reconstructions(&images)).unwrap();
        assert_eq!(rebuilt.is_some(), spec.model.has_encoder(), "{name}");
        if let Some(rebuilt) = rebuilt {
            assert_eq!(rebuilt.len(), 5 * 3 * SIDE * SIDE, "{name}");
            let figures = run(trainer.elbo(&images, 0)).unwrap().unwrap();
            assert!(figures.negative_elbo.is_finite(), "{name}");
        }
    }
}

/// Pictures whose rows have one colour and whose columns darken: neither a channel nor an axis can be
/// taken for another.
fn plain(count: usize) -> Images {
    let pixels = (0..count * SIDE * SIDE).flat_map(|i| {
        let column = (i % SIDE * 4) as u8;
        if i / SIDE % SIDE < SIDE / 2 {
            [230 - column, 120, 20]
        } else {
            [30, 60 + column, 200]
        }
    });
    Images::new(ImageShape::square(SIDE, 3), pixels.collect())
}

#[test]
fn what_is_learnt_of_plain_colours_is_each_pixel_in_its_colour() {
    let networks = [
        (NetworkSpec::dense(&[16]), NetworkSpec::dense(&[16])),
        (
            NetworkSpec::conv(&[8], &[16]),
            NetworkSpec::conv(&[8], &[16]),
        ),
    ];
    for (encoder, decoder) in networks {
        for &reconstruction in Reconstruction::ALL {
            let spec = RunSpec {
                model: ModelType::Autoencoder,
                data: DatasetId::Own,
                image_size: SIDE,
                batch: 4,
                latent: 2,
                encoder: encoder.clone(),
                decoder: decoder.clone(),
                reconstruction,
                learning_rate: 0.01,
                ..RunSpec::default()
            };
            let source = TrainingData::held(plain(8), Some(plain(2))).unwrap();
            let trainer = trained(&spec, source, 400);
            let rebuilt = run(trainer.reconstructions(&plain(1))).unwrap().unwrap();
            let expected = plain(1);
            let off = rebuilt
                .iter()
                .zip(expected.bytes(0))
                .map(|(a, b)| a.abs_diff(*b));
            let off = off.max().unwrap();
            assert!(off < 12, "{decoder}, {reconstruction:?}: {off}");
        }
    }
}
