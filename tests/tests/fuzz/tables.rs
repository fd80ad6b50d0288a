//! Tables of figures that the Compare room opens.

use evaluation::{EvaluationColumn, OpenedTable, TableFault};
use page::words::table_refusal_sentence;
use session::TableRefusal;

use crate::corpus::Corpus;
use crate::{assert_sentence, check_reader, within_memory};

/// What is taken for each byte: the text, its cells, and sets of them; a run may be a line of three bytes.
const RUN_COPIES: usize = 256;

const TABLE: &str = "family,seed,stop,outcome,frechet-distance,recall,steps,seconds\n\
    vae,1,50,measured,9.5,0.5,10,\nvae,1,100,measured,4.25,0.75,20,\n\
    vae,2,100,diverged,,,7,\ngan ganLoss=hinge,1,100,measured,1.125,0.25,20,\n";

/// A file as Excel has text in Unicode.
fn utf16(text: &str) -> Vec<u8> {
    let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

fn tables() -> Corpus {
    Corpus::of_words(&[
        b"family",
        b"seed",
        b"stop",
        b"outcome",
        b"recall",
        b"recall-error",
        b"measured",
        b"diverged",
        b"100",
        b"0,5",
        b";",
        b"\t",
        b"\r\n",
        b"\"\"",
        b"inf",
        b"\xff\xfe",
    ])
    .with(TABLE)
    .with(TABLE.replace(',', ";").replace('.', ","))
    .with(TABLE.replace('\n', "\r\n"))
    .with(utf16(&TABLE.replace(',', "\t")))
    .with("family,recall\n\"a, \"\"b\"\"\",0.5\nc,1\n")
    .with("family,stop,runs,diverged,recall,recall-error\nvae,100,2,0,0.5,0.1\n")
    .with("\u{feff}step,seconds\n1,2\n")
}

/// The table as a file again, figures as means.
fn written(table: &OpenedTable) -> String {
    let names = EvaluationColumn::ALL.map(EvaluationColumn::id).join("\t");
    let mut text = format!("family\tstop\t{names}\n");
    for (stop, summary) in &table.courses {
        let family = summary.family.replace('"', "\"\"");
        text += &format!("\"{family}\"\t{stop}");
        for column in EvaluationColumn::ALL {
            let value = summary.value(column);
            text += &value.map_or_else(|| "\t".to_owned(), |value| format!("\t{}", value.mean));
        }
        text.push('\n');
    }
    text
}

#[test]
fn a_table_is_read_whole_or_refused_in_a_sentence() {
    check_reader!(tables(), |bytes| {
        match within_memory(RUN_COPIES * bytes.len(), || OpenedTable::read(bytes)) {
            Ok(table) => {
                assert!(table.runs() > 0);
                let (names, numbers) = table.to_parts();
                let ignored = table.ignored.join("\n");
                let back = OpenedTable::from_parts(&names, &numbers, &ignored);
                assert_eq!(back.as_ref(), Some(&table));
                // Means are read as they were written.
                let means = |table: &OpenedTable| {
                    let all = table.courses.iter().map(|(stop, summary)| {
                        let values = EvaluationColumn::ALL
                            .map(|column| summary.value(column).map(|value| value.mean.to_bits()));
                        (*stop, summary.family.trim().to_owned(), values)
                    });
                    all.collect::<Vec<_>>()
                };
                let has_figures = table
                    .courses
                    .iter()
                    .all(|(_, it)| it.family.trim() == it.family);
                if has_figures {
                    let again = OpenedTable::read(written(&table).as_bytes()).unwrap();
                    assert_eq!(means(&again), means(&table));
                }
            }
            Err(fault) => assert_said(&fault),
        }
    });
}

#[track_caller]
fn assert_said(fault: &TableFault) {
    let refusal = TableRefusal::Fault {
        code: fault.code().to_owned(),
        arguments: fault.arguments(),
    };
    assert_sentence(&table_refusal_sentence("a table.csv", &refusal));
}
