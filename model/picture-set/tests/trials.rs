//! The trial files that people bring are read, or refused with what is wrong.
#![allow(clippy::print_stdout, reason = "what is skipped says so")]

use std::fs;
use std::path::PathBuf;

use picture_set::npy::{NumpyArray, joined};
use picture_set::{ImageArray, PictureCollection, PictureError, csv, idx, zip};

#[expect(
    clippy::print_stdout,
    reason = "`cargo xtask test` counts what says that it is skipped"
)]
fn trials() -> Option<PathBuf> {
    let folder = local_files::crate_folder!().join("../../../shared/trials");
    let folder = std::env::var_os("LATENTSCAPE_TRIALS").map_or(folder, PathBuf::from);
    if !folder.exists() {
        println!("skipped: the trial files (they are not beside the project)");
        return None;
    }
    Some(folder)
}

#[track_caller]
fn assert_images(array: &ImageArray, count: usize, [height, width, channels]: [usize; 3]) {
    let shape = array.shape;
    assert_eq!(
        (array.len(), shape.height, shape.width, shape.channels),
        (count, height, width, channels)
    );
    // Digits: a dark ground with light ink, whatever the numbers' type.
    let mean = array
        .pixels
        .iter()
        .map(|value| f64::from(*value))
        .sum::<f64>();
    let mean = mean / array.pixels.len() as f64;
    assert!((5.0..120.0).contains(&mean), "a mean of {mean}");
    assert!(array.pixels.contains(&255) || array.pixels.iter().any(|value| *value > 180));
}

#[test]
fn idx_of_every_type_and_dimension_is_read() {
    let Some(folder) = trials() else { return };
    let read = |name: &str| {
        let bytes = fs::read(folder.join("idx").join(name)).expect("a file");
        idx::read(&bytes)
    };
    for (name, count, shape) in [
        ("big-64x64.idx.gz", 60, [64, 64, 1]),
        ("colour-4d-28x28x3.idx.gz", 80, [28, 28, 3]),
        ("flat-2d-784.idx.gz", 120, [28, 28, 1]),
        ("float32-28.idx.gz", 60, [28, 28, 1]),
        ("float64-28.idx.gz", 30, [28, 28, 1]),
        ("int8-28.idx.gz", 120, [28, 28, 1]),
        ("wide-16x24.idx.gz", 120, [16, 24, 1]),
    ] {
        let array = read(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_images(&array, count, shape);
    }
    for (name, code) in [
        ("huge-count.idx", "too-large"),
        ("product-overflow.idx", "too-large"),
        ("labels-only-1d.idx.gz", "labels"),
        ("little-endian-header.idx", "byte-order"),
        ("truncated-one-byte.idx.gz", "gzip"),
        ("trailing-one-byte.idx", "trailing"),
        ("trailing-text.idx.gz", "gzip"),
        ("zero-height.idx", "empty"),
    ] {
        let error = read(name).expect_err(name);
        assert_eq!(error.code(), code, "{name}: {error}");
    }
}

#[test]
fn numpy_of_every_version_order_and_type_is_read_and_pickles_are_not() {
    let Some(folder) = trials() else { return };
    let read = |name: &str| {
        let bytes = fs::read(folder.join("numpy").join(name)).expect("a file");
        NumpyArray::read(&bytes).and_then(|array| array.images())
    };
    for (name, count, shape) in [
        ("bool-nhw.npy", 80, [28, 28, 1]),
        ("f4-0to1-nhw.npy", 80, [28, 28, 1]),
        ("f8-0to1-nhw.npy", 40, [28, 28, 1]),
        ("i8-nhw.npy", 40, [28, 28, 1]),
        ("nchw-4d.npy", 80, [28, 28, 1]),
        ("nhwc-4d.npy", 80, [28, 28, 1]),
        ("nhwc-rgb-4d.npy", 80, [28, 28, 3]),
        ("one-picture-2d.npy", 1, [28, 28, 1]),
        ("version2-header.npy", 80, [28, 28, 1]),
        ("version3-header.npy", 80, [28, 28, 1]),
    ] {
        let array = read(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_images(&array, count, shape);
    }
    assert_eq!(read("object-pickle.npy"), Err(PictureError::Pickled));
    assert_eq!(
        read("empty-0x28x28.npy").expect_err("empty").code(),
        "empty"
    );
}

/// What a zip on the disk holds, read as the page does: end, directory, one slice for each entry.
fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let size = bytes.len() as u64;
    let slice = |(at, length): (u64, u64)| &bytes[at as usize..(at + length) as usize];
    let tail = &bytes[bytes.len().saturating_sub(zip::TAIL as usize)..];
    let place = zip::directory_place(tail, size).expect("a directory");
    let entries = zip::entries(slice(place), size).expect("entries");
    entries
        .into_iter()
        .map(|entry| {
            let content = entry.content(slice(entry.span(size)), 1 << 20);
            (entry.name.clone(), content.expect("content"))
        })
        .collect()
}

#[test]
fn archives_of_arrays_and_of_idx_give_images_with_their_labels() {
    let Some(folder) = trials() else { return };
    let bytes = fs::read(folder.join("numpy/mnist-like.npz")).expect("a file");
    let arrays: Vec<_> = unzipped(&bytes)
        .into_iter()
        .map(|(name, bytes)| (name, NumpyArray::read(&bytes).expect("an array")))
        .collect();
    let images = joined(&arrays).expect("images");
    assert_images(&images, 80, [28, 28, 1]);
    assert_eq!(images.labels.as_ref().map(Vec::len), Some(80));

    let bytes = fs::read(folder.join("numpy/kaggle-archive.zip")).expect("a file");
    let files = unzipped(&bytes);
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["train-images.idx3-ubyte", "train-labels.idx1-ubyte"]
    );
    assert_images(&idx::read(&files[0].1).expect("images"), 200, [28, 28, 1]);
    assert_eq!(idx::read_labels(&files[1].1).expect("labels").len(), 200);
}

#[test]
fn tables_are_read_with_and_without_names_of_columns() {
    let Some(folder) = trials() else { return };
    for name in ["mnist-as-csv.csv", "mnist-no-header-semicolons.csv"] {
        let text = fs::read_to_string(folder.join("numpy").join(name)).expect("a file");
        let table = csv::read(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_images(&table.images, 40, [28, 28, 1]);
        assert_eq!(
            table.images.labels.map(|labels| labels.len()),
            Some(40),
            "{name}"
        );
    }
}

#[test]
fn a_collection_of_digits_is_a_set_with_classes() {
    let Some(folder) = trials() else { return };
    let text = fs::read_to_string(folder.join("numpy/mnist-as-csv.csv")).expect("a file");
    let table = csv::read(&text).expect("a table");
    let mut collection = PictureCollection::default();
    collection.add_array("a.csv", &table.images, &table.classes);
    let before = collection.len();
    collection.add_array("again.csv", &table.images, &table.classes);
    assert_eq!(collection.len(), before, "duplicates are left out");
    let out = &collection.left_out()[0];
    assert_eq!((out.reason.as_str(), out.count >= 40), ("duplicate", true));
    let options = collection.proposed(None);
    assert_eq!(
        (options.height, options.width, options.colour),
        (28, 28, false)
    );
    let set = collection.set("Digits", &options);
    assert_eq!(
        set.header.classes,
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
    );
    assert_eq!(set.labels.as_ref().map(Vec::len), Some(before));
}
