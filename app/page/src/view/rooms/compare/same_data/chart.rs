//! A figure against steps or seconds, a curve for each family, those of a table from a file among them. A run from
//! a file has one place, and no curve.

use js_sys::{Array, Float64Array};
use leptos::html;
use leptos::prelude::*;
use web_sys::Element;

use super::opened::table as opened;
use super::settings::{family_title, opened_title};
use super::state;
use crate::host;
use crate::view::components::{UiContext, options_that_fit};
use crate::words::column_name;
use crate::words::compare_runs as words;
use evaluation::{EvaluationColumn, MeasuredValue};
use run_spec::ComparisonFamily;
use session::Session;

/// Where the chart's element is defined.
const SCRIPT: &str = "./chart.js";
/// How many colours there are for curves.
const COLOURS: usize = 6;

/// What the chart shows.
#[derive(Clone, Copy)]
struct ChartChoice {
    column: RwSignal<EvaluationColumn>,
    against: RwSignal<EvaluationColumn>,
}

/// A family's curve: what it is called, and (x, mean) at each stop.
type FamilyCourse = (String, Vec<(f64, f64)>);

/// Chart, choices and legend.
pub(super) fn chart(ui: UiContext) -> AnyView {
    let choice = ChartChoice {
        column: RwSignal::new(EvaluationColumn::FrechetDistance),
        against: RwSignal::new(EvaluationColumn::Steps),
    };
    let courses = ui.memo(move |session| courses(session, choice));
    let arrived = RwSignal::new(false);
    host::load_script(SCRIPT, move |ran| {
        // Who left the page meanwhile has no chart any more.
        arrived.try_set(ran);
    });
    let node = NodeRef::<html::Custom<&'static str>>::new();
    Effect::new(move |_| {
        if let (Some(node), true) = (node.get(), arrived.get()) {
            courses.with(|courses| draw(&node, courses));
        }
    });
    // Points have none of the figures of pictures.
    let first = ui.memo(first_figure);
    Effect::new(move |_| {
        let first = first.get();
        if choice.column.get_untracked().is_of_points() != first.is_of_points() {
            choice.column.set(first);
        }
    });
    let has_stops = |session: &Session| {
        opened(session).is_some_and(|file| file.table.courses.len() > file.table.ends().count())
            || state(session).is_some_and(|state| state.runs.iter().any(|run| run.stops.len() > 1))
    };
    let instead = move || {
        let has_curve = |all: &Vec<FamilyCourse>| all.iter().any(|(_, course)| course.len() > 1);
        if courses.with(has_curve) {
            ""
        } else {
            words::no_curve()
        }
    };
    let legend = move || courses.with(|courses| legend(courses));
    view! {
        <figure class="chart same-data-chart" aria-label=words::chart() hidden=ui.hidden_unless(has_stops)>
            <figcaption>
                <h2>{words::chart()}</h2>
                {picker(ui, words::figure(), choice.column, measured())}
                {picker(ui, words::against(), choice.against, progresses())}
            </figcaption>
            <div class="chart-frame">
                <loss-chart aria-hidden="true" data-reading="#" node_ref=node></loss-chart>
                <p class="chart-said">{instead}</p>
            </div>
            <div class="same-data-legend">{legend}</div>
        </figure>
    }
    .into_any()
}

/// The figure that is shown first: of points where all that is shown is a table of runs on points, else of
/// pictures.
fn first_figure(session: &Session) -> EvaluationColumn {
    let is_alone = state(session).is_none_or(|state| state.runs.is_empty());
    let table = opened(session).filter(|_| is_alone).map(|file| &file.table);
    let is_there = |column: &EvaluationColumn| {
        table.is_some_and(|table| table.ends().any(|summary| summary.value(*column).is_some()))
    };
    let points = EvaluationColumn::POINTS.into_iter().find(is_there);
    points.unwrap_or(EvaluationColumn::FrechetDistance)
}

/// Whether runs of the kind that is shown may have a figure, by its id.
fn may_have(session: &Session, id: &str) -> bool {
    EvaluationColumn::from_id(id).is_some_and(|column| {
        let is_of_points = first_figure(session).is_of_points();
        progresses().contains(&column) || column.is_of_points() == is_of_points
    })
}

/// Figures that say how good a run is, at each stop.
fn measured() -> Vec<EvaluationColumn> {
    let all = EvaluationColumn::ALL.into_iter();
    all.filter(|column| {
        // Bits per image are measured at the end only.
        *column != EvaluationColumn::BitsPerImage && !progresses().contains(column)
    })
    .collect()
}

/// Figures that say how far a run is.
fn progresses() -> Vec<EvaluationColumn> {
    vec![EvaluationColumn::Steps, EvaluationColumn::Seconds]
}

fn picker(
    ui: UiContext,
    name: &'static str,
    chosen: RwSignal<EvaluationColumn>,
    all: Vec<EvaluationColumn>,
) -> AnyView {
    let names: Vec<_> = all
        .iter()
        .map(|column| (column.id(), column_name(*column)))
        .collect();
    let on_change = move |event| {
        if let Some(column) = EvaluationColumn::from_id(&event_target_value(&event)) {
            chosen.set(column);
        }
    };
    let of = move |_: &Session| chosen.get().id().to_owned();
    view! {
        <label class="labelled">
            <span>{name}</span>
            <select on:change=on_change>{options_that_fit(ui, names, of, may_have)}</select>
        </label>
    }
    .into_any()
}

fn courses(session: &Session, choice: ChartChoice) -> Vec<FamilyCourse> {
    let (column, against) = (choice.column.get(), choice.against.get());
    let Some(table) = state(session).map(|state| state.table()) else {
        return Vec::new();
    };
    let means = |course: Vec<(f64, MeasuredValue)>| {
        let points = course.into_iter();
        points.map(|(at, value)| (at, value.mean)).collect()
    };
    let mut all = Vec::new();
    for id in table.families() {
        if let Some(family) = ComparisonFamily::named(id) {
            let course = table.course(id, against, column);
            all.push((family_title(family).to_owned(), means(course)));
        }
    }
    if let Some(file) = opened(session) {
        for summary in file.table.ends() {
            let course = file.table.course(&summary.family, against, column);
            all.push((opened_title(&summary.family, &file.name), means(course)));
        }
    }
    all
}

/// Draws the curves over all steps or seconds at which one of them has a figure.
fn draw(node: &Element, courses: &[FamilyCourse]) {
    let mut places: Vec<f64> = courses
        .iter()
        .flat_map(|(_, course)| course.iter().map(|(at, _)| *at))
        .collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    let (series, data) = (Array::new(), Array::new());
    data.push(&Float64Array::from(places.as_slice()));
    for (at, (title, course)) in courses.iter().enumerate() {
        series.push(&Array::of3(
            &title.as_str().into(),
            &colour(at).into(),
            &true.into(),
        ));
        let values: Vec<f64> = places
            .iter()
            .map(|place| value_at(course, *place))
            .collect();
        data.push(&Float64Array::from(values.as_slice()));
    }
    host::call_method(
        node,
        "draw",
        &Array::of4(&series, &data, &Array::new(), &false.into()),
    );
}

/// The curve's height at a place, on a line between the stops beside it; not a number beyond its ends.
fn value_at(course: &[(f64, f64)], place: f64) -> f64 {
    for pair in course.windows(2) {
        let [(from, low), (to, high)] = [pair[0], pair[1]];
        if (from..=to).contains(&place) {
            let share = if to > from {
                (place - from) / (to - from)
            } else {
                0.0
            };
            return low + share * (high - low);
        }
    }
    f64::NAN
}

/// The style property of a curve's colour.
fn colour(at: usize) -> String {
    format!("--curve-{}", at % COLOURS + 1)
}

/// The curves' names, with their newest figures left to the table.
fn legend(courses: &[FamilyCourse]) -> Vec<AnyView> {
    let names = courses.iter().enumerate().map(|(at, (title, _))| {
        let colour = format!("var({})", colour(at));
        view! {
            <span class="same-data-curve" style=("--colour", colour)>
                {title.clone()}
            </span>
        }
        .into_any()
    });
    names.collect()
}
