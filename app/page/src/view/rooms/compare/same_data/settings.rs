//! What is compared: data, families, budget, seeds, runs from files.

use leptos::prelude::*;

use super::finished::finished;
use super::{is_running, send, state};
use crate::view::components::{UiContext, button_unless, number_field, options};
use crate::words::compare_runs as words;
use crate::words::recipe::{choice_title, reference_sets};
use protocol::RunBudget;
use run_spec::{COMPARISON_FAMILIES, ComparisonFamily, DatasetId};
use session::{
    ComparedSource, ComparisonPlan, RunComparisonInput, RunComparisonState, RunState, Session,
    SessionEvent, TrainEvent,
};

/// The choices, and the buttons that begin and stop.
pub(super) fn settings(ui: UiContext) -> AnyView {
    let begin = button_unless(ui, words::begin(), cannot_begin, move || {
        // It would take time from the runs that are compared.
        if ui.now(|session| session.training.state == RunState::Playing) {
            ui.dispatch.send(SessionEvent::Train(TrainEvent::Pause));
        }
        send(ui, RunComparisonInput::Begin);
    });
    let stop = button_unless(
        ui,
        words::stop(),
        |session| !is_running(session),
        move || send(ui, RunComparisonInput::Stop),
    );
    view! {
        <div class="same-data-settings">
            {data(ui)} {amount(ui)} {unit(ui)} {seeds(ui)}
        </div>
        {families(ui)}
        {finished(ui)}
        <p class="note">{ui.text(expected)}</p>
        <p class="buttons">{begin} {stop}</p>
    }
    .into_any()
}

fn chosen(session: &Session) -> ComparisonPlan {
    state(session).map_or_else(ComparisonPlan::default, |state| state.plan.clone())
}

/// Chooses something else.
fn choose(ui: UiContext, change: impl FnOnce(&mut ComparisonPlan)) {
    let mut plan = ui.now(chosen);
    change(&mut plan);
    send(ui, RunComparisonInput::Choose(Box::new(plan)));
}

fn expected_runs(session: &Session) -> usize {
    state(session).map_or(0, RunComparisonState::expected_runs)
}

fn cannot_begin(session: &Session) -> bool {
    is_running(session) || expected_runs(session) == 0
}

fn data(ui: UiContext) -> AnyView {
    let on_change = move |event| {
        if let Some(data) = DatasetId::from_name(&event_target_value(&event)) {
            choose(ui, |plan| plan.data = data);
        }
    };
    let of = |session: &Session| chosen(session).data.as_str().to_owned();
    view! {
        <label class="labelled">
            <span>{words::data()}</span>
            <select on:change=on_change>{options(ui, reference_sets(), of)}</select>
        </label>
    }
    .into_any()
}

/// How much of the budget's unit there is.
fn amount_of(budget: RunBudget) -> u32 {
    match budget {
        RunBudget::Steps(amount) | RunBudget::Seconds(amount) => amount,
    }
}

fn amount(ui: UiContext) -> AnyView {
    number(
        ui,
        words::budget(),
        |plan| amount_of(plan.budget),
        |plan, amount| {
            plan.budget = match plan.budget {
                RunBudget::Steps(_) => RunBudget::Steps(amount),
                RunBudget::Seconds(_) => RunBudget::Seconds(amount),
            };
        },
    )
}

fn unit(ui: UiContext) -> AnyView {
    const SECONDS: &str = "seconds";
    const STEPS: &str = "steps";
    let names = [(SECONDS, words::seconds()), (STEPS, words::steps())];
    let of = |session: &Session| {
        match chosen(session).budget {
            RunBudget::Seconds(_) => SECONDS,
            RunBudget::Steps(_) => STEPS,
        }
        .to_owned()
    };
    let on_change = move |event| {
        let in_steps = event_target_value(&event) == STEPS;
        choose(ui, |plan| {
            plan.budget = match plan.budget {
                RunBudget::Seconds(_) if in_steps => RunBudget::Steps(1000),
                RunBudget::Steps(_) if !in_steps => RunBudget::Seconds(20),
                budget => budget,
            };
        });
    };
    view! {
        <label class="labelled">
            <span>{words::unit()}</span>
            <select on:change=on_change>{options(ui, names, of)}</select>
        </label>
    }
    .into_any()
}

fn seeds(ui: UiContext) -> AnyView {
    number(
        ui,
        words::seeds(),
        |plan| plan.seeds,
        |plan, seeds| plan.seeds = seeds,
    )
}

/// A whole number of the plan; one beyond what can be done is brought back.
fn number(
    ui: UiContext,
    name: &'static str,
    of: fn(&ComparisonPlan) -> u32,
    set: fn(&mut ComparisonPlan, u32),
) -> AnyView {
    number_field(
        ui,
        (name, "1"),
        |_| true,
        move |session| of(&chosen(session)),
        move |number| choose(ui, |plan| set(plan, number)),
    )
}

/// What a run is called, but for its seed.
pub(super) fn source_title(source: &ComparedSource) -> String {
    match source {
        ComparedSource::Family(family) => family_title(*family).to_owned(),
        ComparedSource::File(file) if file.kept => words::KeptRow { name: &file.name }.text(),
        ComparedSource::File(file) => words::FromFile { name: &file.name }.text(),
    }
}

/// What a family of a table from a file is called.
pub(super) fn opened_title(family: &str, file: &str) -> String {
    let name = match ComparisonFamily::named(family) {
        Some(known) => family_title(known),
        None => family,
    };
    words::FromTable { name, file }.text()
}

/// What a family is called.
pub(super) fn family_title(family: ComparisonFamily) -> &'static str {
    choice_title("model", family.model.as_str(), family.id)
}

fn families(ui: UiContext) -> AnyView {
    let each = COMPARISON_FAMILIES.map(|family| {
        let checked = ui.flag_property(move |session| chosen(session).families.contains(&family));
        let on_change = move |event| {
            let is_wanted = event_target_checked(&event);
            choose(ui, |plan| {
                plan.families.retain(|known| *known != family);
                if is_wanted {
                    plan.families.push(family);
                }
            });
        };
        view! {
            <label class="tool-choice">
                <input type="checkbox" prop:checked=checked on:change=on_change />
                <span>{family_title(family)}</span>
            </label>
        }
        .into_any()
    });
    view! {
        <fieldset class="same-data-families">
            <legend>{words::families()}</legend>
            {Vec::from(each)}
        </fieldset>
    }
    .into_any()
}

/// What will come, before it is begun.
fn expected(session: &Session) -> String {
    let runs = expected_runs(session) as f64;
    if expected_runs(session) == 0 {
        return words::no_family().to_owned();
    }
    match state(session).and_then(RunComparisonState::expected_seconds) {
        Some(seconds) => words::ExpectedMinutes {
            runs,
            minutes: f64::from(seconds.div_ceil(60)),
        }
        .text(),
        None => words::ExpectedRuns { runs }.text(),
    }
}
