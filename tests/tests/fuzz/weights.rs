//! Models with their cards, encoded points, and runs.

use std::collections::HashMap;

use model::device;
use model::personal::{PersonalConfig, PersonalVae};
use model::train::{StepPart, Trainer};
use model::vae::Vae;
use model::weights::{
    self, CARD_KEY, CARD_VERSION, DataFacts, EncodedPoints, ModelArchitecture, ModelCard,
    TensorFile, WeightPrecision,
};
use run_spec::NetworkSpec;
use run_spec::check::MAX_PARAMETERS;
use tests::runs::{RUNS, source};
use tests::{conv_config, dense_config, run};

use crate::corpus::Corpus;
use crate::{assert_sentence, check_reader, within_memory};

/// What a network of the largest size takes while it is made, in bytes: its numbers as drawn and as
/// tensors, and what those are made from.
const LARGEST_NETWORK: usize = 6 * 4 * MAX_PARAMETERS;

/// What a file's parts take of memory for each of its bytes: tensors apart, and as numbers.
const COPIES: usize = 64;

/// What stands in headers and cards.
const WORDS: &[&[u8]] = &[
    b"\"__metadata__\":",
    b"\"dtype\":\"F16\"",
    b"\"F32\"",
    b"\"BF16\"",
    b"\"I64\"",
    b"\"U8\"",
    b"\"shape\":[",
    b"\"data_offsets\":[0,",
    b"latentscape.card",
    b"latentscape.run",
    b"\\\"version\\\":1",
    b"\\\"latent\\\":",
    b"\\\"kind\\\":\\\"gan\\\"",
    b"\\\"kind\\\":\\\"personal\\\"",
    b"\\\"sigma\\\":",
    b"[1,1,",
    b"decoder.",
    b".moments.0.",
];

fn card(architecture: ModelArchitecture) -> ModelCard {
    ModelCard {
        version: CARD_VERSION,
        title: "A small network".to_owned(),
        summary: "It is untrained.".to_owned(),
        architecture,
        data: DataFacts {
            name: "stripes".to_owned(),
            authors: "nobody".to_owned(),
            licence: "CC0-1.0".to_owned(),
            images: 12,
        },
        licence: "MIT OR Apache-2.0".to_owned(),
        metrics: Vec::new(),
        directions: Vec::new(),
        base: None,
        command: "none".to_owned(),
        digest: String::new(),
    }
}

fn model_corpus() -> Corpus {
    let files = [dense_config(), conv_config()].map(|config| {
        let vae = Vae::new(&config, 4, &device::cpu()).unwrap();
        let card = card(ModelArchitecture::Vae(config));
        run(weights::save(&vae, &card, WeightPrecision::F16)).unwrap()
    });
    let personal = {
        let hidden = || NetworkSpec::dense(&[3]);
        let config = PersonalConfig {
            base: dense_config(),
            latent: 1,
            encoder: hidden(),
            decoder: hidden(),
        };
        let model = PersonalVae::new(&config, 4, &device::cpu()).unwrap();
        let card = card(ModelArchitecture::Personal(config));
        run(weights::save(&model, &card, WeightPrecision::F16)).unwrap()
    };
    Corpus::of_words(WORDS)
        .with_all(files)
        .with(personal)
        .with_files("tests/tests/fuzz/corpus/model")
        .with_files("../shared/trials/safetensors")
}

#[test]
fn a_model_is_read_and_makes_pictures_or_is_refused_in_a_sentence() {
    check_reader!(model_corpus(), |bytes| {
        if let Ok((tensors, _)) = TensorFile::parse("a", bytes) {
            let written = tensors.to_bytes(None).unwrap();
            assert_eq!(TensorFile::parse("a", &written).unwrap().0, tensors);
        }
        let most = COPIES * bytes.len() + LARGEST_NETWORK;
        match within_memory(most, || weights::load("a", bytes, &device::cpu())) {
            Ok((card, model)) => {
                let metadata = HashMap::from([(CARD_KEY.to_owned(), card.to_json())]);
                assert_eq!(ModelCard::from_metadata("a", &metadata), Ok(card));
                let point = vec![0.5; model.latent()];
                let picture = run(model.pictures(&point, &device::cpu())).unwrap();
                assert_eq!(picture.len(), model.image().len());
            }
            Err(error) => assert_sentence(&error.to_string()),
        }
    });
}

fn points_corpus() -> Corpus {
    let points = |count: usize, latent: usize| {
        let numbers = |many: usize| {
            (0..many)
                .map(|at| at as f32 / 8.0 - 1.0)
                .collect::<Vec<_>>()
        };
        let points = EncodedPoints {
            codes: model::vae::PosteriorValues {
                means: numbers(count * latent),
                stds: numbers(count * latent),
            },
            labels: vec![3; count],
            factors: ["slant", "thickness"]
                .map(|name| (name.to_owned(), numbers(count)))
                .to_vec(),
        };
        weights::points_to_bytes(latent, points).unwrap()
    };
    Corpus::of_words(WORDS)
        .with(points(3, 2))
        .with(points(1, 2))
        .with(points(0, 2))
        .with(points(4, 3))
        .with_files("tests/tests/fuzz/corpus/points")
}

#[test]
fn encoded_points_are_read_and_written_again_or_refused_in_a_sentence() {
    check_reader!(points_corpus(), |bytes| {
        let most = COPIES * bytes.len();
        match within_memory(most, || weights::points_from_bytes("a", bytes, 2)) {
            Ok(points) => {
                let count = points.labels.len();
                assert_eq!(points.codes.means.len(), 2 * count);
                assert_eq!(points.codes.stds.len(), 2 * count);
                assert!(
                    points
                        .factors
                        .iter()
                        .all(|(_, values)| values.len() == count)
                );
                // What is beyond 16 bits is rounded once, and then the same for good.
                let write = |points| weights::points_to_bytes(2, points);
                let Ok(written) = write(points) else { return };
                if let Ok(again) = weights::points_from_bytes("a", &written, 2) {
                    assert_eq!(write(again).unwrap(), written);
                }
            }
            Err(error) => assert_sentence(&error.to_string()),
        }
    });
}

/// A run that has taken a step, and the kind of run that it is.
fn trainer_of(number: usize) -> Trainer {
    let mut trainer = Trainer::new(&RUNS[number].1(), source(), &device::cpu()).unwrap();
    trainer.step(StepPart::Whole);
    trainer
}

/// A dense GAN and a VAE: what optimisers and averages write.
const KINDS: [usize; 2] = [0, 6];

fn run_corpus() -> Corpus {
    let files = KINDS.map(|number| run(trainer_of(number).checkpoint()).unwrap());
    Corpus::of_words(WORDS)
        .with_all(files)
        .with_files("tests/tests/fuzz/corpus/run")
        .with_files("../shared/trials/runs")
}

#[test]
fn a_saved_run_is_restored_or_refused_and_then_nothing_has_changed() {
    check_reader!(run_corpus(), |bytes| {
        let most = COPIES * bytes.len() + LARGEST_NETWORK;
        if let Err(error) = within_memory(most, || Trainer::spec_of(bytes)) {
            assert_sentence(&error.to_string());
        }
        let mut trainer = trainer_of(KINDS[bytes.len() % KINDS.len()]);
        let before = run(trainer.checkpoint()).unwrap();
        match within_memory(most, || trainer.restore(bytes)) {
            Ok(()) => {
                // It goes on, and what it writes is read.
                let written = run(trainer.checkpoint()).unwrap();
                trainer.restore(&written).unwrap();
                assert!(run(trainer.checkpoint()).unwrap() == written);
                trainer.step(StepPart::Whole);
            }
            Err(error) => {
                assert_sentence(&error.to_string());
                assert!(run(trainer.checkpoint()).unwrap() == before);
            }
        }
    });
}
