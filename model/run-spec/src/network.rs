//! Layers between an image and a code.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The layers between an image and a code, listed in the order in which data flow through them.
///
/// As text, `dense 128 64`, `conv 16 32 dense 64` (an encoder) or `dense 64 conv 32 16` (a
/// decoder); both orders of the two parts are read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum NetworkSpec {
    /// Dense layers only.
    Dense {
        /// Width of each hidden layer.
        hidden: Vec<usize>,
    },
    /// In an encoder: convolutions that halve the image, then dense layers. In a decoder: dense
    /// layers, then transposed convolutions that double the image.
    Conv {
        /// Width of each hidden dense layer.
        hidden: Vec<usize>,
        /// Encoder: channels after each halving. Decoder: channels before each doubling; the
        /// last doubling leads to the image.
        channels: Vec<usize>,
    },
}

impl NetworkSpec {
    /// A dense network.
    pub fn dense(hidden: &[usize]) -> Self {
        Self::Dense {
            hidden: hidden.to_vec(),
        }
    }

    /// A convolutional network.
    pub fn conv(channels: &[usize], hidden: &[usize]) -> Self {
        Self::Conv {
            hidden: hidden.to_vec(),
            channels: channels.to_vec(),
        }
    }

    /// Channels of the convolutions (none in a dense network), and widths of the dense layers.
    pub fn layers(&self) -> (&[usize], &[usize]) {
        match self {
            Self::Dense { hidden } => (&[], hidden),
            Self::Conv { hidden, channels } => (channels, hidden),
        }
    }

    /// Whether there are convolutions.
    pub fn is_conv(&self) -> bool {
        matches!(self, Self::Conv { .. })
    }
}

impl fmt::Display for NetworkSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |widths: &[usize]| {
            widths
                .iter()
                .map(|width| format!(" {width}"))
                .collect::<String>()
        };
        match self {
            Self::Dense { hidden } => write!(f, "dense{}", list(hidden)),
            Self::Conv { hidden, channels } if hidden.is_empty() => {
                write!(f, "conv{}", list(channels))
            }
            Self::Conv { hidden, channels } => {
                write!(f, "conv{} dense{}", list(channels), list(hidden))
            }
        }
    }
}

impl FromStr for NetworkSpec {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = "layers such as `dense 256 128` or `conv 32 64 dense 128`";
        let mut hidden = Vec::new();
        let mut channels: Option<Vec<usize>> = None;
        let mut into_conv = false;
        for word in text
            .split([' ', ',', '→', '-', '>'])
            .filter(|w| !w.is_empty())
        {
            match word.to_ascii_lowercase().as_str() {
                "dense" => into_conv = false,
                "conv" => {
                    into_conv = true;
                    channels.get_or_insert_default();
                }
                number => {
                    let width = number
                        .parse()
                        .map_err(|_| format!("{form}, found `{word}`"))?;
                    match (&mut channels, into_conv) {
                        (Some(channels), true) => channels.push(width),
                        _ => hidden.push(width),
                    }
                }
            }
        }
        Ok(match channels {
            Some(channels) => Self::Conv { hidden, channels },
            None => Self::Dense { hidden },
        })
    }
}

/// What stands between two layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    /// max(x, 0).
    Relu,
    /// x where positive, 0.2 x elsewhere: the slope of DCGAN (arXiv:1511.06434).
    #[default]
    LeakyRelu,
    /// x · σ(x) (arXiv:1606.08415).
    Silu,
}

#[cfg(test)]
mod tests {
    use super::NetworkSpec;

    #[test]
    fn a_network_is_read_as_it_is_written() {
        for network in [
            NetworkSpec::dense(&[]),
            NetworkSpec::dense(&[128, 64]),
            NetworkSpec::conv(&[16, 32], &[]),
            NetworkSpec::conv(&[16, 32], &[64]),
        ] {
            assert_eq!(network.to_string().parse(), Ok(network));
        }
        assert_eq!("128, 64".parse(), Ok(NetworkSpec::dense(&[128, 64])));
        assert!("dense twelve".parse::<NetworkSpec>().is_err());
    }
}
