//! What goes wrong in the run, and what to try.

use crate::view::components::live_element::{LiveElement, el};
use crate::words::{finding_advice, finding_sentence, train_run};
use protocol::RunFinding;
use session::Session;

/// A card for each finding. Screen readers announce a new card, but not changes of its figures.
pub(super) fn findings() -> LiveElement {
    let kinds = |session: &Session| {
        let findings = session.training.findings().iter();
        findings.map(|finding| finding.name().to_owned()).collect()
    };
    el("div", "findings")
        .attr("role", "status")
        .attr("aria-label", train_run::findings())
        .attr("aria-relevant", "additions")
        .live_list(kinds, card)
}

fn card(kind: &str) -> LiveElement {
    let part = |class: &str, read: fn(&RunFinding) -> String| {
        let kind = kind.to_owned();
        el("p", class).live_text(move |session| {
            let mut findings = session.training.findings().iter();
            let found = findings.find(|finding| finding.name() == kind);
            found.map_or_else(String::new, read)
        })
    };
    el("article", "finding")
        .attr("data-kind", kind)
        .child(part("finding-text", finding_sentence))
        .child(part("", |finding| finding_advice(finding).to_owned()))
}
