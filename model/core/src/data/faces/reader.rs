//! Reads the factors of faces from pixels, by comparing them with faces of known factors. Nothing
//! here is learnt.

use super::{FaceColours, FaceFactor, FaceFactors, GRID, Rgb, grid};

type FaceGrid = [[Rgb; GRID]; GRID];

/// Factors that are tried together: what a colour is of is not seen until it is there.
const TRIED_TOGETHER: [&[FaceFactor]; 7] = [
    &[FaceFactor::Skin],
    &[FaceFactor::Clothes, FaceFactor::ClothesColour],
    &[FaceFactor::HairStyle, FaceFactor::HairColour],
    &[FaceFactor::Beard],
    &[FaceFactor::Hat, FaceFactor::HatColour],
    &[FaceFactor::Eyes, FaceFactor::EyeColour, FaceFactor::Glasses],
    &[FaceFactor::Mouth],
];
/// Rounds after which nothing changes any more, or hardly.
const ROUNDS: usize = 3;

/// The standard deviation, in bytes, by which a channel of a cell may differ from a face's.
const NOISE: f64 = 20.0;

/// From which confidence on a factor counts as read.
pub const SURE_OF_FACTOR: f64 = 0.8;

/// What was read of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReadFace {
    /// The factors of the face that it is nearest to.
    pub factors: FaceFactors,
    picture: FaceGrid,
}

impl ReadFace {
    /// Reads a picture of a multiple of 16 pixels a side. The nearest face is searched factor by
    /// factor, by squared differences; a face that is one of ours is found (see the tests).
    ///
    /// # Shapes
    /// `picture`: `[side · side · 3]`
    pub fn of(picture: &[u8], side: usize) -> Self {
        let picture = cells(picture, side);
        let mut factors = FaceFactors::default();
        let mut least = distance(&factors, &picture);
        for _ in 0..ROUNDS {
            for together in TRIED_TOGETHER {
                for candidate in combinations(factors, together) {
                    let found = distance(&candidate, &picture);
                    if found < least {
                        (factors, least) = (candidate, found);
                    }
                }
            }
        }
        Self { factors, picture }
    }

    /// How surely a factor has the value that was read: the posterior of its values, each as likely
    /// as another, if cells are a face's with Gaussian noise of [`NOISE`]. What cells say is averaged,
    /// not summed, as if there were only one: a few hundred together would always be sure. 0 where no
    /// cell shows the factor.
    pub fn confidence(&self, factor: FaceFactor) -> f64 {
        let values = 0..factor.values() as u8;
        self.posterior(
            values
                .map(|value| self.factors.with(factor, value))
                .collect(),
        )
    }

    /// Whether a factor of which value 0 is none is there, and how surely: as [`Self::confidence`],
    /// between none and the likeliest other value.
    pub fn wears(&self, factor: FaceFactor) -> (bool, f64) {
        let wearing = self.factors.get(factor) > 0;
        let of = |value| self.factors.with(factor, value);
        let worn = (1..factor.values() as u8).map(of);
        let likeliest = worn.min_by_key(|face| distance(face, &self.picture));
        let both = [Some(of(0)), likeliest].into_iter().flatten().collect();
        (wearing, self.posterior(both))
    }

    /// Whether it is a face: at least three quarters of it are like one, and skin, hair colour and
    /// glasses are each read with a confidence of at least 0.8.
    pub fn is_recognised(&self) -> bool {
        self.likeness() >= 0.75 && self.is_read()
    }

    /// Whether skin, hair colour and glasses are each read with a confidence of at least 0.8.
    pub fn is_read(&self) -> bool {
        let colours = [FaceFactor::Skin, FaceFactor::HairColour];
        let sure = |factor: FaceFactor| self.confidence(factor) >= SURE_OF_FACTOR;
        colours.into_iter().all(sure) && self.wears(FaceFactor::Glasses).1 >= SURE_OF_FACTOR
    }

    /// The share of cells that are as the nearest face has them, within [`NOISE`] three times over.
    pub fn likeness(&self) -> f64 {
        let face = render(&self.factors);
        let pairs = face.iter().flatten().zip(self.picture.iter().flatten());
        let near = pairs
            .filter(|(face, cell)| f64::from(difference(**face, **cell)) <= (3.0 * NOISE).powi(2));
        near.count() as f64 / (GRID * GRID) as f64
    }

    /// The posterior of what was read among such faces.
    fn posterior(&self, faces: Vec<FaceFactors>) -> f64 {
        let grids: Vec<FaceGrid> = faces.iter().map(render).collect();
        let mut sums = vec![0.0; grids.len()];
        let mut seen = 0.0;
        for (y, row) in self.picture.iter().enumerate() {
            for (x, cell) in row.iter().enumerate() {
                if grids.iter().all(|face| face[y][x] == grids[0][y][x]) {
                    continue;
                }
                seen += 1.0;
                for (sum, face) in sums.iter_mut().zip(&grids) {
                    *sum += f64::from(difference(face[y][x], *cell));
                }
            }
        }
        if seen == 0.0 {
            return 0.0;
        }
        let least = sums.iter().copied().fold(f64::INFINITY, f64::min);
        let likelihood = |sum: f64| (-(sum - least) / seen / (2.0 * NOISE * NOISE)).exp();
        let all: f64 = sums.iter().map(|sum| likelihood(*sum)).sum();
        let read = faces.iter().position(|face| *face == self.factors);
        read.map_or(0.0, |read| likelihood(sums[read]) / all)
    }
}

/// The picture's means over the cells of the grid.
fn cells(picture: &[u8], side: usize) -> FaceGrid {
    let width = side / GRID;
    let mut cells = [[[0; 3]; GRID]; GRID];
    for (y, row) in cells.iter_mut().enumerate() {
        for (x, cell) in row.iter_mut().enumerate() {
            for (channel, value) in cell.iter_mut().enumerate() {
                let pixels = (0..width * width).map(|i| {
                    let [v, u] = [y * width + i / width, x * width + i % width];
                    usize::from(picture[(v * side + u) * 3 + channel])
                });
                *value = (pixels.sum::<usize>() / (width * width)) as u8;
            }
        }
    }
    cells
}

fn render(factors: &FaceFactors) -> FaceGrid {
    grid(factors, &FaceColours::of(factors))
}

fn distance(factors: &FaceFactors, picture: &FaceGrid) -> u32 {
    let face = render(factors);
    let pairs = face.iter().flatten().zip(picture.iter().flatten());
    pairs.map(|(face, cell)| difference(*face, *cell)).sum()
}

fn difference(one: Rgb, other: Rgb) -> u32 {
    let channels = one.into_iter().zip(other);
    channels.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

/// Every combination of the values of such factors, with all else as it is.
fn combinations(factors: FaceFactors, of: &[FaceFactor]) -> Vec<FaceFactors> {
    of.iter().fold(vec![factors], |all, &factor| {
        let values = 0..factor.values() as u8;
        let with = |face: FaceFactors| values.clone().map(move |value| face.with(factor, value));
        all.into_iter().flat_map(with).collect()
    })
}
