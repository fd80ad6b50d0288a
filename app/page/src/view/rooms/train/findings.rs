//! What goes wrong in the run, and what to try.

use crate::view::components::live_element::{LiveElement, el};
use crate::words::train_run;
use protocol::Finding;
use session::Session;

/// A card for each finding. Screen readers announce a new card, but not changes of its figures.
pub(super) fn findings() -> LiveElement {
    let kinds = |session: &Session| {
        let findings = session.training.findings().iter();
        findings.map(|finding| finding.kind.clone()).collect()
    };
    el("div", "findings")
        .attr("role", "status")
        .attr("aria-label", train_run::findings())
        .attr("aria-relevant", "additions")
        .live_list(kinds, card)
}

fn card(kind: &str) -> LiveElement {
    let part = |class: &str, read: fn(&Finding) -> &String| {
        let kind = kind.to_owned();
        el("p", class).live_text(move |session| {
            let mut findings = session.training.findings().iter();
            let found = findings.find(|finding| finding.kind == kind);
            found.map_or_else(String::new, |finding| read(finding).clone())
        })
    };
    el("article", "finding")
        .attr("data-kind", kind)
        .child(part("finding-text", |finding| &finding.text))
        .child(part("", |finding| &finding.advice))
}
