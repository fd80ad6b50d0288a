//! Why a file is no table of figures.

/// Declares the faults, each with the code by which catalogues have its sentence.
macro_rules! table_faults {
    ($($(#[$doc:meta])* $variant:ident = $code:literal { $($(#[$argument_doc:meta])* $argument:ident: $kind:ty),* }),+ $(,)?) => {
        /// Why a file is no table of figures. The page's catalogues have the sentences; lines are counted from 1.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum TableFault {
            $($(#[$doc])* $variant { $($(#[$argument_doc])* $argument: $kind),* }),+
        }

        impl TableFault {
            /// The code of each.
            pub const CODES: &[&str] = &[$($code),+];

            /// The code of its sentence.
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code),+
                }
            }

            /// What its sentence says beside the file's name, in the order in which it says it.
            pub fn arguments(&self) -> Vec<String> {
                match self {
                    $(Self::$variant { $($argument),* } => vec![$($argument.to_string()),*]),+
                }
            }
        }
    };
}

table_faults! {
    /// Nothing but blanks.
    Empty = "empty" {},
    /// Bytes that no text has.
    Binary = "binary" {},
    /// Neither UTF-8 nor UTF-16.
    Encoding = "encoding" {},
    /// No column names the runs.
    Names = "names" {
        /// The columns that there are.
        found: String
    },
    /// No figure is known.
    Figures = "figures" {
        /// The columns that there are.
        found: String
    },
    /// `table-means.csv`, which has no runs.
    Means = "means" {},
    /// Two columns of one name.
    Twice = "twice" {
        /// The name.
        column: String
    },
    /// Names of columns, and nothing else.
    NoRuns = "no-runs" {},
    /// No run is at its end.
    NoEnd = "no-end" {},
    /// A row has more cells than there are columns.
    Cells = "cells" {
        /// The row.
        line: usize,
        /// How many columns there are.
        expected: usize,
        /// How many cells it has.
        found: usize
    },
    /// A cell goes over several lines: as a rule, a quotation mark is missing.
    Quote = "quote" {
        /// The row.
        line: usize
    },
    /// A row names no family.
    NoName = "no-name" {
        /// The row.
        line: usize
    },
    /// A seed or a stop that is none.
    Whole = "whole" {
        /// The row.
        line: usize,
        /// The column.
        column: &'static str,
        /// The largest that there is.
        most: u32,
        /// What is there.
        found: String
    },
    /// An outcome that is not known.
    Outcome = "outcome" {
        /// The row.
        line: usize,
        /// What is there.
        found: String
    },
    /// A figure that is no finite number.
    Number = "number" {
        /// The row.
        line: usize,
        /// The column.
        column: &'static str,
        /// What is there.
        found: String
    },
    /// A run at a stop for the second time.
    Again = "again" {
        /// The row.
        line: usize,
        /// The family.
        family: String,
        /// The seed.
        seed: u32,
        /// The stop.
        stop: u32
    },
    /// More families than a table on screen can have.
    Families = "families" {
        /// The most.
        most: usize
    },
}
