//! What is copied into the repository from others, with versions and digests.

/// Something that lies in the repository as others wrote it, and is shipped.
pub struct VendoredPart {
    pub name: &'static str,
    pub version: &'static str,
    pub licence: &'static str,
    pub url: &'static str,
    /// Its licence, in the repository.
    pub text: &'static str,
    /// What is shipped of it, with its SHA-256.
    pub files: &'static [(&'static str, &'static str)],
}

/// All of it.
pub const VENDORED: [VendoredPart; 5] = [
    VendoredPart {
        name: "uPlot",
        version: "1.6.32",
        licence: "MIT",
        url: "https://github.com/leeoniya/uPlot",
        text: "app/page/js/vendor/uplot/LICENSE",
        files: &[
            (
                "app/page/js/vendor/uplot/uPlot.esm.js",
                "5dd9b3281aa64b461b42d9945f6adb2649d346502b12281a9ae0d46599a80eba",
            ),
            (
                "app/page/js/vendor/uplot/uPlot.min.css",
                "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
            ),
        ],
    },
    VendoredPart {
        name: "Instrument Sans",
        version: "latin, variable",
        licence: "OFL-1.1",
        url: "https://github.com/Instrument/instrument-sans",
        text: "assets/fonts/instrument-sans-OFL.txt",
        files: &[(
            "assets/fonts/instrument-sans-latin.woff2",
            "2ee17598a98d8a59e4df8152d015bec9ab8e4d5672cc0ab42bef806b568e3971",
        )],
    },
    VendoredPart {
        name: "DiceBear Pixel Art",
        version: "9.4.3",
        licence: "CC0-1.0 (design)",
        url: "https://www.figma.com/community/file/1198754108850888330",
        text: "model/core/src/data/faces/LICENSE-pixel-art",
        files: &[(
            "model/core/src/data/faces/part_sheet.rs",
            "68157da2dc66536956c6aa2210b0d7d68e8f228306fbcf541a4dbe9ee908d3fd",
        )],
    },
    VendoredPart {
        name: "Fluent Emoji, flat",
        version: "1.2.6 (Iconify)",
        licence: "MIT",
        url: "https://github.com/microsoft/fluentui-emoji",
        text: "assets/data/LICENSE-fluent-emoji",
        files: &[
            (
                "assets/data/emoji-images.idx.gz",
                "9e8c1ace1b4974fc4d8ecfd659902bfac6b2a14462e4583f845c1be441d7a793",
            ),
            (
                "assets/data/emoji-labels.idx.gz",
                "39a990c9063767f81dca5ba353794f682565840ec03aa0aa4ba8d0416460164d",
            ),
        ],
    },
    VendoredPart {
        name: "hanzi-writer-data (Make Me A Hanzi)",
        version: "2.0.1",
        licence: "Arphic-1999",
        url: "https://github.com/chanind/hanzi-writer-data",
        text: "assets/data/ARPHICPL.TXT",
        files: &[(
            "assets/data/hanzi-strokes.txt.gz",
            "71fffb12c484cfd275be67737e3b7593f982b8a0505ba48cd11943883ccde0cf",
        )],
    },
];
