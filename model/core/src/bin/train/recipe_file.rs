//! A recipe in a file: a preset with fields of its own.

use std::collections::BTreeMap;
use std::path::Path;

use run_spec::{PRESETS, RunSpec, SpecField, preset};
use serde::Deserialize;
use toml::Value;

use crate::{TrainError, toml_file};

/// What such a file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecipeFile {
    preset: String,
    /// Fields in place of the preset's, by their names in JSON.
    #[serde(default)]
    set: BTreeMap<String, Value>,
}

/// The file that is named in place of a preset, if one is.
fn named(preset: &str) -> Option<&Path> {
    let path = Path::new(preset);
    let is_toml = path.extension().is_some_and(|ending| ending == "toml");
    is_toml.then_some(path)
}

/// What a run is called: as its preset or its file, without the folder and the ending.
pub fn title(preset: &str) -> String {
    named(preset).and_then(Path::file_stem).map_or_else(
        || preset.to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    )
}

/// The recipe of a preset, or of a file in place of one.
///
/// # Errors
/// A sentence on a name that no preset has, or on the first that is wrong in the file, with its name.
pub fn recipe(preset: &str) -> Result<RunSpec, TrainError> {
    let Some(path) = named(preset) else {
        return Ok(preset_spec(preset)?);
    };
    let text = toml_file::text("a recipe", path)?;
    parse(&text).map_err(|failure| format!("{}: {failure}", path.display()).into())
}

/// The specification of a preset.
fn preset_spec(name: &str) -> Result<RunSpec, String> {
    match preset(name) {
        Some(preset) => Ok(preset.spec()),
        None => {
            let known: Vec<_> = PRESETS.iter().map(|preset| preset.name).collect();
            let known = known.join(", ");
            Err(format!("expected one of {known}, found `{name}`."))
        }
    }
}

fn parse(text: &str) -> Result<RunSpec, String> {
    let file: RecipeFile = toml_file::parse(text)?;
    let mut spec = preset_spec(&file.preset)?;
    for (name, value) in &file.set {
        let field = SpecField::named(name).ok_or_else(|| {
            format!("set.{name}: expected a field of a run, found none of that name.")
        })?;
        field
            .set(&mut spec, &toml_file::setting_text(name, value)?)
            .map_err(|failure| failure.to_string())?;
    }
    Ok(spec)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use run_spec::DatasetId;

    use super::{named, parse, title};

    #[test]
    fn a_recipe_is_a_preset_with_fields_of_its_own() {
        let spec = parse("preset = \"dcgan\"\n[set]\ndata = \"faces\"\nside = 64\nema = 0.99\n");
        let spec = spec.expect("a recipe");
        assert_eq!((spec.data, spec.image_size), (DatasetId::Faces, 64));
        assert_eq!((spec.ema, spec.latent), (0.99, 100));
        assert_eq!(named("deploy/a.toml"), Some(Path::new("deploy/a.toml")));
        assert_eq!(named("dcgan"), None);
        assert_eq!(title("deploy/dcgan-64.toml"), "dcgan-64");
        assert_eq!(title("dcgan"), "dcgan");
    }

    #[test]
    fn what_is_no_recipe_is_a_sentence() {
        for (text, part) in [
            ("", "missing field `preset`"),
            ("preset = 3", "line 1"),
            (
                "preset = \"dcgan\"\nsteps = 9",
                "line 2: unknown field `steps`",
            ),
            ("preset = \"cats\"", "found `cats`"),
            (
                "preset = \"dcgan\"\n[set]\nwidth = 3",
                "set.width: expected a field",
            ),
            ("preset = \"dcgan\"\n[set]\nside = 65", "65"),
            (
                "preset = \"dcgan\"\n[set]\nside = [64]",
                "side: expected text, a number",
            ),
        ] {
            let said = parse(text).expect_err(text);
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}
