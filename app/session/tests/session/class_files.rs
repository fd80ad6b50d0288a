//! What a class did: students' files, and the table of them.

use std::sync::Arc;

use lesson::LessonRow;
use proptest::prelude::*;
use session::{
    ClassEvent, EngineChoice, GpuAdapter, HostCommand, LearnEvent, LessonRecord, ProgressFile,
    Room, SessionEvent, StudentFile, StudentFileFault, class_csv, class_sums, read_progress,
};

use crate::lessons::{learn, open, shipped, sim_for};
use crate::sim::Sim;

/// A lesson whose steps 1, 2 and 4 of five ask for something.
fn row(id: &str, version: u32) -> LessonRow {
    LessonRow {
        id: id.to_owned(),
        version,
        minutes: 10,
        steps: 5,
        tasks: vec![0, 1, 3],
        number: 1,
        lang: "en".to_owned(),
        title: "A title".to_owned(),
        summary: String::new(),
    }
}

fn known() -> Vec<LessonRow> {
    vec![row("one", 1), row("two", 3)]
}

fn record(lesson: &str, version: u32, solved: &[u32]) -> LessonRecord {
    LessonRecord {
        lesson: lesson.to_owned(),
        version,
        solved: solved.to_vec(),
        minutes: 7,
    }
}

fn progress(name: &str, lessons: Vec<LessonRecord>) -> ProgressFile {
    ProgressFile {
        name: name.to_owned(),
        lessons,
    }
}

fn sim() -> Sim {
    let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
    sim.settle();
    sim
}

fn class(sim: &mut Sim, event: ClassEvent) {
    learn(sim, LearnEvent::Class(event));
}

fn file(name: &str, bytes: Vec<u8>) -> StudentFile {
    StudentFile {
        name: name.to_owned(),
        size: bytes.len() as f64,
        bytes: Some(bytes.into()),
    }
}

fn add(sim: &mut Sim, files: Vec<StudentFile>) {
    let lessons = known();
    class(sim, ClassEvent::Add { files, lessons });
}

fn faults(sim: &Sim) -> Vec<StudentFileFault> {
    let notes = sim.session.learn.class.notes.iter();
    notes.map(|note| note.fault.clone()).collect()
}

fn names(sim: &Sim) -> Vec<String> {
    let students = sim.session.learn.class.students.iter();
    students.map(|student| student.name.clone()).collect()
}

/// What the session has the browser save when this happens.
fn saved(sim: &mut Sim, event: ClassEvent) -> (String, String) {
    let event = SessionEvent::Learn(LearnEvent::Class(event));
    let mut commands = sim.session.apply(event);
    let Some(HostCommand::Save { name, bytes, .. }) = commands.pop() else {
        panic!("nothing was saved");
    };
    (name, String::from_utf8(bytes.to_vec()).expect("text"))
}

#[test]
fn a_file_says_what_was_done_and_nothing_else() {
    let file = progress(" Ada \u{202e}", vec![record("one", 1, &[1, 4])]);
    let (name, text) = saved(&mut sim(), ClassEvent::SaveProgress(file));
    assert_eq!(name, "latentscape-progress-Ada.json");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let expected = serde_json::json!({
        "format": "latentscape-progress",
        "version": 1,
        "name": "Ada",
        "lessons": [{ "lesson": "one", "version": 1, "solved": [1, 4], "minutes": 7 }],
    });
    assert_eq!(json, expected);
    let nameless = progress("", vec![record("one", 1, &[])]);
    let (name, text) = saved(&mut sim(), ClassEvent::SaveProgress(nameless));
    assert_eq!(name, "latentscape-progress.json");
    assert!(!text.contains("name"), "{text}");
}

#[test]
fn a_name_of_any_script_names_the_file_and_no_folder() {
    for (name, expected) in [
        ("小明", "latentscape-progress-小明.json"),
        ("../../etc/passwd", "latentscape-progress-etc-passwd.json"),
        ("...", "latentscape-progress.json"),
    ] {
        assert_eq!(progress(name, Vec::new()).file_name(), expected);
    }
}

#[test]
fn files_of_a_class_make_a_table_with_sums() {
    let mut sim = sim();
    let ada = progress(
        "Ada",
        vec![record("one", 1, &[1, 2, 4]), record("two", 3, &[1])],
    );
    let bob = progress("=Bob", vec![record("one", 1, &[1])]);
    add(
        &mut sim,
        vec![
            file("a.json", ada.to_bytes()),
            file("b.json", bob.to_bytes()),
        ],
    );
    assert_eq!(faults(&sim), []);
    assert_eq!(names(&sim), ["Ada", "=Bob"]);
    let students = sim.session.learn.class.students.clone();
    let sums = class_sums(&students, &known());
    assert_eq!(sums.len(), 2);
    assert_eq!((sums[0].students, sums[0].minutes), (2, 14));
    assert_eq!(sums[0].tasks, [(1, 2), (2, 1), (4, 1)]);
    assert_eq!(sums[1].tasks, [(1, 1), (2, 0), (4, 0)]);
    let save = ClassEvent::SaveTable {
        lessons: known(),
        everybody: "All".to_owned(),
    };
    let (name, csv) = saved(&mut sim, save);
    assert_eq!(name, "latentscape-class.csv");
    let expected = "\u{feff}\
        who,file,lesson,version,solved,tasks,minutes,step_1,step_2,step_3,step_4,step_5\r\n\
        Ada,a.json,one,1,3,3,7,1,1,,1,\r\n\
        Ada,a.json,two,3,1,3,7,1,0,,0,\r\n\
        '=Bob,b.json,one,1,1,3,7,1,0,,0,\r\n\
        All,,one,1,4,6,14,2,1,,1,\r\n\
        All,,two,3,1,3,7,1,0,,0,\r\n";
    assert_eq!(csv, expected);
}

#[test]
fn students_are_taken_out_one_by_one_or_all() {
    let mut sim = sim();
    let files = ["a", "b", "c"].map(|name| {
        let done = progress(name, vec![record("one", 1, &[1])]);
        file(name, done.to_bytes())
    });
    add(&mut sim, files.to_vec());
    let second = sim.session.learn.class.students[1].id;
    class(&mut sim, ClassEvent::Remove(second));
    assert_eq!(names(&sim), ["a", "c"]);
    add(&mut sim, vec![files[1].clone()]);
    assert_eq!(names(&sim), ["a", "c", "b"]);
    let ids: Vec<u64> = sim
        .session
        .learn
        .class
        .students
        .iter()
        .map(|it| it.id)
        .collect();
    assert!(!ids.contains(&second), "a number is not used again");
    class(&mut sim, ClassEvent::Clear);
    assert_eq!(names(&sim), [""; 0]);
}

#[test]
fn each_bad_file_has_its_fault_and_loses_nothing() {
    use StudentFileFault as Fault;
    let mut sim = sim();
    let good = progress("Ada", vec![record("one", 1, &[1])]);
    add(&mut sim, vec![file("good.json", good.to_bytes())]);
    let whole = String::from_utf8(good.to_bytes()).expect("text");
    let changed = |from: &str, to: &str| {
        assert!(whole.contains(from), "{from}");
        whole.replacen(from, to, 1).into_bytes()
    };
    let unknown = progress("Bob", vec![record("three", 1, &[])]).to_bytes();
    let other = progress("Bob", vec![record("two", 2, &[])]).to_bytes();
    let cases: Vec<(Vec<u8>, Fault)> = vec![
        (Vec::new(), Fault::NotJson),
        (b"\x89PNG\r\n\x1a\n".to_vec(), Fault::NotJson),
        (whole.as_bytes()[..whole.len() / 2].to_vec(), Fault::NotJson),
        (b"[1, 2]".to_vec(), Fault::OtherJson),
        (br#"{"preset":"classroom"}"#.to_vec(), Fault::OtherJson),
        (
            changed("\"version\": 1\n}", "\"version\": 2\n}"),
            Fault::OtherFormat(2),
        ),
        (changed("\"Ada\"", "7"), Fault::Broken("name")),
        (
            changed("\"minutes\": 7", "\"minutes\": -7"),
            Fault::Broken("minutes"),
        ),
        (changed("\"one\"", "1"), Fault::Broken("lesson")),
        (changed("\"solved\"", "\"Solved\""), Fault::Broken("solved")),
        // The third step asks for nothing, and there is no ninth.
        (
            changed("        1\n", "        3\n"),
            Fault::Broken("solved"),
        ),
        (
            changed("        1\n", "        9\n"),
            Fault::Broken("solved"),
        ),
        (progress("Bob", Vec::new()).to_bytes(), Fault::NoLessons),
        (unknown, Fault::LessonUnknown("three".into())),
        (
            other,
            Fault::LessonOfOtherVersion {
                lesson: "two".into(),
                found: 2,
                expected: 3,
            },
        ),
        (vec![b' '; 70_000], Fault::TooLarge(70_000.0)),
        (whole.clone().into_bytes(), Fault::AlreadyThere),
    ];
    for (bytes, fault) in cases {
        add(&mut sim, vec![file("bad.json", bytes)]);
        assert_eq!(faults(&sim), [fault]);
        assert_eq!(names(&sim), ["Ada"]);
    }
    let unread = |size| StudentFile {
        name: "film.mp4".to_owned(),
        size,
        bytes: None,
    };
    add(&mut sim, vec![unread(2e9), unread(4_096.0)]);
    assert_eq!(faults(&sim), [Fault::TooLarge(2e9), Fault::NotReadable]);
    class(&mut sim, ClassEvent::TooMany(1_000));
    assert_eq!(faults(&sim), [Fault::TooMany(1_000)]);
    assert_eq!(names(&sim), ["Ada"]);
}

#[test]
fn of_a_file_with_an_unknown_lesson_the_others_are_taken() {
    let mut sim = sim();
    let lessons = vec![record("three", 1, &[]), record("one", 1, &[1])];
    add(
        &mut sim,
        vec![file("a.json", progress("Ada", lessons).to_bytes())],
    );
    assert_eq!(
        faults(&sim),
        [StudentFileFault::LessonUnknown("three".into())]
    );
    assert!(sim.session.learn.class.notes[0].is_rest_taken);
    assert_eq!(sim.session.learn.class.students[0].lessons.len(), 1);
}

#[test]
fn students_without_a_name_are_told_apart_by_their_files() {
    let mut sim = sim();
    let same = progress("", vec![record("one", 1, &[1])]).to_bytes();
    add(
        &mut sim,
        vec![file("a.json", same.clone()), file("b.json", same.clone())],
    );
    assert_eq!(sim.session.learn.class.students.len(), 2);
    add(&mut sim, vec![file("b.json", same)]);
    assert_eq!(faults(&sim), [StudentFileFault::AlreadyThere]);
}

#[test]
fn minutes_count_while_a_lesson_is_on_screen() {
    let spec = Arc::clone(&shipped()[0]);
    let mut sim = sim_for(&spec);
    open(&mut sim, &spec);
    let minutes = |sim: &Sim| sim.session.learn.open.as_ref().map(|open| open.minutes());
    let mut now = 1_000_000.0;
    let mut pass = |sim: &mut Sim, seconds: u32| {
        for _ in 0..seconds {
            now += 1_000.0;
            sim.send(SessionEvent::Tick { now });
        }
    };
    pass(&mut sim, 59);
    assert_eq!(minutes(&sim), Some(0));
    pass(&mut sim, 62);
    assert_eq!(minutes(&sim), Some(2));
    sim.send(SessionEvent::ShowRoom(Room::Explore));
    pass(&mut sim, 300);
    sim.send(SessionEvent::ShowRoom(Room::Learn));
    pass(&mut sim, 30);
    assert_eq!(minutes(&sim), Some(2), "it was not on screen");
    pass(&mut sim, 40);
    assert_eq!(minutes(&sim), Some(3));
}

proptest! {
    #[test]
    fn any_file_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(read_progress(&bytes, &known()).is_err());
    }

    #[test]
    fn what_is_written_is_read(
        name in ".{0,80}",
        solved in proptest::sample::subsequence(vec![1_u32, 2, 4], 0..=3),
        minutes in 0_u32..500_000,
    ) {
        let lessons = vec![
            LessonRecord { minutes, ..record("one", 1, &solved) },
            record("two", 3, &[]),
        ];
        let file = progress(&name, lessons.clone());
        let (read, left_out) = read_progress(&file.to_bytes(), &known()).expect("a file");
        prop_assert_eq!(left_out, None);
        prop_assert_eq!(&read.lessons, &lessons);
        // A name is read as it was written.
        let again = read_progress(&read.to_bytes(), &known()).expect("a file");
        prop_assert_eq!(again.0, read);
    }

    #[test]
    fn a_line_of_the_table_is_a_line_whatever_names_are(name in "[^\r\n]{0,40}") {
        let mut sim = sim();
        let done = progress(&name, vec![record("one", 1, &[1])]);
        add(&mut sim, vec![file(&name, done.to_bytes())]);
        let csv = class_csv(&sim.session.learn.class.students, &known(), "All");
        prop_assert_eq!(csv.matches("\r\n").count(), 3);
        prop_assert_eq!(csv.lines().count(), 3);
    }
}
