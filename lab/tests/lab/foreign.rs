//! Foreign bytes: whatever a socket's frames hold, the lab reads them or refuses them in a sentence, and goes
//! on. The cases are the same in every run of `cargo xtask test`.

use super::*;
use std::sync::LazyLock;

use axum::body::Bytes;
use futures::SinkExt;
use lab::frame::{OpenRequest, PIPE_HEADER, PipeFrame, SocketFrame, WireMessage};
use lab::page_client::{connect, next_frame, send_frame};
use proptest::prelude::*;
use tokio::runtime::Runtime;
use tokio_tungstenite::tungstenite::Message;

/// What a page sends in a life.
fn page_frames() -> Vec<Bytes> {
    let message = |message: &ToEngine, payload: Option<&[u8]>| {
        SocketFrame::Message(WireMessage {
            payload: payload.map(<[u8]>::to_vec),
            ..WireMessage::of(message)
        })
    };
    let kept = RunStart::Checkpoint { bytes: 8 };
    [
        message(&hello(), None),
        message(&begin(1, &small_run(), RunStart::Untrained), None),
        message(&begin(2, &small_run(), kept), Some(b"no checkpoint at all")),
        message(&train(1, TrainCommand::Play { rate: Some(3.0) }), None),
        message(&train(1, TrainCommand::FrameShown), None),
        message(
            &train(1, TrainCommand::Checkpoint { id: RequestId(3) }),
            None,
        ),
        message(
            &train(1, TrainCommand::Restore { id: RequestId(4) }),
            Some(b"x"),
        ),
        message(&train(1, TrainCommand::Pause), None),
        message(&ToEngine::Ping { id: RequestId(5) }, None),
        SocketFrame::Ack(0),
        SocketFrame::Open(OpenRequest {
            session: Some("0".repeat(32)),
            received: 1,
        }),
    ]
    .iter()
    .map(SocketFrame::write)
    .collect()
}

/// One change of some bytes.
#[derive(Clone, Debug)]
enum ByteChange {
    Set(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Cut(prop::sample::Index),
    Remove(prop::sample::Index),
}

impl ByteChange {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let length = bytes.len();
        match self {
            Self::Set(at, value) => bytes[at.index(length)] = *value,
            Self::Insert(at, more) => {
                let at = at.index(length);
                bytes.splice(at..at, more.iter().copied());
            }
            Self::Cut(at) => bytes.truncate(at.index(length)),
            Self::Remove(at) => {
                bytes.remove(at.index(length));
            }
        }
    }
}

fn change() -> impl Strategy<Value = ByteChange> {
    let at = any::<prop::sample::Index>;
    // What lengths, JSON and numbers are made of, more often than others.
    let byte = prop_oneof![
        any::<u8>(),
        prop::sample::select(b"\0\x01\x04\x7f\x80\xff{}[]\",:-0e.9".to_vec()),
    ];
    prop_oneof![
        (at(), byte).prop_map(|(at, byte)| ByteChange::Set(at, byte)),
        (at(), prop::collection::vec(any::<u8>(), 1..9))
            .prop_map(|(at, more)| ByteChange::Insert(at, more)),
        at().prop_map(ByteChange::Cut),
        at().prop_map(ByteChange::Remove),
    ]
}

/// A frame of a page's, with some bytes changed.
fn foreign_frame() -> impl Strategy<Value = Vec<u8>> {
    let frame = prop::sample::select(page_frames());
    (frame, prop::collection::vec(change(), 0..4)).prop_map(|(frame, changes)| {
        let mut bytes = frame.to_vec();
        for change in changes {
            change.apply(&mut bytes);
        }
        bytes
    })
}

/// A lab that all cases speak to.
static LAB: LazyLock<(Runtime, SocketAddr)> = LazyLock::new(|| {
    let runtime = Runtime::new().expect("a runtime");
    let lab = runtime.block_on(lab());
    (runtime, lab)
});

/// Sends frames to the lab. It hears the last one before it hears that the page goes.
async fn tell(lab: SocketAddr, frames: &[Vec<u8>]) {
    let mut socket = connect(lab, &[]).await.expect("a socket");
    let open = OpenRequest {
        session: None,
        received: 0,
    };
    send_frame(&mut socket, &SocketFrame::Open(open))
        .await
        .unwrap();
    for frame in frames {
        let message = Message::Binary(frame.clone().into());
        if socket.send(message).await.is_err() {
            return;
        }
    }
    let _ = socket.close(None).await;
    let rest = async { while next_frame(&mut socket).await.is_some() {} };
    timeout(PATIENCE, rest).await.expect("an end");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4096,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_frame_is_read_whole_or_refused_in_a_short_sentence(bytes in foreign_frame()) {
        match SocketFrame::read(&bytes) {
            Ok(SocketFrame::Message(message)) => {
                prop_assert!(message.bytes() <= bytes.len());
                prop_assert_eq!(&SocketFrame::Message(message).write()[..], &bytes[..]);
            }
            Ok(frame) => prop_assert_eq!(SocketFrame::read(&frame.write()), Ok(frame)),
            Err(error) => {
                let sentence = error.to_string();
                prop_assert!(sentence.starts_with("expected "), "{}", sentence);
                prop_assert!(sentence.len() < 300, "{}", sentence);
            }
        }
    }

    #[test]
    fn a_pipes_header_and_content_that_do_not_fit_are_refused(
        header in any::<[u8; PIPE_HEADER]>(),
        content in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        if let Ok(PipeFrame::Message(message)) = PipeFrame::of(&header, content.clone()) {
            prop_assert!(message.bytes() <= content.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_a_page_sends_the_next_one_is_attended_to(
        frames in prop::collection::vec(foreign_frame(), 1..6),
    ) {
        let (runtime, lab) = &*LAB;
        runtime.block_on(async {
            // A trainer hears what the lab takes for a command.
            let greeted = [vec![page_frames()[0].to_vec()], frames].concat();
            tell(*lab, &greeted).await;
            page(*lab).await.leave().await;
        });
    }
}
