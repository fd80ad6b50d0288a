//! The table: a row for each family, a column for each figure, and what each column cannot say.

use leptos::prelude::*;

use super::opened::table as opened;
use super::settings::{opened_title, source_title};
use super::{send, state};
use crate::numbers;
use crate::view::components::{UiContext, button_unless};
use crate::words::compare_runs as words;
use crate::words::{column_limits, column_name};
use evaluation::{BetterWhen, ColumnUnit, EvaluationColumn, FamilySummary, MeasuredValue};
use session::{RunComparisonInput, RunComparisonState, Session};

/// The stop at which runs have had their whole budget, percent.
const END: u32 = 100;

/// The table with what a chosen column says, and its file.
pub(super) fn table(ui: UiContext) -> AnyView {
    let has_none = |session: &Session| lines(session).families.is_empty();
    let lines = ui.memo(lines);
    // Heads are made anew only when other columns are shown: one may have the focus.
    let columns = Memo::new(move |_| lines.with(|lines| lines.columns.clone()));
    let explained = RwSignal::new(None::<EvaluationColumn>);
    let trained_none =
        |session: &Session| state(session).is_none_or(|state| state.table().rows.is_empty());
    let take = button_unless(ui, words::csv(), trained_none, move || {
        send(ui, RunComparisonInput::TakeCsv);
    });
    let body = move || lines.with(rows);
    let limits = move || match explained.get() {
        Some(column) => words::Limits {
            column: column_name(column),
            limits: column_limits(column),
        }
        .text(),
        None => words::choose_column().to_owned(),
    };
    let heads = move || {
        let columns = columns.get().into_iter();
        columns.map(|column| head(column, explained)).collect_view()
    };
    let is_empty = ui.flag(has_none);
    view! {
        <section class="same-data-results" aria-label=words::results() hidden=is_empty>
            <h2>{words::results()}</h2>
            <p class="note" role="status">{limits}</p>
            <div class="same-data-table" role="region" aria-label=words::table() tabindex="0">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words::family()}</th>
                            <th scope="col">{words::runs_column()}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
            <p class="note">{words::best_note()}</p>
            <p class="note">{ui.text(classifier_note)}</p>
            <p class="buttons">{take}</p>
        </section>
    }
    .into_any()
}

/// What the table shows.
#[derive(Clone, Debug, PartialEq)]
struct TableLines {
    /// Families of which a run has ended, then those of the table from a file.
    families: Vec<FamilySummary>,
    /// What each of them is called.
    titles: Vec<String>,
    /// Which columns are shown: of runs that are trained here all that pictures have, of a table from a file
    /// those in which it has figures.
    columns: Vec<EvaluationColumn>,
    /// What held-out images themselves have.
    data: Vec<Option<f64>>,
}

impl TableLines {
    /// What held-out images have of a column.
    fn real(&self, column: EvaluationColumn) -> Option<f64> {
        let place = EvaluationColumn::ALL.iter().position(|it| *it == column)?;
        self.data.get(place).copied().flatten()
    }
}

fn lines(session: &Session) -> TableLines {
    let Some(state) = state(session) else {
        return TableLines {
            families: Vec::new(),
            titles: Vec::new(),
            columns: Vec::new(),
            data: Vec::new(),
        };
    };
    let of = |column| state.data_values.as_ref()?.get(column);
    let mut families = state.table().summaries(END);
    let title = |summary: &FamilySummary| {
        let mut runs = state.runs.iter().map(|run| &run.source);
        let source = runs.find(|source| source.row() == summary.family);
        source.map_or_else(String::new, source_title)
    };
    let mut titles: Vec<String> = families.iter().map(title).collect();
    if let Some(file) = opened(session) {
        for summary in file.table.ends() {
            titles.push(opened_title(&summary.family, &file.name));
            families.push(summary.clone());
        }
    }
    let is_shown = |column: &EvaluationColumn| {
        let is_trained = !state.runs.is_empty() && !column.is_of_points();
        is_trained
            || families
                .iter()
                .any(|summary| summary.value(*column).is_some())
    };
    let all = EvaluationColumn::ALL.into_iter();
    TableLines {
        columns: all.filter(is_shown).collect(),
        titles,
        families,
        data: EvaluationColumn::ALL.into_iter().map(of).collect(),
    }
}

/// A column's head, which says what the column cannot.
fn head(column: EvaluationColumn, explained: RwSignal<Option<EvaluationColumn>>) -> AnyView {
    let pressed = move || (explained.get() == Some(column)).to_string();
    view! {
        <th scope="col">
            <button
                type="button"
                class="same-data-head"
                aria-pressed=pressed
                title=words::what_it_cannot_say()
                on:click=move |_| explained.set(Some(column))
            >
                {column_name(column)}
            </button>
        </th>
    }
    .into_any()
}

fn rows(lines: &TableLines) -> Vec<AnyView> {
    let families = lines
        .families
        .iter()
        .zip(&lines.titles)
        .map(|(summary, title)| {
            let cells = lines.columns.iter().map(|&column| {
                let value = summary.value(column);
                let is_best = value.is_some_and(|value| is_best(lines, column, value.mean));
                cell(column, value, is_best)
            });
            let runs = match (summary.runs, summary.diverged) {
                (runs, 0) => runs.to_string(),
                (runs, diverged) => words::RunsDiverged {
                    runs: runs as f64,
                    diverged: diverged as f64,
                }
                .text(),
            };
            view! {
                <tr data-family=summary.family.clone()>
                    <th scope="row">{title.clone()}</th>
                    <td>{runs}</td>
                    {cells.collect_view()}
                </tr>
            }
            .into_any()
        });
    let mut rows: Vec<AnyView> = families.collect();
    if lines.data.iter().any(Option::is_some) {
        let cells = lines.columns.iter().map(|&column| {
            let value = lines.real(column);
            cell(
                column,
                value.and_then(|value| MeasuredValue::of([value])),
                false,
            )
        });
        let cells: Vec<AnyView> = cells.collect();
        let row = view! {
            <tr data-family="held-out">
                <th scope="row">{words::held_out()}</th>
                <td>"–"</td>
                {cells}
            </tr>
        };
        rows.push(row.into_any());
    }
    rows
}

fn cell(column: EvaluationColumn, value: Option<MeasuredValue>, is_best: bool) -> AnyView {
    let text = value.map_or_else(|| "–".to_owned(), |value| value_text(column, value));
    let best = is_best.then(|| {
        view! {
            <span class="same-data-best" aria-hidden="true">
                "★"
            </span>
            <span class="visually-hidden">{words::best()}</span>
        }
        .into_any()
    });
    view! { <td data-column=column.id() data-best=is_best>{text} {best}</td> }.into_any()
}

/// A figure with its error, in its column's unit.
fn value_text(column: EvaluationColumn, value: MeasuredValue) -> String {
    let number = |value: f64| match column.unit() {
        ColumnUnit::Share => numbers::fixed(100.0 * value as f32, 1),
        ColumnUnit::Count => numbers::fixed(value as f32, usize::from(value.fract() != 0.0)),
        ColumnUnit::Seconds => numbers::fixed(value as f32, 1),
        ColumnUnit::SquaredGrey => numbers::fixed(value as f32, 4),
        ColumnUnit::Nats | ColumnUnit::Bits | ColumnUnit::Number => numbers::short(value),
    };
    let (mean, is_share) = (number(value.mean), column.unit() == ColumnUnit::Share);
    match value.standard_error.map(number) {
        Some(error) if is_share => words::ShareWithError {
            value: &mean,
            error: &error,
        }
        .text(),
        Some(error) => words::WithError {
            value: &mean,
            error: &error,
        }
        .text(),
        None if is_share => words::Share { value: &mean }.text(),
        None => mean,
    }
}

/// Whether no other family's mean is better. What the budget says, nobody wins.
fn is_best(lines: &TableLines, column: EvaluationColumn, mean: f64) -> bool {
    if matches!(column, EvaluationColumn::Steps | EvaluationColumn::Seconds) {
        return false;
    }
    let real = lines.real(column);
    let fault = |mean: f64| match (column.better_when(), real) {
        (BetterWhen::Smaller, _) => Some(mean),
        (BetterWhen::Larger, _) => Some(-mean),
        (BetterWhen::AsReal, real) => Some((mean - real?).abs()),
    };
    let families = lines.families.iter();
    let all: Vec<f64> = families
        .filter_map(|summary| fault(summary.value(column)?.mean))
        .collect();
    // One alone is not better than any.
    let own = fault(mean).filter(|_| all.len() > 1);
    own.is_some_and(|own| all.iter().all(|other| own <= *other))
}

/// Why columns are empty that need a classifier.
fn classifier_note(session: &Session) -> String {
    let has_classifier = |state: &RunComparisonState| {
        let mut runs = state.runs.iter().flat_map(|run| &run.stops);
        runs.any(|(_, values)| values.get(EvaluationColumn::SureShare).is_some())
    };
    match state(session).filter(|state| !state.runs.is_empty()) {
        Some(state) if !has_classifier(state) => words::no_classifier().to_owned(),
        Some(_) => words::classifier().to_owned(),
        // How a table's figures were measured, its file does not say.
        None => String::new(),
    }
}
