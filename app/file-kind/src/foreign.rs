//! Formats that are known and not read.

/// Declares the formats, each with the name by which messages select their words.
macro_rules! foreign_files {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// A format that is known and not read: a sentence says what it is and what to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ForeignFile {
            $($(#[$doc])* $variant),+
        }

        impl ForeignFile {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name by which messages select their words.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }
    };
}

foreign_files! {
    /// `.npy`.
    NumpyArray = "numpy-array",
    /// `.npz`: a zip of arrays.
    NumpyArchive = "numpy-archive",
    /// Values with separators between them.
    Table = "table",
    /// The log of a run, which this page writes.
    RunLog = "run-log",
    /// A zip of IDX files.
    IdxArchive = "idx-archive",
    /// Another zip.
    Zip = "zip",
    /// What `torch.save` writes, a zip or a pickle.
    PyTorch = "pytorch",
    /// Pickled Python objects.
    Pickle = "pickle",
    /// A Keras model.
    Keras = "keras",
    /// HDF5, in which Keras and MATLAB store too.
    Hdf5 = "hdf5",
    /// A TensorFlow model, of TensorFlow Lite and TensorFlow.js too.
    TensorFlow = "tensorflow",
    /// TensorFlow's records.
    TfRecord = "tfrecord",
    /// GGUF or an older form of it.
    Gguf = "gguf",
    /// MATLAB's.
    Matlab = "matlab",
    /// Parquet, Arrow or Avro.
    Parquet = "parquet",
    /// A SQLite database.
    Sqlite = "sqlite",
    /// A tar, 7z or RAR archive.
    Archive = "archive",
    /// Packed with bzip2, xz, Zstandard, LZ4 or compress.
    Packed = "packed",
    /// A PDF.
    Pdf = "pdf",
    /// A document of an office program, or a book.
    Document = "document",
    /// A film.
    Film = "film",
    /// A sound.
    Sound = "sound",
    /// A picture in a format that no browser decodes.
    RarePicture = "rare-picture",
    /// Pictures of medicine or astronomy.
    Volume = "volume",
    /// A web page.
    WebPage = "web-page",
    /// XML that is no picture.
    Xml = "xml",
    /// The pointer that Git LFS leaves in a file's place.
    GitLfsPointer = "git-lfs",
    /// The list of the files that a model is split into.
    WeightsIndex = "weights-index",
    /// A model card without its weights.
    CardAlone = "card-alone",
    /// A notebook.
    Notebook = "notebook",
    /// A program.
    Program = "program",
    /// Other text.
    Text = "text",
}
