//! The shipped generator of faces: what its card says is true, read from its pictures.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

use std::collections::BTreeSet;

use model::data::faces::{FaceFactor, HAIR_COLOURS, ReadFace};
use model::device;
use model::random::{HostRng, RandomStream};
use model::weights::{self, LatentModel, ModelCard};
use run_spec::ImageShape;
use tests::{bytes_of, run};

const SIDE: usize = 32;
const LATENT: usize = 24;
/// What a direction is to change.
type Effect = (&'static str, fn(&ReadFace) -> f32);

const MAX_BYTES: usize = 400_000;
const FILE: &str = "assets/models/gan-faces.safetensors";

fn shipped() -> (ModelCard, LatentModel) {
    let bytes = bytes_of(FILE);
    assert!(bytes.len() <= MAX_BYTES, "{} bytes", bytes.len());
    weights::load(FILE, &bytes, &device::cpu()).unwrap()
}

fn metric(card: &ModelCard, name: &str) -> f64 {
    let found = card.metrics.iter().find(|it| it.name == name);
    found.unwrap_or_else(|| panic!("no {name}")).value
}

fn read(model: &LatentModel, points: &[f32]) -> Vec<ReadFace> {
    let bytes = run(model.pictures(points, &device::cpu())).unwrap();
    bytes
        .chunks_exact(ImageShape::square(SIDE, 3).len())
        .map(|picture| ReadFace::of(picture, SIDE))
        .collect()
}

#[test]
fn it_is_a_generator_of_faces_in_colour() {
    let (card, model) = shipped();
    assert!(!model.has_encoder() && !card.architecture.has_encoder());
    assert_eq!(
        (model.latent(), model.image()),
        (LATENT, ImageShape::square(SIDE, 3))
    );
    assert_eq!(
        (card.title.as_str(), card.data.images),
        ("Faces, GAN", 60_000)
    );
    assert!(
        card.command.contains("--model gan-faces"),
        "{}",
        card.command
    );
}

#[test]
fn draws_are_as_often_faces_as_the_card_says_and_of_nearly_all_hair_colours() {
    let (card, model) = shipped();
    // Others than the card's.
    let points = HostRng::new(7, RandomStream::Prior).normals(200 * LATENT);
    let faces = read(&model, &points);
    let recognised: Vec<&ReadFace> = faces.iter().filter(|it| it.is_recognised()).collect();
    let found = recognised.len() as f64 / 2.0;
    let said = metric(&card, "Recognised as faces");
    let colours: BTreeSet<u8> = recognised
        .iter()
        .map(|face| face.factors.get(FaceFactor::HairColour))
        .collect();
    println!(
        "{found} %, the card says {said} %; {} hair colours",
        colours.len()
    );
    // Four standard deviations of a share of 200.
    assert!(
        (found - said).abs() < 14.0,
        "{found} %, the card says {said} %"
    );
    assert!(said >= 50.0);
    assert!(colours.len() >= HAIR_COLOURS.len() - 1, "{colours:?}");
}

#[test]
fn directions_found_in_its_draws_change_what_they_are_called_after() {
    let (card, model) = shipped();
    let effects: [Effect; 3] = [
        ("smile", |read| {
            f32::from(read.factors.get(FaceFactor::Mouth))
        }),
        ("glasses", |read| {
            f32::from(read.factors.get(FaceFactor::Glasses).min(1))
        }),
        ("skin-lightness", |read| {
            -f32::from(read.factors.get(FaceFactor::Skin))
        }),
    ];
    let draws = HostRng::new(8, RandomStream::Prior).normals(60 * LATENT);
    for (id, score) in effects {
        let along = card.directions.iter().find(|it| it.id == id).unwrap();
        let (mut places, mut scores) = (Vec::new(), Vec::new());
        for step in 0..5_u8 {
            let place = along.low + (along.high - along.low) * f32::from(step) / 4.0;
            let mut points = draws.clone();
            for row in points.chunks_exact_mut(LATENT) {
                let now: f32 = row.iter().zip(&along.z).map(|(x, z)| x * z).sum();
                for (x, z) in row.iter_mut().zip(&along.z) {
                    *x += (place - now) * z;
                }
            }
            for face in read(&model, &points) {
                places.push(place);
                scores.push(score(&face));
            }
        }
        let found = f64::from(::latent::correlation(&places, &scores).unwrap());
        let said = metric(&card, &format!("Effect of {id}"));
        println!("{id}: a correlation of {found:.2}, its card says {said}");
        assert!(found >= 0.7, "{id}: {found}");
        assert!(
            (found - said).abs() < 0.15,
            "{id}: {found}, its card says {said}"
        );
    }
}
