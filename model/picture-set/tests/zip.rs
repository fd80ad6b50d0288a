//! Zips as tools write them, and zips that lie: each entry is what was packed, or an error at once.

use std::io::Write;

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use picture_set::PictureError;
use picture_set::zip::{self, ZipEntry};

/// What a directory says of the only entry of a zip.
#[derive(Clone, Copy)]
struct SaidOfEntry {
    flags: u16,
    method: u16,
    unpacked: u32,
    crc: u32,
}

impl SaidOfEntry {
    fn of(content: &[u8]) -> Self {
        let mut crc = Crc::new();
        crc.update(content);
        Self {
            flags: 0,
            method: 8,
            unpacked: content.len() as u32,
            crc: crc.sum(),
        }
    }
}

/// A zip of one deflated entry, whatever its headers say.
fn zip_saying(content: &[u8], said: SaidOfEntry) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).expect("memory");
    let packed = encoder.finish().expect("memory");
    let mut both = [20, said.flags, said.method, 0, 0]
        .map(u16::to_le_bytes)
        .concat();
    for number in [said.crc, packed.len() as u32, said.unpacked, 5] {
        both.extend(number.to_le_bytes());
    }
    let mut bytes = [b"PK\x03\x04", &both[..], b"a.png", &packed].concat();
    let directory = bytes.len() as u32;
    bytes.extend(b"PK\x01\x02\x14\0");
    bytes.extend(both);
    bytes.extend([0; 14]);
    bytes.extend(b"a.png");
    let length = bytes.len() as u32 - directory;
    bytes.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    bytes.extend(length.to_le_bytes());
    bytes.extend(directory.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

fn zip_of(content: &[u8]) -> Vec<u8> {
    zip_saying(content, SaidOfEntry::of(content))
}

/// The entries, read as the page does: a tail, the directory.
fn entries(bytes: &[u8]) -> Result<Vec<ZipEntry>, PictureError> {
    let size = bytes.len() as u64;
    let tail = &bytes[bytes.len().saturating_sub(zip::TAIL as usize)..];
    let (at, length) = zip::directory_place(tail, size)?;
    zip::entries(&bytes[at as usize..(at + length) as usize], size)
}

fn content_of(bytes: &[u8], entry: &ZipEntry, most: u64) -> Result<Vec<u8>, PictureError> {
    let (at, length) = entry.span(bytes.len() as u64);
    entry.content(&bytes[at as usize..(at + length) as usize], most)
}

fn content(bytes: &[u8], most: u64) -> Result<Vec<u8>, PictureError> {
    let entries = entries(bytes)?;
    content_of(bytes, entries.first().ok_or(PictureError::Zip)?, most)
}

#[test]
fn a_zip_unpacks_to_what_it_says_and_no_more() {
    let zeros = vec![0; 100_000];
    let said = SaidOfEntry::of(&zeros);
    let zip = zip_of(&zeros);
    assert_eq!(content(&zip, 1 << 20), Ok(zeros.clone()));
    assert_eq!(content(&zip, 1000), Err(PictureError::Bomb(0)));
    for unpacked in [10, 99_999, 100_001] {
        let zip = zip_saying(&zeros, SaidOfEntry { unpacked, ..said });
        assert_eq!(content(&zip, 1 << 20), Err(PictureError::Zip), "{unpacked}");
    }
    let unpacked = u32::MAX - 1;
    let bomb = content(
        &zip_saying(&zeros, SaidOfEntry { unpacked, ..said }),
        u64::MAX,
    );
    assert_eq!(bomb, Err(PictureError::Bomb(4095)));
}

#[test]
fn what_is_packed_otherwise_or_has_changed_is_named() {
    let said = SaidOfEntry::of(b"hello");
    let found = |said| content(&zip_saying(b"hello", said), 100);
    assert_eq!(found(said), Ok(b"hello".to_vec()));
    for method in [9, 12, 14, 93, 95, 99] {
        let said = SaidOfEntry { method, ..said };
        assert_eq!(found(said), Err(PictureError::ZipMethod(method)));
    }
    let encrypted = SaidOfEntry { flags: 1, ..said };
    assert_eq!(found(encrypted), Err(PictureError::Encrypted));
    let changed = SaidOfEntry { crc: 1, ..said };
    assert_eq!(found(changed), Err(PictureError::Zip));
}

#[test]
fn a_zip_that_is_cut_anywhere_is_damaged() {
    let bytes = zip_of(b"hello");
    // The last two bytes say that there is no comment.
    for length in 0..bytes.len() - 2 {
        assert!(content(&bytes[..length], 100).is_err(), "{length}");
        // Cut in front: offsets are wrong.
        assert!(
            length == 0 || content(&bytes[length..], 100).is_err(),
            "{length}"
        );
    }
}

/// A zip of so many entries of a byte each, as a tool writes it that knows of more than 65,535.
fn zip_of_many(count: u32) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for number in 0..count {
        let name = format!("class-{}/{number}.png", number % 10);
        writer.start_file(name, stored).expect("an entry");
        writer.write_all(&[number as u8]).expect("memory");
    }
    writer.finish().expect("a directory").into_inner()
}

/// The same zip without the records of larger ones: entries are counted in 16 bits, as macOS does.
fn counted_in_16_bits(bytes: &[u8], count: u32) -> Vec<u8> {
    let end = bytes.len() - 22;
    let record = end - 20 - 56;
    assert!(bytes[record..].starts_with(b"PK\x06\x06"));
    let mut bytes = [&bytes[..record], &bytes[end..]].concat();
    let count = (count as u16).to_le_bytes();
    bytes[record + 8..record + 12].copy_from_slice(&[count, count].concat());
    bytes
}

#[test]
fn every_entry_is_read_of_a_hundred_thousand() {
    let count = 100_000;
    let large = zip_of_many(count);
    for bytes in [&counted_in_16_bits(&large, count), &large] {
        let entries = entries(bytes).expect("entries");
        assert_eq!(entries.len(), count as usize);
        for number in [0, 34_463, 34_464, 65_535, 65_536, 99_999] {
            let entry = &entries[number];
            assert_eq!(entry.name, format!("class-{}/{number}.png", number % 10));
            assert_eq!(content_of(bytes, entry, 9), Ok(vec![number as u8]));
        }
    }
}

#[test]
fn a_zip_is_read_behind_other_bytes_and_before_a_comment() {
    let zip = zip_of_many(3000);
    let place =
        |bytes: &[u8]| zip::directory_place(&bytes[bytes.len() - 40_000..], bytes.len() as u64);
    // The directory begins before the tail that was read.
    let (begin, length) = place(&zip).expect("a place");
    assert!(length > 40_000 && zip[begin as usize..].starts_with(b"PK\x01\x02"));
    let mut commented = [&b"#!/bin/sh\n"[..], &zip].concat();
    let end = commented.len() - 2;
    commented[end..].copy_from_slice(&60_000_u16.to_le_bytes());
    commented.extend([b'-'; 60_000]);
    let entries = entries(&commented).expect("entries");
    assert_eq!(entries.len(), 3000);
    assert_eq!(
        content_of(&commented, &entries[2999], 9),
        Ok(vec![2999_u16 as u8])
    );
}

#[test]
fn names_are_paths_and_what_systems_hide_is_none() {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    writer.add_directory("cat", options).expect("a folder");
    for name in [
        "cat\\1.png",
        "Müller/2.png",
        "__MACOSX/cat/._1.png",
        "cat/.DS_Store",
        "cat/Thumbs.db",
    ] {
        writer.start_file(name, options).expect("an entry");
        writer.write_all(b"hello hello hello").expect("memory");
    }
    let bytes = writer.finish().expect("a directory").into_inner();
    let entries = entries(&bytes).expect("entries");
    let names: Vec<_> = entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["cat/1.png", "Müller/2.png"]);
    assert_eq!(
        content_of(&bytes, &entries[1], 99),
        Ok(b"hello hello hello".to_vec())
    );
    // Names as DOS wrote them.
    let dos = entries_named(b"M\x81ller.png");
    assert_eq!(dos, ["Müller.png"]);
    assert_eq!(entries_named(b"dog/"), [""; 0]);
}

/// The names of a zip of one entry whose name has these bytes.
fn entries_named(name: &[u8]) -> Vec<String> {
    let zip = zip_of(b"hello");
    let (front, end) = zip.split_at(zip.len() - 22);
    let directory = u32::from_le_bytes(*end[16..].first_chunk().expect("an offset"));
    let mut bytes = front.to_vec();
    bytes[directory as usize + 28] = name.len() as u8;
    bytes.truncate(bytes.len() - b"a.png".len());
    bytes.extend(name);
    let length = bytes.len() as u32 - directory;
    bytes.extend(&end[..12]);
    bytes.extend(length.to_le_bytes());
    bytes.extend(&end[16..]);
    let entries = entries(&bytes).expect("entries");
    entries.into_iter().map(|entry| entry.name).collect()
}
