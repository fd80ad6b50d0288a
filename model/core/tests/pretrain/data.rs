//! Data sets of a few synthetic images, and those that users bring.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use model::data::{Images, idx};
use run_spec::ImageShape;

/// How many test images there are.
pub const TEST_IMAGES: usize = 40;

/// The trial folders beside the checkout, where they are: data sets as users bring them.
pub fn trials() -> PathBuf {
    local_files::crate_folder!().join("../../../shared/trials/folders")
}

/// Bars of ten slants, with their labels.
pub fn bars(count: usize) -> (Images, Vec<u8>) {
    bars_of(count, 28)
}

/// The same with so many pixels a side.
pub fn bars_of(count: usize, side: i32) -> (Images, Vec<u8>) {
    let mut pixels = Vec::new();
    let labels: Vec<u8> = (0..count).map(|image| (image * 7 % 10) as u8).collect();
    for &label in &labels {
        for y in 0..side {
            for x in 0..side {
                let middle = 14 + (y - 14) * (i32::from(label) - 5) / 6;
                let inside = (4..24).contains(&y) && (x - middle).abs() <= 1;
                pixels.push(if inside { 240 } else { 0 });
            }
        }
    }
    (Images::new(ImageShape::grey(side as usize), pixels), labels)
}

/// Writes the four files, the test set packed.
pub fn write_data(folder: &Path) -> PathBuf {
    let data = folder.join("data");
    fs::create_dir_all(&data).unwrap();
    let (images, labels) = bars(300);
    fs::write(
        data.join("train-images-idx3-ubyte"),
        idx::write_images(&images),
    )
    .unwrap();
    fs::write(
        data.join("train-labels-idx1-ubyte"),
        idx::write_labels(&labels),
    )
    .unwrap();
    let (images, labels) = bars(TEST_IMAGES);
    let packed = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let images = packed(&idx::write_images(&images));
    fs::write(data.join("t10k-images-idx3-ubyte.gz"), images).unwrap();
    fs::write(
        data.join("t10k-labels-idx1-ubyte.gz"),
        packed(&idx::write_labels(&labels)),
    )
    .unwrap();
    data
}

/// Where a file of a data set lies in a folder.
pub type NameOf = fn(&str) -> PathBuf;

/// Writes the four files of `(images, labels)` of each half, plain, as `name` calls them.
pub fn write_files(data: &Path, train: (Images, Vec<u8>), test: (Images, Vec<u8>), name: NameOf) {
    for (set, (images, labels)) in [("train", train), ("t10k", test)] {
        let write = |suffix: &str, bytes: Vec<u8>| {
            let path = data.join(name(&format!("{set}-{suffix}")));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        write("images-idx3-ubyte", idx::write_images(&images));
        write("labels-idx1-ubyte", idx::write_labels(&labels));
    }
}
