//! Why something that was brought cannot be read.

/// Why something that was brought cannot be read: what was expected and what was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Fewer bytes than the header says.
    #[error("the file ends too soon: {expected} bytes are needed, {found} are there")]
    Truncated {
        /// Bytes that the header asks for.
        expected: u64,
        /// Bytes that there are.
        found: u64,
    },
    /// More bytes than the header says.
    #[error("{0} bytes follow the images")]
    Trailing(u64),
    /// More than [`MOST_BYTES`](crate::MOST_BYTES).
    #[error("it holds more than 1 GiB of numbers")]
    TooLarge,
    /// No image, or images without pixels.
    #[error("there is no image in it: its dimensions are {0}")]
    Empty(String),
    /// One dimension: labels, not images.
    #[error("it holds labels, one number for each image, and no images")]
    Labels,
    /// Dimensions that images do not have.
    #[error("images have 2 to 4 dimensions, grey or RGB; found {0}")]
    Dimensions(String),
    /// Numbers of a type that is not read.
    #[error("numbers of the type {0} are not read")]
    NumberType(String),
    /// Python objects.
    #[error("it holds pickled Python objects, which are not opened, because they can run code")]
    Pickled,
    /// A number that is not finite.
    #[error("it holds numbers that are not finite (NaN or infinity)")]
    NotFinite,
    /// An IDX file in the wrong byte order.
    #[error("its header is in the wrong byte order")]
    ByteOrder,
    /// It is packed with gzip, and damaged.
    #[error("it cannot be unpacked: {0}")]
    Gzip(String),
    /// A header that cannot be read.
    #[error("its header cannot be read")]
    Header,
    /// A row of a table with more or fewer cells than the others.
    #[error("row {row} has {found} cells, the first has {expected}")]
    TableRow {
        /// Which row, from 1.
        row: usize,
        /// Cells of the first row.
        expected: usize,
        /// Cells of this row.
        found: usize,
    },
    /// A cell of a table that is no number.
    #[error("row {row} holds \"{found}\" where a number is expected")]
    TableCell {
        /// Which row, from 1.
        row: usize,
        /// What is in the cell.
        found: String,
    },
    /// A table whose columns make no square image.
    #[error(
        "a row for each image is expected, with a square number of pixels and perhaps a label; found {0} columns"
    )]
    TableColumns(usize),
    /// A zip without a directory, or whose entries lie elsewhere than it says.
    #[error("the zip is damaged or cut off")]
    Zip,
    /// An entry that needs a password.
    #[error("the zip is encrypted")]
    Encrypted,
    /// An entry packed by another method than deflate.
    #[error("the zip is packed by method {0}; only deflate is read")]
    ZipMethod(u16),
    /// A zip that unpacks to far more than it should.
    #[error("the zip unpacks to {0} MB")]
    Bomb(u64),
    /// A file that is no picture set, or one of a later build.
    #[error("it is no set of pictures that this build reads")]
    Set,
    /// Pictures of a size that nothing is trained on.
    #[error("pictures of 8 to 64 pixels a side are expected; found {0}")]
    Side(String),
}

impl PictureError {
    /// The name by which messages select their words.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Truncated { .. } => "truncated",
            Self::Trailing(_) => "trailing",
            Self::TooLarge => "too-large",
            Self::Empty(_) => "empty",
            Self::Labels => "labels",
            Self::Dimensions(_) => "dimensions",
            Self::NumberType(_) => "number-type",
            Self::Pickled => "pickled",
            Self::NotFinite => "not-finite",
            Self::ByteOrder => "byte-order",
            Self::Gzip(_) => "gzip",
            Self::Header => "header",
            Self::TableRow { .. } => "table-row",
            Self::TableCell { .. } => "table-cell",
            Self::TableColumns(_) => "table-columns",
            Self::Zip => "zip",
            Self::Encrypted => "encrypted",
            Self::ZipMethod(_) => "zip-method",
            Self::Bomb(_) => "bomb",
            Self::Set => "set",
            Self::Side(_) => "side",
        }
    }

    /// What was found, for the message; empty where there is nothing to say.
    pub fn found(&self) -> String {
        match self {
            Self::Truncated { found, .. } => found.to_string(),
            Self::Trailing(bytes) | Self::Bomb(bytes) => bytes.to_string(),
            Self::Empty(found)
            | Self::Dimensions(found)
            | Self::NumberType(found)
            | Self::Gzip(found)
            | Self::Side(found) => found.clone(),
            Self::TableRow { row, found, .. } => format!("{row}: {found}"),
            Self::TableCell { row, found } => format!("{row}: {found}"),
            Self::TableColumns(columns) => columns.to_string(),
            Self::ZipMethod(method) => method.to_string(),
            _ => String::new(),
        }
    }
}
