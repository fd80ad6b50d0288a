//! Where training images or points come from, and which of them each step sees.

use std::cell::RefCell;

use run_spec::{ImageShape, RunSpec};

use super::faces::{self, FaceFactors};
use super::hanzi::{HanziFactors, HanziStrokes};
use super::{FactorValues, ImageDrawer, Images, ToyPoints, grey_values};
use crate::random::{HostRng, RandomStream};
use crate::{ModelError, ModelResult};

/// Training data: kept images, of which there are so many, drawn ones, without end, or points of a
/// plane. What is said of images here is true of points, but for their values.
#[derive(Clone, Debug)]
pub struct TrainingData {
    kind: TrainingDataKind,
    /// The epoch that batches come from at the moment. Only saves time: a batch is what it is.
    order: RefCell<Option<EpochOrder>>,
}

#[derive(Clone, Debug)]
enum TrainingDataKind {
    Held { images: Images, test: Images },
    Drawn { drawer: ImageDrawer, side: usize },
    Points(ToyPoints),
}

#[derive(Clone, Debug)]
struct EpochOrder {
    seed: u64,
    epoch: u32,
    indices: Vec<usize>,
}

/// The images of one training step.
#[derive(Clone, Debug, PartialEq)]
pub struct DataBatch {
    /// Grey values in [0, 1], image by image: `[images, channels · height · width]`; coordinates,
    /// point by point: `[points, 2]`.
    pub pixels: Vec<f32>,
    /// The label of each image; none if the images have no labels.
    pub labels: Vec<u8>,
}

/// Drawn pictures from this index on are held out. No run gets so far.
const HELD_OUT_FROM: u64 = 1 << 63;
/// The seed of held-out drawn pictures: the same for every run, so that figures compare.
const HELD_OUT_SEED: u64 = 0;
/// Without a test set, one image in so many is held out.
const HELD_OUT_SHARE: usize = 6;
/// Of no more images than these one is held out: each of a visitor's twenty drawings is to be learnt,
/// and a figure of three images says little.
const FEW: usize = 24;

impl TrainingData {
    /// Images that are kept. Without a test set, the last sixth of them is held out; of a few, the
    /// last.
    ///
    /// # Errors
    /// [`ModelError::TooFewImages`], or [`ModelError::TestShape`] when the test images have another size.
    pub fn held(images: Images, test: Option<Images>) -> ModelResult<Self> {
        let (images, test) = match test {
            Some(test) => (images, test),
            None => {
                let held_out = match images.len() {
                    count @ ..=FEW => count.min(1),
                    count => count.div_ceil(HELD_OUT_SHARE),
                };
                let training = images.len() - held_out;
                images.split_at(training)
            }
        };
        if images.is_empty() || test.is_empty() {
            return Err(ModelError::TooFewImages {
                training: images.len(),
                held_out: test.len(),
            });
        }
        if images.shape() != test.shape() {
            return Err(ModelError::TestShape {
                expected: images.shape(),
                found: test.shape(),
            });
        }
        Ok(Self::new(TrainingDataKind::Held { images, test }))
    }

    /// Pictures that are drawn when they are asked for, `side` pixels a side.
    pub fn drawn(drawer: impl Into<ImageDrawer>, side: usize) -> Self {
        let drawer = drawer.into();
        Self::new(TrainingDataKind::Drawn { drawer, side })
    }

    /// Points of a plane.
    pub fn of_points(points: ToyPoints) -> Self {
        Self::new(TrainingDataKind::Points(points))
    }

    /// Points drawn from a run's world.
    ///
    /// # Errors
    /// [`ModelError::Config`] when the world is one that was drawn by hand, and nothing was.
    pub fn of_world(spec: &RunSpec) -> ModelResult<Self> {
        ToyPoints::of(spec).map(Self::of_points)
    }

    /// The first `count` training images with as many held-out ones, or as many as there are; all
    /// points, which weigh little.
    pub fn excerpt(&self, count: usize) -> Self {
        Self::new(match &self.kind {
            TrainingDataKind::Held { images, test } => TrainingDataKind::Held {
                images: images.part(0, count),
                test: test.part(0, count),
            },
            kind @ (TrainingDataKind::Drawn { .. } | TrainingDataKind::Points(_)) => kind.clone(),
        })
    }

    /// The points, where these are points.
    pub fn points(&self) -> Option<&ToyPoints> {
        match &self.kind {
            TrainingDataKind::Points(points) => Some(points),
            TrainingDataKind::Held { .. } | TrainingDataKind::Drawn { .. } => None,
        }
    }

    /// Moves points, held out or not, as [`ToyPoints::push`] does; images stay.
    pub fn push(&mut self, at: [f32; 2], by: [f32; 2], radius: f32) {
        if let TrainingDataKind::Points(points) = &mut self.kind {
            points.push(at, by, radius);
        }
    }

    fn new(kind: TrainingDataKind) -> Self {
        Self {
            kind,
            order: RefCell::new(None),
        }
    }

    /// The size of each image.
    pub fn shape(&self) -> ImageShape {
        match &self.kind {
            TrainingDataKind::Held { images, .. } => images.shape(),
            TrainingDataKind::Drawn { drawer, side } => drawer.shape(*side),
            TrainingDataKind::Points(_) => ImageShape::POINT,
        }
    }

    /// How many training images there are; `None` if they never end.
    pub fn len(&self) -> Option<usize> {
        match &self.kind {
            TrainingDataKind::Held { images, .. } => Some(images.len()),
            TrainingDataKind::Drawn { .. } => None,
            TrainingDataKind::Points(points) => Some(points.training().len() / 2),
        }
    }

    /// Whether there are no training images, which does not happen.
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// How many batches of `size` make an epoch; `None` if there are no epochs.
    ///
    /// # Panics
    /// When `size` is 0.
    pub fn batches_per_epoch(&self, size: usize) -> Option<u32> {
        let length = self.len()?;
        // No more batches than a step number can count.
        Some((length / size.min(length)) as u32)
    }

    /// The batch of training step `step`, counted from 0, of a run of `seed`: a pure function.
    ///
    /// Kept images come in a new order each epoch, each at most once; those that do not fill a
    /// batch are left out of that epoch. A batch is never larger than the whole set. Drawn images
    /// come one after the other, and those of another seed are others.
    ///
    /// # Panics
    /// When `size` is 0.
    pub fn batch(&self, seed: u64, step: u32, size: usize) -> DataBatch {
        match &self.kind {
            TrainingDataKind::Held { images, .. } => {
                self.chosen(seed, step, size, images.len(), |chosen| {
                    let labels = images.labels();
                    DataBatch {
                        pixels: images.values(chosen),
                        labels: labels.map_or_else(Vec::new, |labels| {
                            chosen.iter().map(|&index| labels[index]).collect()
                        }),
                    }
                })
            }
            TrainingDataKind::Points(points) => {
                let all = points.training();
                self.chosen(seed, step, size, all.len() / 2, |chosen| DataBatch {
                    pixels: chosen
                        .iter()
                        .flat_map(|&index| [all[2 * index], all[2 * index + 1]])
                        .collect(),
                    labels: Vec::new(),
                })
            }
            TrainingDataKind::Drawn { drawer, side } => {
                assert_ne!(size, 0, "a batch has images");
                let first = u64::from(step) * size as u64;
                let (pixels, labels) = draw(drawer, seed, first, size, *side);
                let shape = drawer.shape(*side);
                DataBatch {
                    pixels: grey_values(&pixels, shape),
                    labels,
                }
            }
        }
    }

    /// What `make` makes of the indices of a step's batch, of `count` images in all.
    fn chosen(
        &self,
        seed: u64,
        step: u32,
        size: usize,
        count: usize,
        make: impl FnOnce(&[usize]) -> DataBatch,
    ) -> DataBatch {
        let size = size.min(count);
        let per_epoch = (count / size) as u32;
        let (epoch, start) = (step / per_epoch, (step % per_epoch) as usize * size);
        let mut order = self.order.borrow_mut();
        let order = match order.take() {
            Some(known) if (known.seed, known.epoch) == (seed, epoch) => order.insert(known),
            _ => order.insert(EpochOrder {
                seed,
                epoch,
                indices: HostRng::new(seed, RandomStream::Shuffle(epoch)).permutation(count),
            }),
        };
        make(&order.indices[start..start + size])
    }

    /// The first `count` images that a run of `seed` trains on, or as many as there are. Seeds matter to
    /// drawn pictures only. None of points.
    pub fn training(&self, seed: u64, count: usize) -> Images {
        match &self.kind {
            TrainingDataKind::Held { images, .. } => images.part(0, count),
            TrainingDataKind::Drawn { drawer, side } => drawn_images(drawer, seed, 0, count, *side),
            TrainingDataKind::Points(_) => Images::new(ImageShape::POINT, Vec::new()),
        }
    }

    /// `count` images that are never trained on, or as many as there are: the first of the test
    /// set, or pictures drawn from indices that no batch reaches. The same for every seed. None of
    /// points, which are no images: [`ToyPoints::held_out`] has them.
    pub fn held_out(&self, count: usize) -> Images {
        self.held_out_from(0, count)
    }

    /// The same from image `first` on.
    pub fn held_out_from(&self, first: usize, count: usize) -> Images {
        match &self.kind {
            TrainingDataKind::Held { test, .. } => test.part(first, count),
            TrainingDataKind::Drawn { drawer, side } => {
                let from = HELD_OUT_FROM + first as u64;
                drawn_images(drawer, HELD_OUT_SEED, from, count, *side)
            }
            TrainingDataKind::Points(_) => Images::new(ImageShape::POINT, Vec::new()),
        }
    }

    /// The factors of the first `count` images that [`Self::held_out`] gives, where they are known:
    /// those of drawn pictures.
    pub fn held_out_factors(&self, count: usize) -> Vec<FactorValues> {
        let TrainingDataKind::Drawn { drawer, .. } = &self.kind else {
            return Vec::new();
        };
        let mut factors: Vec<FactorValues> = Vec::new();
        for index in (HELD_OUT_FROM..).take(count) {
            let known = drawer.known_factors(HELD_OUT_SEED, index);
            if factors.is_empty() {
                let named = known.iter().map(|(factor, _)| FactorValues {
                    factor: *factor,
                    values: Vec::with_capacity(count),
                });
                factors = named.collect();
            }
            for (factor, (_, value)) in factors.iter_mut().zip(known) {
                factor.values.push(value);
            }
        }
        factors
    }
}

/// The factors of the first `count` faces that [`TrainingData::held_out`] gives.
pub fn held_out_faces(count: usize) -> Vec<FaceFactors> {
    let drawn = (HELD_OUT_FROM..).take(count);
    drawn
        .map(|index| faces::drawn_factors(HELD_OUT_SEED, index))
        .collect()
}

/// The factors of the first `count` characters that [`TrainingData::held_out`] gives.
pub fn held_out_hanzi(strokes: &HanziStrokes, count: usize) -> Vec<HanziFactors> {
    let drawn = (HELD_OUT_FROM..).take(count);
    drawn
        .map(|index| strokes.drawn_factors(HELD_OUT_SEED, index).1)
        .collect()
}

/// Drawn pictures as images that are kept: `count` from index `first` on.
pub fn drawn_images(
    drawer: &ImageDrawer,
    seed: u64,
    first: u64,
    count: usize,
    side: usize,
) -> Images {
    let (pixels, labels) = draw(drawer, seed, first, count, side);
    Images::labelled(drawer.shape(side), pixels, labels)
}

fn draw(
    drawer: &ImageDrawer,
    seed: u64,
    first: u64,
    count: usize,
    side: usize,
) -> (Vec<u8>, Vec<u8>) {
    let mut pixels = Vec::with_capacity(count * drawer.shape(side).len());
    let mut labels = Vec::with_capacity(count);
    for index in (first..).take(count) {
        let (picture, label) = drawer.draw(seed, index, side);
        pixels.extend(picture);
        labels.push(label);
    }
    (pixels, labels)
}
