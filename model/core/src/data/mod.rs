//! Training data: images that are read, images that are drawn, points of a plane, and which of them a
//! step sees.
//!
//! | module | holds |
//! |---|---|
//! | [`idx`] | the file format of MNIST and its relatives |
//! | `idx_folder` | the four files of a data set, of a folder; native |
//! | [`digits`] | the shipped UCI digits, brought to MNIST's form |
//! | [`shipped`] | data sets that the site ships |
//! | [`strokes`] | digits drawn from splines, with known factors |
//! | [`shapes`] | squares, ellipses and hearts, with known factors |
//! | [`faces`] | pixel faces in colour, with known factors |
//! | [`hanzi`] | characters drawn from their strokes, with known factors |
//! | `known_factors` | the factors of drawn pictures, as whole numbers |
//! | [`draws`] | what drawn pictures have in common |
//! | [`gaussian_mixture`] | densities on the plane that are known exactly |
//! | [`toy_distributions`] | those that a run can learn |
//! | [`toy_points`] | points drawn from them |
//! | [`resize()`] | images at another size |

mod credits;
pub mod digits;
pub mod draws;
pub mod faces;
pub mod gaussian_mixture;
mod glyphs;
pub mod hanzi;
pub mod idx;
#[cfg(feature = "pretrain")]
pub mod idx_folder;
mod images;
mod known_factors;
mod pen;
mod procedural;
mod resize;
pub mod shapes;
pub mod shipped;
pub mod strokes;
pub mod toy_distributions;
pub mod toy_points;
mod training_data;

pub use credits::{NOT_STATED, credits};
pub use draws::ProceduralImage;
pub use gaussian_mixture::GaussianMixture;
pub use images::{Images, grey_values};
pub use known_factors::FactorValues;
pub use procedural::ImageDrawer;
pub use resize::resize;
pub use toy_points::ToyPoints;
pub use training_data::{DataBatch, TrainingData, drawn_images, held_out_faces, held_out_hanzi};
