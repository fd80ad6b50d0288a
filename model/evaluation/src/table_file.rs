//! The table as CSV: a row for each run and stop, a column for each figure, empty where there is none.

use csv::{ReaderBuilder, WriterBuilder};
use thiserror::Error;

use crate::{EvaluationColumn, EvaluationRow, EvaluationTable, EvaluationValues, RunOutcome};

/// What stands before the figures.
const FIRST: [&str; 4] = ["family", "seed", "stop", "outcome"];

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TableFileError {
    /// It does not begin with the columns of a table.
    #[error(
        "expected a table with the columns family, seed, stop, outcome and figures, found others"
    )]
    Columns,
    /// A row is not one of a table's.
    #[error("expected a run in line {line}, found something else")]
    Row {
        /// Counted from 1.
        line: u64,
    },
}

impl EvaluationTable {
    /// The table of runs on pictures as a file's text, figures in full.
    pub fn to_csv(&self) -> String {
        let mut writer = WriterBuilder::new().from_writer(Vec::new());
        let names = EvaluationColumn::PICTURES
            .into_iter()
            .map(EvaluationColumn::id);
        let header: Vec<&str> = FIRST.into_iter().chain(names).collect();
        // Writing to memory does not fail, and every row has as many cells.
        let _ = writer.write_record(&header);
        for row in &self.rows {
            let mut cells = vec![
                row.family.clone(),
                row.seed.to_string(),
                row.stop.to_string(),
                outcome_word(row.outcome).to_owned(),
            ];
            cells.extend(EvaluationColumn::PICTURES.into_iter().map(|column| {
                let value = row.values.get(column);
                value.map_or_else(String::new, |value| value.to_string())
            }));
            let _ = writer.write_record(&cells);
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// The table of such a text. Columns that are not known here, and those that are missing, do not
    /// matter: a table of another version is a table.
    ///
    /// # Errors
    /// [`TableFileError`].
    pub fn from_csv(text: &str) -> Result<Self, TableFileError> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut records = reader.records();
        let header = match records.next() {
            Some(Ok(header)) if header.iter().take(FIRST.len()).eq(FIRST) => header,
            _ => return Err(TableFileError::Columns),
        };
        let columns: Vec<_> = header
            .iter()
            .skip(FIRST.len())
            .map(EvaluationColumn::from_id)
            .collect();
        let mut rows = Vec::new();
        for (index, record) in records.enumerate() {
            let line = index as u64 + 2;
            let row = record.ok().and_then(|record| {
                let cells: Vec<&str> = record.iter().collect();
                row_of(&cells, &columns)
            });
            rows.push(row.ok_or(TableFileError::Row { line })?);
        }
        Ok(Self { rows })
    }
}

fn row_of(cells: &[&str], columns: &[Option<EvaluationColumn>]) -> Option<EvaluationRow> {
    let [family, seed, stop, outcome, figures @ ..] = cells else {
        return None;
    };
    let mut values = EvaluationValues::default();
    for (cell, column) in figures.iter().zip(columns) {
        if let (Some(column), false) = (column, cell.is_empty()) {
            values.set(*column, cell.parse().ok()?);
        }
    }
    let outcomes = [RunOutcome::Measured, RunOutcome::Diverged];
    let stop = stop.parse().ok().filter(|stop| *stop <= 100)?;
    Some(EvaluationRow {
        family: (*family).to_owned(),
        seed: seed.parse().ok()?,
        stop,
        outcome: outcomes
            .into_iter()
            .find(|known| outcome_word(*known) == *outcome)?,
        values,
    })
}

fn outcome_word(outcome: RunOutcome) -> &'static str {
    match outcome {
        RunOutcome::Measured => "measured",
        RunOutcome::Diverged => "diverged",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> EvaluationTable {
        let mut values = EvaluationValues::default();
        values.set(EvaluationColumn::FrechetDistance, 0.1 + 0.2);
        values.set(EvaluationColumn::Steps, 2000.0);
        let row = EvaluationRow {
            family: "my \"best\", 2\nlines".to_owned(),
            seed: 7,
            stop: 100,
            outcome: RunOutcome::Measured,
            values,
        };
        let diverged = EvaluationRow {
            family: "gan".to_owned(),
            outcome: RunOutcome::Diverged,
            ..EvaluationRow::default()
        };
        EvaluationTable {
            rows: vec![row, diverged],
        }
    }

    #[test]
    fn a_table_comes_back_from_its_file_to_the_last_bit() {
        let text = table().to_csv();
        assert!(text.starts_with("family,seed,stop,outcome,reconstruction-error,"));
        assert!(text.contains(",0.30000000000000004,"), "{text}");
        assert_eq!(EvaluationTable::from_csv(&text), Ok(table()));
    }

    #[test]
    fn columns_of_another_version_do_not_matter() {
        let text = "family,seed,stop,outcome,beauty,steps\nvae,1,50,measured,9,300\n";
        let found = EvaluationTable::from_csv(text).expect("a table");
        assert_eq!(found.rows.len(), 1);
        assert_eq!(
            found.rows[0].values.get(EvaluationColumn::Steps),
            Some(300.0)
        );
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_line() {
        let refusal = |text: &str| EvaluationTable::from_csv(text).unwrap_err();
        assert_eq!(refusal(""), TableFileError::Columns);
        assert_eq!(refusal("a,b\n1,2\n"), TableFileError::Columns);
        let header = "family,seed,stop,outcome,steps\n";
        let rows = [
            "vae,1,50,measured,many\n",
            "vae,1,101,measured,1\n",
            "vae,-1,50,measured,1\n",
            "vae,1,50,asleep,1\n",
            "vae,1\n",
        ];
        for row in rows {
            let text = format!("{header}vae,1,50,measured,1\n{row}");
            assert_eq!(refusal(&text), TableFileError::Row { line: 3 }, "{row}");
        }
    }

    #[test]
    fn neighbours_of_a_table_are_taken_whole_or_refused() {
        let text = table().to_csv();
        let mut draws = latent::SplitMix64::new(11);
        let mut taken = 0;
        for _ in 0..2000 {
            let mut bytes = text.clone().into_bytes();
            for _ in 0..=draws.bits() % 3 {
                let place = draws.bits() as usize % bytes.len();
                bytes[place] = b"0,\"\n\r-e.a"[draws.bits() as usize % 9];
            }
            let changed = String::from_utf8_lossy(&bytes);
            if let Ok(found) = EvaluationTable::from_csv(&changed) {
                taken += 1;
                assert_eq!(EvaluationTable::from_csv(&found.to_csv()), Ok(found));
            }
        }
        assert!((1..2000).contains(&taken), "{taken}");
    }
}
