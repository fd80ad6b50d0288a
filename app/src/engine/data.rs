//! Where a run's images come from, and fetching those that are not shipped.

use model::data::fetched::{self, DataSet, File};
use model::data::{Drawing, Source, digits, idx, resize};
use spec::{DataSource, RunSpec};

use super::held::sentence;
use super::{fetch, port};
use crate::protocol::{DataFiles, FromEngine, RequestId, TrainNews};

/// The images of a run.
///
/// # Errors
/// A sentence that says what was expected and what was found.
pub async fn source(
    spec: &RunSpec,
    files: &DataFiles,
    payload: Option<Vec<u8>>,
) -> Result<Source, String> {
    let side = spec.side;
    match (spec.data, files) {
        (DataSource::Strokes, _) => Ok(Source::drawn(Drawing::Strokes, side)),
        (DataSource::Shapes, _) => Ok(Source::drawn(Drawing::Shapes, side)),
        (DataSource::Digits, DataFiles::Idx { images, labels }) => {
            let (images, labels) = (fetch::bytes(images).await?, fetch::bytes(labels).await?);
            digits::source(&images, &labels, side).map_err(sentence)
        }
        (
            DataSource::Mnist | DataSource::FashionMnist,
            DataFiles::Fetched { name, base, mirror },
        ) => {
            Site {
                base,
                mirror: *mirror,
            }
            .source(name, side)
            .await
        }
        (DataSource::Own, DataFiles::Payload { name }) => {
            let bytes = payload.ok_or("Expected a file with the message, found none.")?;
            let images = idx::images(name, &bytes).map_err(sentence)?;
            Source::held(images, None).map_err(sentence)
        }
        _ => Err("Expected the images' files with the message, found none.".to_owned()),
    }
}

/// Fetches a data set for runs to come, and says how that went. A run under way goes on meanwhile.
pub async fn fetch(id: RequestId, files: DataFiles) {
    let DataFiles::Fetched { name, base, mirror } = &files else {
        // Whatever else there is need not be fetched.
        return;
    };
    let site = Site {
        base,
        mirror: *mirror,
    };
    let reply = match site.files(name).await {
        Ok(_) => FromEngine::Training {
            news: TrainNews::Fetched { id },
        },
        Err(error) => FromEngine::Failed { id, error },
    };
    port::post(&reply, None);
}

/// Where to look for a data set.
struct Site<'a> {
    /// Address of the site's folder, absolute, ending in `/`.
    base: &'a str,
    /// Whether the visitor asked for a mirror.
    mirror: bool,
}

/// The training files of a data set.
struct Files {
    set: &'static DataSet,
    images: Vec<u8>,
    labels: Vec<u8>,
}

impl Site<'_> {
    async fn source(&self, name: &str, side: usize) -> Result<Source, String> {
        let files = self.files(name).await?;
        let set = files.set;
        let labels = idx::labels(set.train_labels.name, &files.labels).map_err(sentence)?;
        let images = idx::images(set.train_images.name, &files.images).map_err(sentence)?;
        let images = if images.shape().height == side {
            images
        } else {
            resize(&images, side, side)
        };
        let images = images.with_labels(labels).map_err(sentence)?;
        Source::held(images, None).map_err(sentence)
    }

    async fn files(&self, name: &str) -> Result<Files, String> {
        let set = DataSet::named(name)
            .ok_or_else(|| format!("There is no data set “{name}” to fetch."))?;
        Ok(Files {
            set,
            images: self.file(set, &set.train_images).await?,
            labels: self.file(set, &set.train_labels).await?,
        })
    }

    /// One file of a data set, checked by its digest: kept from an earlier visit, in the site's
    /// folder, or at a mirror.
    async fn file(&self, set: &DataSet, file: &File) -> Result<Vec<u8>, String> {
        let told = |received: u64, total: u64| {
            let total = if total > 0 { total } else { file.packed_bytes };
            let news = TrainNews::Fetching {
                file: file.name.to_owned(),
                received,
                total,
            };
            port::post(&FromEngine::Training { news }, None);
        };
        let own = format!("{}data/{}/{}", self.base, set.name, file.name);
        let mut said = String::new();
        // Says more than that another address did not answer.
        let mut wrong = None;
        let mirrors = set.mirrors.iter().filter(|_| self.mirror);
        let addresses = mirrors.map(|mirror| format!("{mirror}{}", file.name));
        for url in std::iter::once(own.clone()).chain(addresses) {
            match fetch::kept(&url, &told).await {
                Ok(bytes) => match fetched::verify(file, &bytes) {
                    // Wherever it came from, the next visit looks for it in one place.
                    Ok(()) => {
                        fetch::keep(&own, &bytes).await;
                        return Ok(bytes);
                    }
                    Err(error) => {
                        fetch::forget(&url).await;
                        wrong = Some(error.to_string());
                    }
                },
                Err(failure) if failure.missing && !self.mirror => {
                    said = format!(
                        "{} is not in this site's data folder. Fetch it from a mirror, or drop \
                         the file of its training images on this page.",
                        set.title
                    );
                }
                Err(failure) => said = failure.text,
            }
        }
        Err(wrong.unwrap_or(said))
    }
}
