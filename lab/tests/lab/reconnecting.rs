//! Connections that break, and pages that are loaded again.

use super::*;
use protocol::StepPart;

const STEP: TrainCommand = TrainCommand::Step {
    part: StepPart::Whole,
};

fn step_of(update: &TrainerUpdate) -> Option<u32> {
    match update {
        TrainerUpdate::Progress { progress } => Some(progress.step),
        _ => None,
    }
}

#[tokio::test]
async fn a_connection_that_breaks_in_mid_run_loses_neither_a_command_nor_a_report() {
    let mut page = page(lab().await).await;
    page.send(&begin(1, &small_run(), RunStart::Untrained), None)
        .await;
    let mut steps = vec![0];
    for at in 0..60 {
        page.send(&train(1, STEP), None).await;
        // In the midst of commands, of reports, and right after one another.
        if at % 7 == 3 || at % 7 == 4 {
            page.reconnect().await.expect("the same session");
        }
        if at % 10 == 9 {
            steps.push(update_of(&mut page, step_of).await.0);
        }
    }
    while steps.last() != Some(&60) {
        steps.push(update_of(&mut page, step_of).await.0);
    }
    // A run on points says more than once where it is.
    steps.dedup();
    assert_eq!(steps, (0..=60).collect::<Vec<u32>>());
}

#[tokio::test]
async fn a_run_goes_on_while_its_page_is_away() {
    let mut page = page(lab().await).await;
    page.send(&begin(1, &small_run(), RunStart::Untrained), None)
        .await;
    page.send(&train(1, TrainCommand::Play { rate: None }), None)
        .await;
    let (before, _) = update_of(&mut page, step_of).await;
    page.leave().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    page.reconnect().await.expect("the same session");
    page.send(&train(1, TrainCommand::Pause), None).await;
    let mut last = before;
    loop {
        let (update, _) = update(&mut page).await;
        if let Some(step) = step_of(&update) {
            assert!(step >= last, "{step} after {last}");
            last = step;
        }
        if let TrainerUpdate::Paused { step } = update {
            assert_eq!(step, last, "the last report arrived, too");
            break;
        }
    }
    assert!(last > before, "{before} before, {last} after");
}

/// What a page's browser has as a cookie.
fn browser(lab: SocketAddr, name: &str) -> [(&'static str, String); 1] {
    [(
        "cookie",
        format!("latentscape-lab-browser-{}={name}", lab.port()),
    )]
}

/// A page that left its run at so many steps, and the checkpoint of fewer that it kept.
async fn left_run(lab: SocketAddr, headers: &[(&'static str, String)]) -> (u32, Vec<u8>) {
    let mut page = page_of(lab, headers).await;
    page.send(&begin(1, &small_run(), RunStart::Untrained), None)
        .await;
    for _ in 0..5 {
        page.send(&train(1, STEP), None).await;
    }
    page.send(
        &train(1, TrainCommand::Checkpoint { id: RequestId(2) }),
        None,
    )
    .await;
    let written = |update: &TrainerUpdate| match update {
        TrainerUpdate::Checkpoint { step, .. } => Some(*step),
        _ => None,
    };
    let (step, bytes) = update_of(&mut page, written).await;
    for _ in 0..4 {
        page.send(&train(1, STEP), None).await;
    }
    while update_of(&mut page, step_of).await.0 < step + 4 {}
    page.leave().await;
    // The lab notices.
    tokio::time::sleep(Duration::from_millis(500)).await;
    (step + 4, bytes.expect("a checkpoint"))
}

/// Where a run stands that begins with a checkpoint.
async fn resumed(lab: SocketAddr, headers: &[(&'static str, String)], bytes: Vec<u8>) -> u32 {
    let mut page = page_of(lab, headers).await;
    let start = RunStart::Checkpoint { bytes: bytes.len() };
    page.send(&begin(1, &small_run(), start), Some(bytes)).await;
    let restored = |update: &TrainerUpdate| match update {
        TrainerUpdate::Begun { restored, .. } => restored.clone(),
        _ => None,
    };
    update_of(&mut page, restored).await.0.step
}

#[tokio::test]
async fn a_page_that_was_loaded_again_finds_its_run_where_the_lab_has_it() {
    let lab = lab().await;
    let headers = browser(lab, "one");
    let (step, bytes) = left_run(lab, &headers).await;
    assert_eq!(resumed(lab, &headers, bytes).await, step);
}

#[tokio::test]
async fn another_browser_does_not() {
    let lab = lab().await;
    let (step, bytes) = left_run(lab, &browser(lab, "one")).await;
    assert_eq!(resumed(lab, &browser(lab, "two"), bytes).await, step - 4);
}

#[tokio::test]
async fn a_run_whose_page_is_gone_for_good_is_kept_no_longer_than_said() {
    let limits = LabLimits {
        keep: Duration::from_secs(1),
        ..LabLimits::default()
    };
    let lab = lab_with(limits, LabAccess::local).await;
    let mut page = page(lab).await;
    page.leave().await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    let Err(LabSays::Ended(message)) = page.reconnect().await else {
        panic!("expected an end");
    };
    assert_eq!(fault_of(message), LabFault::Gone);
}
