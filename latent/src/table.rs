//! Rows of numbers as files that other programs read.

/// A table of comma-separated values (RFC 4180, lines ending in `\n`), each number in the shortest
/// form that reads back as the same. `header` names the columns; names with commas, quotes or line
/// breaks are quoted.
///
/// # Shapes
/// `rows`: `[n, header.len()]`
pub fn csv(header: &[&str], rows: &[f32]) -> String {
    let mut text = String::with_capacity(16 * header.len() + 12 * rows.len());
    for (column, name) in header.iter().enumerate() {
        if column > 0 {
            text.push(',');
        }
        if name.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&name.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(name);
        }
    }
    text.push('\n');
    for row in rows.chunks(header.len().max(1)) {
        for (column, value) in row.iter().enumerate() {
            if column > 0 {
                text.push(',');
            }
            text.push_str(&value.to_string());
        }
        text.push('\n');
    }
    text
}

/// A NumPy file, format 1.0 (`numpy.lib.format`), of little-endian `f32` in C order: the bytes that
/// `numpy.save` writes. `None` if `values` are not as many as `shape` says.
///
/// # Shapes
/// `values`: `shape`, row-major
pub fn npy(values: &[f32], shape: &[usize]) -> Option<Vec<u8>> {
    const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
    let mut count = Some(1_usize);
    for &size in shape {
        count = count?.checked_mul(size);
    }
    if count? != values.len() {
        return None;
    }
    let sizes: Vec<_> = shape.iter().map(ToString::to_string).collect();
    let comma = if shape.len() == 1 { "," } else { "" };
    let sizes = sizes.join(", ");
    let mut header =
        format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({sizes}{comma}), }}");
    // NumPy leaves room for the first size to grow to 21 digits, so that rows can be appended.
    if let Some(first) = shape.first() {
        header.push_str(&" ".repeat(21_usize.saturating_sub(first.to_string().len())));
    }
    // Spaces and a line break bring the data to a multiple of 64 bytes; where they would, NumPy
    // adds as many again.
    let length = MAGIC.len() + 2 + header.len() + 1;
    header.push_str(&" ".repeat(64 - length % 64));
    header.push('\n');
    let mut bytes = MAGIC.to_vec();
    bytes.extend(u16::try_from(header.len()).ok()?.to_le_bytes());
    bytes.extend(header.bytes());
    for value in values {
        bytes.extend(value.to_le_bytes());
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_line_a_row_below_its_header() {
        let text = csv(&["z1", "z2"], &[0.1, -2.0, 1e-7, f32::NAN]);
        assert_eq!(text, "z1,z2\n0.1,-2\n0.0000001,NaN\n");
        assert_eq!(csv(&["z1"], &[]), "z1\n");
        assert_eq!(csv(&[], &[]), "\n");
    }

    #[test]
    fn names_with_commas_are_quoted() {
        assert_eq!(
            csv(&["a,b", "say \"c\""], &[]),
            "\"a,b\",\"say \"\"c\"\"\"\n"
        );
    }

    #[test]
    fn every_number_reads_back_to_the_last_bit() {
        let values = [1.0 / 3.0, f32::MIN_POSITIVE, f32::MAX, -0.0, 16_777_217.0];
        let text = csv(&["x"], &values);
        for (line, value) in text.lines().skip(1).zip(values) {
            assert_eq!(line.parse::<f32>().map(f32::to_bits), Ok(value.to_bits()));
        }
    }

    #[test]
    fn a_file_of_numpy_begins_with_its_header_on_64_bytes() {
        for shape in [&[][..], &[3], &[2, 3], &[1, 1, 28, 28], &[1_000_000, 0]] {
            let count = shape.iter().product();
            let bytes = npy(&vec![1.5; count], shape).expect("it fits");
            let data = bytes.len() - 4 * count;
            assert_eq!(data % 64, 0);
            assert_eq!(bytes[data - 1], b'\n');
            assert_eq!(
                usize::from(bytes[8]) + 256 * usize::from(bytes[9]) + 10,
                data
            );
        }
    }

    #[test]
    fn as_many_numbers_as_the_shape_says_or_none() {
        assert_eq!(npy(&[1.0], &[2]), None);
        assert_eq!(npy(&[], &[usize::MAX, 2]), None);
        assert!(npy(&[], &[0, 2]).is_some());
    }
}
