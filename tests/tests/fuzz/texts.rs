//! Links, specifications, formulas, files of students, and what is said in other languages.

use latent::{EXTENT, ExploreLink, NamedPoint, evaluate, readable};
use locale::compile::{compact_part, read_languages};
use locale::{Argument, EnglishNumbers, format_message, split_part};
use page::words::{
    Part, alert_sentence, class_note_sentence, formula_error_sentence, install, language,
    spec_error_sentence,
};
use run_spec::{PRESETS, from_json, from_link, to_json, to_link};
use session::{
    ClassNote, LearnEvent, LessonRecord, LessonRow, ProgressFile, Session, SessionEvent,
    read_progress,
};
use tests::root;

use crate::corpus::Corpus;
use crate::{assert_sentence, check_reader, within_memory};

/// What a text takes of memory for each of its bytes while it is read.
const COPIES: usize = 64;

/// What a value of JSON takes where its text has two bytes.
const JSON_COPIES: usize = 256;

/// A line of the trials is an address, and behind `=>` what must happen.
fn links_of_trials() -> Vec<String> {
    let file = root().join("../shared/trials/links/links.txt");
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once("=>"));
    lines
        .map(|(address, _)| address.trim().to_owned())
        .collect()
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn explore_links() -> Corpus {
    Corpus::of_words(&[
        b"&z=",
        b"&A=",
        b"&B=",
        b"&C=",
        b"&D=",
        b"&plane=",
        b"pins",
        b"pc1,pc2",
        b"z2,z1",
        b"&view=0,0,1",
        b"&path=slerp",
        b"&tool=",
        b"&lang=",
        b"&other=",
        b"v=1",
        b"model=",
        b"%2C",
        b"3.5,",
        b"+",
        b"%",
    ])
    .with("v=1&model=vae-mnist-2d&z=0.5,-1.25")
    .with(
        "v=1&model=vae-mnist-10d&z=1,2,3&A=0,0,0&B=1e-7,0,0&C=1,1,1&plane=pins&view=0.5,-1,2\
         &path=slerp&tool=walk&lang=de&other=my%20file%20%26%20more",
    )
    .with_all(links_of_trials())
    .with_files("tests/tests/fuzz/corpus/explore-link")
    .with_files("../shared/trials/links")
}

#[test]
fn any_text_is_a_place_in_explore_whose_link_reads_the_same() {
    check_reader!(explore_links(), |bytes| {
        let text = text_of(bytes);
        let (place, faults) = within_memory(COPIES * text.len(), || ExploreLink::from_text(&text));
        for fault in &faults {
            assert_sentence(&fault.to_string());
        }
        let coordinates = place
            .point
            .iter()
            .chain(place.pins.iter().flatten())
            .flatten();
        assert!(coordinates.into_iter().all(|z| z.abs() <= EXTENT));
        assert_eq!(
            ExploreLink::from_text(&place.to_text()),
            (place.clone(), Vec::new())
        );
        for latent in [1, 2, 10] {
            let mut fitting = place.clone();
            for fault in fitting.fit(latent) {
                assert_sentence(&fault.to_string());
            }
            assert!(
                fitting
                    .point
                    .as_ref()
                    .is_none_or(|point| point.len() == latent)
            );
            let fitted = fitting.clone();
            assert_eq!(fitting.fit(latent), [], "fitted once, it fits");
            assert_eq!(fitting, fitted);
        }
    });
}

/// A lesson whose second and third steps ask for something.
fn known_lesson() -> LessonRow {
    LessonRow {
        id: "latent-space".to_owned(),
        version: 1,
        minutes: 10,
        steps: 4,
        tasks: vec![1, 2],
        number: 1,
        lang: "en".to_owned(),
        title: String::new(),
        summary: String::new(),
    }
}

#[test]
fn a_students_file_is_read_whole_or_refused_in_a_sentence() {
    let known = [known_lesson()];
    let shipped = ProgressFile {
        name: "Ada".to_owned(),
        lessons: vec![LessonRecord {
            lesson: "latent-space".to_owned(),
            version: 1,
            solved: vec![2, 3],
            minutes: 12,
        }],
    };
    let words: &[&[u8]] = &[
        b"\"format\":\"latentscape-progress\",",
        b"\"version\":",
        b"\"name\":\"",
        b"\"lessons\":[",
        b"\"lesson\":\"latent-space\",",
        b"\"solved\":[2,3],",
        b"\"minutes\":",
        b"4294967296",
        b"-1",
        b"null",
        b"[[[[",
    ];
    let corpus = Corpus::of_words(words).with(shipped.to_bytes());
    check_reader!(corpus, |bytes| {
        let read = within_memory(JSON_COPIES * bytes.len(), || read_progress(bytes, &known));
        let is_rest_taken = read.is_ok();
        let fault = match read {
            Ok((file, fault)) => {
                let again = read_progress(&file.to_bytes(), &known);
                assert_eq!(
                    again,
                    Ok((file, None)),
                    "what was read is written and read again"
                );
                fault
            }
            Err(fault) => Some(fault),
        };
        if let Some(fault) = fault {
            let file = "ada.json".to_owned();
            assert_sentence(&class_note_sentence(&ClassNote {
                file,
                fault,
                is_rest_taken,
            }));
        }
    });
}

/// Words of specifications, for links and JSON alike.
const SPEC_WORDS: &[&[u8]] = &[
    b"&preset=",
    b"&seed=",
    b"&encoder=conv+8+dense+4",
    b"&beside=hinge+minimax",
    b"&drawing=",
    b"&data=own",
    b"&learningRate=",
    b"preset=classroom",
    b"\"version\":1,",
    b"\"encoder\":{\"kind\":\"conv\",\"channels\":[4],\"hidden\":[]},",
    b"\"latent\":",
    b"\"drawing\":\"",
    b"true",
    b"null",
    b"dense",
    b"conv",
    b" -> ",
    b"%20",
];

fn run_links() -> Corpus {
    let links = PRESETS.iter().map(|preset| {
        let mut spec = preset.spec();
        spec.seed = 7;
        to_link(preset.name, &spec)
    });
    Corpus::of_words(SPEC_WORDS)
        .with_all(links)
        .with(to_link("classroom", &PRESETS[PRESETS.len() - 1].spec()))
        .with_all(links_of_trials())
        .with_files("tests/tests/fuzz/corpus/run-link")
        .with_files("../shared/trials/links")
}

#[test]
fn a_link_to_a_run_is_followed_and_reads_the_same_or_is_refused_in_a_sentence() {
    check_reader!(run_links(), |bytes| {
        let text = text_of(bytes);
        match within_memory(COPIES * text.len(), || from_link(&text)) {
            Ok((preset, spec)) => {
                assert_eq!(spec.check(), Ok(()));
                assert_eq!(from_link(&to_link(&preset, &spec)), Ok((preset, spec)));
            }
            Err(error) => assert_sentence(&spec_error_sentence(&error)),
        }
    });
}

fn game_links() -> Corpus {
    Corpus::of_words(&[
        b"&questions=",
        b"&mode=pairs",
        b"&steps=",
        b"1,20,300",
        b"&game=1",
        b"&preset=dense-gan",
        b"&preset=ring",
        b"&data=own",
        b"%2C",
    ])
    .with("questions=8&mode=both&steps=60,300,1500&preset=classroom&seed=7")
    .with_all(links_of_trials())
}

#[test]
fn any_text_is_a_game_whose_link_reads_the_same_or_is_told_in_sentences() {
    check_reader!(game_links(), |bytes| {
        let text = format!("game=1&{}", text_of(bytes));
        let mut session = Session::new();
        let follow = |text: String| SessionEvent::Learn(LearnEvent::Follow(text));
        session.apply(follow(text.clone()));
        for alert in session.alerts() {
            assert_sentence(&alert_sentence(&alert.text));
        }
        let game = session.learn.game.as_ref();
        let setup = game.map(|game| game.setup.clone()).expect("a game");
        let mut again = Session::new();
        again.apply(follow(setup.link()));
        assert_eq!(again.alerts(), []);
        let same = again.learn.game.as_ref().map(|game| &game.setup);
        assert_eq!(same, Some(&setup));
    });
}

fn specifications() -> Corpus {
    Corpus::of_words(SPEC_WORDS)
        .with_all(PRESETS.iter().map(|preset| to_json(&preset.spec())))
        .with(r#"{"version": 1, "latent": 5, "beside": "hinge"}"#)
        .with_files("tests/tests/fuzz/corpus/specification")
        .with_files("../shared/trials/specs")
}

#[test]
fn a_specification_is_read_and_written_again_or_refused_in_a_sentence() {
    check_reader!(specifications(), |bytes| {
        let text = text_of(bytes);
        match within_memory(JSON_COPIES * text.len(), || from_json(&text)) {
            Ok(spec) => {
                assert_eq!(spec.check(), Ok(()));
                assert_eq!(from_json(&to_json(&spec)), Ok(spec));
            }
            Err(error) => assert_sentence(&spec_error_sentence(&error)),
        }
    });
}

/// Names that a formula may be about; some are read in more than one way.
const NAMES: [(&str, [f32; 2]); 7] = [
    ("A", [1.0, 2.0]),
    ("B", [-0.5, 0.25]),
    ("7", [3.0, -3.0]),
    ("slant", [0.0, 1.0]),
    ("my own", [0.125, 8.0]),
    ("2 left", [1e-3, 1.0]),
    ("Größe", [-1.0, -1.0]),
];

/// What formulas are made of.
const FORMULA_WORDS: &[&[u8]] = &[
    b"A",
    b"7",
    b"my own",
    b"2 left",
    " \u{2212} ".as_bytes(),
    b" + ",
    b" * ",
    " · ".as_bytes(),
    b"0.5",
    b"1e30",
    b"2",
    "GRÖßE".as_bytes(),
    b"\t",
    "\u{130}".as_bytes(),
];

fn formulas() -> Corpus {
    Corpus::of_words(FORMULA_WORDS)
        .with_all([
            "A + 2 slant \u{2212} B",
            "7 - 1 + 4",
            "2 · my own + 2 left",
            "-3 7 * 2",
            "\u{2013}größe × 0.5",
            "A",
        ])
        .with_files("tests/tests/fuzz/corpus/formula")
}

#[test]
fn a_formula_comes_to_the_same_as_its_readable_form_or_is_refused_in_a_sentence() {
    check_reader!(formulas(), |bytes| {
        let text = text_of(bytes);
        let names: Vec<NamedPoint> = NAMES.iter().map(|(name, z)| (*name, &z[..])).collect();
        let most = COPIES * text.len();
        match within_memory(most, || evaluate(&text, &names, 2)) {
            Ok(point) => {
                assert!(point.iter().all(|z| z.is_finite()));
                let plain = readable(&text, &names).unwrap();
                assert_eq!(
                    evaluate(&plain, &names, 2),
                    Ok(point),
                    "{text:?}: {plain:?}"
                );
            }
            Err(error) => assert_sentence(&formula_error_sentence(&error)),
        }
    });
}

/// Each message as the page fetches it.
fn messages() -> Vec<String> {
    let catalogue = read_languages(&root().join("app/page/locales")).unwrap();
    let parts = catalogue.english.parts.iter();
    let texts = parts.map(|part| compact_part(part, &catalogue.english));
    let lines = texts.flat_map(|text| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>());
    lines.collect()
}

#[test]
fn a_message_is_filled_in_whatever_it_and_its_arguments_are() {
    let corpus = Corpus::of_words(&[
        b"\x01",
        b"\x020",
        b"\x02100g",
        b"\x030\x05one\x06",
        b"\x040\x05a\x06",
        b"\x05",
        b"\x06",
        b"\x07",
    ])
    .with_all(messages());
    check_reader!(corpus, |bytes| {
        let text = text_of(bytes);
        let arguments = [
            Argument::Text(&text),
            Argument::Number(bytes.len() as f64),
            Argument::Text("\u{3}0\u{5}"),
            Argument::Number(f64::NAN),
        ];
        // Each place takes an argument, which may be the whole text.
        let most = COPIES * text.len() * (1 + text.len());
        within_memory(most, || format_message(&text, &arguments, &EnglishNumbers));
        assert!(split_part(&text, 0).is_none_or(|lines| lines.len() < text.lines().count()));
        let before = language();
        for part in Part::ALL {
            if install("xx", part, text.clone()).is_err() {
                assert_eq!(language(), before);
            }
        }
    });
}

#[test]
fn what_is_filled_in_stands_in_the_message_as_it_came() {
    let messages = messages();
    let corpus = Corpus::of_words(&[b"\x01", b"\x020", b"\x030\x05", b"\x07"]).with_all([
        "my file.png",
        "\u{1}0",
        "\u{3}0\u{5}one\u{6}x\u{7}",
        "",
    ]);
    check_reader!(corpus, |bytes| {
        let text = text_of(bytes);
        // Any message that holds texts only, by the text's length.
        let only_texts = messages
            .iter()
            .filter(|message| message.contains('\u{1}'))
            .filter(|message| !message.contains(|mark| ('\u{2}'..='\u{7}').contains(&mark)));
        let only_texts: Vec<&String> = only_texts.collect();
        let message = only_texts[bytes.len() % only_texts.len()];
        let mut expected = String::new();
        let mut letters = message.chars();
        while let Some(letter) = letters.next() {
            if letter == '\u{1}' {
                letters.next();
                expected.push_str(&text);
            } else {
                expected.push(letter);
            }
        }
        let arguments = [Argument::Text(&text); 9];
        assert_eq!(
            format_message(message, &arguments, &EnglishNumbers),
            expected
        );
    });
}
