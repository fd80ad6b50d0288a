//! What is said of students' files.

use session::{ClassNote, MOST_STUDENT_FILES, StudentFileFault};

use super::class_files as words;

/// Why a student's file, or a lesson of it, was left out.
pub fn class_note_sentence(note: &ClassNote) -> String {
    let name = note.file.as_str();
    match &note.fault {
        StudentFileFault::NotReadable => words::NotReadable { name }.text(),
        StudentFileFault::TooLarge(bytes) => {
            let kilobytes = bytes / 1_000.0;
            words::TooLarge { name, kilobytes }.text()
        }
        StudentFileFault::NotJson => words::NotJson { name }.text(),
        StudentFileFault::OtherJson => words::OtherJson { name }.text(),
        StudentFileFault::OtherFormat(found) => {
            let found = *found as f64;
            words::OtherFormat { name, found }.text()
        }
        StudentFileFault::Broken(part) => words::Broken { name, part }.text(),
        StudentFileFault::NoLessons => words::NoLessons { name }.text(),
        StudentFileFault::AlreadyThere => words::AlreadyThere { name }.text(),
        StudentFileFault::TooMany(found) => words::TooMany {
            most: MOST_STUDENT_FILES as f64,
            found: *found as f64,
        }
        .text(),
        StudentFileFault::LessonUnknown(lesson) => words::LessonUnknown {
            name,
            lesson: lesson.as_str(),
            rest: rest(note),
        }
        .text(),
        StudentFileFault::LessonOfOtherVersion {
            lesson,
            found,
            expected,
        } => words::LessonOfOtherVersion {
            name,
            lesson: lesson.as_str(),
            found: f64::from(*found),
            expected: f64::from(*expected),
            rest: rest(note),
        }
        .text(),
    }
}

/// What became of the file's other lessons.
fn rest(note: &ClassNote) -> &'static str {
    if note.is_rest_taken { "taken" } else { "none" }
}
