//! Runs from files, compared with those that are trained here: what is opened, what fits, and what goes wrong.

use std::sync::Arc;

use evaluation::EvaluationColumn;
use file_kind::FileKind;
use protocol::{EngineError, FromEngine, RoomError, ToEngine, TrainCommand};
use run_spec::{COMPARISON_FAMILIES, ComparisonFamily, DatasetId, RunSpec};
use session::{
    BroughtFile, ComparedRunPhase, ComparisonPlan, FinishedRun, HostCommand, RunComparisonInput,
    RunFileFault, RunMisfit, RunStoreCommand, RunStoreReply,
};

use crate::run_comparison::{act, answer, job, order, orders, phases, reach, state};
use crate::sim::Sim;

/// A run's file with a tensor of four bytes.
fn run_file(spec: &RunSpec, step: u32) -> Vec<u8> {
    let spec: serde_json::Value =
        serde_json::from_str(&run_spec::to_json(spec)).expect("what was written");
    let state = serde_json::json!({ "version": 2, "steps": step, "spec": spec }).to_string();
    let tensor = serde_json::json!({ "dtype": "F32", "shape": [1], "data_offsets": [0, 4] });
    let header = serde_json::json!({ "__metadata__": { "latentscape.run": state }, "a": tensor });
    let header = header.to_string();
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.extend([0; 4]);
    bytes
}

fn of(data: DatasetId, seed: u32) -> RunSpec {
    let family = ComparisonFamily::named("vae").expect("a family");
    let budget = run_spec::ComparisonBudget::Steps(8);
    family.spec(data, seed, budget).expect("a recipe")
}

fn brought(name: &str, bytes: &[u8]) -> BroughtFile {
    BroughtFile {
        name: name.to_owned(),
        bytes: bytes.into(),
        size: bytes.len() as f64,
    }
}

/// Opens files in the room.
fn open(sim: &mut Sim, files: &[(&str, &[u8])]) {
    let files = files.iter().map(|(name, bytes)| brought(name, bytes));
    act(sim, RunComparisonInput::AddFiles(files.collect()));
}

/// A page where pictures of strokes are compared, with these families.
fn planned(families: usize) -> Sim {
    let mut sim = Sim::on_cpu();
    let plan = ComparisonPlan {
        data: DatasetId::Strokes,
        families: COMPARISON_FAMILIES[..families].to_vec(),
        budget: protocol::RunBudget::Steps(8),
        seeds: 1,
    };
    act(&mut sim, RunComparisonInput::Choose(Box::new(plan)));
    sim
}

fn names(sim: &Sim) -> Vec<String> {
    let files = state(sim).files.iter();
    files.map(|file| file.name.clone()).collect()
}

fn checkpoint(sim: &Sim) -> Option<Arc<[u8]>> {
    let letters = sim.log.iter().rev();
    let mut orders = letters.filter(|letter| {
        let ToEngine::Train { command, .. } = &letter.message else {
            return false;
        };
        matches!(command, TrainCommand::TrainCompared { .. })
    });
    orders.next().and_then(|letter| letter.payload.clone())
}

#[test]
fn a_run_from_a_file_is_measured_once_as_it_is_before_the_others_are_trained() {
    let mut sim = planned(1);
    let file = run_file(&of(DatasetId::Strokes, 7), 300);
    open(&mut sim, &[("mine.run.safetensors", &file)]);
    let opened = &state(&sim).files[0];
    assert_eq!((opened.name.as_str(), opened.step), ("mine", 300));
    assert_eq!(state(&sim).expected_runs(), 2);
    act(&mut sim, RunComparisonInput::Begin);
    let (worker, _, run) = order(&sim);
    assert_eq!((run.budget, run.checkpoints), (None, 1));
    assert_eq!(run.spec, of(DatasetId::Strokes, 7));
    assert_eq!(checkpoint(&sim).as_deref(), Some(&file[..]));
    reach(&mut sim, 1..=1);
    assert!(!sim.alive.contains_key(&worker), "a worker of its own");
    answer(&mut sim, 3.0);
    let (_, _, run) = order(&sim);
    assert_eq!(run.budget, Some(protocol::RunBudget::Steps(8)));
    assert_eq!(checkpoint(&sim), None);
    reach(&mut sim, 1..=4);
    answer(&mut sim, 5.0);
    assert_eq!(phases(&sim), vec![ComparedRunPhase::Done; 2]);

    let table = state(&sim).table();
    assert_eq!(table.families(), ["mine", "ae"]);
    let row = &table.rows[0];
    assert_eq!((row.seed, row.stop), (7, 100));
    assert_eq!(row.values.get(EvaluationColumn::FrechetDistance), Some(3.0));
    // As the trainer counted them.
    assert_eq!(row.values.get(EvaluationColumn::Seconds), Some(0.5));
    act(&mut sim, RunComparisonInput::TakeCsv);
    let Some(HostCommand::Save { bytes, .. }) = sim.handed.last() else {
        panic!("a file");
    };
    let text = std::str::from_utf8(bytes).expect("text");
    assert!(text.contains("\nmine,7,100,measured,3,"), "{text}");
}

#[test]
fn what_cannot_be_compared_is_said_before_anything_begins_and_the_rest_is_taken() {
    let mut sim = planned(0);
    let spec = of(DatasetId::Strokes, 1);
    let file = run_file(&spec, 1);
    let weights = b"\x02\0\0\0\0\0\0\0{}";
    let mut strange = run_file(&spec, 1);
    let field = strange.windows(12).position(|it| it == b"learningRate");
    let field = field.expect("a field of every run");
    strange[field..][..12].copy_from_slice(b"flavourRates");
    let mut broken = file.clone();
    broken[0] = broken[0].wrapping_add(1);
    open(
        &mut sim,
        &[
            ("notes.txt", b"hello"),
            ("model.safetensors", weights),
            ("half.run.safetensors", &file[..file.len() - 1]),
            ("strange.run.safetensors", &strange),
            ("broken.run.safetensors", &broken),
            ("fine.run.safetensors", &file),
        ],
    );
    assert_eq!(names(&sim), ["fine"]);
    let refused = &state(&sim).refused;
    let of = |name: &str| {
        let mut found = refused.iter().filter(|(refused, _)| refused == name);
        found.next().map(|(_, fault)| fault.clone())
    };
    let kind = |name| match of(name) {
        Some(RunFileFault::NoRun(kind)) => kind,
        other => panic!("{name}: {other:?}"),
    };
    assert!(kind("notes.txt") != FileKind::Run);
    assert_eq!(kind("model.safetensors"), FileKind::Weights);
    let cut = RunFileFault::CutShort {
        expected: file.len(),
        found: file.len() - 1,
    };
    assert_eq!(of("half.run.safetensors"), Some(cut));
    let strange = of("strange.run.safetensors");
    assert!(
        matches!(strange, Some(RunFileFault::Specification(_))),
        "{strange:?}"
    );
    let broken = of("broken.run.safetensors");
    assert_eq!(broken, Some(RunFileFault::Unreadable));

    // What is too large to be read whole is refused by its beginning.
    let large = BroughtFile {
        size: 1e9,
        ..brought("large.run.safetensors", &file)
    };
    act(&mut sim, RunComparisonInput::AddFiles(vec![large]));
    let said = (
        "large.run.safetensors".to_owned(),
        RunFileFault::TooLarge(1e9),
    );
    assert_eq!(state(&sim).refused, [said], "of the files opened last");

    let more: Vec<_> = (0..FinishedRun::MOST)
        .map(|_| brought("more.run.safetensors", &file))
        .collect();
    act(&mut sim, RunComparisonInput::AddFiles(more));
    assert_eq!(state(&sim).files.len(), FinishedRun::MOST);
    let fault = &state(&sim).refused[0].1;
    assert_eq!(fault, &RunFileFault::TooMany(FinishedRun::MOST));
}

#[test]
fn runs_on_other_data_or_of_other_size_are_left_out_until_they_fit() {
    let mut sim = planned(0);
    let small = RunSpec {
        image_size: 16,
        ..of(DatasetId::Strokes, 1)
    };
    open(
        &mut sim,
        &[
            (
                "digits.run.safetensors",
                &run_file(&of(DatasetId::Digits, 1), 1),
            ),
            ("small.run.safetensors", &run_file(&small, 1)),
        ],
    );
    let misfits = |sim: &Sim| {
        let state = state(sim);
        let files = state.files.iter();
        files
            .map(|file| file.misfit(&state.plan))
            .collect::<Vec<_>>()
    };
    let (expected, found) = (DatasetId::Strokes, DatasetId::Digits);
    let size = RunMisfit::Size {
        expected: 28,
        found: 16,
    };
    let other = RunMisfit::Data { expected, found };
    assert_eq!(misfits(&sim), [Some(other), Some(size)]);
    act(&mut sim, RunComparisonInput::Begin);
    assert_eq!((orders(&sim), state(&sim).expected_runs()), (0, 0));

    let plan = ComparisonPlan {
        data: DatasetId::Digits,
        ..state(&sim).plan.clone()
    };
    act(&mut sim, RunComparisonInput::Choose(Box::new(plan)));
    assert_eq!(misfits(&sim)[0], None);
    act(&mut sim, RunComparisonInput::Begin);
    assert_eq!(order(&sim).2.spec.data, DatasetId::Digits);
    assert_eq!(state(&sim).runs.len(), 1);
}

#[test]
fn rows_of_one_name_are_told_apart_and_none_is_called_as_a_family() {
    let mut sim = planned(1);
    let [one, two] = [1, 2].map(|seed| run_file(&of(DatasetId::Strokes, seed), seed));
    open(
        &mut sim,
        &[
            ("mine.run.safetensors", &one),
            ("vae.run.safetensors", &one),
        ],
    );
    open(&mut sim, &[("mine.safetensors", &two)]);
    assert_eq!(names(&sim), ["mine", "vae (2)", "mine (2)"]);
    act(&mut sim, RunComparisonInput::Begin);
    // A row that stays in the table keeps its name when its file is removed.
    let number = state(&sim).files[0].number;
    act(&mut sim, RunComparisonInput::RemoveFile(number));
    open(&mut sim, &[("mine.run.safetensors", &two)]);
    assert_eq!(names(&sim), ["vae (2)", "mine (2)", "mine (3)"]);
}

#[test]
fn a_run_that_is_removed_while_it_is_read_or_measured_makes_way_for_the_next() {
    let mut sim = planned(1);
    let files = [1, 2, 3].map(|seed| run_file(&of(DatasetId::Strokes, seed), seed));
    let [a, b, c] = &files;
    open(&mut sim, &[("a", a), ("b", b), ("c", c)]);
    let numbers: Vec<u32> = state(&sim).files.iter().map(|file| file.number).collect();
    act(&mut sim, RunComparisonInput::Begin);
    // The last one while it waits, the first while it is read, the second while it is measured.
    act(&mut sim, RunComparisonInput::RemoveFile(numbers[2]));
    assert_eq!(orders(&sim), 1);
    let (worker, ..) = order(&sim);
    act(&mut sim, RunComparisonInput::RemoveFile(numbers[0]));
    assert!(!sim.alive.contains_key(&worker));
    assert_eq!(order(&sim).2.spec.seed, 2);
    reach(&mut sim, 1..=1);
    let number = job(&sim).number;
    act(&mut sim, RunComparisonInput::RemoveFile(numbers[1]));
    assert_eq!(state(&sim).job, None);
    let figures = vec![1.0; 2 * crate::run_comparison::COLUMNS];
    act(&mut sim, RunComparisonInput::Evaluated { number, figures });
    let stopped = ComparedRunPhase::Stopped;
    let [first, second, third] = [stopped.clone(), stopped.clone(), stopped];
    let expected = [first, second, third, ComparedRunPhase::Training];
    assert_eq!(phases(&sim), expected);
    assert!(state(&sim).table().rows.is_empty());
    reach(&mut sim, 1..=4);
    answer(&mut sim, 1.0);
    assert!(!state(&sim).is_running());

    // What was measured stays in the table; the next comparison has no such run.
    open(&mut sim, &[("d", a)]);
    act(&mut sim, RunComparisonInput::Begin);
    reach(&mut sim, 1..=1);
    answer(&mut sim, 2.0);
    let number = state(&sim).files[0].number;
    act(&mut sim, RunComparisonInput::RemoveFile(number));
    assert_eq!(state(&sim).table().families(), ["d"]);
    act(&mut sim, RunComparisonInput::Begin);
    assert_eq!(state(&sim).runs.len(), 1);
    assert!(state(&sim).table().rows.is_empty());
}

#[test]
fn a_file_that_the_trainer_refuses_or_that_diverged_fails_alone_and_stopping_ends_it() {
    let mut sim = planned(0);
    let file = run_file(&of(DatasetId::Strokes, 1), 9);
    open(&mut sim, &[("a", &file), ("b", &file), ("c", &file)]);
    act(&mut sim, RunComparisonInput::Begin);
    let (worker, id, _) = order(&sim);
    let error = EngineError::NoFile;
    sim.says(worker, FromEngine::Failed { id, error }, None);
    assert!(matches!(phases(&sim)[0], ComparedRunPhase::Failed(_)));
    let (worker, id, _) = order(&sim);
    let error = EngineError::Rooms(RoomError::RunDiverged.into());
    sim.says(worker, FromEngine::Failed { id, error }, None);
    assert_eq!(phases(&sim)[1], ComparedRunPhase::Diverged);
    let (worker, ..) = order(&sim);
    act(&mut sim, RunComparisonInput::Stop);
    assert!(!sim.alive.contains_key(&worker));
    assert_eq!(phases(&sim)[2], ComparedRunPhase::Stopped);
    assert_eq!(orders(&sim), 3);
    let table = state(&sim).table();
    let summary = table.summary("b", 100).expect("it diverged");
    assert_eq!((table.rows.len(), summary.diverged), (1, 1));
}

/// The newest order to the script that keeps runs.
fn asked(sim: &Sim) -> Option<RunStoreCommand> {
    sim.store.asked.back().map(|(command, _)| command.clone())
}

#[test]
fn a_kept_run_is_read_and_compared_and_the_train_room_goes_on_with_none() {
    let mut sim = planned(0);
    sim.store_answers();
    let file: Arc<[u8]> = run_file(&of(DatasetId::Strokes, 3), 40).into();
    let add = |sim: &mut Sim, id: &str| {
        let (id, title) = (id.to_owned(), "My digits".to_owned());
        act(sim, RunComparisonInput::AddKept { id, title });
    };
    let copied = |sim: &mut Sim, id: &str| {
        let id = id.to_owned();
        sim.store_says(&RunStoreReply::Copied { id }, vec![Arc::clone(&file)]);
    };
    add(&mut sim, "one");
    let id = "one".to_owned();
    assert_eq!(asked(&sim), Some(RunStoreCommand::Copy { id }));
    let before = sim.session.training.run.clone();
    copied(&mut sim, "one");
    // Nobody asked for these.
    copied(&mut sim, "one");
    copied(&mut sim, "two");
    let files = &state(&sim).files;
    assert_eq!(files.len(), 1);
    let kept = (files[0].name.as_str(), files[0].step, files[0].kept);
    assert_eq!(kept, ("My digits", 40, true));
    assert_eq!(sim.session.training.run, before);
    act(&mut sim, RunComparisonInput::Begin);
    assert_eq!(checkpoint(&sim).as_deref(), Some(&file[..]));
    assert_eq!(order(&sim).2.spec.seed, 3);

    // One that is gone is said, and no later answer brings it.
    add(&mut sim, "gone");
    let (id, fault) = ("gone".to_owned(), None);
    sim.store_says(&RunStoreReply::NotCopied { id, fault }, Vec::new());
    assert!(
        sim.alerts()
            .iter()
            .any(|alert| alert.contains("is not kept any more"))
    );
    copied(&mut sim, "gone");
    assert_eq!(state(&sim).files.len(), 1);
}
