//! The loss chart.

use std::cell::Cell;

use js_sys::{Array, Float64Array};
use leptos::html;
use leptos::prelude::*;
use web_sys::Element;

use super::run;
use crate::drawing::charts;
use crate::host;
use crate::numbers;
use crate::view::components::{UiContext, keyed_list, slider, switch};
use crate::words::{curve_name, setting_change, train_losses as words};
use session::{Session, ShownRun};

/// More points than this are not told apart on a screen.
const MOST_POINTS: usize = 800;
/// How much the past weighs, in hundredths: to begin with, and at most.
const SMOOTHING: usize = 60;
const MOST_SMOOTHING: usize = 99;
/// Newest values whose ratio is beyond this lie far apart.
const FAR_APART: f32 = 20.0;
/// How many colours there are for curves.
const COLOURS: usize = 6;

/// Where the chart's element is defined.
const SCRIPT: &str = "./chart.js";

std::thread_local! {
    /// What the visitor chose last: the chart is made anew in another language.
    static CHOSEN_SMOOTHING: Cell<usize> = const { Cell::new(SMOOTHING) };
}

/// How the visitor wants to see the curves.
///
/// The chart follows these only by [`UiContext::refresh`], because it is drawn no more than five times
/// a second.
#[derive(Clone, Copy)]
struct ChartOptions {
    smoothing: RwSignal<usize>,
    /// Whether the scale is logarithmic; as the values suggest until the visitor says.
    logarithmic: RwSignal<Option<bool>>,
    /// The names of curves that were switched off.
    muted: RwSignal<Vec<String>>,
    /// Whether the chart's script ran, once that is known.
    arrived: RwSignal<Option<bool>>,
}

/// Losses that were measured: their places in the log and their names.
fn losses_of(run: &ShownRun) -> impl Iterator<Item = (usize, &String)> {
    let names = run.record.names.iter().enumerate();
    names.filter(|(_, name)| !name.ends_with("gradient"))
}

/// The losses' names; none without a run.
fn names(session: &Session) -> Vec<String> {
    let losses = run(session).map(losses_of);
    let losses = losses.into_iter().flatten();
    losses.map(|(_, name)| name.clone()).collect()
}

/// Chart, legend and switches.
pub(super) fn losses(ui: UiContext) -> AnyView {
    let options = ChartOptions {
        smoothing: RwSignal::new(CHOSEN_SMOOTHING.get()),
        logarithmic: RwSignal::new(None),
        muted: RwSignal::default(),
        arrived: RwSignal::new(None),
    };
    host::load_script(SCRIPT, move |ran| options.arrived.set(Some(ran)));
    view! {
        <figure class="chart" aria-label=words::chart()>
            {controls(ui, options)}
            <div class="chart-frame">
                {chart(ui, options)}
                <p class="chart-said">
                    {ui.text(move |session| instead_of_curves(session, options).to_owned())}
                </p>
            </div>
            {legend(ui, options)}
            <ol class="marks" aria-label=words::changes()>
                {keyed_list(ui, marks, |text| view! { <li>{text}</li> }.into_any())}
            </ol>
        </figure>
    }
    .into_any()
}

fn controls(ui: UiContext, options: ChartOptions) -> AnyView {
    let smoothing = slider(
        ui,
        "",
        |_| MOST_SMOOTHING,
        move |_| options.smoothing.get(),
        ui.attribute(|_| None),
        move |value| {
            options.smoothing.set(value);
            CHOSEN_SMOOTHING.set(value);
            ui.refresh();
        },
    );
    let logarithmic = switch(
        ui,
        words::log_scale(),
        |_| false,
        move |session| is_logarithmic(run(session), options),
        move |on| {
            options.logarithmic.set(Some(on));
            ui.refresh();
        },
    );
    view! {
        <figcaption>
            <h2>{words::losses()}</h2>
            <label class="smoothing">
                <span>{words::smoothing()}</span>
                {smoothing}
            </label>
            {logarithmic}
        </figcaption>
    }
    .into_any()
}

/// Losses that lie far apart are told apart on a logarithmic scale only.
fn is_logarithmic(run: Option<&ShownRun>, options: ChartOptions) -> bool {
    options.logarithmic.get().unwrap_or_else(|| {
        let newest = run.and_then(|run| Some((run, run.record.rows.last()?)));
        newest.is_some_and(|(run, row)| {
            let values = losses_of(run).filter_map(|(at, _)| row.values.get(at));
            let (low, high) = values.fold((f32::MAX, 0.0), |(low, high), value: &f32| {
                (value.min(low), value.max(high))
            });
            low > 0.0 && high > FAR_APART * low
        })
    })
}

fn chart(ui: UiContext, options: ChartOptions) -> AnyView {
    // The script puts the step in place of the mark.
    let reading = words::Reading { step: "#" }.text();
    let chart = NodeRef::<html::Custom<&'static str>>::new();
    let drawn = ui.throttled();
    Effect::new(move |_| {
        if let (Some(node), Some(true)) = (chart.get(), options.arrived.get()) {
            drawn.read(|session| untrack(|| draw(&node, run(session), options)));
        }
    });
    view! {
        <loss-chart aria-hidden="true" data-reading=reading node_ref=chart></loss-chart>
    }
    .into_any()
}

fn draw(node: &Element, run: Option<&ShownRun>, options: ChartOptions) {
    let (series, data, marks) = (Array::new(), Array::new(), Array::new());
    if let Some(run) = run {
        let mut places = Vec::new();
        for (at, name) in losses_of(run) {
            let shown = options.muted.with(|muted| !muted.contains(name));
            series.push(&Array::of3(
                &curve_name(name).into(),
                &colour(at).into(),
                &shown.into(),
            ));
            places.push(at);
        }
        let smoothing = options.smoothing.get() as f64 / 100.0;
        for column in charts::columns(&run.record.rows, &places, smoothing, MOST_POINTS) {
            data.push(&Float64Array::from(column.as_slice()));
        }
        for mark in &run.record.marks {
            marks.push(&Array::of2(
                &mark.step.into(),
                &setting_change(&mark.kind).into(),
            ));
        }
    }
    let logarithmic = is_logarithmic(run, options);
    host::call_method(
        node,
        "draw",
        &Array::of4(&series, &data, &marks, &logarithmic.into()),
    );
}

/// What stands where the curves are to be.
fn instead_of_curves(session: &Session, options: ChartOptions) -> &'static str {
    let nothing = run(session).is_none_or(|run| run.record.rows.is_empty());
    match options.arrived.get() {
        Some(false) => words::not_loaded(),
        _ if nothing => words::nothing_yet(),
        _ => "",
    }
}

/// The style property of a curve's colour, by its place in the log.
fn colour(at: usize) -> String {
    format!("--curve-{}", at % COLOURS + 1)
}

/// The curves' names and newest values; each is a switch for its curve.
fn legend(ui: UiContext, options: ChartOptions) -> AnyView {
    let curves = keyed_list(ui.throttled(), names, move |name| curve(ui, options, name));
    view! {
        <div class="chart-legend" role="group" aria-label=words::curves()>
            {curves}
        </div>
    }
    .into_any()
}

fn curve(ui: UiContext, options: ChartOptions, name: String) -> AnyView {
    let place = {
        let name = name.clone();
        move |session: &Session| {
            let known = &run(session)?.record.names;
            known.iter().position(|known| *known == name)
        }
    };
    let newest = {
        let place = place.clone();
        ui.throttled().text(move |session| {
            let value = place(session).and_then(|at| {
                let row = run(session)?.record.rows.last()?;
                row.values.get(at).copied()
            });
            value.map_or_else(String::new, |value| numbers::short(f64::from(value)))
        })
    };
    let colour = ui
        .throttled()
        .attribute(move |session| place(session).map(|at| format!("var({})", colour(at))));
    let label = curve_name(&name).to_owned();
    let pressed = {
        let name = name.clone();
        move || {
            let shown = options.muted.with(|muted| !muted.contains(&name));
            shown.to_string()
        }
    };
    let toggle = move |_| {
        options.muted.update(
            |muted| match muted.iter().position(|muted| *muted == name) {
                Some(at) => {
                    muted.remove(at);
                }
                None => muted.push(name.clone()),
            },
        );
        ui.refresh();
    };
    view! {
        <button
            type="button"
            class="curve"
            style=("--colour", colour)
            aria-pressed=pressed
            on:click=toggle
        >
            <span>{label}</span>
            <span class="curve-value">{newest}</span>
        </button>
    }
    .into_any()
}

/// The changes of settings that the chart marks, as text.
fn marks(session: &Session) -> Vec<String> {
    let marks = run(session).map(|run| run.record.marks.iter());
    let marks = marks.into_iter().flatten();
    marks
        .map(|mark| {
            words::Change {
                step: mark.step.into(),
                change: &setting_change(&mark.kind),
            }
            .text()
        })
        .collect()
}
