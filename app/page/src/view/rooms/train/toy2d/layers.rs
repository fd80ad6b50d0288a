//! What is laid over one another on the plane, and the switches for it, which are its legend.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::event_target_checked;
use run_spec::RunSpec;

use crate::view::components::UiContext;
use crate::view::components::live_element::{LiveElement, el};

/// Something that can be shown on the plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Toy2dLayer {
    Real,
    Generated,
    Field,
    Manifold,
    Gradients,
    Reconstructions,
}

/// Each, the word that style sheets know it by, and its name.
const LAYERS: [(Toy2dLayer, &str, &str); 6] = [
    (Toy2dLayer::Real, "real", "Real points"),
    (Toy2dLayer::Generated, "generated", "Generated points"),
    (Toy2dLayer::Field, "field", "Discriminator\u{2019}s field"),
    (
        Toy2dLayer::Manifold,
        "manifold",
        "Generator\u{2019}s manifold",
    ),
    (Toy2dLayer::Gradients, "gradients", "Gradients"),
    (
        Toy2dLayer::Reconstructions,
        "reconstructions",
        "Reconstructions",
    ),
];

/// What the visitor switched on or off; what was left alone is as suits the model.
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

    /// Whether a part is shown of such a run.
    pub fn shows(&self, part: Toy2dLayer, spec: &RunSpec) -> bool {
        let chosen = self.chosen.get()[part as usize];
        exists(part, spec)
            && chosen.unwrap_or(part != Toy2dLayer::Manifold || spec.model.has_encoder())
    }

    /// A number for what is shown, a bit for each part.
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

/// Whether such a run has a part at all.
fn exists(part: Toy2dLayer, spec: &RunSpec) -> bool {
    match part {
        Toy2dLayer::Real | Toy2dLayer::Generated | Toy2dLayer::Manifold => true,
        Toy2dLayer::Field | Toy2dLayer::Gradients => spec.model.has_discriminator(),
        Toy2dLayer::Reconstructions => spec.model.has_encoder(),
    }
}

/// A checkbox for each part that there is.
pub(super) fn switches(ui: UiContext, look: &LayerChoice) -> LiveElement {
    let switches = LAYERS.map(|(part, word, name)| {
        let (read, write) = (look.clone(), look.clone());
        let check = el("input", "")
            .set("type", "checkbox")
            .property("checked", move |session| {
                let shown = read.shows(part, session.training.spec());
                shown.then(|| "true".to_owned())
            })
            .on("change", move |event| {
                write.choose(part, event_target_checked(&event));
                ui.refresh();
            });
        el("label", "layer")
            .shown_if(move |session| exists(part, session.training.spec()))
            .with(check)
            .with(
                el("span", "swatch")
                    .set("data-part", word)
                    .set("aria-hidden", "true"),
            )
            .with(el("span", "").say(name))
    });
    el("div", "plane-layers")
        .set("role", "group")
        .set("aria-label", "Shown on the plane")
        .with_all(switches)
}
