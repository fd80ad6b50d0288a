//! A run's losses as lines of text.

use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Result, Write};
use std::path::Path;
use std::time::Duration;

use local_files::write_whole;
use model::train::{LossName, NetworkName, StepReport};

use crate::TrainError;

const LOSSES: [(&str, LossName); 6] = [
    ("total", LossName::Total),
    ("reconstruction", LossName::Reconstruction),
    ("kl", LossName::Kl),
    ("feature", LossName::Feature),
    ("d", LossName::Discriminator),
    ("g", LossName::Generator),
];
const NETWORKS: [(&str, NetworkName); 4] = [
    ("encoder", NetworkName::Encoder),
    ("decoder", NetworkName::Decoder),
    ("generator", NetworkName::Generator),
    ("discriminator", NetworkName::Discriminator),
];

/// A CSV file, or nothing.
pub struct CsvLog(Option<BufWriter<File>>);

impl CsvLog {
    /// Begins a file, if there is to be one.
    pub fn create(path: Option<&Path>) -> Result<Self> {
        let mut file = match path {
            None => return Ok(Self(None)),
            // As it goes, so that a run that is stopped leaves what it measured.
            Some(path) => BufWriter::new(File::create(path)?),
        };
        file.write_all(header().as_bytes())?;
        Ok(Self(Some(file)))
    }

    /// Goes on with the file of a run that goes on from a step: what it says of later steps, or began to
    /// say, comes again. Begins one if there is none.
    ///
    /// # Errors
    /// A sentence on a file that is no log.
    pub fn go_on(path: &Path, step: u32) -> std::result::Result<Self, TrainError> {
        let name = path.display();
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            found => found.map_err(|error| {
                format!(
                    "--log: expected the run's log, found that {name} cannot be read ({error})."
                )
            })?,
        };
        if text.is_empty() {
            return Ok(Self::create(Some(path))?);
        }
        let Some(lines) = text.strip_prefix(&header()) else {
            return Err(format!(
                "--log: expected the log of the run that goes on, found something else in {name}. \
                 Name another file."
            )
            .into());
        };
        let kept: String = lines
            .split_inclusive('\n')
            .take_while(|line| {
                let number = line.split(',').next().and_then(|step| step.parse().ok());
                line.ends_with('\n') && number.is_some_and(|number: u32| number <= step)
            })
            .collect();
        write_whole(path, (header() + &kept).as_bytes())?;
        let file = File::options().append(true).open(path)?;
        Ok(Self(Some(BufWriter::new(file))))
    }

    /// One report.
    pub fn line(&mut self, report: &StepReport, training: Duration) -> Result<()> {
        let Some(file) = &mut self.0 else {
            return Ok(());
        };
        let text = |value: Option<f32>| value.map_or_else(String::new, |value| value.to_string());
        let losses = LOSSES.iter().map(|(_, name)| text(report.loss(*name)));
        let norms = NETWORKS
            .iter()
            .map(|(_, name)| text(report.gradient_norm(*name)));
        let values: Vec<_> = losses.chain(norms).collect();
        writeln!(
            file,
            "{},{:.3},{},{},{},{}",
            report.step,
            training.as_secs_f64(),
            report.side,
            text(mean(&report.real_scores)),
            text(mean(&report.fake_scores)),
            values.join(",")
        )
    }

    /// Writes what is not written yet, so that it stays whatever becomes of the machine.
    pub fn keep(&mut self) -> Result<()> {
        let Some(file) = &mut self.0 else {
            return Ok(());
        };
        file.flush()?;
        // Devices and pipes have nothing to be kept on.
        let _ = file.get_ref().sync_data();
        Ok(())
    }

    /// Ends the file.
    pub fn finish(mut self) -> Result<()> {
        self.keep()
    }
}

/// The names of the columns.
fn header() -> String {
    let losses = LOSSES.iter().map(|(name, _)| format!("{name}_loss"));
    let norms = NETWORKS.iter().map(|(name, _)| format!("{name}_gradient"));
    let columns: Vec<_> = losses.chain(norms).collect();
    format!("step,seconds,side,real,fake,{}\n", columns.join(","))
}

/// A report's losses, in a few words.
pub fn losses(report: &StepReport) -> String {
    let there = LOSSES.iter().filter_map(|(name, loss)| {
        let value = report.loss(*loss)?;
        Some(format!("{name} {value:.3}"))
    });
    there.collect::<Vec<_>>().join("  ")
}

/// One report as people read it.
pub fn summary(report: &StepReport, training: Duration) -> String {
    let (secs, step) = (training.as_secs_f64(), report.step);
    let mut line = format!("{secs:7.1} s  step {step:6}  {}", losses(report));
    if let (Some(real), Some(fake)) = (mean(&report.real_scores), mean(&report.fake_scores)) {
        line += &format!("  scores {real:.2} {fake:.2}");
    }
    line
}

fn mean(values: &[f32]) -> Option<f32> {
    (!values.is_empty()).then(|| values.iter().sum::<f32>() / values.len() as f32)
}
