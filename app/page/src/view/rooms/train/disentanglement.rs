//! Which latent dimensions are known factors.

use leptos::prelude::*;

use super::run;
use crate::numbers;
use crate::view::components::UiContext;
use crate::words::train_measures as words;
use protocol::Disentanglement;
use session::Session;

/// Factors that are named.
const NAMED: usize = 4;

/// The panel. It is there as soon as there is a score.
pub(super) fn disentanglement(ui: UiContext) -> AnyView {
    let ui = ui.throttled();
    fn score(session: &Session) -> Option<&(u32, Disentanglement)> {
        run(session)?.disentanglement.as_ref()
    }
    let said = |say: fn(u32, &Disentanglement) -> Option<String>| {
        ui.text(move |session| {
            let said = score(session).and_then(|(step, score)| say(*step, score));
            said.unwrap_or_default()
        })
    };
    let gap = said(|_, score| Some(numbers::fixed(score.gap()? as f32, 2)));
    let carriers = (0..NAMED).map(|at| {
        let said = ui.text(move |session| {
            let said = score(session).and_then(|(_, score)| carrier(score, at));
            said.unwrap_or_default()
        });
        view! { <p class="measure-said">{said}</p> }
    });
    let source = said(|step, score| {
        let said = words::GapMeasured {
            count: score.images as f64,
            step: step.into(),
        };
        Some(said.text())
    });
    view! {
        <section
            class="measure measure-wide"
            aria-label=words::disentanglement()
            hidden=ui.hidden_unless(|session| score(session).is_some())
        >
            <h2>{words::disentanglement()}</h2>
            <p class="measure-line">
                <span>{words::gap()}</span>
                <span>{gap}</span>
            </p>
            {carriers.collect_view()}
            <p class="measure-ends">{source}</p>
        </section>
    }
    .into_any()
}

/// Which dimension carries a factor: of the clearest, the one at this place.
fn carrier(score: &Disentanglement, at: usize) -> Option<String> {
    let of = *score.clearest().get(at)?;
    let said = words::Carrier {
        dimension: &numbers::axis_name(of.dimension),
        factor: of.factor.as_str(),
        share: 100.0 * of.information,
        gap: of.gap,
    };
    Some(said.text())
}
