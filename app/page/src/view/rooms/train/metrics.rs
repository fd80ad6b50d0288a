//! What else is measured: the discriminator's scores, gradients, the KL term's dimensions.

use leptos::prelude::*;

use super::lazy_panels::LazyPanels;
use super::run;
use crate::drawing::charts;
use crate::numbers;
use crate::view::chunks::TrainPanel;
use crate::view::components::{UiContext, keyed_list};
use crate::words::{network_of_gradient, train_measures as words};
use protocol::TrainProgress;
use session::Session;

/// How many points a sparkline has at most.
const SPARK_POINTS: usize = 60;

/// The four panels. Each is there as soon as there is something to show.
pub(super) fn metrics(ui: UiContext, panels: LazyPanels) -> AnyView {
    let disentanglement = panels.panel(ui, TrainPanel::Disentanglement);
    let ui = ui.throttled();
    view! { <div class="measures">{scores(ui)} {gradients(ui)} {kl(ui)} {disentanglement}</div> }
        .into_any()
}

fn panel(
    ui: UiContext,
    name: &'static str,
    title: &'static str,
    shown: fn(&TrainProgress) -> bool,
    children: Vec<AnyView>,
) -> AnyView {
    let shown = move |session: &Session| progress(session).is_some_and(shown);
    view! {
        <section class="measure" aria-label=name hidden=ui.hidden_unless(shown)>
            <h2>{title}</h2>
            {children}
        </section>
    }
    .into_any()
}

fn progress(session: &Session) -> Option<&TrainProgress> {
    run(session).map(|run| &run.progress)
}

/// A drawing that is stretched to the width that there is: how wide it is, and its one path.
fn drawing(
    ui: UiContext,
    class: &'static str,
    width: fn(&Session) -> usize,
    path: impl Fn(&Session) -> Option<String> + Send + 'static,
) -> AnyView {
    let view_box = ui.text(move |session| format!("0 0 {} 1", width(session).max(1)));
    view! {
        <svg class=class preserveAspectRatio="none" aria-hidden="true" viewBox=view_box>
            <path vector-effect="non-scaling-stroke" d=ui.attribute(path) />
        </svg>
    }
    .into_any()
}

/// The histograms of scores: of real images, of generated pictures.
fn bins(session: &Session) -> [&[u32]; 2] {
    progress(session).map_or([&[], &[]], |progress| {
        [&progress.real_scores, &progress.fake_scores]
    })
}

/// Scores of real images upward, of generated pictures downward.
fn scores(ui: UiContext) -> AnyView {
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
        drawing(ui, class, |session| bins(session)[0].len(), path)
    };
    let line = |fake: usize| {
        let class = ["key", "key key-fake"][fake];
        let name = [words::real(), words::generated()][fake];
        let mean = ui.text(move |session| {
            let means = progress(session).map(|progress| [progress.real_mean, progress.fake_mean]);
            let mean = means.and_then(|means| means[fake]);
            mean.map_or_else(String::new, |mean| words::MeanScore { mean }.text())
        });
        view! {
            <p class="measure-line">
                <span class=class>{name}</span>
                <span>{mean}</span>
            </p>
        }
        .into_any()
    };
    let ends = view! {
        <p class="measure-ends" aria-hidden="true">
            <span>{words::lowest_score()}</span>
            <span>{words::highest_score()}</span>
        </p>
    };
    panel(
        ui,
        words::scores_label(),
        words::scores(),
        |progress| !progress.real_scores.is_empty(),
        vec![line(0), half(0), half(1), ends.into_any(), line(1)],
    )
}

/// A line for each network: its gradient's norm now, and how it came there.
fn gradients(ui: UiContext) -> AnyView {
    let networks = |session: &Session| {
        let norms = progress(session).map(|progress| progress.gradient_norms.iter());
        let norms = norms.into_iter().flatten();
        norms.map(|(name, _)| name.clone()).collect()
    };
    let lines = keyed_list(ui, networks, move |name| gradient(ui, name));
    panel(
        ui,
        words::gradient_norms(),
        words::gradient_norms(),
        |progress| !progress.gradient_norms.is_empty(),
        vec![view! { <div>{lines}</div> }.into_any()],
    )
}

fn gradient(ui: UiContext, name: String) -> AnyView {
    // The panel says what they are.
    let label = network_of_gradient(&name).to_owned();
    let wanted = name.clone();
    let path = move |session: &Session| {
        let record = &run(session)?.record;
        let at = record.names.iter().position(|known| *known == wanted)?;
        let columns = charts::columns(&record.rows, &[at], 0.0, SPARK_POINTS);
        Some(charts::sparkline(columns.get(1)?))
    };
    let newest = ui.text(move |session| {
        let norms = progress(session).map(|progress| progress.gradient_norms.iter());
        let found = norms.and_then(|mut norms| norms.find(|(known, _)| *known == name));
        found.map_or_else(String::new, |(_, norm)| numbers::short(f64::from(*norm)))
    });
    view! {
        <p class="measure-line">
            <span>{label}</span>
            {drawing(ui, "spark", |_| 1, path)}
            <span>{newest}</span>
        </p>
    }
    .into_any()
}

/// A bar for each latent dimension.
fn kl(ui: UiContext) -> AnyView {
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
        let used = kl.iter().filter(|nats| latent::is_active(**nats)).count();
        words::UsedDimensions {
            used: used as f64,
            count: kl.len() as f64,
            threshold: latent::ACTIVE_NATS.into(),
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
    let last = |session: &Session| numbers::axis_name(dimensions(session).len().saturating_sub(1));
    let line = view! {
        <p class="measure-line">
            <span>{ui.text(used)}</span>
        </p>
    };
    let bars = drawing(
        ui,
        "bars bars-tall",
        |session| dimensions(session).len(),
        path,
    );
    let ends = view! {
        <p class="measure-ends">
            <span aria-hidden="true">{numbers::axis_name(0)}</span>
            <span>{ui.text(most)}</span>
            <span aria-hidden="true">{ui.text(last)}</span>
        </p>
    };
    panel(
        ui,
        words::kl_label(),
        words::kl(),
        |progress| !progress.kl_per_dimension.is_empty(),
        vec![line.into_any(), bars, ends.into_any()],
    )
}
