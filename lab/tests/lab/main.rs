//! The lab on loopback: pages that train, that break, and that mean harm.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "what cannot go on has failed")]
#![cfg_attr(
    feature = "webgpu",
    allow(clippy::print_stdout, reason = "a test that is skipped says so")
)]

mod access;
mod encrypted;
mod faults;
mod foreign;
mod gpu;
mod hostile;
mod reconnecting;
mod soaking;
mod training;

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use engine::native::DeviceChoice;
use lab::access::LabAccess;
use lab::limits::LabLimits;
use lab::page_client::{LabSays, PageClient};
use lab::server::{LabOptions, TrainingLab};
use protocol::{
    BUILD_ID, DataFiles, EngineError, FromEngine, LabFacts, LabFault, PROTOCOL_VERSION, RequestId,
    RoomError, RunId, RunStart, RunUpdate, ToEngine, TrainCommand, TrainerUpdate, WorkerRole,
};
use run_spec::RunSpec;
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

/// Nothing takes so long, whatever else the machine does.
const PATIENCE: Duration = Duration::from_secs(120);

/// This program, which a lab starts for each page.
const PROGRAM: &str = env!("CARGO_BIN_EXE_latentscape-lab");

/// The policy of the site in these tests.
const PAGE: &str = r#"<meta http-equiv="Content-Security-Policy" content="default-src 'self'; connect-src 'self'" />"#;

/// A folder that is no other test's, with a small site.
fn site() -> PathBuf {
    static LAST: AtomicU32 = AtomicU32::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("lab-site-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("index.html"), PAGE).unwrap();
    fs::write(folder.join("worker.js"), "// worker").unwrap();
    folder
}

/// A lab that listens on loopback until the test's runtime ends.
async fn lab_with(limits: LabLimits, access: impl FnOnce(u16) -> LabAccess) -> SocketAddr {
    lab_by(limits, access, None).await
}

async fn lab_by(
    limits: LabLimits,
    access: impl FnOnce(u16) -> LabAccess,
    certificate: Option<TlsAcceptor>,
) -> SocketAddr {
    let this = (PROGRAM.into(), DeviceChoice::Cpu);
    lab_of(limits, access, certificate, this).await
}

/// A lab whose trainers are of this program, and train on this device.
async fn lab_of(
    limits: LabLimits,
    access: impl FnOnce(u16) -> LabAccess,
    certificate: Option<TlsAcceptor>,
    (program, device): (PathBuf, DeviceChoice),
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let lab = TrainingLab::new(LabOptions {
        site: site(),
        facts: LabFacts {
            name: "Room 7".to_owned(),
            processor: "abacus".to_owned(),
        },
        access: access(address.port()),
        limits,
        program,
        device,
        trusted_build: None,
    })
    .unwrap();
    tokio::spawn(async move { lab.serve(listener, certificate).await });
    address
}

async fn lab() -> SocketAddr {
    lab_with(LabLimits::default(), LabAccess::local).await
}

/// A page, greeted.
async fn page(lab: SocketAddr) -> PageClient {
    page_of(lab, &[]).await
}

async fn page_of(lab: SocketAddr, headers: &[(&'static str, String)]) -> PageClient {
    let mut page = PageClient::open(lab, headers).await.expect("a session");
    page.send(&hello(), None).await;
    let said = next(&mut page).await;
    assert!(
        matches!(said, LabSays::Message(FromEngine::Hello { .. }, _)),
        "{said:?}"
    );
    page
}

fn hello() -> ToEngine {
    ToEngine::Hello {
        protocol: PROTOCOL_VERSION,
        build: BUILD_ID.to_owned(),
        role: WorkerRole::Trainer,
    }
}

/// The run of the request with this number.
fn train(run: u64, command: TrainCommand) -> ToEngine {
    ToEngine::Train {
        run: RunId(run),
        command,
    }
}

fn begin(id: u64, spec: &RunSpec, start: RunStart) -> ToEngine {
    let command = TrainCommand::Begin {
        id: RequestId(id),
        spec: spec.clone(),
        data: DataFiles::Procedural,
        start,
    };
    train(0, command)
}

/// A run on points, whose steps take a millisecond.
fn small_run() -> RunSpec {
    run_spec::preset("ring").expect("a preset").spec()
}

/// Tries until it succeeds.
async fn eventually<T, E>(mut attempt: impl AsyncFnMut() -> Result<T, E>) -> T {
    let tries = async {
        loop {
            match attempt().await {
                Ok(found) => break found,
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    };
    timeout(PATIENCE, tries).await.expect("a success")
}

async fn next(page: &mut PageClient) -> LabSays {
    timeout(PATIENCE, page.next()).await.expect("an answer")
}

/// The next report of a run, with its payload. Frames are answered as a page does.
async fn update(page: &mut PageClient) -> (TrainerUpdate, Option<Vec<u8>>) {
    loop {
        match next(page).await {
            LabSays::Message(FromEngine::Training { update }, payload) => {
                let RunUpdate { run, update } = update.read().expect("a report");
                if matches!(update, TrainerUpdate::Frame { .. }) {
                    page.send(&train(run.0, TrainCommand::FrameShown), None)
                        .await;
                }
                return (update, payload);
            }
            LabSays::Message(FromEngine::Pong { .. }, _) => {}
            said => panic!("expected a report, found {said:?}"),
        }
    }
}

/// The next report that `wanted` wants anything of; all others are passed over.
async fn update_of<T>(
    page: &mut PageClient,
    mut wanted: impl FnMut(&TrainerUpdate) -> Option<T>,
) -> (T, Option<Vec<u8>>) {
    loop {
        let (update, payload) = update(page).await;
        if let Some(found) = wanted(&update) {
            return (found, payload);
        }
    }
}

/// Why a lab trains no more, as it says at the end.
async fn fault(page: &mut PageClient) -> LabFault {
    loop {
        match next(page).await {
            LabSays::Ended(message) => return fault_of(message),
            LabSays::Message(..) => {}
            LabSays::Broken => panic!("the connection broke without a word"),
        }
    }
}

fn fault_of(message: FromEngine) -> LabFault {
    let (FromEngine::Crashed { reason } | FromEngine::Unavailable { reason }) = message else {
        panic!("expected an end, found {message:?}");
    };
    let EngineError::Rooms(error) = reason else {
        panic!("expected a lab's reason, found {reason:?}");
    };
    match error.read() {
        Ok(RoomError::Lab { fault }) => fault,
        other => panic!("expected a lab's fault, found {other:?}"),
    }
}
