//! Why a file is not shown as a table of figures.

use session::TableRefusal;

use super::{compare_runs as words, table_errors_by_id};

/// A table of as many runs as a sweep can have is smaller.
pub const MOST_TABLE_MEGABYTES: f64 = 16.0;

const BYTES_PER_MEGABYTE: f64 = 1024.0 * 1024.0;

/// Why the file of such a name is not shown.
pub fn table_refusal_sentence(name: &str, refusal: &TableRefusal) -> String {
    match refusal {
        TableRefusal::Kind(kind) => words::NoTable {
            name,
            kind: kind.as_str(),
        }
        .text(),
        TableRefusal::TooLarge(size) => words::TableTooLarge {
            name,
            megabytes: size / BYTES_PER_MEGABYTE,
            most: MOST_TABLE_MEGABYTES,
        }
        .text(),
        TableRefusal::Several(count) => words::SeveralTables {
            name,
            others: count.saturating_sub(1) as f64,
        }
        .text(),
        TableRefusal::Fault { code, arguments } => fault_sentence(name, code, arguments),
        TableRefusal::Broken => words::TableUnread { name }.text(),
    }
}

/// What the reader says. It is of this build, so that each code has a message; a test holds them to it.
fn fault_sentence(name: &str, code: &str, arguments: &[String]) -> String {
    let mut all = vec![name.to_owned()];
    all.extend_from_slice(arguments);
    table_errors_by_id::fill(code, &all).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use evaluation::TableFault;

    use super::*;

    #[test]
    fn each_code_has_a_sentence_and_no_other_has() {
        let mut codes = TableFault::CODES.to_vec();
        let mut keys = table_errors_by_id::KEYS.to_vec();
        codes.sort_unstable();
        keys.sort_unstable();
        assert_eq!(codes, keys);
    }

    #[test]
    fn a_sentence_names_file_line_column_and_what_was_found() {
        let fault = TableFault::Number {
            line: 7,
            column: "recall",
            found: "NaN".to_owned(),
        };
        let refusal = TableRefusal::Fault {
            code: fault.code().to_owned(),
            arguments: fault.arguments(),
        };
        assert_eq!(
            table_refusal_sentence("table.csv", &refusal),
            "“table.csv”, line 7: expected a finite number or nothing under “recall”, found “NaN”. Mend \
             that cell, or empty it."
        );
        let size = TableRefusal::TooLarge(33.0 * BYTES_PER_MEGABYTE);
        assert_eq!(
            table_refusal_sentence("table.csv", &size),
            "“table.csv” has 33 MB; a table may have 16. Gather fewer runs, or delete rows."
        );
    }
}
