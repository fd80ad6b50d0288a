//! The table as people read it, in Markdown, so that documents take it as it is.

use evaluation::{ColumnUnit, EvaluationColumn, EvaluationTable, EvaluationValues, MeasuredValue};

/// Families at the end of their budget, with the standard error over their seeds, and a last row of what
/// real pictures have. Columns that no family has are left out.
pub fn table(table: &EvaluationTable, data: &EvaluationValues) -> String {
    let summaries = table.summaries(100);
    let columns: Vec<EvaluationColumn> = EvaluationColumn::ALL
        .into_iter()
        .filter(|column| {
            summaries
                .iter()
                .any(|summary| summary.value(*column).is_some())
        })
        .collect();
    let mut lines = vec![
        format!(
            "| family | runs |{}",
            columns
                .iter()
                .map(|column| format!(" {} |", column.id()))
                .collect::<String>()
        ),
        format!("|---|---|{}", "---|".repeat(columns.len())),
    ];
    for summary in &summaries {
        let mut line = format!("| `{}` | {}", summary.family, summary.runs);
        if summary.diverged > 0 {
            line += &format!(", {} diverged", summary.diverged);
        }
        line += " |";
        for column in &columns {
            line += &match summary.value(*column) {
                Some(value) => format!(" {} |", with_error(value, column.unit())),
                None => " |".to_owned(),
            };
        }
        lines.push(line);
    }
    let mut line = "| *held-out images* | |".to_owned();
    for column in &columns {
        line += &match data.get(*column) {
            Some(value) => format!(" {} |", written(value, column.unit())),
            None => " |".to_owned(),
        };
    }
    lines.push(line);
    lines.join("\n")
}

/// A mean with the error of it.
pub fn with_error(value: MeasuredValue, unit: ColumnUnit) -> String {
    let mean = written(value.mean, unit);
    match value.standard_error {
        Some(error) if error > 0.0 => format!("{mean} ± {}", written(error, unit)),
        _ => mean,
    }
}

/// A number with as many digits as mean something; shares in percent.
fn written(value: f64, unit: ColumnUnit) -> String {
    match unit {
        ColumnUnit::Share => format!("{:.1} %", 100.0 * value),
        ColumnUnit::SquaredGrey => format!("{value:.5}"),
        ColumnUnit::Nats | ColumnUnit::Bits => format!("{value:.2}"),
        ColumnUnit::Seconds => format!("{value:.1}"),
        ColumnUnit::Count if value.fract() == 0.0 => format!("{value:.0}"),
        ColumnUnit::Count => format!("{value:.1}"),
        ColumnUnit::Number if value.abs() >= 10.0 => format!("{value:.1}"),
        ColumnUnit::Number => format!("{value:.3}"),
    }
}
