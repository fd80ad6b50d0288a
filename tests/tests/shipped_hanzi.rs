//! The shipped model of hanzi: what its card says is true, read from its pictures.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

use std::sync::Arc;

use model::data::hanzi::{HanziFactors, HanziStrokes, ReadHanzi};
use model::data::{ImageDrawer, Images, TrainingData, held_out_hanzi};
use model::vae::Vae;
use model::weights::{self, CardDirection, ModelCard, points_from_bytes};
use model::{device, latent};
use run_spec::ImageShape;
use tests::{bytes_of, hanzi, run};

const SIDE: usize = 32;
/// A factor's name, and its value.
type Factor = (&'static str, fn(&HanziFactors) -> f32);
/// What is read of a picture to which a character with these factors was moved.
type Reading = fn(&HanziStrokes, HanziFactors, &[u8]) -> f32;

struct Shipped {
    card: ModelCard,
    vae: Vae,
    latent: usize,
    strokes: Arc<HanziStrokes>,
}

fn shipped() -> Shipped {
    let file = "assets/models/vae-hanzi.safetensors";
    let (card, vae) = weights::load_vae(file, &bytes_of(file), &device::cpu()).unwrap();
    let latent = card.architecture.latent();
    let strokes = hanzi();
    Shipped {
        card,
        vae,
        latent,
        strokes,
    }
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

    fn held_out(&self, count: usize) -> Images {
        let drawer = ImageDrawer::Hanzi(self.strokes.clone());
        TrainingData::drawn(drawer, SIDE).held_out(count)
    }

    /// Posterior means of the first held-out characters.
    fn codes(&self, count: usize) -> Vec<f32> {
        let indices: Vec<usize> = (0..count).collect();
        let batch = self.held_out(count).batch(&indices, &device::cpu());
        run(self.vae.encoder.forward(batch).read()).unwrap().means
    }

    fn pictures(&self, points: &[f32]) -> Vec<Vec<u8>> {
        let shape = ImageShape::grey(SIDE);
        let device = device::cpu();
        let bytes = latent::pictures(&self.vae, self.latent, shape, points, &device);
        let bytes = run(bytes).unwrap();
        let pictures = bytes.chunks_exact(shape.len());
        pictures.map(<[u8]>::to_vec).collect()
    }

    /// How what is read of pictures goes with the place of a slider: a correlation, over five places
    /// for each character.
    fn effect(&self, id: &str, read: Reading, count: usize) -> f32 {
        let along = self.direction(id);
        let drawn = held_out_hanzi(&self.strokes, count);
        let codes = self.codes(count);
        let (mut places, mut values) = (Vec::new(), Vec::new());
        for step in 0..5_u8 {
            let place = along.low + (along.high - along.low) * f32::from(step) / 4.0;
            let mut points = codes.clone();
            for row in points.chunks_exact_mut(self.latent) {
                let now: f32 = row.iter().zip(&along.z).map(|(x, z)| x * z).sum();
                for (x, z) in row.iter_mut().zip(&along.z) {
                    *x += (place - now) * z;
                }
            }
            for (picture, factors) in self.pictures(&points).iter().zip(&drawn) {
                places.push(place);
                values.push(read(&self.strokes, *factors, picture));
            }
        }
        ::latent::correlation(&places, &values).unwrap()
    }
}

fn read(strokes: &HanziStrokes, from: HanziFactors, picture: &[u8]) -> HanziFactors {
    ReadHanzi::of(strokes, from.character, picture, SIDE).factors
}

#[test]
fn sliders_change_slant_strokes_width_and_size_as_they_are_called() {
    let shipped = shipped();
    let effects: [(&str, Reading); 4] = [
        ("slant", |strokes, from, picture| {
            read(strokes, from, picture).slant
        }),
        ("strokes", |strokes, from, picture| {
            let character = ReadHanzi::nearest_character(strokes, from, picture, SIDE);
            strokes.characters()[usize::from(character)].strokes.len() as f32
        }),
        ("thickness", |strokes, from, picture| {
            read(strokes, from, picture).width
        }),
        ("size", |strokes, from, picture| {
            read(strokes, from, picture).size
        }),
    ];
    for (id, read) in effects {
        let found = shipped.effect(id, read, 24);
        let said = shipped.metric(&format!("Effect of {id}"));
        println!("{id}: a correlation of {found:.2}, its card says {said}");
        assert!(found >= 0.7, "{id}: {found}");
        assert!(
            (f64::from(found) - said).abs() < 0.12,
            "{id}: {found}, its card says {said}"
        );
    }
}

#[test]
fn reconstructions_are_as_often_the_same_character_as_the_card_says() {
    const COUNT: usize = 200;
    let shipped = shipped();
    let drawn = held_out_hanzi(&shipped.strokes, COUNT);
    let pictures = shipped.pictures(&shipped.codes(COUNT));
    let right = pictures.iter().zip(&drawn).filter(|(picture, factors)| {
        let found = ReadHanzi::nearest_character(&shipped.strokes, **factors, picture, SIDE);
        found == factors.character
    });
    let found = 100.0 * right.count() as f64 / COUNT as f64;
    let said = shipped.metric("Characters read of reconstructions");
    println!("{found} % of characters, the card says {said} %");
    // Four standard deviations of a share of 200.
    assert!(
        (found - said).abs() < 14.0,
        "{found} %, the card says {said} %"
    );
    assert!(said > 50.0);
}

#[test]
fn the_encoded_images_are_held_out_characters_with_their_factors() {
    const POINTS: usize = 2_000;
    let shipped = shipped();
    let file = "assets/models/vae-hanzi.points.safetensors";
    let points = points_from_bytes(file, &bytes_of(file), shipped.latent).unwrap();
    let drawn = held_out_hanzi(&shipped.strokes, POINTS);
    let known: [Factor; 5] = [
        ("character", |factors| f32::from(factors.character)),
        ("width", |factors| factors.width),
        ("slant", |factors| factors.slant),
        ("size", |factors| factors.size),
        ("jitter", |factors| factors.jitter),
    ];
    assert_eq!(points.factors.len(), known.len());
    for (name, value) in known {
        let (_, values) = points.factors.iter().find(|(it, _)| it == name).unwrap();
        for (shipped, factors) in values.iter().zip(&drawn) {
            let exact = value(factors);
            // Half precision: eleven bits.
            assert!(
                (shipped - exact).abs() <= 1e-4 + exact.abs() / 1024.0,
                "{name}"
            );
        }
    }
    let images = shipped.held_out(POINTS);
    assert_eq!(points.labels, images.labels().unwrap());
    for (shipped, found) in points.codes.means.iter().zip(shipped.codes(POINTS)) {
        assert!((shipped - found).abs() <= 1e-4 + found.abs() / 1024.0);
    }
}
