//! Trains families of models on the same data, for the same budget and several seeds, and compares them:
//! `train judge`.
//!
//! ```text
//! cargo run --release -p model --features pretrain --bin train -- judge --data mnist \
//!     --mnist data/mnist --steps 2000 --seeds 1,2,3 --threads 1 --table target/judged.csv
//! ```
//!
//! `docs/judge.md` says what each figure is and what it cannot say.

mod classifier;
mod comparison;
mod printed;
mod reference;

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Parser;
use evaluation::EvaluationTable;
use local_files::{check_output_file, write_whole};
use model::Device;
use model::data::TrainingData;
use model::train::Trainer;
use run_spec::{
    COMPARISON_FAMILIES, ComparisonBudget, ComparisonFamily, DatasetId, DatasetKind, RunSpec,
    SpecField,
};

use crate::shared::device_option;
use crate::{TrainError, setup};
use comparison::BudgetedRun;
pub use comparison::train_until;
pub use printed::with_error;
pub use reference::{MeasuringOptions, PictureMeasure};

/// Compare families of models on the same data: same budget, several seeds, one table
#[derive(Parser)]
#[command(name = "train judge")]
pub struct JudgeArguments {
    /// The data set
    #[arg(long)]
    data: String,
    /// Folder with MNIST's (or Fashion-MNIST's) four IDX files
    #[arg(long, value_name = "FOLDER")]
    mnist: Option<PathBuf>,
    /// IDX file with images of one's own, for `--data own`
    #[arg(long, value_name = "FILE")]
    own: Option<PathBuf>,
    /// Which families: ae, vae, gan, vae-gan, vae-coded-gan. All, unless --runs names runs
    #[arg(long, value_delimiter = ',', value_name = "FAMILY,…")]
    families: Vec<String>,
    /// Train each run for so many steps
    #[arg(long, default_value_t = 1000)]
    steps: u32,
    /// Train each run for so many seconds of computing (CPU time) instead
    #[arg(long)]
    seconds: Option<u32>,
    /// A run of each family for each seed
    #[arg(long, value_delimiter = ',', default_value = "1,2,3")]
    seeds: Vec<u32>,
    /// At which shares of the budget runs are measured, percent; the end is always measured
    #[arg(long, value_delimiter = ',', default_value = "25,50,75,100")]
    stops: Vec<u32>,
    /// A field in place of the families', in all of them, e.g. `learningRate=0.001`
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    /// Checkpoints of finished runs on the same data, measured as they are
    #[arg(long, num_args = 1.., value_name = "CHECKPOINT")]
    runs: Vec<PathBuf>,
    #[command(flatten)]
    measuring: MeasuringOptions,
    /// Weights of the classifier whose features are compared; the data set's own, if it is not said
    #[arg(long, value_name = "FILE")]
    classifier: Option<PathBuf>,
    /// Write a row for each run and stop here, as CSV
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
    /// Train on cpu, or on a GPU: vulkan or metal, vulkan:1 for the second and so on, of a build with the
    /// feature `webgpu`
    #[arg(long, default_value = "cpu")]
    device: String,
    /// Threads to compute with
    #[arg(long)]
    pub threads: Option<usize>,
}

/// Trains or reads every run, measures it and prints the table.
///
/// # Errors
/// A sentence on what cannot be meant or read, before anything is trained.
pub fn run(arguments: &JudgeArguments) -> Result<(), TrainError> {
    check(arguments)?;
    let data = DatasetId::from_name(&arguments.data).ok_or_else(|| {
        let known: Vec<_> = DatasetId::CHOICES.iter().map(|(name, _)| *name).collect();
        let (known, found) = (known.join(", "), &arguments.data);
        format!("--data: expected one of {known}, found `{found}`.")
    })?;
    if data.info().kind == DatasetKind::Toy2d {
        return Err(
            "--data: expected a data set of pictures, found points of a plane, \
                    which presets on points measure by modes and divergences."
                .into(),
        );
    }
    let specs = specifications(arguments, data)?;
    let opened = device_option::open(&arguments.device)?;
    if let Some(gpu) = opened.gpu() {
        if matches!(budget(arguments), ComparisonBudget::Seconds(_)) {
            return Err(
                "--seconds: expected --steps with a GPU, found a budget in the processor's time, which does \
                 not count the GPU's. Give --steps, or --device cpu."
                    .into(),
            );
        }
        println!("on {gpu}");
    }
    let device = opened.device();
    let own = setup::own_images(arguments.own.as_deref())?;
    let template = ComparisonFamily::named("vae")
        .and_then(|family| family.spec(data, 1, ComparisonBudget::Steps(1)))
        .ok_or("expected a data set of pictures.")?;
    let source = setup::source(&template, arguments.mnist.as_deref(), own.as_ref())?;
    for (_, spec) in &specs {
        Trainer::check_on(spec, source.shape())?;
        device_option::check_room(&opened, spec, source.shape())?;
    }
    let files = finished_runs(arguments, data, &source, device)?;
    let seed = arguments.seeds.first().copied().unwrap_or(1);
    let measure = PictureMeasure::new(
        &arguments.measuring,
        arguments.classifier.as_deref(),
        data,
        &source,
        seed,
    )?;

    let mut table = EvaluationTable::default();
    for (name, trainer) in files {
        table
            .rows
            .push(comparison::measured(name, &trainer, &measure)?);
        write(arguments, &table)?;
    }
    for (family, spec) in specs {
        let run = BudgetedRun {
            family: family.id,
            budget: budget(arguments),
            stops: stops(arguments),
        };
        let trainer = Trainer::new(&spec, source.clone(), device)?;
        table.rows.extend(run.train(trainer, &measure)?);
        write(arguments, &table)?;
    }
    println!("\n{}", printed::table(&table, measure.data_values()));
    Ok(())
}

/// Whether the numbers can be meant and the table can be written.
fn check(arguments: &JudgeArguments) -> Result<(), TrainError> {
    let one_or_more = [
        ("--steps", arguments.steps as usize),
        (
            "--seconds",
            arguments.seconds.map_or(1, |seconds| seconds as usize),
        ),
        ("--threads", arguments.threads.unwrap_or(1)),
    ];
    if let Some((option, _)) = one_or_more.into_iter().find(|(_, found)| *found == 0) {
        return Err(format!("{option}: expected 1 or more, found 0.").into());
    }
    let mut seeds = BTreeSet::new();
    if let Some(seed) = arguments.seeds.iter().find(|seed| !seeds.insert(**seed)) {
        return Err(format!("--seeds: expected each seed once, found {seed} again.").into());
    }
    arguments.measuring.check("--")?;
    if let Some(stop) = arguments
        .stops
        .iter()
        .find(|stop| !(1..=100).contains(*stop))
    {
        return Err(format!("--stops: expected 1 to 100 percent, found {stop}.").into());
    }
    if let Some(path) = &arguments.table {
        check_output_file("--table", path)?;
    }
    Ok(())
}

fn budget(arguments: &JudgeArguments) -> ComparisonBudget {
    match arguments.seconds {
        Some(seconds) => ComparisonBudget::Seconds(seconds),
        None => ComparisonBudget::Steps(arguments.steps),
    }
}

/// Shares of the budget in their order, the whole last.
fn stops(arguments: &JudgeArguments) -> Vec<u32> {
    let mut stops = arguments.stops.clone();
    stops.push(100);
    stops.sort_unstable();
    stops.dedup();
    stops
}

/// What is to be trained: each family with each seed.
fn specifications(
    arguments: &JudgeArguments,
    data: DatasetId,
) -> Result<Vec<(ComparisonFamily, RunSpec)>, TrainError> {
    let families = if arguments.families.is_empty() && arguments.runs.is_empty() {
        COMPARISON_FAMILIES.to_vec()
    } else {
        let named = arguments.families.iter().map(|id| {
            ComparisonFamily::named(id).ok_or_else(|| {
                let known: Vec<_> = COMPARISON_FAMILIES.iter().map(|family| family.id).collect();
                format!(
                    "--families: expected some of {}, found `{id}`.",
                    known.join(", ")
                )
            })
        });
        named.collect::<Result<_, _>>()?
    };
    let mut specs = Vec::new();
    for family in families {
        for &seed in &arguments.seeds {
            let Some(mut spec) = family.spec(data, seed, budget(arguments)) else {
                continue;
            };
            for pair in &arguments.fields {
                let found = pair
                    .split_once('=')
                    .and_then(|(name, value)| Some((SpecField::named(name)?, value)));
                let Some((field, value)) = found else {
                    let sentence = "--set: expected FIELD=VALUE of a known field, found";
                    return Err(format!("{sentence} `{pair}`.").into());
                };
                field.set(&mut spec, value)?;
            }
            specs.push((family, spec));
        }
    }
    Ok(specs)
}

/// The runs of `--runs`, each with its file's name.
fn finished_runs(
    arguments: &JudgeArguments,
    data: DatasetId,
    source: &TrainingData,
    device: &Device,
) -> Result<Vec<(String, Trainer)>, TrainError> {
    let mut runs: Vec<(String, Trainer)> = Vec::new();
    for path in &arguments.runs {
        let name = path.display();
        let bytes = std::fs::read(path).map_err(|error| {
            format!("--runs: expected a checkpoint, found that {name} cannot be read ({error}).")
        })?;
        let of_file = |error| format!("--runs: {name}: {error}");
        let spec = Trainer::spec_of(&bytes).map_err(of_file)?;
        if spec.data != data {
            let (expected, found) = (data.title(), spec.data.title());
            return Err(format!(
                "--runs: expected runs on {expected}, found that {name} is on {found}. \
                 Compare it with runs on the same data."
            )
            .into());
        }
        let trainer = Trainer::resume(&bytes, source.clone(), device).map_err(of_file)?;
        let stem = path.file_name().unwrap_or_default().to_string_lossy();
        let stem = stem
            .trim_end_matches(".safetensors")
            .trim_end_matches(".run");
        let is_taken = |name: &str| {
            ComparisonFamily::named(name).is_some() || runs.iter().any(|(other, _)| other == name)
        };
        let name = free_name(stem, is_taken);
        runs.push((name, trainer));
    }
    Ok(runs)
}

/// A name with a number if another row is called so: rows of one name would be taken for seeds of one model.
fn free_name(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(name) {
        return name.to_owned();
    }
    let mut numbered = (2..).map(|number: u32| format!("{name} ({number})"));
    numbered
        .find(|name| !is_taken(name))
        .unwrap_or_else(|| name.to_owned())
}

/// After every run, so that a comparison that is stopped leaves what it measured.
fn write(arguments: &JudgeArguments, table: &EvaluationTable) -> Result<(), TrainError> {
    if let Some(path) = &arguments.table {
        write_whole(path, table.to_csv().as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::free_name;

    #[test]
    fn files_of_one_name_are_told_apart_by_a_number() {
        let mut names: Vec<String> = Vec::new();
        for name in ["mine", "mine", "vae", "mine"] {
            let free = free_name(name, |name| {
                name == "vae" || names.iter().any(|other| other == name)
            });
            names.push(free);
        }
        assert_eq!(names, ["mine", "mine (2)", "vae (2)", "mine (3)"]);
    }
}
