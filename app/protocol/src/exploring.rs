//! The tools of the Explore room, and what page and explorer say to each other for them, beyond pictures of
//! the point and of the map.
//!
//! Numbers travel in payloads as little-endian `f32`, row by row; pictures as
//! `height × width × channels` bytes each, one after another, of the model's size.

use run_spec::DatasetId;
use serde::{Deserialize, Serialize};

use super::DataFiles;

/// Defines [`ExploreTool`] from one row a tool, so that no list of tools can forget one.
macro_rules! explore_tools {
    ($($(#[$doc:meta])* $tool:ident = $word:literal;)+) => {
        /// A tool of the Explore room.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ExploreTool {
            $($(#[$doc])* $tool,)+
        }

        impl ExploreTool {
            /// All tools, in the order of their tabs.
            pub const ALL: &'static [Self] = &[$(Self::$tool),+];

            /// How addresses, and links that choose what is shown, name it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$tool => $word,)+
                }
            }

            /// The tool that a name means.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($word => Some(Self::$tool),)+
                    _ => None,
                }
            }
        }

        impl Default for ExploreTool {
            /// The first tab.
            fn default() -> Self {
                Self::ALL[0]
            }
        }
    };
}

explore_tools! {
    /// Ways between pins.
    Paths = "paths";
    /// Directions and what lies along them.
    Directions = "directions";
    /// Pictures of the visitor's own.
    Encode = "encode";
    /// The nearest images of a data set.
    Neighbours = "neighbours";
    /// The encoded images on a plane or in a box.
    Projection = "projection";
    /// Borders between classes.
    Borders = "borders";
    /// The point in the manner of another.
    Style = "style";
    /// A picture painted on, and the point that follows.
    Paint = "paint";
}

/// What the page wants to know of a model. Each is answered by the [`ModelAnswer`] named there, or by
/// [`FromEngine::Failed`](super::FromEngine::Failed).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ModelQuery {
    /// The pictures of latent points. Payload: `[count, latent]`. Answered by
    /// [`ModelAnswer::Pictures`].
    Decode,
    /// The posteriors of pictures. Payload: pictures. Answered by [`ModelAnswer::Posterior`]; refused by
    /// a model without an encoder.
    Encode,
    /// A latent point whose picture is the payload's one, found by optimising through the decoder.
    /// Answered by many [`ModelAnswer::Inversion`]s; other questions are answered in between, and a new
    /// inversion ends the one before.
    Invert {
        /// Of the points that it begins from.
        seed: u32,
    },
    /// End the inversion under way. Answered by an [`ModelAnswer::Inversion`] that is done, with the
    /// inversion's id, if there is one.
    StopInverting,
    /// The most probable picture of the model given what is known of a damaged one, and draws of others
    /// as probable. Payload: [`DamagedPayload`](super::payload::DamagedPayload). Answered by many
    /// [`ModelAnswer::Restoration`]s; other questions are answered in between, and a new restoration ends
    /// the one before.
    Restore {
        /// Of the points that it begins from, and of the draws.
        seed: u32,
        /// What is known is a thumbnail: each of its pixels is the mean of so many across and down. 1 for
        /// the picture itself.
        shrink: usize,
        /// The standard deviation of what is known from a picture of the model's, grey values in [0, 1].
        deviation: f32,
        /// How many draws.
        draws: usize,
    },
    /// End the restoration under way. Answered by a [`ModelAnswer::Restoration`] that is done, with the
    /// restoration's id, if there is one.
    StopRestoring,
    /// The model's picture nearest to a painted one. Payload: [`PaintPayload`](super::payload::PaintPayload).
    /// Answered by [`ModelAnswer::Painted`], soon and at the end; other questions are answered in between,
    /// and a new one of this kind ends the one before.
    Paint,
    /// Pictures that are made of a latent point for each layer that takes one. Payload:
    /// `[count, inputs, latent]`, inputs being one that enters the first layer and one for each layer
    /// that is modulated. Answered by [`ModelAnswer::Pictures`].
    DecodeMixed,
    /// The principal directions of the activations of the generator's first layer, strongest
    /// first. Answered by [`ModelAnswer::PrincipalDirections`].
    PrincipalDirections {
        /// How many at most.
        count: usize,
    },
    /// Load a data set's training images, at the size of the model's pictures, in place of those
    /// held before. Payload: the images' file where `files` says so. Answered by
    /// [`ModelAnswer::ReferenceImages`], at first and whenever more of them are encoded.
    LoadReferenceImages {
        /// Which data set.
        data: DatasetId,
        /// Where its images are.
        files: DataFiles,
    },
    /// Some of the images that are held. Answered by [`ModelAnswer::Pictures`].
    ReferencePage {
        /// The first of them.
        first: usize,
        /// How many.
        count: usize,
    },
    /// The held images nearest to what the model makes of a latent point. Payload: the point.
    /// Answered by [`ModelAnswer::NearestImages`].
    NearestImages {
        /// How many of each kind.
        count: usize,
    },
    /// What the pictures of latent points are taken for, by the shipped classifier of a data set's
    /// pictures. Payload: the points, `[count, latent]`. Answered by [`ModelAnswer::Classes`].
    Classify(DatasetId),
    /// The nearest latent point whose picture that classifier takes for another class. Payload:
    /// [`CounterfactualPayload`](super::payload::CounterfactualPayload). Answered by many
    /// [`ModelAnswer::Counterfactual`]s; other questions are answered in between, and a new search ends
    /// the one before.
    Counterfactual(DatasetId),
}

/// Which module of the engine's `queries` answers which queries: hands its rows to the macro `$then`,
/// from which the engine makes its modules and its dispatch. A new query is a variant of
/// [`ModelQuery`], one of [`ModelAnswer`] and a row here.
#[macro_export]
macro_rules! long_queries {
    ($then:ident) => {
        $then! {
            inversion: Invert, StopInverting;
            restoration: Restore, StopRestoring;
            painting: Paint;
            principal: PrincipalDirections;
            mixing: DecodeMixed;
            reference: LoadReferenceImages, ReferencePage, NearestImages;
            borders: Classify, Counterfactual;
        }
    };
}

/// What the explorer answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ModelAnswer {
    /// Pictures. Payload: the pictures, then one label each if `labelled`.
    Pictures {
        /// How many.
        count: usize,
        /// Pixels across each.
        width: usize,
        /// Pixels down each.
        height: usize,
        /// 1 (grey) or 3 (RGB).
        channels: usize,
        /// Whether labels follow.
        labelled: bool,
    },
    /// Posteriors. Payload: means `[count, latent]`, then standard deviations `[count, latent]`.
    Posterior {
        /// How many.
        count: usize,
        /// Coordinates each.
        latent: usize,
    },
    /// How far an inversion is. Payload: the picture of `z`.
    Inversion {
        /// Steps taken.
        step: u32,
        /// Root mean square difference between the picture of `z` and the one asked for, grey
        /// values in [0, 1].
        error: f32,
        /// The best point so far.
        z: Vec<f32>,
        /// Whether it has ended.
        done: bool,
    },
    /// How far a restoration is. Payload: the picture of `z`, then those of `draws` draws, then what
    /// encoder and decoder make of the damaged picture in one pass, if `passed`.
    Restoration {
        /// Steps taken by the search.
        step: u32,
        /// Root mean square difference between what is known and the picture of `z` there.
        error: f32,
        /// The most probable point so far.
        z: Vec<f32>,
        /// How many draws there are: none before the end.
        draws: usize,
        /// What share of independent draws of the posterior the weighed ones are worth.
        effective: f32,
        /// Whether the model has an encoder.
        passed: bool,
        /// Whether it has ended.
        done: bool,
    },
    /// Where a painted picture leads.
    Painted {
        /// The point.
        z: Vec<f32>,
        /// Whether the search has ended.
        done: bool,
    },
    /// Principal directions. Payload: `[count, latent]`, orthonormal, strongest first.
    PrincipalDirections {
        /// How many.
        count: usize,
        /// Coordinates each.
        latent: usize,
        /// The share of the activations' variance that lies along each.
        shares: Vec<f32>,
    },
    /// The images that are held.
    ReferenceImages {
        /// How many.
        count: usize,
        /// How many of them the model has encoded so far; `None` if it has no encoder.
        encoded: Option<usize>,
    },
    /// The nearest images, nearest first. Payload: pictures, those near by pixels, then those near
    /// by code.
    NearestImages {
        /// By pixels: index of the image, root mean square difference in grey values.
        pixels: Vec<(usize, f32)>,
        /// By code: index of the image, Euclidean distance between the point and the image's
        /// posterior mean. Empty without an encoder.
        codes: Vec<(usize, f32)>,
        /// How many images were compared by pixels.
        compared: usize,
        /// How many images were compared by code.
        encoded: usize,
    },
    /// What pictures are taken for. Payload: probabilities, `[count, classes]`.
    Classes {
        /// How many pictures.
        count: usize,
        /// How many classes.
        classes: usize,
        /// The share of held-out pictures that the classifier is right about, 0 to 1.
        accuracy: f32,
        /// How many pictures those are.
        held_out: usize,
    },
    /// How far a search for the nearest point of another class is.
    Counterfactual {
        /// The class of the point's own picture, once that is known.
        of: Option<usize>,
        /// The class of the nearest point so far; `None` while there is none.
        class: Option<usize>,
        /// That point; empty while there is none.
        z: Vec<f32>,
        /// Whether it has ended.
        done: bool,
    },
}
