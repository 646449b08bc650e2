//! The far side of the tests: a few lines of script over raw bytes. It shares no code with the client.

use std::future::Future;

use hotspotd::domain::secret::Secret;
use hotspotd::routeros::{Client, ConnectError, Credentials, Endpoint, Limits, Security};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub fn credentials() -> Credentials {
    Credentials {
        user: "api".to_owned(),
        password: Secret::new("hunter2"),
    }
}

pub fn plain(port: u16) -> Endpoint {
    Endpoint {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::Plain,
    }
}

/// A listener on a free port that lets `script` speak to the first who comes.
pub async fn listen<F>(script: impl FnOnce(TcpStream) -> F + Send + 'static) -> u16
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        script(stream).await;
    });
    port
}

/// A client, logged in over a pipe of this capacity, to a peer that goes on with `script` after the login.
pub async fn logged_in<F, R>(
    capacity: usize,
    limits: &Limits,
    script: impl FnOnce(DuplexStream) -> F + Send + 'static,
) -> (Client, JoinHandle<R>)
where
    F: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let (near, mut far) = duplex(capacity);
    let peer = tokio::spawn(async move {
        accept_login(&mut far).await;
        script(far).await
    });
    let client = over(near, limits).await.unwrap();
    (client, peer)
}

pub async fn over(near: DuplexStream, limits: &Limits) -> Result<Client, ConnectError> {
    Client::log_in_over(near, "router:8728", &credentials(), limits).await
}

pub async fn accept_login(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    let login = read_sentence(stream).await.unwrap();
    assert_eq!(login, ["/login", "=name=api", "=password=hunter2"]);
    say(stream, &["!done"]).await;
}

pub async fn say(stream: &mut (impl AsyncWrite + Unpin), words: &[&str]) {
    stream.write_all(&sentence(words)).await.unwrap();
}

pub fn sentence(words: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    for word in words {
        match word.len() {
            length @ 0..0x80 => out.push(length as u8),
            length @ 0x80..0x4000 => out.extend([0x80 | (length >> 8) as u8, length as u8]),
            length => panic!("no test needs a word of {length} bytes"),
        }
        out.extend_from_slice(word.as_bytes());
    }
    out.push(0);
    out
}

/// One sentence as text; `None` at the end of the stream.
pub async fn read_sentence(stream: &mut (impl AsyncRead + Unpin)) -> Option<Vec<String>> {
    let mut words = Vec::new();
    loop {
        let first = stream.read_u8().await.ok()?;
        let length = match first {
            0 => return Some(words),
            1..0x80 => usize::from(first),
            0x80..0xc0 => {
                usize::from(first & 0x3f) << 8 | usize::from(stream.read_u8().await.ok()?)
            }
            _ => panic!("no test sends a word that long"),
        };
        let mut word = vec![0; length];
        stream.read_exact(&mut word).await.ok()?;
        words.push(String::from_utf8(word).unwrap());
    }
}

/// Reads one command and gives its `.tag=` word.
pub async fn read_tag(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let words = read_sentence(stream).await?;
    let tag = words.iter().find(|word| word.starts_with(".tag="));
    Some(
        tag.expect("every command after the login has a tag")
            .clone(),
    )
}

/// Reads this many commands and gives their tags.
pub async fn read_tags(stream: &mut (impl AsyncRead + Unpin), count: usize) -> Vec<String> {
    let mut tags = Vec::new();
    for _ in 0..count {
        tags.push(read_tag(stream).await.unwrap());
    }
    tags
}
