//! The classifier whose features are compared.

use std::fs;
use std::path::{Path, PathBuf};

use classifier::ImageClassifier;
use evaluation::ClassifiedPictures;
use model::data::grey_values;
use run_spec::{DatasetId, ImageShape};

use crate::TrainError;

/// Where classifiers are, a file for each data set that has one, from the project's folder.
const FOLDER: &str = "assets/classifiers";

/// A classifier of pictures of one size.
pub struct PictureClassifier(ImageClassifier);

impl PictureClassifier {
    /// Reads the classifier that was named, or the data set's own; `None`, said in a line, if there is
    /// none.
    ///
    /// # Errors
    /// A sentence on a file that was named and is none for such pictures.
    pub fn open(
        named: Option<&Path>,
        data: DatasetId,
        shape: ImageShape,
    ) -> Result<Option<Self>, TrainError> {
        // The one of MNIST knows other digits, too.
        let known = match data {
            DatasetId::Digits | DatasetId::Strokes => DatasetId::Mnist,
            data => data,
        };
        let own = PathBuf::from(format!("{FOLDER}/{}.safetensors", known.as_str()));
        let path = named.unwrap_or(&own);
        let name = path.display();
        if named.is_none() && !path.exists() {
            println!(
                "no classifier of {} is at {name}: columns that need one stay empty",
                data.title()
            );
            return Ok(None);
        }
        let bytes = fs::read(path).map_err(|error| {
            format!("--classifier: expected weights, found that {name} cannot be read ({error}).")
        })?;
        let found = ImageClassifier::parse(&bytes)
            .map_err(|error| format!("--classifier: {name}: {error}"))?;
        if found.shape() != shape {
            let said = |shape: ImageShape| {
                let ImageShape {
                    channels,
                    height,
                    width,
                } = shape;
                format!("{height}×{width} pixels in {channels} channels")
            };
            return Err(format!(
                "--classifier: expected one of pictures of {}, found that {name} knows {}. \
                 Name another, or leave the option out.",
                said(shape),
                said(found.shape())
            )
            .into());
        }
        println!("classifier: {name}, of {}", found.data().title());
        Ok(Some(Self(found)))
    }

    /// Features and classes of pictures, bytes.
    pub fn classify(&self, pixels: &[u8]) -> ClassifiedPictures {
        let shape = self.0.shape();
        let mut found = ClassifiedPictures {
            features: Vec::new(),
            width: self.0.feature_count(),
            probabilities: Vec::new(),
            classes: self.0.classes().len(),
        };
        for picture in pixels.chunks_exact(shape.len()) {
            let picture = grey_values(picture, shape);
            let (features, probabilities) = self.0.features_and_probabilities(&picture);
            found.features.extend(features);
            found.probabilities.extend(probabilities);
        }
        found
    }
}
