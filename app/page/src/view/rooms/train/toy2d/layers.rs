//! The layers of the drawing, and their switches, which are also its legend.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::event_target_checked;
use run_spec::RunSpec;

use crate::view::components::UiContext;
use crate::view::components::live_element::{LiveElement, el};
use crate::words::{MessageFn, train_world as words};

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
#[derive(Clone)]
pub(super) struct LayerChoice {
    chosen: Rc<Cell<[Option<bool>; LAYERS.len()]>>,
}

impl LayerChoice {
    pub fn new() -> Self {
        Self {
            chosen: Rc::default(),
        }
    }

    /// Whether a layer is shown for such a run.
    pub fn shows(&self, part: Toy2dLayer, spec: &RunSpec) -> bool {
        let chosen = self.chosen.get()[part as usize];
        exists(part, spec)
            && chosen.unwrap_or(part != Toy2dLayer::Manifold || spec.model.has_encoder())
    }

    /// The shown layers as a bit mask.
    pub fn mask(&self, spec: &RunSpec) -> u8 {
        let parts = LAYERS.iter().map(|(part, ..)| *part);
        let bits = parts.map(|part| u8::from(self.shows(part, spec)) << part as u8);
        bits.fold(0, |mask, bit| mask | bit)
    }

    fn choose(&self, part: Toy2dLayer, shown: bool) {
        let mut chosen = self.chosen.get();
        chosen[part as usize] = Some(shown);
        self.chosen.set(chosen);
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
pub(super) fn switches(ui: UiContext, look: &LayerChoice) -> LiveElement {
    let switches = LAYERS.map(|(part, word, name)| {
        let (read, write) = (look.clone(), look.clone());
        let check = el("input", "")
            .attr("type", "checkbox")
            .live_prop("checked", move |session| {
                let shown = read.shows(part, session.training.spec());
                shown.then(|| "true".to_owned())
            })
            .on("change", move |event| {
                write.choose(part, event_target_checked(&event));
                ui.refresh();
            });
        el("label", "layer")
            .live_show(move |session| exists(part, session.training.spec()))
            .child(check)
            .child(
                el("span", "swatch")
                    .attr("data-part", word)
                    .attr("aria-hidden", "true"),
            )
            .child(el("span", "").text(name()))
    });
    el("div", "plane-layers")
        .attr("role", "group")
        .attr("aria-label", words::layers())
        .children(switches)
}
