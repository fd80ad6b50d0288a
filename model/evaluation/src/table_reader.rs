//! Reads a table of figures as people have it: written by `train judge`, `train sweep gather` or the page,
//! perhaps opened in a spreadsheet and saved again.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ReaderBuilder, StringRecord};
use foreign_text::{beginning, seen};

use crate::opened_table::END_STOP;
use crate::{
    EvaluationColumn, EvaluationValues, FamilySummary, MeasuredValue, OpenedTable, TableFault,
};

/// More families are not shown.
const MOST_FAMILIES: usize = 100;
/// So much of a name is kept: what tells settings of a sweep apart may stand at its end.
const LONGEST_NAME: usize = 200;
/// So much of a cell is said.
const MOST_SHOWN: usize = 24;
/// So many names of columns are said.
const MOST_NAMED: usize = 6;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CellKind {
    Family,
    Seed,
    Stop,
    Outcome,
    Figure(EvaluationColumn),
    Ignored,
}

impl OpenedTable {
    /// Reads a file: text in UTF-8 or UTF-16, cells between commas, semicolons or tabs; with the latter
    /// two, figures may have decimal commas. Columns are known by their names, in any order. Without seeds
    /// rows of one family are of as many seeds, without stops at the end.
    ///
    /// # Errors
    /// [`TableFault`], for the first thing that is wrong.
    pub fn read(bytes: &[u8]) -> Result<Self, TableFault> {
        let text = text_of(bytes)?;
        let text = text.trim_start_matches('\u{feff}');
        let header = text.lines().find(|line| !line.trim().is_empty());
        let separator = separator(header.ok_or(TableFault::Empty {})?);
        let mut reader = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut rows = reader
            .records()
            .flatten()
            .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
        let header = rows.next().ok_or(TableFault::Empty {})?;
        let (kinds, ignored) = kinds(&header)?;
        let mut runs = TableRuns::default();
        for row in rows {
            let line = line_of(text, &row);
            runs.add(&kinds, &row, separator != b',', &line)?;
        }
        runs.table(ignored)
    }
}

/// The text of a file.
fn text_of(bytes: &[u8]) -> Result<String, TableFault> {
    let units = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, []) = rest.as_chunks::<2>() else {
            return Err(TableFault::Encoding {});
        };
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        String::from_utf16(&units).map_err(|_| TableFault::Encoding {})
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes)?,
        bytes if bytes.contains(&0) => return Err(TableFault::Binary {}),
        bytes => String::from_utf8(bytes.to_vec()).map_err(|_| TableFault::Encoding {})?,
    };
    let is_binary = |char: char| char.is_control() && !"\t\r\n".contains(char);
    if text.chars().any(is_binary) {
        return Err(TableFault::Binary {});
    }
    Ok(text)
}

/// What stands between cells: of what may, what the header has most of.
fn separator(header: &str) -> u8 {
    let count = |separator: &u8| header.bytes().filter(|byte| byte == separator).count();
    let all = *b"\t;,";
    all.into_iter().max_by_key(count).unwrap_or(b',')
}

/// A row's line, counted from 1, once it is wanted.
fn line_of(text: &str, row: &StringRecord) -> impl Fn() -> usize {
    let from = row.position().map_or(0, |position| position.byte()) as usize;
    move || {
        // A row's place is that of the break before it.
        let rest = text.get(from..).unwrap_or_default();
        let begin = text.len() - rest.trim_start_matches(['\r', '\n']).len();
        let before = text.get(..begin).unwrap_or_default();
        before.matches('\n').count() + 1
    }
}

/// What each column holds, and the names of those that are not known.
fn kinds(header: &StringRecord) -> Result<(Vec<CellKind>, Vec<String>), TableFault> {
    let names: Vec<String> = header
        .iter()
        .map(|name| seen(name.trim()).to_ascii_lowercase())
        .collect();
    let found = || {
        let named = names.iter().filter(|name| !name.is_empty());
        let shown: Vec<_> = named
            .take(MOST_NAMED)
            .map(|name| beginning(name, MOST_SHOWN))
            .collect();
        let more = if names.len() > MOST_NAMED {
            ", …"
        } else {
            ""
        };
        shown.join(", ") + more
    };
    let mut known = BTreeSet::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        if !known.insert(name.as_str()) {
            let column = beginning(name, MOST_SHOWN);
            return Err(TableFault::Twice { column });
        }
    }
    let mut ignored = Vec::new();
    let kinds: Vec<CellKind> = names
        .iter()
        .map(|name| match name.as_str() {
            "family" => CellKind::Family,
            "seed" => CellKind::Seed,
            "stop" => CellKind::Stop,
            "outcome" => CellKind::Outcome,
            name => EvaluationColumn::from_id(name).map_or_else(
                || {
                    if !name.is_empty() {
                        ignored.push(beginning(name, LONGEST_NAME));
                    }
                    CellKind::Ignored
                },
                CellKind::Figure,
            ),
        })
        .collect();
    if !kinds.contains(&CellKind::Family) {
        return Err(TableFault::Names { found: found() });
    }
    let is_error = |name: &String| {
        let column = name.strip_suffix("-error");
        column.and_then(EvaluationColumn::from_id).is_some()
    };
    if !kinds.contains(&CellKind::Seed) && names.iter().any(is_error) {
        return Err(TableFault::Means {});
    }
    // Steps and seconds say how far a run is, not how good.
    let is_figure = |kind: &CellKind| {
        use EvaluationColumn::{Seconds, Steps};
        matches!(kind, CellKind::Figure(column) if !matches!(column, Steps | Seconds))
    };
    if !kinds.iter().any(is_figure) {
        return Err(TableFault::Figures { found: found() });
    }
    Ok((kinds, ignored))
}

/// A family at a stop.
#[derive(Default)]
struct StopRuns {
    seeds: BTreeSet<u32>,
    runs: Vec<EvaluationValues>,
    diverged: usize,
}

/// What was read.
#[derive(Default)]
struct TableRuns {
    families: Vec<String>,
    places: BTreeMap<String, usize>,
    stops: BTreeMap<(usize, u32), StopRuns>,
}

impl TableRuns {
    /// Reads a row.
    fn add(
        &mut self,
        kinds: &[CellKind],
        row: &StringRecord,
        may_have_commas: bool,
        line: &impl Fn() -> usize,
    ) -> Result<(), TableFault> {
        if row.iter().any(|cell| cell.contains(['\r', '\n'])) {
            return Err(TableFault::Quote { line: line() });
        }
        let empty = row.iter().rev().take_while(|cell| cell.trim().is_empty());
        let (expected, found) = (kinds.len(), row.len() - empty.count());
        if found > expected {
            let line = line();
            return Err(TableFault::Cells {
                line,
                expected,
                found,
            });
        }
        let (mut family, mut seed, mut stop) = ("", None, END_STOP);
        let (mut diverged, mut values) = (false, EvaluationValues::default());
        // A spreadsheet leaves out empty cells at the end.
        let cells = row.iter().map(str::trim).chain(std::iter::repeat(""));
        for (kind, cell) in kinds.iter().zip(cells) {
            let whole = |column, most| {
                number(cell, may_have_commas)
                    .filter(|number| number.fract() == 0.0)
                    .filter(|number| (0.0..=f64::from(most)).contains(number))
                    .map(|number| number as u32)
                    .ok_or_else(|| TableFault::Whole {
                        line: line(),
                        column,
                        most,
                        found: beginning(cell, MOST_SHOWN),
                    })
            };
            match kind {
                CellKind::Family => family = cell,
                CellKind::Seed => seed = Some(whole("seed", u32::MAX)?),
                CellKind::Stop => stop = whole("stop", END_STOP)?,
                CellKind::Outcome => diverged = is_diverged(cell, line)?,
                CellKind::Figure(column) if !cell.is_empty() => {
                    let value = number(cell, may_have_commas);
                    let value = value.ok_or_else(|| TableFault::Number {
                        line: line(),
                        column: column.id(),
                        found: beginning(cell, MOST_SHOWN),
                    })?;
                    values.set(*column, value);
                }
                CellKind::Figure(_) | CellKind::Ignored => {}
            }
        }
        if family.is_empty() {
            return Err(TableFault::NoName { line: line() });
        }
        let runs = self.runs_of(beginning(family, LONGEST_NAME), stop)?;
        let seed = seed.unwrap_or(runs.runs.len() as u32);
        if !runs.seeds.insert(seed) {
            return Err(TableFault::Again {
                line: line(),
                family: beginning(family, MOST_SHOWN),
                seed,
                stop,
            });
        }
        runs.runs.push(values);
        runs.diverged += usize::from(diverged);
        Ok(())
    }

    /// A family's runs at a stop.
    fn runs_of(&mut self, family: String, stop: u32) -> Result<&mut StopRuns, TableFault> {
        let place = match self.places.get(&family) {
            Some(place) => *place,
            None if self.families.len() == MOST_FAMILIES => {
                let most = MOST_FAMILIES;
                return Err(TableFault::Families { most });
            }
            None => {
                let place = self.families.len();
                self.families.push(family.clone());
                self.places.insert(family, place);
                place
            }
        };
        Ok(self.stops.entry((place, stop)).or_default())
    }

    /// Means and errors, as a table of runs has them.
    fn table(self, ignored: Vec<String>) -> Result<OpenedTable, TableFault> {
        if self.stops.is_empty() {
            return Err(TableFault::NoRuns {});
        }
        if !self.stops.keys().any(|(_, stop)| *stop == END_STOP) {
            return Err(TableFault::NoEnd {});
        }
        let courses = self.stops.iter().map(|((place, stop), runs)| {
            let mean = |column| {
                let values = runs.runs.iter();
                let value = MeasuredValue::of(values.filter_map(|values| values.get(column)))?;
                // Sums of the largest numbers are not finite.
                let standard_error = value.standard_error.filter(|error| error.is_finite());
                value.mean.is_finite().then_some(MeasuredValue {
                    standard_error,
                    ..value
                })
            };
            let summary = FamilySummary {
                family: self.families[*place].clone(),
                runs: runs.runs.len(),
                diverged: runs.diverged,
                values: EvaluationColumn::ALL.into_iter().map(mean).collect(),
            };
            (*stop, summary)
        });
        Ok(OpenedTable {
            courses: courses.collect(),
            ignored,
        })
    }
}

/// A finite number.
fn number(cell: &str, may_have_commas: bool) -> Option<f64> {
    let has_comma = may_have_commas && !cell.contains('.') && cell.matches(',').count() == 1;
    let value = if has_comma {
        cell.replace(',', ".").parse()
    } else {
        cell.parse()
    };
    value.ok().filter(|value: &f64| value.is_finite())
}

fn is_diverged(cell: &str, line: &impl Fn() -> usize) -> Result<bool, TableFault> {
    match cell {
        "measured" => Ok(false),
        "diverged" => Ok(true),
        _ => Err(TableFault::Outcome {
            line: line(),
            found: beginning(cell, MOST_SHOWN),
        }),
    }
}

#[cfg(test)]
mod tests;
