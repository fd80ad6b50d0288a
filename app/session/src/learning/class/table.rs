//! What a class did, summed up, and as a table.

use lesson::LessonRow;

use super::progress_file::LessonRecord;
use super::student::StudentRecord;

/// How many students solved each task of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonSums {
    /// The lesson's id.
    pub lesson: String,
    /// Students who began it.
    pub students: usize,
    /// Minutes, of all of them.
    pub minutes: u64,
    /// For each task, the number of its step, from 1, and how many solved it.
    pub tasks: Vec<(u32, usize)>,
}

/// The sums of each lesson that anybody began, in the order of `lessons`.
pub fn class_sums(students: &[StudentRecord], lessons: &[LessonRow]) -> Vec<LessonSums> {
    let sums = lessons.iter().map(|row| {
        let records: Vec<&LessonRecord> = students
            .iter()
            .flat_map(|student| &student.lessons)
            .filter(|record| record.lesson == row.id)
            .collect();
        let tasks = row.tasks.iter().map(|at| {
            let step = *at as u32 + 1;
            let solved = records.iter().filter(|it| it.solved.contains(&step));
            (step, solved.count())
        });
        LessonSums {
            lesson: row.id.clone(),
            students: records.len(),
            minutes: records.iter().map(|it| u64::from(it.minutes)).sum(),
            tasks: tasks.collect(),
        }
    });
    sums.filter(|sums| sums.students > 0).collect()
}

/// All of it as CSV (RFC 4180, with the mark by which spreadsheets know UTF-8): a line for each lesson
/// of each student, then one for each lesson with the sums of `everybody`. The columns `step_1` and on
/// say 1 where the task of that step was solved and 0 where it was not; they are empty where a step has
/// no task.
pub fn class_csv(students: &[StudentRecord], lessons: &[LessonRow], everybody: &str) -> String {
    let steps = lessons.iter().map(|row| row.steps).max().unwrap_or(0);
    let mut table = CsvTable::default();
    let names = [
        "who", "file", "lesson", "version", "solved", "tasks", "minutes",
    ];
    let columns = (1..=steps).map(|at| format!("step_{at}"));
    table.line(names.map(str::to_owned).into_iter().chain(columns));
    let each_step = |row: &LessonRow, count: &dyn Fn(u32) -> usize| {
        let cells = (0..steps).map(|at| {
            let is_task = row.tasks.contains(&at);
            let count = is_task.then(|| count(at as u32 + 1).to_string());
            count.unwrap_or_default()
        });
        cells.collect::<Vec<_>>()
    };
    for student in students {
        for record in &student.lessons {
            let Some(row) = lessons.iter().find(|row| row.id == record.lesson) else {
                continue;
            };
            let cells = [
                student.name.clone(),
                student.file.clone(),
                record.lesson.clone(),
                record.version.to_string(),
                record.solved.len().to_string(),
                row.tasks.len().to_string(),
                record.minutes.to_string(),
            ];
            let steps = each_step(row, &|step| usize::from(record.solved.contains(&step)));
            table.line(cells.into_iter().chain(steps));
        }
    }
    for sums in class_sums(students, lessons) {
        let Some(row) = lessons.iter().find(|row| row.id == sums.lesson) else {
            continue;
        };
        let solved: usize = sums.tasks.iter().map(|(_, solved)| solved).sum();
        let cells = [
            everybody.to_owned(),
            String::new(),
            sums.lesson.clone(),
            row.version.to_string(),
            solved.to_string(),
            (row.tasks.len() * sums.students).to_string(),
            sums.minutes.to_string(),
        ];
        let solved_at = |step| {
            let mut tasks = sums.tasks.iter();
            tasks
                .find(|(at, _)| *at == step)
                .map_or(0, |(_, count)| *count)
        };
        table.line(cells.into_iter().chain(each_step(row, &solved_at)));
    }
    table.text
}

/// A table as CSV.
struct CsvTable {
    text: String,
}

impl Default for CsvTable {
    fn default() -> Self {
        Self {
            text: "\u{feff}".to_owned(),
        }
    }
}

impl CsvTable {
    fn line(&mut self, cells: impl IntoIterator<Item = String>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            self.text.push_str(&csv_cell(&cell));
        }
        self.text.push_str("\r\n");
    }
}

/// A cell. What a spreadsheet would take for a formula, such as a student's name that begins with `=`,
/// is text there by the mark before it.
fn csv_cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if is_formula { "'" } else { "" };
    let text = format!("{mark}{text}");
    if text.contains(['"', ',', ';', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn no_cell_is_a_formula_or_another_cell() {
        assert_eq!(csv_cell("Ada"), "Ada");
        assert_eq!(csv_cell("Ada, Byron"), "\"Ada, Byron\"");
        assert_eq!(csv_cell("\"Ada\""), "\"\"\"Ada\"\"\"");
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        assert_eq!(csv_cell("@SUM(A1;A2)"), "\"'@SUM(A1;A2)\"");
        assert_eq!(csv_cell("-3"), "'-3");
        assert_eq!(csv_cell("小明"), "小明");
    }
}
