//! What comes over the wire, asked for by a socket that knows nothing of the server.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::thread;

use site_server::{ServeError, StaticSite, bind, run};

const HTML: &str = r#"<meta http-equiv="Content-Security-Policy" content="default-src 'self'" />"#;

/// A folder with a small site in it, and a file beside it that is nobody's to read.
fn site(name: &str) -> PathBuf {
    let outer = std::env::temp_dir().join(format!("latentscape-{name}-{}", std::process::id()));
    let folder = outer.join("site");
    fs::create_dir_all(folder.join("assets")).expect("a folder");
    fs::write(outer.join("secret.txt"), "secret").expect("a file");
    for (path, content) in [
        ("index.html", HTML),
        ("service-worker.js", "real"),
        ("engine_bg.wasm", "\0asm"),
        ("site.webmanifest", "{}"),
        ("assets/model.safetensors", "weights"),
    ] {
        fs::write(folder.join(path), content).expect("a file");
    }
    folder
}

/// Serves until the test's process ends.
fn served(site: StaticSite) -> SocketAddr {
    let (tell, told) = std::sync::mpsc::channel();
    thread::spawn(move || {
        run(async move {
            let (listener, port) = bind(Ipv4Addr::LOCALHOST, 0)?;
            tell.send(port).expect("somebody who waits for it");
            site.serve(listener).await
        })
    });
    (Ipv4Addr::LOCALHOST, told.recv().expect("a port")).into()
}

/// The status and headers, in small letters, and the body.
fn ask(server: SocketAddr, path: &str) -> (String, String) {
    let mut socket = TcpStream::connect(server).expect("a server");
    write!(
        socket,
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
    )
    .expect("a server");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("headers");
    (head.to_lowercase(), body.to_owned())
}

#[test]
fn each_file_has_its_media_type_and_the_headers_of_the_page() {
    let server = served(StaticSite::open(&site("types")).unwrap());
    for (path, kind) in [
        ("/", "text/html"),
        ("/service-worker.js", "text/javascript"),
        ("/engine_bg.wasm", "application/wasm"),
        ("/site.webmanifest", "application/manifest+json"),
        ("/assets/model.safetensors", "application/octet-stream"),
    ] {
        let (head, _) = ask(server, path);
        assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
        for line in [
            &format!("content-type: {kind}"),
            "cross-origin-opener-policy: same-origin",
            "cross-origin-embedder-policy: require-corp",
            "content-security-policy: default-src 'self'",
            "x-content-type-options: nosniff",
        ] {
            assert!(head.contains(line), "{path} has no {line}: {head}");
        }
    }
    assert_eq!(ask(server, "/service-worker.js").1, "real");
}

#[test]
fn nothing_outside_of_the_folder_is_handed_out() {
    let server = served(StaticSite::open(&site("outside")).unwrap());
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/../../secret.txt",
        "//secret.txt",
        "/..\\secret.txt",
        "/%2e%2e%5csecret.txt",
    ] {
        let (head, body) = ask(server, path);
        assert!(head.starts_with("http/1.1 4"), "{path}: {head}");
        assert!(!body.contains("secret"), "{path}: {body}");
    }
}

#[test]
fn below_a_path_nothing_lies_at_the_root() {
    let site = StaticSite::open(&site("below")).unwrap();
    let server = served(site.below("/latentscape/").with_worker("other"));
    assert!(ask(server, "/").0.starts_with("http/1.1 404"));
    assert_eq!(ask(server, "/latentscape/").1, HTML);
    let (head, body) = ask(server, "/latentscape/service-worker.js");
    assert!(head.contains("content-type: text/javascript"), "{head}");
    assert_eq!(body, "other");
    assert!(
        ask(server, "/latentscape")
            .0
            .contains("location: /latentscape/")
    );
}

#[test]
fn a_taken_port_gives_way_to_the_next() {
    run(async {
        let (first, port) = bind(Ipv4Addr::LOCALHOST, 0)?;
        let (_second, next) = bind(Ipv4Addr::LOCALHOST, port)?;
        assert_ne!(port, next);
        drop(first);
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_folder_without_a_page_is_refused() {
    let folder = site("pageless");
    fs::remove_file(folder.join("index.html")).unwrap();
    let refused = StaticSite::open(&folder);
    assert!(matches!(refused, Err(ServeError::NoSite(_))));
}
