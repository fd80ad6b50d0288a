//! A student, as a teacher's page has them.

use super::progress_file::LessonRecord;

/// A student's file.
#[derive(Clone, Debug, PartialEq)]
pub struct StudentRecord {
    /// Its number, which no other has.
    pub id: u64,
    /// What the file is called.
    pub file: String,
    /// What the student calls themselves; empty if they typed nothing.
    pub name: String,
    /// How far they came in each lesson.
    pub lessons: Vec<LessonRecord>,
}
