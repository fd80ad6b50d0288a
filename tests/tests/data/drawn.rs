use model::data::{ImageDrawer, shapes, strokes};
use proptest::prelude::*;
use run_spec::ProceduralDataset;

const SIDE: usize = 28;
const ALL: [ProceduralDataset; 3] = [
    ProceduralDataset::Strokes,
    ProceduralDataset::Shapes,
    ProceduralDataset::Faces,
];

/// Mean grey, centroid, and second moments about it, in pixels.
struct Ink {
    mean: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

fn ink(pixels: &[u8], side: usize) -> Ink {
    let place = |i: usize| ((i % side) as f64 + 0.5, (i / side) as f64 + 0.5);
    let total: f64 = pixels.iter().map(|&byte| f64::from(byte)).sum();
    let average = |what: &dyn Fn(f64, f64) -> f64| {
        let weighted = pixels.iter().enumerate().map(|(i, &byte)| {
            let (x, y) = place(i);
            f64::from(byte) * what(x, y)
        });
        weighted.sum::<f64>() / total
    };
    let (x, y) = (average(&|x, _| x), average(&|_, y| y));
    Ink {
        mean: total / (side * side) as f64,
        x,
        y,
        xx: average(&|u, _| (u - x) * (u - x)),
        yy: average(&|_, v| (v - y) * (v - y)),
        xy: average(&|u, v| (u - x) * (v - y)),
    }
}

const UPRIGHT: strokes::StrokeFactors = strokes::StrokeFactors {
    variant: 0,
    slant: 0.0,
    thickness: 2.5,
    rotation: 0.0,
    scale: 1.0,
    aspect: 1.0,
    hand: 5,
};

fn digit(label: u8, factors: strokes::StrokeFactors) -> Ink {
    ink(&strokes::picture(label, &factors, SIDE), SIDE)
}

const PLAIN: shapes::ShapeFactors = shapes::ShapeFactors {
    x: 0.5,
    y: 0.5,
    scale: 0.8,
    rotation: 0.0,
};

fn shape(label: u8, factors: shapes::ShapeFactors) -> Ink {
    ink(&shapes::picture(label, &factors, SIDE), SIDE)
}

proptest! {
    #[test]
    fn a_picture_is_a_function_of_seed_and_index(seed: u64, index: u64) {
        for drawing in ALL {
            let drawer = ImageDrawer::from(drawing);
            let (pixels, label) = drawer.draw(seed, index, SIDE);
            prop_assert_eq!(pixels.len(), drawer.shape(SIDE).len());
            prop_assert!(usize::from(label) < drawing.info().classes.len());
            prop_assert_eq!((&pixels, label), (&drawer.draw(seed, index, SIDE).0, label));
            prop_assert_ne!(&pixels, &drawer.draw(seed, index ^ 1, SIDE).0);
            prop_assert_ne!(&pixels, &drawer.draw(seed ^ 1, index, SIDE).0);
        }
    }

    #[test]
    fn factors_lie_within_their_ranges_and_make_the_picture(seed: u64, index: u64, side in 8usize..=32) {
        let within = |value: f32, [low, high]: [f32; 2]| (low..=high).contains(&value);
        let drawn = strokes::draw(seed, index, side);
        let factors = drawn.factors;
        prop_assert!(within(factors.slant, strokes::SLANT));
        prop_assert!(within(factors.thickness, strokes::THICKNESS));
        prop_assert!(within(factors.rotation, strokes::ROTATION));
        prop_assert!(within(factors.scale, strokes::SCALE));
        prop_assert!(within(factors.aspect, strokes::ASPECT));
        prop_assert!(usize::from(factors.variant) < strokes::variants(drawn.label));
        prop_assert_eq!(drawn.pixels, strokes::picture(drawn.label, &factors, side));

        let drawn = shapes::draw(seed, index, side);
        let factors = drawn.factors;
        prop_assert!(within(factors.x, [0.0, 1.0]) && within(factors.y, [0.0, 1.0]));
        prop_assert!(within(factors.scale, shapes::SCALE));
        prop_assert!(within(factors.rotation, shapes::ROTATION));
        prop_assert_eq!(drawn.pixels, shapes::picture(drawn.label, &factors, side));
    }

    #[test]
    fn no_digit_reaches_the_border(seed: u64, index: u64, side in 8usize..=32) {
        let pixels = strokes::draw(seed, index, side).pixels;
        for i in 0..side {
            let border = [i, side * (side - 1) + i, side * i, side * i + side - 1];
            prop_assert!(border.iter().all(|&at| pixels[at] <= 128));
        }
    }

    #[test]
    fn no_shape_is_cut_by_the_border(label in 0u8..3, x in 0f32..=1.0, rotation in 0f32..6.3) {
        let at = |x, y| shape(label, shapes::ShapeFactors { x, y, scale: 1.0, rotation }).mean;
        for y in [0.0, 1.0] {
            prop_assert!((at(x, y) / at(0.5, 0.5) - 1.0).abs() < 0.04);
        }
    }
}

#[test]
fn classes_come_equally_often() {
    for drawing in ALL {
        let mut counts = vec![0u32; drawing.info().classes.len()];
        for index in 0..6000 {
            counts[usize::from(ImageDrawer::from(drawing).draw(1, index, 8).1)] += 1;
        }
        let expected = 6000.0 / counts.len() as f64;
        // Five standard deviations of a binomial count.
        let margin = 5.0 * expected.sqrt();
        assert!(
            counts
                .iter()
                .all(|&n| (f64::from(n) - expected).abs() < margin),
            "{counts:?}"
        );
    }
}

#[test]
fn slant_leans_the_top_of_every_digit_to_the_right() {
    for label in 0..10 {
        let lean = |slant| digit(label, strokes::StrokeFactors { slant, ..UPRIGHT }).xy;
        // y runs down: a lean to the right is a negative covariance.
        assert!(lean(0.45) < lean(0.15), "{label}");
        assert!(lean(0.15) < lean(-0.15), "{label}");
    }
}

#[test]
fn the_slant_of_a_bar_is_the_tangent_of_its_lean() {
    for slant in [0.0, 0.2, 0.4] {
        let found = digit(
            1,
            strokes::StrokeFactors {
                slant,
                hand: 0,
                ..UPRIGHT
            },
        );
        let straight = digit(1, strokes::StrokeFactors { hand: 0, ..UPRIGHT });
        let lean = |ink: &Ink| -ink.xy / ink.yy;
        let gained = lean(&found) - lean(&straight);
        assert!(
            (gained - f64::from(slant)).abs() < 0.04,
            "{slant}: {gained}"
        );
    }
}

#[test]
fn a_thicker_pen_leaves_more_ink_in_every_digit() {
    for label in 0..10 {
        let mean = |thickness| {
            let factors = strokes::StrokeFactors {
                thickness,
                ..UPRIGHT
            };
            digit(label, factors).mean
        };
        assert!(mean(1.6) < 0.8 * mean(2.5), "{label}");
        assert!(mean(2.5) < 0.85 * mean(4.0), "{label}");
    }
}

#[test]
fn rotation_turns_a_bar_clockwise_by_that_angle() {
    for rotation in [-0.16f32, 0.0, 0.16] {
        let bar = |rotation| {
            digit(
                1,
                strokes::StrokeFactors {
                    rotation,
                    ..UPRIGHT
                },
            )
        };
        let angle = |ink: Ink| 0.5 * (2.0 * ink.xy).atan2(ink.xx - ink.yy);
        let turned = angle(bar(rotation)) - angle(bar(0.0));
        let half_turn = std::f64::consts::PI;
        // A bar looks the same after half a turn.
        let turned = (turned + half_turn / 2.0).rem_euclid(half_turn) - half_turn / 2.0;
        assert!((turned - f64::from(rotation)).abs() < 0.02, "{turned}");
    }
}

#[test]
fn scale_is_the_longer_side_as_a_share_of_mnists_box() {
    for label in 0..10 {
        for scale in [0.85, 1.0] {
            let pixels = strokes::picture(label, &strokes::StrokeFactors { scale, ..UPRIGHT }, 112);
            let inked = |i: &usize| pixels[*i] >= 128;
            let (rows, columns): (Vec<_>, Vec<_>) = (0..112 * 112)
                .filter(inked)
                .map(|i| (i / 112, i % 112))
                .unzip();
            let span = |at: &[usize]| at.iter().max().unwrap() - at.iter().min().unwrap() + 1;
            let longer = span(&rows).max(span(&columns)) as f32;
            assert!((longer - 80.0 * scale).abs() <= 1.5, "{label}: {longer}");
        }
    }
}

#[test]
fn a_wider_aspect_makes_the_digit_wider_than_high() {
    for label in [0, 2, 3, 5, 6, 8] {
        let width = |aspect| {
            let ink = digit(label, strokes::StrokeFactors { aspect, ..UPRIGHT });
            ink.xx / ink.yy
        };
        assert!(width(1.2) > 1.3 * width(0.75), "{label}");
    }
}

#[test]
fn the_ink_of_a_digit_is_centred() {
    for index in 0..500 {
        let drawn = strokes::draw(2, index, SIDE);
        let ink = ink(&drawn.pixels, SIDE);
        // Where lines meet, ink is counted once but length twice.
        assert!(
            (ink.x - 14.0).abs() < 1.2 && (ink.y - 14.0).abs() < 1.2,
            "{index} ({}): {}, {}",
            drawn.label,
            ink.x,
            ink.y
        );
    }
}

#[test]
fn two_hands_write_differently_and_one_hand_alike() {
    for label in 0..10 {
        let picture =
            |hand| strokes::picture(label, &strokes::StrokeFactors { hand, ..UPRIGHT }, SIDE);
        assert_ne!(picture(1), picture(2), "{label}");
        assert_eq!(picture(1), picture(1), "{label}");
    }
}

#[test]
fn a_shape_lies_where_its_factors_say() {
    // The square and the ellipse are symmetric about their centre.
    for label in [0, 1] {
        for share in [0.0, 0.3, 1.0] {
            let expected = f64::from((0.25 + 0.5 * share) * SIDE as f32);
            let right = shape(label, shapes::ShapeFactors { x: share, ..PLAIN });
            assert!((right.x - expected).abs() < 0.05, "{}", right.x);
            assert!((right.y - 14.0).abs() < 0.05, "{}", right.y);
            let below = shape(label, shapes::ShapeFactors { y: share, ..PLAIN });
            assert!((below.y - expected).abs() < 0.05, "{}", below.y);
        }
    }
}

#[test]
fn areas_of_shapes_are_those_of_geometry() {
    // In squares of the radius: 2 for a square in a unit circle, π/2 for an ellipse of half the
    // height, and for a heart 1.57² · (1/2 + π/8): a square of side √½ and two half-discs of that
    // diameter.
    let pi = std::f64::consts::PI;
    let areas = [2.0, pi / 2.0, 1.57 * 1.57 * (0.5 + pi / 8.0)];
    for (label, area) in areas.into_iter().enumerate() {
        for scale in [0.5f32, 0.75, 1.0] {
            let side = 64;
            let factors = shapes::ShapeFactors { scale, ..PLAIN };
            let pixels = shapes::picture(label as u8, &factors, side);
            let found = ink(&pixels, side).mean / 255.0 * (side * side) as f64;
            let radius = f64::from(scale) * 0.24 * side as f64;
            let expected = area * radius * radius;
            assert!(
                (found / expected - 1.0).abs() < 0.02,
                "{}: {found}, not {expected}",
                shapes::SHAPES[label]
            );
        }
    }
}

#[test]
fn rotation_turns_an_ellipse_clockwise_by_that_angle() {
    for rotation in [0.0f32, 0.4, 1.0, 1.5] {
        let ink = shape(1, shapes::ShapeFactors { rotation, ..PLAIN });
        let angle = 0.5 * (2.0 * ink.xy).atan2(ink.xx - ink.yy);
        assert!((angle - f64::from(rotation)).abs() < 0.02, "{angle}");
    }
}

#[test]
fn an_upright_heart_is_symmetric_and_heavy_at_the_top() {
    let pixels = shapes::picture(2, &PLAIN, SIDE);
    for row in pixels.chunks(SIDE) {
        let mirrored: Vec<u8> = row.iter().rev().copied().collect();
        assert_eq!(row, mirrored);
    }
    let widths: Vec<f64> = pixels
        .chunks(SIDE)
        .map(|row| row.iter().map(|&byte| f64::from(byte)).sum())
        .collect();
    let [upper, lower] = [&widths[..SIDE / 2], &widths[SIDE / 2..]];
    assert!(upper.iter().sum::<f64>() > 1.2 * lower.iter().sum::<f64>());
}
