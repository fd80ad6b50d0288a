//! IDX files, what is brought to the Train room, and pictures.

use std::io::Write;
use std::sync::Arc;

use file_kind::{FileKind, file_kind, text_of};
use flate2::Compression;
use flate2::write::GzEncoder;
use latent::{centre, find_ink};
use model::data::{Images, idx};
use page::words::alert_sentence;
use run_spec::{ImageShape, PRESETS, from_json, to_json};
use session::{BroughtFile, EngineChoice, GpuAdapter, HostCommand, Session, SessionEvent};
use tests::root;

use crate::corpus::Corpus;
use crate::{assert_sentence, check_reader, within_memory};

/// Deflate makes at most so many bytes of one.
const LARGEST_EXPANSION: usize = 1_032;

/// What a value of JSON takes where its text has two bytes.
const JSON_COPIES: usize = 256;

/// What readers of bytes take of memory for each: what they have, and twice that while it grows.
const COPIES: usize = 4;

fn images(count: usize, height: usize, width: usize) -> Images {
    let pixels = (0..count * height * width).map(|at| (at * at / 7) as u8);
    let shape = ImageShape {
        channels: 1,
        height,
        width,
    };
    Images::new(shape, pixels.collect())
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn idx_corpus() -> Corpus {
    let files = [(3, 4, 5), (1, 8, 8), (200, 2, 1)];
    let files =
        files.map(|(count, height, width)| idx::write_images(&images(count, height, width)));
    let colour = Images::new(ImageShape::square(8, 3), (0..192).collect());
    Corpus::of_words(&[
        b"\0\0\x08\x01",
        b"\0\0\x08\x03",
        b"\0\0\x08\x04",
        b"\x1f\x8b\x08",
        b"\0\0\x0d\x03",
    ])
    .with_all(files.iter().map(|file| packed(file)))
    .with_all(files)
    .with(idx::write_images(&colour))
    .with(packed(&idx::write_images(&colour)))
    .with(idx::write_labels(&[0, 9, 4]))
    .with(packed(&idx::write_labels(&[1; 60])))
    .with_files("tests/tests/fuzz/corpus/idx")
    .with_files("../shared/trials/idx")
}

/// How much memory reading such a file may take.
fn memory_of(bytes: &[u8]) -> usize {
    let expansion = if bytes.starts_with(b"\x1f\x8b") {
        LARGEST_EXPANSION
    } else {
        1
    };
    COPIES * expansion * bytes.len()
}

#[test]
fn an_idx_file_is_read_and_written_again_or_refused_in_a_sentence() {
    check_reader!(idx_corpus(), |bytes| {
        let most = memory_of(bytes);
        let read = within_memory(most, || idx::images("a.idx", bytes));
        let owned = bytes.to_vec();
        assert_eq!(within_memory(most, || idx::images_of("a.idx", owned)), read);
        match read {
            Ok(images) => {
                let again = idx::images("a.idx", &idx::write_images(&images));
                assert_eq!(again, Ok(images));
            }
            Err(error) => assert_sentence(&error.to_string()),
        }
        match within_memory(most, || idx::colour_images("a.idx", bytes)) {
            Ok(images) => {
                let again = idx::colour_images("a.idx", &idx::write_images(&images));
                assert_eq!(again, Ok(images));
            }
            Err(error) => assert_sentence(&error.to_string()),
        }
        match within_memory(most, || idx::labels("a.idx", bytes)) {
            Ok(labels) => {
                let again = idx::labels("a.idx", &idx::write_labels(&labels));
                assert_eq!(again, Ok(labels));
            }
            Err(error) => assert_sentence(&error.to_string()),
        }
    });
}

/// Files of every kind that people drop.
fn brought_corpus() -> Corpus {
    let specs = PRESETS.iter().map(|preset| to_json(&preset.spec()));
    let run = std::fs::read(root().join("assets/runs/two-moons-vae.run.safetensors"));
    Corpus::of_words(&[
        b"\"version\":1",
        b"\"latentscape.run\":",
        b"\"__metadata__\":",
        b"\"data\":\"own\"",
        b"\x93NUMPY",
        b"PK\x03\x04",
        b"\x89PNG\r\n\x1a\n",
    ])
    .with_all(specs)
    .with(beginning_of_a_run(&run.unwrap()))
    .with(idx::write_images(&images(130, 8, 8)))
    .with_files("tests/tests/fuzz/corpus/brought")
    .with_files("../shared/trials/specs")
    .with_files("../shared/trials/runs")
    .with_files("../shared/trials/numpy")
    .with_files("../shared/trials/pictures")
    .with_files("../shared/trials/idx")
}

/// The header of a run's file, and a little of its tensors: the page looks no further.
fn beginning_of_a_run(file: &[u8]) -> Vec<u8> {
    let length = u64::from_le_bytes(*file.first_chunk().unwrap()) as usize;
    file[..8 + length + 64].to_vec()
}

/// What files of any kind are called.
const NAMES: [&str; 5] = [
    "a.json",
    "a.run.safetensors",
    "images.idx.gz",
    "no-ending",
    "A (1).SAFETENSORS",
];

/// Enough of a file for telling what it is, unless it is a safetensors file.
const BEGINNING: usize = 1_024;

#[test]
fn the_beginning_of_a_file_tells_what_it_is() {
    check_reader!(brought_corpus(), |bytes| {
        let kind = within_memory(JSON_COPIES * bytes.len(), || file_kind(bytes));
        assert_eq!(bytes.is_empty(), kind == FileKind::Empty);
        // Of safetensors, the header has to be read, and it is longer; of others, something behind
        // may tell that they are not what they seem, or of which format they are that is not read.
        let depends = [FileKind::Weights, FileKind::Run, FileKind::Unknown];
        if !depends.contains(&kind) && bytes.len() > BEGINNING {
            let begins = file_kind(&bytes[..BEGINNING]);
            let are_foreign = [kind, begins].map(|it| matches!(it, FileKind::Foreign(_)));
            assert!(
                begins == kind || are_foreign == [true; 2],
                "{begins:?}, {kind:?}"
            );
        }
    });
}

#[test]
fn an_opened_file_changes_the_form_to_what_it_says_or_not_at_all() {
    check_reader!(brought_corpus(), |bytes| {
        let mut session = Session::new();
        session.apply(SessionEvent::Started {
            choice: EngineChoice::Cpu,
            adapter: GpuAdapter::Unknown,
            base: "http://127.0.0.1/".to_owned(),
        });
        let draft = session.training.draft.clone();
        let sum = bytes
            .iter()
            .fold(0, |sum: usize, byte| sum + usize::from(*byte));
        let file = BroughtFile {
            name: NAMES[sum % NAMES.len()].to_owned(),
            bytes: Arc::from(bytes),
            size: bytes.len() as f64,
        };
        let event = SessionEvent::OpenFiles {
            files: vec![file],
            more: 0,
        };
        let most = JSON_COPIES * bytes.len() + memory_of(bytes);
        let commands = within_memory(most, || session.apply(event));
        for alert in session.alerts() {
            assert_sentence(&alert_sentence(&alert.text));
        }
        assert!(
            session.training.run.is_none(),
            "the trainer looks at it first"
        );
        let said = text_of(bytes).and_then(|text| from_json(&text).ok());
        match said {
            Some(said) if session.training.draft != draft => {
                assert_eq!(session.training.draft, said);
            }
            _ => assert_eq!(session.training.draft, draft),
        }
        for command in commands {
            assert!(
                !matches!(
                    command,
                    HostCommand::Save { .. } | HostCommand::SavePictures { .. }
                ),
                "{command:?}"
            );
        }
    });
}

/// Pictures as bytes: height, width, then grey values, over and over.
fn picture_corpus() -> Corpus {
    let picture = |height: u8, width: u8, paper: u8, ink: u8| {
        let pixels = (0..usize::from(height) * usize::from(width)).map(move |at| {
            let (y, x) = (at / usize::from(width), at % usize::from(width));
            if y > 3 && x.abs_diff(y) < 2 {
                ink
            } else {
                paper
            }
        });
        [height, width]
            .into_iter()
            .chain(pixels)
            .collect::<Vec<u8>>()
    };
    Corpus::of_words(&[b"\xff\xff\xff\xff\xff\xff\xff\xff", b"\0\0\0\0\0\0\0\0"])
        .with(picture(28, 28, 0, 255))
        .with(picture(40, 31, 250, 20))
        .with(picture(70, 66, 128, 90))
        .with(picture(1, 90, 255, 0))
        .with_files("tests/tests/fuzz/corpus/picture")
}

#[test]
fn ink_is_found_in_a_picture_or_it_is_said_that_there_is_none() {
    check_reader!(picture_corpus(), |bytes| {
        let [height, width] = [0, 1].map(|at| 1 + usize::from(*bytes.get(at).unwrap_or(&0)) % 96);
        let values = bytes
            .get(2..)
            .filter(|rest| !rest.is_empty())
            .unwrap_or(&[0]);
        let grey: Vec<f32> = (0..height * width)
            .map(|at| f32::from(values[at % values.len()]) / 255.0)
            .collect();
        let Ok(found) = within_memory(512 * grey.len(), || find_ink(&grey, height, width)) else {
            return;
        };
        assert_eq!(found.grey.len(), grey.len());
        assert!(found.grey.iter().all(|ink| (0.0..=1.0).contains(ink)));
        assert!(found.things > 0);
        // What was found is something to centre.
        let centred = centre(&found.grey, height, width, 28).unwrap();
        assert_eq!(centred.len(), 28 * 28);
        assert!(centred.iter().all(|ink| (0.0..=1.0).contains(ink)));
        assert!(centred.iter().any(|ink| *ink > 0.0));
    });
}
