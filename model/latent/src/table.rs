//! Numbers as a file that NumPy reads.

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
