//! Panels of the room that are chunks of their own, and what stands in their place until those arrive.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{code, disentanglement, my_pictures, step_trace, toy2d};
use crate::view::components::{UiContext, button};
use crate::view::rooms::chunk;
use crate::words::{page, pictures, train_density, train_step, train_world};
use session::Session;

/// The panels of the chunk that they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::view::rooms) enum TrainPanel {
    /// A step in slow motion.
    StepTrace,
    /// The square that a density is drawn in.
    DensityEditor,
    /// The plane of a run on points.
    Toy2dStage,
    /// The latent space of a run on points.
    LatentView,
    /// How well a run on points does.
    Toy2dQuality,
    /// The networks of a run on points.
    NetworkControls,
    /// Which latent dimensions are known factors.
    Disentanglement,
    /// The run as a program.
    Code,
}

/// A panel. Only the chunk may call this: any other caller would pull all of them out of it.
pub(in crate::view::rooms) fn train_panel(panel: TrainPanel, ui: UiContext) -> AnyView {
    match panel {
        TrainPanel::StepTrace => step_trace::step_trace(ui),
        TrainPanel::DensityEditor => toy2d::density_editor(ui),
        TrainPanel::Toy2dStage => toy2d::toy2d_stage(ui),
        TrainPanel::LatentView => toy2d::latent_view(ui),
        TrainPanel::Toy2dQuality => toy2d::quality(ui),
        TrainPanel::NetworkControls => toy2d::network_controls(ui),
        TrainPanel::Disentanglement => disentanglement::disentanglement(ui),
        TrainPanel::Code => code::code(ui),
    }
}

/// My pictures, a chunk of its own. Only the chunk may call this.
pub(in crate::view::rooms) fn pictures_panel(ui: UiContext) -> AnyView {
    my_pictures::my_pictures(ui)
}

/// Whether a chunk is there, if that is known.
type Arrival = RwSignal<Option<bool>>;

/// The chunks of the room's panels.
#[derive(Clone, Copy)]
pub(super) struct LazyPanels {
    panels: Arrival,
    pictures: Arrival,
}

impl LazyPanels {
    /// Fetches the chunks.
    pub fn new() -> Self {
        let chunks = Self {
            panels: RwSignal::new(None),
            pictures: RwSignal::new(None),
        };
        chunks.fetch_panels();
        chunks.fetch_pictures();
        chunks
    }

    fn fetch_panels(self) {
        spawn_local(async move {
            let is_here = chunk::fetch_panels().await;
            // Who left the page meanwhile has no room any more.
            self.panels.try_set(Some(is_here));
        });
    }

    fn fetch_pictures(self) {
        spawn_local(async move {
            let is_here = chunk::fetch_pictures().await;
            self.pictures.try_set(Some(is_here));
        });
    }

    /// My pictures, once it arrived; that it did not, otherwise.
    pub fn my_pictures(self, ui: UiContext) -> AnyView {
        let content = move || match self.pictures.get()? {
            true => chunk::pictures_panel(ui),
            false => {
                let again = button(page::try_again(), move || self.fetch_pictures());
                Some(missing_note(pictures::missing(), again, |_| false, ui))
            }
        };
        content.into_any()
    }

    /// A panel, once it arrived; that it did not, otherwise.
    pub fn panel(self, ui: UiContext, panel: TrainPanel) -> AnyView {
        let content = move || match self.panels.get()? {
            true => chunk::train_panel(panel, ui),
            false => panel.missing().map(|missing| {
                let again = button(page::try_again(), move || self.fetch_panels());
                missing_note(missing, again, move |session| !panel.is_shown(session), ui)
            }),
        };
        content.into_any()
    }
}

/// What stands in the place of a panel that did not arrive.
fn missing_note(
    missing: &'static str,
    again: AnyView,
    is_hidden: impl Fn(&Session) -> bool + Copy + Send + 'static,
    ui: UiContext,
) -> AnyView {
    let hidden = ui.hidden_unless(move |session| !is_hidden(session));
    view! {
        <p class="room-note" role="status" hidden=hidden>
            {missing} " " {again}
        </p>
    }
    .into_any()
}

impl TrainPanel {
    /// That it did not arrive. Two sentences are enough, and one for all that is about points.
    fn missing(self) -> Option<&'static str> {
        match self {
            Self::StepTrace => Some(train_step::missing()),
            Self::DensityEditor => Some(train_density::missing()),
            Self::Toy2dStage => Some(train_world::missing()),
            Self::LatentView
            | Self::Toy2dQuality
            | Self::NetworkControls
            | Self::Disentanglement
            | Self::Code => None,
        }
    }

    /// Whether anything is missed where it is not there.
    fn is_shown(self, session: &Session) -> bool {
        self != Self::Toy2dStage || toy2d::is_shown(session)
    }
}
