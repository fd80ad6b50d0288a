//! Characters are what their factors say.

use model::ModelError;
use model::data::hanzi::{HanziFactors, HanziStrokes, JITTER, ReadHanzi, SIZE, SLANT, WIDTH};
use model::data::{ImageDrawer, TrainingData, held_out_hanzi};
use proptest::prelude::*;
use run_spec::{DatasetId, HANZI_STROKES, ImageShape};
use tests::{hanzi, root};

const SIDE: usize = 32;

const PLAIN: HanziFactors = HanziFactors {
    character: 0,
    width: 2.0,
    slant: 0.0,
    size: 1.0,
    jitter: 0.0,
    hand: 3,
};

/// The place of a character.
fn place(strokes: &HanziStrokes, character: char) -> u16 {
    let all = strokes.characters().iter();
    let found = all.into_iter().position(|it| it.character == character);
    found.unwrap_or_else(|| panic!("no {character}")) as u16
}

/// Grey values of a picture as they are seen at a place, and their sum.
fn ink(pixels: &[u8], weight: impl Fn(f64, f64) -> f64) -> f64 {
    let side = pixels.len().isqrt();
    let values = pixels.iter().enumerate().map(|(i, &byte)| {
        let (x, y) = ((i % side) as f64 + 0.5, (i / side) as f64 + 0.5);
        f64::from(byte) / 255.0 * weight(x, y)
    });
    values.sum()
}

#[test]
fn all_676_everyday_characters_of_one_to_eight_strokes_are_there_once() {
    let strokes = hanzi();
    let mut counts = [0; 8];
    for character in strokes.characters() {
        counts[character.strokes.len() - 1] += 1;
    }
    assert_eq!(counts, [2, 14, 34, 71, 92, 124, 147, 192]);
    let mut all: Vec<char> = strokes.characters().iter().map(|it| it.character).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 676);
    for (character, count) in [
        ('一', 1),
        ('人', 2),
        ('山', 3),
        ('水', 4),
        ('田', 5),
        ('青', 8),
    ] {
        let found = &strokes.characters()[usize::from(place(&strokes, character))];
        assert_eq!(found.strokes.len(), count, "{character}");
    }
}

#[test]
fn a_file_with_one_other_byte_is_refused() {
    let mut bytes = std::fs::read(root().join("assets/data").join(HANZI_STROKES.name)).unwrap();
    assert_eq!(bytes.len() as u64, HANZI_STROKES.packed_bytes);
    bytes[20_000] ^= 1;
    for wrong in [&bytes[..], &bytes[..10_000], b"", "一 !!~~\n".as_bytes()] {
        let refused = HanziStrokes::read(wrong).unwrap_err();
        assert!(matches!(refused, ModelError::Fetched(_)), "{refused}");
        assert!(refused.to_string().contains(HANZI_STROKES.name));
    }
}

#[test]
fn a_plain_file_that_a_server_unpacked_is_the_same() {
    let mut bytes = Vec::new();
    let packed = std::fs::read(root().join("assets/data").join(HANZI_STROKES.name)).unwrap();
    let mut reader = flate2::read::GzDecoder::new(&packed[..]);
    std::io::Read::read_to_end(&mut reader, &mut bytes).unwrap();
    assert_eq!(HanziStrokes::read(&bytes).unwrap(), *hanzi());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_character_is_a_function_of_seed_and_index(seed: u64, index: u64) {
        let strokes = hanzi();
        let drawn = strokes.draw(seed, index, SIDE);
        let factors = drawn.factors;
        let within = |value: f32, [low, high]: [f32; 2]| (low..=high).contains(&value);
        prop_assert!(within(factors.width, WIDTH) && within(factors.slant, SLANT));
        prop_assert!(within(factors.size, SIZE) && within(factors.jitter, JITTER));
        let character = &strokes.characters()[usize::from(factors.character)];
        prop_assert_eq!(usize::from(drawn.label) + 1, character.strokes.len());
        prop_assert_eq!(&drawn.pixels, &strokes.picture(&factors, SIDE));
        prop_assert_eq!((drawn.label, factors), strokes.drawn_factors(seed, index));
        prop_assert_ne!(drawn.factors.hand, strokes.draw(seed, index ^ 1, SIDE).factors.hand);
    }

    #[test]
    fn hardly_any_ink_reaches_the_border(seed: u64, index: u64) {
        let pixels = hanzi().draw(seed, index, SIDE).pixels;
        for i in 0..SIDE {
            let border = [i, SIDE * (SIDE - 1) + i, SIDE * i, SIDE * i + SIDE - 1];
            prop_assert!(border.iter().all(|&at| pixels[at] <= 160), "{:?}", border.map(|at| pixels[at]));
        }
    }
}

#[test]
fn each_number_of_strokes_comes_equally_often_and_every_character_at_all() {
    let strokes = hanzi();
    let mut labels = [0; 8];
    let mut seen = vec![false; strokes.characters().len()];
    for index in 0..16_000 {
        let (label, factors) = strokes.drawn_factors(1, index);
        labels[usize::from(label)] += 1;
        seen[usize::from(factors.character)] = true;
    }
    // Five standard deviations of a binomial count.
    assert!(
        labels.iter().all(|count| i32::abs(count - 2_000) < 220),
        "{labels:?}"
    );
    let missing = seen.iter().filter(|seen| !**seen).count();
    assert_eq!(missing, 0);
}

#[test]
fn slant_is_the_tangent_of_a_bars_lean() {
    let strokes = hanzi();
    // Its middle stroke is a bar from top to bottom.
    let character = place(&strokes, '十');
    let lean = |slant| {
        let pixels = strokes.picture(
            &HanziFactors {
                character,
                slant,
                ..PLAIN
            },
            96,
        );
        let half = |rows: std::ops::Range<usize>| {
            let of = |x: f64, y: f64| f64::from(rows.contains(&(y as usize))) * x;
            let count = |_: f64, y: f64| f64::from(rows.contains(&(y as usize)));
            ink(&pixels, of) / ink(&pixels, count)
        };
        // Rows of nothing but the bar.
        (half(18..22) - half(74..78)) / 56.0
    };
    for slant in [-0.25, 0.1, 0.25] {
        let gained = lean(slant) - lean(0.0);
        assert!(
            (gained - f64::from(slant)).abs() < 0.02,
            "{slant}: {gained}"
        );
    }
}

#[test]
fn width_and_size_are_those_of_geometry() {
    let strokes = hanzi();
    let character = place(&strokes, '一');
    let area = |width, size| {
        let factors = HanziFactors {
            character,
            width,
            size,
            ..PLAIN
        };
        ink(&strokes.picture(&factors, 128), |_, _| 1.0)
    };
    // A line with round ends: twice the width, a little more than twice the ink.
    let thin = area(1.0, 1.0);
    let wide = area(2.0, 1.0);
    assert!((1.9..2.2).contains(&(wide / thin)), "{}", wide / thin);
    let [small, large] = [0.5, 1.0].map(|size| area(0.5, size));
    assert!((1.85..2.05).contains(&(large / small)), "{}", large / small);
}

#[test]
fn jitter_moves_points_by_no_more_than_it_says_and_another_hand_otherwise() {
    let strokes = hanzi();
    let character = place(&strokes, '永');
    let with = |jitter, hand| {
        strokes.picture(
            &HanziFactors {
                character,
                jitter,
                hand,
                ..PLAIN
            },
            SIDE,
        )
    };
    assert_eq!(with(0.0, 1), with(0.0, 2));
    assert_ne!(with(0.03, 1), with(0.03, 2));
    assert_eq!(with(0.03, 1), with(0.03, 1));
    let difference = |one: &[u8], other: &[u8]| {
        let pairs = one.iter().zip(other);
        pairs.map(|(a, b)| u32::from(a.abs_diff(*b))).sum::<u32>()
    };
    let still = with(0.0, 1);
    assert!(difference(&with(0.01, 1), &still) < difference(&with(0.03, 1), &still));
}

#[test]
fn a_reader_finds_the_factors_of_a_known_character_and_the_character_of_known_factors() {
    let strokes = hanzi();
    let (mut right, mut far) = (0, 0);
    for index in 0..60 {
        let drawn = strokes.draw(5, index, SIDE);
        let truth = drawn.factors;
        let read = ReadHanzi::of(&strokes, truth.character, &drawn.pixels, SIDE).factors;
        let differs = (read.width - truth.width).abs() > 0.4
            || (read.slant - truth.slant).abs() > 0.1
            || (read.size - truth.size).abs() > 0.1;
        far += u32::from(differs);
        let found = ReadHanzi::nearest_character(&strokes, truth, &drawn.pixels, SIDE);
        right += u32::from(found == truth.character);
    }
    assert!(far <= 3, "{far} of 60 read otherwise");
    // 巳 and 己 hardly differ, by an unsteady hand.
    assert!(right >= 57, "{right} of 60");
}

#[test]
fn held_out_characters_are_those_whose_factors_are_told() {
    let strokes = hanzi();
    let drawer = ImageDrawer::Hanzi(strokes.clone());
    assert_eq!(drawer.id(), DatasetId::Hanzi);
    assert_eq!(drawer.shape(SIDE), ImageShape::grey(SIDE));
    let images = TrainingData::drawn(drawer, SIDE).held_out(20);
    for (i, factors) in held_out_hanzi(&strokes, 20).iter().enumerate() {
        assert_eq!(images.bytes(i), strokes.picture(factors, SIDE));
    }
}
