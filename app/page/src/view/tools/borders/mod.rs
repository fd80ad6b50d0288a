//! Borders between classes: what the picture is taken for, and the way to the nearest other class.

mod counterfactual;

use leptos::prelude::*;

use super::map_borders::{class_title, classified_data, refusal};
use crate::view::components::{UiContext, switch};
use crate::words::{borders as words, recipe, separators};
use session::{ClassifiedPoints, ExploreEvent, MapOverlay, Session};

/// How many classes the sentence on the picture names.
const NAMED: usize = 3;

/// The tool.
pub(super) fn borders(ui: UiContext) -> AnyView {
    let is_refused = |session: &Session| !refusal(session).is_empty();
    let on_map = switch(
        ui,
        words::on_map(),
        |_| false,
        |session| session.tools.overlay == MapOverlay::Borders,
        move |shown| {
            let overlay = if shown {
                MapOverlay::Borders
            } else {
                MapOverlay::None
            };
            ui.explore(ExploreEvent::ShowOverlay(overlay));
        },
    );
    view! {
        <div class="borders">
            <p class="note" role="status" hidden=ui.hidden_unless(is_refused)>
                {ui.text(refusal)}
            </p>
            <div
                class="borders-body"
                hidden=ui.hidden_unless(move |session| !is_refused(session))
            >
                <section class="borders-side" aria-label=words::taken()>
                    <h3>{words::taken()}</h3>
                    <p class="class-verdict" role="status" aria-live="off">
                        {ui.text(verdict)}
                    </p>
                    {on_map}
                    <p class="note">{ui.text(accuracy)}</p>
                </section>
                {counterfactual::way(ui)}
            </div>
        </div>
    }
    .into_any()
}

/// The classes that a picture is taken for, likeliest first.
fn ranked(session: &Session, points: &ClassifiedPoints, at: usize) -> Vec<String> {
    let ranked = points.ranked(at).into_iter().take(NAMED);
    let named = ranked.map(|(class, share)| {
        words::ClassShare {
            class: class_title(session, class),
            percent: f64::from((100.0 * share).round()),
        }
        .text()
    });
    named.collect()
}

/// What the picture of the point is taken for.
fn verdict(session: &Session) -> String {
    if session.tools.own.borders.has_failed() {
        return words::failed().to_owned();
    }
    let point = session.tools.own.borders.point.as_ref();
    let Some(point) = point.filter(|it| it.points.len() == session.view.point.len()) else {
        return words::looking().to_owned();
    };
    let all = ranked(session, point, 0);
    let Some((first, others)) = all.split_first() else {
        return String::new();
    };
    words::TakenFor {
        first,
        others: &others.join(separators::item()),
    }
    .text()
}

/// How far the classifier can be believed.
fn accuracy(session: &Session) -> String {
    let tool = &session.tools.own.borders;
    let (Some(accuracy), Some(data)) = (tool.accuracy, classified_data(session)) else {
        return String::new();
    };
    let mut sets = recipe::reference_sets();
    let set = sets.find(|set| set.0 == data.as_str());
    words::Accuracy {
        percent: f64::from(accuracy.share) * 100.0,
        images: accuracy.images as f64,
        data: set.map_or(data.title(), |set| set.1),
    }
    .text()
}
