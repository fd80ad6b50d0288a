//! The encoded images as points of a plane or a box, by PCA, t-SNE or UMAP.
//!
//! Its code is a piece of the program of its own, which is fetched when the tool is first opened; here is
//! only what leads there. It asks no model anything: a worker that the page starts projects the points.
//!
//! - `state`: what it shows; `code`: what happens to it, in that piece.

mod code;
mod state;

use std::fmt;

pub use self::state::{ProjectedImages, ProjectionInput, ProjectionJob, ProjectionState};
use super::facts::Facts;
use super::latent_tool::LatentTool;
use super::state::ExploreTools;
use crate::context::Context;
use crate::limits::LIVE_MODEL;

/// The state of the tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectionTool {
    /// What it shows, once its code is there and it was opened.
    pub shown: Option<Box<ProjectionState>>,
    /// What the address says of it.
    link: Option<String>,
    /// Whether that is still to be read.
    is_link_new: bool,
    code: CodePlace,
}

/// Where the tool's code is once it arrived.
#[derive(Clone, Copy, Debug, PartialEq)]
struct CodePlace(Option<LoadedProjection>);

#[cfg_attr(
    feature = "split",
    allow(clippy::derivable_impls, reason = "in one piece, it cannot be")
)]
impl Default for CodePlace {
    fn default() -> Self {
        // Built in one piece, it is there from the beginning.
        #[cfg(not(feature = "split"))]
        return Self(Some(LoadedProjection::here()));
        #[cfg(feature = "split")]
        Self(None)
    }
}

impl ProjectionTool {
    /// What an address should say of it; nothing where everything is as by default.
    pub(super) fn link(&self) -> Option<String> {
        self.link.clone()
    }

    /// Takes what an address says of it.
    pub(super) fn follow(&mut self, link: Option<String>) {
        self.is_link_new |= self.link != link;
        self.link = link;
    }

    /// The codes whose pictures are to be shown. Those of a model that is being trained change too often.
    pub(super) fn pictured(&self, facts: &Facts) -> Option<Vec<f32>> {
        let shown = self.shown.as_ref()?;
        let images = shown.images.as_ref().filter(|_| shown.pictures)?;
        let is_live = facts.models.shown_id() == Some(LIVE_MODEL);
        (!is_live).then(|| images.points.means.clone())
    }
}

impl LatentTool for ProjectionTool {
    type Input = ProjectionInput;

    fn input(
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        input: ProjectionInput,
    ) {
        if let ProjectionInput::CodeArrived(code) = input {
            tools.own.projection.code.0 = Some(code);
        } else if let Some(code) = tools.own.projection.code.0 {
            code.0.update(tools, facts, context, input);
        }
    }

    fn schedule(tools: &mut ExploreTools, facts: &Facts, context: &mut Context) {
        if let Some(code) = tools.own.projection.code.0 {
            code.0.schedule(tools, facts, context);
        }
    }

    fn forget_model(&mut self) {
        if let Some(shown) = &mut self.shown {
            **shown = ProjectionState {
                spec: shown.spec,
                pictures: shown.pictures,
                jobs: shown.jobs,
                ..ProjectionState::default()
            };
        }
    }
}

/// What the piece of the program can do.
trait ProjectionCode: Send + Sync {
    /// The visitor did something, or the worker.
    fn update(
        &self,
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        input: ProjectionInput,
    );

    /// Says what is to be projected next. Called whenever something changed.
    fn schedule(&self, tools: &mut ExploreTools, facts: &Facts, context: &mut Context);
}

/// The way to the piece of the program.
#[derive(Clone, Copy)]
pub struct LoadedProjection(&'static dyn ProjectionCode);

impl LoadedProjection {
    /// All of the tool's code. The piece of the program that names this contains it.
    pub fn here() -> Self {
        Self(&code::LazyCode)
    }
}

impl fmt::Debug for LoadedProjection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoadedProjection")
    }
}

impl PartialEq for LoadedProjection {
    fn eq(&self, _: &Self) -> bool {
        // There is but one.
        true
    }
}
