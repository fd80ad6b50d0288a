//! Training data: images that are read, images that are drawn, points of a plane, and which of them a
//! step sees.
//!
//! | module | holds |
//! |---|---|
//! | [`idx`] | the file format of MNIST and its relatives |
//! | [`digits`] | the shipped UCI digits, brought to MNIST's form |
//! | [`strokes`] | digits drawn from splines, with known factors |
//! | [`shapes`] | squares, ellipses and hearts, with known factors |
//! | [`draws`] | what drawn pictures have in common |
//! | [`mixture`] | densities on the plane that are known exactly |
//! | [`worlds`] | those that a run can learn |
//! | [`points`] | points drawn from them |
//! | [`resize()`] | images at another size |
//! | [`fetched`] | data sets that are not shipped: where they are, and how one knows that it is they |

mod credits;
pub mod digits;
pub mod draws;
pub mod fetched;
mod glyphs;
pub mod idx;
mod images;
pub mod mixture;
mod pen;
pub mod points;
mod procedural;
mod resize;
pub mod shapes;
mod source;
pub mod strokes;
pub mod worlds;

pub use credits::{NOT_STATED, credits};
pub use draws::ProceduralImage;
pub use images::Images;
pub use mixture::GaussianMixture;
pub use points::ToyPoints;
pub use procedural::ProceduralDataset;
pub use resize::resize;
pub use source::{DataBatch, TrainingData, drawn_images};
