//! Files of many kinds, made here as their formats' documents have them, are what they are.

use file_kind::FileKind::{
    self, Empty, Foreign, Gzip, Idx, Onnx, Picture, PictureSet, Run, Specification, Unknown,
    Weights,
};
use file_kind::{ForeignFile as F, file_kind, text_of};

fn padded(head: &[u8]) -> Vec<u8> {
    let mut bytes = head.to_vec();
    bytes.resize(600, 0);
    bytes
}

fn at(place: usize, magic: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; place];
    bytes.extend(magic);
    padded(&bytes)
}

/// A zip of stored entries.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, content) in entries {
        bytes.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0");
        bytes.extend([0; 4]);
        bytes.extend((content.len() as u32).to_le_bytes());
        bytes.extend((content.len() as u32).to_le_bytes());
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend([0; 2]);
        bytes.extend(name.as_bytes());
        bytes.extend(*content);
    }
    bytes
}

fn safetensors(header: &str) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.extend([0; 64]);
    bytes
}

fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    let units = mark.into_iter().chain(text.encode_utf16());
    units
        .flat_map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

#[track_caller]
fn check(kind: FileKind, files: &[Vec<u8>]) {
    for bytes in files {
        let begins = &bytes[..bytes.len().min(40)];
        let shown = String::from_utf8_lossy(begins);
        assert_eq!(file_kind(bytes), kind, "{shown}");
    }
}

#[test]
fn what_can_be_opened_is_told_by_its_first_bytes() {
    check(Empty, &[Vec::new()]);
    check(
        Picture,
        &[
            padded(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"),
            padded(b"\xff\xd8\xff\xe0\0\x10JFIF"),
            padded(b"GIF89a"),
            padded(b"RIFF\x24\0\0\0WEBPVP8 "),
            padded(b"\0\0\x01\0\x01\0"),
            padded(b"BM\x36\x84\x03\0\0\0\0\0\x36\0\0\0\x28\0\0\0"),
            padded(b"\0\0\0\x1cftypavif\0\0\0\0"),
            padded(b"\0\0\0\x18ftypheic\0\0\0\0"),
            padded(b"II*\0\x08\0\0\0"),
            padded(b"MM\0*\0\0\0\x08"),
            padded(b"\0\0\0\x0cJXL \r\n\x87\n"),
            padded(b"\0\0\0\x0cjP  \r\n\x87\n"),
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a long word -->\n<svg/>".to_vec(),
        ],
    );
    check(
        Idx,
        &[
            padded(b"\0\0\x08\x03\0\0\0\x01\0\0\0\x1c\0\0\0\x1c"),
            padded(b"\0\0\x08\x01\0\0\0\x01"),
            padded(b"\0\0\x0e\x04\0\0\0\x01"),
            padded(b"\x03\x08\0\0\x0a\0\0\0"),
        ],
    );
    check(Gzip, &[padded(b"\x1f\x8b\x08\0")]);
    check(
        Weights,
        &[
            safetensors(r#"{"__metadata__":{"format":"pt"}}"#),
            safetensors("{}"),
            safetensors("\u{feff}{\"a\":{}}"),
            // What is said of a run within a value is no run.
            safetensors(r#"{"__metadata__":{"latentscape.card":"{\"x\":\"latentscape.run\"}"}}"#),
        ],
    );
    check(
        Run,
        &[safetensors(r#"{"__metadata__":{"latentscape.run":"{}"}}"#)],
    );
    check(
        PictureSet,
        &[safetensors(
            r#"{"__metadata__":{"latentscape.pictures":"{}"}}"#,
        )],
    );
}

#[test]
fn json_is_a_specification_whatever_comes_before_its_bracket() {
    let text = r#"{"version": 1, "latent": 2}"#;
    check(
        Specification,
        &[
            text.into(),
            format!("\u{feff}{text}").into(),
            format!("\r\n\t {text}").into(),
            format!("// my run\n{text}").into(),
            format!("/* my run */ {text}").into(),
            format!("[{text}]").into(),
            "[".repeat(50_000).into(),
            utf16(text, true, false),
            utf16(text, true, true),
            utf16(text, false, false),
            utf16(text, false, true),
            b"{\"title\": \"Gr\xf6\xdfe\"}".to_vec(),
        ],
    );
    for bytes in [
        text.as_bytes().to_vec(),
        format!("\u{feff}{text}").into(),
        utf16(text, true, false),
        utf16(text, true, true),
        utf16(text, false, false),
    ] {
        assert_eq!(text_of(&bytes).as_deref(), Some(text));
    }
    assert_eq!(text_of(b"{\"a\": \"\xf6\"}"), None);
}

#[test]
fn other_text_is_told_apart() {
    check(
        Foreign(F::WebPage),
        &[
            b"<!DOCTYPE html><title>404</title>".to_vec(),
            b"\n <HTML lang=en>".to_vec(),
            b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>".to_vec(),
        ],
    );
    check(Foreign(F::Xml), &[b"<mxfile host='a'></mxfile>".to_vec()]);
    check(
        Foreign(F::GitLfsPointer),
        &[b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 9\n".to_vec()],
    );
    let header: Vec<_> = (0..784).map(|pixel| format!("pixel{pixel}")).collect();
    let row = vec!["0"; 785].join(",");
    check(
        Foreign(F::Table),
        &[
            format!("label,{}\n{row}\n", header.join(",")).into(),
            format!("{row}\n{row}\n").into(),
            format!("label,{}", header.join(",")).into(),
            b"0;12;255;3\r\n0;12;255;3\r\n".to_vec(),
            b"x\ty\n1.5\t2\n".to_vec(),
            b"x,y\n\"1.5\",2e-3\n".to_vec(),
        ],
    );
    check(
        Foreign(F::RunLog),
        &[b"step,seconds,G loss\n10,0.000,0.1\n".to_vec()],
    );
    check(
        Foreign(F::WeightsIndex),
        &[br#"{"metadata": {"total_size": 9}, "weight_map": {"a": "b"}}"#.to_vec()],
    );
    check(
        Foreign(F::CardAlone),
        &[br#"{"version":1,"title":"A small VAE","architecture":{"kind":"vae"}}"#.to_vec()],
    );
    check(
        Foreign(F::Notebook),
        &[br#"{"cells": [{"cell_type": "code"}], "nbformat": 4}"#.to_vec()],
    );
    check(
        Foreign(F::TensorFlow),
        &[br#"{"modelTopology": {}}"#.to_vec()],
    );
    check(Foreign(F::Document), &[br"{\rtf1\ansi hello}".to_vec()]);
    check(Foreign(F::RarePicture), &[b"P5\n28 28\n255\n".to_vec()]);
    check(
        Foreign(F::Text),
        &[
            b"hello".to_vec(),
            "Gr\u{f6}\u{df}e, und mehr,\nnoch eine Zeile, mit Komma\n".into(),
            b"latent: 2\nbatch: 64\n".to_vec(),
            b"[InternetShortcut]\r\nURL=https://example.org/\r\n".to_vec(),
            b"[network]\nwidth = 64\n".to_vec(),
            b"import torch\n\nprint(1)\n".to_vec(),
            b"https://example.org/#room=train".to_vec(),
            utf16("hello, world", true, false),
            b"no picture at all".to_vec(),
        ],
    );
}

#[test]
fn numbers_and_models_of_other_programs_are_known() {
    check(
        Foreign(F::NumpyArray),
        &[padded(b"\x93NUMPY\x01\0v\0{'descr'")],
    );
    check(
        Foreign(F::NumpyArchive),
        &[zip(&[
            ("x_train.npy", b"\x93NUMPY"),
            ("y_train.npy", b"\x93NUMPY"),
        ])],
    );
    check(
        Foreign(F::IdxArchive),
        &[
            zip(&[("train-images-idx3-ubyte", b"\0\0\x08\x03")]),
            zip(&[
                ("readme.txt", b"hello"),
                ("mnist/train-images.idx3-ubyte", b""),
            ]),
        ],
    );
    check(
        Foreign(F::PyTorch),
        &[
            zip(&[("archive/data.pkl", b"\x80\x02}.")]),
            padded(b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02"),
        ],
    );
    check(
        Foreign(F::Pickle),
        &[padded(b"\x80\x04\x95\x0a\0\0\0\0\0\0\0}\x94.")],
    );
    check(
        Foreign(F::Keras),
        &[zip(&[
            ("metadata.json", b"{}"),
            ("config.json", b"{}"),
            ("model.weights.h5", b""),
        ])],
    );
    check(Foreign(F::Hdf5), &[padded(b"\x89HDF\r\n\x1a\n")]);
    check(
        Foreign(F::Matlab),
        &[padded(b"MATLAB 5.0 MAT-file, Platform: GLNXA64")],
    );
    check(
        Onnx,
        &[
            padded(b"\x08\x07\x12\x07pytorch"),
            padded(b"\x08\x0a\x12\x08skl2onnx\x1a\x06"),
            padded(b"\x08\x08\x3a\xff\x01\x0a"),
        ],
    );
    check(
        Foreign(F::TensorFlow),
        &[
            padded(b"\x1c\0\0\0TFL3\x14\0"),
            padded(b"\x08\x01\x12\xd8\x05\x0a"),
        ],
    );
    // Length 24, as `tf.io.TFRecordWriter` writes it, with its masked CRC-32C.
    check(
        Foreign(F::TfRecord),
        &[padded(b"\x18\0\0\0\0\0\0\0\xa3\x7f\x4b\x22\x0a\x16")],
    );
    check(
        Foreign(F::Gguf),
        &[padded(b"GGUF\x03\0\0\0"), padded(b"tjgg\x03\0\0\0")],
    );
    check(
        Foreign(F::Parquet),
        &[padded(b"PAR1\x15\x04"), padded(b"ARROW1\0\0")],
    );
    check(Foreign(F::Sqlite), &[padded(b"SQLite format 3\0")]);
}

#[test]
fn archives_documents_films_and_programs_are_known() {
    check(
        Foreign(F::Archive),
        &[
            at(257, b"ustar\x0000"),
            padded(b"7z\xbc\xaf\x27\x1c\0\x04"),
            padded(b"Rar!\x1a\x07\x01\0"),
        ],
    );
    check(
        Foreign(F::Packed),
        &[
            padded(b"BZh91AY&SY"),
            padded(b"\xfd7zXZ\0\0\x04"),
            padded(b"\x28\xb5\x2f\xfd\x24"),
            padded(b"\x04\x22\x4d\x18\x64"),
            padded(b"\x1f\x9d\x90"),
        ],
    );
    check(
        Foreign(F::Zip),
        &[
            zip(&[("a.png", b"\x89PNG")]),
            zip(&[("notes.txt", b"hello")]),
            b"PK\x05\x06".to_vec(),
        ],
    );
    check(Foreign(F::Pdf), &[b"%PDF-1.7 and so on".to_vec()]);
    check(
        Foreign(F::Document),
        &[
            zip(&[
                ("[Content_Types].xml", b"<Types/>"),
                ("word/document.xml", b""),
            ]),
            zip(&[("mimetype", b"application/epub+zip")]),
            padded(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ],
    );
    check(
        Foreign(F::Film),
        &[
            padded(b"\0\0\0\x20ftypisom\0\0\x02\0"),
            padded(b"\0\0\0\x14ftypqt  "),
            padded(b"\x1a\x45\xdf\xa3"),
            padded(b"RIFF\x24\0\0\0AVI LIST"),
        ],
    );
    check(
        Foreign(F::Sound),
        &[
            padded(b"RIFF\x24\0\0\0WAVEfmt "),
            padded(b"ID3\x04\0"),
            padded(b"OggS\0\x02"),
            padded(b"fLaC\0\0\0\x22"),
            padded(b"\0\0\0\x20ftypM4A "),
        ],
    );
    check(
        Foreign(F::RarePicture),
        &[
            padded(b"8BPS\0\x01"),
            padded(b"icns\0\x01"),
            padded(b"#?RADIANCE\n"),
        ],
    );
    check(
        Foreign(F::Volume),
        &[
            at(128, b"DICM"),
            at(344, b"n+1\0"),
            padded(b"SIMPLE  =                    T"),
        ],
    );
    let mut windows = padded(b"MZ\x90\0");
    windows[60] = 0x80;
    check(
        Foreign(F::Program),
        &[
            padded(b"\x7fELF\x02\x01"),
            padded(b"\0asm\x01\0\0\0"),
            windows,
        ],
    );
}

#[test]
fn what_nothing_is_known_of_is_unknown() {
    check(
        Unknown,
        &[
            vec![0xa5; 4096],
            vec![0; 4096],
            vec![255; 16],
            b"\x80".to_vec(),
            b"\x01\x02\x03".to_vec(),
            (0..=255).rev().collect(),
        ],
    );
}

#[test]
fn any_beginning_of_any_file_is_looked_at_without_a_panic() {
    let files = [
        zip(&[("train-images-idx3-ubyte", b"\0\0\x08\x03"), ("b", b"")]),
        safetensors(r#"{"__metadata__":{"latentscape.run":"{}"}}"#),
        utf16(r#"{"version": 1}"#, true, false),
        b"BM\x36\x84\x03\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec(),
        b"\x08\x07\x12\x07pytorch".to_vec(),
        b"RIFF\x24\0\0\0WEBP".to_vec(),
        b"\0\0\0\x18ftypheic".to_vec(),
        b"PK\x03\x04\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff".to_vec(),
    ];
    for bytes in &files {
        for end in 0..=bytes.len() {
            let _ = file_kind(&bytes[..end]);
            let _ = text_of(&bytes[..end]);
        }
    }
}

#[test]
fn every_foreign_format_has_a_name_of_its_own() {
    let mut names: Vec<_> = F::ALL.iter().map(|format| format.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), F::ALL.len());
}
