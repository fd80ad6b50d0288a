//! The Explore room's tools, and the Compare room.
//!
//! A tool is a row of [`ExploreTool`] and a file. One that has state of its own or asks the model is a
//! [`LatentTool`], a row of the table below: its file holds its state, what the visitor does with it, and
//! what it asks.
//!
//! - `latent_tool`: the traits, and what the table defines.
//! - `state`: what they consist of; `facts`: what they may know of the other parts; `update`: what
//!   can happen to them; `answers`: what workers answered.
//! - `undo`, `history`: moves of the point, undo and redo.
//! - `strips`, `batch_decodes`: pictures of many points at once.
//! - `paths`: pins, and ways between them; `directions`: what lies along them; `named_directions`:
//!   attributes and arithmetic.
//! - `brought_image`: a picture of the visitor's own, encoded or inverted; `neighbours`: images near
//!   to a picture; `background`: the worker that searches.
//! - `paint`: what is painted on the picture, and where it leads.
//! - `projection`: the encoded images by PCA, t-SNE and UMAP, in a piece of the program of its own.
//! - `borders`: what pictures are taken for, and the nearest point of another class.
//! - `style`: a point in the manner of another.
//! - `run_comparison`: runs of several families on the same data, in the Compare room.
//! - `plane`: what the map shows; `place`: what the address says of all this; `export`: files.

mod answers;
mod background;
mod batch_decodes;
mod borders;
mod brought_image;
mod directions;
mod export;
mod facts;
mod history;
mod late_state;
mod latent_tool;
mod named_directions;
mod neighbours;
mod paint;
mod paths;
mod place;
mod plane;
mod projection;
mod run_comparison;
mod sizes;
mod state;
mod strips;
mod style;
mod undo;
mod update;

use std::sync::Arc;

use self::borders::BordersQuery;
pub use self::borders::{
    BordersInput, BordersRefusal, BordersTool, ClassRegions, ClassSearch, ClassifiedPoints,
    ClassifierAccuracy,
};
use self::latent_tool::{AskingTool, LatentTool, own_tools};
use self::neighbours::NeighboursQuery;
pub use self::neighbours::{NeighboursInput, NeighboursTool};
use self::paint::PaintQuery;
pub use self::paint::{BrushKind, PaintBrush, PaintInput, PaintTool, PaintedWish, WishFigures};
pub use self::projection::{
    LoadedProjection, ProjectedImages, ProjectionInput, ProjectionJob, ProjectionState,
    ProjectionTool,
};
pub use self::run_comparison::{
    ComparedRunPhase, ComparedRunState, ComparedSource, ComparisonPlan, EvaluationJob, FinishedRun,
    LoadedRunComparison, MeasuredPictures, RunComparison, RunComparisonInput, RunComparisonState,
    RunFileFault, RunMisfit, TableAnswer, TableFile, TableJob, TableRefusal,
};
use self::style::StyleQuery;
pub use self::style::{
    LayerDirection, LayerMixing, MOST_STRENGTH, MixedPictures, STYLE_PICTURES, StyleInput,
    StyleLayer, StyleManner, StyleTool,
};
pub use late_state::LateState;

use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::questions::ToolQuery;
pub use protocol::ExploreTool;
use protocol::ModelAnswer;

pub use borders::BORDER_FRAMES;
pub(crate) use directions::along;
pub use export::{ExploreExport, strip_of};
pub(crate) use facts::Facts;
pub use history::UndoHistory;
pub use paths::{LONGEST_WALK, WALK_STEP};
pub use sizes::{
    CORNERS, FRAMES, NEAREST_SHOWN, PIN_NAMES, PINS, REFERENCE_PAGE, ROWS, SAMPLES,
    TRAVERSAL_EXTENT, TRAVERSED,
};
pub use state::{
    BroughtImage, BroughtPosterior, ExampleGroups, ExploreTools, ImageStrip, LabelledImages,
    LatentPath, LatentSearch, MapOverlay, NearImage, NearestImages, PathKind, PointFormula,
    PrincipalDirections, ReferenceImages,
};
pub use update::ExploreEvent;
pub(crate) use update::ToolEvent;

own_tools! {
    // Field, state, what holds it, input, and what an `AskingTool` asks.
    Neighbours, neighbours: NeighboursTool in NeighboursTool, NeighboursInput, NeighboursQuery;
    Projection, projection: ProjectionTool in ProjectionTool, ProjectionInput;
    Borders, borders: BordersTool in LateState<BordersTool>, BordersInput, BordersQuery;
    Style, style: StyleTool in LateState<StyleTool>, StyleInput, StyleQuery;
    Paint, paint: PaintTool in LateState<PaintTool>, PaintInput, PaintQuery;
    // Of the Compare room.
    RunComparison, run_comparison: RunComparison in RunComparison, RunComparisonInput;
}
