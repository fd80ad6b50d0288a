//! What is to be done: every argument, input and output is checked before anything is trained.

use std::fs;
use std::path::Path;
use std::rc::Rc;

use local_files::{check_output_folder, check_output_room};
use model::data::idx_folder::known_data_set;
use model::vae::Vae;
use model::weights::ModelArchitecture;
use model::{Device, device, weights};
use run_spec::DatasetId;

use crate::gan::GanTraining;
use crate::images::{ImageSource, SplitImages};
use crate::presets::{ModelRecipe, ShippedPreset, VaeRecipe, presets};
use crate::shared::device_option;
use crate::vae::VaeRun;
use crate::{PretrainArguments, PretrainError, export, io, judge};

/// A model to be made.
pub struct ModelJob {
    preset: ShippedPreset,
    start: JobStart,
    /// Jobs with the same images share them.
    images: Rc<SplitImages>,
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
/// changed. The jobs are in the order of the catalogue.
///
/// # Errors
/// What is wrong, a sentence.
pub fn make(arguments: &PretrainArguments) -> Result<Vec<ModelJob>, PretrainError> {
    let presets = chosen(arguments)?;
    let opened = device_option::open(&arguments.device).map_err(PretrainError::Device)?;
    for preset in &presets {
        device_option::check_room(&opened, &preset.networks(), preset.recipe.image())
            .map_err(PretrainError::Device)?;
    }
    if let Some(gpu) = opened.gpu() {
        println!("on {gpu}");
    }
    let mut read: Vec<(ImageSource, Rc<SplitImages>)> = Vec::new();
    let mut with_images = Vec::with_capacity(presets.len());
    for preset in presets {
        let known = read.iter().find(|(source, _)| *source == preset.source);
        let images = match known {
            Some((_, images)) => Rc::clone(images),
            None => {
                let images = Rc::new(images(&preset, arguments)?);
                read.push((preset.source, Rc::clone(&images)));
                images
            }
        };
        check_images(&preset, arguments, &images)?;
        with_images.push((preset, images));
    }
    check_output_folder("--out", &arguments.out)?;
    if !arguments.again {
        check_output_folder("--work", &arguments.work)?;
    }
    let presets = || with_images.iter().map(|(preset, _)| preset);
    let out: u64 = presets().map(|preset| preset.recipe.bytes()).sum();
    check_output_room("--out", &arguments.out.join("catalog.json"), out)?;
    if !arguments.again {
        // A state has the weights, two moments of each and perhaps an average, and is written beside the one
        // before.
        check_output_room("--work", &arguments.work.join("checkpoint"), 8 * out)?;
    }
    with_images
        .into_iter()
        .map(|(preset, images)| {
            export::check_outputs(&preset, &arguments.out)?;
            let start = start(&preset, arguments, &images, opened.device())?;
            Ok(ModelJob {
                preset,
                start,
                images,
            })
        })
        .collect()
}

/// A model's images, read or drawn.
fn images(
    preset: &ShippedPreset,
    arguments: &PretrainArguments,
) -> Result<SplitImages, PretrainError> {
    match (preset.source, &arguments.data) {
        (ImageSource::Folder(_), None) => Err(PretrainError::NoFolder { id: preset.id }),
        (ImageSource::Folder(data), Some(folder)) => {
            SplitImages::read(preset.id, data, folder, arguments.limit)
        }
        (ImageSource::Drawn(drawn), _) => SplitImages::draw(drawn, arguments.limit),
    }
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
    if arguments.model.is_empty() {
        // Of the models of a folder's images, those of the data set that it holds.
        let folder = arguments.data.as_deref();
        let known = folder.and_then(|folder| known_data_set(folder).ok().flatten());
        let data = known.unwrap_or(DatasetId::Mnist);
        presets.retain(|preset| match preset.source {
            ImageSource::Folder(needed) => needed == data,
            ImageSource::Drawn(_) => true,
        });
    } else {
        presets.retain(|preset| arguments.model.iter().any(|name| name == preset.id));
    }
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
    SplitImages { train, test, .. }: &SplitImages,
) -> Result<(), PretrainError> {
    let (id, recipe) = (preset.id, &preset.recipe);
    for (split, images) in [("training", train), ("test", test)] {
        if images.shape() != recipe.image() {
            return Err(PretrainError::ImageSize {
                id,
                split,
                expected: recipe.image(),
                found: images.shape(),
                folder: arguments.data.clone().unwrap_or_default(),
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
    SplitImages { train, test, .. }: &SplitImages,
    device: &Device,
) -> Result<JobStart, PretrainError> {
    let id = preset.id;
    let shipped = export::weights_path(preset, &arguments.out);
    let (work, fresh) = (&arguments.work, arguments.fresh);
    Ok(match &preset.recipe {
        ModelRecipe::Vae(recipe) if arguments.again => {
            JobStart::ShippedVae(Box::new(shipped_vae(recipe, &shipped)?))
        }
        ModelRecipe::Vae(recipe) => {
            let run = VaeRun::begin(id, recipe, work, fresh, train, device)?;
            JobStart::TrainVae(Box::new(run))
        }
        ModelRecipe::Gan(recipe) => {
            judge::check()?;
            if arguments.again {
                JobStart::ShippedGan(shipped_gan(preset, &shipped)?)
            } else {
                let run = GanTraining::begin(id, recipe, work, fresh, (train, test), device)?;
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
    pub fn run(self, out: &Path) -> Result<(), PretrainError> {
        let Self {
            preset,
            start,
            images,
        } = self;
        let SplitImages {
            train, test, facts, ..
        } = &*images;
        let file = export::weights_path(&preset, out).display().to_string();
        match (&preset.recipe, start) {
            (ModelRecipe::Vae(recipe), JobStart::TrainVae(run)) => {
                let vae = run.fit(preset.id, recipe, train, test)?;
                export::vae(&preset, recipe, vae, &images, out)
            }
            (ModelRecipe::Vae(recipe), JobStart::ShippedVae(vae)) => {
                export::vae(&preset, recipe, *vae, &images, out)
            }
            (_, JobStart::TrainGan(run)) => {
                export::generator(&preset, &file, &run.fit(preset.id)?, facts, out)
            }
            (_, JobStart::ShippedGan(bytes)) => {
                export::generator(&preset, &file, &bytes, facts, out)
            }
            (ModelRecipe::Gan(_), JobStart::TrainVae(_) | JobStart::ShippedVae(_)) => {
                unreachable!("a job begins as its recipe says")
            }
        }
    }
}
