//! How near a run comes to its data, in numbers.

use super::{is_shown, plane};
use crate::drawing::charts;
use crate::numbers;
use crate::view::components::live_element::{LiveElement, el, svg};
use crate::words::{measure_name, train_quality as words};
use protocol::{ModeCoverage, QualityMeasure, QualityUpdate};
use session::{Session, Toy2dRun};

/// A run that reaches less than this share of the density's modes has collapsed.
const COLLAPSED: f64 = 0.5;

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
    coverage.is_some_and(|coverage| (coverage.reached as f64) < COLLAPSED * coverage.of as f64)
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
pub(in crate::view::rooms::train) fn quality() -> LiveElement {
    let measured = |session: &Session| newest(session).is_some();
    let head = [
        words::measure(),
        words::now(),
        words::floor(),
        words::past(),
    ];
    let head = head.map(|name| el("th", "").attr("scope", "col").text(name));
    let measures = |session: &Session| {
        let measures = newest(session).map(|quality| quality.measures.iter());
        let measures = measures.into_iter().flatten();
        measures.map(|measure| measure.name.clone()).collect()
    };
    let against = |session: &Session| match newest(session) {
        Some(quality) => words::Against {
            count: quality.points as f64,
            step: quality.step.into(),
        }
        .text(),
        None => String::new(),
    };
    el("section", "quality")
        .attr("aria-label", words::quality())
        .live_show(is_shown)
        .child(el("h2", "").text(words::quality()))
        .child(
            el("p", "note")
                .live_show(move |session| !measured(session))
                .text(words::nothing_yet()),
        )
        .child(
            el("table", "")
                .live_show(measured)
                .child(el("thead", "").child(el("tr", "").children(head)))
                .child(el("tbody", "").live_list(measures, measure))
                .child(el("tbody", "").child(reached()).child(high_quality())),
        )
        .child(parts())
        .child(el("p", "note").live_text(against))
}

/// A row: name, current value, best possible value, and sparkline.
fn row(
    name: LiveElement,
    now: impl Fn(&Session) -> String + 'static,
    floor: impl Fn(&Session) -> String + 'static,
    past: impl Fn(&QualityUpdate) -> Option<f64> + 'static,
) -> LiveElement {
    let path = move |session: &Session| {
        let qualities = plane(session, 0).map(|plane| plane.qualities.iter());
        let values = qualities.into_iter().flatten();
        let values: Vec<f64> = values.filter_map(|quality| past(quality)).collect();
        Some(charts::sparkline(&values))
    };
    let spark = svg("svg", "spark")
        .attr("viewBox", "0 0 1 1")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child(
            svg("path", "")
                .attr("vector-effect", "non-scaling-stroke")
                .live_attr("d", path),
        )
        .throttled();
    el("tr", "")
        .child(name.attr("scope", "row"))
        .child(el("td", "now").live_text(now))
        .child(el("td", "floor").live_text(floor))
        .child(el("td", "past").child(spark))
}

fn measure(name: &str) -> LiveElement {
    fn named<'a>(quality: &'a QualityUpdate, name: &str) -> Option<&'a QualityMeasure> {
        quality.measures.iter().find(|measure| measure.name == name)
    }
    let read = |name: &str, say: fn(&QualityMeasure) -> String| {
        let name = name.to_owned();
        move |session: &Session| {
            let found = newest(session).and_then(|quality| named(quality, &name));
            found.map_or_else(String::new, say)
        }
    };
    let now = read(name, |measure| {
        let error = numbers::short(measure.error);
        format!("{} \u{b1} {error}", numbers::short(measure.value))
    });
    let floor = read(name, |measure| numbers::short(measure.floor));
    let past = {
        let name = name.to_owned();
        move |quality: &QualityUpdate| named(quality, &name).map(|measure| measure.value)
    };
    row(el("th", "").text(measure_name(name)), now, floor, past)
}

/// How many modes of the density the run reaches.
fn reached() -> LiveElement {
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
    row(el("th", "").live_text(name), now, |_| String::new(), past)
        .live_show(|session| coverage(session).is_some())
}

/// How many points are as good as the data's own.
fn high_quality() -> LiveElement {
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
    row(el("th", "").text(words::high_quality()), now, floor, past)
        .live_show(|session| coverage(session).is_some())
}

/// A bar for each part: how many generated points it has.
fn parts() -> LiveElement {
    fn counts(session: &Session) -> &[u32] {
        coverage(session).map_or(&[], |coverage| &coverage.counts)
    }
    let path = move |session: &Session| {
        let values: Vec<f64> = counts(session)
            .iter()
            .map(|count| (*count).into())
            .collect();
        let top = values.iter().copied().fold(1.0, f64::max);
        Some(charts::bars(&values, top, false))
    };
    let said = move |session: &Session| {
        let parts = coverage(session).map_or("", |coverage| &coverage.parts);
        let counts: Vec<_> = counts(session).iter().map(u32::to_string).collect();
        Some(
            words::GeneratedInEach {
                parts,
                counts: &counts.join(", "),
            }
            .text(),
        )
    };
    el("figure", "parts")
        .live_show(move |session| !counts(session).is_empty())
        .child(el("figcaption", "").live_text(|session| {
            let parts = coverage(session).map_or("", |coverage| &coverage.parts);
            words::PointsInEach { parts }.text()
        }))
        .child(
            svg("svg", "bars")
                .attr("role", "img")
                .attr("preserveAspectRatio", "none")
                .live_attr("aria-label", said)
                .live_attr("viewBox", move |session| {
                    Some(format!("0 0 {} 1", counts(session).len().max(1)))
                })
                .child(svg("path", "").live_attr("d", path)),
        )
        .throttled()
}
