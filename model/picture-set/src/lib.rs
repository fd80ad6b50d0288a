//! Pictures that a visitor brings, as a set to train on.
//!
//! Whatever is brought becomes a [`PictureSet`]: pictures of one size with a class each, if there are
//! classes. The set is one file, so that a run, the page and the browser's storage hold one form.
//!
//! The crates `zip`, `npyz` and `csv` read the formats that have one. What is here holds them to slices of
//! files, to sizes and to depths, and says what their numbers mean.
//!
//! | module | holds |
//! |---|---|
//! | [`set_file`] | the set as a safetensors file |
//! | [`idx`], [`npy`], [`csv`] | files of many images of one size, with numbers of any type |
//! | [`zip`] | the entries of a zip, read one at a time |
//! | [`array`](mod@array) | which dimension of an array is what; arrays as images |
//! | [`numbers`] | types of numbers, and numbers as grey values |
//! | [`picture_size`] | the size of a picture by its first bytes, before anything is decoded |
//! | [`collection`] | pictures of many sizes, as they are gathered; duplicates, classes, sprite sheets |
//! | [`prepare`](mod@prepare) | crop or fit, size, grey, invert, threshold |

pub mod array;
pub mod collection;
#[cfg(feature = "readers")]
pub mod csv;
mod error;
pub mod idx;
#[cfg(feature = "readers")]
pub mod npy;
pub mod numbers;
pub mod picture_size;
pub mod prepare;
pub mod set_file;
#[cfg(feature = "readers")]
pub mod zip;

pub use array::ImageArray;
pub use collection::PictureCollection;
pub use error::PictureError;
pub use prepare::prepare;
pub use set_file::{PictureSet, SetHeader};

/// Nothing that is read unpacks to more than this: 1 GiB.
pub const MOST_BYTES: u64 = 1 << 30;

/// So many characters are shown of what stands in a file.
const MOST_SHOWN: usize = 24;
