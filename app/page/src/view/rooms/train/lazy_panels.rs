//! Panels of the room that are a chunk of their own, and what stands in their place until it arrives.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{code, device, disentanglement, my_pictures, run_files, step_trace, toy2d};
use crate::view::chunks::{TrainPanel, chunks, fetched};
use crate::view::components::{UiContext, button};
use crate::words::{page, pictures, train_density, train_step, train_world};
use session::Session;

/// A panel. Only the chunk may call this: any other caller would pull all of them out of it.
pub(in crate::view) fn train_panel(panel: TrainPanel, ui: UiContext) -> AnyView {
    match panel {
        TrainPanel::MyPictures => my_pictures::my_pictures(ui),
        TrainPanel::Device => device::device(ui),
        TrainPanel::StepTrace => step_trace::step_trace(ui),
        TrainPanel::DensityEditor => toy2d::density_editor(ui),
        TrainPanel::Toy2dStage => toy2d::toy2d_stage(ui),
        TrainPanel::LatentView => toy2d::latent_view(ui),
        TrainPanel::Toy2dQuality => toy2d::quality(ui),
        TrainPanel::NetworkControls => toy2d::network_controls(ui),
        TrainPanel::Disentanglement => disentanglement::disentanglement(ui),
        TrainPanel::Code => code::code(ui),
        TrainPanel::RunFiles => run_files::run_files(ui),
    }
}

/// Whether the panels' chunk is there, if that is known.
#[derive(Clone, Copy)]
pub(super) struct LazyPanels(RwSignal<Option<bool>>);

impl LazyPanels {
    /// Fetches the chunk.
    pub fn new() -> Self {
        let panels = Self(RwSignal::new(None));
        panels.fetch();
        panels
    }

    fn fetch(self) {
        spawn_local(async move {
            let is_here = fetched(|chunks| (chunks.fetch_panels)()).await;
            // Who left the page meanwhile has no room any more.
            self.0.try_set(Some(is_here));
        });
    }

    /// A panel, once it arrived; that it did not, otherwise.
    pub fn panel(self, ui: UiContext, panel: TrainPanel) -> AnyView {
        let content = move || match self.0.get() {
            None => None,
            Some(true) => chunks().and_then(|chunks| (chunks.train_panel)(panel, ui)),
            Some(false) => panel.missing().map(|missing| self.note(ui, panel, missing)),
        };
        content.into_any()
    }

    /// What stands in the place of a panel that did not arrive.
    fn note(self, ui: UiContext, panel: TrainPanel, missing: &'static str) -> AnyView {
        let hidden = ui.hidden_unless(move |session| panel.is_shown(session));
        view! {
            <p class="room-note" role="status" hidden=hidden>
                {missing} " " {button(page::try_again(), move || self.fetch())}
            </p>
        }
        .into_any()
    }
}

impl TrainPanel {
    /// That it did not arrive. Three sentences are enough, and one for all that is about points.
    fn missing(self) -> Option<&'static str> {
        match self {
            Self::MyPictures => Some(pictures::missing()),
            Self::StepTrace => Some(train_step::missing()),
            Self::DensityEditor => Some(train_density::missing()),
            Self::Toy2dStage => Some(train_world::missing()),
            Self::Device
            | Self::LatentView
            | Self::Toy2dQuality
            | Self::NetworkControls
            | Self::Disentanglement
            | Self::Code
            | Self::RunFiles => None,
        }
    }

    /// Whether anything is missed where it is not there.
    fn is_shown(self, session: &Session) -> bool {
        self != Self::Toy2dStage || toy2d::is_shown(session)
    }
}
