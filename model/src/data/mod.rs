//! Images, and the files they come in.

pub mod idx;
mod images;

pub use images::Images;
