//! A run's losses as lines of text.

use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;
use std::time::Duration;

use model::train::{LossName, NetworkName, StepReport};

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
        let losses = LOSSES.iter().map(|(name, _)| format!("{name}_loss"));
        let norms = NETWORKS.iter().map(|(name, _)| format!("{name}_gradient"));
        let columns: Vec<_> = losses.chain(norms).collect();
        writeln!(file, "step,seconds,side,real,fake,{}", columns.join(","))?;
        Ok(Self(Some(file)))
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

    /// Writes what is not written yet.
    pub fn finish(mut self) -> Result<()> {
        self.0.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}

/// One report as people read it.
pub fn summary(report: &StepReport, training: Duration) -> String {
    let mut line = format!("{:7.1} s  step {:6}", training.as_secs_f64(), report.step);
    for (name, loss) in LOSSES {
        if let Some(value) = report.loss(loss) {
            line += &format!("  {name} {value:.3}");
        }
    }
    if let (Some(real), Some(fake)) = (mean(&report.real_scores), mean(&report.fake_scores)) {
        line += &format!("  scores {real:.2} {fake:.2}");
    }
    line
}

fn mean(values: &[f32]) -> Option<f32> {
    (!values.is_empty()).then(|| values.iter().sum::<f32>() / values.len() as f32)
}
