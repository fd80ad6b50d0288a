//! The ten digits' colours.

/// On slate. Digits that lie side by side in most latent spaces (4, 7 and 9; 3, 5 and 8) are far
/// apart in lightness or along the axis that colour-blind eyes keep.
const DARK: [&str; 10] = [
    "#4cc9f0", "#ff9f1c", "#c77dff", "#ffe14d", "#4f8cff", "#f4567a", "#3ddc97", "#f7b7d7",
    "#b98b5e", "#b6e34b",
];

/// On paper: the same hues, dark enough to be seen there.
const LIGHT: [&str; 10] = [
    "#0894c4", "#e07a00", "#8f3fd1", "#c9a400", "#2456d6", "#d1234f", "#0e9a62", "#e06aa5",
    "#8a5a2b", "#78a300",
];

/// The colour of a digit's points, as CSS writes it.
pub(super) fn colour(digit: u8, dark: bool) -> &'static str {
    let palette = if dark { &DARK } else { &LIGHT };
    palette[usize::from(digit) % palette.len()]
}
