//! Whose work a run's images are.

use run_spec::DataSource;

use super::fetched::DataSet;

/// The licence of weights whose author has not chosen one, and of data that nothing is known of; as
/// SPDX has it.
pub const NOT_STATED: &str = "NOASSERTION";

/// Authors and licence (an SPDX expression) of a data set, for a model card.
pub fn credits(data: DataSource) -> (&'static str, &'static str) {
    match data {
        DataSource::Digits => ("E. Alpaydin, C. Kaynak", "CC-BY-4.0"),
        DataSource::Strokes | DataSource::Shapes | DataSource::Points => {
            ("Latentscape", "MIT OR Apache-2.0")
        }
        DataSource::Mnist | DataSource::FashionMnist => {
            let set = DataSet::named(data.word());
            set.map_or(("", NOT_STATED), |set| (set.authors, set.licence))
        }
        DataSource::Own => ("whoever trained the model", NOT_STATED),
    }
}
