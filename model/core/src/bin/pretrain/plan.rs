//! What is to be done: every argument, input and output is checked before anything is trained.

use std::fs;
use std::path::Path;

use local_files::check_output_folder;
use model::data::idx_folder::{IdxFolderError, IdxSplit, known_data_set, read_split};
use model::data::{Images, credits};
use model::vae::Vae;
use model::weights::{DataFacts, ModelArchitecture};
use model::{device, weights};
use run_spec::DatasetId;

use crate::gan::GanTraining;
use crate::presets::{ModelRecipe, ShippedPreset, VaeRecipe, presets};
use crate::vae::VaeRun;
use crate::{PretrainArguments, PretrainError, export, io, judge};

/// Jobs, and the images that they share.
pub struct PretrainPlan {
    /// One for each model, in the order of the catalogue.
    pub jobs: Vec<ModelJob>,
    /// Training images.
    pub train: Images,
    /// Test images.
    pub test: Images,
    /// Whose these images are, for model cards.
    pub data: DataFacts,
}

/// A model to be made.
pub struct ModelJob {
    preset: ShippedPreset,
    start: JobStart,
}

/// Where a job begins.
enum JobStart {
    /// A VAE to be trained, or trained further.
    TrainVae(Box<VaeRun>),
    /// A generator to be trained, or trained further.
    TrainGan(Box<GanTraining>),
    /// A VAE whose files are written anew.
    ShippedVae(Box<Vae>),
    /// The weights file of a generator whose files are written anew.
    ShippedGan(Vec<u8>),
}

/// Checks all that was asked for, and makes the folders that files go to. Nothing that is there is
/// changed.
///
/// # Errors
/// What is wrong, a sentence.
pub fn make(arguments: &PretrainArguments) -> Result<PretrainPlan, PretrainError> {
    let presets = chosen(arguments)?;
    let mut train = read_split(&arguments.data, IdxSplit::Training)?;
    let test = read_split(&arguments.data, IdxSplit::Test)?;
    if let Some(limit) = arguments.limit {
        train = train.truncated(limit);
    }
    println!(
        "{} training images and {} test images",
        weights::grouped(train.len()),
        weights::grouped(test.len())
    );
    for preset in &presets {
        check_images(preset, arguments, &train, &test)?;
    }
    check_output_folder("--out", &arguments.out)?;
    if !arguments.again {
        check_output_folder("--work", &arguments.work)?;
    }
    let jobs = presets
        .into_iter()
        .map(|preset| {
            export::check_outputs(&preset, &arguments.out)?;
            let start = start(&preset, arguments, &train, &test)?;
            Ok(ModelJob { preset, start })
        })
        .collect::<Result<_, PretrainError>>()?;
    let data = facts(&arguments.data, train.len())?;
    Ok(PretrainPlan {
        jobs,
        train,
        test,
        data,
    })
}

/// What the folder's images are: a data set that is recognised by its content, or somebody's own.
fn facts(folder: &Path, images: usize) -> Result<DataFacts, PretrainError> {
    let known = known_data_set(folder).map_err(IdxFolderError::from)?;
    let name = known.map_or_else(
        || {
            let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
            let name = folder.file_name().unwrap_or(folder.as_os_str());
            format!("images of the folder {}", name.to_string_lossy())
        },
        |known| known.title().to_owned(),
    );
    let (authors, licence) = credits(known.unwrap_or(DatasetId::Own));
    Ok(DataFacts {
        name,
        authors: authors.to_owned(),
        licence: licence.to_owned(),
        images: images as u64,
    })
}

/// The models that were asked for, each once, with the epochs that were asked for.
fn chosen(arguments: &PretrainArguments) -> Result<Vec<ShippedPreset>, PretrainError> {
    let zero = |option, without| PretrainError::Zero { option, without };
    if arguments.epochs == Some(0) {
        return Err(zero(
            "--epochs",
            "the preset's, or give --again to train nothing",
        ));
    }
    if arguments.limit == Some(0) {
        return Err(zero("--limit", "all training images"));
    }
    let mut presets = presets();
    for name in &arguments.model {
        if !presets.iter().any(|preset| preset.id == name) {
            let known: Vec<_> = presets.iter().map(|preset| preset.id).collect();
            return Err(PretrainError::UnknownModel {
                known: known.join(", "),
                found: name.clone(),
            });
        }
    }
    presets.retain(|preset| {
        arguments.model.is_empty() || arguments.model.iter().any(|name| name == preset.id)
    });
    if let Some(epochs) = arguments.epochs {
        for preset in &mut presets {
            preset.recipe.set_epochs(epochs);
        }
    }
    Ok(presets)
}

/// Whether a model can be trained on these images.
fn check_images(
    preset: &ShippedPreset,
    arguments: &PretrainArguments,
    train: &Images,
    test: &Images,
) -> Result<(), PretrainError> {
    let (id, recipe) = (preset.id, &preset.recipe);
    for (split, images) in [("training", train), ("test", test)] {
        if images.shape() != recipe.image() {
            return Err(PretrainError::ImageSize {
                id,
                split,
                expected: recipe.image(),
                found: images.shape(),
                folder: arguments.data.clone(),
            });
        }
    }
    if arguments.again {
        return Ok(());
    }
    let (batch, found) = (recipe.batch(), train.len());
    if found < batch {
        return Err(PretrainError::TooFewImages {
            id,
            batch,
            found,
            limited: arguments.limit.is_some_and(|limit| limit < batch),
        });
    }
    let per_epoch = u32::try_from(found / batch).unwrap_or(u32::MAX);
    let most = u32::MAX / per_epoch;
    if recipe.epochs() > most {
        return Err(PretrainError::TooManySteps {
            id,
            most,
            found: recipe.epochs(),
        });
    }
    Ok(())
}

/// Reads what a job begins with: its newest checkpoint, or what is shipped.
fn start(
    preset: &ShippedPreset,
    arguments: &PretrainArguments,
    train: &Images,
    test: &Images,
) -> Result<JobStart, PretrainError> {
    let id = preset.id;
    let shipped = export::weights_path(preset, &arguments.out);
    let (work, fresh) = (&arguments.work, arguments.fresh);
    Ok(match &preset.recipe {
        ModelRecipe::Vae(recipe) if arguments.again => {
            JobStart::ShippedVae(Box::new(shipped_vae(recipe, &shipped)?))
        }
        ModelRecipe::Vae(recipe) => {
            JobStart::TrainVae(Box::new(VaeRun::begin(id, recipe, work, fresh, train)?))
        }
        ModelRecipe::Gan(recipe) => {
            judge::check()?;
            if arguments.again {
                JobStart::ShippedGan(shipped_gan(preset, &shipped)?)
            } else {
                let run = GanTraining::begin(id, recipe, work, fresh, (train, test))?;
                JobStart::TrainGan(Box::new(run))
            }
        }
    })
}

fn shipped_vae(recipe: &VaeRecipe, path: &Path) -> Result<Vae, PretrainError> {
    let bytes = fs::read(path).map_err(io(path))?;
    let file = path.display().to_string();
    let (card, vae) = weights::load_vae(&file, &bytes, &device::cpu())?;
    let expected = ModelArchitecture::Vae(recipe.config.clone());
    if card.architecture == expected {
        return Ok(vae);
    }
    Err(PretrainError::OtherModel {
        path: path.to_owned(),
        expected: expected.summary().join("; "),
        found: card.architecture.summary().join("; "),
    })
}

fn shipped_gan(preset: &ShippedPreset, path: &Path) -> Result<Vec<u8>, PretrainError> {
    let bytes = fs::read(path).map_err(io(path))?;
    let (card, model) = weights::load(&path.display().to_string(), &bytes, &device::cpu())?;
    let (image, latent) = (preset.recipe.image(), preset.recipe.latent());
    if !model.has_encoder() && (model.image(), model.latent()) == (image, latent) {
        return Ok(bytes);
    }
    Err(PretrainError::OtherModel {
        path: path.to_owned(),
        expected: format!(
            "a generator of {}×{} pixels with {latent} latent dimensions",
            image.height, image.width
        ),
        found: card.architecture.summary().join("; "),
    })
}

impl ModelJob {
    /// Trains, and writes what is shipped to `out`.
    ///
    /// # Errors
    /// Those of training and of writing.
    pub fn run(
        self,
        (train, test): (&Images, &Images),
        data: &DataFacts,
        out: &Path,
    ) -> Result<(), PretrainError> {
        let Self { preset, start } = self;
        let file = export::weights_path(&preset, out).display().to_string();
        match (&preset.recipe, start) {
            (ModelRecipe::Vae(recipe), JobStart::TrainVae(run)) => {
                let vae = run.fit(preset.id, recipe, train, test)?;
                export::vae(&preset, recipe, vae, data, test, out)
            }
            (ModelRecipe::Vae(recipe), JobStart::ShippedVae(vae)) => {
                export::vae(&preset, recipe, *vae, data, test, out)
            }
            (_, JobStart::TrainGan(run)) => {
                export::generator(&preset, &file, &run.fit(preset.id)?, data, out)
            }
            (_, JobStart::ShippedGan(bytes)) => {
                export::generator(&preset, &file, &bytes, data, out)
            }
            (ModelRecipe::Gan(_), JobStart::TrainVae(_) | JobStart::ShippedVae(_)) => {
                unreachable!("a job begins as its recipe says")
            }
        }
    }
}
