//! What the tool shows, and what can happen to it.

use std::sync::Arc;

use latent::LatentSlice;
use protocol::CardFacts;
use run_spec::{DatasetId, ImageShape};

/// Cells across the map, and down: a few at first, then as many as borders need.
pub(super) const CELLS: [usize; 2] = [16, 48];
/// Pictures of the way to another class.
pub const BORDER_FRAMES: usize = 9;

/// What the tool shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BordersTool {
    /// What the picture of a point is taken for: the newest that is known.
    pub point: Option<Arc<ClassifiedPoints>>,
    /// What the map's pictures are taken for.
    pub regions: Option<Arc<ClassRegions>>,
    /// The class that a search looks for; any other if there is none.
    pub target: Option<u8>,
    /// The search for the nearest point of another class.
    pub search: Option<Arc<ClassSearch>>,
    /// What the pictures on the way there are taken for.
    pub along: Option<Arc<ClassifiedPoints>>,
    /// How often the classifier is right.
    pub accuracy: Option<ClassifierAccuracy>,
    /// The model that was looked at, and whether there is a classifier for it.
    pub(super) classifier: Option<(CardFacts, Result<DatasetId, BordersRefusal>)>,
    /// Cells of the map that arrived, of those that are asked for.
    pub(super) coming: Option<ClassRegions>,
    /// Whether the search is still to be sent.
    pub(super) is_due: bool,
    /// Whether something could not be found; nothing more is asked of this model.
    pub(super) failed: bool,
}

impl BordersTool {
    /// The data set whose classifier looks at the model's pictures, or why there is none; `None` before
    /// there is a model.
    pub fn data(&self) -> Option<Result<DatasetId, BordersRefusal>> {
        Some(self.classifier.as_ref()?.1)
    }

    /// Whether the classifier could not be asked; a search asks again.
    pub fn has_failed(&self) -> bool {
        self.failed
    }
}

/// Why there is no classifier for a model's pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BordersRefusal {
    /// What the model was trained on has no classes that are known here, or no classifier is shipped for it.
    OtherData,
    /// The classifier of its data set looks at pictures of another size.
    OtherSize {
        /// What it looks at.
        expected: ImageShape,
        /// The model's pictures.
        found: ImageShape,
    },
}

/// How often a classifier is right about pictures that it was not trained on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassifierAccuracy {
    /// The share of them, 0 to 1.
    pub share: f32,
    /// How many pictures.
    pub images: usize,
}

/// Points, and what their pictures are taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassifiedPoints {
    /// The points, row by row.
    pub points: Vec<f32>,
    /// Which weights of the model in training made the pictures; 0 for any other model.
    pub version: u64,
    /// The probability of each class, `[points, classes]`.
    pub probabilities: Vec<f32>,
    /// How many classes.
    pub classes: usize,
}

impl ClassifiedPoints {
    /// The classes that a picture is taken for, likeliest first, each with its probability.
    pub fn ranked(&self, at: usize) -> Vec<(u8, f32)> {
        let row = self.probabilities.chunks_exact(self.classes.max(1)).nth(at);
        let row = row.unwrap_or_default().iter().copied();
        let mut all: Vec<(u8, f32)> = (0..).zip(row).collect();
        all.sort_by(|one, other| other.1.total_cmp(&one.1));
        all
    }
}

/// What the pictures of a part of a plane are taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassRegions {
    /// The part of the plane.
    pub slice: LatentSlice,
    /// Which weights of the model in training; 0 for any other model.
    pub version: u64,
    /// Cells across, and down.
    pub cells: usize,
    /// The likeliest class in the middle of each cell, row by row from the top, and its probability.
    pub classes: Vec<(u8, f32)>,
}

impl ClassRegions {
    /// The middles of some cells, counted row by row from the top.
    pub(super) fn middles(&self, cells: std::ops::Range<usize>) -> Vec<f32> {
        let LatentSlice {
            origin,
            across,
            up,
            centre: (x, y),
            extent,
        } = &self.slice;
        let side = 2.0 * extent / self.cells as f32;
        let middle = |cell: usize| {
            let (row, column) = (cell / self.cells, cell % self.cells);
            let s = x - extent + (column as f32 + 0.5) * side;
            let t = y + extent - (row as f32 + 0.5) * side;
            // A space of one dimension has no second direction.
            let up = up.iter().chain(std::iter::repeat(&0.0));
            let both = origin.iter().zip(across).zip(up);
            both.map(move |((from, across), up)| from + s * across + t * up)
        };
        cells.flat_map(middle).collect()
    }
}

/// A search for the nearest point of another class.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassSearch {
    /// Where it begins.
    pub from: Vec<f32>,
    /// Which weights of the model in training; 0 for any other model.
    pub version: u64,
    /// The class that is looked for; any other if there is none.
    pub target: Option<u8>,
    /// The class of the point itself, once it is known.
    pub of: Option<u8>,
    /// The nearest point so far, its class, and how far it is in standard deviations of the prior.
    pub found: Option<(Vec<f32>, u8, f32)>,
    /// Whether it goes on.
    pub running: bool,
}

impl ClassSearch {
    /// A point on the way, from 0 (where it begins) to 1 (the other class).
    pub fn along(&self, at: f32) -> Option<Vec<f32>> {
        let (there, ..) = self.found.as_ref()?;
        let both = self.from.iter().zip(there);
        Some(both.map(|(from, to)| from + at * (to - from)).collect())
    }

    /// Where a point is on the way, from 0 to 1; `None` beside it.
    pub fn place_of(&self, point: &[f32]) -> Option<f32> {
        let (there, _, distance) = self.found.as_ref()?;
        let steps = self.from.iter().zip(there).zip(point);
        let along: f32 = steps
            .map(|((from, to), at)| (to - from) * (at - from))
            .sum();
        let at = (along / (distance * distance).max(f32::MIN_POSITIVE)).clamp(0.0, 1.0);
        let near = self.along(at)?;
        let is_on = near
            .iter()
            .zip(point)
            .all(|(on, at)| (on - at).abs() < 1e-3);
        is_on.then_some(at)
    }

    /// The points of the film, row by row.
    pub fn frames(&self) -> Option<Vec<f32>> {
        let frames = (0..BORDER_FRAMES).map(|frame| frame as f32 / (BORDER_FRAMES - 1) as f32);
        let points: Option<Vec<Vec<f32>>> = frames.map(|at| self.along(at)).collect();
        Some(points?.concat())
    }
}

/// What the visitor does with the tool.
#[derive(Clone, Debug, PartialEq)]
pub enum BordersInput {
    /// Look for a class, or for any other.
    Choose(Option<u8>),
    /// Look for the nearest point of another class.
    Find,
    /// Go along the way there, from 0 to 1.
    Along(f32),
    /// Pin where the way begins as A, and its end as B.
    PinEnds,
}
