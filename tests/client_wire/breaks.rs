//! Connections that break, fall silent or never stop.

use std::io;
use std::time::Duration;

use hotspotd::routeros::{
    Cause, Client, Command, ConnectError, Interrupted, Limits, Outcome, WireError,
};
use proptest::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::TcpSocket;
use tokio::time::{Instant, sleep};

use crate::peer::{
    accept_login, credentials, logged_in, over, plain, read_sentence, read_tag, read_tags, say,
    sentence,
};

fn adds(count: usize) -> Vec<Command> {
    (0..count)
        .map(|index| Command::write("/ip/pool/add").with("name", format!("p{index}")))
        .collect()
}

/// The router's bytes are cut after each possible one: what was answered whole is known, the rest is unknown, nothing is lost.
#[tokio::test]
async fn cut_after_every_byte_of_the_router() {
    let welcome = sentence(&["!done"]);
    let answers: Vec<Vec<u8>> = [
        vec!["!re", ".tag=1", "=name=x"],
        vec!["!done", ".tag=1", "=ret=*1"],
        vec![
            "!trap",
            ".tag=2",
            "=message=failure: already have such entry",
        ],
        vec!["!done", ".tag=2"],
        vec!["!empty", ".tag=3"],
        vec!["!done", ".tag=3"],
    ]
    .iter()
    .map(|words| sentence(words))
    .collect();
    let ends: Vec<usize> = answers
        .iter()
        .scan(0, |end, answer| {
            *end += answer.len();
            Some(*end)
        })
        .collect();
    let all = answers.concat();

    for cut in 0..welcome.len() {
        let (near, mut far) = duplex(4096);
        let bytes = welcome[..cut].to_vec();
        let peer = tokio::spawn(async move {
            read_sentence(&mut far).await.unwrap();
            far.write_all(&bytes).await.unwrap();
        });
        let error = over(near, &Limits::default()).await.unwrap_err();
        assert!(
            matches!(error, ConnectError::ClosedBeforeLogin { .. }),
            "{cut}: {error}"
        );
        peer.await.unwrap();
    }
    for cut in 0..all.len() {
        let bytes = all[..cut].to_vec();
        let (mut client, _peer) = logged_in(4096, &Limits::default(), async move |mut stream| {
            read_tags(&mut stream, 3).await;
            stream.write_all(&bytes).await.unwrap();
        })
        .await;
        let interrupted = client.run_all(&adds(3)).await.unwrap_err();
        assert!(matches!(interrupted.cause, Cause::Closed), "{cut}");
        let expected = [ends[1], ends[3], ends[5]].map(|end| cut >= end);
        let answered: Vec<bool> = interrupted
            .outcomes
            .iter()
            .map(|outcome| outcome.reply().is_some())
            .collect();
        assert_eq!(answered, expected, "{cut}");
        assert_eq!(
            interrupted.unknown().count() + interrupted.replies().count(),
            3
        );
        let again = client.run_all(&adds(1)).await.unwrap_err();
        assert!(matches!(again.cause, Cause::GivenUp));
    }
}

/// The router stops reading after each possible byte and goes: what it cannot have got whole was not sent, the rest is unknown.
#[tokio::test]
async fn cut_after_every_byte_of_the_client() {
    let wire: Vec<Vec<u8>> = (0..3)
        .map(|index| {
            let (name, tag) = (format!("=name=p{index}"), format!(".tag={}", index + 1));
            sentence(&["/ip/pool/add", &name, &tag])
        })
        .collect();
    for cut in 0..=wire.concat().len() {
        // A pipe that holds one byte: the client knows within one byte what the router took.
        let (mut client, _peer) = logged_in(1, &Limits::default(), async move |mut stream| {
            let mut taken = vec![0; cut];
            stream.read_exact(&mut taken).await.unwrap();
        })
        .await;
        let interrupted = client.run_all(&adds(3)).await.unwrap_err();
        let mut end = 0;
        for (command, outcome) in wire.iter().zip(&interrupted.outcomes) {
            end += command.len();
            if end <= cut {
                assert_eq!(*outcome, Outcome::Unknown, "{cut}");
            } else if end > cut + 1 {
                assert_eq!(*outcome, Outcome::NotSent, "{cut}");
            }
        }
    }
}

#[tokio::test]
async fn a_fatal_tells_its_reason() {
    let (mut client, _peer) = logged_in(4096, &Limits::default(), async |mut stream| {
        read_tags(&mut stream, 2).await;
        say(&mut stream, &["!done", ".tag=1"]).await;
        say(&mut stream, &["!fatal", "session terminated on request"]).await;
    })
    .await;
    let interrupted = client.run_all(&adds(2)).await.unwrap_err();
    assert_eq!(
        interrupted.to_string(),
        "the router ended the connection: session terminated on request; of 2 commands 1 may or may not have been carried out \
         and 0 were not sent: connect again and read the router before sending anything"
    );
}

/// How long the client waited, and what it says, when the peer reads everything and answers nothing.
async fn half_open(command: Command) -> (u64, Interrupted) {
    let (mut client, _peer) = logged_in(4096, &Limits::default(), swallow).await;
    let started = Instant::now();
    let interrupted = client.run_all(&[command]).await.unwrap_err();
    (started.elapsed().as_secs(), interrupted)
}

async fn swallow(mut stream: DuplexStream) {
    while read_sentence(&mut stream).await.is_some() {}
}

#[tokio::test(start_paused = true)]
async fn a_half_open_connection_is_given_up_by_patience() {
    for (command, seconds) in [
        (Command::read("/a/print"), 10),
        (Command::write("/a/add"), 30),
        (Command::slow("/import"), 60),
    ] {
        let (waited, interrupted) = half_open(command).await;
        assert_eq!(waited, seconds);
        assert!(matches!(interrupted.cause, Cause::Silent(_)));
        assert_eq!(interrupted.outcomes, [Outcome::Unknown], "never: failed");
    }
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_never_reads_is_given_up() {
    let (mut client, _peer) = logged_in(64, &Limits::default(), async |stream| {
        sleep(Duration::from_secs(1000)).await;
        drop(stream);
    })
    .await;
    let interrupted = client.run_all(&adds(60)).await.unwrap_err();
    assert!(matches!(interrupted.cause, Cause::Silent(_)));
    assert_eq!(
        interrupted.unknown().count(),
        2,
        "64 bytes hold two commands"
    );
    assert_eq!(interrupted.not_sent().count(), 58);
}

#[tokio::test(start_paused = true)]
async fn a_login_without_answer_is_given_up() {
    let (near, far) = duplex(4096);
    tokio::spawn(swallow(far));
    let error = over(near, &Limits::default()).await.unwrap_err();
    assert!(matches!(error, ConnectError::LoginSilent { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn slow_is_not_silent() {
    let (mut client, _peer) = logged_in(4096, &Limits::default(), async |mut stream| {
        let tag = read_tag(&mut stream).await.unwrap();
        let mut bytes = Vec::new();
        for _ in 0..5 {
            bytes.extend(sentence(&["!re", &tag, "=name=x"]));
        }
        bytes.extend(sentence(&["!done", &tag]));
        for byte in bytes.chunks(5) {
            sleep(Duration::from_secs(9)).await;
            stream.write_all(byte).await.unwrap();
        }
        stream
    })
    .await;
    let replies = client.run_all(&[Command::read("/a/print")]).await.unwrap();
    assert_eq!(replies[0].records().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn chatter_for_nobody_is_silence() {
    let (mut client, _peer) = logged_in(4096, &Limits::default(), async |mut stream| {
        loop {
            sleep(Duration::from_secs(3)).await;
            let chatter = sentence(&["!re", ".tag=77", "=name=x"]);
            if stream.write_all(&chatter).await.is_err() {
                return;
            }
        }
    })
    .await;
    let interrupted = client
        .run_all(&[Command::read("/a/print")])
        .await
        .unwrap_err();
    assert!(matches!(interrupted.cause, Cause::Silent(_)));
}

/// Writes the same bytes until the client has gone.
async fn repeat(stream: &mut DuplexStream, bytes: Vec<u8>) {
    let result: io::Result<()> = async {
        loop {
            stream.write_all(&bytes).await?;
        }
    }
    .await;
    assert!(result.is_err(), "the client goes");
}

#[tokio::test]
async fn an_endless_sentence_and_endless_rows_are_given_up() {
    let limits = Limits {
        answer_bytes: 1 << 20,
        ..Limits::default()
    };
    let (mut client, peer) = logged_in(4096, &limits, async |mut stream| {
        read_tag(&mut stream).await.unwrap();
        say_start(&mut stream).await;
        repeat(&mut stream, b"\x04=a=b".to_vec()).await;
    })
    .await;
    let interrupted = client.run_all(&adds(1)).await.unwrap_err();
    let endless = Cause::Wire(WireError::EndlessSentence);
    assert_eq!(interrupted.cause.to_string(), endless.to_string());
    drop(client);
    peer.await.unwrap();

    let (mut client, peer) = logged_in(4096, &limits, async |mut stream| {
        let tag = read_tag(&mut stream).await.unwrap();
        repeat(&mut stream, sentence(&["!re", &tag, "=a=b"])).await;
    })
    .await;
    let interrupted = client.run_all(&adds(1)).await.unwrap_err();
    assert!(matches!(interrupted.cause, Cause::EndlessAnswer(_)));
    assert_eq!(interrupted.outcomes, [Outcome::Unknown]);
    drop(client);
    peer.await.unwrap();
}

async fn say_start(stream: &mut DuplexStream) {
    stream.write_all(b"\x03!re").await.unwrap();
}

#[tokio::test]
async fn garbage_after_the_login_is_no_panic() {
    for garbage in [
        &b"\xff\xff\xff"[..],
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"\xf0\xff\xff\xff\xff",
    ] {
        let (near, mut far) = duplex(4096);
        tokio::spawn(async move {
            accept_login(&mut far).await;
            read_tag(&mut far).await.unwrap();
            far.write_all(garbage).await.unwrap();
            far
        });
        let mut client = over(near, &Limits::default()).await.unwrap();
        let interrupted = client.run_all(&adds(1)).await.unwrap_err();
        assert!(matches!(interrupted.cause, Cause::Wire(_)), "{interrupted}");
    }
}

/// Sentences for tags in and out of flight, whole and damaged.
fn streams() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        "!(re|done|trap|fatal|empty|x)".prop_map(String::into_bytes),
        r"\.tag=[0-5]{1,2}".prop_map(String::into_bytes),
        "=(ret|message|category|name)=[a-z0-9*]{0,5}".prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..40),
    ];
    let words = proptest::collection::vec(word, 0..5).prop_map(|words| {
        let mut bytes = Vec::new();
        for word in words {
            bytes.push(word.len() as u8);
            bytes.extend(word);
        }
        bytes.push(0);
        bytes
    });
    proptest::collection::vec(words, 0..20).prop_map(|sentences| sentences.concat())
}

proptest! {
    /// Whatever a router says, every command has an outcome and nothing panics.
    #[test]
    fn any_answer_leaves_every_command_with_an_outcome(bytes in streams()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async move {
            let (mut client, _peer) = logged_in(64, &Limits::default(), async move |mut stream| {
                read_tags(&mut stream, 3).await;
                // Fails when the client has understood before the end.
                let _ = stream.write_all(&bytes).await;
            })
            .await;
            match client.run_all(&adds(3)).await {
                Ok(replies) => assert_eq!(replies.len(), 3),
                Err(interrupted) => {
                    assert_eq!(interrupted.outcomes.len(), 3);
                    assert!(interrupted.unknown().count() > 0);
                    assert!(!interrupted.to_string().is_empty());
                }
            }
        });
    }
}

/// What the router had not taken when the connection was given up must not reach it later: it would, from the buffers of the system, when a
/// dead line comes back, after the router was put back.
#[tokio::test]
async fn what_was_not_taken_is_not_delivered_after_the_connection_was_given_up() {
    let socket = TcpSocket::new_v4().unwrap();
    // So little that most of what the client sends stays with the client's system.
    socket.set_recv_buffer_size(2048).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (given_up, wait) = tokio::sync::oneshot::channel::<()>();
    let router = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        accept_login(&mut stream).await;
        // The router takes nothing until the client has gone.
        wait.await.unwrap();
        let mut late = Vec::new();
        let end = stream.read_to_end(&mut late).await;
        (end.map_err(|error| error.kind()), late.len())
    });
    let limits = Limits::patient(Duration::from_millis(50));
    let mut client = Client::connect(&plain(port), &credentials(), &limits)
        .await
        .unwrap();
    let long = |command: Command| command.with("comment", "x".repeat(900));
    let commands: Vec<Command> = adds(60).into_iter().map(long).collect();
    let sent: usize = 60 * 900;
    let interrupted = client.run_all(&commands).await.unwrap_err();
    assert!(interrupted.outcomes.contains(&Outcome::Unknown));
    client.close().await;
    given_up.send(()).unwrap();
    let (end, late) = router.await.unwrap();
    assert_eq!(end, Err(io::ErrorKind::ConnectionReset), "{late} bytes");
    assert!(late < sent / 2, "{late} of {sent} bytes");
}
