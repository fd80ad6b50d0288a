//! How near a run comes to its data, in numbers.

use super::{is_shown, plane};
use crate::drawing::charts;
use crate::numbers;
use crate::view::components::live_element::{LiveElement, el, svg};
use protocol::{ModeCoverage, Quality, QualityMeasure};
use session::{Session, Toy2dRun};

/// A run that reaches less than this share of the density's modes has collapsed.
const COLLAPSED: f64 = 0.5;

fn newest(session: &Session) -> Option<&Quality> {
    let quality = plane(session, 0).and_then(Toy2dRun::quality);
    quality.map(|quality| &**quality)
}

fn coverage(session: &Session) -> Option<&ModeCoverage> {
    newest(session).and_then(|quality| quality.coverage.as_ref())
}

/// Whether the run misses most modes of the density.
pub(super) fn is_collapsed(quality: &Quality) -> bool {
    let coverage = quality.coverage.as_ref();
    coverage.is_some_and(|coverage| (coverage.reached as f64) < COLLAPSED * coverage.of as f64)
}

/// In a few words, how good a run is.
pub(super) fn in_brief(quality: &Quality) -> String {
    match &quality.coverage {
        Some(coverage) => format!(
            "{} of {} {}, {} % of high quality",
            coverage.reached,
            coverage.of,
            coverage.parts,
            percent(coverage.high_quality)
        ),
        None => quality.measures.first().map_or_else(String::new, |first| {
            format!("{} {}", first.name, numbers::short(first.value))
        }),
    }
}

/// What the drawing shows, in a sentence.
pub(super) fn summary(session: &Session) -> String {
    let Some(quality) = newest(session) else {
        return String::new();
    };
    let step = quality.step;
    match &quality.coverage {
        Some(coverage) => format!(
            "Step {step}: {} of {} {} reached, {} % of points of high quality.",
            coverage.reached,
            coverage.of,
            coverage.parts,
            percent(coverage.high_quality)
        ),
        None => format!("Step {step}: {}.", in_brief(quality)),
    }
}

/// A share as a percentage of about three digits.
fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

/// The table, or a sentence before the first measurement.
pub(in crate::view::rooms::train) fn quality() -> LiveElement {
    let measured = |session: &Session| newest(session).is_some();
    let head = ["Measure", "Now", "Data against data", "So far"];
    let head = head.map(|name| el("th", "").set("scope", "col").say(name));
    let measures = |session: &Session| {
        let measures = newest(session).map(|quality| quality.measures.iter());
        let measures = measures.into_iter().flatten();
        measures.map(|measure| measure.name.clone()).collect()
    };
    let against = |session: &Session| match newest(session) {
        Some(quality) => format!(
            "{} generated points against as many held-out ones, step {}",
            numbers::grouped(quality.points),
            quality.step
        ),
        None => String::new(),
    };
    el("section", "quality")
        .set("aria-label", "Quality")
        .shown_if(is_shown)
        .with(el("h2", "").say("Quality"))
        .with(
            el("p", "note")
                .shown_if(move |session| !measured(session))
                .say("Once a second, generated points are compared with held-out ones here."),
        )
        .with(
            el("table", "")
                .shown_if(measured)
                .with(el("thead", "").with(el("tr", "").with_all(head)))
                .with(el("tbody", "").list(measures, measure))
                .with(el("tbody", "").with(reached()).with(high_quality())),
        )
        .with(parts())
        .with(el("p", "note").text(against))
}

/// A row: name, current value, best possible value, and sparkline.
fn row(
    name: LiveElement,
    now: impl Fn(&Session) -> String + 'static,
    floor: impl Fn(&Session) -> String + 'static,
    past: impl Fn(&Quality) -> Option<f64> + 'static,
) -> LiveElement {
    let path = move |session: &Session| {
        let qualities = plane(session, 0).map(|plane| plane.qualities.iter());
        let values = qualities.into_iter().flatten();
        let values: Vec<f64> = values.filter_map(|quality| past(quality)).collect();
        Some(charts::sparkline(&values))
    };
    let spark = svg("svg", "spark")
        .set("viewBox", "0 0 1 1")
        .set("preserveAspectRatio", "none")
        .set("aria-hidden", "true")
        .with(
            svg("path", "")
                .set("vector-effect", "non-scaling-stroke")
                .attribute("d", path),
        )
        .drawn();
    el("tr", "")
        .with(name.set("scope", "row"))
        .with(el("td", "now").text(now))
        .with(el("td", "floor").text(floor))
        .with(el("td", "past").with(spark))
}

fn measure(name: &str) -> LiveElement {
    fn named<'a>(quality: &'a Quality, name: &str) -> Option<&'a QualityMeasure> {
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
        move |quality: &Quality| named(quality, &name).map(|measure| measure.value)
    };
    row(el("th", "").say(name), now, floor, past)
}

/// How many modes of the density the run reaches.
fn reached() -> LiveElement {
    let name = |session: &Session| {
        let parts = coverage(session).map_or("", |coverage| &coverage.parts);
        let mut letters = parts.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first
            .into_iter()
            .chain(letters)
            .chain(" reached".chars())
            .collect()
    };
    let now = |session: &Session| {
        let coverage = coverage(session);
        coverage.map_or_else(String::new, |coverage| {
            format!("{} of {}", coverage.reached, coverage.of)
        })
    };
    let past = |quality: &Quality| {
        let coverage = quality.coverage.as_ref();
        coverage.map(|coverage| coverage.reached as f64)
    };
    row(el("th", "").text(name), now, |_| String::new(), past)
        .shown_if(|session| coverage(session).is_some())
}

/// How many points are as good as the data's own.
fn high_quality() -> LiveElement {
    let now = |session: &Session| {
        let coverage = coverage(session);
        coverage.map_or_else(String::new, |coverage| {
            let error = percent(coverage.error);
            format!("{} \u{b1} {error} %", percent(coverage.high_quality))
        })
    };
    let floor = |session: &Session| {
        let coverage = coverage(session);
        coverage.map_or_else(String::new, |coverage| {
            format!("held-out: {} %", percent(coverage.floor))
        })
    };
    let past = |quality: &Quality| {
        let coverage = quality.coverage.as_ref();
        coverage.map(|coverage| coverage.high_quality)
    };
    row(el("th", "").say("High quality"), now, floor, past)
        .shown_if(|session| coverage(session).is_some())
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
        Some(format!(
            "Generated points in each of the {parts}: {}",
            counts.join(", ")
        ))
    };
    el("figure", "parts")
        .shown_if(move |session| !counts(session).is_empty())
        .with(el("figcaption", "").text(|session| {
            let parts = coverage(session).map_or("", |coverage| &coverage.parts);
            format!("Points in each of the {parts}")
        }))
        .with(
            svg("svg", "bars")
                .set("role", "img")
                .set("preserveAspectRatio", "none")
                .attribute("aria-label", said)
                .attribute("viewBox", move |session| {
                    Some(format!("0 0 {} 1", counts(session).len().max(1)))
                })
                .with(svg("path", "").attribute("d", path)),
        )
        .drawn()
}
