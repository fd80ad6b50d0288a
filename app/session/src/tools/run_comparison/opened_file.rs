//! A table of figures from a file, which stands beside what is compared here. Another worker reads it.

use std::sync::Arc;

use evaluation::OpenedTable;
use file_kind::{FileKind, ForeignFile, file_kind};

use super::state::RunComparisonState;
use super::table_file::{TableAnswer, TableFile, TableJob, TableRefusal};
use crate::brought_file::BroughtFile;
use crate::file_choice::short;

impl RunComparisonState {
    /// Several files were dropped, the first of such a name, where one is shown.
    pub(super) fn refuse_tables(&mut self, name: &str, count: usize) {
        self.table_refusal = Some((short(name), TableRefusal::Several(count)));
    }

    /// A file is to be opened as a table. What was opened before stays until it was read.
    pub(super) fn open_table(&mut self, file: BroughtFile) {
        let name = short(&file.name);
        self.table_job = None;
        self.table_refusal = None;
        let kind = file_kind(&file.bytes);
        let may_be_table = match kind {
            FileKind::Unknown => true,
            FileKind::Foreign(format) => matches!(format, ForeignFile::Table | ForeignFile::Text),
            _ => false,
        };
        if !may_be_table {
            self.table_refusal = Some((name, TableRefusal::Kind(kind)));
        } else if file.size > file.bytes.len() as f64 {
            self.table_refusal = Some((name, TableRefusal::TooLarge(file.size)));
        } else {
            self.jobs += 1;
            self.table_job = Some(Arc::new(TableJob {
                number: self.jobs,
                name,
                bytes: file.bytes,
            }));
        }
    }

    /// The file was read, or could not be. An answer for another one changes nothing.
    pub(super) fn table_read(&mut self, number: u32, answer: TableAnswer) {
        let Some(job) = self.table_job.take_if(|job| job.number == number) else {
            return;
        };
        let name = job.name.clone();
        let refusal = match answer {
            TableAnswer::Table {
                names,
                numbers,
                ignored,
            } => match OpenedTable::from_parts(&names, &numbers, &ignored) {
                Some(table) => {
                    self.opened = Some(Arc::new(TableFile { name, table }));
                    return;
                }
                None => TableRefusal::Broken,
            },
            TableAnswer::Refused(said) => {
                let mut parts = said.split('\n').map(str::to_owned);
                TableRefusal::Fault {
                    code: parts.next().unwrap_or_default(),
                    arguments: parts.collect(),
                }
            }
            TableAnswer::Broken => TableRefusal::Broken,
        };
        self.table_refusal = Some((name, refusal));
    }

    /// The table is taken away.
    pub(super) fn remove_table(&mut self) {
        self.opened = None;
        self.table_refusal = None;
    }
}
