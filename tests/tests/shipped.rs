//! The models in `assets/models`: what their cards say is true.
//!
//! The figures need MNIST's test images, which are not part of the project. Without them
//! ([`tests::mnist_or_skip`]) those checks are skipped.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

use std::fs;

use model::random::{HostRng, RandomStream};
use model::vae::{Vae, VaeConfig};
use model::weights::{self, ModelCard, points_from_bytes};
use model::{device, latent, metrics};
use serde::Deserialize;
use tests::{mnist_or_skip, root, run};

const MAX_BYTES: usize = 400_000;
const MAX_GENERATOR_BYTES: usize = 500_000;
const POINTS: usize = 2_000;

#[derive(Deserialize)]
struct Entry {
    id: String,
    title: String,
    weights: String,
    points: Option<String>,
    poster: Option<String>,
    latent: usize,
}

/// A VAE with its encoded images.
struct Shipped {
    entry: Entry,
    points: String,
    card: ModelCard,
    config: VaeConfig,
    vae: Vae,
    size: usize,
}

fn bytes_of(path: &str) -> Vec<u8> {
    fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn catalogue() -> Vec<Entry> {
    serde_json::from_slice(&bytes_of("assets/models/catalog.json")).unwrap()
}

/// The VAEs: they have encoded images.
fn shipped() -> Vec<Shipped> {
    let load = |entry: Entry| {
        let points = entry.points.clone()?;
        let bytes = bytes_of(&entry.weights);
        let (card, vae) = weights::load_vae(&entry.weights, &bytes, &device::cpu())
            .unwrap_or_else(|error| panic!("{error}"));
        let config = card.architecture.vae().unwrap().clone();
        Some(Shipped {
            entry,
            points,
            card,
            config,
            vae,
            size: bytes.len(),
        })
    };
    catalogue().into_iter().filter_map(load).collect()
}

fn metric(card: &ModelCard, name: &str) -> f64 {
    let found = card
        .metrics
        .iter()
        .find(|metric| metric.name.eq_ignore_ascii_case(name));
    found
        .unwrap_or_else(|| panic!("no {name} in the card of {}", card.title))
        .value
}

#[test]
fn the_catalogue_lists_two_vaes_and_a_gan() {
    let found: Vec<_> = catalogue().into_iter().map(|e| (e.id, e.latent)).collect();
    let model = |id: &str, latent| (id.to_owned(), latent);
    assert_eq!(
        found,
        [
            model("vae-mnist-2d", 2),
            model("vae-mnist-10d", 10),
            model("gan-mnist", 16)
        ]
    );
}

#[test]
fn the_gan_is_a_generator_whose_samples_are_drawings_on_black_and_differ() {
    let entry = catalogue()
        .into_iter()
        .find(|entry| entry.id == "gan-mnist");
    let entry = entry.unwrap();
    assert!(entry.points.is_none() && entry.poster.is_none());
    let bytes = bytes_of(&entry.weights);
    assert!(bytes.len() <= MAX_GENERATOR_BYTES, "{} bytes", bytes.len());
    let (card, model) = weights::load(&entry.weights, &bytes, &device::cpu()).unwrap();
    assert_eq!(card.title, entry.title);
    assert_eq!(model.latent(), entry.latent);
    assert!(!model.has_encoder() && !card.architecture.has_encoder());
    assert_eq!(card.data.images, 60_000);
    assert!(
        card.command.contains("--model gan-mnist"),
        "{}",
        card.command
    );
    let points = HostRng::new(1, RandomStream::Prior).normals(64 * entry.latent);
    let pictures = run(model.pictures(&points, &device::cpu())).unwrap();
    assert_drawings(&entry.id, &pictures, model.image().len());
    let mut different: Vec<&[u8]> = pictures.chunks(model.image().len()).collect();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), 64);
    // What the card says of them is found again by an independent judge (`reference/judge.py`).
    assert!(metric(&card, "A classifier is 90 % sure of") > 40.0);
    assert_eq!(metric(&card, "Digits among those"), 10.0);
}

#[track_caller]
fn assert_drawings(id: &str, pictures: &[u8], size: usize) {
    for (i, picture) in pictures.chunks(size).enumerate() {
        let bright = picture.iter().filter(|&&grey| grey > 128).count();
        let dark = picture.iter().filter(|&&grey| grey < 64).count();
        // A digit covers some 13 % of its image.
        let share = |count| count as f64 / picture.len() as f64;
        assert!(
            share(bright) > 0.01 && share(dark) > 0.5,
            "{id}, point {i}: {bright} bright and {dark} dark pixels"
        );
    }
}

#[test]
fn every_vae_loads_and_is_what_the_catalogue_and_its_card_say() {
    // Loading holds the tensors against the card's digest.
    for Shipped {
        entry,
        card,
        config,
        vae,
        size,
        ..
    } in shipped()
    {
        assert!(size <= MAX_BYTES, "{}: {size} bytes", entry.id);
        assert_eq!(card.title, entry.title);
        assert_eq!(config.latent, entry.latent);
        assert_eq!(
            config.parameter_count(),
            model::train::parameter_count(&vae)
        );
        assert_eq!(
            card.data.images, 60_000,
            "{}: trained on all of MNIST",
            entry.id
        );
        assert!(!card.data.authors.is_empty() && !card.licence.is_empty());
        let sum = metric(&card, "reconstruction") + metric(&card, "KL divergence");
        assert!(
            (metric(&card, "negative ELBO") - sum).abs() < 0.02,
            "{}",
            entry.id
        );
    }
}

#[test]
fn every_vae_ships_two_thousand_encoded_images_of_all_ten_digits_with_their_measures() {
    for Shipped { entry, points, .. } in shipped() {
        let points = points_from_bytes(&points, &bytes_of(&points), entry.latent).unwrap();
        assert_eq!(points.labels.len(), POINTS, "{}", entry.id);
        assert_eq!(points.codes.means.len(), POINTS * entry.latent);
        // A posterior is narrower than the prior, but for what a dimension does not carry.
        let stds = &points.codes.stds;
        assert_eq!(stds.len(), POINTS * entry.latent);
        assert!(stds.iter().all(|&s| s > 0.0 && s < 1.5), "{}", entry.id);
        let mut counts = [0; 10];
        points
            .labels
            .iter()
            .for_each(|&label| counts[usize::from(label)] += 1);
        assert!(
            counts.iter().all(|&count| count > 100),
            "{}: {counts:?}",
            entry.id
        );
        let mean = |name: &str| {
            let (_, values) = points.factors.iter().find(|(n, _)| n == name).unwrap();
            assert_eq!(values.len(), POINTS);
            values.iter().sum::<f32>() / POINTS as f32
        };
        // Means of the same images by NumPy: 0.0017, and Morpho-MNIST has thicknesses of 1 to 6.
        assert!((mean("slant") - 0.0017).abs() < 2e-4, "{}", mean("slant"));
        let thickness = mean("thickness");
        assert!((2.0..3.0).contains(&thickness), "{thickness}");
    }
}

#[test]
fn the_plane_has_a_poster() {
    for entry in catalogue() {
        assert_eq!(entry.poster.is_some(), entry.latent == 2, "{}", entry.id);
        if let Some(poster) = entry.poster {
            assert!(
                bytes_of(&poster).starts_with(b"\x89PNG\r\n\x1a\n"),
                "{poster}"
            );
        }
    }
}

#[test]
fn pictures_at_drawn_and_at_encoded_points_are_drawings_on_black() {
    for Shipped {
        entry,
        points,
        config,
        vae,
        ..
    } in shipped()
    {
        let encoded = points_from_bytes("points", &bytes_of(&points), entry.latent).unwrap();
        let drawn = HostRng::new(0, RandomStream::Prior).normals(16 * entry.latent);
        let points = [&drawn[..], &encoded.codes.means[..16 * entry.latent]].concat();
        let pictures = run(latent::pictures(
            &vae,
            entry.latent,
            config.image,
            &points,
            &device::cpu(),
        ))
        .unwrap();
        assert_eq!(pictures.len(), 32 * config.image.len());
        assert_drawings(&entry.id, &pictures, config.image.len());
    }
}

#[test]
fn the_figures_of_the_cards_are_those_of_the_test_images() {
    let Some(images) = mnist_or_skip() else {
        return;
    };
    for Shipped {
        entry,
        card,
        config,
        vae,
        ..
    } in shipped()
    {
        // Another draw of ε than the card's.
        let found = run(metrics::elbo(
            &vae,
            config.latent,
            &images,
            1,
            &device::cpu(),
        ))
        .unwrap();
        assert_eq!(found.images, 10_000);
        let said = metric(&card, "negative ELBO");
        println!(
            "{}: {:.2} nats, its card says {said}",
            entry.id, found.negative_elbo
        );
        assert!(
            (found.negative_elbo / said - 1.0).abs() < 0.01,
            "{}",
            entry.id
        );
        assert!(
            (found.kl / metric(&card, "KL divergence") - 1.0).abs() < 0.01,
            "{}",
            entry.id
        );
        let most = match entry.latent {
            2 => 148.0,
            10 => 107.0,
            other => panic!("no bound is known for {other} dimensions"),
        };
        assert!(found.negative_elbo <= most, "{}: {found:?}", entry.id);
    }
}

#[test]
fn the_encoded_images_are_the_first_of_the_test_images() {
    let Some(images) = mnist_or_skip() else {
        return;
    };
    let first: Vec<usize> = (0..POINTS).collect();
    for Shipped {
        entry, points, vae, ..
    } in shipped()
    {
        let points = points_from_bytes("points", &bytes_of(&points), entry.latent).unwrap();
        assert_eq!(
            points.labels,
            images.labels().unwrap()[..POINTS],
            "{}",
            entry.id
        );
        let batch = images.batch(&first, &device::cpu());
        let codes = run(vae.encoder.forward(batch).read()).unwrap();
        let near = |shipped: f32, found: f32| {
            // Half precision: eleven bits.
            let allowed = 1e-4 + found.abs() / 1024.0;
            assert!(
                (shipped - found).abs() <= allowed,
                "{}: {shipped}, {found}",
                entry.id
            );
        };
        for (i, &found) in codes.means.iter().enumerate() {
            near(points.codes.means[i], found);
            near(points.codes.stds[i], codes.stds[i]);
        }
        for (index, grey) in first.iter().map(|&i| (i, images.values(&[i]))) {
            for ((_, values), found) in points.factors.iter().zip([
                ::latent::slant(&grey, 28).unwrap(),
                ::latent::thickness(&grey, 28).unwrap(),
            ]) {
                near(values[index], found);
            }
        }
    }
}
