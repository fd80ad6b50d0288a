//! The runs of a sweep, numbered.

use std::collections::BTreeMap;
use std::path::Path;

use model::train::Trainer;
use run_spec::{
    COMPARISON_FAMILIES, ComparisonBudget, ComparisonFamily, DatasetId, PRESETS, RunSpec,
    SpecField, preset,
};

use super::sweep_file::SweepFile;
use crate::TrainError;
use crate::judge::MeasuringOptions;
use crate::toml_file::setting_text;

/// No sweep has more runs: what a scheduler takes in one array is fewer by default.
const MAX_RUNS: usize = 10_000;

/// A run of a sweep.
#[derive(Debug)]
pub struct SweepRun {
    /// Its number, from 0.
    pub index: usize,
    /// What it has in common with runs that differ by their seed only.
    pub family: String,
    /// What is trained.
    pub spec: RunSpec,
}

/// All runs of a sweep, in their order: models first, then settings, seeds last.
#[derive(Debug)]
pub struct SweepPlan {
    /// The runs.
    pub runs: Vec<SweepRun>,
    /// The length of each.
    pub steps: u32,
    /// At which shares of the steps runs are measured, percent, first to last; the last is 100.
    pub stops: Vec<u32>,
    /// With how much pictures are measured.
    pub measure: MeasuringOptions,
}

impl SweepPlan {
    /// Reads a file and expands it.
    ///
    /// # Errors
    /// One sentence on what cannot be meant or trained, whichever run it is of.
    pub fn read(path: &Path) -> Result<Self, TrainError> {
        let file = SweepFile::read(path)?;
        Self::of(file).map_err(|failure| format!("{}: {failure}", path.display()).into())
    }

    /// Expands a sweep and checks each run.
    ///
    /// # Errors
    /// One sentence on what cannot be meant or trained.
    pub fn of(file: SweepFile) -> Result<Self, String> {
        let data = file.data.as_deref().map(dataset).transpose()?;
        let models: Vec<&String> = file.presets.iter().chain(&file.families).collect();
        let settings = combinations(&file)?;
        let count = models.len() * settings.len() * file.seeds.len();
        if count > MAX_RUNS {
            return Err(format!(
                "expected at most {MAX_RUNS} runs, found {count}. Split the sweep."
            ));
        }
        let mut runs = Vec::with_capacity(count);
        for model in models {
            for setting in &settings {
                let words = setting
                    .iter()
                    .map(|(field, value)| format!(" {field}={value}"));
                let family = format!("{model}{}", words.collect::<String>());
                for &seed in &file.seeds {
                    let index = runs.len();
                    let spec =
                        specification(&file, model, data, seed, setting).map_err(|failure| {
                            format!("run {index} ({family}, seed {seed}): {failure}")
                        })?;
                    runs.push(SweepRun {
                        index,
                        family: family.clone(),
                        spec,
                    });
                }
            }
        }
        check_together(&file, &runs)?;
        let mut stops = file.stops;
        stops.push(100);
        stops.sort_unstable();
        stops.dedup();
        Ok(Self {
            runs,
            steps: file.steps,
            stops,
            measure: file.measure,
        })
    }

    /// A run by its number.
    ///
    /// # Errors
    /// A sentence that has the last number.
    pub fn run(&self, index: usize) -> Result<&SweepRun, TrainError> {
        self.runs.get(index).ok_or_else(|| {
            let last = self.runs.len().saturating_sub(1);
            format!("--index: expected 0 to {last}, found {index}. --list prints the runs.").into()
        })
    }

    /// All that a run's figures depend on, but for the program: results with other words are of another
    /// sweep.
    pub fn identity(&self, run: &SweepRun) -> String {
        // Plain data with string keys always serialises.
        let measure = serde_json::to_string(&self.measure).unwrap_or_default();
        let (steps, stops) = (self.steps, &self.stops);
        let first = self.runs.first().map_or(0, |run| run.spec.seed);
        let spec = run_spec::to_json(&run.spec);
        format!("steps {steps}, stops {stops:?}, first seed {first}, measure {measure}, {spec}")
    }

    /// Whether the runs are on points.
    pub fn is_points(&self) -> bool {
        self.runs.first().is_some_and(|run| run.spec.is_points())
    }
}

/// Every value of each field that varies with every one of the others: fields by their names, the last
/// one quickest.
fn combinations(file: &SweepFile) -> Result<Vec<Vec<(String, String)>>, String> {
    let mut all = vec![Vec::new()];
    for (field, values) in &file.vary {
        if all.len() * values.len() > MAX_RUNS {
            return Err(format!(
                "expected at most {MAX_RUNS} runs, found more. Split the sweep."
            ));
        }
        let mut longer = Vec::with_capacity(all.len() * values.len());
        for before in &all {
            for value in values {
                let mut setting: Vec<(String, String)> = before.clone();
                setting.push((field.clone(), setting_text(field, value)?));
                longer.push(setting);
            }
        }
        all = longer;
    }
    Ok(all)
}

fn specification(
    file: &SweepFile,
    model: &str,
    data: Option<DatasetId>,
    seed: u32,
    varied: &[(String, String)],
) -> Result<RunSpec, String> {
    let mut spec = if file.families.is_empty() {
        let preset = preset(model).ok_or_else(|| {
            let known: Vec<_> = PRESETS.iter().map(|preset| preset.name).collect();
            format!("presets: expected some of {}.", known.join(", "))
        })?;
        let mut spec = preset.spec();
        spec.seed = seed;
        if let Some(data) = data {
            spec.data = data;
        }
        spec
    } else {
        let data = data.ok_or("data: expected the families' data set, found none.")?;
        let family = ComparisonFamily::named(model).ok_or_else(|| {
            let known: Vec<_> = COMPARISON_FAMILIES.iter().map(|family| family.id).collect();
            format!("families: expected some of {}.", known.join(", "))
        })?;
        family
            .spec(data, seed, ComparisonBudget::Steps(file.steps))
            .ok_or("families: expected a data set of pictures. Name presets for points.")?
    };
    for (field, value) in &file.set {
        known_field(field)?
            .set(&mut spec, &setting_text(field, value)?)
            .map_err(|failure| failure.to_string())?;
    }
    for (field, value) in varied {
        known_field(field)?
            .set(&mut spec, value)
            .map_err(|failure| failure.to_string())?;
    }
    // What decides the model may be set after what it uses.
    for (field, _) in varied {
        if !known_field(field)?.used_by(&spec) {
            let model = spec.model.title();
            return Err(format!(
                "vary.{field}: expected a field that every run uses, found that a {model} does \
                 not. Vary it in a sweep of its own."
            ));
        }
    }
    Trainer::check_on(&spec, spec.image()).map_err(|failure| failure.to_string())?;
    Ok(spec)
}

fn known_field(name: &str) -> Result<&'static SpecField, String> {
    SpecField::named(name).ok_or_else(|| {
        format!("expected fields of a specification in set and vary, found `{name}`.")
    })
}

fn dataset(name: &str) -> Result<DatasetId, String> {
    DatasetId::from_name(name).ok_or_else(|| {
        let known: Vec<_> = DatasetId::CHOICES.iter().map(|(name, _)| *name).collect();
        format!(
            "data: expected one of {}, found `{name}`.",
            known.join(", ")
        )
    })
}

/// What no run shows by itself.
fn check_together(file: &SweepFile, runs: &[SweepRun]) -> Result<(), String> {
    let Some(first) = runs.first() else {
        return Err("expected one run or more, found none.".to_owned());
    };
    if let Some(other) = runs.iter().find(|run| run.spec.data != first.spec.data) {
        let [one, two] = [first, other].map(|run| run.spec.data.title());
        return Err(format!(
            "expected all runs on the same data, found {} on {one} and {} on {two}. \
             Say data = \"…\", or split the sweep.",
            first.family, other.family
        ));
    }
    for field in file.set.keys() {
        let field = known_field(field)?;
        if !runs.iter().any(|run| field.used_by(&run.spec)) {
            return Err(format!(
                "set.{}: expected a field that some run uses, found that none does. Leave it out.",
                field.id
            ));
        }
    }
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for run in runs {
        let spec = run_spec::to_json(&run.spec);
        if let Some(before) = known.insert(spec, run.index) {
            return Err(format!(
                "expected runs that differ, found that {before} and {} are the same ({}, seed {}). \
                 Name each value once.",
                run.index, run.family, run.spec.seed
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{SweepFile, SweepPlan};

    fn plan(text: &str) -> Result<SweepPlan, String> {
        SweepFile::parse(text).and_then(SweepPlan::of)
    }

    #[test]
    fn every_setting_meets_every_other_and_seeds_come_last() {
        let plan = plan(
            "presets = [\"eight-gaussians\", \"ring\"]\nsteps = 40\nseeds = [5, 6]\nstops = [50]\n\
             [set]\nbatch = 32\n[vary]\nganLoss = [\"wasserstein\", \"hinge\"]\nlearningRate = [0.001, 1e-4]",
        )
        .expect("a sweep");
        assert_eq!((plan.runs.len(), plan.steps), (16, 40));
        assert_eq!(plan.stops, [50, 100]);
        let told: Vec<_> = plan.runs[..6]
            .iter()
            .map(|run| (run.index, run.family.as_str(), run.spec.seed))
            .collect();
        let of = "eight-gaussians ganLoss=";
        let [a, b, c] = [
            format!("{of}wasserstein learningRate=0.001"),
            format!("{of}wasserstein learningRate=0.0001"),
            format!("{of}hinge learningRate=0.001"),
        ];
        let expected = [
            (0, a.as_str(), 5),
            (1, &a, 6),
            (2, &b, 5),
            (3, &b, 6),
            (4, &c, 5),
            (5, &c, 6),
        ];
        assert_eq!(told, expected);
        assert!(plan.runs.iter().all(|run| run.spec.batch == 32));
        assert!(plan.runs[8].family.starts_with("ring "));
        assert!((plan.runs[2].spec.learning_rate - 1e-4).abs() < 1e-9);
        assert_ne!(plan.identity(&plan.runs[0]), plan.identity(&plan.runs[1]));
    }

    #[test]
    fn what_cannot_be_meant_or_trained_is_refused_in_one_sentence() {
        let points = "presets = [\"eight-gaussians\"]\nsteps = 20\nseeds = [1, 2]\n";
        let pictures =
            "families = [\"vae\", \"gan\"]\ndata = \"digits\"\nsteps = 20\nseeds = [1]\n";
        for (text, part) in [
            ("steps = 3\nseeds = [1]".to_owned(), "found neither."),
            (format!("{points}families = [\"vae\"]"), "found both."),
            ("presets = [\"ring\"]\nsteps = 3".to_owned(), "seeds"),
            (
                "presets = [\"ring\"]\nsteps = 3\nseeds = []".to_owned(),
                "seeds: expected one or more",
            ),
            (
                "presets = [\"ring\"]\nsteps = 0\nseeds = [1]".to_owned(),
                "steps: expected 1 or more",
            ),
            (
                "presets = [\"ring\"]\nsteps = 3\nseeds = [1, 1]".to_owned(),
                "that 0 and 1 are the same",
            ),
            (
                "presets = [\"rings\"]\nsteps = 3\nseeds = [1]".to_owned(),
                "presets: expected some of classroom",
            ),
            (format!("{points}colour = 3"), "line 4: "),
            (
                format!("{points}stops = [0]"),
                "stops: expected 1 to 100 percent, found 0",
            ),
            (format!("{points}[set]\nflavour = 1"), "found `flavour`"),
            (format!("{points}[set]\nseed = 1"), "expected seed by seeds"),
            (
                format!("{points}[vary]\nbatch = []"),
                "vary.batch: expected one value or more",
            ),
            (
                format!("{points}[set]\nbatch = 8\n[vary]\nbatch = [8]"),
                "found it in both",
            ),
            (
                format!("{points}[vary]\nbatch = [8, 0]"),
                "run 2 (eight-gaussians batch=0, seed 1): ",
            ),
            (
                format!("{points}[vary]\nbatch = [[8]]"),
                "found a TOML array",
            ),
            (
                format!("{points}[vary]\nbeta = [1]"),
                "vary.beta: expected a field that every run uses",
            ),
            (
                format!("{points}[set]\nbeta = 1"),
                "set.beta: expected a field that some run uses",
            ),
            (
                format!("{points}[measure]\ncount = 5"),
                "measure.count: expected 10 to 20000, found 5",
            ),
            (pictures.replace("digits", "cats"), "data: expected one of"),
            (
                pictures.replace("data = \"digits\"\n", ""),
                "data: expected the families' data set",
            ),
            (
                pictures.replace("digits", "points"),
                "families: expected a data set of pictures",
            ),
            (
                format!("{pictures}[vary]\nbeta = [1, 2]"),
                "run 2 (gan beta=1, seed 1): vary.beta",
            ),
            (
                "presets = [\"ring\", \"classroom\"]\nsteps = 3\nseeds = [1]".to_owned(),
                "expected all runs on the same data",
            ),
            (
                format!(
                    "presets = [\"ring\"]\nsteps = 3\nseeds = {:?}",
                    (0..10_001).collect::<Vec<_>>()
                ),
                "at most 10000 runs, found 10001",
            ),
        ] {
            let said = plan(&text).expect_err(&text);
            assert!(said.contains(part), "{part}: {said}");
            assert_eq!(said.lines().count(), 1, "{said}");
        }
    }

    #[test]
    fn a_number_beyond_the_last_is_refused_with_the_last() {
        let plan = plan("presets = [\"ring\"]\nsteps = 3\nseeds = [1, 2, 3]").expect("a sweep");
        assert_eq!(plan.run(2).expect("the last").index, 2);
        let said = plan.run(3).expect_err("beyond").to_string();
        assert!(said.contains("expected 0 to 2, found 3"), "{said}");
    }
}
