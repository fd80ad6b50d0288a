//! What a sweep's file and a run's figures may be: anything, and what cannot be meant is refused in a sentence
//! before anything runs.

use latent::SplitMix64;

use super::plan::SweepPlan;
use super::run_files::SweepRecord;
use super::sweep_file::SweepFile;

fn plan(text: &str) -> Result<SweepPlan, String> {
    SweepFile::parse(text).and_then(SweepPlan::of)
}

#[track_caller]
fn assert_refused(text: &str, part: &str) {
    let said = plan(text).expect_err(text);
    assert!(said.contains(part), "{part}: {said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.ends_with('.'), "{said}");
}

#[test]
fn types_and_keys_that_do_not_fit_are_refused_with_their_line() {
    let points = "presets = [\"ring\"]\nsteps = 20\nseeds = [1]\n";
    for (text, part) in [
        (
            points.replace("20", "\"many\""),
            "line 2: invalid type: string \"many\", expected a whole number of 0 or more.",
        ),
        (points.replace("20", "-5"), "line 2: "),
        (points.replace("20", "1.5"), "line 2: "),
        (points.replace("20", "99999999999"), "line 2: "),
        (points.replace("[1]", "1"), "line 3: "),
        (points.replace("[1]", "[\"one\"]"), "line 3: "),
        (points.replace("[1]", "[-1]"), "line 3: "),
        (points.replace("[1]", "[1"), "line "),
        (format!("{points}steps = 3\n"), "line 4: "),
        (points.replace("[\"ring\"]", "\"ring\""), "line 1: "),
        (points.replace("presets", "preset"), "line 1: "),
        (format!("{points}[measure]\ncounts = 50\n"), "line 5: "),
        (format!("{points}[measure]\ncount = true\n"), "line 5: "),
        (format!("{points}[set]\nbatch = 8\nbatch = 9\n"), "line 6: "),
        (
            format!("{points}[vary]\nbatch = 8\n"),
            "line 5: invalid type: integer `8`, expected a list in brackets.",
        ),
        ("steps = 3".to_owned(), "seeds"),
        ("\u{0}".to_owned(), "line 1: "),
    ] {
        assert_refused(&text, part);
    }
}

#[test]
fn numbers_that_no_run_can_have_are_refused_with_the_run_and_the_field() {
    let points = "presets = [\"ring\"]\nsteps = 20\nseeds = [1]\n";
    for (setting, part) in [
        ("learningRate = -0.1", "earning rate"),
        ("learningRate = nan", "earning rate"),
        ("learningRate = inf", "earning rate"),
        ("learningRate = \"fast\"", "earning rate"),
        ("batch = -8", "atch"),
        ("batch = 8.5", "atch"),
        ("batch = true", "atch"),
        ("ganLoss = \"kind\"", "oss"),
        ("optimiser = 3", "ptimi"),
        ("batch = 1999-01-01", "found a TOML datetime"),
    ] {
        let (field, value) = setting.split_once(" = ").unwrap();
        let (set, vary) = (
            format!("[set]\n{setting}\n"),
            format!("[vary]\n{field} = [{value}]\n"),
        );
        for text in [set, vary] {
            let text = format!("{points}{text}");
            assert_refused(&text, part);
            // What no value is has no run yet.
            if !part.contains("datetime") {
                assert_refused(&text, "run 0 (ring");
            }
        }
    }
}

#[test]
fn a_grid_that_is_too_large_is_refused_before_it_is_made() {
    let values: Vec<String> = (1..=200).map(|value| value.to_string()).collect();
    let values = values.join(", ");
    let text = format!(
        "presets = [\"ring\"]\nsteps = 20\nseeds = [1]\n[vary]\nbatch = [{values}]\ndisPerGen = [{values}]\nseedless = [{values}]\n"
    );
    assert_refused(&text, "expected at most 10000 runs, found more");
}

/// A text with a few changes.
fn neighbour(text: &str, words: &[&str], draws: &mut SplitMix64) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=draws.bits() % 3 {
        let at = draws.bits() as usize % (letters.len() + 1);
        let end = (at + draws.bits() as usize % 6).min(letters.len());
        let word = words[draws.bits() as usize % words.len()];
        letters.splice(at..end, word.chars());
    }
    letters.into_iter().collect()
}

#[test]
fn neighbours_of_a_sweep_are_planned_or_refused_in_a_sentence() {
    let text = "presets = [\"ring\"]\nsteps = 20\nseeds = [1, 2]\nstops = [50]\n[set]\nbatch = 32\n\
                [vary]\nganLoss = [\"hinge\", \"wasserstein\"]\nlearningRate = [0.001, 1e-4]\n";
    let words = [
        "",
        "0",
        "-1",
        "1e999",
        "nan",
        "inf",
        "[",
        "]",
        "\"",
        "\n",
        "=",
        "[set]",
        "batch",
        "\u{0}",
        "\u{202e}",
        "99999999999999999999",
        "families",
        "true",
        "{",
        "#",
        "1979-05-27",
    ];
    let mut draws = SplitMix64::new(5);
    let mut planned = 0;
    for _ in 0..1500 {
        let changed = neighbour(text, &words, &mut draws);
        match plan(&changed) {
            Ok(plan) => {
                planned += 1;
                assert!(!plan.runs.is_empty() && plan.steps > 0, "{changed}");
            }
            Err(said) => assert!(
                said.ends_with('.') && said.lines().count() == 1,
                "{said:?}: {changed}"
            ),
        }
    }
    assert!((1..1500).contains(&planned), "{planned}");
}

#[test]
fn neighbours_of_a_run_s_figures_are_read_or_refused() {
    let plan = plan("presets = [\"ring\"]\nsteps = 20\nseeds = [1]\n").expect("a sweep");
    let record = SweepRecord::begin(&plan, &plan.runs[0]);
    let text = serde_json::to_string(&record).unwrap();
    let words = [
        "", "0", "-1", "1e999", "null", "\"", "{", "[", ",", "version", "NaN",
    ];
    let mut draws = SplitMix64::new(6);
    let mut read = 0;
    for _ in 0..1500 {
        let changed = neighbour(&text, &words, &mut draws);
        let found: Result<SweepRecord, _> = serde_json::from_str(&changed);
        if let Ok(found) = found {
            read += 1;
            let again = serde_json::to_string(&found).unwrap();
            assert_eq!(serde_json::from_str::<SweepRecord>(&again).unwrap(), found);
        }
    }
    assert!(read < 1500, "{read}");
}
