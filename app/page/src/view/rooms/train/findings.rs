//! What goes wrong in the run, and what to try.

use leptos::prelude::*;

use crate::view::components::{LiveText, UiContext, keyed_list};
use crate::words::{finding_advice, finding_sentence, train_run};
use protocol::RunFinding;
use session::Session;

/// A card for each finding. Screen readers announce a new card, but not changes of its figures.
pub(super) fn findings(ui: UiContext) -> AnyView {
    let kinds = |session: &Session| {
        let findings = session.training.findings().iter();
        findings.map(|finding| finding.name().to_owned()).collect()
    };
    view! {
        <div
            class="findings"
            role="status"
            aria-label=train_run::findings()
            aria-relevant="additions"
        >
            {keyed_list(ui, kinds, move |kind| card(ui, &kind))}
        </div>
    }
    .into_any()
}

fn card(ui: UiContext, kind: &str) -> AnyView {
    let advice = |finding: &RunFinding| finding_advice(finding).to_owned();
    view! {
        <article class="finding" data-kind=kind.to_owned()>
            <p class="finding-text">{part(ui, kind, finding_sentence)}</p>
            <p>{part(ui, kind, advice)}</p>
        </article>
    }
    .into_any()
}

/// A text of the finding of this kind.
fn part(ui: UiContext, kind: &str, read: fn(&RunFinding) -> String) -> LiveText {
    let kind = kind.to_owned();
    ui.text(move |session| {
        let mut findings = session.training.findings().iter();
        let found = findings.find(|finding| finding.name() == kind);
        found.map_or_else(String::new, read)
    })
}
