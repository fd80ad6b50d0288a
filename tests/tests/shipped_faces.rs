//! The shipped model of faces: what its card says is true, read from its pictures.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

use model::data::faces::{FaceFactor, ReadFace};
use model::data::{TrainingData, held_out_faces};
use model::metrics::disentanglement;
use model::random::{HostRng, RandomStream};
use model::vae::Vae;
use model::weights::{self, CardDirection, ModelCard, points_from_bytes};
use model::{device, latent};
use run_spec::{Disentanglement, ImageShape, ProceduralDataset};
use tests::{bytes_of, run};

const SIDE: usize = 32;
/// Pixels of a cell of a face's grid.
const CELL: usize = 2;

struct Shipped {
    card: ModelCard,
    vae: Vae,
    latent: usize,
}

fn shipped() -> Shipped {
    let file = "assets/models/vae-faces.safetensors";
    let (card, vae) = weights::load_vae(file, &bytes_of(file), &device::cpu()).unwrap();
    let latent = card.architecture.latent();
    Shipped { card, vae, latent }
}

impl Shipped {
    fn direction(&self, id: &str) -> &CardDirection {
        let found = self.card.directions.iter().find(|it| it.id == id);
        found.unwrap_or_else(|| panic!("no direction {id}"))
    }

    fn metric(&self, name: &str) -> f64 {
        let found = self.card.metrics.iter().find(|it| it.name == name);
        found.unwrap_or_else(|| panic!("no {name}")).value
    }

    /// Posterior means of the first held-out faces.
    fn codes(&self, count: usize) -> Vec<f32> {
        let images = TrainingData::drawn(ProceduralDataset::Faces, SIDE).held_out(count);
        let indices: Vec<usize> = (0..count).collect();
        let batch = images.batch(&indices, &device::cpu());
        run(self.vae.encoder.forward(batch).read()).unwrap().means
    }

    fn pictures(&self, points: &[f32]) -> Vec<Vec<u8>> {
        let shape = ImageShape::square(SIDE, 3);
        let device = device::cpu();
        let bytes = run(latent::pictures(
            &self.vae,
            self.latent,
            shape,
            points,
            &device,
        ))
        .unwrap();
        bytes
            .chunks_exact(shape.len())
            .map(<[u8]>::to_vec)
            .collect()
    }

    /// Pictures of faces whose coordinate along a direction is set to five places in turn, each with
    /// its place.
    fn slid(&self, id: &str, faces: usize) -> Vec<(f32, Vec<u8>)> {
        let along = self.direction(id);
        let codes = self.codes(faces);
        let mut pictures = Vec::new();
        for step in 0..5_u8 {
            let place = along.low + (along.high - along.low) * f32::from(step) / 4.0;
            let mut points = codes.clone();
            for row in points.chunks_exact_mut(self.latent) {
                let now: f32 = row.iter().zip(&along.z).map(|(x, z)| x * z).sum();
                for (x, z) in row.iter_mut().zip(&along.z) {
                    *x += (place - now) * z;
                }
            }
            pictures.extend(
                self.pictures(&points)
                    .into_iter()
                    .map(|picture| (place, picture)),
            );
        }
        pictures
    }
}

/// How dark a cell is: mouths are darker than any skin.
fn darkness(picture: &[u8], [row, column]: [usize; 2]) -> f32 {
    let pixel = (row * CELL * SIDE + column * CELL) * 3;
    let bytes = picture[pixel..pixel + 3].iter();
    -bytes.map(|byte| f32::from(*byte)).sum::<f32>()
}

/// How far the corners of the mouth are above its middle: what a smile has dark and a frown has not,
/// less what a frown has.
fn bend(picture: &[u8]) -> f32 {
    let sum = |cells: [[usize; 2]; 4]| {
        cells
            .map(|cell| darkness(picture, cell))
            .iter()
            .sum::<f32>()
    };
    sum([[9, 6], [9, 9], [10, 7], [10, 8]]) - sum([[10, 6], [10, 9], [9, 7], [9, 8]])
}

#[test]
fn the_smile_moves_the_mouth() {
    let shipped = shipped();
    let slid = shipped.slid("smile", 60);
    let places: Vec<f32> = slid.iter().map(|(place, _)| *place).collect();
    let bends: Vec<f32> = slid.iter().map(|(_, picture)| bend(picture)).collect();
    let mouths: Vec<f32> = slid
        .iter()
        .map(|(_, picture)| f32::from(ReadFace::of(picture, SIDE).factors.get(FaceFactor::Mouth)))
        .collect();
    for (name, found) in [("pixels", bends), ("mouths read", mouths)] {
        let correlation = ::latent::correlation(&places, &found).unwrap();
        println!("smile: a correlation of {correlation:.2} with {name}");
        assert!(correlation >= 0.8, "{name}: {correlation}");
    }
}

#[test]
fn what_the_card_says_of_its_directions_is_found_again() {
    let shipped = shipped();
    let glasses = |read: &ReadFace| f32::from(read.factors.get(FaceFactor::Glasses).min(1));
    let light = |read: &ReadFace| -f32::from(read.factors.get(FaceFactor::Skin));
    let effects = [
        ("glasses", glasses as fn(&ReadFace) -> f32),
        ("skin-lightness", light),
    ];
    for (id, score) in effects {
        let slid = shipped.slid(id, 30);
        let places: Vec<f32> = slid.iter().map(|(place, _)| *place).collect();
        let scores: Vec<f32> = slid
            .iter()
            .map(|(_, picture)| score(&ReadFace::of(picture, SIDE)))
            .collect();
        let found = f64::from(::latent::correlation(&places, &scores).unwrap());
        let said = shipped.metric(&format!("Effect of {id}"));
        assert!(
            (found - said).abs() < 0.1,
            "{id}: {found}, its card says {said}"
        );
    }
    for direction in &shipped.card.directions {
        assert!(shipped.metric(&format!("Kept beside {}", direction.id)) > 50.0);
    }
}

#[test]
fn reconstructions_are_faces_with_the_same_factors() {
    const COUNT: usize = 100;
    let shipped = shipped();
    let read: Vec<ReadFace> = shipped
        .pictures(&shipped.codes(COUNT))
        .iter()
        .map(|picture| ReadFace::of(picture, SIDE))
        .collect();
    let faces = held_out_faces(COUNT);
    for factor in [
        FaceFactor::Skin,
        FaceFactor::HairColour,
        FaceFactor::Glasses,
        FaceFactor::Mouth,
    ] {
        let pairs = read.iter().zip(&faces);
        let right = pairs
            .filter(|(read, face)| read.factors.get(factor) == face.get(factor))
            .count();
        println!("{}: {right} of {COUNT}", factor.name());
        assert!(right >= 80, "{factor:?}: {right} of {COUNT}");
    }
}

#[test]
fn draws_from_the_prior_are_as_often_faces_as_the_card_says() {
    let shipped = shipped();
    let points = HostRng::new(7, RandomStream::Prior).normals(200 * shipped.latent);
    let pictures = shipped.pictures(&points);
    let faces = pictures
        .iter()
        .filter(|it| ReadFace::of(it, SIDE).is_recognised());
    let found = faces.count() as f64 / 2.0;
    let said = shipped.metric("Recognised as faces");
    // Four standard deviations of a share of 200.
    assert!(
        (found - said).abs() < 14.0,
        "{found} %, the card says {said} %"
    );
}

#[test]
fn the_encoded_images_are_held_out_faces_with_their_factors() {
    const POINTS: usize = 2_000;
    let shipped = shipped();
    let file = "assets/models/vae-faces.points.safetensors";
    let points = points_from_bytes(file, &bytes_of(file), shipped.latent).unwrap();
    let faces = held_out_faces(POINTS);
    for factor in FaceFactor::ALL {
        let (_, values) = points
            .factors
            .iter()
            .find(|(name, _)| name == factor.name())
            .unwrap();
        let expected: Vec<f32> = faces
            .iter()
            .map(|face| f32::from(face.get(factor)))
            .collect();
        assert_eq!(values, &expected, "{factor:?}");
    }
    let colours: Vec<u8> = faces
        .iter()
        .map(|face| face.get(FaceFactor::HairColour))
        .collect();
    assert_eq!(points.labels, colours);
    for (shipped, found) in points.codes.means.iter().zip(shipped.codes(POINTS)) {
        // Half precision: eleven bits.
        assert!((shipped - found).abs() <= 1e-4 + found.abs() / 1024.0);
    }
}

/// The mutual information gap of the first held-out faces.
fn gap_of(shipped: &Shipped, count: usize) -> Disentanglement {
    let data = TrainingData::drawn(ProceduralDataset::Faces, SIDE);
    let mut codes = Vec::new();
    for first in (0..count).step_by(500) {
        let images = data.held_out_from(first, 500);
        let indices: Vec<usize> = (0..images.len()).collect();
        let batch = images.batch(&indices, &device::cpu());
        let posterior = shipped.vae.encoder.forward(batch);
        codes.extend(run(posterior.read()).unwrap().means);
    }
    disentanglement(&codes, shipped.latent, &data.held_out_factors(count)).unwrap()
}

#[test]
fn the_gap_of_a_thousand_faces_is_that_of_ten_thousand() {
    let shipped = shipped();
    let [some, all] = [1_000, 10_000].map(|count| gap_of(&shipped, count));
    let [few, many] = [&some, &all].map(|score| score.gap().unwrap());
    println!("gap of 1,000 faces {few:.4}, of 10,000 {many:.4}");
    let card = shipped.metric("Mutual information gap");
    assert!(
        (many - card).abs() <= 0.005,
        "{many} is not the card's {card}"
    );
    assert!((few - many).abs() < 0.02, "{few} against {many}");
    // What is said of the clearest factor does not depend on chance.
    let [first, clear] = [some.clearest()[0], all.clearest()[0]];
    assert_eq!(first.factor, clear.factor);
    assert_eq!(first.dimension, clear.dimension);
}
