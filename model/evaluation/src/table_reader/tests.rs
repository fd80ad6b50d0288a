//! Tables as people have them.

use super::*;
use crate::EvaluationTable;

const TABLE: &str = "family,seed,stop,outcome,frechet-distance,recall,steps,seconds\n\
    vae,1,50,measured,9.5,0.5,10,\n\
    vae,1,100,measured,4.25,0.75,20,\n\
    vae,2,100,measured,6.5,,20,\n\
    vae,3,100,diverged,,,7,\n\
    gan ganLoss=hinge,1,100,measured,1.125,0.25,20,\n\
    vae,4,100,measured,5.75,0.5,20,\n";

fn read(text: &str) -> OpenedTable {
    OpenedTable::read(text.as_bytes()).unwrap_or_else(|fault| panic!("{fault:?}: {text}"))
}

fn refused(bytes: impl AsRef<[u8]>) -> TableFault {
    OpenedTable::read(bytes.as_ref()).expect_err("no table")
}

/// The mean and the error of a family's column at the end.
fn value(table: &OpenedTable, family: &str, column: EvaluationColumn) -> MeasuredValue {
    let mut ends = table.ends();
    let found = ends.find(|summary| summary.family == family);
    found.and_then(|it| it.value(column)).expect("a figure")
}

/// `numpy.std(values, ddof=1) / numpy.sqrt(len(values))` of 4.25, 6.5, 5.75 and of 0.75, 0.5.
const NUMPY_DISTANCE_ERROR: f64 = 0.661_437_827_766_147_7;
const NUMPY_RECALL_ERROR: f64 = 0.125;

#[test]
fn means_and_errors_are_those_of_numpy() {
    let table = read(TABLE);
    let names: Vec<_> = table
        .ends()
        .map(|it| (&*it.family, it.runs, it.diverged))
        .collect();
    assert_eq!(names, [("vae", 4, 1), ("gan ganLoss=hinge", 1, 0)]);
    assert_eq!(table.runs(), 5);
    let distance = value(&table, "vae", EvaluationColumn::FrechetDistance);
    assert!((distance.mean - 5.5).abs() < 1e-12);
    let error = distance.standard_error.expect("three runs");
    assert!((error - NUMPY_DISTANCE_ERROR).abs() < 1e-12, "{error}");
    assert_eq!(distance.runs, 3);
    let recall = value(&table, "vae", EvaluationColumn::Recall);
    let error = recall.standard_error.expect("two runs");
    assert!((recall.mean - 0.625).abs() < 1e-12 && (error - NUMPY_RECALL_ERROR).abs() < 1e-12);
    let one = value(
        &table,
        "gan ganLoss=hinge",
        EvaluationColumn::FrechetDistance,
    );
    assert_eq!((one.mean, one.standard_error), (1.125, None));
    let (steps, distance) = (EvaluationColumn::Steps, EvaluationColumn::FrechetDistance);
    let course = table.course("vae", steps, distance);
    let places: Vec<_> = course.iter().map(|(at, value)| (*at, value.mean)).collect();
    // Of the run that diverged after 7 steps the end has steps, too: (20 + 20 + 7 + 20) / 4.
    assert_eq!(places, [(10.0, 9.5), (16.75, 5.5)]);
    assert!(
        table
            .course("vae", EvaluationColumn::Seconds, distance)
            .is_empty()
    );
}

#[test]
fn the_page_s_own_file_has_the_summaries_of_its_table() {
    let own = EvaluationTable::from_csv(TABLE).expect("a table");
    let opened = read(&own.to_csv());
    for stop in own.stops() {
        let of = opened.courses.iter().filter(|(at, _)| *at == stop);
        let found: Vec<_> = of.map(|(_, summary)| summary.clone()).collect();
        assert_eq!(found, own.summaries(stop));
    }
    assert_eq!(opened.ignored, Vec::<String>::new());
}

#[test]
fn a_table_that_went_through_a_spreadsheet_is_the_same_table() {
    let table = read(TABLE);
    // Semicolons and decimal commas; tabs; line ends of Windows; a byte order mark; quotation marks.
    let semicolons = TABLE.replace(',', ";").replace('.', ",");
    assert_eq!(read(&semicolons), table);
    assert_eq!(read(&TABLE.replace(',', "\t")), table);
    assert_eq!(
        read(&format!("\u{feff}{}", TABLE.replace('\n', "\r\n"))),
        table
    );
    let quoted = |line: &str| {
        let cells = line.split(',').map(|cell| format!("\"{cell}\""));
        cells.collect::<Vec<_>>().join(",") + "\r\n"
    };
    assert_eq!(read(&TABLE.lines().map(quoted).collect::<String>()), table);
    // Blank rows, and no empty cells at the end.
    let short = TABLE
        .replace(",\n", "\n")
        .replace("\nvae,2", "\n,,,,,,,\n\nvae,2");
    assert_eq!(read(&short), table);
    // UTF-16, of both orders.
    let with_mark = format!("\u{feff}{TABLE}");
    let units = || with_mark.encode_utf16();
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        assert_eq!(OpenedTable::read(&bytes), Ok(table.clone()));
    }
    // Whole numbers as pandas writes them where a column has gaps.
    assert_eq!(
        read(&TABLE.replace(",20,", ",20.0,").replace("100,", "100.0,")),
        table
    );
}

#[test]
fn columns_are_known_by_name_in_any_order_and_others_are_named() {
    let text = "Recall;beauty;FAMILY;charm\n0,5;nice;mine;1\n0,25;;mine;2\n0,75;;other;\n";
    let table = read(text);
    assert_eq!(table.ignored, ["beauty", "charm"]);
    let names: Vec<_> = table.ends().map(|it| (&*it.family, it.runs)).collect();
    assert_eq!(names, [("mine", 2), ("other", 1)]);
    assert_eq!(value(&table, "mine", EvaluationColumn::Recall).mean, 0.375);
}

#[test]
fn points_have_figures_of_their_own() {
    let text = "family,seed,stop,outcome,grid-kl,modes-reached,steps,seconds\n\
                ring,1,100,measured,0.5,8,1000,\nring,2,100,measured,0.25,7,1000,\n";
    let table = read(text);
    assert!(table.ignored.is_empty(), "{:?}", table.ignored);
    let found = value(&table, "ring", EvaluationColumn::GridKl);
    assert_eq!((found.mean, found.runs), (0.375, 2));
    let modes = value(&table, "ring", EvaluationColumn::ModesReached);
    assert_eq!(modes.mean, 7.5);
}

#[test]
fn a_table_comes_back_from_its_parts() {
    let table = read(&TABLE.replace("recall", "beauty"));
    let (names, numbers) = table.to_parts();
    let back = |numbers: &[f64]| OpenedTable::from_parts(&names, numbers, "beauty");
    assert_eq!(back(&numbers).as_ref(), Some(&table));
    assert_eq!(back(&numbers[1..]), None);
    assert_eq!(OpenedTable::from_parts("vae", &numbers, ""), None);
}

#[test]
fn what_is_no_table_is_refused_with_what_it_is() {
    assert_eq!(refused(""), TableFault::Empty {});
    assert_eq!(refused("\n \r\n"), TableFault::Empty {});
    assert_eq!(refused(b"a\0b"), TableFault::Binary {});
    assert_eq!(refused("a\u{7}b"), TableFault::Binary {});
    assert_eq!(
        refused(b"family,recall\nGr\xf6\xdfe,1\n"),
        TableFault::Encoding {}
    );
    assert_eq!(refused(b"\xff\xfea"), TableFault::Encoding {});
    let found = |found: &str| found.to_owned();
    let names = TableFault::Names {
        found: found("step, loss"),
    };
    assert_eq!(refused("step,loss\n1,2\n"), names);
    let figures = TableFault::Figures {
        found: found("family, seed, charm, steps"),
    };
    assert_eq!(refused("family,seed,charm,steps\na,1,2,3\n"), figures);
    let means = "family,stop,runs,diverged,recall,recall-error\nvae,100,2,0,0.5,0.1\n";
    assert_eq!(refused(means), TableFault::Means {});
    let column = found("recall");
    assert_eq!(
        refused("family,recall,Recall\n"),
        TableFault::Twice { column }
    );
    assert_eq!(
        refused(TABLE.lines().next().unwrap_or_default()),
        TableFault::NoRuns {}
    );
    assert_eq!(
        refused("family,stop,recall\na,50,1\n"),
        TableFault::NoEnd {}
    );
    let many: String = (0..=MOST_FAMILIES).map(|at| format!("a{at},1\n")).collect();
    let most = MOST_FAMILIES;
    assert_eq!(
        refused(format!("family,recall\n{many}")),
        TableFault::Families { most }
    );
}

#[test]
fn what_is_wrong_in_a_row_is_refused_with_its_line() {
    let line = 8;
    let row = |row: &str| refused(format!("{TABLE}{row}\n"));
    // Lines count the same after those of Windows and blank ones.
    let windows = TABLE.replace('\n', "\r\n") + "\r\nvae,5,100,measured,many\r\n";
    let number = |found: &str, line| TableFault::Number {
        line,
        column: "frechet-distance",
        found: found.to_owned(),
    };
    assert_eq!(refused(windows), number("many", line + 1));
    for found in ["many", "inf", "-Infinity", "NaN", "1e999", "1.5.2", "0x10"] {
        assert_eq!(
            row(&format!("vae,5,100,measured,{found}")),
            number(found, line)
        );
    }
    let commas = TABLE.replace(',', ";") + "vae;5;100;measured;1.234,5\n";
    assert_eq!(refused(commas), number("1.234,5", line));
    let whole = |column, most, found: &str| TableFault::Whole {
        line,
        column,
        most,
        found: found.to_owned(),
    };
    assert_eq!(row("vae,-1,100,measured"), whole("seed", u32::MAX, "-1"));
    assert_eq!(row("vae,,100,measured"), whole("seed", u32::MAX, ""));
    assert_eq!(row("vae,1,101,measured"), whole("stop", 100, "101"));
    assert_eq!(row("vae,1,9.5,measured"), whole("stop", 100, "9.5"));
    let found = "asleep".to_owned();
    assert_eq!(row("vae,1,100,asleep"), TableFault::Outcome { line, found });
    assert_eq!(row(",9,100,measured"), TableFault::NoName { line });
    let (expected, found) = (8, 10);
    let cells = TableFault::Cells {
        line,
        expected,
        found,
    };
    assert_eq!(row("vae,9,100,measured,1,1,1,1,,1"), cells);
    assert_eq!(row("\"vae,9,100\nmeasured"), TableFault::Quote { line });
    let (family, seed, stop) = ("vae".to_owned(), 2, 100);
    let again = TableFault::Again {
        line,
        family,
        seed,
        stop,
    };
    assert_eq!(row("vae,2,100,measured,1"), again);
}
