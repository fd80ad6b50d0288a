//! Processes that end, limits that are reached, and a lab that is killed.

use super::*;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// The processes that a process has started.
fn children_of(process: u32) -> Vec<u32> {
    let tasks = format!("/proc/{process}/task");
    let lists = fs::read_dir(tasks).into_iter().flatten().flatten();
    let text: String = lists
        .filter_map(|task| fs::read_to_string(task.path().join("children")).ok())
        .collect();
    let numbers = text.split_whitespace();
    numbers.map(|number| number.parse().unwrap()).collect()
}

fn is_alive(process: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    !status.is_empty() && !status.contains("State:\tZ")
}

/// A lab as a program of its own, which is killed at the end.
pub struct LabProgram {
    child: Child,
    pub address: SocketAddr,
}

impl LabProgram {
    fn start() -> Self {
        Self::start_with(&[])
    }

    /// With these options besides.
    pub fn start_with(options: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["--port", "0", "--site"])
            .arg(site())
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).expect(&line);
        let address = address.trim().trim_end_matches('/').parse().expect(&line);
        Self { child, address }
    }
}

impl Drop for LabProgram {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn a_lab_that_is_killed_takes_its_trainers_along() {
    let mut lab = LabProgram::start();
    let mut page = page(lab.address).await;
    page.send(&begin(1, &small_run(), RunStart::Untrained), None)
        .await;
    page.send(&train(1, TrainCommand::Play { rate: None }), None)
        .await;
    update(&mut page).await;
    let trainers = children_of(lab.child.id());
    assert_eq!(trainers.len(), 1);
    lab.child.kill().unwrap();
    while !matches!(next(&mut page).await, LabSays::Broken) {}
    assert!(page.reconnect().await.is_err());
    for _ in 0..100 {
        if !is_alive(trainers[0]) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the trainer trains for nobody");
}

#[tokio::test]
async fn a_trainer_that_ends_is_said_to_have_ended() {
    let lab = LabProgram::start();
    let mut page = page(lab.address).await;
    let [trainer] = children_of(lab.child.id())[..] else {
        panic!("expected one trainer");
    };
    let killed = Command::new("kill")
        .args(["-9", &trainer.to_string()])
        .status();
    assert!(killed.unwrap().success());
    assert_eq!(fault(&mut page).await, LabFault::TrainerEnded);
    // The next one has another trainer.
    self::page(lab.address).await;
}

#[tokio::test]
async fn a_run_that_wants_more_memory_than_it_may_have_ends_alone() {
    let limits = LabLimits {
        memory_megabytes: 220,
        ..LabLimits::default()
    };
    let lab = lab_with(limits, LabAccess::local).await;
    let mut other = page(lab).await;
    let mut page = page(lab).await;
    // 60 MB of weights, four times: with gradients and Adam's moments.
    let large = RunSpec {
        encoder: run_spec::NetworkSpec::dense(&[2048, 2048, 2048]),
        ..run_spec::preset("classroom-faces")
            .expect("a preset")
            .spec()
    };
    large.check().expect("a run that may be asked for");
    page.send(&begin(1, &large, RunStart::Untrained), None)
        .await;
    page.send(&train(1, TrainCommand::Play { rate: None }), None)
        .await;
    let megabytes = 220;
    assert_eq!(fault(&mut page).await, LabFault::OutOfMemory { megabytes });
    other
        .send(&begin(1, &small_run(), RunStart::Untrained), None)
        .await;
    update(&mut other).await;
}

#[tokio::test]
async fn a_page_that_has_had_its_time_is_told_so() {
    let limits = LabLimits {
        compute: Duration::from_millis(300),
        ..LabLimits::default()
    };
    let lab = lab_with(limits, LabAccess::local).await;
    let mut page = page(lab).await;
    page.send(&begin(1, &small_run(), RunStart::Untrained), None)
        .await;
    page.send(&train(1, TrainCommand::Play { rate: None }), None)
        .await;
    assert_eq!(fault(&mut page).await, LabFault::TimeUp { minutes: 0 });
}

#[tokio::test]
async fn a_full_lab_says_so_and_gives_the_place_of_a_page_that_left_away() {
    let limits = LabLimits {
        clients: 2,
        ..LabLimits::default()
    };
    let lab = lab_with(limits, LabAccess::local).await;
    let mut first = page(lab).await;
    let _second = page(lab).await;
    let Err(LabSays::Ended(message)) = PageClient::open(lab, &[]).await else {
        panic!("expected an end");
    };
    assert_eq!(fault_of(message), LabFault::Full { most: 2 });
    first.leave().await;
    // The lab notices that it is gone.
    let _third = eventually(async || PageClient::open(lab, &[]).await).await;
    assert!(first.reconnect().await.is_err());
}

#[tokio::test]
async fn a_ping_is_answered_while_the_trainer_waits_for_its_turn() {
    let limits = LabLimits {
        at_once: 1,
        ..LabLimits::default()
    };
    let lab = lab_with(limits, LabAccess::local).await;
    let mut pages = Vec::new();
    for _ in 0..3 {
        let mut page = page(lab).await;
        page.send(&begin(1, &small_run(), RunStart::Untrained), None)
            .await;
        page.send(&train(1, TrainCommand::Play { rate: None }), None)
            .await;
        pages.push(page);
    }
    let page = &mut pages[1];
    page.send(&ToEngine::Ping { id: RequestId(77) }, None).await;
    loop {
        if let LabSays::Message(FromEngine::Pong { id: RequestId(77) }, _) = next(page).await {
            return;
        }
    }
}

#[tokio::test]
async fn many_connections_are_ended_at_once_and_the_lab_goes_on() {
    /// Half of what the lab gives a connection that says nothing: who is ended sooner is one too many.
    const SOON: Duration = Duration::from_secs(5);
    let lab = LabProgram::start();
    // A busy machine may take seconds to let all of them connect, so that each has a time of its own.
    let connecting = (0..600).map(async |_| {
        let mut socket = TcpStream::connect(lab.address).await.unwrap();
        let end = timeout(SOON, socket.read(&mut [0])).await;
        (socket, end.is_ok())
    });
    let sockets = futures::future::join_all(connecting).await;
    let refused = sockets.iter().filter(|(_, ended)| *ended).count();
    // 512 may be.
    assert!((1..=88).contains(&refused), "{refused}");
    drop(sockets);
    // The lab notices that they are gone.
    eventually(async || PageClient::open(lab.address, &[]).await).await;
    page(lab.address).await;
}
