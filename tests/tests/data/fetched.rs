use std::io::Write;

use flate2::{Compression, GzBuilder, write::GzEncoder};
use model::data::{NOT_STATED, credits};
use run_spec::{DatasetFile, DatasetId, DatasetKind, FileMismatch, verify_file};
use session::mirror_of;

/// Of "abc": the first example of FIPS 180-4.
const SHA_OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

const ABC: DatasetFile = DatasetFile {
    name: "abc.gz",
    packed_bytes: 23,
    unpacked_sha256: SHA_OF_ABC,
};

fn packed(content: &[u8], level: u32) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_file_is_recognised_by_its_content_however_it_is_packed() {
    for bytes in [packed(b"abc", 0), packed(b"abc", 9), b"abc".to_vec()] {
        assert_eq!(verify_file(&ABC, &bytes), Ok(()));
    }
}

#[test]
fn neither_the_name_nor_the_time_in_a_gzip_header_nor_several_members_matter() {
    let named = |content: &[u8]| {
        let builder = GzBuilder::new().filename("abc").mtime(1_503_595_140);
        let mut encoder = builder.write(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    };
    assert_eq!(verify_file(&ABC, &named(b"abc")), Ok(()));
    let members = [named(b"a"), packed(b"bc", 6)].concat();
    assert_eq!(verify_file(&ABC, &members), Ok(()));
}

#[test]
fn a_flipped_byte_is_refused_with_both_digests_and_what_to_do() {
    for bytes in [packed(b"abb", 6), b"abb".to_vec()] {
        let error = verify_file(&ABC, &bytes).unwrap_err();
        let FileMismatch::Digest { ref found, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(found.len(), SHA_OF_ABC.len());
        assert_ne!(found, SHA_OF_ABC);
        let sentence = error.to_string();
        for part in ["abc.gz", SHA_OF_ABC, found, "download it again"] {
            assert!(sentence.contains(part), "{sentence}");
        }
    }
}

#[test]
fn no_flipped_or_missing_byte_of_a_packed_file_passes_or_panics() {
    // Stored, not compressed: a compressed stream has bits of padding that mean nothing.
    let whole = packed(b"abc", 0);
    for length in 0..whole.len() {
        assert!(
            verify_file(&ABC, &whole[..length]).is_err(),
            "cut at {length}"
        );
    }
    // Bytes 3 to 9 of the header are flags, time and system; byte 10 is mostly padding.
    for at in (0..3).chain(11..whole.len()) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        assert!(verify_file(&ABC, &bytes).is_err(), "byte {at}");
    }
}

#[test]
fn the_page_names_the_first_mirror_and_how_much_it_sends() {
    for data in DatasetId::ALL {
        let set = data.remote();
        assert_eq!(
            mirror_of(*data).is_some(),
            set.is_some(),
            "{}",
            data.as_str()
        );
        let Some((set, (host, megabytes))) = set.zip(mirror_of(*data)) else {
            continue;
        };
        let address = format!("https://{host}/");
        assert!(set.mirrors[0].starts_with(&address), "{}", set.mirrors[0]);
        let bytes = set.train_images.packed_bytes + set.train_labels.packed_bytes;
        assert_eq!(u64::from(megabytes), (bytes + 500_000) / 1_000_000);
    }
}

#[test]
fn every_data_set_has_authors_and_a_licence() {
    for data in DatasetId::ALL {
        let (authors, licence) = credits(*data);
        assert!(!authors.is_empty(), "{}", data.as_str());
        let expected: &[&str] = match data.info().kind {
            DatasetKind::Shipped { .. } => &["CC-BY-4.0", "MIT"],
            DatasetKind::Procedural(_) | DatasetKind::Toy2d => &["MIT OR Apache-2.0"],
            DatasetKind::Hanzi(_) => &["Arphic-1999"],
            DatasetKind::Remote(_) => &["CC-BY-SA-3.0", "MIT"],
            DatasetKind::User => &[NOT_STATED],
        };
        assert!(expected.contains(&licence), "{licence}");
    }
}
