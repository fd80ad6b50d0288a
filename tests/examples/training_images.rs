//! Training images as IDX files, for `tests/reference/judge.py`.
//!
//! ```text
//! cargo run --release -p tests --features model/pretrain --example training_images -- strokes 6000 strokes.idx
//! ```
//! The first word is `strokes`, `shapes`, `faces`, `hanzi` or `digits` (then all 1,797, whatever the count). The
//! labels go into a second file, `….labels`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool for one purpose"
)]

use std::time::Instant;
use std::{env, fs};

use model::data::{ImageDrawer, TrainingData, digits, idx};
use run_spec::ProceduralDataset;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [what, count, file] = &arguments[..] else {
        panic!("expected strokes, shapes, faces, hanzi or digits, a count and a file");
    };
    let count = count.parse().unwrap();
    let images = match what.as_str() {
        "strokes" => drawn(ProceduralDataset::Strokes.into(), count),
        "shapes" => drawn(ProceduralDataset::Shapes.into(), count),
        "faces" => drawn(ProceduralDataset::Faces.into(), count),
        "hanzi" => drawn(ImageDrawer::Hanzi(tests::hanzi()), count),
        "digits" => {
            let read = |name| fs::read(tests::root().join("assets/data").join(name)).unwrap();
            let labels = idx::labels("labels", &read(digits::LABELS_FILE)).unwrap();
            let images = idx::images("images", &read(digits::IMAGES_FILE)).unwrap();
            digits::like_mnist(&images.with_labels(labels).unwrap(), 28).unwrap()
        }
        other => panic!("expected strokes, shapes, faces, hanzi or digits, found {other}"),
    };
    fs::write(file, idx::write_images(&images)).unwrap();
    let labels = idx::write_labels(images.labels().unwrap());
    fs::write(format!("{file}.labels"), labels).unwrap();
}

/// Held-out pictures; says how long a batch takes.
fn drawn(drawer: ImageDrawer, count: usize) -> model::data::Images {
    let side = drawer.id().info().shape.height;
    let source = TrainingData::drawn(drawer, side);
    let start = Instant::now();
    for step in 0..100 {
        source.batch(1, step, 64);
    }
    let took = start.elapsed().as_secs_f64() * 10.0;
    println!("{took:.2} ms for a batch of 64");
    source.held_out(count)
}
