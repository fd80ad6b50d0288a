//! What is to be trained, and on which images.

use std::path::Path;

use model::data::idx_folder::{IdxSplit, read_split};
use model::data::{ImageDrawer, Images, TrainingData, idx, shipped};
use run_spec::{DatasetKind, RunSpec, SpecField};

use crate::{TrainArguments, TrainError, recipe_file};

/// The preset, or the recipe in a file, with the fields that were asked for.
pub fn specification(arguments: &TrainArguments) -> Result<RunSpec, TrainError> {
    let mut spec = recipe_file::recipe(&arguments.preset)?;
    let data = arguments.data.iter().map(|data| format!("data={data}"));
    let seed = arguments.seed.iter().map(|seed| format!("seed={seed}"));
    for pair in data.chain(seed).chain(arguments.fields.iter().cloned()) {
        let found = pair
            .split_once('=')
            .and_then(|(name, value)| Some((SpecField::named(name)?, value)));
        let Some((field, value)) = found else {
            return Err(format!("expected FIELD=VALUE of a known field, found `{pair}`.").into());
        };
        field.set(&mut spec, value)?;
    }
    Ok(spec)
}

/// The images of `--own`, if it is given.
pub fn own_images(path: Option<&Path>) -> Result<Option<Images>, TrainError> {
    let Some(path) = path else {
        return Ok(None);
    };
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        format!("--own: expected an IDX file, found that {name} cannot be read ({error}).")
    })?;
    Ok(Some(idx::images_of(&name, bytes)?))
}

/// The images of a specification's data set, or its points; `own` are the user's own.
pub fn source(
    spec: &RunSpec,
    mnist: Option<&Path>,
    own: Option<&Images>,
) -> Result<TrainingData, TrainError> {
    let read = |name: &str| {
        let path = Path::new("assets/data").join(name);
        std::fs::read(&path).map_err(|error| {
            format!(
                "expected the shipped {} in the project's folder, found none ({error}). \
                 Run this program there.",
                path.display()
            )
        })
    };
    Ok(match spec.data.info().kind {
        DatasetKind::Procedural(images) => TrainingData::drawn(images, spec.image_size),
        DatasetKind::Hanzi(strokes) => {
            let drawer = ImageDrawer::hanzi(&read(strokes.name)?)?;
            TrainingData::drawn(drawer, spec.image_size)
        }
        DatasetKind::Shipped { images, labels } => {
            let (images, labels) = (read(images)?, read(labels)?);
            shipped::source(spec.data, &images, &labels, spec.image_size)?
        }
        DatasetKind::Remote(_) => {
            let folder = mnist.ok_or("expected --mnist FOLDER with the four IDX files.")?;
            let test = read_split(folder, IdxSplit::Test)?;
            TrainingData::held(read_split(folder, IdxSplit::Training)?, Some(test))?
        }
        DatasetKind::Toy2d => TrainingData::of_world(spec)?,
        DatasetKind::User => {
            let own = own.ok_or("expected --own FILE with images to train on, found none.")?;
            TrainingData::held(own.clone(), None)?
        }
    })
}
