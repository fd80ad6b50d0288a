//! Where a worker finds a data set's images.

use std::sync::Arc;

use protocol::DataFiles;
use run_spec::{DatasetId, DatasetKind};

/// Where a worker finds a data set's images, and the file that it is to be handed. `base` is the
/// address of the site's folder, `own` what the visitor brought: a name and bytes.
pub(crate) fn files_of(
    data: DatasetId,
    mirror: bool,
    base: &str,
    own: Option<&(String, Arc<[u8]>)>,
) -> (DataFiles, Option<Arc<[u8]>>) {
    let files = match data.info().kind {
        DatasetKind::Procedural(_) | DatasetKind::Toy2d => DataFiles::Procedural,
        DatasetKind::Hanzi(strokes) => DataFiles::Strokes {
            url: format!("{base}assets/data/{}", strokes.name),
        },
        DatasetKind::Shipped { images, labels } => DataFiles::Idx {
            images: format!("{base}assets/data/{images}"),
            labels: format!("{base}assets/data/{labels}"),
        },
        DatasetKind::Remote(_) => fetched_files(data, mirror, base),
        DatasetKind::User => {
            if let Some((name, bytes)) = own.cloned() {
                return (DataFiles::Payload { name }, Some(bytes));
            }
            // The engine refuses it with a sentence.
            DataFiles::Procedural
        }
    };
    (files, None)
}

/// Where a worker finds a data set that is not shipped.
pub(crate) fn fetched_files(data: DatasetId, mirror: bool, base: &str) -> DataFiles {
    DataFiles::Remote {
        name: data.as_str().to_owned(),
        base: base.to_owned(),
        mirror,
    }
}
