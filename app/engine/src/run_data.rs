//! The images, or points, of a training run.

use model::data::{TrainingData, resize, shipped};
use run_spec::{DatasetFile, DatasetKind, RunSpec};

use super::data::{DataSetSite, hanzi, own};
use super::error::of_model;
use super::{channel, fetch};
use protocol::{DataFiles, EngineError, FromEngine, RequestId, RoomError, RunId, TrainerUpdate};

/// The images of a run, or its points.
///
/// # Errors
/// A sentence that says what was expected and what was found.
pub async fn source(
    spec: &RunSpec,
    files: &DataFiles,
    payload: Option<Vec<u8>>,
) -> Result<TrainingData, EngineError> {
    let side = spec.image_size;
    let no_images = || EngineError::from(RoomError::NoImageFiles);
    let images = match spec.data.info().kind {
        DatasetKind::Procedural(images) => return Ok(TrainingData::drawn(images, side)),
        DatasetKind::Hanzi(_) => return Ok(TrainingData::drawn(hanzi(files).await?, side)),
        DatasetKind::Toy2d => return TrainingData::of_world(spec).map_err(of_model),
        DatasetKind::Shipped { .. } => {
            let DataFiles::Idx { images, labels } = files else {
                return Err(no_images());
            };
            let (images, labels) = (fetch::bytes(images).await?, fetch::bytes(labels).await?);
            return shipped::source(spec.data, &images, &labels, side).map_err(of_model);
        }
        DatasetKind::Remote(_) => {
            let DataFiles::Remote { name, base, mirror } = files else {
                return Err(no_images());
            };
            let images = site(base, *mirror).images(name).await?;
            if images.shape().height == side {
                images
            } else {
                resize(&images, side, side)
            }
        }
        DatasetKind::User => {
            let DataFiles::Payload { name } = files else {
                return Err(no_images());
            };
            own(name, payload)?
        }
    };
    TrainingData::held(images, None).map_err(of_model)
}

/// Fetches a data set for runs to come, and says how that went. A run under way goes on meanwhile.
pub async fn fetch(id: RequestId, files: DataFiles) {
    let DataFiles::Remote { name, base, mirror } = &files else {
        // Whatever else there is need not be fetched.
        return;
    };
    match site(base, *mirror).images(name).await {
        Ok(_) => channel::post_update(RunId::NONE, TrainerUpdate::Fetched { id }, None),
        Err(error) => channel::post(&FromEngine::Failed { id, error }, None),
    }
}

/// The site; the page is told of what arrives.
fn site(base: &str, mirror: bool) -> DataSetSite<'_> {
    DataSetSite {
        base,
        mirror,
        progress: &report,
    }
}

fn report(file: &DatasetFile, received: u64, total: u64) {
    let update = TrainerUpdate::Fetching {
        file: file.name.to_owned(),
        received,
        total,
    };
    channel::post_update(RunId::NONE, update, None);
}
