//! A sweep as people write it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Value;

use crate::judge::MeasuringOptions;
use crate::{TrainError, toml_file};

/// What a sweep's file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SweepFile {
    /// Presets, each with its own settings.
    #[serde(default)]
    pub presets: Vec<String>,
    /// Families of models that are compared on the same data.
    #[serde(default)]
    pub families: Vec<String>,
    /// The data set of all runs.
    pub data: Option<String>,
    /// The length of all runs.
    pub steps: u32,
    /// Each of the others with each of these.
    pub seeds: Vec<u32>,
    /// At which shares of the steps runs are measured, percent; the end always is.
    #[serde(default)]
    pub stops: Vec<u32>,
    /// Fields of all runs.
    #[serde(default)]
    pub set: BTreeMap<String, Value>,
    /// Fields with the values that they take in turn.
    #[serde(default)]
    pub vary: BTreeMap<String, Vec<Value>>,
    /// With how much pictures are measured.
    #[serde(default)]
    pub measure: MeasuringOptions,
}

impl SweepFile {
    /// Reads a file.
    ///
    /// # Errors
    /// One sentence on the first that is wrong.
    pub fn read(path: &Path) -> Result<Self, TrainError> {
        let text = toml_file::text("a sweep", path)?;
        Self::parse(&text).map_err(|failure| format!("{}: {failure}", path.display()).into())
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// One sentence on the first that is wrong, with its line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: Self = toml_file::parse(text)?;
        file.check()?;
        Ok(file)
    }

    fn check(&self) -> Result<(), String> {
        if self.presets.is_empty() == self.families.is_empty() {
            let found = if self.presets.is_empty() {
                "neither"
            } else {
                "both"
            };
            return Err(format!(
                "expected presets = [\"…\"], or families = [\"…\"] with data = \"…\", found {found}."
            ));
        }
        if self.seeds.is_empty() {
            return Err("seeds: expected one or more, found none.".to_owned());
        }
        if self.steps == 0 {
            return Err("steps: expected 1 or more, found 0.".to_owned());
        }
        if let Some(stop) = self.stops.iter().find(|stop| !(1..=100).contains(*stop)) {
            return Err(format!("stops: expected 1 to 100 percent, found {stop}."));
        }
        if let Some((field, _)) = self.vary.iter().find(|(_, values)| values.is_empty()) {
            return Err(format!(
                "vary.{field}: expected one value or more, found none."
            ));
        }
        if let Some((field, _)) = self
            .set
            .iter()
            .find(|(field, _)| self.vary.contains_key(*field))
        {
            return Err(format!(
                "expected {field} in set or in vary, found it in both. Take it out of set."
            ));
        }
        for (field, instead) in [("seed", "seeds = […]"), ("data", "data = \"…\"")] {
            if self.set.contains_key(field) || self.vary.contains_key(field) {
                return Err(format!(
                    "expected {field} by {instead} at the top of the file, found it in set or vary."
                ));
            }
        }
        self.measure
            .check("measure.")
            .map_err(|failure| failure.to_string())
    }
}
