//! What pictures are brought in to train on: zips, NumPy's arrays, tables, sets of pictures.

use std::io::{Cursor, Write};

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};
use file_kind::text_of;
use page::words::engine_error_sentence;
use picture_set::npy::{NumpyArray, joined};
use picture_set::zip::ZipEntry;
use picture_set::{ImageArray, PictureError, PictureSet, SetHeader, csv, idx, zip};
use protocol::RoomError;
use run_spec::ImageShape;

use crate::corpus::Corpus;
use crate::{assert_sentence, check_reader, within_memory};

/// What readers of numbers take of memory for each byte: what they have, and twice that while it grows.
const COPIES: usize = 4;

/// What an entry of a zip takes for each of its 46 bytes, which may be all that it has.
const ENTRY_COPIES: usize = 32;

/// What a number of a table takes for each of its two bytes, and a label of its two.
const CELL_COPIES: usize = 64;

/// What the longest header takes, 10,000 letters, for each of which its reader takes notes.
const LONGEST_HEADER: usize = 8 << 20;

/// What is unpacked of an entry at most.
const MOST_UNPACKED: u64 = 256 << 10;

/// Deflate makes at most so many bytes of one.
const LARGEST_EXPANSION: usize = 1_032;

/// What the page says of a file that cannot be read is a sentence.
#[track_caller]
fn assert_named(error: &PictureError) {
    let error = RoomError::PictureFile {
        name: "a file".to_owned(),
        code: error.code().to_owned(),
        found: error.found(),
    };
    assert_sentence(&engine_error_sentence(&error.into()));
}

/// Images are as many as their labels, and as large as they say.
#[track_caller]
fn assert_images(images: &ImageArray) {
    assert!(!images.is_empty());
    assert!(matches!(images.shape.channels, 1 | 3), "{:?}", images.shape);
    assert_eq!(images.len() * images.shape.len(), images.pixels.len());
    if let Some(labels) = &images.labels {
        assert_eq!(labels.len(), images.len());
    }
}

/// An array's file, of version 1.
fn npy(descr: &str, sizes: &[usize], order: &str, numbers: &[u8]) -> Vec<u8> {
    let sizes: String = sizes.iter().map(|size| format!("{size}, ")).collect();
    let header = format!("{{'descr': {descr}, 'fortran_order': {order}, 'shape': ({sizes}), }}\n");
    let length = (header.len() as u16).to_le_bytes();
    [b"\x93NUMPY\x01\0", &length[..], header.as_bytes(), numbers].concat()
}

fn arrays() -> Vec<Vec<u8>> {
    let bytes: Vec<u8> = (0..=255).collect();
    let halves = [0, 0, 0, 0x38, 0, 0x3c, 0, 0x34].repeat(8);
    vec![
        npy("'|u1'", &[4, 8, 8], "False", &bytes),
        npy("'|u1'", &[8, 8, 4], "True", &bytes),
        npy("'>i2'", &[2, 8, 8], "False", &bytes),
        npy("'<f2'", &[2, 4, 4], "False", &halves),
        npy("'|b1'", &[4, 3, 4, 4], "False", &[0, 1, 1].repeat(64)),
        npy("'<i4'", &[4], "False", &[7, 0, 0, 0].repeat(4)),
        npy("'|O'", &[2], "False", b"\x80\x04cos\nsystem\n."),
        npy(
            "[('a', '<f4', (2,)), ('b', '<M8[ns]')]",
            &[2],
            "False",
            &bytes,
        ),
    ]
}

/// A zip of such files.
fn zip_of(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, content) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn zip_corpus() -> Corpus {
    let arrays = arrays();
    let npz = [("x.npy", &arrays[0][..]), ("y.npy", &arrays[5][..])];
    let pictures = [
        ("cat/1.png", &b"\x89PNG\r\n\x1a\n"[..]),
        ("__MACOSX/cat/._1.png", b""),
        ("dog\\2.jpg", &[7; 3000]),
    ];
    let many: Vec<_> = (0..200).map(|number| number.to_string()).collect();
    let many: Vec<_> = many.iter().map(|name| (name.as_str(), &b"a"[..])).collect();
    let methods = [CompressionMethod::Stored, CompressionMethod::DEFLATE];
    Corpus::of_words(&[
        b"PK\x01\x02",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"PK\x06\x06",
        b"PK\x06\x07",
        b"\x01\0\x18\0",
        b"\x75\x70",
        b"../",
    ])
    .with_all(methods.map(|method| zip_of(&npz, method)))
    .with_all(methods.map(|method| zip_of(&pictures, method)))
    .with(zip_of(&many, CompressionMethod::Stored))
    .with(zip_of(&[], CompressionMethod::Stored))
    .with_files("../shared/trials/numpy")
}

/// The slice of a file that lies there.
fn slice(bytes: &[u8], (at, length): (u64, u64)) -> &[u8] {
    &bytes[at as usize..(at + length) as usize]
}

/// What a zip lists, read as the page does.
fn listed(bytes: &[u8]) -> Result<Vec<ZipEntry>, PictureError> {
    let size = bytes.len() as u64;
    let tail = &bytes[bytes.len().saturating_sub(zip::TAIL as usize)..];
    let place = zip::directory_place(tail, size)?;
    zip::entries(slice(bytes, place), size)
}

#[test]
fn the_entries_of_a_zip_are_read_and_packed_again_or_refused_in_a_sentence() {
    check_reader!(zip_corpus(), |bytes| {
        let size = bytes.len() as u64;
        let entries = match within_memory(ENTRY_COPIES * bytes.len(), || listed(bytes)) {
            Ok(entries) => entries,
            Err(error) => return assert_named(&error),
        };
        let mut arrays = Vec::new();
        for entry in &entries {
            assert!(!zip::is_hidden(&entry.name) && !entry.name.contains('\\'));
            let part = slice(bytes, entry.span(size));
            let most = COPIES * LARGEST_EXPANSION.saturating_mul(part.len());
            let most = most.min(COPIES * MOST_UNPACKED as usize);
            let content = match within_memory(most, || entry.content(part, MOST_UNPACKED)) {
                Ok(content) => content,
                Err(error) => {
                    assert_named(&error);
                    continue;
                }
            };
            assert_eq!(content.len() as u64, entry.unpacked);
            let again = zip_of(&[("a", &content)], CompressionMethod::DEFLATE);
            let entry_again = &listed(&again).unwrap()[0];
            let part = slice(&again, entry_again.span(again.len() as u64));
            assert_eq!(
                entry_again.content(part, MOST_UNPACKED),
                Ok(content.clone())
            );
            if let Ok(array) = NumpyArray::read(&content) {
                arrays.push((entry.name.clone(), array));
            }
        }
        match joined(&arrays) {
            Ok(images) => assert_images(&images),
            Err(error) => assert_named(&error),
        }
    });
}

#[test]
fn an_array_is_read_and_written_again_or_refused_in_a_sentence() {
    let corpus = Corpus::of_words(&[
        b"\x93NUMPY\x01\0",
        b"\x93NUMPY\x02\0",
        b"\x93NUMPY\x03\0",
        b"'descr': ",
        b"'fortran_order': True",
        b"'shape': (",
        b"2L, ",
        b"'|O'",
        b"'<f4'",
        b"'>u8'",
        b"'<U9'",
        b"((((((((",
        b"{{{[[[(((",
        b"[('a', '<f4'), ",
        b"0x",
        b"1e9",
        b"2j",
        b"\\N{DIGIT ONE}",
    ])
    .with_all(arrays())
    .with_files("tests/tests/fuzz/corpus/brought")
    .with_files("../shared/trials/numpy");
    check_reader!(corpus, |bytes| {
        let most = LONGEST_HEADER + COPIES * bytes.len();
        let array = match within_memory(most, || NumpyArray::read(bytes)) {
            Ok(array) => array,
            Err(error) => return assert_named(&error),
        };
        // A label has four bytes, or a byte of an array's.
        if let Some(labels) = within_memory(2 * COPIES * bytes.len(), || array.labels()) {
            let numbers: Vec<u8> = labels
                .iter()
                .flat_map(|label| label.to_be_bytes())
                .collect();
            let again = npy("'>u4'", &[labels.len()], "False", &numbers);
            assert_eq!(NumpyArray::read(&again).unwrap().labels(), Some(labels));
        }
        match within_memory(COPIES * bytes.len(), || array.images()) {
            Ok(images) => {
                assert_images(&images);
                let shape = images.shape;
                let sizes = [images.len(), shape.height, shape.width, shape.channels];
                // As shares of the largest value, they stay what they are.
                let numbers = images.pixels.iter().map(|value| f64::from(*value) / 255.0);
                let numbers: Vec<u8> = numbers.flat_map(f64::to_le_bytes).collect();
                let again = NumpyArray::read(&npy("'<f8'", &sizes, "False", &numbers));
                assert_eq!(again.unwrap().images(), Ok(images));
            }
            Err(error) => assert_named(&error),
        }
    });
}

/// Images as a table with names of columns.
fn table(images: &ImageArray, classes: &[String]) -> String {
    let ImageShape {
        channels,
        height,
        width,
    } = images.shape;
    let area = height * width;
    let labels = images.labels.as_deref();
    let mut text = String::new();
    if labels.is_some() {
        text += "label";
        (0..area * channels).for_each(|pixel| text += &format!(",pixel{pixel}"));
        text.push('\n');
    }
    for index in 0..images.len() {
        let image = images.image(index);
        let label = labels.map(|labels| labels[index]).map(|label| {
            let class = classes.get(label as usize);
            let class = class.map(|class| format!("\"{}\"", class.replace('"', "\"\"")));
            class.unwrap_or_else(|| label.to_string())
        });
        // Planes, a channel each.
        let values = (0..area * channels).map(|at| image[at % area * channels + at / area]);
        let values = values.map(|value| (f32::from(value) / 255.0).to_string());
        let cells: Vec<_> = label.into_iter().chain(values).collect();
        text += &cells.join(",");
        text.push('\n');
    }
    text
}

#[test]
fn a_table_is_read_and_written_again_or_refused_in_a_sentence() {
    let corpus = Corpus::of_words(&[
        b"label",
        b";",
        b"\t",
        b"\r\n",
        b"\"\"",
        b",\"a, b\",",
        b",,,,",
        b"0.5",
        b"255",
        b"-1",
    ])
    .with("label,a,b,c,d\n3,0,1,2,255\n7,9,9,9,9\n")
    .with("0;128;255;17;0;128;255;17;9\r\n1;2;3;4;5;6;7;8;9\r\n")
    .with("p1\tp2\tp3\tp4\tclass\n0\t0\t0\t0\tdog\n1\t1\t1\t1\t\"a cat\"\n")
    .with("\u{feff}\"0,5\";\"0,25\";\"0\";\"1\"\n")
    .with("0,1,2,3,4,5,6,7,8,9,10,11\n11,10,9,8,7,6,5,4,3,2,1,0\n")
    .with_files("../shared/trials/numpy");
    check_reader!(corpus, |bytes| {
        let Some(text) = text_of(bytes) else {
            return;
        };
        let most = CELL_COPIES * text.len();
        let read = match within_memory(most, || csv::read(&text)) {
            Ok(read) => read,
            Err(error) => return assert_named(&error),
        };
        assert_images(&read.images);
        assert!(read.classes.is_sorted());
        let is_class =
            |label: &u32| read.classes.is_empty() || (*label as usize) < read.classes.len();
        assert!(read.images.labels.iter().flatten().all(is_class));
        assert_eq!(csv::read(&table(&read.images, &read.classes)), Ok(read));
    });
}

#[test]
fn a_set_of_pictures_is_read_and_written_again_or_refused_in_a_sentence() {
    let set = |channels, labels: Option<Vec<u16>>| {
        let classes = labels.iter().flat_map(|_| ["cat", "dog"]);
        let set = PictureSet {
            header: SetHeader::new("Pets".to_owned(), classes.map(str::to_owned).collect()),
            shape: ImageShape::square(8, channels),
            pixels: (0..3 * 64 * channels).map(|at| at as u8).collect(),
            labels,
        };
        set.write().unwrap()
    };
    let corpus = Corpus::of_words(&[
        b"\"latentscape.pictures\":",
        b"\"dtype\":\"U16\"",
        b"\"shape\":[",
        b"\\\"format\\\":1",
        b"\\\"classes\\\":[",
        b"\"labels\":",
    ])
    .with(set(1, None))
    .with(set(3, None))
    .with(set(1, Some(vec![0, 1, 1])));
    check_reader!(corpus, |bytes| {
        match within_memory(CELL_COPIES * bytes.len(), || PictureSet::read(bytes)) {
            Ok(set) => {
                let again = PictureSet::read(&set.write().unwrap());
                assert_eq!(again, Ok(set));
            }
            Err(error) => assert_named(&error),
        }
    });
}

#[test]
fn idx_of_any_numbers_is_read_or_refused_in_a_sentence() {
    let header = |kind, sizes: &[u32]| {
        let sizes = sizes.iter().flat_map(|size| size.to_be_bytes());
        [0, 0, kind, sizes.clone().count() as u8 / 4]
            .into_iter()
            .chain(sizes)
            .collect::<Vec<u8>>()
    };
    let bytes: Vec<u8> = (0..=255).collect();
    let corpus = Corpus::of_words(&[
        b"\0\0\x08\x03",
        b"\0\0\x0d\x03",
        b"\0\0\x0e\x02",
        b"\x1f\x8b\x08",
    ])
    .with([header(8, &[4, 8, 8]), bytes.clone()].concat())
    .with([header(9, &[1, 4, 8, 8]), bytes.clone()].concat())
    .with([header(0x0b, &[2, 8, 8]), bytes.clone()].concat())
    .with([header(0x0c, &[4, 4, 4]), bytes].concat())
    .with(
        [
            header(0x0d, &[2, 4]),
            [0.0_f32, 0.5, 1.0, 0.25]
                .map(f32::to_be_bytes)
                .concat()
                .repeat(2),
        ]
        .concat(),
    )
    .with([header(8, &[4]), vec![1, 2, 3, 4]].concat())
    .with_files("tests/tests/fuzz/corpus/idx")
    .with_files("../shared/trials/idx");
    check_reader!(corpus, |bytes| {
        let is_packed = bytes.starts_with(b"\x1f\x8b");
        let expansion = if is_packed { LARGEST_EXPANSION } else { 1 };
        let most = 2 * COPIES * expansion * bytes.len();
        match within_memory(most, || idx::read(bytes)) {
            Ok(images) => assert_images(&images),
            Err(error) => assert_named(&error),
        }
        if let Err(error) = within_memory(most, || idx::read_labels(bytes)) {
            assert_named(&error);
        }
    });
}
