//! Finished runs as tables: `train sweep gather`.
//!
//! The table has the form of `train judge`'s, a row for each run and stop, in the runs' order. It holds no
//! times, so that it is the same to the last bit wherever the runs were computed, on processors of one
//! kind. Times are in a file of their own, and so are means over the seeds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Parser;
use csv::Writer;
use evaluation::{ColumnUnit, EvaluationColumn, MeasuredValue, RunOutcome};
use local_files::{check_output_file, write_whole};

use super::figures::columns;
use super::plan::SweepPlan;
use super::run_files::{RunFiles, SweepRecord};
use super::{folder, runs};
use crate::TrainError;
use crate::judge::with_error;

/// Make a table of a sweep's finished runs
#[derive(Parser)]
#[command(name = "train sweep gather")]
pub struct GatherArguments {
    /// The sweep, a TOML file
    sweep: PathBuf,
    /// Where runs are kept: NAME-runs beside NAME.toml, if it is not said
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Write the table here, and beside it NAME-means.csv and NAME-times.csv: `table.csv` among the runs,
    /// if it is not said
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
    /// Make a table even if runs are missing
    #[arg(long)]
    partial: bool,
}

/// Reads every run, writes the tables and prints the means.
///
/// # Errors
/// A sentence that says which runs are missing, or what could not be read or written.
pub fn run(arguments: &GatherArguments) -> Result<(), TrainError> {
    let plan = SweepPlan::read(&arguments.sweep)?;
    let out = folder(&arguments.sweep, arguments.out.as_deref());
    let mut records = Vec::new();
    let mut missing = Vec::new();
    for run in &plan.runs {
        match RunFiles::new(&out, run.index).finished(&plan, run)? {
            Some(record) => records.push(record),
            None => missing.push(run.index),
        }
    }
    if records.is_empty() {
        return Err(format!(
            "expected {} in {}, found none that has finished. Compute them first, by train sweep {}.",
            runs(plan.runs.len()),
            out.display(),
            arguments.sweep.display()
        )
        .into());
    }
    if !missing.is_empty() && !arguments.partial {
        return Err(format!(
            "expected {} in {}, found {}; missing: {}. Compute them, or gather what is there by \
             --partial.",
            runs(plan.runs.len()),
            out.display(),
            records.len(),
            ranges(&missing)
        )
        .into());
    }
    let path = arguments
        .table
        .clone()
        .unwrap_or_else(|| out.join("table.csv"));
    let names = columns(plan.is_points());
    let tables = [
        (path.clone(), table(&names, &records)?),
        (
            beside(&path, "means"),
            means_table(&names, &plan, &records)?,
        ),
        (beside(&path, "times"), times(&records)?),
    ];
    for (path, _) in &tables {
        check_output_file("--table", path)?;
    }
    for (path, bytes) in &tables {
        write_whole(path, bytes)?;
    }
    println!("{}\n", printed(&names, &records));
    for (path, _) in &tables {
        println!("written: {}", path.display());
    }
    conclude(&records, &missing);
    Ok(())
}

/// `table.csv` has `table-means.csv` beside it.
fn beside(path: &Path, word: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{word}.csv"))
}

/// A row for each run and stop.
fn table(names: &[&str], records: &[SweepRecord]) -> Result<Vec<u8>, TrainError> {
    let mut writer = Writer::from_writer(Vec::new());
    let first = ["family", "seed", "stop", "outcome"];
    writer.write_record(first.iter().chain(names))?;
    for record in records {
        for row in &record.rows {
            let (seed, stop) = (record.seed.to_string(), row.stop.to_string());
            let outcome = match row.outcome {
                RunOutcome::Measured => "measured",
                RunOutcome::Diverged => "diverged",
            };
            let first = [record.family.as_str(), &seed, &stop, outcome];
            writer.write_record(first.into_iter().chain(row.cells()))?;
        }
    }
    Ok(writer.into_inner()?)
}

/// A family at one stop.
struct FamilyMeans<'a> {
    family: &'a str,
    runs: usize,
    diverged: usize,
    figures: Vec<Option<MeasuredValue>>,
}

/// The means of every family at a stop, in the order of the runs.
fn means<'a>(names: &[&str], records: &'a [SweepRecord], stop: u32) -> Vec<FamilyMeans<'a>> {
    let mut families: Vec<&str> = Vec::new();
    for record in records {
        if !families.contains(&record.family.as_str()) {
            families.push(&record.family);
        }
    }
    let of = |family| {
        let own = records.iter().filter(move |record| record.family == family);
        let rows: Vec<_> = own
            .flat_map(|record| record.rows.iter().filter(|row| row.stop == stop))
            .collect();
        let diverged = rows
            .iter()
            .filter(|row| row.outcome == RunOutcome::Diverged);
        let mean = |column| MeasuredValue::of(rows.iter().filter_map(|row| row.figure(column)));
        FamilyMeans {
            family,
            runs: rows.len(),
            diverged: diverged.count(),
            figures: (0..names.len()).map(mean).collect(),
        }
    };
    families.into_iter().map(of).collect()
}

/// A row for each family and stop: means, each with its standard error over the seeds.
fn means_table(
    names: &[&str],
    plan: &SweepPlan,
    records: &[SweepRecord],
) -> Result<Vec<u8>, TrainError> {
    let mut writer = Writer::from_writer(Vec::new());
    let mut header: Vec<String> = ["family", "stop", "runs", "diverged"]
        .map(str::to_owned)
        .into();
    for name in names {
        header.extend([(*name).to_owned(), format!("{name}-error")]);
    }
    writer.write_record(&header)?;
    let text = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    for &stop in &plan.stops {
        for family in means(names, records, stop) {
            let mut cells = vec![
                family.family.to_owned(),
                stop.to_string(),
                family.runs.to_string(),
                family.diverged.to_string(),
            ];
            for figure in family.figures {
                cells.push(text(figure.map(|figure| figure.mean)));
                cells.push(text(figure.and_then(|figure| figure.standard_error)));
            }
            writer.write_record(&cells)?;
        }
    }
    Ok(writer.into_inner()?)
}

/// What each run took, and on what.
fn times(records: &[SweepRecord]) -> Result<Vec<u8>, TrainError> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record([
        "run",
        "family",
        "seed",
        "processor",
        "training-seconds",
        "cpu-seconds",
    ])?;
    for record in records {
        writer.write_record([
            record.index.to_string().as_str(),
            &record.family,
            &record.seed.to_string(),
            &record.processor,
            &record.training_seconds.to_string(),
            &record.cpu_seconds.to_string(),
        ])?;
    }
    Ok(writer.into_inner()?)
}

/// Means at the end, in Markdown, without columns that no family has.
fn printed(names: &[&str], records: &[SweepRecord]) -> String {
    let families = means(names, records, 100);
    let has = |column: &usize| {
        families
            .iter()
            .any(|family| family.figures[*column].is_some())
    };
    let shown: Vec<usize> = (0..names.len()).filter(has).collect();
    let head: String = shown
        .iter()
        .map(|column| format!(" {} |", names[*column]))
        .collect();
    let mut lines = vec![
        format!("| family | runs |{head}"),
        format!("|---|---|{}", "---|".repeat(shown.len())),
    ];
    for family in &families {
        let mut line = format!("| `{}` | {}", family.family, family.runs);
        if family.diverged > 0 {
            line += &format!(", {} diverged", family.diverged);
        }
        line += " |";
        for &column in &shown {
            let unit = EvaluationColumn::from_id(names[column])
                .map_or(ColumnUnit::Number, EvaluationColumn::unit);
            line += &match family.figures[column] {
                Some(value) => format!(" {} |", with_error(value, unit)),
                None => " |".to_owned(),
            };
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// What the figures cost, and what stands in their way.
fn conclude(records: &[SweepRecord], missing: &[usize]) {
    let seconds: f64 = records.iter().map(|record| record.cpu_seconds).sum();
    let each = seconds / records.len().max(1) as f64;
    println!(
        "{}: {seconds:.1} s of CPU time, {each:.1} s each",
        runs(records.len())
    );
    let kinds: BTreeSet<&str> = records
        .iter()
        .map(|record| record.processor.as_str())
        .collect();
    if kinds.len() > 1 {
        let kinds: Vec<_> = kinds.into_iter().collect();
        println!(
            "computed on several kinds of processor, on which the last digits of figures may \
             differ: {}",
            kinds.join("; ")
        );
    }
    if !missing.is_empty() {
        println!("missing: {}", ranges(missing));
    }
}

/// Numbers, first to last, neighbours in one: `3, 7 to 9`.
fn ranges(numbers: &[usize]) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => parts.push((number, number)),
        }
    }
    let words = parts.into_iter().map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first} to {last}")
        }
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{beside, ranges};
    use std::path::Path;

    #[test]
    fn neighbours_among_missing_runs_are_named_by_first_and_last() {
        assert_eq!(ranges(&[3, 7, 8, 9, 11]), "3, 7 to 9, 11");
        assert_eq!(ranges(&[0]), "0");
        assert_eq!(ranges(&[]), "");
    }

    #[test]
    fn other_tables_lie_beside_the_first() {
        let path = beside(Path::new("a/table.csv"), "means");
        assert_eq!(path, Path::new("a/table-means.csv"));
    }
}
