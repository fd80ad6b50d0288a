//! Pictures of a run as figures, as the page asks for them.

use classifier::ImageClassifier;
use evaluation::reference_set::{ClassifiedPictures, ReferencePictures};
use evaluation::{EvaluationColumn, EvaluationError, EvaluationValues, mean_squared_error};
use run_spec::ImageShape;

/// Pictures of a run at a stop, bytes, one after another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StopPictures<'a> {
    /// Draws from the prior.
    pub drawn: &'a [u8],
    /// Reconstructions of the held-out images, in their order; none without an encoder.
    pub reconstructed: &'a [u8],
}

/// Real images, and a run at its stops.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunPictures<'a> {
    /// Held-out images.
    pub held_out: &'a [u8],
    /// Training images.
    pub training: &'a [u8],
    /// The run at its stops.
    pub stops: Vec<StopPictures<'a>>,
}

impl<'a> RunPictures<'a> {
    /// Takes bytes apart: of each stop its draws, its reconstructions, held-out images and training images,
    /// as many as `counts` says, four numbers for each stop. `None` when there are more or fewer bytes.
    pub fn split(shape: ImageShape, counts: &[u32], bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        let mut take = |count: u32| {
            let length = shape.len().checked_mul(count as usize)?;
            let (taken, left) = rest.split_at_checked(length)?;
            rest = left;
            Some(taken)
        };
        let mut pictures = Self::default();
        let (stops, []) = counts.as_chunks::<4>() else {
            return None;
        };
        for [drawn, reconstructed, held_out, training] in stops {
            pictures.stops.push(StopPictures {
                drawn: take(*drawn)?,
                reconstructed: take(*reconstructed)?,
            });
            let (real, trained) = (take(*held_out)?, take(*training)?);
            if !real.is_empty() {
                (pictures.held_out, pictures.training) = (real, trained);
            }
        }
        rest.is_empty().then_some(pictures)
    }
}

/// The figures of held-out images themselves, then of each stop: a number for each of
/// [`EvaluationColumn::ALL`], which is none where there is no figure. Without a classifier of such pictures
/// the columns that need one stay empty.
///
/// # Errors
/// [`EvaluationError`]
pub fn figures_of(
    shape: ImageShape,
    pictures: &RunPictures,
    classifier: Option<&ImageClassifier>,
) -> Result<Vec<f64>, EvaluationError> {
    let classifier = classifier.filter(|it| it.shape() == shape);
    let classify = |bytes: &[u8]| Some(classified(classifier?, bytes));
    let most = pictures.stops.first().map_or(0, |stop| stop.drawn.len());
    let reference = ReferencePictures::new(
        shape,
        pictures.held_out,
        classify(pictures.held_out),
        pictures.training.to_vec(),
        most / shape.len().max(1),
    )?;
    let mut figures = Vec::new();
    put(&mut figures, reference.data_values());
    for stop in &pictures.stops {
        let mut values = EvaluationValues::default();
        reference.evaluate(stop.drawn, classify(stop.drawn).as_ref(), &mut values)?;
        if !stop.reconstructed.is_empty() && stop.reconstructed.len() == pictures.held_out.len() {
            let error = mean_squared_error(stop.reconstructed, pictures.held_out);
            values.set(EvaluationColumn::ReconstructionError, error);
        }
        put(&mut figures, &values);
    }
    Ok(figures)
}

fn put(figures: &mut Vec<f64>, values: &EvaluationValues) {
    let columns = EvaluationColumn::ALL.into_iter();
    figures.extend(columns.map(|column| values.get(column).unwrap_or(f64::NAN)));
}

/// What a classifier of grey pictures makes of them.
fn classified(classifier: &ImageClassifier, bytes: &[u8]) -> ClassifiedPictures {
    let mut found = ClassifiedPictures {
        features: Vec::new(),
        width: classifier.feature_count(),
        probabilities: Vec::new(),
        classes: classifier.classes().len(),
    };
    for picture in bytes.chunks_exact(classifier.shape().len()) {
        let greys: Vec<f32> = picture
            .iter()
            .map(|byte| f32::from(*byte) / 255.0)
            .collect();
        let (features, probabilities) = classifier.features_and_probabilities(&greys);
        found.features.extend(features);
        found.probabilities.extend(probabilities);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four pixels of one grey each.
    fn pictures(greys: impl IntoIterator<Item = u8>) -> Vec<u8> {
        greys.into_iter().flat_map(|grey| [grey; 9]).collect()
    }

    fn figure(figures: &[f64], row: usize, column: EvaluationColumn) -> f64 {
        let at = EvaluationColumn::ALL.iter().position(|it| *it == column);
        figures[row * EvaluationColumn::ALL.len() + at.expect("a column")]
    }

    #[test]
    fn bytes_come_apart_as_they_were_joined_and_others_are_refused() {
        let shape = ImageShape::grey(3);
        let bytes = pictures([1, 2, 3, 4, 5, 6]);
        let split = RunPictures::split(shape, &[1, 1, 1, 1, 2, 0, 0, 0], &bytes).expect("they fit");
        assert_eq!(split.held_out, [3; 9]);
        assert_eq!(split.training, [4; 9]);
        assert_eq!(split.stops[0].reconstructed, [2; 9]);
        assert_eq!(split.stops[1].drawn, &bytes[36..]);
        for counts in [
            &[1, 1, 1, 1, 1, 0, 0, 0][..],
            &[1, 1, 1, 4],
            &[6, 0, 0],
            &[u32::MAX; 4],
        ] {
            assert_eq!(
                RunPictures::split(shape, counts, &bytes),
                None,
                "{counts:?}"
            );
        }
    }

    #[test]
    fn copies_of_training_images_and_wrong_reconstructions_are_found_out() {
        let shape = ImageShape::grey(3);
        let held_out = pictures((0..20).map(|at| at * 10));
        let training = pictures((0..20).map(|at| at * 10 + 4));
        let darker = pictures((0..20).map(|at| (at * 10_u8).saturating_sub(51)));
        let stops = vec![
            StopPictures {
                drawn: &training,
                reconstructed: &held_out,
            },
            StopPictures {
                drawn: &held_out,
                reconstructed: &darker[..9],
            },
            StopPictures {
                drawn: &held_out,
                reconstructed: &[],
            },
        ];
        let run = RunPictures {
            held_out: &held_out,
            training: &training,
            stops,
        };
        let figures = figures_of(shape, &run, None).expect("pictures");
        assert_eq!(figures.len(), 4 * EvaluationColumn::ALL.len());
        let ratio = EvaluationColumn::MemorisationRatio;
        assert_eq!(figure(&figures, 1, ratio), 0.0);
        assert!((figure(&figures, 2, ratio) - 1.0).abs() < 1e-12);
        assert_eq!(
            figure(&figures, 1, EvaluationColumn::ReconstructionError),
            0.0
        );
        for row in [2, 3] {
            let error = figure(&figures, row, EvaluationColumn::ReconstructionError);
            assert!(
                error.is_nan(),
                "as many as there are held-out images, or none"
            );
        }
        for column in EvaluationColumn::PICTURES {
            assert!(!column.needs_classifier() || figure(&figures, 1, column).is_nan());
        }
    }

    /// Bars of several places and widths, which a classifier of digits takes for something.
    fn bars() -> Vec<u8> {
        let bar = |at: usize| {
            let (left, width) = (6 + at % 12, 1 + at / 12);
            (0..28 * 28).map(move |pixel: usize| {
                let (x, y) = (pixel % 28, pixel / 28);
                u8::MAX * u8::from((left..left + width).contains(&x) && (4..24).contains(&y))
            })
        };
        (0..48).flat_map(bar).collect()
    }

    #[test]
    fn with_a_classifier_the_same_pictures_are_as_near_as_can_be_and_one_of_them_covers_little() {
        let file = include_bytes!("../../../assets/classifiers/mnist.safetensors");
        let classifier = ImageClassifier::parse(file).expect("a classifier");
        let (held_out, training) = (bars(), vec![0; 28 * 28]);
        let again: Vec<u8> = held_out[..28 * 28].repeat(48);
        let stop = |drawn| StopPictures {
            drawn,
            reconstructed: &[],
        };
        let run = RunPictures {
            held_out: &held_out,
            training: &training,
            stops: vec![stop(&held_out), stop(&again)],
        };
        let shape = ImageShape::grey(28);
        let figures = figures_of(shape, &run, Some(&classifier)).expect("pictures");
        let of = |row, column| figure(&figures, row, column);
        assert!(of(1, EvaluationColumn::FrechetDistance).abs() < 1e-3);
        assert_eq!(of(1, EvaluationColumn::Coverage), 1.0);
        assert_eq!(
            of(1, EvaluationColumn::SureShare),
            of(0, EvaluationColumn::SureShare)
        );
        assert!(of(2, EvaluationColumn::FrechetDistance) > 1.0);
        assert!(of(2, EvaluationColumn::Coverage) < 0.5);
        assert_eq!(of(2, EvaluationColumn::ClassEntropy), 0.0);
        // It knows nothing of other pictures.
        let wrong = ImageClassifier::parse(&file[..99]);
        assert!(wrong.is_err());
        let small = RunPictures {
            held_out: &held_out[..18],
            training: &training[..9],
            stops: vec![stop(&held_out[..18])],
        };
        let figures = figures_of(ImageShape::grey(3), &small, Some(&classifier)).expect("pictures");
        assert!(figure(&figures, 1, EvaluationColumn::SureShare).is_nan());
    }
}
