//! What a worker was asked. Each question is stored whole beside its request's id, so that its
//! answer is filed under what it answers and never under something newer.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::pictures::ImagePixels;

/// What decoded pictures are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StripKind {
    /// The pinned points, those that are set.
    Pins,
    /// Along straight lines from pin to pin.
    Linear,
    /// Along great circles from pin to pin.
    Spherical,
    /// Along a random walk.
    Walk,
    /// Between four pins.
    Corners,
    /// Along each dimension through the point, row by row.
    Traversals,
    /// Draws from the prior.
    Samples,
    /// The mean of the posterior of the picture that was brought.
    Reconstruction,
    /// The point, as the other model decodes it.
    Other,
    /// Along the path, finely, for its GIF.
    Gif,
    /// Draws from the prior, as the model on screen decodes them, beside the other one.
    Ours,
    /// The same draws, as the other model decodes them.
    Theirs,
    /// The picture that was brought, as the other model reconstructs it.
    TheirReconstruction,
    /// The codes of the encoded images.
    Encoded,
    /// On the way to the nearest point of another class.
    Border,
    /// The point, the one whose manner it takes over, and what comes of that.
    Style,
}

impl StripKind {
    /// All strips, in the order in which they are asked for.
    pub const ALL: [Self; 16] = [
        Self::Other,
        Self::Pins,
        Self::Reconstruction,
        Self::Linear,
        Self::Spherical,
        Self::Walk,
        Self::Traversals,
        Self::Corners,
        Self::Samples,
        Self::Ours,
        Self::Theirs,
        Self::TheirReconstruction,
        Self::Gif,
        Self::Encoded,
        Self::Border,
        Self::Style,
    ];
}

/// One strip of pictures: these points, by this model.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DecodeJob {
    /// The model's [`CatalogEntry::id`](crate::CatalogEntry::id).
    pub model: String,
    /// Coordinates of each point.
    pub latent: usize,
    /// The points, row by row.
    pub points: Arc<[f32]>,
    /// Which weights of the model in training; 0 for any other model.
    pub version: u64,
}

/// What a tool asked the model. Only the tool knows its type, so that tools stand above questions.
#[derive(Clone)]
pub(crate) struct ToolQuery(Arc<dyn Any + Send + Sync>);

impl ToolQuery {
    /// A tool's query.
    pub fn new(query: impl Any + Send + Sync) -> Self {
        Self(Arc::new(query))
    }

    /// The query, if it is of this type.
    pub fn get<Q: Any>(&self) -> Option<&Q> {
        self.0.downcast_ref()
    }
}

impl PartialEq for ToolQuery {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for ToolQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ToolQuery")
    }
}

/// A question that is not yet answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PendingQuestion {
    /// The next pictures of a strip.
    Decode { kind: StripKind, job: DecodeJob },
    /// The posterior of this picture, by this model with these weights.
    Encode {
        model: String,
        version: u64,
        picture: ImagePixels,
    },
    /// The codes of two groups of examples, for the direction of this name.
    Groups {
        name: String,
        model: String,
        version: u64,
        members: BTreeMap<usize, bool>,
        /// The examples, one after another.
        pictures: Arc<[u8]>,
    },
    /// A point that the model draws this picture at.
    Invert { model: String, picture: ImagePixels },
    /// Principal directions of the model's generator with these weights.
    Principal { model: String, version: u64 },
    /// What a tool with state of its own asked.
    Tool(ToolQuery),
}
