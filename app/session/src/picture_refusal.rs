//! Why a file is no picture, as data: the page words it.

/// Why the browser's part of the page handed no picture on.
#[derive(Clone, Debug, PartialEq)]
pub enum PictureRefusal {
    /// The file has too many bytes.
    TooLarge {
        /// How many, in mebibytes.
        megabytes: f64,
    },
    /// The picture has too many pixels.
    TooManyPixels {
        /// Pixels across.
        width: f64,
        /// Pixels down.
        height: f64,
    },
    /// By its first bytes it is of another format, which `app/page/js/picture.js` names.
    OtherFormat(String),
    /// It ends in the middle.
    Torn,
    /// The browser makes nothing of it.
    Unreadable,
}
