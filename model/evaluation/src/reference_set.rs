//! Real pictures, and all figures of generated ones beside them.

use run_spec::ImageShape;

use crate::{
    DENSITY_NEIGHBOURS, EvaluationColumn, EvaluationError, EvaluationValues, FeatureMoments,
    PRECISION_NEIGHBOURS, SURE, class_certainty, density_coverage, frechet_distance, memorisation,
    nearest_distances, precision_recall, sharpness,
};

/// What a classifier makes of some pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassifiedPictures {
    /// `[n, width]`: its last hidden layer.
    pub features: Vec<f32>,
    /// Numbers of a feature.
    pub width: usize,
    /// `[n, classes]`
    pub probabilities: Vec<f32>,
    /// How many classes it knows.
    pub classes: usize,
}

/// Held-out and training pictures that generated ones are compared with.
#[derive(Clone, Debug)]
pub struct ReferencePictures {
    shape: ImageShape,
    training: Vec<u8>,
    held_out_distances: Vec<f64>,
    /// Of held-out pictures, those figures that generated ones have by themselves.
    data_values: EvaluationValues,
    classified: Option<ReferenceFeatures>,
}

#[derive(Clone, Debug)]
struct ReferenceFeatures {
    moments: FeatureMoments,
    features: Vec<f32>,
    width: usize,
}

impl ReferencePictures {
    /// Looks at real pictures once, for all runs that are compared. `classified` is what a classifier
    /// makes of the held-out ones; without it the columns that need one stay empty. How near held-out
    /// pictures are to training pictures is asked of the first `count`: as many as are drawn of each run.
    ///
    /// # Shapes
    /// `held_out`, `training`: pictures of `shape`, bytes
    ///
    /// # Errors
    /// [`EvaluationError`] of features that are none.
    pub fn new(
        shape: ImageShape,
        held_out: &[u8],
        classified: Option<ClassifiedPictures>,
        training: Vec<u8>,
        count: usize,
    ) -> Result<Self, EvaluationError> {
        let size = shape.len();
        let first = &held_out[..held_out.len().min(count * size)];
        let held_out_distances = nearest_distances(first, &training, size);
        let mut data_values = EvaluationValues::default();
        data_values.set(
            EvaluationColumn::Sharpness,
            sharpness(held_out, shape).laplacian,
        );
        put_memorisation(&mut data_values, &held_out_distances, &held_out_distances);
        let classified = match classified {
            None => None,
            Some(classified) => {
                put_certainty(&mut data_values, &classified);
                let ClassifiedPictures {
                    features, width, ..
                } = classified;
                Some(ReferenceFeatures {
                    moments: FeatureMoments::of(&features, width)?,
                    features,
                    width,
                })
            }
        };
        Ok(Self {
            shape,
            training,
            held_out_distances,
            data_values,
            classified,
        })
    }

    /// What held-out pictures themselves have in the columns that ask nothing of a model: what
    /// [`AsReal`](crate::BetterWhen::AsReal) columns are compared with.
    pub fn data_values(&self) -> &EvaluationValues {
        &self.data_values
    }

    /// Puts the figures of generated pictures into their columns. Precision, recall, density and coverage
    /// compare with as many held-out pictures.
    ///
    /// # Shapes
    /// `pictures`: bytes, picture by picture; `classified`: what the same classifier makes of them
    ///
    /// # Errors
    /// [`EvaluationError`] of too few pictures, or of features that are not finite.
    pub fn evaluate(
        &self,
        pictures: &[u8],
        classified: Option<&ClassifiedPictures>,
        values: &mut EvaluationValues,
    ) -> Result<(), EvaluationError> {
        values.set(
            EvaluationColumn::Sharpness,
            sharpness(pictures, self.shape).laplacian,
        );
        let distances = nearest_distances(pictures, &self.training, self.shape.len());
        put_memorisation(values, &distances, &self.held_out_distances);
        let (Some(real), Some(generated)) = (&self.classified, classified) else {
            return Ok(());
        };
        put_certainty(values, generated);
        let (width, features) = (generated.width, &generated.features);
        let moments = FeatureMoments::of(features, width)?;
        values.set(
            EvaluationColumn::FrechetDistance,
            frechet_distance(&real.moments, &moments)?,
        );
        let like = &real.features[..real.features.len().min(features.len())];
        let found = precision_recall(like, features, real.width, PRECISION_NEIGHBOURS)?;
        values.set(EvaluationColumn::Precision, found.precision);
        values.set(EvaluationColumn::Recall, found.recall);
        let found = density_coverage(like, features, real.width, DENSITY_NEIGHBOURS)?;
        values.set(EvaluationColumn::Density, found.density);
        values.set(EvaluationColumn::Coverage, found.coverage);
        Ok(())
    }
}

fn put_memorisation(values: &mut EvaluationValues, generated: &[f64], held_out: &[f64]) {
    if let Some(found) = memorisation(generated, held_out) {
        values.set(EvaluationColumn::MemorisationRatio, found.ratio);
        values.set(EvaluationColumn::MemorisedShare, found.share_near);
    }
}

fn put_certainty(values: &mut EvaluationValues, classified: &ClassifiedPictures) {
    let found = class_certainty(&classified.probabilities, classified.classes, SURE);
    values.set(EvaluationColumn::SureShare, found.sure_share);
    values.set(EvaluationColumn::ClassesSeen, found.classes_seen as f64);
    values.set(EvaluationColumn::ClassEntropy, found.entropy);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pictures of 3×3 pixels of one grey each, and a classifier of dark and light whose features are
    /// two: the grey, and its square.
    fn classified(greys: &[u8]) -> ClassifiedPictures {
        let grey = |grey: &u8| f32::from(*grey) / 255.0;
        ClassifiedPictures {
            features: greys
                .iter()
                .map(grey)
                .flat_map(|grey| [grey, grey * grey])
                .collect(),
            width: 2,
            probabilities: greys
                .iter()
                .map(grey)
                .flat_map(|grey| [1.0 - grey, grey])
                .collect(),
            classes: 2,
        }
    }

    fn pictures(greys: &[u8]) -> Vec<u8> {
        greys.iter().flat_map(|grey| [*grey; 9]).collect()
    }

    #[test]
    fn the_data_themselves_are_as_good_as_can_be() {
        let held_out: Vec<u8> = (0..=24).map(|at| at * 10).collect();
        let training: Vec<u8> = (0..=24).map(|at| at * 10 + 4).collect();
        let reference = ReferencePictures::new(
            ImageShape::grey(3),
            &pictures(&held_out),
            Some(classified(&held_out)),
            pictures(&training),
            100,
        )
        .expect("pictures");
        let mut values = EvaluationValues::default();
        reference
            .evaluate(
                &pictures(&held_out),
                Some(&classified(&held_out)),
                &mut values,
            )
            .expect("pictures");
        let value = |column| values.get(column).expect("measured");
        assert!(value(EvaluationColumn::FrechetDistance).abs() < 1e-9);
        for column in [
            EvaluationColumn::Precision,
            EvaluationColumn::Recall,
            EvaluationColumn::Coverage,
            EvaluationColumn::MemorisationRatio,
        ] {
            assert!((value(column) - 1.0).abs() < 1e-12, "{column:?}");
        }
        for column in EvaluationColumn::PICTURES {
            if let Some(expected) = reference.data_values().get(column) {
                assert_eq!(values.get(column), Some(expected), "{column:?}");
            }
        }

        // Training pictures themselves, and one of them again and again.
        let mut copies = EvaluationValues::default();
        reference
            .evaluate(
                &pictures(&[4; 25]),
                Some(&classified(&[4; 25])),
                &mut copies,
            )
            .expect("pictures");
        assert_eq!(copies.get(EvaluationColumn::MemorisationRatio), Some(0.0));
        assert_eq!(copies.get(EvaluationColumn::MemorisedShare), Some(1.0));
        assert_eq!(copies.get(EvaluationColumn::Recall), Some(0.0));
        assert_eq!(copies.get(EvaluationColumn::ClassesSeen), Some(1.0));
    }

    #[test]
    fn without_a_classifier_its_columns_stay_empty() {
        let reference = ReferencePictures::new(ImageShape::grey(3), &[9; 9], None, vec![5; 9], 10)
            .expect("pictures");
        let mut values = EvaluationValues::default();
        let classified = classified(&[1, 2]);
        reference
            .evaluate(&pictures(&[1, 2]), Some(&classified), &mut values)
            .expect("pictures");
        for column in EvaluationColumn::PICTURES {
            assert!(!column.needs_classifier() || values.get(column).is_none());
        }
        assert!(values.get(EvaluationColumn::Sharpness).is_some());
    }
}
