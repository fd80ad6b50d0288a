//! What the tool shows, and what can happen to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::LoadedProjection;
use crate::models::PosteriorPoints;
use protocol::ProjectionSpec;

/// What the tool shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionState {
    /// What is chosen.
    pub spec: ProjectionSpec,
    /// What is being computed.
    pub job: Option<Arc<ProjectionJob>>,
    /// How far that is, 0 to 1.
    pub progress: f32,
    /// The view that was computed last.
    pub images: Option<Arc<ProjectedImages>>,
    /// Whether points are pictures; dots otherwise.
    pub pictures: bool,
    /// The group of each image that is in one: the image's number, and whether it is in A, rather than B.
    pub groups: BTreeMap<u32, bool>,
    /// Whether the last computation failed.
    pub failed: bool,
    /// Whether the visitor stopped it.
    pub stopped: bool,
    /// How many computations were begun.
    pub(super) jobs: u32,
}

impl Default for ProjectionState {
    fn default() -> Self {
        Self {
            spec: ProjectionSpec::default(),
            job: None,
            progress: 0.0,
            images: None,
            pictures: true,
            groups: BTreeMap::new(),
            failed: false,
            stopped: false,
            jobs: 0,
        }
    }
}

impl ProjectionState {
    /// How many images a group has: A, or B.
    pub fn count(&self, in_a: bool) -> usize {
        self.groups.values().filter(|is_a| **is_a == in_a).count()
    }

    /// Whether the view is not of these points, or not as chosen.
    pub fn is_stale(&self, points: &Arc<PosteriorPoints>) -> bool {
        let images = self.images.as_ref();
        images.is_none_or(|images| images.spec != self.spec || !Arc::ptr_eq(&images.points, points))
    }
}

/// What is being computed.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionJob {
    /// Identifies it; never used twice.
    pub number: u32,
    /// How the points are projected.
    pub spec: ProjectionSpec,
    /// The points.
    pub points: Arc<PosteriorPoints>,
}

/// A view of encoded images.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectedImages {
    /// The computation that it is of.
    pub number: u32,
    /// How it was made.
    pub spec: ProjectionSpec,
    /// What it was made of.
    pub points: Arc<PosteriorPoints>,
    /// Where each image lies, `[count, dimensions]`.
    pub positions: Vec<f32>,
    /// How far the nearest images in the view are near in truth, 0 to 1.
    pub trustworthiness: f32,
    /// The share of the nearest images that are among the nearest in the view, 0 to 1.
    pub preservation: f32,
    /// How long it took, in milliseconds.
    pub millis: f64,
}

/// What can happen to the tool.
#[derive(Clone, Debug, PartialEq)]
pub enum ProjectionInput {
    /// Its code arrived.
    CodeArrived(LoadedProjection),
    /// How to project was chosen.
    Choose(ProjectionSpec),
    /// Project again: the model changed, or the last time failed or was stopped.
    Again,
    /// Stop computing.
    Stop,
    /// A computation got so far, 0 to 1.
    Progress {
        /// Which.
        number: u32,
        /// How far.
        share: f32,
    },
    /// A computation is done.
    Arrived {
        /// Which.
        number: u32,
        /// Positions, then trustworthiness and preserved neighbours.
        numbers: Vec<f32>,
        /// How long it took, in milliseconds.
        millis: f64,
    },
    /// A computation failed.
    Failed {
        /// Which.
        number: u32,
    },
    /// Whether points are pictures.
    ShowPictures(bool),
    /// Explore goes to an image.
    GoTo(usize),
    /// Some images are one group now, and in no other: A, or else B.
    Group {
        /// The images' numbers.
        images: Vec<u32>,
        /// Whether the group is A.
        in_a: bool,
        /// Whether they join those that are in it.
        joins: bool,
    },
    /// Both groups are empty.
    Ungroup,
    /// Save the direction from the mean of B, or of all others where B is empty, to the mean of A.
    Save(String),
    /// Hand the view out as a file.
    TakeCsv,
}
