//! Tables with a row for each image, as Kaggle has MNIST: pixels, and perhaps a label before or behind
//! them; with or without names of columns; `,`, `;` or tabs between cells.
//!
//! The crate `csv` tells rows and cells apart; what they mean is found here.

use ::csv::{ReaderBuilder, StringRecord};
use foreign_text::beginning;
use run_spec::ImageShape;

use crate::array::{ImageArray, square_side};
use crate::numbers::GreyScale;
use crate::{MOST_SHOWN, PictureError};

/// What a column of labels is called.
const LABEL_NAMES: [&str; 6] = ["label", "class", "target", "y", "digit", "category"];

/// Images from a table, and their classes if labels are words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageTable {
    /// The images; labels are indices of `classes` if there are any.
    pub images: ImageArray,
    /// What labels mean; empty if they are numbers.
    pub classes: Vec<String>,
}

/// Which column is the label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TableColumns {
    label: Option<usize>,
    pixels: usize,
}

/// Reads a table.
///
/// # Errors
/// [`PictureError`].
pub fn read(text: &str) -> Result<ImageTable, PictureError> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|line| !line.trim().is_empty());
    let separator = separator(first.unwrap_or_default());
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = reader
        .records()
        .filter(|row| row.as_ref().is_ok_and(|row| !is_blank(row, separator)))
        .peekable();
    // What is text has rows of text.
    let Some(Ok(first)) = rows.peek() else {
        return Err(PictureError::TableColumns(0));
    };
    let first = first.clone();
    let names: Vec<&str> = cells(&first, separator).collect();
    let is_header = names
        .iter()
        .filter(|name| number(name, separator).is_none())
        .count()
        > 1
        || names.iter().any(|name| is_label_name(name));
    let columns = columns(&names, is_header)?;
    if is_header {
        rows.next();
    }
    let (mut values, mut labels) = (Vec::new(), Vec::new());
    for (row, record) in rows.flatten().enumerate() {
        let row = row + 1;
        let mut found = 0;
        for (at, cell) in cells(&record, separator).enumerate() {
            found += 1;
            if Some(at) == columns.label {
                labels.push(cell.to_owned());
            } else if let Some(value) = number(cell, separator) {
                values.push(value);
            } else {
                let found = beginning(cell, MOST_SHOWN);
                return Err(PictureError::TableCell { row, found });
            }
        }
        if found != names.len() {
            let expected = names.len();
            return Err(PictureError::TableRow {
                row,
                expected,
                found,
            });
        }
    }
    if values.is_empty() {
        return Err(PictureError::Empty("0".to_owned()));
    }
    images(columns, &values, labels)
}

fn images(
    columns: TableColumns,
    values: &[f32],
    labels: Vec<String>,
) -> Result<ImageTable, PictureError> {
    let scale = GreyScale::of_all(values.iter().map(|value| f64::from(*value)))?;
    let bytes = values.iter().map(|value| scale.byte(f64::from(*value)));
    let (shape, planes) = shape(columns.pixels)?;
    let numbers: Vec<u8> = bytes.collect();
    let mut pixels = Vec::new();
    if planes {
        shape.extend_interleaved(&numbers, &mut pixels);
    } else {
        pixels = numbers;
    }
    let mut classes: Vec<String> = Vec::new();
    let labels = columns.label.map(|_| {
        let whole = labels.iter().map(|label| {
            let value: f64 = label.parse().ok()?;
            (value.fract() == 0.0 && (0.0..65_536.0).contains(&value)).then_some(value as u32)
        });
        whole.collect::<Option<Vec<u32>>>().unwrap_or_else(|| {
            classes = labels.clone();
            classes.sort();
            classes.dedup();
            let index = |label| classes.binary_search(label).unwrap_or_default() as u32;
            labels.iter().map(index).collect()
        })
    });
    Ok(ImageTable {
        images: ImageArray {
            shape,
            pixels,
            labels,
        },
        classes,
    })
}

/// The size of an image of so many pixels, and whether its channels are planes.
fn shape(pixels: usize) -> Result<(ImageShape, bool), PictureError> {
    if let Some(side) = square_side(pixels) {
        return Ok((ImageShape::grey(side), false));
    }
    let side = pixels
        .is_multiple_of(3)
        .then(|| square_side(pixels / 3))
        .flatten();
    let side = side.ok_or(PictureError::TableColumns(pixels))?;
    Ok((ImageShape::square(side, 3), true))
}

fn columns(names: &[&str], is_header: bool) -> Result<TableColumns, PictureError> {
    let count = names.len();
    let with = |label: usize| TableColumns {
        label: Some(label),
        pixels: count - 1,
    };
    if is_header && let Some(label) = names.iter().position(|name| is_label_name(name)) {
        return Ok(with(label));
    }
    if shape(count).is_ok() {
        return Ok(TableColumns {
            label: None,
            pixels: count,
        });
    }
    if count > 1 && shape(count - 1).is_ok() {
        return Ok(with(0));
    }
    Err(PictureError::TableColumns(count))
}

fn is_label_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    LABEL_NAMES.contains(&name.as_str())
}

/// What stands between a line's cells. Commas may be points within cells, one each.
fn separator(line: &str) -> u8 {
    let count = |separator: u8| line.bytes().filter(|byte| *byte == separator).count();
    let (other, others) = [b';', b'\t']
        .map(|separator| (separator, count(separator)))
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .unwrap_or_default();
    if others > 0 && count(b',') <= others + 1 {
        other
    } else {
        b','
    }
}

/// Whether nothing is in a row, not even separators that can be seen.
fn is_blank(row: &StringRecord, separator: u8) -> bool {
    (row.len() == 1 || separator == b'\t') && row.iter().all(|cell| plain(cell).is_empty())
}

/// A row's cells, without tabs behind the last.
fn cells(row: &StringRecord, separator: u8) -> impl Iterator<Item = &str> {
    let blank = row.iter().rev().take_while(|cell| plain(cell).is_empty());
    let behind = if separator == b'\t' { blank.count() } else { 0 };
    row.iter().take(row.len() - behind).map(plain)
}

/// What is in a cell: to `csv`, quotes behind a blank are none.
fn plain(cell: &str) -> &str {
    cell.trim_matches(|letter: char| letter == '"' || letter.is_whitespace())
}

/// A number, with a comma for a point where commas are not between cells.
fn number(cell: &str, separator: u8) -> Option<f32> {
    match cell.parse() {
        Err(_) if separator != b',' => cell.replace(',', ".").parse().ok(),
        number => number.ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_by_name_or_by_what_is_left_of_a_square() {
        let named = read("label,a,b,c,d\n3,0,1,2,255\n7,9,9,9,9\n").expect("a table");
        assert_eq!(named.images.labels, Some(vec![3, 7]));
        assert_eq!(named.images.pixels, [0, 1, 2, 255, 9, 9, 9, 9]);
        let plain = read("3;0;128;255;17\r\n").expect("a table");
        assert_eq!(plain.images.labels, Some(vec![3]));
        assert_eq!(plain.images.shape, ImageShape::grey(2));
        let none = read("0;128;255;17\n").expect("a table");
        assert_eq!(none.images.labels, None);
        let words = read("p1,p2,p3,p4,class\n0,0,0,0,dog\n1,1,1,1,cat\n").expect("a table");
        assert_eq!(words.classes, ["cat", "dog"]);
        assert_eq!(words.images.labels, Some(vec![1, 0]));
        assert_eq!(words.images.pixels, [0, 0, 0, 0, 255, 255, 255, 255]);
    }

    #[test]
    fn rows_are_read_however_they_end_and_cells_however_they_are_quoted() {
        let pixels = [0, 128, 255, 17];
        for text in [
            "\u{feff}0,128,255,17",
            "\n \r\n0,128,255,17\r\n\r\n",
            "\"0\",\"128\",\"255\",\"17\"\n",
            "0, 128 , \"255\",17\r",
            "0\t128\t255\t17\t\n\t\t\n",
            "0,0;128,0;255,0;17,0\n",
        ] {
            let table = read(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
            assert_eq!(table.images.pixels, pixels, "{text:?}");
        }
        let words = read("a,b,c,d,\"Label\"\n0,0,0,0,\"a \"\"dog\"\", or two\"\n1,1,1,1,cat\n");
        let words = words.expect("a table");
        assert_eq!(words.classes, ["a \"dog\", or two", "cat"]);
        let open = read("0,0,0,0\n1,\"1,1,1\n1,1,1,1\n");
        let found = PictureError::TableCell {
            row: 2,
            found: "1,1,1 1,1,1,1".to_owned(),
        };
        assert_eq!(open, Err(found));
    }

    #[test]
    fn what_is_no_table_of_images_is_named() {
        assert_eq!(read("1,2,3\n"), Err(PictureError::TableColumns(3)));
        let row = PictureError::TableRow {
            row: 2,
            expected: 4,
            found: 3,
        };
        assert_eq!(read("1,2,3,4\n1,2,3\n"), Err(row));
        let cell = PictureError::TableCell {
            row: 2,
            found: "x".to_owned(),
        };
        assert_eq!(read("1,2,3,4\n1,2,3,x\n"), Err(cell));
        assert!(read("").is_err());
        assert!(read("label,a,b,c,d\n").is_err());
    }
}
