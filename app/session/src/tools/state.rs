//! What the Explore room consists of beyond point, picture and map, as the views read it.

use std::collections::BTreeMap;
use std::sync::Arc;

use latent::FormulaError;
use run_spec::DatasetId;

use super::batch_decodes::BatchDecodes;
use super::history::UndoHistory;
use super::sizes::PINS;
use super::{ExploreTool, ToolStates};
use crate::failure_reason::FailureReason;
use crate::models::NamedDirection;
use crate::moves::MapPlane;
use crate::pictures::ImagePixels;
use crate::prepared_picture::{PictureFault, PictureNote};
use crate::questions::StripKind;
use crate::shared_identity::SharedIdentity;

/// The tools beside the map.
#[derive(Clone, Debug, PartialEq)]
pub struct ExploreTools {
    /// Points that were set aside: A, B, C, D.
    pub pins: [Option<Vec<f32>>; PINS],
    /// The tool on screen.
    pub tool: ExploreTool,
    /// Ways from pin to pin.
    pub path: LatentPath,
    /// Whether all rows of the table of traversals are shown.
    pub all_rows: bool,
    /// Directions that the visitor saved, oldest first.
    pub vectors: Vec<NamedDirection>,
    /// Directions found in the model, once they are known.
    pub principal: Option<Arc<PrincipalDirections>>,
    /// ψ: what draws from the prior are multiplied by.
    pub truncation: f32,
    /// What samples are drawn from: draws from the prior, before ψ.
    pub noise: Arc<[f32]>,
    /// The two groups of examples that an attribute vector is made of.
    pub groups: ExampleGroups,
    /// What the formula says, and why it cannot be worked out.
    pub formula: PointFormula,
    /// The picture that was brought.
    pub input: Option<BroughtImage>,
    /// How many pictures were brought so far.
    pub(crate) brought: u32,
    /// Of tools that have state of their own.
    pub own: ToolStates,
    /// Decoded pictures by what they are for.
    pub strips: BTreeMap<StripKind, ImageStrip>,
    /// The model that is compared with (a [`CatalogEntry::id`](crate::CatalogEntry::id)).
    pub compared_model: Option<String>,
    /// What lies over the map.
    pub overlay: MapOverlay,
    /// What can be undone, and redone.
    pub history: UndoHistory,
    /// Strips, and what is on its way of them.
    pub(super) batch_decodes: BatchDecodes,
    /// The points of the path whose GIF was asked for.
    pub(super) gif_wanted: Option<Vec<f32>>,
    /// The search that begins once the background worker holds the model: its seed, and the picture.
    pub(super) inversion_due: Option<(u32, ImagePixels)>,
    /// Whether the picture that was brought could not be encoded.
    pub(super) encode_failed: bool,
    /// The same, by the model that is compared with.
    pub(super) other_encode_failed: bool,
    /// What the principal directions were found of.
    pub(super) principal_of: Option<PrincipalSource>,
    /// Whether a plane along principal directions was asked for.
    pub(super) principal_wanted: bool,
    /// The plane that is shown once there are principal directions.
    pub(super) plane_wanted: Option<MapPlane>,
    /// Where the address says to go, until its model is on screen.
    pub(super) place: Option<latent::ExploreLink>,
    /// How often the background worker died.
    pub(super) background_deaths: u32,
    /// Which weights of the model in training the background worker was given last.
    pub(super) background_version: u64,
    /// Draws from the prior of the model that is compared with, where that has other dimensions.
    pub(super) compared_noise: Arc<[f32]>,
}

/// A way from pin to pin.
#[derive(Clone, Debug, PartialEq)]
pub struct LatentPath {
    /// What lies between two pins.
    pub kind: PathKind,
    /// Whether it returns to its beginning.
    pub closed: bool,
    /// How far along it the point is, from 0 to 1; `None` if the point left it.
    pub at: Option<f32>,
    /// Whether it is being played.
    pub playing: bool,
    /// The points of a random walk, row by row.
    pub walk: Arc<[f32]>,
}

/// What lies between two pins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathKind {
    /// The straight line.
    #[default]
    Linear,
    /// The great circle, with the distance from the centre going over from one to the other.
    Spherical,
    /// A random walk from the point on screen.
    Walk,
}

/// Directions along which the model varies, strongest first.
#[derive(Clone, Debug, PartialEq)]
pub struct PrincipalDirections {
    /// Orthonormal directions.
    pub directions: Vec<Vec<f32>>,
    /// The share of the variance along each.
    pub shares: Vec<f32>,
    /// Whether they were found in encoded images; otherwise in the activations of the generator's
    /// first layer.
    pub of_images: bool,
}

/// What principal directions were found of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PrincipalSource {
    /// The model.
    pub model: String,
    /// Which weights of the model in training, where they were found in the generator.
    pub version: u64,
    /// The encoded images, where they were found in them.
    pub points: Option<SharedIdentity>,
}

/// Two groups of examples.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExampleGroups {
    /// The group of each example that is in one: the example's number, and whether it has the
    /// attribute.
    pub members: BTreeMap<usize, bool>,
    /// Whether the examples are images of the data set that is held, rather than samples.
    pub of_images: bool,
}

/// Arithmetic on points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PointFormula {
    /// What was typed.
    pub text: String,
    /// How it was understood, or why it was not.
    pub outcome: Option<Result<String, FormulaError>>,
    /// How many formulas were worked out so far.
    pub(crate) worked_out: u32,
}

/// A picture that the visitor drew, opened or picked.
#[derive(Clone, Debug, PartialEq)]
pub struct BroughtImage {
    /// Where it comes from, e.g. `Drawing` or a file's name.
    pub title: String,
    /// As it was brought.
    pub raw: ImagePixels,
    /// Whether it is centred and scaled as the training data were.
    pub centred: bool,
    /// As the model takes it, or why it cannot be made so.
    pub prepared: Result<ImagePixels, PictureFault>,
    /// What is said of it as the model takes it.
    pub note: Option<PictureNote>,
    /// What the encoder says of it.
    pub posterior: Option<BroughtPosterior>,
    /// What the encoder of the model that is compared with says of it.
    pub other_posterior: Option<BroughtPosterior>,
    /// The search for a point that the model draws it at.
    pub inversion: Option<LatentSearch>,
}

/// q(z | x): a normal distribution with a diagonal covariance.
#[derive(Clone, Debug, PartialEq)]
pub struct BroughtPosterior {
    /// The means.
    pub mean: Vec<f32>,
    /// The standard deviations.
    pub spread: Vec<f32>,
    /// Which weights of the model in training encoded it; 0 for any other model.
    pub version: u64,
}

/// A search for a latent point.
#[derive(Clone, Debug, PartialEq)]
pub struct LatentSearch {
    /// Steps taken, and the error then, oldest first.
    pub curve: Vec<(u32, f32)>,
    /// The best point so far, and its picture.
    pub best: Option<(Vec<f32>, ImagePixels)>,
    /// Whether it goes on.
    pub running: bool,
}

/// The images that the explorer holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReferenceImages {
    /// The data set that was asked for.
    pub data: Option<DatasetId>,
    /// How many images it has, once it is there.
    pub count: Option<usize>,
    /// How many of them are encoded; `None` if the model has no encoder.
    pub encoded: Option<usize>,
    /// Why it is not to be had: a sentence.
    pub trouble: Option<FailureReason>,
    /// The first image on the page that is shown.
    pub first: usize,
    /// The images on that page.
    pub page: Option<Arc<LabelledImages>>,
}

/// Pictures with what they show.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelledImages {
    /// The number of the first.
    pub first: usize,
    /// The pictures.
    pub pictures: Vec<ImagePixels>,
    /// What each shows, if that is known.
    pub labels: Vec<u8>,
}

/// The images nearest to a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestImages {
    /// The point whose picture was compared.
    pub z: Vec<f32>,
    /// Which weights of the model in training made that picture; 0 for any other model.
    pub version: u64,
    /// By pixels, nearest first.
    pub pixels: Vec<NearImage>,
    /// By code, nearest first; empty without an encoder.
    pub codes: Vec<NearImage>,
    /// How many images were compared by pixels.
    pub compared: usize,
    /// How many images were compared by code.
    pub encoded: usize,
}

/// An image near to a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct NearImage {
    /// Its number in the data set, from 0.
    pub index: usize,
    /// How far it is.
    pub distance: f32,
    /// The image.
    pub picture: ImagePixels,
}

/// Decoded pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageStrip {
    /// The points, row by row.
    pub points: Arc<[f32]>,
    /// Coordinates each.
    pub latent: usize,
    /// Their pictures.
    pub pictures: Arc<[ImagePixels]>,
}

impl ImageStrip {
    /// The point of a picture.
    pub fn point(&self, at: usize) -> &[f32] {
        self.points
            .chunks_exact(self.latent.max(1))
            .nth(at)
            .unwrap_or_default()
    }
}

/// What lies over the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapOverlay {
    /// Nothing but the points.
    #[default]
    None,
    /// Where the aggregate posterior is denser than the prior, and where it is not.
    Density,
    /// How fast the picture changes.
    Sensitivity,
    /// What the nearest points show.
    Regions,
    /// What a classifier takes the pictures for.
    Borders,
}

impl ExploreTools {
    /// Nothing pinned, nothing brought.
    pub(crate) fn new() -> Self {
        Self {
            pins: [const { None }; PINS],
            tool: ExploreTool::default(),
            path: LatentPath {
                kind: PathKind::default(),
                closed: false,
                at: None,
                playing: false,
                walk: Arc::default(),
            },
            all_rows: false,
            vectors: Vec::new(),
            principal: None,
            truncation: 1.0,
            noise: Arc::default(),
            groups: ExampleGroups::default(),
            formula: PointFormula::default(),
            input: None,
            brought: 0,
            own: ToolStates::default(),
            strips: BTreeMap::new(),
            compared_model: None,
            overlay: MapOverlay::None,
            history: UndoHistory::default(),
            batch_decodes: BatchDecodes::default(),
            gif_wanted: None,
            inversion_due: None,
            encode_failed: false,
            other_encode_failed: false,
            principal_of: None,
            principal_wanted: false,
            plane_wanted: None,
            place: None,
            background_deaths: 0,
            background_version: 0,
            compared_noise: Arc::default(),
        }
    }

    /// Draws from the prior of the model that is compared with, where that has other dimensions.
    pub fn compared_noise(&self) -> &[f32] {
        &self.compared_noise
    }

    /// The pinned points, in order.
    pub fn pinned(&self) -> impl Iterator<Item = &[f32]> {
        self.pins.iter().flatten().map(Vec::as_slice)
    }
}
