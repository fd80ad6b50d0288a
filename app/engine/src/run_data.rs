//! The images, or points, of a training run.

use model::data::fetched::File;
use model::data::{ProceduralDataset, TrainingData, digits, resize};
use run_spec::{DataSource, RunSpec};

use super::data::{DataSetSite, NO_IMAGES, own};
use super::error::sentence;
use super::{channel, fetch};
use protocol::{DataFiles, FromEngine, RequestId, TrainNews};

/// The images of a run, or its points.
///
/// # Errors
/// A sentence that says what was expected and what was found.
pub async fn source(
    spec: &RunSpec,
    files: &DataFiles,
    payload: Option<Vec<u8>>,
) -> Result<TrainingData, String> {
    let side = spec.side;
    let images = match (spec.data, files) {
        (DataSource::Strokes, _) => {
            return Ok(TrainingData::drawn(ProceduralDataset::Strokes, side));
        }
        (DataSource::Points, _) => return TrainingData::of_world(spec).map_err(sentence),
        (DataSource::Shapes, _) => return Ok(TrainingData::drawn(ProceduralDataset::Shapes, side)),
        (DataSource::Digits, DataFiles::Idx { images, labels }) => {
            let (images, labels) = (fetch::bytes(images).await?, fetch::bytes(labels).await?);
            return digits::source(&images, &labels, side).map_err(sentence);
        }
        (
            DataSource::Mnist | DataSource::FashionMnist,
            DataFiles::Fetched { name, base, mirror },
        ) => {
            let images = site(base, *mirror).images(name).await?;
            if images.shape().height == side {
                images
            } else {
                resize(&images, side, side)
            }
        }
        (DataSource::Own, DataFiles::Payload { name }) => own(name, payload)?,
        _ => return Err(NO_IMAGES.to_owned()),
    };
    TrainingData::held(images, None).map_err(sentence)
}

/// Fetches a data set for runs to come, and says how that went. A run under way goes on meanwhile.
pub async fn fetch(id: RequestId, files: DataFiles) {
    let DataFiles::Fetched { name, base, mirror } = &files else {
        // Whatever else there is need not be fetched.
        return;
    };
    let reply = match site(base, *mirror).images(name).await {
        Ok(_) => FromEngine::Training {
            news: TrainNews::Fetched { id },
        },
        Err(error) => FromEngine::Failed { id, error },
    };
    channel::post(&reply, None);
}

/// The site, with the page told of what arrives.
fn site(base: &str, mirror: bool) -> DataSetSite<'_> {
    DataSetSite {
        base,
        mirror,
        told: &tell,
    }
}

fn tell(file: &File, received: u64, total: u64) {
    let news = TrainNews::Fetching {
        file: file.name.to_owned(),
        received,
        total,
    };
    channel::post(&FromEngine::Training { news }, None);
}
