//! Bombs, lying headers and headless files are errors, at once and without memory.

use picture_set::npy::NumpyArray;
use picture_set::{PictureCollection, PictureError, idx};

#[test]
fn headers_that_lie_take_no_memory() {
    for sizes in [
        [u32::MAX, 28, 28],
        [1 << 31, 1 << 31, 1 << 31],
        [1 << 24, 1024, 1024],
    ] {
        let mut bytes = vec![0, 0, 8, 3];
        bytes.extend(sizes.iter().flat_map(|size| size.to_be_bytes()));
        bytes.extend([0; 100]);
        let error = idx::read(&bytes).expect_err("refused");
        assert!(matches!(error.code(), "too-large" | "truncated"), "{error}");
        let text = format!(
            "{{'descr': '<f8', 'fortran_order': False, 'shape': ({}, {}, {}), }}\n",
            sizes[0], sizes[1], sizes[2]
        );
        let mut bytes = b"\x93NUMPY\x01\0".to_vec();
        bytes.extend((text.len() as u16).to_le_bytes());
        bytes.extend(text.as_bytes());
        let error = NumpyArray::read(&bytes).expect_err("refused");
        assert!(matches!(error.code(), "too-large" | "truncated"), "{error}");
    }
}

/// An array's file, of version 1.
fn npy(header: &str, numbers: &[u8]) -> Vec<u8> {
    let length = (header.len() as u16).to_le_bytes();
    [b"\x93NUMPY\x01\0", &length[..], header.as_bytes(), numbers].concat()
}

#[test]
fn arrays_whose_first_dimension_runs_fastest_are_turned() {
    let header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 1, 3), }";
    let bytes = npy(header, &[10, 40, 20, 50, 30, 255]);
    let images = NumpyArray::read(&bytes).and_then(|array| array.images());
    assert_eq!(images.expect("images").pixels, [10, 20, 30, 40, 50, 255]);
}

#[test]
fn numbers_of_numpy_are_read_whatever_their_type_and_order() {
    for (descr, numbers) in [
        ("|b1", &[0, 1, 1, 0][..]),
        ("|u1", &[0, 255, 255, 0]),
        ("|i1", &[0, 1, 1, 0]),
        ("<u2", &[0, 0, 255, 0, 255, 0, 0, 0]),
        (">u2", &[0, 0, 0, 255, 0, 255, 0, 0]),
        (
            ">i4",
            &[[0; 4], [0, 0, 0, 255], [0, 0, 0, 255], [0; 4]].concat(),
        ),
        ("<i8", &[0_i64, 255, 255, 0].map(i64::to_le_bytes).concat()),
        ("<f2", &[0, 0, 0, 0x3c, 0, 0x3c, 0, 0]),
        (
            ">f4",
            &[0_f32, 1.0, 1.0, 0.0].map(f32::to_be_bytes).concat(),
        ),
        (
            "<f8",
            &[0_f64, 1.0, 1.0, 0.0].map(f64::to_le_bytes).concat(),
        ),
    ] {
        let header =
            format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': (1L, 2L, 2L), }}\n");
        let array = NumpyArray::read(&npy(&header, numbers)).and_then(|array| array.images());
        let array = array.unwrap_or_else(|error| panic!("{descr}: {error}"));
        assert_eq!(array.pixels, [0, 255, 255, 0], "{descr}");
    }
}

#[test]
fn what_numpy_keeps_besides_numbers_is_named() {
    let error = |descr: &str, shape: &str| {
        let header = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n");
        let array = NumpyArray::read(&npy(&header, &[0; 64]));
        let images = array.and_then(|array| array.images());
        images.map(|images| images.shape).expect_err("refused")
    };
    let number = |descr: &str| error(descr, "(2, 2)").to_string();
    assert_eq!(number("'<c8'"), "numbers of the type '<c8' are not read");
    assert_eq!(number("'<f16'"), "numbers of the type '<f16' are not read");
    assert_eq!(
        number("'<M8[ns]'"),
        "numbers of the type '<M8[ns]' are not read"
    );
    assert_eq!(number("'|S3'"), "numbers of the type '|S3' are not read");
    assert_eq!(
        number("[('x', '<f4'), ('y', '<f4')]"),
        "numbers of the type [('x', '<f4'), ('y', '<… are not read"
    );
    assert_eq!(error("'|O'", "(2, 2)"), PictureError::Pickled);
    assert_eq!(error("[('x', '|O')]", "(2, 2)"), PictureError::Pickled);
    let dimensions = PictureError::Dimensions(String::new());
    assert_eq!(error("'|u1'", "()"), dimensions);
    let many = error("'|u1'", &format!("({})", "1, ".repeat(3_000)));
    let dimensions = PictureError::Dimensions(format!("{}…", "1 × ".repeat(12).trim_end()));
    assert_eq!(many, dimensions);
    assert_eq!(error("'|u1'", "(-2, 2)"), PictureError::Header);
    assert_eq!(error("'|u1'", "2"), PictureError::Header);
    let truncated = PictureError::Truncated {
        expected: 142,
        found: 138,
    };
    assert_eq!(error("'|u1'", "(1, 4, 17)"), truncated);
    let within = "[('x', [('y', '<f4', (2,))])]";
    assert_eq!(error(within, "(2, 2)").code(), "number-type");
    // Who reads brackets calls itself for each.
    for bracket in ["(", "[", "{", "{["] {
        let deep = bracket.repeat(4_000);
        assert_eq!(error("'|u1'", &deep), PictureError::Header, "{bracket}");
    }
    // No header is as long.
    let long = format!("({})", "1, ".repeat(4_000));
    assert_eq!(error("'|u1'", &long), PictureError::Header);
}

#[test]
fn a_sprite_sheet_becomes_its_tiles_without_the_empty_ones() {
    // Two rows of three tiles of 8 × 8; one tile is empty, two are alike.
    let mut rgba = vec![0_u8; 24 * 16 * 4];
    for (at, pixel) in rgba.chunks_exact_mut(4).enumerate() {
        let (row, column) = (at / 24, at % 24);
        let tile = row / 8 * 3 + column / 8;
        let value = match tile {
            0 => 0,
            1 | 2 => (row % 8 * 20) as u8,
            tile => (column % 8 * 10 + tile) as u8,
        };
        pixel.copy_from_slice(&[value, value, value, 255]);
    }
    let mut collection = PictureCollection::default();
    collection.add_rgba("sheet.png", None, (24, 16), &rgba, Some([8, 8]));
    assert_eq!(collection.len(), 4);
    let reasons: Vec<_> = collection
        .left_out()
        .iter()
        .map(|out| out.reason.as_str())
        .collect();
    assert_eq!(reasons, ["empty-tile", "duplicate"]);
    let options = collection.proposed(None);
    assert_eq!(
        (options.height, options.width, options.colour),
        (8, 8, false)
    );
    assert_eq!(collection.prepared(0, &options)[8..10], [20, 20]);
}

#[test]
fn folders_are_classes_if_every_picture_is_in_one() {
    let mut collection = PictureCollection::default();
    let picture = |value: u8| [value, 0, 0, 255].repeat(64);
    collection.add_rgba("a", Some("dog"), (8, 8), &picture(1), None);
    collection.add_rgba("b", Some("cat"), (8, 8), &picture(2), None);
    collection.add_rgba("c", Some("dog"), (8, 8), &picture(3), None);
    let options = collection.proposed(None);
    assert!(options.colour);
    let set = collection.set("Pets", &options);
    assert_eq!(set.header.classes, ["cat", "dog"]);
    assert_eq!(set.labels, Some(vec![1, 0, 1]));
    collection.add_rgba("d", None, (8, 8), &picture(4), None);
    assert_eq!(collection.set("Pets", &options).labels, None);
    collection.add_rgba("e", None, (8, 7), &picture(4), None);
    assert_eq!(collection.left_out()[0].reason, "unreadable");
}
