//! The models in `assets/models`: what their cards say is true.
//!
//! The figures need MNIST's four IDX files, which are not part of the project: in the folder that
//! `LATENTSCAPE_MNIST` names, or else in `../shared/data/mnist` beside the project. Without them
//! those checks print `skipped: …` and pass.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

use std::fs;
use std::path::PathBuf;

use model::data::{Images, idx};
use model::random::{HostRng, Stream};
use model::vae::{Vae, VaeConfig};
use model::weights::{self, Card, points_from_bytes};
use model::{device, latent, metrics};
use serde::Deserialize;
use tests::{read, root, run};

const MAX_BYTES: usize = 400_000;
const POINTS: usize = 2_000;

#[derive(Deserialize)]
struct Entry {
    id: String,
    title: String,
    weights: String,
    points: String,
    poster: Option<String>,
    latent: usize,
}

struct Shipped {
    entry: Entry,
    card: Card,
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

fn shipped() -> Vec<Shipped> {
    let load = |entry: Entry| {
        let bytes = bytes_of(&entry.weights);
        let (card, vae) = weights::load_vae(&entry.weights, &bytes, &device::cpu())
            .unwrap_or_else(|error| panic!("{error}"));
        let config = card.architecture.vae().unwrap().clone();
        Shipped {
            entry,
            card,
            config,
            vae,
            size: bytes.len(),
        }
    };
    catalogue().into_iter().map(load).collect()
}

fn metric(card: &Card, name: &str) -> f64 {
    let found = card
        .metrics
        .iter()
        .find(|metric| metric.name.eq_ignore_ascii_case(name));
    found
        .unwrap_or_else(|| panic!("no {name} in the card of {}", card.title))
        .value
}

/// The folder with MNIST, if there is one.
fn mnist() -> Option<PathBuf> {
    let folder = match std::env::var_os("LATENTSCAPE_MNIST") {
        Some(folder) => PathBuf::from(folder),
        None => root().join("../shared/data/mnist"),
    };
    folder
        .join("t10k-images-idx3-ubyte.gz")
        .is_file()
        .then_some(folder)
}

fn test_images(folder: &std::path::Path) -> Images {
    let read = |name: &str| fs::read(folder.join(name)).unwrap();
    let images = idx::images("images", &read("t10k-images-idx3-ubyte.gz")).unwrap();
    let labels = idx::labels("labels", &read("t10k-labels-idx1-ubyte.gz")).unwrap();
    images.with_labels(labels).unwrap()
}

#[test]
fn the_catalogue_lists_a_model_of_two_and_one_of_ten_dimensions() {
    let found: Vec<_> = catalogue().into_iter().map(|e| (e.id, e.latent)).collect();
    let model = |id: &str, latent| (id.to_owned(), latent);
    assert_eq!(
        found,
        [model("vae-mnist-2d", 2), model("vae-mnist-10d", 10)]
    );
}

#[test]
fn every_model_loads_and_is_what_the_catalogue_and_its_card_say() {
    // Loading holds the tensors against the card's digest.
    for Shipped {
        entry,
        card,
        config,
        vae,
        size,
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
fn every_model_ships_two_thousand_encoded_images_of_all_ten_digits() {
    for entry in catalogue() {
        let bytes = bytes_of(&entry.points);
        let points = points_from_bytes(&entry.points, &bytes, entry.latent).unwrap();
        assert_eq!(points.labels.len(), POINTS, "{}", entry.id);
        assert_eq!(
            points.codes.means.len(),
            POINTS * entry.latent,
            "{}",
            entry.id
        );
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
        entry, config, vae, ..
    } in shipped()
    {
        let encoded = points_from_bytes("points", &bytes_of(&entry.points), entry.latent).unwrap();
        let drawn = HostRng::new(0, Stream::Prior).normals(16 * entry.latent);
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
        for (i, picture) in pictures.chunks(config.image.len()).enumerate() {
            let bright = picture.iter().filter(|&&grey| grey > 128).count();
            let dark = picture.iter().filter(|&&grey| grey < 64).count();
            // A digit covers some 13 % of its image.
            let share = |count| count as f64 / picture.len() as f64;
            assert!(
                share(bright) > 0.01 && share(dark) > 0.5,
                "{}, point {i}: {bright} bright and {dark} dark pixels",
                entry.id
            );
        }
    }
}

#[test]
fn the_figures_of_the_cards_are_those_of_the_test_images() {
    let Some(folder) = mnist() else {
        println!("skipped: MNIST is not here; name its folder in LATENTSCAPE_MNIST");
        return;
    };
    let images = test_images(&folder);
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
    let Some(folder) = mnist() else {
        println!("skipped: MNIST is not here; name its folder in LATENTSCAPE_MNIST");
        return;
    };
    let images = test_images(&folder);
    let first: Vec<usize> = (0..POINTS).collect();
    for Shipped { entry, vae, .. } in shipped() {
        let points = points_from_bytes("points", &bytes_of(&entry.points), entry.latent).unwrap();
        assert_eq!(
            points.labels,
            images.labels().unwrap()[..POINTS],
            "{}",
            entry.id
        );
        let means = read(
            vae.encoder
                .forward(images.batch(&first, &device::cpu()))
                .mean,
        );
        for (shipped, found) in points.codes.means.iter().zip(&means) {
            // Half precision: eleven bits.
            let allowed = 1e-4 + found.abs() / 1024.0;
            assert!(
                (shipped - found).abs() <= allowed,
                "{}: {shipped}, {found}",
                entry.id
            );
        }
    }
}
