//! The layers of the drawing, and their switches, which are also its legend.

use leptos::prelude::*;
use run_spec::RunSpec;

use crate::view::components::UiContext;
use crate::words::{MessageFn, train_world as words};
use session::Session;

/// A layer of the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Toy2dLayer {
    Real,
    Generated,
    Field,
    Manifold,
    Gradients,
    Reconstructions,
}

/// Each layer, its word in style sheets, and its title.
const LAYERS: [(Toy2dLayer, &str, MessageFn); 6] = [
    (Toy2dLayer::Real, "real", words::layer_real),
    (Toy2dLayer::Generated, "generated", words::layer_generated),
    (Toy2dLayer::Field, "field", words::layer_field),
    (Toy2dLayer::Manifold, "manifold", words::layer_manifold),
    (Toy2dLayer::Gradients, "gradients", words::layer_gradients),
    (
        Toy2dLayer::Reconstructions,
        "reconstructions",
        words::layer_reconstructions,
    ),
];

/// What the visitor switched on or off. The other layers have the model's defaults.
#[derive(Clone, Copy, Default)]
pub(super) struct LayerChoice {
    chosen: [Option<bool>; LAYERS.len()],
}

impl LayerChoice {
    /// Whether a layer is shown for such a run.
    pub fn shows(&self, part: Toy2dLayer, spec: &RunSpec) -> bool {
        let chosen = self.chosen[part as usize];
        exists(part, spec)
            && chosen.unwrap_or(part != Toy2dLayer::Manifold || spec.model.has_encoder())
    }

    /// The shown layers as a bit mask.
    pub fn mask(&self, spec: &RunSpec) -> u8 {
        let parts = LAYERS.iter().map(|(part, ..)| *part);
        let bits = parts.map(|part| u8::from(self.shows(part, spec)) << part as u8);
        bits.fold(0, |mask, bit| mask | bit)
    }

    fn choose(&mut self, part: Toy2dLayer, shown: bool) {
        self.chosen[part as usize] = Some(shown);
    }
}

/// Whether such a run has a layer at all.
fn exists(part: Toy2dLayer, spec: &RunSpec) -> bool {
    match part {
        Toy2dLayer::Real | Toy2dLayer::Generated | Toy2dLayer::Manifold => true,
        Toy2dLayer::Field | Toy2dLayer::Gradients => spec.model.has_discriminator(),
        Toy2dLayer::Reconstructions => spec.model.has_encoder(),
    }
}

/// A checkbox for each layer that the run has.
pub(super) fn switches(ui: UiContext, look: RwSignal<LayerChoice>) -> AnyView {
    let switches = LAYERS.map(|(part, word, name)| layer_switch(ui, look, part, word, name()));
    view! {
        <div class="plane-layers" role="group" aria-label=words::layers()>
            {switches}
        </div>
    }
    .into_any()
}

fn layer_switch(
    ui: UiContext,
    look: RwSignal<LayerChoice>,
    part: Toy2dLayer,
    word: &'static str,
    name: &'static str,
) -> AnyView {
    let shows = move |session: &Session| look.get().shows(part, session.training.spec());
    let choose = move |event| {
        let shown = event_target_checked(&event);
        look.update(|look| look.choose(part, shown));
    };
    let hidden = ui.hidden_unless(move |session| exists(part, session.training.spec()));
    view! {
        <label class="layer" hidden=hidden>
            <input type="checkbox" prop:checked=ui.flag_property(shows) on:change=choose />
            <span class="swatch" data-part=word aria-hidden="true"></span>
            <span>{name}</span>
        </label>
    }
    .into_any()
}
