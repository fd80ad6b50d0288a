//! Whatever a socket is sent, the lab says why it does not take it, and goes on.

use super::*;
use futures::SinkExt;
use lab::frame::{OpenRequest, OpenedSession, SocketFrame, WireMessage};
use lab::page_client::{LabSocket, connect, next_frame, send_frame};
use lab::websocket::ConnectError;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

async fn opened(lab: SocketAddr) -> LabSocket {
    let mut socket = connect(lab, &[]).await.expect("a socket");
    let open = OpenRequest {
        session: None,
        received: 0,
    };
    send_frame(&mut socket, &SocketFrame::Open(open))
        .await
        .unwrap();
    let frame = next_frame(&mut socket).await;
    assert!(matches!(frame, Some(SocketFrame::Opened(_))), "{frame:?}");
    socket
}

/// What the lab says at the end.
async fn end(socket: &mut LabSocket) -> Option<LabFault> {
    loop {
        match timeout(PATIENCE, next_frame(socket)).await.expect("an end") {
            Some(SocketFrame::Ended(json)) => {
                return Some(fault_of(protocol::json::read(&json).expect(&json)));
            }
            Some(_) => {}
            None => return None,
        }
    }
}

fn json(text: &str) -> Message {
    let message = WireMessage {
        json: text.to_owned(),
        payload: None,
    };
    Message::Binary(SocketFrame::Message(message).write())
}

#[tokio::test]
async fn what_no_page_sends_ends_the_session_with_a_reason_and_nobody_elses() {
    let lab = lab().await;
    let mut bystander = page(lab).await;
    let binary = |bytes: &[u8]| Message::Binary(bytes.to_vec().into());
    let opened_frame = SocketFrame::Opened(OpenedSession {
        session: "x".to_owned(),
        received: 0,
    });
    let hello_of_explorer = r#"{"hello":{"protocol":15,"build":"dev","role":"explorer"}}"#;
    for (message, reason) in [
        (Message::text("{}"), "found text"),
        (binary(b""), "expected a frame"),
        (
            binary(&[9, 1, 2]),
            "expected a frame of kind 0 to 4, found 9",
        ),
        (binary(&[1, 255, 255, 255, 255, 0]), "as many bytes of JSON"),
        (binary(&[1, 1, 0, 0, 0, 0, 0xff]), "expected UTF-8"),
        (binary(&[2, 1]), "8 bytes of a count"),
        (binary(&SocketFrame::Ack(99).write()), "another frame"),
        (binary(&opened_frame.write()), "another frame"),
        (
            binary(&SocketFrame::Ended("{}".into()).write()),
            "another frame",
        ),
        (json("no json"), "expected"),
        (
            json(&format!(r#"{{"ping":{{"id":"{}"}}}}"#, "x".repeat(1 << 20))),
            "expected",
        ),
        (json("{}"), "expected one variant"),
        (
            json(r#"{"decode":{"id":1,"model":"m","z":[0]}}"#),
            "to a trainer",
        ),
        (json(hello_of_explorer), "to a trainer"),
        (
            json(r#"{"train":{"run":0,"command":"pause"}}"#),
            "a greeting first",
        ),
        (
            json(&format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000))),
            "recursion",
        ),
    ] {
        let mut socket = opened(lab).await;
        let what = message.to_string().chars().take(40).collect::<String>();
        socket.send(message).await.unwrap();
        match end(&mut socket).await {
            Some(LabFault::NotAsked { reason: said }) => {
                assert!(said.contains(reason), "{what}: {said}");
            }
            other => panic!("{what}: {other:?}"),
        }
    }
    // Whoever behaves has noticed nothing.
    bystander
        .send(&begin(1, &small_run(), RunStart::Untrained), None)
        .await;
    let begun =
        |update: &TrainerUpdate| matches!(update, TrainerUpdate::Begun { .. }).then_some(());
    update_of(&mut bystander, begun).await;
}

#[tokio::test]
async fn a_message_of_more_bytes_than_may_be_is_refused() {
    let limits = LabLimits {
        message_megabytes: 2,
        ..LabLimits::default()
    };
    let lab = lab_with(limits, LabAccess::local).await;
    let mut socket = opened(lab).await;
    // It may be refused while it is still being sent.
    let _ = socket.send(Message::Binary(vec![1; 8 << 20].into())).await;
    let fault = end(&mut socket).await;
    assert!(
        matches!(fault, Some(LabFault::TooLarge { megabytes: 2 }) | None),
        "{fault:?}"
    );
    page(lab).await;
}

#[tokio::test]
async fn who_does_not_say_which_session_it_is_of_has_none() {
    let lab = lab().await;
    for first in [SocketFrame::Ack(0), SocketFrame::Ended("{}".to_owned())] {
        let mut socket = connect(lab, &[]).await.unwrap();
        send_frame(&mut socket, &first).await.unwrap();
        let fault = end(&mut socket).await;
        assert!(
            matches!(fault, Some(LabFault::NotAsked { .. })),
            "{fault:?}"
        );
    }
    let mut socket = connect(lab, &[]).await.unwrap();
    let open = OpenRequest {
        session: Some("guessed".to_owned()),
        received: 0,
    };
    send_frame(&mut socket, &SocketFrame::Open(open))
        .await
        .unwrap();
    assert_eq!(end(&mut socket).await, Some(LabFault::Gone));
}

#[tokio::test]
async fn a_page_of_another_origin_opens_no_socket() {
    let lab = lab().await;
    for headers in [
        [("origin", "http://evil.example".to_owned())],
        [("host", "evil.example".to_owned())],
    ] {
        let refused = connect(lab, &headers).await;
        let Err(ConnectError::Status(status)) = refused else {
            panic!("{headers:?}: expected a refusal");
        };
        assert_eq!(status, 403, "{headers:?}");
    }
}

#[tokio::test]
async fn a_page_that_acknowledges_nothing_is_sent_no_more_than_waits_for_it() {
    let limits = LabLimits {
        retained_bytes: 1 << 20,
        at_once: 1,
        ..LabLimits::default()
    };
    let lab = lab_with(limits, LabAccess::local).await;
    let mut socket = opened(lab).await;
    let spec = run_spec::preset("classroom-faces")
        .expect("a preset")
        .spec();
    for message in [
        hello(),
        begin(1, &spec, RunStart::Untrained),
        train(1, TrainCommand::Play { rate: None }),
    ] {
        let frame = SocketFrame::Message(WireMessage::of(&message));
        send_frame(&mut socket, &frame).await.unwrap();
    }
    let mut bytes = 0;
    // A second of silence: it has stopped.
    while let Ok(Some(frame)) = timeout(Duration::from_secs(5), next_frame(&mut socket)).await {
        bytes += frame.write().len();
        assert!(bytes < 8 << 20, "{bytes} bytes, none of them acknowledged");
    }
    // And the only turn there is is another page's.
    let mut other = page(lab).await;
    other
        .send(&begin(1, &small_run(), RunStart::Untrained), None)
        .await;
    let begun =
        |update: &TrainerUpdate| matches!(update, TrainerUpdate::Begun { .. }).then_some(());
    update_of(&mut other, begun).await;
}

#[tokio::test]
async fn a_page_that_asks_on_and_on_and_reads_nothing_is_given_up() {
    let limits = LabLimits {
        waiting_messages: 500,
        ..LabLimits::default()
    };
    let lab = lab_with(limits, LabAccess::local).await;
    let mut socket = opened(lab).await;
    for id in 0..2000 {
        let ping = WireMessage::of(&ToEngine::Ping { id: RequestId(id) });
        // It may be given up before the last one.
        if send_frame(&mut socket, &SocketFrame::Message(ping))
            .await
            .is_err()
        {
            break;
        }
    }
    let Some(LabFault::NotAsked { reason }) = end(&mut socket).await else {
        panic!("expected a reason");
    };
    assert!(reason.contains("reads what it is sent"), "{reason}");
    page(lab).await;
}

#[tokio::test]
async fn who_takes_long_over_a_request_is_cut_off() {
    let lab = lab().await;
    let begun = std::time::Instant::now();
    let slow = [&b""[..], b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx: "].map(async |text| {
        let mut socket = TcpStream::connect(lab).await.unwrap();
        socket.write_all(text).await.unwrap();
        let mut rest = Vec::new();
        let read = timeout(PATIENCE, socket.read_to_end(&mut rest)).await;
        // Closed with or without a word.
        let _ = read.expect("an end");
    });
    futures::future::join_all(slow).await;
    assert!(begun.elapsed() > Duration::from_secs(5), "nor at once");
}

#[tokio::test]
async fn a_lab_has_no_more_sockets_than_its_pages_need() {
    let limits = LabLimits {
        clients: 1,
        ..LabLimits::default()
    };
    let lab = lab_with(limits, LabAccess::local).await;
    let mut held = Vec::new();
    let status = loop {
        match connect(lab, &[]).await {
            Ok(socket) => held.push(socket),
            Err(ConnectError::Status(status)) => break status,
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!((held.len(), status), (10, 503));
    held.pop();
    // The lab notices.
    eventually(async || PageClient::open(lab, &[]).await).await;
}
