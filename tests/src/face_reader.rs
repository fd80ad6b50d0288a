//! Reads the factors of faces from pixels, by comparing them with faces of known factors. Nothing
//! here is learnt.

use model::data::faces::{FaceColours, FaceFactor, FaceFactors, GRID, Rgb, grid};

type FaceGrid = [[Rgb; GRID]; GRID];

/// Factors that are tried together: what a colour is of is not seen until it is there.
const TRIED_TOGETHER: [&[FaceFactor]; 7] = [
    &[FaceFactor::Skin],
    &[FaceFactor::Clothes, FaceFactor::ClothesColour],
    &[FaceFactor::HairStyle, FaceFactor::HairColour],
    &[FaceFactor::Beard],
    &[FaceFactor::Hat, FaceFactor::HatColour],
    &[
        FaceFactor::Eyes,
        FaceFactor::EyeColour,
        FaceFactor::Glasses,
        FaceFactor::GlassesColour,
    ],
    &[FaceFactor::Mouth],
];
/// Rounds after which nothing changes any more, or hardly.
const ROUNDS: usize = 3;

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

    /// How surely a factor has the value that was read: of the cells that its values would colour
    /// differently, the share whose own colour is nearest to what this value gives it. 0 where no
    /// cell shows it.
    pub fn confidence(&self, factor: FaceFactor) -> f64 {
        let read = usize::from(self.factors.get(factor));
        let faces: Vec<FaceGrid> = (0..factor.values())
            .map(|value| render(&self.factors.with(factor, value as u8)))
            .collect();
        let (mut seen, mut nearest) = (0, 0);
        for (y, row) in self.picture.iter().enumerate() {
            for (x, cell) in row.iter().enumerate() {
                if faces.iter().all(|face| face[y][x] == faces[0][y][x]) {
                    continue;
                }
                seen += 1;
                let of = |face: &FaceGrid| difference(face[y][x], *cell);
                let least = faces.iter().map(of).min();
                nearest += usize::from(Some(of(&faces[read])) == least);
            }
        }
        nearest as f64 / f64::max(1.0, f64::from(seen))
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
