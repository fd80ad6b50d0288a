//! The files that a teacher added.

use std::sync::Arc;

use foreign_text::beginning;
use lesson::LessonRow;

use super::progress_file::{MOST_STUDENT_BYTES, ProgressFile, StudentFileFault, read_progress};
use super::student::StudentRecord;
use super::table::class_csv;
use crate::context::Context;
use crate::host_command::HostCommand;

/// The most files that are taken at once.
pub const MOST_STUDENT_FILES: usize = 500;

/// As much of a file's name is said.
const MOST_OF_A_NAME: usize = 60;

/// What the table is called as a file.
const TABLE: &str = "latentscape-class.csv";

/// What happens to a class's files.
#[derive(Clone, Debug, PartialEq)]
pub enum ClassEvent {
    /// A teacher adds files.
    Add {
        /// The files.
        files: Vec<StudentFile>,
        /// The lessons that there are.
        lessons: Vec<LessonRow>,
    },
    /// More files were brought at once than [`MOST_STUDENT_FILES`]: how many.
    TooMany(usize),
    /// A student's file is taken out again, by its number.
    Remove(u64),
    /// All are taken out.
    Clear,
    /// The table is saved, as CSV.
    SaveTable {
        /// The lessons that there are.
        lessons: Vec<LessonRow>,
        /// What rows of sums say instead of a name.
        everybody: String,
    },
    /// A student saves what they did.
    SaveProgress(ProgressFile),
}

/// A file that a teacher brought.
#[derive(Clone, Debug, PartialEq)]
pub struct StudentFile {
    /// What it is called.
    pub name: String,
    /// How many bytes it has.
    pub size: f64,
    /// Its bytes, if it is small enough and the browser could read it.
    pub bytes: Option<Arc<[u8]>>,
}

/// The files of a class: held by this page, until it is closed or they are taken out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassRecords {
    /// Each student, in the order in which their files came.
    pub students: Vec<StudentRecord>,
    /// What was left out of the files that came last.
    pub notes: Vec<ClassNote>,
    /// How many were ever added.
    added: u64,
}

/// What was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassNote {
    /// What the file is called; empty if it is about all of them.
    pub file: String,
    /// Why.
    pub fault: StudentFileFault,
    /// Whether the rest of the file was taken.
    pub is_rest_taken: bool,
}

impl ClassRecords {
    pub(in crate::learning) fn update(&mut self, context: &mut Context, event: ClassEvent) {
        match event {
            ClassEvent::Add { files, lessons } => {
                self.notes.clear();
                for file in files {
                    self.add(&file, &lessons);
                }
            }
            ClassEvent::TooMany(found) => {
                self.notes = vec![ClassNote {
                    file: String::new(),
                    fault: StudentFileFault::TooMany(found),
                    is_rest_taken: false,
                }];
            }
            ClassEvent::Remove(id) => self.students.retain(|student| student.id != id),
            ClassEvent::Clear => {
                self.students.clear();
                self.notes.clear();
            }
            ClassEvent::SaveTable { lessons, everybody } => {
                let table = class_csv(&self.students, &lessons, &everybody);
                context.command(HostCommand::Save {
                    name: TABLE.to_owned(),
                    kind: "text/csv",
                    bytes: table.into_bytes().into(),
                });
            }
            ClassEvent::SaveProgress(file) => context.command(HostCommand::Save {
                name: file.file_name(),
                kind: "application/json",
                bytes: file.to_bytes().into(),
            }),
        }
    }

    /// Adds a file, and notes what of it is left out.
    fn add(&mut self, file: &StudentFile, known: &[LessonRow]) {
        let name = beginning(&file.name, MOST_OF_A_NAME);
        let read = match &file.bytes {
            // One that is larger than any of these is not read at all.
            None if file.size > MOST_STUDENT_BYTES as f64 => {
                Err(StudentFileFault::TooLarge(file.size))
            }
            None => Err(StudentFileFault::NotReadable),
            Some(bytes) => read_progress(bytes, known),
        };
        let (read, left_out) = match read {
            Ok((read, _)) if self.has(&name, &read) => (None, Some(StudentFileFault::AlreadyThere)),
            Ok((read, left_out)) => (Some(read), left_out),
            Err(fault) => (None, Some(fault)),
        };
        if let Some(fault) = left_out {
            self.notes.push(ClassNote {
                file: name.clone(),
                fault,
                is_rest_taken: read.is_some(),
            });
        }
        if let Some(ProgressFile {
            name: student,
            lessons,
        }) = read
        {
            self.added += 1;
            self.students.push(StudentRecord {
                id: self.added,
                file: name,
                name: student,
                lessons,
            });
        }
    }

    /// Whether a file was added before. Of two that say the same, and no name, the names of the files
    /// tell whether they are two students'.
    fn has(&self, name: &str, file: &ProgressFile) -> bool {
        self.students.iter().any(|student| {
            let is_same = student.name == file.name && student.lessons == file.lessons;
            is_same && (!file.name.is_empty() || student.file == name)
        })
    }
}
