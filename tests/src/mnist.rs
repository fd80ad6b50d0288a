//! MNIST, which is not part of the project.

use std::fs;
use std::path::PathBuf;

use model::data::{Images, idx};

use crate::root;

/// MNIST's test images with their labels, from the folder that `LATENTSCAPE_MNIST` names, or else
/// from `../shared/data/mnist` beside the project.
///
/// `None` where they are not there, and then `skipped: …` is printed: `cargo xtask test` counts a
/// check that prints it as skipped, not as passed.
#[allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check says that it is skipped, and panics where it cannot go on"
)]
pub fn mnist_or_skip() -> Option<Images> {
    let folder = match std::env::var_os("LATENTSCAPE_MNIST") {
        Some(folder) => PathBuf::from(folder),
        None => root().join("../shared/data/mnist"),
    };
    let [images, labels] =
        ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"].map(|name| folder.join(name));
    if !images.is_file() || !labels.is_file() {
        println!(
            "skipped: no MNIST in {}; name its folder in LATENTSCAPE_MNIST",
            folder.display()
        );
        return None;
    }
    let labels = idx::labels("labels", &fs::read(labels).unwrap()).unwrap();
    let images = idx::images("images", &fs::read(images).unwrap()).unwrap();
    Some(images.with_labels(labels).unwrap())
}
