//! What a class did: a file that each student saves, and the table that a teacher's page makes of them.
//!
//! - `progress_file`: the file, written and read; `records`: the files that were added; `student`: one of them; `table`: sums,
//!   and all of it as CSV.
//!
//! Nothing of it leaves the page but by a file that somebody saves, and nothing is kept.

mod progress_file;
mod records;
mod student;
mod table;

pub use progress_file::{
    LessonRecord, MOST_STUDENT_BYTES, ProgressFile, StudentFileFault, read_progress,
};
pub use records::{ClassEvent, ClassNote, ClassRecords, MOST_STUDENT_FILES, StudentFile};
pub use student::StudentRecord;
pub use table::{LessonSums, class_csv, class_sums};
