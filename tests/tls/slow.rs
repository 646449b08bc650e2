//! Clients that are slow, silent or send anything: at a listener whose patience is short, so that nobody waits for them here.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use hotspotd::http::listen::{self, Bounds};
use hotspotd::http::wire;
use hotspotd::service::tls::Tls;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clients::client;
use crate::support::office::Folder;

/// The head of a record of TLS that announces 512 bytes of handshake, and the first of them: a ClientHello of which the rest never comes.
const HALF_A_HELLO: &[u8] = &[
    0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03,
];
/// Longer than anything here takes, and no test waits for it to pass.
const LONG: Duration = Duration::from_secs(60);

const SHORT: Bounds = Bounds {
    connections: 64,
    of_one: 64,
    of_strangers: 0,
    head: Duration::from_millis(400),
};

struct Listener {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    served: JoinHandle<()>,
    _folder: Folder,
}

impl Listener {
    async fn with(bounds: Bounds) -> Listener {
        let folder = Folder::new();
        std::fs::create_dir_all(folder.path()).unwrap();
        let names = Box::new(|| vec!["localhost".to_owned()]);
        let tls = Tls::open(folder.path().to_owned(), None, names).unwrap();
        let acceptor = wire::acceptor(Arc::new(tls)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        let router = Router::new().route("/", get(|| async { "here" }));
        let served = tokio::spawn(listen::serve(
            listener,
            Some(acceptor),
            router,
            bounds,
            Box::new(|_| false),
            Box::new(|| {}),
            stopped,
        ));
        Listener {
            address,
            stop,
            served,
            _folder: folder,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

/// What comes until the other side ends it.
async fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(LONG, stream.read_to_end(&mut bytes)).await;
    // A reset is an end too.
    let _ = read.expect("nobody ends it");
    bytes
}

async fn says_hello(stream: &mut TcpStream) -> bool {
    let request = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let _ = stream.write_all(request).await;
    String::from_utf8_lossy(&rest(stream).await).ends_with("here")
}

#[tokio::test]
async fn whoever_does_not_come_to_the_point_is_ended() {
    let at = Listener::with(SHORT).await;
    for begun in [
        b"".as_slice(),
        &HALF_A_HELLO[..1],
        HALF_A_HELLO,
        b"GET / HT",
    ] {
        let mut stream = at.connect().await;
        stream.write_all(begun).await.unwrap();
        assert_eq!(rest(&mut stream).await, b"", "{begun:?}");
    }
    // One that shakes hands and asks nothing; its input stays open, so that it is not the one who ends.
    let address = at.address.to_string();
    let shaken = tokio::process::Command::new("openssl")
        .args(["s_client", "-connect", &address, "-quiet"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .kill_on_drop(true)
        .spawn();
    match shaken {
        Ok(mut shaken) => {
            let _open = shaken.stdin.take();
            tokio::time::timeout(LONG, shaken.wait())
                .await
                .expect("nobody ends it")
                .unwrap();
        }
        Err(_) => println!("SKIPPED: there is no openssl"),
    }
    assert!(says_hello(&mut at.connect().await).await);
}

/// The first byte resets no clock: whoever sends it late has no more time than whoever sent it at once. The clock of this test jumps to the
/// next thing that is waited for.
#[tokio::test(start_paused = true)]
async fn the_time_is_counted_from_the_beginning() {
    const HEAD: Duration = Duration::from_secs(20);
    const LATE: Duration = Duration::from_secs(15);
    let at = Listener::with(Bounds {
        head: HEAD,
        ..SHORT
    })
    .await;
    let request = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n".as_slice();
    for (late, end) in [
        (b"G".as_slice(), HEAD),
        (HALF_A_HELLO, HEAD),
        // Between requests the time is counted from the end of the one before.
        (request, LATE + HEAD),
    ] {
        let began = tokio::time::Instant::now();
        let mut stream = at.connect().await;
        tokio::time::sleep(LATE).await;
        stream.write_all(late).await.unwrap();
        rest(&mut stream).await;
        let whole = Duration::from_secs(began.elapsed().as_secs());
        assert_eq!(whole, end, "{late:?}");
    }
}

#[tokio::test]
async fn what_is_neither_is_refused() {
    let at = Listener::with(Bounds {
        head: LONG,
        ..SHORT
    })
    .await;
    for garbage in [
        b"\x16\x03\x01\x00\x05hello".as_slice(),
        b"\x16GET / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\xff\xff",
        &[0x16; 4096],
    ] {
        let mut stream = at.connect().await;
        stream.write_all(garbage).await.unwrap();
        let answer = rest(&mut stream).await;
        // An alert (RFC 8446, section 6), or nothing.
        assert!(
            answer.is_empty() || answer[0] == 0x15,
            "{garbage:?}: {answer:?}"
        );
    }
    for garbage in [
        b"\x80\x2e\x01\x03\x01\r\n\r\n".as_slice(),
        b"\0\0\0\0\r\n\r\n",
        b"hello\r\n\r\n",
    ] {
        let mut stream = at.connect().await;
        stream.write_all(garbage).await.unwrap();
        let answer = String::from_utf8_lossy(&rest(&mut stream).await).into_owned();
        assert!(answer.starts_with("HTTP/1.1 400"), "{garbage:?}: {answer}");
    }
    assert!(says_hello(&mut at.connect().await).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn versions_of_before_are_refused_and_sessions_resumed() {
    let at = Listener::with(Bounds {
        head: LONG,
        ..SHORT
    })
    .await;
    let address = at.address.to_string();
    let request = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let ask = |more: &[&str]| {
        let all = [&["s_client", "-connect", &address, "-ign_eof"], more].concat();
        client("openssl", &all, request)
    };
    let Some(old) = ask(&["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]) else {
        return;
    };
    assert!(!old.ok && old.text.contains(":SSL alert number"), "{old:?}");
    let session = at._folder.path().join("session").display().to_string();
    for version in ["-tls1_2", "-tls1_3"] {
        let first = ask(&[version, "-sess_out", &session]).unwrap();
        assert!(
            first.text.contains("\nNew, ") && first.text.contains("here"),
            "{first:?}"
        );
        let again = ask(&[version, "-sess_in", &session]).unwrap();
        assert!(
            again.text.contains("\nReused, ") && again.text.contains("here"),
            "{again:?}"
        );
    }
}

#[tokio::test]
async fn half_open_connections_are_bounded_and_hold_up_no_end() {
    let bounds = Bounds {
        connections: 8,
        of_one: 8,
        head: LONG,
        ..SHORT
    };
    let at = Listener::with(bounds).await;
    let mut held = Vec::new();
    for number in 0..bounds.of_one {
        let mut stream = at.connect().await;
        let part = [HALF_A_HELLO, b"", &HALF_A_HELLO[..1]][number % 3];
        stream.write_all(part).await.unwrap();
        held.push(stream);
    }
    let mut one_more = at.connect().await;
    assert!(!says_hello(&mut one_more).await);
    // A place is free when its connection ends.
    held.pop();
    let found = async {
        while !says_hello(&mut at.connect().await).await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LONG / 2, found)
        .await
        .expect("no place is free again");
    at.stop.send(true).unwrap();
    tokio::time::timeout(LONG / 2, at.served)
        .await
        .expect("they hold up the end")
        .unwrap();
}
