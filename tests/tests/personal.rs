//! A small VAE of one's own pictures on a shipped model's codes.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

use std::time::Instant;

use model::data::faces::{FaceFactor, FaceFactors, draw, picture};
use model::data::{Images, TrainingData};
use model::latent;
use model::random::{HostRng, RandomStream};
use model::train::PersonalTraining;
use model::weights::{self, LatentModel, ModelArchitecture, ModelCard};
use model::{ModelError, device};
use run_spec::{ImageShape, ProceduralDataset};
use tests::{bytes_of, run};

const SIDE: usize = 32;
const BASE: &str = "assets/models/vae-faces.safetensors";

/// Faces of one family: dark glasses, red hair, otherwise as drawn.
fn own_faces(count: usize) -> Images {
    let shape = ImageShape::square(SIDE, 3);
    let faces = (0..count as u64).map(|index| family(draw(7, index, SIDE).factors));
    let pixels = faces.flat_map(|face| picture(&face, SIDE)).collect();
    Images::new(shape, pixels)
}

fn family(face: FaceFactors) -> FaceFactors {
    face.with(FaceFactor::Glasses, 2)
        .with(FaceFactor::HairColour, 5)
        .with(FaceFactor::Hat, 0)
}

fn begun(images: Images, seed: u64) -> PersonalTraining {
    let base = (BASE, &*bytes_of(BASE));
    run(PersonalTraining::begin(base, images, seed, &device::cpu())).unwrap()
}

fn trained(images: Images, seed: u64) -> Vec<u8> {
    let mut training = begun(images, seed);
    while !training.is_done() {
        training.step();
    }
    run(training.finish("Family")).unwrap()
}

fn opened(bytes: &[u8]) -> (ModelCard, LatentModel) {
    weights::load("family.safetensors", bytes, &device::cpu()).unwrap()
}

fn figure(card: &ModelCard, name: &str) -> f64 {
    let found = card.metrics.iter().find(|it| it.name == name);
    found.unwrap_or_else(|| panic!("no {name}")).value
}

/// The share of pictures whose nearest picture is one of `own`, among those and as many `others`.
fn share_of_own(pictures: &[u8], own: &Images, others: &Images) -> f64 {
    let size = own.shape().len();
    let distance = |a: &[u8], b: &[u8]| -> u64 {
        let pairs = a.iter().zip(b);
        pairs.map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2)).sum()
    };
    let nearest = |picture: &[u8], among: &Images| {
        let all = (0..among.len()).map(|index| distance(picture, among.bytes(index)));
        all.min().unwrap()
    };
    let found = pictures.chunks_exact(size);
    let count = found.len() as f64;
    let own = found.filter(|picture| nearest(picture, own) < nearest(picture, others));
    own.count() as f64 / count
}

#[test]
fn twenty_pictures_are_enough_for_a_space_of_their_own() {
    let images = own_faces(20);
    let begun = Instant::now();
    let bytes = trained(images.clone(), 1);
    let seconds = begun.elapsed().as_secs_f64();
    let (card, model) = opened(&bytes);
    assert!(matches!(card.architecture, ModelArchitecture::Personal(_)));
    assert_eq!((model.latent(), model.image()), (2, images.shape()));
    assert_eq!(card.data.images, 20);

    let mut rng = HostRng::new(0, RandomStream::Prior);
    let device = device::cpu();
    let samples = run(model.pictures(&rng.normals(2 * 200), &device)).unwrap();
    let (_, base) = weights::load(BASE, &bytes_of(BASE), &device).unwrap();
    let of_base = run(base.pictures(&rng.normals(base.latent() * 200), &device)).unwrap();
    let others = TrainingData::drawn(ProceduralDataset::Faces, SIDE).held_out(20);
    let [own, before] =
        [&samples, &of_base].map(|pictures| share_of_own(pictures, &images, &others));
    let [error, base_error] =
        ["Error of pictures", "Error of pictures by the base"].map(|name| figure(&card, name));
    println!(
        "{seconds:.1} s, {} bytes; nearest is an own picture for {:.0} % of samples, {:.0} % of the \
         base's; error {error} of 255, the base's {base_error}; KL {} nats",
        bytes.len(),
        100.0 * own,
        100.0 * before,
        figure(&card, "KL divergence"),
    );
    assert!(own >= 0.9 && before <= 0.6, "{own} against {before}");
    assert!(error < base_error + 12.0, "{error} against {base_error}");
}

#[test]
fn a_training_is_a_function_of_its_seed() {
    let of = |seed| {
        let mut training = begun(own_faces(6), seed);
        (0..20).for_each(|_| training.step());
        run(training.finish("Family")).unwrap()
    };
    assert_eq!(of(3), of(3));
    assert_ne!(of(3), of(4));
}

#[test]
fn a_picture_is_that_of_both_decoders_in_sequence_and_of_the_file_opened_again() {
    let bytes = trained(own_faces(8), 2);
    let (_, model) = opened(&bytes);
    let (_, again) = opened(&bytes);
    let device = device::cpu();
    let points = [0.0, 0.0, 1.0, -0.5, -2.0, 0.25];
    let pictures = run(model.pictures(&points, &device)).unwrap();
    assert_eq!(run(again.pictures(&points, &device)).unwrap(), pictures);

    let parts = model.into_personal().unwrap();
    let u = burn::tensor::Tensor::<2>::from_data(
        burn::tensor::TensorData::new(points.to_vec(), [3, 2]),
        &device,
    );
    let codes = run(device::read(parts.code(u))).unwrap();
    let shape = ImageShape::square(SIDE, 3);
    let (_, base) = weights::load_vae(BASE, &bytes_of(BASE), &device).unwrap();
    let expected = run(latent::pictures(&base, 16, shape, &codes, &device)).unwrap();
    assert_eq!(pictures, expected);
}

#[test]
fn pictures_of_another_size_are_refused() {
    let images = Images::new(ImageShape::grey(28), vec![0; 28 * 28 * 5]);
    let base = (BASE, &*bytes_of(BASE));
    let begun = run(PersonalTraining::begin(base, images, 1, &device::cpu()));
    let Err(ModelError::Config { field: "image", .. }) = begun else {
        panic!("taken");
    };
}
