//! Faces are what their factors say, pixel by pixel.

use std::fs;

use model::data::faces::{
    BACKGROUND, CLOTHES_COLOURS, FaceColours, FaceFactor, FaceFactors, GRID, HAIR_COLOURS,
    MOUTH_COLOUR, ReadFace, Rgb, SKIN_COLOURS, draw, grid, picture,
};
use proptest::prelude::*;
use serde_json::Value;
use tests::root;

use FaceFactor as F;

fn shown(factors: &FaceFactors) -> [[Rgb; GRID]; GRID] {
    grid(factors, &FaceColours::of(factors))
}

fn any_face() -> impl Strategy<Value = FaceFactors> {
    any::<(u64, u64)>().prop_map(|(seed, index)| draw(seed, index, GRID).factors)
}

fn hex(text: &Value) -> Vec<u8> {
    let text = text.as_str().unwrap().as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    text.chunks_exact(2).map(byte).collect()
}

#[test]
fn faces_are_those_that_the_package_draws() {
    let path = root().join("tests/reference/faces_reference.json");
    let reference: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let colour = |name: &str| -> Rgb { hex(&reference["colours"][name]).try_into().unwrap() };
    let colours = FaceColours {
        background: colour("background"),
        skin: colour("skin"),
        hair: colour("hair"),
        eyes: colour("eyes"),
        mouth: colour("mouth"),
        glasses: colour("glasses"),
        hat: colour("hat"),
        clothes: colour("clothing"),
    };
    let faces = reference["faces"].as_array().unwrap();
    assert!(faces.len() >= 10);
    for face in faces {
        let value = |name: &str| face["factors"][name].as_u64().unwrap() as u8;
        let factors = FaceFactors::default()
            .with(F::HairStyle, value("hair"))
            .with(F::Eyes, value("eyes"))
            .with(F::Mouth, value("mouth"))
            .with(F::Glasses, value("glasses"))
            .with(F::Hat, value("hat"))
            .with(F::Clothes, value("clothing"));
        let found = grid(&factors, &colours).into_iter().flatten().flatten();
        let expected = hex(&face["rgb"]);
        // Others round a veil in another way.
        let off = found.zip(&expected).filter(|(a, b)| a.abs_diff(**b) > 1);
        assert_eq!(
            (off.count(), expected.len()),
            (0, 3 * GRID * GRID),
            "{face}"
        );
    }
}

/// Rows and columns, both ends included, that a factor shows in.
fn place(factor: FaceFactor) -> ([usize; 2], [usize; 2]) {
    match factor {
        F::Skin => ([2, 15], [2, 13]),
        F::HairStyle | F::HairColour => ([0, 13], [1, 14]),
        F::Eyes | F::EyeColour => ([5, 7], [4, 11]),
        F::Mouth => ([9, 10], [6, 9]),
        F::Glasses => ([5, 8], [2, 13]),
        F::Beard => ([6, 13], [3, 12]),
        F::Hat | F::HatColour => ([0, 4], [2, 14]),
        F::Clothes | F::ClothesColour => ([12, 15], [2, 13]),
    }
}

proptest! {
    #[test]
    fn a_factor_changes_nothing_but_its_own_place(face in any_face(), which in 0..F::ALL.len(), value: u8) {
        let factor = F::ALL[which];
        let other = face.with(factor, value % factor.values() as u8);
        let ([top, bottom], [left, right]) = place(factor);
        let [before, after] = [shown(&face), shown(&other)];
        for y in 0..GRID {
            for x in 0..GRID {
                let within = (top..=bottom).contains(&y) && (left..=right).contains(&x);
                prop_assert!(within || before[y][x] == after[y][x], "{factor:?} at {x}, {y}");
            }
        }
    }

    #[test]
    fn the_colour_of_a_hat_that_is_not_worn_changes_nothing(face in any_face(), value: u8) {
        let without = face.with(F::Hat, 0);
        let other = without.with(F::HatColour, value % F::HatColour.values() as u8);
        prop_assert_eq!(shown(&without), shown(&other));
    }

    #[test]
    fn a_picture_of_twice_the_grid_has_each_pixel_four_times(face in any_face()) {
        let (small, large) = (picture(&face, GRID), picture(&face, 2 * GRID));
        let flat: Vec<u8> = shown(&face).into_iter().flatten().flatten().collect();
        prop_assert_eq!(&small, &flat);
        for (i, pixel) in large.chunks_exact(3).enumerate() {
            let [y, x] = [i / (2 * GRID) / 2, i % (2 * GRID) / 2];
            prop_assert_eq!(pixel, &small[(y * GRID + x) * 3..][..3]);
        }
    }

    #[test]
    fn a_picture_of_any_size_is_as_light_as_the_grid(face in any_face(), side in 8usize..=64) {
        let mean = |pixels: &[u8]| {
            pixels.iter().map(|&byte| f64::from(byte)).sum::<f64>() / pixels.len() as f64
        };
        let (of_grid, of_picture) = (mean(&picture(&face, GRID)), mean(&picture(&face, side)));
        prop_assert!((of_grid - of_picture).abs() <= 0.5, "{of_grid}, {of_picture}");
    }
}

#[test]
fn every_value_of_every_factor_can_be_seen() {
    let wearing = FaceFactors::default().with(F::Glasses, 1).with(F::Beard, 1);
    for factor in F::ALL {
        // A hat would hide short hair.
        let face = match factor {
            F::HatColour => wearing.with(F::Hat, 1),
            _ => wearing,
        };
        for one in 0..factor.values() as u8 {
            for other in 0..one {
                let [one, other] = [one, other].map(|value| shown(&face.with(factor, value)));
                assert_ne!(one, other, "{factor:?}");
            }
        }
    }
}

#[test]
fn values_come_as_often_as_they_are_said_to() {
    const COUNT: u64 = 6000;
    let faces: Vec<_> = (0..COUNT).map(|index| draw(1, index, GRID)).collect();
    for face in &faces {
        assert_eq!(face.label, face.factors.get(F::HairColour));
    }
    for factor in F::ALL {
        let shares = factor.shares();
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        for (value, share) in shares.into_iter().enumerate() {
            let is = |face: &&_| usize::from(face_value(face, factor)) == value;
            let found = faces.iter().filter(is).count() as f64;
            let expected = share * COUNT as f64;
            // Five standard deviations of a binomial count.
            let margin = 5.0 * (expected * (1.0 - share)).sqrt();
            assert!(
                (found - expected).abs() < margin,
                "{factor:?} {value}: {found}, {expected}"
            );
        }
    }
}

fn face_value(face: &model::data::ProceduralImage<FaceFactors>, factor: FaceFactor) -> u8 {
    face.factors.get(factor)
}

#[test]
fn mouths_go_from_sad_to_a_smile() {
    // How much lower the middle of the mouth is than its corners, in pixels.
    let bends = (0..F::Mouth.values() as u8).map(|mouth| {
        let face = shown(&FaceFactors::default().with(F::Mouth, mouth));
        let height = |columns: [usize; 2]| {
            let rows: Vec<f64> = (0..GRID)
                .flat_map(|y| columns.map(|x| (y, x)))
                .filter(|&(y, x)| face[y][x] == MOUTH_COLOUR)
                .map(|(y, _)| y as f64)
                .collect();
            rows.iter().sum::<f64>() / rows.len() as f64
        };
        height([7, 8]) - height([6, 9])
    });
    assert_eq!(bends.collect::<Vec<_>>(), [-1.0, 0.0, 0.5, 1.0]);
}

#[test]
fn skin_and_natural_hair_have_an_order_of_lightness() {
    let sum = |colour: &Rgb| colour.iter().map(|&byte| u32::from(byte)).sum::<u32>();
    assert!(SKIN_COLOURS.is_sorted_by(|a, b| sum(a) > sum(b)));
    assert!(HAIR_COLOURS[..5].is_sorted_by(|a, b| sum(a) < sum(b)));
}

#[test]
fn colours_that_are_told_apart_are_far_apart() {
    let far = |one: &Rgb, other: &Rgb| {
        let channels = one.iter().zip(other);
        let squares = channels.map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2));
        squares.sum::<u32>() >= 40 * 40
    };
    for palette in [&SKIN_COLOURS[..], &HAIR_COLOURS, &CLOTHES_COLOURS] {
        for (i, colour) in palette.iter().enumerate() {
            assert!(far(colour, &BACKGROUND), "{colour:?}");
            assert!(
                palette[..i].iter().all(|other| far(colour, other)),
                "{colour:?}"
            );
        }
    }
    // Much farther: a mouth is few pixels, and one that hardly differs from a skin is not learnt on it.
    let squares = |skin: &Rgb| -> u32 {
        let channels = skin.iter().zip(MOUTH_COLOUR);
        channels.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    assert!(SKIN_COLOURS.iter().all(|skin| squares(skin) >= 95 * 95));
}

#[test]
fn a_beard_is_of_the_hairs_colour_under_three_tenths_of_white() {
    let hair = HAIR_COLOURS[1];
    let face = shown(
        &FaceFactors::default()
            .with(F::HairColour, 1)
            .with(F::Beard, 3),
    );
    let lighter = hair.map(|byte| (f64::from(byte) * 0.7 + 255.0 * 0.3).round() as u8);
    // Row 11 of a full beard is the chin.
    assert_eq!(face[11][4..12], [lighter; 8]);
    assert_ne!(face[12][7], lighter);
}

#[test]
fn a_reader_of_faces_reads_faces_and_nothing_else() {
    const COUNT: u64 = 40;
    let mut sums = vec![0usize; 3 * 32 * 32];
    for index in 0..COUNT {
        // A hat may hide all hair.
        let face = draw(5, index, 32).factors.with(F::Hat, 0);
        let pixels = picture(&face, 32);
        let read = ReadFace::of(&pixels, 32);
        assert!(read.is_recognised(), "{face:?}");
        assert_eq!(read.likeness(), 1.0, "{face:?}");
        for factor in F::ALL.into_iter().filter(|factor| *factor != F::HatColour) {
            assert_eq!(
                read.factors.get(factor),
                face.get(factor),
                "{factor:?} of {face:?}"
            );
        }
        for (sum, byte) in sums.iter_mut().zip(pixels) {
            *sum += usize::from(byte);
        }
    }
    let mean = sums.iter().map(|sum| (sum / COUNT as usize) as u8);
    let mean = ReadFace::of(&mean.collect::<Vec<_>>(), 32);
    assert!(!mean.is_recognised(), "the mean of faces is none");
    // The bits of a linear congruential generator (Numerical Recipes).
    let mut state = 1u32;
    let noise: Vec<u8> = (0..3 * 32 * 32)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    assert!(
        ReadFace::of(&noise, 32).likeness() < 0.4,
        "noise is no face"
    );
}

#[test]
fn a_colour_halfway_between_two_skins_is_read_with_half_the_confidence() {
    let face = FaceFactors::default().with(F::HairColour, 6);
    let [light, dark] = [0, 1].map(|skin| picture(&face.with(F::Skin, skin), 32));
    let confidence = |share: f64| {
        let mixed = light
            .iter()
            .zip(&dark)
            .map(|(a, b)| (f64::from(*a) * (1.0 - share) + f64::from(*b) * share).round() as u8);
        ReadFace::of(&mixed.collect::<Vec<_>>(), 32).confidence(F::Skin)
    };
    assert!((confidence(0.5) - 0.5).abs() < 0.06, "{}", confidence(0.5));
    assert!(confidence(0.4) > confidence(0.5) && confidence(0.2) > confidence(0.4));
    assert!(confidence(0.0) > 0.95);
}
