//! Pictures as people bring them: each must give the digit of the control, or say why not.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails where it cannot go on, and prints its figures"
)]

use std::path::PathBuf;

use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageReader, imageops::FilterType};

use super::*;
use crate::drawing::difference;

/// The page hands on pictures of at most so many pixels a side (`app/page/js/picture.js`).
const SIDE: u32 = 512;
const MODEL: (usize, usize, usize) = (28, 28, 1);

fn path(name: &str) -> PathBuf {
    let folder = local_files::crate_folder!().join("tests/pictures");
    folder.join(name)
}

/// A picture of the tests' folder, as the page hands it on.
fn brought(name: &str) -> ImagePixels {
    let reader = ImageReader::open(path(name)).unwrap();
    let mut decoder = reader
        .with_guessed_format()
        .unwrap()
        .into_decoder()
        .unwrap();
    let orientation = decoder.orientation().unwrap();
    let mut image = DynamicImage::from_decoder(decoder).unwrap();
    image.apply_orientation(orientation);
    handed_on(image)
}

/// A picture as the page hands it on.
fn handed_on(mut image: DynamicImage) -> ImagePixels {
    let longer = image.width().max(image.height());
    if longer > SIDE {
        let scaled = |side: u32| ((side * SIDE + longer / 2) / longer).max(1);
        let (width, height) = (scaled(image.width()), scaled(image.height()));
        image = image.resize_exact(width, height, FilterType::Triangle);
    }
    let rgba = image.to_rgba8();
    ImagePixels {
        width: rgba.width() as usize,
        height: rgba.height() as usize,
        channels: 4,
        bytes: rgba.into_raw().into(),
    }
}

fn made(picture: ImagePixels) -> Result<PreparedPicture, PictureFault> {
    prepared(&flattened(picture), MODEL, true)
}

/// Prints a picture for whoever looks at a failed test.
fn shown(picture: &ImagePixels) -> String {
    let lines = picture.bytes.chunks_exact(picture.width);
    let level = |&grey: &u8| b" .:-=+*#%@"[usize::from(grey) * 10 / 256] as char;
    lines
        .map(|line| line.iter().map(level).collect::<String>() + "\n")
        .collect()
}

/// The picture as the model takes it, which must be as far from the control as `bound` at most, in root
/// mean square of grey values in [0, 1]; otherwise what it is instead.
fn compared(
    control: &ImagePixels,
    name: &str,
    picture: ImagePixels,
    bound: f32,
) -> Result<f32, String> {
    let (picture, note) = made(picture).map_err(|fault| format!("{name}: {fault:?}"))?;
    let apart = difference(control, &picture);
    if apart <= bound && note.is_none() {
        Ok(apart)
    } else {
        Err(format!("{name}: {apart} {note:?}\n{}", shown(&picture)))
    }
}

/// The same drawing, as other files and on other paper: nothing is between it and the control.
const SAME: f32 = 0.005;
/// The same digit in another size or photographed: its pixels fall otherwise.
const ALIKE: f32 = 0.05;

#[test]
fn each_trial_picture_of_a_3_comes_out_as_the_control() {
    let (control, note) = made(brought("ok-dark-on-light.png")).unwrap();
    assert_eq!(note, None);
    let found: Vec<_> = [
        ("interlaced.png", SAME),
        ("palette-tRNS.png", SAME),
        ("palette-tRNS-white-ink-on-transparent.png", SAME),
        ("transparent-black-ink.png", SAME),
        ("transparent-white-ink.png", SAME),
        ("clean-drawing-farbled-60-lowest-bits.png", SAME),
        ("as-bmp.bmp", SAME),
        ("animated-first-3-then-5.apng.png", SAME),
        ("animated-first-3-then-5.gif", SAME),
        ("cmyk-black-plate-only.jpg", SAME),
        ("dark-frame-around-dark-digit.png", ALIKE),
        ("scan-pure-white-255-off-centre.png", ALIKE),
        ("scan-off-white-250-off-centre.png", ALIKE),
        ("JPEG-UPPER.JPEG", ALIKE),
        ("progressive.jpg", ALIKE),
        ("exif-orientation-6.jpg", ALIKE),
        ("photo-grey-gradient-off-centre.jpg", ALIKE),
        ("photo-lined-paper.jpg", 0.07),
    ]
    .into_iter()
    .map(|(name, bound)| (name, compared(&control, name, brought(name), bound)))
    .collect();
    for (name, apart) in &found {
        if let Ok(apart) = apart {
            println!("{name}: {apart:.4}");
        }
    }
    let failed: Vec<_> = found
        .into_iter()
        .filter_map(|found| found.1.err())
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_digit_survives_jpeg_at_any_size() {
    let original = image::open(path("ok-dark-on-light.png")).unwrap();
    let mut failed = Vec::new();
    for side in [40, 64, 96, 160, 280, 400] {
        let scaled = original.resize_exact(side, side, FilterType::Triangle);
        let (control, _) = made(handed_on(scaled.clone())).unwrap();
        for quality in [30, 60, 90] {
            let mut bytes = std::io::Cursor::new(Vec::new());
            let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality);
            scaled.to_luma8().write_with_encoder(encoder).unwrap();
            let name = format!("{side} pixels at quality {quality}");
            let picture = handed_on(image::load_from_memory(bytes.get_ref()).unwrap());
            match compared(&control, &name, picture, 0.06) {
                Ok(apart) => println!("{name}: {apart:.4}"),
                Err(error) => failed.push(error),
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_paper_on_a_dark_desk_gives_the_5_that_is_on_it() {
    // The second frame shows a 5 of a thicker pen on white.
    let file = std::fs::File::open(path("animated-first-3-then-5.gif")).unwrap();
    let decoder = image::codecs::gif::GifDecoder::new(std::io::BufReader::new(file)).unwrap();
    let frame = decoder.into_frames().nth(1).unwrap().unwrap();
    let (control, _) = made(handed_on(frame.into_buffer().into())).unwrap();
    let name = "photo-paper-on-dark-desk.jpg";
    let apart = compared(&control, name, brought(name), 3.0 * ALIKE);
    println!("{}", apart.unwrap());
}

#[test]
fn a_thin_pen_is_made_as_thick_as_mnists() {
    let (picture, note) = made(brought("thin-pen-3px-in-1200.png")).unwrap();
    assert_eq!(note, Some(PictureNote::Thickened));
    let values: Vec<f32> = picture
        .bytes
        .iter()
        .map(|&grey| f32::from(grey) / 255.0)
        .collect();
    let thickness = latent::thickness(&values, picture.width).unwrap();
    assert!(
        (1.5..3.5).contains(&thickness),
        "{thickness}\n{}",
        shown(&picture)
    );
}

#[test]
fn several_digits_are_taken_with_a_note() {
    let (_, note) = made(brought("three-digits-in-a-row.png")).unwrap();
    assert_eq!(note, Some(PictureNote::SeveralThings(3)));
}

#[test]
fn paper_without_a_drawing_is_empty_and_a_ribbon_is_none() {
    for (name, fault) in [
        ("all-grey-128.png", PictureFault::Empty),
        ("all-white-300.png", PictureFault::Empty),
        ("ribbon-1x60000.png", PictureFault::Ribbon),
        ("ribbon-60000x1.png", PictureFault::Ribbon),
    ] {
        assert_eq!(made(brought(name)), Err(fault), "{name}");
    }
}

#[test]
fn transparent_paper_is_what_the_ink_is_not() {
    let of = |rgba: [[u8; 4]; 4]| {
        let picture = ImagePixels {
            width: 4,
            height: 1,
            channels: 4,
            bytes: rgba.concat().into(),
        };
        flattened(picture).bytes.to_vec()
    };
    let nothing = [0; 4];
    let (black, white) = ([0, 0, 0, 255], [255; 4]);
    assert_eq!(
        of([nothing, black, nothing, nothing])[..6],
        [255, 255, 255, 0, 0, 0]
    );
    assert_eq!(
        of([nothing, white, nothing, nothing])[..6],
        [0, 0, 0, 255, 255, 255]
    );
    // Half of it covers.
    assert_eq!(
        of([[0, 0, 0, 128], nothing, nothing, nothing])[..3],
        [127; 3]
    );
    // A sheet with a transparent corner.
    assert_eq!(of([nothing, white, black, white])[..3], [255; 3]);
    // Nothing at all is one grey.
    let empty = of([nothing; 4]);
    assert!(empty.iter().all(|&grey| grey == empty[0]), "{empty:?}");
}
