//! The tools' panels, which are a chunk of their own, and what stands in their place until it arrives.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::view::chunks::{chunks, fetched};
use crate::view::components::{UiContext, button};
use crate::words::{page, projection as words};
use session::{ExploreTool, ProjectionInput};

/// Whether the chunk is there, if that is known, and whether it was asked for.
#[derive(Clone, Copy)]
pub(super) struct LazyToolPanels {
    is_here: RwSignal<Option<bool>>,
    asked: StoredValue<bool>,
}

impl LazyToolPanels {
    /// Nothing is fetched yet.
    pub fn new() -> Self {
        Self {
            is_here: RwSignal::new(None),
            asked: StoredValue::new(false),
        }
    }

    fn fetch(self, ui: UiContext) {
        self.is_here.set(None);
        spawn_local(async move {
            let code = fetched(|chunks| (chunks.fetch_tools)()).await;
            let arrived = code.is_some();
            if let Some(code) = code {
                ui.explore(ProjectionInput::CodeArrived(code).into());
            }
            // Who left the page meanwhile has no room any more.
            self.is_here.try_set(Some(arrived));
        });
    }

    /// The panel of a tool, which is fetched when the tool is first shown.
    pub fn panel(self, ui: UiContext, tool: ExploreTool) -> AnyView {
        ui.on_update(move |session| {
            if session.tools.tool == tool && !self.asked.get_value() {
                self.asked.set_value(true);
                self.fetch(ui);
            }
        });
        let content = move || match self.is_here.get() {
            None => {
                Some(view! { <p class="note" role="status">{page::room_loading()}</p> }.into_any())
            }
            Some(true) => chunks().and_then(|chunks| (chunks.tool_panel)(tool, ui)),
            Some(false) => Some(
                view! {
                    <p class="note" role="status">
                        {words::missing()} " " {button(page::try_again(), move || self.fetch(ui))}
                    </p>
                }
                .into_any(),
            ),
        };
        content.into_any()
    }
}
