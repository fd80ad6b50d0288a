//! Keys on a film strip.

/// Where a key takes the focus among `count` images, `columns` to a row; `None` if it does not.
pub fn strip_step(key: &str, at: usize, count: usize, columns: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let next = match key {
        "ArrowLeft" => at.saturating_sub(1),
        "ArrowRight" => at + 1,
        "ArrowUp" if at >= columns => at - columns,
        "ArrowDown" if at + columns <= last => at + columns,
        "ArrowUp" | "ArrowDown" => at,
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(next.min(last))
}

#[cfg(test)]
mod tests {
    use super::strip_step;

    #[test]
    fn arrow_keys_move_along_a_strip_and_end_at_its_ends() {
        assert_eq!(strip_step("ArrowRight", 0, 11, 11), Some(1));
        assert_eq!(strip_step("ArrowRight", 10, 11, 11), Some(10));
        assert_eq!(strip_step("ArrowLeft", 0, 11, 11), Some(0));
        assert_eq!(strip_step("End", 3, 11, 11), Some(10));
        assert_eq!(strip_step("Home", 3, 11, 11), Some(0));
        assert_eq!(strip_step("ArrowDown", 3, 11, 11), Some(3));
        assert_eq!(strip_step("Enter", 3, 11, 11), None);
        assert_eq!(strip_step("ArrowRight", 0, 0, 11), None);
    }

    #[test]
    fn arrow_keys_move_from_row_to_row_of_a_sheet() {
        assert_eq!(strip_step("ArrowDown", 2, 49, 7), Some(9));
        assert_eq!(strip_step("ArrowUp", 9, 49, 7), Some(2));
        assert_eq!(strip_step("ArrowUp", 2, 49, 7), Some(2));
        // The last row may be short.
        assert_eq!(strip_step("ArrowDown", 5, 10, 6), Some(5));
        assert_eq!(strip_step("ArrowDown", 3, 10, 6), Some(9));
    }
}
