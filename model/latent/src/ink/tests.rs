//! A digit, on paper of every kind that people bring; the control is the same one, clean.

use super::*;
use crate::SplitMix64;

/// Numbers that seem random.
struct PaperNoise(SplitMix64);

impl PaperNoise {
    fn within(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * (self.0.bits() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// Nearly normal: the sum of twelve uniform ones.
    fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.within(-0.5, 0.5)).sum()
    }
}

/// The ways of a pen in a box of 1 × 1 that write a digit: a 3, a 5 with its bar apart, a 7, a 4, a 0,
/// a 1.
fn digit(which: u64) -> Vec<Vec<(f32, f32)>> {
    let arc = |x: f32, y: f32, radius: f32, from: f32, to: f32| -> Vec<(f32, f32)> {
        let at = |step: u8| (from + (to - from) * f32::from(step) / 24.0).to_radians();
        (0..=24)
            .map(|step| (x + radius * at(step).cos(), y + radius * at(step).sin()))
            .collect()
    };
    match which % 6 {
        0 => vec![
            arc(0.5, 0.25, 0.25, -160.0, 90.0),
            arc(0.5, 0.74, 0.26, -90.0, 160.0),
        ],
        1 => vec![
            vec![(0.3, 0.02), (0.28, 0.45)],
            arc(0.5, 0.68, 0.3, -140.0, 140.0),
            vec![(0.36, 0.0), (0.8, 0.0)],
        ],
        2 => vec![vec![(0.2, 0.0), (0.8, 0.0), (0.4, 1.0)]],
        3 => vec![
            vec![(0.6, 0.0), (0.2, 0.6), (0.85, 0.6)],
            vec![(0.65, 0.3), (0.65, 1.0)],
        ],
        4 => vec![
            arc(0.5, 0.5, 0.36, 0.0, 360.0)
                .into_iter()
                .map(|(x, y)| (x, 0.5 + 1.3 * (y - 0.5)))
                .collect(),
        ],
        _ => vec![vec![(0.5, 0.0), (0.45, 1.0)]],
    }
}

/// Ink, 0 to 1, of lines of a radius.
fn penned(
    ink: &mut [f32],
    width: usize,
    strokes: &[Vec<(f32, f32)>],
    (left, top, size): (f32, f32, f32),
    radius: f32,
) {
    for stroke in strokes {
        for pair in stroke.windows(2) {
            let [a, b] = [pair[0], pair[1]].map(|(x, y)| (left + size * x, top + size * y));
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            for (at, value) in ink.iter_mut().enumerate() {
                let (x, y) = ((at % width) as f32, (at / width) as f32);
                let along = ((x - a.0) * dx + (y - a.1) * dy) / (dx * dx + dy * dy).max(1e-6);
                let along = along.clamp(0.0, 1.0);
                let apart = (x - a.0 - along * dx).hypot(y - a.1 - along * dy);
                *value = value.max((radius + 0.5 - apart).clamp(0.0, 1.0));
            }
        }
    }
}

const WIDTH: usize = 240;
const HEIGHT: usize = 320;

/// Ink somewhere on a sheet: its pixels, and the random numbers that are left.
fn written(seed: u64) -> (Vec<f32>, PaperNoise) {
    let mut random = PaperNoise(SplitMix64::new(seed));
    let size = random.within(60.0, 180.0);
    let left = random.within(12.0, WIDTH as f32 - size - 12.0);
    let top = random.within(16.0, HEIGHT as f32 - size - 16.0);
    let radius = size * random.within(0.03, 0.07);
    let mut ink = vec![0.0; WIDTH * HEIGHT];
    penned(&mut ink, WIDTH, &digit(seed), (left, top, size), radius);
    (ink, random)
}

/// As MNIST would have it.
fn finished(grey: &[f32]) -> Result<Vec<f32>, InkFault> {
    let found = find_ink(grey, HEIGHT, WIDTH)?;
    Ok(centre(&found.grey, HEIGHT, WIDTH, 28).expect("ink was found"))
}

fn in_levels(grey: f32) -> f32 {
    (grey.clamp(0.0, 1.0) * 255.0).round() / 255.0
}

/// How far what comes of `photograph`ed ink is from what comes of clean ink, in root mean square, over
/// many seeds; all must be nearer than `bound`.
fn assert_same_digit(
    what: &str,
    bound: f64,
    photograph: impl Fn(&[f32], &mut PaperNoise) -> Vec<f32>,
) {
    let (mut sum, mut worst, mut failed) = (0.0, 0.0_f64, Vec::new());
    const SEEDS: u64 = 24;
    for seed in 0..SEEDS {
        let (ink, mut random) = written(seed);
        let clean: Vec<f32> = ink.iter().map(|ink| 1.0 - ink).collect();
        let control = finished(&clean).expect("a clean one");
        let paper: Vec<f32> = photograph(&ink, &mut random)
            .into_iter()
            .map(in_levels)
            .collect();
        match finished(&paper) {
            Ok(found) => {
                let apart = difference(&control, &found);
                sum += apart;
                worst = worst.max(apart);
                if apart > bound {
                    failed.push(format!("seed {seed}: {apart:.3}\n{}", shown(&found)));
                }
            }
            Err(fault) => failed.push(format!("seed {seed}: {fault:?}")),
        }
    }
    let mean = sum / SEEDS as f64;
    assert!(
        failed.is_empty(),
        "{what}: {} of {SEEDS} failed, mean {mean:.3}, worst {worst:.3}\n{}",
        failed.len(),
        failed.join("\n")
    );
}

/// The root mean square difference of two pictures of 28 × 28, where one lies best upon the other: a
/// centre of mass between two pixels falls to either.
fn difference(one: &[f32], other: &[f32]) -> f64 {
    let at = |grey: &[f32], y: isize, x: isize| {
        let inside = (0..28).contains(&y) && (0..28).contains(&x);
        if inside {
            grey[(28 * y + x) as usize]
        } else {
            0.0
        }
    };
    let apart = |down: isize, across: isize| -> f64 {
        let squares = (0..784).map(|pixel: isize| {
            let (y, x) = (pixel / 28, pixel % 28);
            f64::from(at(one, y, x) - at(other, y + down, x + across)).powi(2)
        });
        (squares.sum::<f64>() / 784.0).sqrt()
    };
    let moves = (-1..=1).flat_map(|down| (-1..=1).map(move |across| (down, across)));
    moves
        .map(|(down, across)| apart(down, across))
        .fold(f64::MAX, f64::min)
}

fn shown(grey: &[f32]) -> String {
    let level = |&grey: &f32| b" .:-=+*#%@"[((grey * 10.0) as usize).min(9)] as char;
    let lines = grey.chunks_exact(28);
    lines
        .map(|line| line.iter().map(level).collect::<String>() + "\n")
        .collect()
}

/// Dark ink on a paper of one grey.
fn on_paper(ink: &[f32], paper: f32, dark: f32) -> Vec<f32> {
    ink.iter().map(|ink| paper + ink * (dark - paper)).collect()
}

/// Light that falls from one side.
fn in_slanting_light(grey: &mut [f32], random: &mut PaperNoise, strength: f32) {
    let angle = random.within(0.0, std::f32::consts::TAU);
    let (across, down) = (angle.cos(), angle.sin());
    for (at, value) in grey.iter_mut().enumerate() {
        let x = (at % WIDTH) as f32 / WIDTH as f32 - 0.5;
        let y = (at / WIDTH) as f32 / HEIGHT as f32 - 0.5;
        *value *= 1.0 - strength * (0.5 + (across * x + down * y) / 1.5);
    }
}

fn with_noise(grey: &mut [f32], random: &mut PaperNoise, levels: f32) {
    for value in grey {
        *value += levels / 255.0 * random.normal();
    }
}

#[test]
fn grey_paper_and_grey_ink() {
    assert_same_digit("grey", 0.03, |ink, random| {
        let (paper, dark) = (random.within(0.6, 1.0), random.within(0.0, 0.35));
        on_paper(ink, paper, dark)
    });
}

#[test]
fn light_ink_on_dark_ground() {
    assert_same_digit("light", 0.03, |ink, random| {
        let (board, chalk) = (random.within(0.0, 0.4), random.within(0.7, 1.0));
        on_paper(ink, board, chalk)
    });
}

#[test]
fn a_canvas_with_noise() {
    assert_same_digit("noise", 0.03, |ink, random| {
        let mut grey = on_paper(ink, 1.0, 0.0);
        for value in &mut grey {
            *value += random.within(-2.5, 2.5) / 255.0;
        }
        grey
    });
}

#[test]
fn a_photograph_in_slanting_light() {
    assert_same_digit("light", 0.12, |ink, random| {
        let mut grey = on_paper(ink, random.within(0.75, 0.95), random.within(0.1, 0.25));
        let strength = random.within(0.2, 0.6);
        in_slanting_light(&mut grey, random, strength);
        let levels = random.within(1.0, 6.0);
        with_noise(&mut grey, random, levels);
        grey
    });
}

#[test]
fn chalk_in_slanting_light() {
    assert_same_digit("chalk", 0.1, |ink, random| {
        let mut grey = on_paper(ink, random.within(0.2, 0.35), random.within(0.8, 0.95));
        let strength = random.within(0.1, 0.35);
        in_slanting_light(&mut grey, random, strength);
        with_noise(&mut grey, random, 3.0);
        grey
    });
}

#[test]
fn ruled_and_squared_paper() {
    assert_same_digit("ruled", 0.12, |ink, random| {
        let mut grey = on_paper(ink, random.within(0.8, 0.98), 0.1);
        let (gap, lean) = (random.within(18.0, 40.0), random.within(-0.015, 0.015));
        let (line, squared) = (random.within(0.5, 0.85), random.0.bits().is_multiple_of(2));
        for (at, value) in grey.iter_mut().enumerate() {
            let (x, y) = ((at % WIDTH) as f32, (at / WIDTH) as f32);
            let is_line = (y + lean * x).rem_euclid(gap) < 1.5
                || (squared && (x - lean * y).rem_euclid(gap) < 1.5);
            if is_line {
                *value = value.min(line);
            }
        }
        let strength = random.within(0.0, 0.3);
        in_slanting_light(&mut grey, random, strength);
        with_noise(&mut grey, random, 2.0);
        grey
    });
}

#[test]
fn frames_and_dark_rims() {
    assert_same_digit("frame", 0.05, |ink, random| {
        let mut grey = on_paper(ink, 0.97, 0.05);
        let inset = if random.0.bits().is_multiple_of(2) {
            0.0
        } else {
            4.0
        };
        let thick = random.within(1.0, 5.0);
        for (at, value) in grey.iter_mut().enumerate() {
            let (x, y) = ((at % WIDTH) as f32, (at / WIDTH) as f32);
            let edge = x
                .min(y)
                .min((WIDTH - 1) as f32 - x)
                .min((HEIGHT - 1) as f32 - y);
            if (inset..inset + thick).contains(&edge) {
                *value = 0.05;
            }
        }
        grey
    });
}

#[test]
fn paper_on_a_darker_desk() {
    assert_same_digit("desk", 0.12, |ink, random| {
        let mut grey = on_paper(ink, random.within(0.8, 0.95), 0.12);
        let desk = random.within(0.05, 0.4);
        let rims = [0; 4].map(|_| random.within(-20.0, 8.0));
        let lean = random.within(-0.02, 0.02);
        // The desk goes around the picture, and the paper may stick out of it.
        let mut sheet = vec![desk; WIDTH * HEIGHT];
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let (across, down) = (x as f32, y as f32);
                let inside = across + lean * down > rims[0]
                    && (WIDTH as f32 - across) - lean * down > rims[1]
                    && down - lean * across > rims[2]
                    && (HEIGHT as f32 - down) + lean * across > rims[3];
                if inside {
                    sheet[y * WIDTH + x] = grey[y * WIDTH + x];
                }
            }
        }
        std::mem::swap(&mut grey, &mut sheet);
        with_noise(&mut grey, random, 3.0);
        grey
    });
}

#[test]
fn specks_and_a_crumb() {
    assert_same_digit("specks", 0.03, |ink, random| {
        let mut grey = on_paper(ink, 0.98, 0.1);
        for _ in 0..8 {
            let x = random.within(1.0, WIDTH as f32 - 3.0) as usize;
            let y = random.within(1.0, HEIGHT as f32 - 3.0) as usize;
            for at in [y * WIDTH + x, y * WIDTH + x + 1, (y + 1) * WIDTH + x] {
                // Not on the ink's edge, where it would be ink.
                let near = |at: usize| {
                    (-6..=6).any(|dy: isize| {
                        (-6..=6).any(|dx: isize| {
                            let at = at.saturating_add_signed(dy * WIDTH as isize + dx);
                            ink.get(at).is_some_and(|&ink| ink > 0.0)
                        })
                    })
                };
                if !near(at) {
                    grey[at] = 0.1;
                }
            }
        }
        grey
    });
}

#[test]
fn digits_side_by_side_are_several_things_and_a_5_with_its_bar_apart_is_one() {
    for seed in 0..6 {
        let mut ink = vec![0.0; WIDTH * HEIGHT];
        let mut random = PaperNoise(SplitMix64::new(seed));
        let size = random.within(60.0, 90.0);
        let count = 2 + seed as usize % 2;
        for place in 0..count {
            let left = 8.0 + (WIDTH / count) as f32 * place as f32 - 0.1 * size;
            let which = seed + place as u64;
            penned(&mut ink, WIDTH, &digit(which), (left, 80.0, size), 4.0);
        }
        let grey = on_paper(&ink, 0.9, 0.1);
        let found = find_ink(&grey, HEIGHT, WIDTH).expect("digits");
        assert_eq!(found.things, count, "seed {seed}");
        let (ink, _) = written(seed);
        let found = find_ink(&on_paper(&ink, 0.9, 0.1), HEIGHT, WIDTH).expect("one");
        assert_eq!(found.things, 1, "seed {seed}");
    }
}

#[test]
fn paper_without_ink_is_empty() {
    for seed in 0..12 {
        let mut random = PaperNoise(SplitMix64::new(seed));
        let mut grey = vec![random.within(0.2, 1.0); WIDTH * HEIGHT];
        if seed.is_multiple_of(2) {
            in_slanting_light(&mut grey, &mut random, 0.4);
        }
        let levels = random.within(0.0, 5.0);
        with_noise(&mut grey, &mut random, levels);
        let grey: Vec<f32> = grey.into_iter().map(in_levels).collect();
        let found = find_ink(&grey, HEIGHT, WIDTH).map(|found| found.things);
        assert_eq!(found, Err(InkFault::Empty), "seed {seed}");
    }
    for nothing in [vec![], vec![f32::NAN; 4], vec![0.5; 4], vec![0.0; 4]] {
        let side = nothing.len() / 2;
        assert_eq!(find_ink(&nothing, side, side), Err(InkFault::Empty));
    }
}

#[test]
fn thin_lines_become_as_thick_as_mnists_and_others_stay() {
    let mut ink = vec![0.0; WIDTH * HEIGHT];
    penned(&mut ink, WIDTH, &digit(0), (40.0, 60.0, 180.0), 0.7);
    let found = find_ink(&ink, HEIGHT, WIDTH).expect("a thin one");
    assert!(found.thickened);
    let small = centre(&found.grey, HEIGHT, WIDTH, 28).expect("ink");
    let thickness = crate::thickness(&small, 28).expect("ink");
    assert!((1.5..3.5).contains(&thickness), "{thickness}");
    let mut ink = vec![0.0; WIDTH * HEIGHT];
    penned(&mut ink, WIDTH, &digit(0), (40.0, 60.0, 180.0), 8.0);
    assert!(
        !find_ink(&ink, HEIGHT, WIDTH)
            .expect("a thick one")
            .thickened
    );
}

#[test]
fn a_small_picture_with_noise_is_no_larger_for_it() {
    for seed in 0..24 {
        let mut random = PaperNoise(SplitMix64::new(seed));
        let mut ink = vec![0.0; 40 * 40];
        penned(&mut ink, 40, &digit(seed), (9.0, 8.0, 21.0), 1.6);
        let clean = on_paper(&ink, 1.0, 0.0);
        let noisy = clean.iter().map(|value| {
            let apart = random.within(-2.5, 2.5) / 255.0;
            in_levels(value + apart)
        });
        let [control, found] = [clean.clone(), noisy.collect()].map(|grey| {
            let found = find_ink(&grey, 40, 40).expect("a digit");
            centre(&found.grey, 40, 40, 28).expect("ink")
        });
        let apart = difference(&control, &found);
        assert!(apart < 0.03, "seed {seed}: {apart}");
    }
}

#[test]
fn what_mnist_has_stays_as_it_is() {
    // A bar apart, and faint ink.
    let mut picture = vec![0.0; 784];
    penned(&mut picture, 28, &digit(1), (4.0, 5.0, 17.0), 0.9);
    for value in &mut picture {
        *value = in_levels(*value * 0.98);
    }
    picture[6 * 28 + 22] = 2.0 / 255.0;
    let rows = picture.chunks_exact(28);
    let rows = rows.filter(|line| line.iter().any(|&value| value > 0.0));
    assert_eq!(rows.count(), 20, "it fits the box");
    let found = find_ink(&picture, 28, 28).expect("a digit");
    assert_eq!(found.grey, picture);
    assert_eq!((found.things, found.thickened), (1, false));
}
