//! A table of figures from a file, beside what is compared: what is shown, what is refused, what comes late.

use evaluation::OpenedTable;
use file_kind::FileKind;
use session::{BroughtFile, RunComparisonInput, TableAnswer, TableRefusal};

use crate::run_comparison::{act, state};
use crate::sim::Sim;

const TABLE: &str =
    "family,seed,stop,outcome,recall,beauty\nvae,1,100,measured,0.5,1\nvae,2,100,measured,0.25,1\n";

fn open(sim: &mut Sim, name: &str, bytes: &[u8], size: f64) {
    act(
        sim,
        RunComparisonInput::OpenTable(BroughtFile {
            name: name.to_owned(),
            bytes: bytes.into(),
            size,
        }),
    );
}

/// The worker that reads tables answers what it reads.
fn answer(sim: &mut Sim) {
    let job = state(sim).table_job.clone().expect("a table to read");
    let answer = match OpenedTable::read(&job.bytes) {
        Ok(table) => {
            let (names, numbers) = table.to_parts();
            let ignored = table.ignored.join("\n");
            TableAnswer::Table {
                names,
                numbers,
                ignored,
            }
        }
        Err(fault) => {
            let parts = std::iter::once(fault.code().to_owned()).chain(fault.arguments());
            TableAnswer::Refused(parts.collect::<Vec<_>>().join("\n"))
        }
    };
    let number = job.number;
    act(sim, RunComparisonInput::TableRead { number, answer });
}

fn opened(sim: &Sim) -> Option<(String, usize)> {
    let file = state(sim).opened.as_deref()?;
    Some((file.name.clone(), file.table.runs()))
}

/// A page with a table of two runs.
fn with_table() -> Sim {
    let mut sim = Sim::on_cpu();
    open(&mut sim, "table.csv", TABLE.as_bytes(), TABLE.len() as f64);
    assert_eq!(opened(&sim), None, "it is being read");
    answer(&mut sim);
    sim
}

#[test]
fn a_table_is_read_shown_replaced_and_removed() {
    let mut sim = with_table();
    assert_eq!(opened(&sim), Some(("table.csv".to_owned(), 2)));
    let table = &state(&sim).opened.as_deref().expect("it is shown").table;
    assert_eq!(table.ignored, ["beauty"]);
    // It is no run of the comparison, nor of its file.
    assert!(state(&sim).runs.is_empty() && state(&sim).table().rows.is_empty());

    let other = TABLE.lines().take(2).collect::<Vec<_>>().join("\n");
    open(&mut sim, "other.csv", other.as_bytes(), other.len() as f64);
    // What was there stays until the new one was read.
    assert_eq!(opened(&sim), Some(("table.csv".to_owned(), 2)));
    answer(&mut sim);
    assert_eq!(opened(&sim), Some(("other.csv".to_owned(), 1)));
    // Another comparison leaves it there.
    act(&mut sim, RunComparisonInput::Begin);
    assert_eq!(opened(&sim), Some(("other.csv".to_owned(), 1)));
    act(&mut sim, RunComparisonInput::RemoveTable);
    assert_eq!(opened(&sim), None);
}

#[test]
fn what_is_no_table_is_refused_and_the_one_before_stays() {
    let mut sim = with_table();
    let refused = |sim: &mut Sim, bytes: &[u8], size: f64| {
        open(sim, "bad.csv", bytes, size);
        if state(sim).table_job.is_some() {
            answer(sim);
        }
        assert_eq!(opened(sim), Some(("table.csv".to_owned(), 2)));
        let (name, refusal) = state(sim).table_refusal.clone().expect("a refusal");
        assert_eq!(name, "bad.csv");
        refusal
    };
    for bytes in [
        &b""[..],
        b"PK\x03\x04 and more",
        b"\x89PNG\r\n\x1a\n and more",
        b"%PDF-1.7 and more",
        b"{\"a\": 1}",
        b"step,seconds,loss\n1,2,3\n",
    ] {
        let refusal = refused(&mut sim, bytes, bytes.len() as f64);
        assert!(
            matches!(refusal, TableRefusal::Kind(kind) if kind != FileKind::Unknown),
            "{refusal:?}"
        );
    }
    let large = refused(&mut sim, TABLE.as_bytes(), 1e9);
    assert_eq!(large, TableRefusal::TooLarge(1e9));
    let broken = TABLE.replace("0.25", "NaN");
    let fault = TableRefusal::Fault {
        code: "number".to_owned(),
        arguments: ["3", "recall", "NaN"].map(str::to_owned).into(),
    };
    assert_eq!(
        refused(&mut sim, broken.as_bytes(), broken.len() as f64),
        fault
    );
    // Binary that no signature tells.
    let bytes = [&b"\xa5\0\xa5\0"[..]; 9].concat();
    let refusal = refused(&mut sim, &bytes, bytes.len() as f64);
    assert!(!matches!(refusal, TableRefusal::Broken), "{refusal:?}");
    // A table that is read takes the sentence away.
    open(&mut sim, "table.csv", TABLE.as_bytes(), TABLE.len() as f64);
    assert_eq!(state(&sim).table_refusal, None);
}

#[test]
fn an_answer_about_an_older_file_or_one_that_does_not_fit_shows_nothing() {
    let mut sim = Sim::on_cpu();
    open(&mut sim, "first.csv", TABLE.as_bytes(), TABLE.len() as f64);
    let number = state(&sim)
        .table_job
        .as_ref()
        .expect("a table to read")
        .number;
    open(&mut sim, "second.csv", TABLE.as_bytes(), TABLE.len() as f64);
    let answer = TableAnswer::Broken;
    act(&mut sim, RunComparisonInput::TableRead { number, answer });
    assert_eq!(state(&sim).table_refusal, None);
    let number = state(&sim).table_job.as_ref().expect("it waits").number;
    let answer = TableAnswer::Table {
        names: "vae".to_owned(),
        numbers: vec![1.0],
        ignored: String::new(),
    };
    act(&mut sim, RunComparisonInput::TableRead { number, answer });
    let refusal = ("second.csv".to_owned(), TableRefusal::Broken);
    assert_eq!(state(&sim).table_refusal, Some(refusal));
    assert_eq!(opened(&sim), None);
}

#[test]
fn several_files_at_once_are_refused_and_the_shown_table_stays() {
    let mut sim = with_table();
    let before = opened(&sim);
    let refuse = RunComparisonInput::RefuseTables {
        first: "one.csv".to_owned(),
        count: 3,
    };
    act(&mut sim, refuse);
    let said = Some(("one.csv".to_owned(), TableRefusal::Several(3)));
    assert_eq!(state(&sim).table_refusal, said);
    assert_eq!(opened(&sim), before);
    open(&mut sim, "two.csv", TABLE.as_bytes(), TABLE.len() as f64);
    answer(&mut sim);
    assert_eq!(state(&sim).table_refusal, None);
}
