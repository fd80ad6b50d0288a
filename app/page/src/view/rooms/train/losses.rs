//! The loss chart.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Float64Array};
use web_sys::Element;

use super::run;
use crate::drawing::charts;
use crate::host;
use crate::numbers;
use crate::view::components::UiContext;
use crate::view::components::controls::{slider, switch};
use crate::view::components::live_element::{LiveElement, el};
use crate::words::{curve_name, train_losses as words};
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

/// How the visitor wants to see the curves.
struct ChartOptions {
    smoothing: Cell<usize>,
    /// Whether the scale is logarithmic; as the values suggest until the visitor says.
    logarithmic: Cell<Option<bool>>,
    /// The names of curves that were switched off.
    muted: RefCell<Vec<String>>,
    /// Whether the chart's script ran, once that is known.
    arrived: Cell<Option<bool>>,
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
pub(super) fn losses(ui: UiContext) -> LiveElement {
    let look = Rc::new(ChartOptions {
        smoothing: Cell::new(SMOOTHING),
        logarithmic: Cell::new(None),
        muted: RefCell::default(),
        arrived: Cell::new(None),
    });
    let here = Rc::clone(&look);
    host::load_script(SCRIPT, move |ran| {
        here.arrived.set(Some(ran));
        ui.refresh();
    });
    el("figure", "chart")
        .attr("aria-label", words::chart())
        .child(controls(ui, &look))
        .child(
            el("div", "chart-frame")
                .child(chart(&look))
                .child(said(&look)),
        )
        .child(legend(ui, look))
        .child(marks())
}

fn controls(ui: UiContext, look: &Rc<ChartOptions>) -> LiveElement {
    let (read, write) = (Rc::clone(look), Rc::clone(look));
    let (track, input) = slider(
        |_| MOST_SMOOTHING,
        move |_| read.smoothing.get(),
        move |value| {
            write.smoothing.set(value);
            ui.refresh();
        },
    );
    let (read, write) = (Rc::clone(look), Rc::clone(look));
    let logarithmic = switch(
        ui,
        words::log_scale(),
        move |session| is_logarithmic(run(session), &read),
        move |on| {
            write.logarithmic.set(Some(on));
            ui.refresh();
        },
    );
    el("figcaption", "")
        .child(el("h2", "").text(words::losses()))
        .child(
            el("label", "smoothing")
                .child(el("span", "").text(words::smoothing()))
                .child(track.child(input)),
        )
        .child(logarithmic)
}

/// Losses that lie far apart are told apart on a logarithmic scale only.
fn is_logarithmic(run: Option<&ShownRun>, look: &ChartOptions) -> bool {
    look.logarithmic.get().unwrap_or_else(|| {
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

fn chart(look: &Rc<ChartOptions>) -> LiveElement {
    let look = Rc::clone(look);
    // The script puts the step in place of the mark.
    let reading = words::Reading { step: "#" }.text();
    el("loss-chart", "")
        .attr("aria-hidden", "true")
        .attr("data-reading", &reading)
        .on_update(move |node, session| {
            if look.arrived.get() == Some(true) {
                draw(node, run(session), &look);
            }
        })
        .throttled()
}

fn draw(node: &Element, run: Option<&ShownRun>, look: &ChartOptions) {
    let (series, data, marks) = (Array::new(), Array::new(), Array::new());
    if let Some(run) = run {
        let mut places = Vec::new();
        for (at, name) in losses_of(run) {
            let shown = !look.muted.borrow().contains(name);
            series.push(&Array::of3(
                &curve_name(name).into(),
                &colour(at).into(),
                &shown.into(),
            ));
            places.push(at);
        }
        let smoothing = look.smoothing.get() as f64 / 100.0;
        for column in charts::columns(&run.record.rows, &places, smoothing, MOST_POINTS) {
            data.push(&Float64Array::from(column.as_slice()));
        }
        for mark in &run.record.marks {
            marks.push(&Array::of2(&mark.step.into(), &(&mark.text).into()));
        }
    }
    let logarithmic = is_logarithmic(run, look);
    host::call_method(
        node,
        "draw",
        &Array::of4(&series, &data, &marks, &logarithmic.into()),
    );
}

/// What stands where the curves are to be.
fn said(look: &Rc<ChartOptions>) -> LiveElement {
    let look = Rc::clone(look);
    el("p", "chart-said").live_text(move |session| {
        let nothing = run(session).is_none_or(|run| run.record.rows.is_empty());
        let said = match look.arrived.get() {
            Some(false) => words::not_loaded(),
            _ if nothing => words::nothing_yet(),
            _ => "",
        };
        said.to_owned()
    })
}

/// The style property of a curve's colour, by its place in the log.
fn colour(at: usize) -> String {
    format!("--curve-{}", at % COLOURS + 1)
}

/// The curves' names and newest values; each is a switch for its curve.
fn legend(ui: UiContext, look: Rc<ChartOptions>) -> LiveElement {
    el("div", "chart-legend")
        .attr("role", "group")
        .attr("aria-label", words::curves())
        .live_list(names, move |name| curve(ui, &look, name.to_owned()))
        .throttled()
}

fn curve(ui: UiContext, look: &Rc<ChartOptions>, name: String) -> LiveElement {
    let place = {
        let name = name.clone();
        move |session: &Session| {
            let known = &run(session)?.record.names;
            known.iter().position(|known| *known == name)
        }
    };
    let newest = {
        let place = place.clone();
        move |session: &Session| {
            let value = place(session).and_then(|at| {
                let row = run(session)?.record.rows.last()?;
                row.values.get(at).copied()
            });
            value.map_or_else(String::new, |value| numbers::short(f64::from(value)))
        }
    };
    let label = el("span", "").text(curve_name(&name));
    let (read, write) = (Rc::clone(look), Rc::clone(look));
    let here = name.clone();
    el("button", "curve")
        .attr("type", "button")
        .live_style("--colour", move |session| {
            place(session).map(|at| format!("var({})", colour(at)))
        })
        .live_attr("aria-pressed", move |_| {
            Some((!read.muted.borrow().contains(&here)).to_string())
        })
        .child(label)
        .child(el("span", "curve-value").live_text(newest))
        .on("click", move |_| {
            let mut muted = write.muted.borrow_mut();
            match muted.iter().position(|muted| *muted == name) {
                Some(at) => {
                    muted.remove(at);
                }
                None => muted.push(name.clone()),
            }
            drop(muted);
            ui.refresh();
        })
}

/// The changes of settings that the chart marks, as text.
fn marks() -> LiveElement {
    let marks = |session: &Session| {
        let marks = run(session).map(|run| run.record.marks.iter());
        let marks = marks.into_iter().flatten();
        marks
            .map(|mark| {
                words::Change {
                    step: mark.step.into(),
                    change: &mark.text,
                }
                .text()
            })
            .collect()
    };
    el("ol", "marks")
        .attr("aria-label", words::changes())
        .live_list(marks, |text| el("li", "").text(text))
}
