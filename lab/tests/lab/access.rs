//! Who is let in.

use super::*;
use lab::page_client::connect;
use lab::websocket::ConnectError;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The answer to a request, its headers in small letters.
pub async fn ask(lab: SocketAddr, path: &str, headers: &str) -> String {
    let mut socket = TcpStream::connect(lab).await.unwrap();
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: {lab}\r\nconnection: close\r\n{headers}\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    answer.to_lowercase()
}

fn status(answer: &str) -> u16 {
    answer[9..12].parse().expect(answer)
}

async fn guarded_lab() -> SocketAddr {
    let access = |port| LabAccess::with_token(port, "0123abcd".to_owned(), "cookie".to_owned());
    lab_with(LabLimits::default(), access).await
}

fn cookie(lab: SocketAddr, value: &str) -> String {
    format!("latentscape-lab-key-{}={value}", lab.port())
}

#[tokio::test]
async fn the_link_lets_in_and_its_token_stays_in_no_address() {
    let lab = guarded_lab().await;
    for path in ["/", "/lab.json", "/worker.js", "/lab-socket"] {
        let answer = ask(lab, path, "").await;
        assert_eq!(status(&answer), 401, "{path}: {answer}");
        assert!(answer.contains("索取该链接"), "{answer}");
    }
    let joined = ask(lab, "/join?token=0123abcd", "").await;
    assert_eq!(status(&joined), 303, "{joined}");
    assert!(joined.contains("location: ./\r\n"), "{joined}");
    let given = format!("set-cookie: {}; path=/; httponly", cookie(lab, "cookie"));
    assert!(joined.contains(&given), "{joined}");
    let headers = format!("cookie: {}\r\n", cookie(lab, "cookie"));
    let page = ask(lab, "/", &headers).await;
    assert_eq!(status(&page), 200);
    let marker = format!("set-cookie: latentscape-lab-{}=1;", lab.port());
    assert!(page.contains(&marker), "{page}");
    let facts = ask(lab, "/lab.json", &headers).await;
    assert!(
        facts.contains(r#"{"name":"room 7","processor":"abacus"}"#),
        "{facts}"
    );
}

#[tokio::test]
async fn a_token_guessed_a_thousand_times_is_refused_each_time() {
    let lab = guarded_lab().await;
    let mut answers = [0, 0];
    for at in 0..1000 {
        match status(&ask(lab, &format!("/join?token={at:08x}"), "").await) {
            401 => answers[0] += 1,
            429 => answers[1] += 1,
            other => panic!("{other}"),
        }
    }
    // One more is forgiven every six seconds.
    assert!((20..60).contains(&answers[0]), "{answers:?}");
    // Who is in stays in.
    let headers = format!("cookie: {}\r\n", cookie(lab, "cookie"));
    assert_eq!(status(&ask(lab, "/", &headers).await), 200);
}

#[tokio::test]
async fn a_socket_is_opened_with_the_cookie_only() {
    let lab = guarded_lab().await;
    for value in [None, Some("cookia")] {
        let headers = value.map(|value| ("cookie", cookie(lab, value)));
        let Err(ConnectError::Status(status)) = connect(lab, headers.as_slice()).await else {
            panic!("{value:?}: expected a refusal");
        };
        assert_eq!(status, 401);
    }
    page_of(lab, &[("cookie", cookie(lab, "cookie"))]).await;
}

#[tokio::test]
async fn a_worker_of_the_site_may_open_the_labs_socket_and_no_other() {
    let lab = lab().await;
    let answer = ask(lab, "/worker.js", "").await;
    let policy =
        format!("content-security-policy: default-src 'self'; connect-src 'self' ws://{lab}\r\n");
    assert!(answer.contains(&policy), "{answer}");
}

#[tokio::test]
async fn no_address_leads_out_of_the_sites_folder() {
    let lab = lab().await;
    let outside = std::env::temp_dir().join(format!("lab-outside-{}", std::process::id()));
    fs::write(&outside, "a secret").unwrap();
    let name = outside.file_name().unwrap().to_str().unwrap();
    let inside = ask(lab, "/worker.js", "").await;
    assert_eq!(status(&inside), 200);
    for path in [
        format!("/../{name}"),
        format!("/%2e%2e/{name}"),
        format!("/..%2f{name}"),
        format!("/..%5c{name}"),
        format!("/x/../../{name}"),
        format!("/./%2e%2e%2f%2e%2e%2f{name}"),
        format!("/%2f..%2f{name}"),
        format!("/{}", outside.display()),
        format!("/%2f{}", outside.display()),
        format!("/../{name}%00.js"),
    ] {
        let answer = ask(lab, &path, "").await;
        assert!((400..500).contains(&status(&answer)), "{path}: {answer}");
        assert!(!answer.contains("a secret"), "{path}: {answer}");
    }
    fs::remove_file(outside).unwrap();
}
