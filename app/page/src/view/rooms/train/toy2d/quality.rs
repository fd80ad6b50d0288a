//! How near a run comes to its data, in numbers.

use leptos::prelude::*;

use super::{is_shown, plane};
use crate::drawing::charts;
use crate::numbers;
use crate::view::components::{LiveFlag, LiveText, UiContext, keyed_list};
use crate::words::{measure_name, separators, train_quality as words};
use protocol::{ModeCoverage, QualityMeasure, QualityUpdate};
use session::{Session, Toy2dRun};

fn newest(session: &Session) -> Option<&QualityUpdate> {
    let quality = plane(session, 0).and_then(Toy2dRun::quality);
    quality.map(|quality| &**quality)
}

fn coverage(session: &Session) -> Option<&ModeCoverage> {
    newest(session).and_then(|quality| quality.coverage.as_ref())
}

/// Whether the run misses most modes of the density.
pub(super) fn is_collapsed(quality: &QualityUpdate) -> bool {
    let coverage = quality.coverage.as_ref();
    coverage.is_some_and(ModeCoverage::misses_parts)
}

/// In a few words, how good a run is.
pub(super) fn in_brief(quality: &QualityUpdate) -> String {
    match &quality.coverage {
        Some(coverage) => words::Brief {
            reached: coverage.reached as f64,
            count: coverage.of as f64,
            parts: &coverage.parts,
            percent: 100.0 * coverage.high_quality,
        }
        .text(),
        None => quality.measures.first().map_or_else(String::new, |first| {
            words::BriefMeasure {
                measure: measure_name(&first.name),
                value: &numbers::short(first.value),
            }
            .text()
        }),
    }
}

/// What the drawing shows, in a sentence.
pub(super) fn summary(session: &Session) -> String {
    let Some(quality) = newest(session) else {
        return String::new();
    };
    let step = quality.step.into();
    if let Some(coverage) = &quality.coverage {
        return words::Summary {
            step,
            reached: coverage.reached as f64,
            count: coverage.of as f64,
            parts: &coverage.parts,
            percent: 100.0 * coverage.high_quality,
        }
        .text();
    }
    let first = quality.measures.first();
    first.map_or_else(String::new, |first| {
        words::SummaryMeasure {
            step,
            measure: measure_name(&first.name),
            value: &numbers::short(first.value),
        }
        .text()
    })
}

/// The table, or a sentence before the first measurement.
pub(in crate::view::rooms::train) fn quality(ui: UiContext) -> AnyView {
    let measured = |session: &Session| newest(session).is_some();
    let head = [
        words::measure(),
        words::now(),
        words::floor(),
        words::past(),
    ];
    let head = head.map(|name| view! { <th scope="col">{name}</th> });
    let measures = |session: &Session| {
        let measures = newest(session).map(|quality| quality.measures.iter());
        let measures = measures.into_iter().flatten();
        measures.map(|measure| measure.name.clone()).collect()
    };
    let against = ui.text(|session| match newest(session) {
        Some(quality) => words::Against {
            count: quality.points as f64,
            step: quality.step.into(),
        }
        .text(),
        None => String::new(),
    });
    view! {
        <section class="quality" aria-label=words::quality() hidden=ui.hidden_unless(is_shown)>
            <h2>{words::quality()}</h2>
            <p class="note" hidden=ui.flag(measured)>
                {words::nothing_yet()}
            </p>
            <table hidden=ui.hidden_unless(measured)>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{keyed_list(ui, measures, move |name| measure(ui, name))}</tbody>
                <tbody>{reached(ui)} {high_quality(ui)}</tbody>
            </table>
            {parts(ui)}
            <p class="note">{against}</p>
        </section>
    }
    .into_any()
}

/// What a row of the table shows.
struct QualityRow {
    hidden: Option<LiveFlag>,
    name: LiveText,
    /// The current value.
    now: LiveText,
    /// The best possible value.
    floor: LiveText,
    /// The path of the sparkline.
    past: LiveText,
}

impl QualityRow {
    fn view(self) -> AnyView {
        view! {
            <tr hidden=self.hidden>
                <th scope="row">{self.name}</th>
                <td class="now">{self.now}</td>
                <td class="floor">{self.floor}</td>
                <td class="past">
                    <svg class="spark" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
                        <path vector-effect="non-scaling-stroke" d=self.past></path>
                    </svg>
                </td>
            </tr>
        }
        .into_any()
    }
}

/// The path of a sparkline of what `value` reads from each of a run's measurements.
fn sparkline(
    ui: UiContext,
    value: impl Fn(&QualityUpdate) -> Option<f64> + Send + 'static,
) -> LiveText {
    ui.throttled().text(move |session| {
        let qualities = plane(session, 0).map(|plane| plane.qualities.iter());
        let values = qualities.into_iter().flatten();
        let values: Vec<f64> = values.filter_map(|quality| value(quality)).collect();
        charts::sparkline(&values)
    })
}

fn measure(ui: UiContext, name: String) -> AnyView {
    fn named<'a>(quality: &'a QualityUpdate, name: &str) -> Option<&'a QualityMeasure> {
        quality.measures.iter().find(|measure| measure.name == name)
    }
    let read = |say: fn(&QualityMeasure) -> String| {
        let name = name.clone();
        ui.text(move |session| {
            let found = newest(session).and_then(|quality| named(quality, &name));
            found.map_or_else(String::new, say)
        })
    };
    let now = read(|measure| {
        let error = numbers::short(measure.error);
        format!("{} \u{b1} {error}", numbers::short(measure.value))
    });
    let floor = read(|measure| numbers::short(measure.floor));
    let title = measure_name(&name).to_owned();
    let past = sparkline(ui, move |quality| {
        named(quality, &name).map(|measure| measure.value)
    });
    let row = QualityRow {
        hidden: None,
        name: Box::new(move || title.clone()),
        now,
        floor,
        past,
    };
    row.view()
}

/// How many modes of the density the run reaches.
fn reached(ui: UiContext) -> AnyView {
    let name = |session: &Session| {
        let parts = coverage(session).map_or("", |coverage| &coverage.parts);
        words::PartsReached { parts }.text()
    };
    let now = |session: &Session| {
        let coverage = coverage(session);
        coverage.map_or_else(String::new, |coverage| {
            words::ReachedOf {
                reached: coverage.reached as f64,
                count: coverage.of as f64,
            }
            .text()
        })
    };
    let past = |quality: &QualityUpdate| {
        let coverage = quality.coverage.as_ref();
        coverage.map(|coverage| coverage.reached as f64)
    };
    let row = QualityRow {
        hidden: Some(ui.hidden_unless(|session| coverage(session).is_some())),
        name: ui.text(name),
        now: ui.text(now),
        floor: Box::new(String::new),
        past: sparkline(ui, past),
    };
    row.view()
}

/// How many points are as good as the data's own.
fn high_quality(ui: UiContext) -> AnyView {
    let now = |session: &Session| {
        let coverage = coverage(session);
        coverage.map_or_else(String::new, |coverage| {
            words::HighQualityNow {
                percent: 100.0 * coverage.high_quality,
                error: 100.0 * coverage.error,
            }
            .text()
        })
    };
    let floor = |session: &Session| {
        let coverage = coverage(session);
        coverage.map_or_else(String::new, |coverage| {
            words::HighQualityFloor {
                percent: 100.0 * coverage.floor,
            }
            .text()
        })
    };
    let past = |quality: &QualityUpdate| {
        let coverage = quality.coverage.as_ref();
        coverage.map(|coverage| coverage.high_quality)
    };
    let row = QualityRow {
        hidden: Some(ui.hidden_unless(|session| coverage(session).is_some())),
        name: Box::new(|| words::high_quality().to_owned()),
        now: ui.text(now),
        floor: ui.text(floor),
        past: sparkline(ui, past),
    };
    row.view()
}

/// A bar for each part: how many generated points it has.
fn parts(ui: UiContext) -> AnyView {
    fn counts(session: &Session) -> &[u32] {
        coverage(session).map_or(&[], |coverage| &coverage.counts)
    }
    let ui = ui.throttled();
    let hidden = ui.hidden_unless(|session| !counts(session).is_empty());
    let caption = ui.text(|session| {
        let parts = coverage(session).map_or("", |coverage| &coverage.parts);
        words::PointsInEach { parts }.text()
    });
    let said = ui.text(|session| {
        let parts = coverage(session).map_or("", |coverage| &coverage.parts);
        let counts: Vec<_> = counts(session).iter().map(u32::to_string).collect();
        words::GeneratedInEach {
            parts,
            counts: &counts.join(separators::item()),
        }
        .text()
    });
    let view_box = ui.text(|session| format!("0 0 {} 1", counts(session).len().max(1)));
    let path = ui.text(|session| {
        let counts = counts(session).iter();
        let values: Vec<f64> = counts.map(|count| (*count).into()).collect();
        let top = values.iter().copied().fold(1.0, f64::max);
        charts::bars(&values, top, false)
    });
    view! {
        <figure class="parts" hidden=hidden>
            <figcaption>{caption}</figcaption>
            <svg
                class="bars"
                role="img"
                preserveAspectRatio="none"
                aria-label=said
                viewBox=view_box
            >
                <path d=path></path>
            </svg>
        </figure>
    }
    .into_any()
}
