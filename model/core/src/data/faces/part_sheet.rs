//! The parts of faces, pixel by pixel. Written by `tests/reference/make_faces.mjs`: do not edit.
//!
//! Source: DiceBear, "Pixel Art" (npm `@dicebear/pixel-art` 9.4.3), CC0 1.0. A selection; the beards
//! are opaque here.

use super::{FaceInk, FacePart, FaceVeil, InkColour};

/// What a letter of the sheet is drawn with; `None` where nothing is drawn.
pub(super) const fn ink(letter: u8) -> Option<FaceInk> {
    Some(match letter {
        b'S' => FaceInk {
            colour: Some(InkColour::Skin),
            veil: FaceVeil::White,
            opacity: 10,
        },
        b's' => FaceInk {
            colour: Some(InkColour::Skin),
            veil: FaceVeil::White,
            opacity: 0,
        },
        b'h' => FaceInk {
            colour: Some(InkColour::Hair),
            veil: FaceVeil::White,
            opacity: 0,
        },
        b'w' => FaceInk {
            colour: Some(InkColour::White),
            veil: FaceVeil::White,
            opacity: 0,
        },
        b'e' => FaceInk {
            colour: Some(InkColour::Eyes),
            veil: FaceVeil::White,
            opacity: 0,
        },
        b'm' => FaceInk {
            colour: Some(InkColour::Mouth),
            veil: FaceVeil::White,
            opacity: 0,
        },
        b'G' => FaceInk {
            colour: Some(InkColour::Glasses),
            veil: FaceVeil::White,
            opacity: 20,
        },
        b'g' => FaceInk {
            colour: Some(InkColour::Glasses),
            veil: FaceVeil::White,
            opacity: 0,
        },
        b'V' => FaceInk {
            colour: None,
            veil: FaceVeil::White,
            opacity: 30,
        },
        b'W' => FaceInk {
            colour: None,
            veil: FaceVeil::Black,
            opacity: 30,
        },
        b'H' => FaceInk {
            colour: Some(InkColour::Hair),
            veil: FaceVeil::White,
            opacity: 30,
        },
        b't' => FaceInk {
            colour: Some(InkColour::Hat),
            veil: FaceVeil::White,
            opacity: 0,
        },
        b'T' => FaceInk {
            colour: Some(InkColour::Hat),
            veil: FaceVeil::White,
            opacity: 30,
        },
        b'C' => FaceInk {
            colour: Some(InkColour::Clothes),
            veil: FaceVeil::Black,
            opacity: 30,
        },
        b'c' => FaceInk {
            colour: Some(InkColour::Clothes),
            veil: FaceVeil::White,
            opacity: 0,
        },
        b'A' => FaceInk {
            colour: Some(InkColour::Clothes),
            veil: FaceVeil::White,
            opacity: 30,
        },
        b'B' => FaceInk {
            colour: Some(InkColour::Clothes),
            veil: FaceVeil::White,
            opacity: 20,
        },
        _ => return None,
    })
}

/// Head, neck and shoulders.
pub(super) const HEAD: FacePart = FacePart {
    top: 2,
    rows: &[
        b"....SSSSSSSS....",
        b"...SSSSSSSSSS...",
        b"...SSSSSSSSSS...",
        b"...SSSSSSSSSS...",
        b"..SSSSSSSSSSSS..",
        b"..SSSSSSSSSSSS..",
        b"...SSSSSSSSSS...",
        b"...SSSSSSSSSS...",
        b"...SSSSSSSSSS...",
        b"....SSSSSSSS....",
        b".......ss.......",
        b"...ssssssssss...",
        b"..ssssssssssss..",
        b"..ssssssssssss..",
    ],
};

/// Hair, the shortest first.
pub(super) const HAIR: [FacePart; 7] = [
    // short14
    FacePart {
        top: 2,
        rows: &[
            b"...hhhhhhhhhh...",
            b"...hhhhhhhhhh...",
            b"...h........h...",
            b"...h........h...",
            b"...h........h...",
        ],
    },
    // short09
    FacePart {
        top: 1,
        rows: &[
            b".......hhhhh....",
            b"....hhhhhhh.....",
            b"...hhhhh........",
        ],
    },
    // short17
    FacePart {
        top: 1,
        rows: &[
            b"....hhhhhhhh....",
            b"...hhhhhhhhhh...",
            b"..hhhhhhhhhhhh..",
            b"..hh........hh..",
            b"..hh........hh..",
        ],
    },
    // short13
    FacePart {
        top: 0,
        rows: &[
            b".....h..h....h..",
            b"..h.h.h..h..h...",
            b"..hhhhhhhhhhhh..",
            b".h.hhhhhhhhhh.h.",
            b"..h..........h..",
        ],
    },
    // long14
    FacePart {
        top: 1,
        rows: &[
            b"...hh......hh...",
            b"..hhhhhhhhhhhh..",
            b"..hhhhhhhhhhhh..",
            b"...h........h...",
        ],
    },
    // long04
    FacePart {
        top: 1,
        rows: &[
            b".....hhhhhhh....",
            b"....hhhhhhhhh...",
            b"...hhh.....hhh..",
            b"..hhh.......hh..",
            b"..hh.........h..",
            b"................",
            b"................",
            b"..h..........h..",
            b"..h..........h..",
            b"..h..........h..",
            b"..hh........hh..",
        ],
    },
    // long13
    FacePart {
        top: 1,
        rows: &[
            b"...hhhhhhhhhh...",
            b"..hhhhhhhhhhhh..",
            b".hhhhhhhhhhhhhh.",
            b".hh..........hh.",
            b".hh..........hh.",
            b".hh..........hh.",
            b".hh..........hh.",
            b".hh..........hh.",
            b".hh..........hh.",
            b".hh..........hh.",
            b".hh..........hh.",
            b".hh..........hh.",
            b".hh..........hh.",
        ],
    },
];

/// Eyes: looking aside, straight, to the other side; small; wide open.
pub(super) const EYES: [FacePart; 5] = [
    // variant08
    FacePart {
        top: 5,
        rows: &[b"....www..www....", b"....eww..eww...."],
    },
    // variant06
    FacePart {
        top: 5,
        rows: &[b"....www..www....", b"....wew..wew...."],
    },
    // variant07
    FacePart {
        top: 5,
        rows: &[b"....www..www....", b"....wwe..wwe...."],
    },
    // variant04
    FacePart {
        top: 5,
        rows: &[b".....w....w.....", b".....ew...ew...."],
    },
    // variant09
    FacePart {
        top: 5,
        rows: &[
            b"....www..www....",
            b"....wew..wew....",
            b"....www..www....",
        ],
    },
];

/// Mouths: a frown, flat, an open smile, a smile.
pub(super) const MOUTH: [FacePart; 4] = [
    // sad01
    FacePart {
        top: 9,
        rows: &[b".......mm.......", b"......m..m......"],
    },
    // sad06
    FacePart {
        top: 9,
        rows: &[b"......mmmm......"],
    },
    // happy06
    FacePart {
        top: 9,
        rows: &[b"......mmmm......", b".......mm......."],
    },
    // happy09
    FacePart {
        top: 9,
        rows: &[b"......m..m......", b".......mm......."],
    },
];

/// Glasses: clear, dark.
pub(super) const GLASSES: [FacePart; 2] = [
    // light06
    FacePart {
        top: 5,
        rows: &[
            b"..GGgggGGgggGG..",
            b"...gVVVggVVVg...",
            b"...gVVVggVVVg...",
            b"....ggg..ggg....",
        ],
    },
    // dark06
    FacePart {
        top: 5,
        rows: &[
            b"..GGgggGGgggGG..",
            b"...gWWWggWWWg...",
            b"...gWWWggWWWg...",
            b"....ggg..ggg....",
        ],
    },
];

/// Beards, the smallest first.
pub(super) const BEARD: [FacePart; 3] = [
    // variant02
    FacePart {
        top: 11,
        rows: &[
            b".....HHHHHH.....",
            b"......HHHH......",
            b".......HH.......",
        ],
    },
    // variant07
    FacePart {
        top: 9,
        rows: &[
            b"...HHHHHHHHHH...",
            b"...HHHHHHHHHH...",
            b"....HHHHHHHH....",
        ],
    },
    // variant08
    FacePart {
        top: 6,
        rows: &[
            b"...H........H...",
            b"...H........H...",
            b"...H........H...",
            b"...HHHHHHHHHH...",
            b"...HHHHHHHHHH...",
            b"....HHHHHHHH....",
        ],
    },
];

/// Hats: round, with a peak, striped.
pub(super) const HAT: [FacePart; 3] = [
    // variant01
    FacePart {
        top: 0,
        rows: &[
            b"....tTtttttt....",
            b"...tTtttttttt...",
            b"..tTtttttttttt..",
            b"..Tttttttttttt..",
            b"..tttttttttttt..",
        ],
    },
    // variant02
    FacePart {
        top: 1,
        rows: &[
            b"....ttttttTt....",
            b"...tttttttTtt...",
            b"...tttttttTtttt.",
        ],
    },
    // variant04
    FacePart {
        top: 0,
        rows: &[
            b"....tttttttt....",
            b"...TTTTTTTTTT...",
            b"..tttttttttttt..",
            b"..TTTTTTTTTTTT..",
            b"..tttttttttttt..",
        ],
    },
];

/// Clothes.
pub(super) const CLOTHES: [FacePart; 3] = [
    // variant12
    FacePart {
        top: 12,
        rows: &[
            b".......CC.......",
            b"...cccccccccc...",
            b"..cccccccccccc..",
            b"..cccccccccccc..",
        ],
    },
    // variant13
    FacePart {
        top: 13,
        rows: &[
            b"...cA......cA...",
            b"..AcAcAcAcAcAc..",
            b"..AcAcAcAcAcAc..",
        ],
    },
    // variant06
    FacePart {
        top: 13,
        rows: &[
            b"...BcB....cBc...",
            b"..BcBcBcBcBcBc..",
            b"..cBcBcBcBcBcB..",
        ],
    },
];
