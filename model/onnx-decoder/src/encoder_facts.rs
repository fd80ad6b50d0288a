//! What a file's graph says of an encoder, before anything of it runs.

use rten_onnx::onnx::{GraphProto, ModelProto, ValueInfoProto};
use run_spec::ImageShape;

use crate::OnnxError;
use crate::graph::{ClassInput, MOST_STEPS, check_batch, class_input, graph_of, listed, producer};
use crate::output::ImageLayout;
use crate::signature::{ValueType, free_inputs, words_of};

/// How an encoder says how far a posterior spreads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpreadForm {
    /// ln σ².
    LogVariance,
    /// ln σ.
    LogDeviation,
    /// σ².
    Variance,
    /// σ.
    Deviation,
}

impl SpreadForm {
    /// σ.
    pub(crate) fn deviation(self, value: f32) -> f32 {
        match self {
            Self::LogVariance => (0.5 * value).exp(),
            Self::LogDeviation => value.exp(),
            Self::Variance => value.max(0.0).sqrt(),
            Self::Deviation => value.max(0.0),
        }
    }

    /// As messages and cards write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LogVariance => "log-variance",
            Self::LogDeviation => "log-deviation",
            Self::Variance => "variance",
            Self::Deviation => "deviation",
        }
    }
}

/// An output of an encoder's.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CodeOutput {
    pub name: String,
    /// Whether its last activation lets nothing below 0 pass.
    positive: bool,
}

impl CodeOutput {
    /// Whether one of its name's words is one of these, or the logarithm of one.
    fn has(&self, words: &[&str]) -> bool {
        words_of(&self.name)
            .iter()
            .any(|word| words.contains(&without_log(word).unwrap_or(word)))
    }

    /// Whether it is called a mean.
    pub fn is_mean(&self) -> bool {
        self.has(&["mean", "means", "mu", "mus"])
    }

    /// Whether it is called a spread.
    pub fn is_spread(&self) -> bool {
        self.has(&VARIANCES) || self.has(&DEVIATIONS)
    }

    /// What its values are, if it is a spread.
    pub fn spread_form(&self, values: &[f32]) -> SpreadForm {
        let of_deviations = self.has(&DEVIATIONS);
        let words = words_of(&self.name);
        let called_log = words.iter().any(|word| without_log(word).is_some());
        let positive = values.iter().all(|value| *value >= 0.0);
        let plain = self.positive || (self.is_spread() && !called_log);
        match (positive && plain, of_deviations) {
            (true, _) if self.has(&VARIANCES) && !called_log => SpreadForm::Variance,
            (true, _) => SpreadForm::Deviation,
            (false, true) => SpreadForm::LogDeviation,
            (false, false) => SpreadForm::LogVariance,
        }
    }
}

/// What outputs are called that are variances.
const VARIANCES: [&str; 4] = ["var", "vars", "variance", "variances"];
/// What they are called that are deviations.
const DEVIATIONS: [&str; 9] = [
    "std",
    "stds",
    "stddev",
    "stdev",
    "sigma",
    "sigmas",
    "scale",
    "deviation",
    "deviations",
];

/// A word without the logarithm that it begins with; nothing of the logarithm alone.
fn without_log(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("log").or(word.strip_prefix("ln"))?;
    let known = rest.is_empty() || VARIANCES.contains(&rest) || DEVIATIONS.contains(&rest);
    known.then_some(rest)
}

/// What is known of an encoder before it runs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EncoderFacts {
    /// The input that takes pictures.
    pub name: String,
    /// The shape of that input for one picture.
    pub shape: Vec<usize>,
    /// The only batch that the model takes, if there is only one.
    pub batch: Option<usize>,
    /// How its numbers may follow each other; the likeliest first.
    pub layouts: Vec<ImageLayout>,
    pub class: Option<ClassInput>,
    pub outputs: Vec<CodeOutput>,
}

impl EncoderFacts {
    /// Looks at a model that is to encode pictures of `image`, which a decoder makes with `layout`
    /// and of so many classes.
    ///
    /// # Errors
    /// What about its inputs does not fit the decoder.
    pub fn of(
        model: &ModelProto,
        image: ImageShape,
        layout: ImageLayout,
        classes: usize,
    ) -> Result<Self, OnnxError> {
        let graph = graph_of(model)?;
        let inputs = free_inputs(graph);
        let name = |input: &ValueInfoProto| input.name.clone().unwrap_or_default();
        let others = || {
            let said = inputs.iter().map(|input| {
                let text = ValueType::of(input).text;
                format!("{} of {text}", name(input))
            });
            let said: Vec<_> = said.collect();
            OnnxError::EncoderInputs {
                classes,
                found: listed(said.iter().map(String::as_str)).into(),
            }
        };
        let (picture, class) = match inputs[..] {
            [one] => (one, None),
            [one, other] => {
                // The larger one is the picture.
                let rank = |input: &ValueInfoProto| {
                    let sizes = ValueType::of(input).sizes;
                    (sizes.len(), sizes.last().copied().flatten())
                };
                if rank(one) >= rank(other) {
                    (one, Some(other))
                } else {
                    (other, Some(one))
                }
            }
            _ => return Err(others()),
        };
        let class = class
            .map(|input| class_input(graph, name(input), &ValueType::of(input)))
            .transpose()
            .ok()
            .filter(|class| class.as_ref().is_none_or(|class| class.classes == classes))
            .ok_or_else(others)?;
        let input = ValueType::of(picture);
        let (shape, layouts) = layouts_of(&input, image, layout).ok_or_else(|| {
            let ImageShape {
                channels,
                height,
                width,
            } = image;
            OnnxError::EncoderImage {
                size: [channels, height, width],
                name: name(picture).into(),
                found: input.text.as_str().into(),
            }
        })?;
        let batch = input.sizes.first().copied().flatten();
        check_batch(batch, image.len())?;
        let outputs = graph.output.iter().filter_map(|output| {
            let name = output.name.clone()?;
            let positive = is_positive(graph, &name);
            Some(CodeOutput { name, positive })
        });
        Ok(Self {
            name: name(picture),
            shape,
            batch,
            layouts,
            class,
            outputs: outputs.collect(),
        })
    }
}

/// The shape of a picture for an input that takes such, without the batch, and how its numbers may
/// follow each other.
fn layouts_of(
    input: &ValueType,
    image: ImageShape,
    usual: ImageLayout,
) -> Option<(Vec<usize>, Vec<ImageLayout>)> {
    use ImageLayout::{Pixels, Planes};
    let ImageShape {
        channels,
        height,
        width,
    } = image;
    let sizes = input.sizes.get(1..).filter(|_| input.is_float())?;
    let fits = |expected: &[usize]| {
        let mut pairs = sizes.iter().zip(expected);
        sizes.len() == expected.len() && pairs.all(|(size, it)| size.is_none_or(|size| size == *it))
    };
    let (planes, pixels) = ([channels, height, width], [height, width, channels]);
    let other = match usual {
        Planes => Pixels,
        Pixels => Planes,
    };
    let shape_of = |layout| match layout {
        Planes => planes,
        Pixels => pixels,
    };
    if let Some(layout) = [usual, other].into_iter().find(|it| fits(&shape_of(*it))) {
        return Some((shape_of(layout).to_vec(), vec![layout]));
    }
    if channels == 1 && fits(&[height, width]) {
        return Some((vec![height, width], vec![Planes]));
    }
    if !fits(&[image.len()]) {
        return None;
    }
    let layouts = if channels == 1 {
        vec![Planes]
    } else {
        vec![usual, other]
    };
    Some((vec![image.len()], layouts))
}

/// Whether an output's last activation lets nothing below 0 pass.
fn is_positive(graph: &GraphProto, output: &str) -> bool {
    let mut value = output;
    for _ in 0..MOST_STEPS {
        let Some(node) = producer(graph, value) else {
            return false;
        };
        match node.op_type.as_deref() {
            Some("Exp" | "Softplus" | "Sqrt" | "Abs") => return true,
            Some("Reshape" | "Flatten" | "Identity" | "Squeeze" | "Unsqueeze" | "Add" | "Clip") => {
                match node.input.first() {
                    Some(input) => value = input,
                    None => return false,
                }
            }
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_by_whole_words_what_outputs_are() {
        let of = |name: &str, positive| CodeOutput {
            name: name.to_owned(),
            positive,
        };
        for (name, mean, spread) in [
            ("mu", true, false),
            ("z_mean", true, false),
            ("zMean", true, false),
            ("/encoder/fc_mu/Gemm_output_0", true, false),
            ("/encoder/Mul_output_0", false, false),
            ("multiplied", false, false),
            ("latent_variables", false, false),
            ("variational_z", false, false),
            ("logvar", false, true),
            ("z_log_var", false, true),
            ("logSigma", false, true),
            ("std", false, true),
            ("standardised", false, false),
            ("login", false, false),
        ] {
            let output = of(name, false);
            assert_eq!(
                (output.is_mean(), output.is_spread()),
                (mean, spread),
                "{name}"
            );
        }
        for (name, positive, form) in [
            ("logvar", false, SpreadForm::LogVariance),
            ("z_log_var", false, SpreadForm::LogVariance),
            ("log_std", false, SpreadForm::LogDeviation),
            ("lnsigma", false, SpreadForm::LogDeviation),
            ("variance", true, SpreadForm::Variance),
            ("var", false, SpreadForm::Variance),
            ("output_1", true, SpreadForm::Deviation),
        ] {
            assert_eq!(of(name, positive).spread_form(&[0.5, 0.25]), form, "{name}");
        }
    }
}
