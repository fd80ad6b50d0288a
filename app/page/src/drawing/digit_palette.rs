//! The ten digits' colours.

/// On slate.
///
/// No ten colours are all distinct to every eye. These are dealt to the digits so that those that
/// lie side by side in most latent spaces (4, 7 and 9; 3, 5 and 8) stay apart under simulated
/// protanopia, deuteranopia and tritanopia too.
const DARK: [&str; 10] = [
    "#3ddc97", "#f7b7d7", "#b6e34b", "#4f8cff", "#ff9f1c", "#ffe14d", "#c77dff", "#f4567a",
    "#b98b5e", "#4cc9f0",
];

/// On paper: the same hues, dark enough to be seen there.
const LIGHT: [&str; 10] = [
    "#0e9a62", "#e06aa5", "#78a300", "#2456d6", "#e07a00", "#c9a400", "#8f3fd1", "#d1234f",
    "#8a5a2b", "#0894c4",
];

/// The same as red, green and blue.
pub fn rgb(digit: u8, dark: bool) -> [u8; 3] {
    let hex = u32::from_str_radix(&colour(digit, dark)[1..], 16).unwrap_or_default();
    let [_, red, green, blue] = hex.to_be_bytes();
    [red, green, blue]
}

/// The colour of a digit's points, as CSS writes it.
pub fn colour(digit: u8, dark: bool) -> &'static str {
    let palette = if dark { &DARK } else { &LIGHT };
    palette[usize::from(digit) % palette.len()]
}
