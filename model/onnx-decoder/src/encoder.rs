//! An encoder that was opened for a decoder, and the posteriors of pictures.

use rten::{Model, NodeId, ValueOrView};
use rten_tensor::Tensor;
use run_spec::ImageShape;

use crate::decoder::{NUMBERS_AT_ONCE, SAMPLES, loaded, numbers, refused, sample_points};
use crate::encoder_facts::{CodeOutput, EncoderFacts, SpreadForm};
use crate::encoder_form::{EncoderForm, OutputSlice};
use crate::graph::{self, ClassInput};
use crate::output::{ImageLayout, ValueRange};
use crate::{OnnxDecoder, OnnxError};

/// At most so many pictures are encoded at once, or points decoded, between two signs that it goes on.
const AT_ONCE: usize = 8;
/// An encoder tells pictures apart if what comes back of one is nearer to it than to another one in at
/// least so many of all pairs. By chance it is in half of them, in 72 % with an encoder of random
/// weights in the tests; in 96 % with that of the smallest VAE of docs/own-model.md.
const LEAST_SHARE: f32 = 0.8;
/// Pictures come back if they differ less than this, in squared grey values, whatever the others do.
const SAME_PICTURES: f32 = 1e-6;

/// An encoder from an ONNX file.
pub struct OnnxEncoder {
    model: Model,
    facts: EncoderFacts,
    picture: NodeId,
    class: Option<NodeId>,
    outputs: Vec<NodeId>,
    latent: usize,
    image: ImageShape,
    form: EncoderForm,
    spread: Option<(OutputSlice, SpreadForm)>,
    error: f32,
}

/// The posteriors of pictures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Posteriors {
    /// μ, `[images, latent]`, row by row.
    pub means: Vec<f32>,
    /// σ, `[images, latent]`, row by row; 0 of an encoder that says none.
    pub deviations: Vec<f32>,
}

/// What reproduced a decoder's pictures best.
struct RecognisedForm {
    /// Squared difference of a picture and what came back of it.
    difference: f32,
    /// In which share of pairs that is nearer to its own picture.
    nearer: f32,
    form: EncoderForm,
    outputs: Vec<Vec<f32>>,
}

impl OnnxEncoder {
    /// Opens a file as the encoder of a decoder: checks it whole, encodes some of the decoder's
    /// pictures, and takes that form through which they come back best: first that which is known from
    /// elsewhere, and any other only where it does not do. `beat` is called before each computation.
    ///
    /// # Errors
    /// An [`OnnxError`] that says what was expected and what was found.
    pub fn open(
        bytes: Vec<u8>,
        decoder: &OnnxDecoder,
        known: Option<EncoderForm>,
        beat: impl Fn(),
    ) -> Result<Self, OnnxError> {
        let file = graph::checked_model(&bytes)?;
        let (image, classes) = (decoder.image(), decoder.classes());
        let facts = EncoderFacts::of(&file, image, decoder.layout(), classes)?;
        drop(file);
        let model = loaded(bytes)?;
        let node = |name: &str| model.node_id(name).map_err(refused);
        let outputs = facts.outputs.iter().map(|output| node(&output.name));
        let class = facts.class.as_ref().map(|class| node(&class.name));
        let form = EncoderForm {
            range: decoder.range(),
            layout: facts.layouts[0],
            mean: OutputSlice {
                output: 0,
                begins: 0,
                row: 1,
            },
        };
        let mut encoder = Self {
            picture: node(&facts.name)?,
            class: class.transpose()?,
            outputs: outputs.collect::<Result<_, _>>()?,
            model,
            latent: decoder.latent(),
            image,
            form,
            spread: None,
            error: 0.0,
            facts,
        };
        if known.is_some() && encoder.recognise(decoder, known, &beat).is_ok() {
            return Ok(encoder);
        }
        let mut recognised = encoder.recognise(decoder, None, &beat);
        if matches!(recognised, Err(OnnxError::Refused { .. })) && encoder.facts.batch.is_none() {
            // Exports often reshape to the one picture that they were traced with.
            encoder.facts.batch = Some(1);
            recognised = encoder.recognise(decoder, None, &beat);
        }
        recognised.map(|()| encoder)
    }

    /// Takes the form through which a decoder's pictures come back best, of all or of the only one.
    fn recognise(
        &mut self,
        decoder: &OnnxDecoder,
        only: Option<EncoderForm>,
        beat: impl Fn(),
    ) -> Result<(), OnnxError> {
        let latent = decoder.latent();
        let points = sample_points(latent);
        let class = |sample: usize| sample % decoder.classes().max(1);
        // Only points of one class are decoded together.
        let at_once = match decoder.classes() {
            0 => decoder.batch().unwrap_or_else(|| at_once(decoder.image())),
            _ => 1,
        };
        let decoded = |points: &[f32]| -> Result<Vec<Vec<f32>>, OnnxError> {
            let mut pictures = Vec::with_capacity(SAMPLES);
            for (first, some) in points.chunks(at_once * latent).enumerate() {
                beat();
                let planes = decoder.grey_planes(some, class(first * at_once))?;
                let planes = planes.chunks_exact(decoder.image().len());
                pictures.extend(planes.map(|picture| -> Vec<f32> {
                    picture.iter().map(|grey| grey.clamp(0.0, 1.0)).collect()
                }));
            }
            Ok(pictures)
        };
        let pictures = decoded(&points)?;
        let mut best: Option<RecognisedForm> = None;
        let mut first_error = None;
        for layout in self.facts.layouts.clone() {
            for range in ranges(decoder.range()) {
                if only.is_some_and(|only| (only.layout, only.range) != (layout, range)) {
                    continue;
                }
                (self.form.layout, self.form.range) = (layout, range);
                let outputs = match self.sampled(&pictures, class, &beat) {
                    Ok(outputs) => outputs,
                    Err(error) => {
                        first_error = first_error.or(Some(error));
                        continue;
                    }
                };
                for mean in means(&self.facts.outputs, &outputs, latent, SAMPLES)? {
                    let form = EncoderForm { mean, ..self.form };
                    if only.is_some_and(|only| only != form) {
                        continue;
                    }
                    let back = match decoded(&mean.of(&outputs, latent)) {
                        Ok(back) => back,
                        Err(error) => {
                            // A point far outside: what else it may be is tried nevertheless.
                            first_error = first_error.or(Some(error));
                            continue;
                        }
                    };
                    let (difference, nearer) = compared(&pictures, &back);
                    if best
                        .as_ref()
                        .is_none_or(|best| difference < best.difference)
                    {
                        best = Some(RecognisedForm {
                            difference,
                            nearer,
                            form,
                            outputs: outputs.clone(),
                        });
                    }
                }
            }
        }
        let Some(best) = best else {
            return Err(first_error.unwrap_or(OnnxError::OutputNotFinite));
        };
        if best.nearer < LEAST_SHARE && best.difference > SAME_PICTURES {
            let share = (best.nearer * 100.0).round() as usize;
            return Err(OnnxError::EncoderUnfit { share });
        }
        self.error = best.difference.sqrt();
        self.form = best.form;
        let spread = spread_beside(
            &self.facts.outputs,
            &best.outputs,
            best.form.mean,
            latent,
            SAMPLES,
        );
        self.spread = spread.map(|part| {
            let output = &self.facts.outputs[part.output];
            (part, output.spread_form(&part.of(&best.outputs, latent)))
        });
        Ok(())
    }

    /// What the outputs say of pictures, each of its own class.
    fn sampled(
        &self,
        pictures: &[Vec<f32>],
        class: impl Fn(usize) -> usize,
        beat: impl Fn(),
    ) -> Result<Vec<Vec<f32>>, OnnxError> {
        let at_once = if self.takes_class() {
            1
        } else {
            self.at_once()
        };
        let mut all = vec![Vec::new(); self.outputs.len()];
        for (first, some) in pictures.chunks(at_once).enumerate() {
            beat();
            let found = self.run(&some.concat(), class(first * at_once))?;
            for (all, some) in all.iter_mut().zip(found) {
                all.extend(some);
            }
        }
        let mut values = all.iter().flatten();
        if values.all(|value| value.is_finite()) {
            Ok(all)
        } else {
            Err(OnnxError::OutputNotFinite)
        }
    }

    /// How many pictures are encoded at once: as many as the model takes, if that is fixed.
    pub fn at_once(&self) -> usize {
        self.facts.batch.unwrap_or_else(|| at_once(self.image))
    }

    /// The form that it was recognised to have.
    pub fn form(&self) -> EncoderForm {
        self.form
    }

    /// How the input's numbers follow each other.
    pub fn layout(&self) -> ImageLayout {
        self.form.layout
    }

    /// The range of the pictures' values that it was taken to expect.
    pub fn range(&self) -> ValueRange {
        self.form.range
    }

    /// How it says how far a posterior spreads, if it does.
    pub fn spread(&self) -> Option<SpreadForm> {
        self.spread.map(|(_, form)| form)
    }

    /// Whether it takes the class of a picture beside it.
    pub fn takes_class(&self) -> bool {
        self.class.is_some()
    }

    /// Root mean square difference, in grey values from 0 to 1, of some of the decoder's pictures and
    /// what came back of them.
    pub fn error(&self) -> f32 {
        self.error
    }

    /// The posteriors of pictures of a class. A class that there is not counts as the last one.
    ///
    /// # Shapes
    /// `planes`: grey values 0 black to 1 white, `[n, channels · height · width]`, channel by
    /// channel, of the decoder's size
    ///
    /// # Errors
    /// [`OnnxError::Refused`] when the model cannot be run there, [`OnnxError::OutputNotFinite`] when
    /// what it gives is no number.
    ///
    /// # Panics
    /// When `planes` is no whole number of pictures.
    pub fn posteriors(&self, planes: &[f32], class: usize) -> Result<Posteriors, OnnxError> {
        let size = self.image.len();
        assert!(planes.len().is_multiple_of(size), "whole pictures");
        let mut found = Posteriors::default();
        for some in planes.chunks(self.at_once() * size) {
            let outputs = self.run(some, class)?;
            let fits =
                |part: OutputSlice| outputs[part.output].len() == some.len() / size * part.row;
            if !fits(self.form.mean) || self.spread.is_some_and(|(part, _)| !fits(part)) {
                return Err(refused("its outputs have other sizes for other batches"));
            }
            let means = self.form.mean.of(&outputs, self.latent);
            let deviations = match self.spread {
                Some((part, form)) => {
                    let spread = part.of(&outputs, self.latent).into_iter();
                    spread.map(|value| form.deviation(value)).collect()
                }
                None => vec![0.0; means.len()],
            };
            let mut values = means.iter().chain(&deviations);
            if !values.all(|value| value.is_finite()) {
                return Err(OnnxError::OutputNotFinite);
            }
            found.means.extend(means);
            found.deviations.extend(deviations);
        }
        Ok(found)
    }

    /// What the outputs say of pictures, no more than are encoded at once, of a class.
    fn run(&self, planes: &[f32], class: usize) -> Result<Vec<Vec<f32>>, OnnxError> {
        let wanted = planes.len() / self.image.len();
        let count = self.facts.batch.unwrap_or(wanted);
        let grey = planes.iter().map(|grey| self.form.range.value(*grey));
        let mut values: Vec<f32> = grey.collect();
        if self.form.layout == ImageLayout::Pixels {
            let planes = std::mem::take(&mut values);
            self.image.extend_interleaved(&planes, &mut values);
        }
        // The rest of a fixed batch is of no interest.
        values.resize(count * self.image.len(), 0.0);
        let mut shape = vec![count];
        shape.extend(&self.facts.shape);
        let pictures = Tensor::from_data(&shape[..], values);
        let mut inputs: Vec<(NodeId, ValueOrView)> = vec![(self.picture, pictures.into())];
        if let (Some(id), Some(input)) = (self.class, self.facts.class.as_ref()) {
            inputs.push((id, class_value(input, class, count)));
        }
        let outputs = self.model.run(inputs, &self.outputs, None);
        let outputs = outputs.map_err(refused)?;
        let found = outputs.iter().map(|output| {
            let (_, mut values) = numbers(output).ok_or_else(|| refused("not a tensor"))?;
            values.truncate(values.len() / count * wanted);
            Ok(values)
        });
        found.collect()
    }
}

fn class_value(input: &ClassInput, class: usize, count: usize) -> ValueOrView<'static> {
    input.value(class.min(input.classes - 1), count)
}

/// So many pictures fit into one computation.
fn at_once(image: ImageShape) -> usize {
    (NUMBERS_AT_ONCE / image.len()).clamp(1, AT_ONCE)
}

/// The ranges that are tried; the likeliest first.
fn ranges(usual: ValueRange) -> impl Iterator<Item = ValueRange> {
    let others = [ValueRange::Unit, ValueRange::Signed, ValueRange::Bytes];
    let others = others.into_iter().filter(move |range| *range != usual);
    std::iter::once(usual).chain(others)
}

/// Where a mean may be in outputs for so many pictures; the likeliest first.
///
/// # Errors
/// [`OnnxError::EncoderOutput`] when no output is a latent vector of this length, or two.
fn means(
    outputs: &[CodeOutput],
    values: &[Vec<f32>],
    latent: usize,
    count: usize,
) -> Result<Vec<OutputSlice>, OnnxError> {
    let parts = parts(values, latent, count);
    let named = |part: &&OutputSlice| outputs[part.output].is_mean();
    if let Some(mean) = parts.iter().find(named) {
        return Ok(vec![*mean]);
    }
    if parts.is_empty() {
        let sizes = values
            .iter()
            .map(|values| (values.len() / count).to_string());
        let sizes: Vec<_> = sizes.collect();
        return Err(OnnxError::EncoderOutput {
            latent,
            found: graph::listed(sizes.iter().map(String::as_str)).into(),
        });
    }
    let no_spread = |part: &OutputSlice| !outputs[part.output].is_spread();
    let likely: Vec<_> = parts.iter().copied().filter(no_spread).collect();
    Ok(if likely.is_empty() { parts } else { likely })
}

/// The latent vectors in outputs for so many pictures.
fn parts(values: &[Vec<f32>], latent: usize, count: usize) -> Vec<OutputSlice> {
    let mut parts = Vec::new();
    for (output, values) in values.iter().enumerate() {
        let row = values.len() / count;
        if row == latent || row == 2 * latent {
            let begins = (0..row).step_by(latent);
            parts.extend(begins.map(|begins| OutputSlice {
                output,
                begins,
                row,
            }));
        }
    }
    parts
}

/// Where the spread is, if there is any, beside a mean.
fn spread_beside(
    outputs: &[CodeOutput],
    values: &[Vec<f32>],
    mean: OutputSlice,
    latent: usize,
    count: usize,
) -> Option<OutputSlice> {
    let others: Vec<_> = parts(values, latent, count)
        .into_iter()
        .filter(|part| *part != mean)
        .collect();
    let beside = others.iter().find(|part| part.output == mean.output);
    let named = others.iter().find(|part| outputs[part.output].is_spread());
    beside.or(named).or(others.first()).copied()
}

/// The mean squared difference of each picture and what came back of it, and in which share of pairs of
/// pictures what came back of one is nearer to it than to the other.
fn compared(pictures: &[Vec<f32>], back: &[Vec<f32>]) -> (f32, f32) {
    let difference = |a: &[f32], b: &[f32]| {
        let squares = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b));
        squares.sum::<f32>() / a.len() as f32
    };
    let (mut sum, mut nearer, mut pairs) = (0.0, 0, 0);
    for (at, back) in back.iter().enumerate() {
        let own = difference(&pictures[at], back);
        sum += own;
        for (_, other) in pictures.iter().enumerate().filter(|(of, _)| *of != at) {
            pairs += 1;
            nearer += usize::from(own < difference(other, back));
        }
    }
    (
        sum / pictures.len() as f32,
        nearer as f32 / pairs.max(1) as f32,
    )
}
