//! Ways through a latent space.

use latent::SplitMix64;

/// A way from the point to one of another class.
#[derive(Clone, Debug)]
pub struct LatentWay {
    /// Of length 1.
    pub direction: Vec<f32>,
    pub length: f32,
    pub class: usize,
}

/// How many ways are followed to the end, and how many of them to one class.
const WAYS: usize = 6;
const WAYS_TO_ONE: usize = 3;

/// The ways to the nearest points of classes that are wanted, of each class a few, so that they differ.
///
/// # Shapes
/// `points`: `[classes.len(), origin.len()]`, row by row
pub fn nearest_ways(
    origin: &[f32],
    points: &[f32],
    classes: &[usize],
    wanted: impl Fn(usize) -> bool,
) -> Vec<LatentWay> {
    let mut all: Vec<LatentWay> = Vec::new();
    for (z, class) in points.chunks_exact(origin.len()).zip(classes) {
        let apart: Vec<f32> = z.iter().zip(origin).map(|(to, from)| to - from).collect();
        let length = norm(&apart);
        if wanted(*class) && length > 0.0 {
            all.push(LatentWay {
                direction: scaled(&apart, 1.0 / length),
                length,
                class: *class,
            });
        }
    }
    all.sort_by(|one, other| one.length.total_cmp(&other.length));
    let mut ways: Vec<LatentWay> = Vec::new();
    for way in all {
        let same = ways.iter().filter(|it| it.class == way.class).count();
        if ways.len() < WAYS && same < WAYS_TO_ONE {
            ways.push(way);
        }
    }
    ways
}

/// How many points are drawn at a time.
const PROBES: usize = 160;

/// Points closer to the origin than `distance`, in all directions, within the bounds: `[n, origin.len()]`.
pub fn probes(origin: &[f32], distance: f32, bound: f32, random: &mut SplitMix64) -> Vec<f32> {
    let mut points = Vec::with_capacity(PROBES * origin.len());
    for _ in 0..PROBES {
        // Sums of uniform numbers are nearly normal, and so their directions nearly even.
        let mut normal = || (0..4).map(|_| random.uniform() as f32 - 0.5).sum::<f32>();
        let step: Vec<f32> = origin.iter().map(|_| normal()).collect();
        let length = distance * (0.4 + 0.55 * random.uniform() as f32);
        let by = length / norm(&step).max(f32::MIN_POSITIVE);
        let both = origin.iter().zip(&step);
        points.extend(both.map(|(from, step)| (from + by * step).clamp(-bound, bound)));
    }
    points
}

pub fn norm(values: &[f32]) -> f32 {
    values.iter().map(|value| value * value).sum::<f32>().sqrt()
}

pub fn scaled(values: &[f32], by: f32) -> Vec<f32> {
    values.iter().map(|value| value * by).collect()
}
