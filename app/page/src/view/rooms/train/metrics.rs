//! What else is measured: the discriminator's scores, gradients, the KL term's dimensions.

use super::run;
use crate::drawing::charts;
use crate::numbers;
use crate::view::components::live_element::{LiveElement, el, svg};
use crate::words::{network_of_gradient, train_measures as words};
use protocol::TrainProgress;
use session::Session;

/// How many points a sparkline has at most.
const SPARK_POINTS: usize = 60;

/// A dimension with less than this says next to nothing, in nats.
const USED_NATS: f32 = 0.01;

/// The three panels. Each is there as soon as there is something to show.
pub(super) fn metrics() -> LiveElement {
    el("div", "measures")
        .child(scores())
        .child(gradients())
        .child(kl())
        .throttled()
}

fn panel(name: &str, title: &str, shown: fn(&TrainProgress) -> bool) -> LiveElement {
    el("section", "measure")
        .attr("aria-label", name)
        .live_show(move |session| progress(session).is_some_and(shown))
        .child(el("h2", "").text(title))
}

fn progress(session: &Session) -> Option<&TrainProgress> {
    run(session).map(|run| &run.progress)
}

/// A drawing that is stretched to the width that there is: how wide it is, and its one path.
fn drawing(
    class: &str,
    width: impl Fn(&Session) -> usize + 'static,
    path: impl Fn(&Session) -> Option<String> + 'static,
) -> LiveElement {
    svg("svg", class)
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .live_attr("viewBox", move |session| {
            Some(format!("0 0 {} 1", width(session).max(1)))
        })
        .child(
            svg("path", "")
                .attr("vector-effect", "non-scaling-stroke")
                .live_attr("d", path),
        )
}

/// The histograms of scores: of real images, of generated pictures.
fn bins(session: &Session) -> [&[u32]; 2] {
    progress(session).map_or([&[], &[]], |progress| {
        [&progress.real_scores, &progress.fake_scores]
    })
}

/// Scores of real images upward, of generated pictures downward.
fn scores() -> LiveElement {
    let half = |fake: usize| {
        let path = move |session: &Session| {
            let shares = bins(session).map(|bins| {
                let count = bins.iter().sum::<u32>().max(1);
                let shares = bins.iter().map(|bin| f64::from(*bin) / f64::from(count));
                shares.collect::<Vec<_>>()
            });
            let top = shares.iter().flatten().copied().fold(0.2, f64::max);
            Some(charts::bars(&shares[fake], top, fake == 1))
        };
        let class = ["bars", "bars fake"][fake];
        drawing(class, |session| bins(session)[0].len(), path)
    };
    let line = |fake: usize| {
        let key = el("span", ["key", "key key-fake"][fake])
            .text([words::real(), words::generated()][fake]);
        let mean = el("span", "").live_text(move |session| {
            let mean = charts::mean(bins(session)[fake]);
            mean.map_or_else(String::new, |mean| words::MeanScore { mean }.text())
        });
        el("p", "measure-line").child(key).child(mean)
    };
    let ends = el("p", "measure-ends")
        .attr("aria-hidden", "true")
        .child(el("span", "").text(words::lowest_score()))
        .child(el("span", "").text(words::highest_score()));
    panel(words::scores_label(), words::scores(), |progress| {
        !progress.real_scores.is_empty()
    })
    .child(line(0))
    .child(half(0))
    .child(half(1))
    .child(ends)
    .child(line(1))
}

/// A line for each network: its gradient's norm now, and how it came there.
fn gradients() -> LiveElement {
    let networks = |session: &Session| {
        let norms = progress(session).map(|progress| progress.gradient_norms.iter());
        let norms = norms.into_iter().flatten();
        norms.map(|(name, _)| name.clone()).collect()
    };
    panel(
        words::gradient_norms(),
        words::gradient_norms(),
        |progress| !progress.gradient_norms.is_empty(),
    )
    .child(el("div", "").live_list(networks, gradient))
}

fn gradient(name: &str) -> LiveElement {
    // The panel says what they are.
    let label = network_of_gradient(name);
    let wanted = name.to_owned();
    let path = move |session: &Session| {
        let record = &run(session)?.record;
        let at = record.names.iter().position(|known| *known == wanted)?;
        let columns = charts::columns(&record.rows, &[at], 0.0, SPARK_POINTS);
        Some(charts::sparkline(columns.get(1)?))
    };
    let wanted = name.to_owned();
    let newest = move |session: &Session| {
        let norms = progress(session).map(|progress| progress.gradient_norms.iter());
        let found = norms.and_then(|mut norms| norms.find(|(known, _)| *known == wanted));
        found.map_or_else(String::new, |(_, norm)| numbers::short(f64::from(*norm)))
    };
    el("p", "measure-line")
        .child(el("span", "").text(label))
        .child(drawing("spark", |_| 1, path))
        .child(el("span", "").live_text(newest))
}

/// A bar for each latent dimension.
fn kl() -> LiveElement {
    fn dimensions(session: &Session) -> &[f32] {
        progress(session).map_or(&[], |progress| &progress.kl_per_dimension)
    }
    let path = |session: &Session| {
        let kl = dimensions(session);
        let values: Vec<f64> = kl.iter().map(|value| f64::from(*value)).collect();
        let top = values.iter().copied().fold(1e-3, f64::max);
        Some(charts::bars(&values, top, false))
    };
    let used = |session: &Session| {
        let kl = dimensions(session);
        let used = kl.iter().filter(|value| **value > USED_NATS).count();
        words::UsedDimensions {
            used: used as f64,
            count: kl.len() as f64,
            threshold: USED_NATS.into(),
        }
        .text()
    };
    let most = |session: &Session| {
        let most = dimensions(session).iter().copied().fold(0.0, f32::max);
        words::Largest {
            value: &numbers::short(f64::from(most)),
        }
        .text()
    };
    let ends = el("p", "measure-ends")
        .child(
            el("span", "")
                .attr("aria-hidden", "true")
                .text(&numbers::axis_name(0)),
        )
        .child(el("span", "").live_text(most))
        .child(
            el("span", "")
                .attr("aria-hidden", "true")
                .live_text(|session| {
                    numbers::axis_name(dimensions(session).len().saturating_sub(1))
                }),
        );
    panel(words::kl_label(), words::kl(), |progress| {
        !progress.kl_per_dimension.is_empty()
    })
    .child(el("p", "measure-line").child(el("span", "").live_text(used)))
    .child(drawing(
        "bars bars-tall",
        |session| dimensions(session).len(),
        path,
    ))
    .child(ends)
}
