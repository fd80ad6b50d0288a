//! What a build makes of the catalogues.

mod catalogue;
mod check;
mod compact;
mod message;
mod pseudo;
mod read;
mod rust;

pub use catalogue::{Catalogue, CatalogueError, ENGLISH, Language, PSEUDO, Part, read_languages};
pub use check::{Fault, compare_with_english};
pub use compact::{compact_part, layout_of};
pub use message::{Message, Piece, Variant};
pub use pseudo::pseudo_locale;
pub use rust::typed_messages;
