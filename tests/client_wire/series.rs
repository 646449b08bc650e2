//! Long series: window, turnarounds, stopping, streaming, cancelling.

use std::ops::ControlFlow;
use std::time::Duration;

use hotspotd::routeros::{Client, Command, Limits, Outcome, Reply};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

use crate::peer::{accept_login, listen, logged_in, over, plain, read_sentence, read_tag, say};

fn adds(count: usize) -> Vec<Command> {
    (0..count)
        .map(|index| Command::write("/ip/hotspot/user/add").with("name", format!("v{index}")))
        .collect()
}

/// Answers commands one by one until the client goes, and tells how many there were.
async fn answer_all(mut stream: DuplexStream) -> usize {
    let mut count = 0;
    while let Some(tag) = read_tag(&mut stream).await {
        count += 1;
        say(&mut stream, &["!done", &tag]).await;
    }
    count
}

#[tokio::test]
async fn a_look_at_a_router_is_one_turnaround() {
    let (mut client, _peer) = logged_in(1 << 16, &Limits::default(), answer_all).await;
    assert_eq!(client.turnarounds(), 1, "the login");
    let prints: Vec<Command> = (0..45).map(|_| Command::read("/x/print")).collect();
    client.run_all(&prints).await.unwrap();
    assert_eq!(client.turnarounds(), 2);
    client.run_all(&adds(60)).await.unwrap();
    assert_eq!(client.turnarounds(), 3);
    for _ in 0..3 {
        client.run_all(&adds(1)).await.unwrap();
    }
    assert_eq!(client.turnarounds(), 6);
}

#[tokio::test]
async fn connecting_by_tcp_counts_one_more() {
    let port = listen(async |mut stream| {
        accept_login(&mut stream).await;
        assert_eq!(
            read_sentence(&mut stream).await,
            None,
            "nothing but a goodbye"
        );
    })
    .await;
    let client = Client::connect(
        &plain(port),
        &crate::peer::credentials(),
        &Limits::default(),
    )
    .await
    .unwrap();
    assert_eq!(client.turnarounds(), 2);
    assert_eq!(client.fingerprint(), None);
    assert_eq!(client.bytes().received, 7, "!done, its length and its end");
    client.close().await;
}

/// The peer takes what fits its small buffer, and then answers all of it before it reads again: whoever writes without reading is
/// stuck here, because both buffers are full.
#[tokio::test]
async fn full_buffers_on_both_sides_lock_nobody() {
    const COUNT: usize = 20_000;
    let greedy = |mut stream: DuplexStream| async move {
        let filler = format!("=comment={}", "x".repeat(500));
        let mut taken = Vec::new();
        let mut answered = 0;
        while answered < COUNT {
            let mut space = [0; 4096];
            let count = stream.read(&mut space).await.unwrap();
            taken.extend_from_slice(&space[..count]);
            let mut rest = taken.as_slice();
            while let Some(end) = rest.iter().position(|byte| *byte == 0) {
                let tag = &rest[..end];
                let at = tag.windows(5).position(|word| word == b".tag=").unwrap();
                let tag = String::from_utf8(tag[at..].to_vec()).unwrap();
                say(&mut stream, &["!re", &tag, &filler]).await;
                say(&mut stream, &["!done", &tag]).await;
                answered += 1;
                rest = &rest[end + 1..];
            }
            taken = rest.to_vec();
        }
        stream
    };
    let (mut client, peer) = logged_in(4096, &Limits::default(), greedy).await;
    let mut rows = 0;
    let replies = client
        .read_all(&adds(COUNT), |_, _| rows += 1)
        .await
        .unwrap();
    assert_eq!((replies.len(), rows), (COUNT, COUNT));
    assert!(client.turnarounds() <= 1 + 20_000_u32.div_ceil(64));
    peer.await.unwrap();
}

#[tokio::test]
async fn never_more_in_flight_than_the_window_or_64_kib() {
    let peer = |mut stream: DuplexStream| async move {
        // Reads what comes without answering, until nothing more comes; then answers all at once.
        let mut most = (0, 0);
        let mut total = 0;
        while total < 300 {
            let mut tags = Vec::new();
            let mut bytes = 0;
            while let Ok(Some(words)) =
                tokio::time::timeout(Duration::from_secs(1), read_sentence(&mut stream)).await
            {
                bytes += words.iter().map(String::len).sum::<usize>();
                tags.push(words.last().unwrap().clone());
            }
            total += tags.len();
            most = (most.0.max(tags.len()), most.1.max(bytes));
            for tag in tags {
                say(&mut stream, &["!done", &tag]).await;
            }
        }
        most
    };
    tokio::time::pause();
    let (mut client, handle) = logged_in(1 << 20, &Limits::default(), peer).await;
    client.run_all(&adds(300)).await.unwrap();
    let (commands, _) = handle.await.unwrap();
    assert_eq!(commands, 128);

    let (mut client, handle) = logged_in(1 << 20, &Limits::default(), peer).await;
    let large: Vec<Command> = (0..300)
        .map(|_| Command::write("/file/set").with("contents", "x".repeat(10_000)))
        .collect();
    client.run_all(&large).await.unwrap();
    let (_, bytes) = handle.await.unwrap();
    assert!(bytes > 50_000 && bytes <= 65_536, "{bytes}");
}

#[tokio::test]
async fn after_a_trap_nothing_more_is_sent() {
    let peer = |mut stream: DuplexStream| async move {
        let mut count = 0;
        while let Some(tag) = read_tag(&mut stream).await {
            count += 1;
            if count == 70 {
                say(&mut stream, &["!trap", &tag, "=message=failure: no"]).await;
            }
            say(&mut stream, &["!done", &tag]).await;
        }
        count
    };
    let (mut client, handle) = logged_in(1 << 20, &Limits::default(), peer).await;
    let mut heard = Vec::new();
    let outcomes = client
        .run_until_trap(&adds(1000), |index, reply| {
            heard.push((index, reply.is_trap()))
        })
        .await
        .unwrap();
    let answered = outcomes
        .iter()
        .take_while(|outcome| outcome.reply().is_some())
        .count();
    assert!(outcomes[69].reply().unwrap().is_trap());
    assert!(
        outcomes[answered..]
            .iter()
            .all(|outcome| *outcome == Outcome::NotSent)
    );
    assert!(answered < 70 + 128, "{answered}");
    assert_eq!(heard.len(), answered);
    assert_eq!(heard[69], (69, true));
    // The connection goes on.
    assert_eq!(client.run_all(&adds(1)).await.unwrap().len(), 1);
    client.close().await;
    assert_eq!(handle.await.unwrap(), answered + 1, "what the router saw");
}

#[tokio::test]
async fn records_are_handed_out_with_the_number_of_their_command() {
    let peer = |mut stream: DuplexStream| async move {
        let tags = crate::peer::read_tags(&mut stream, 2).await;
        for name in ["a", "b"] {
            for tag in tags.iter().rev() {
                say(&mut stream, &["!re", tag, &format!("=name={name}")]).await;
            }
        }
        for tag in &tags {
            say(&mut stream, &["!done", tag]).await;
        }
        stream
    };
    let (mut client, _peer) = logged_in(1 << 16, &Limits::default(), peer).await;
    let prints = [Command::read("/a/print"), Command::read("/b/print")];
    let mut seen = Vec::new();
    let replies = client
        .read_all(&prints, |index, record| {
            seen.push((index, record.get("name").unwrap().to_owned()));
        })
        .await
        .unwrap();
    let expected = [(1, "a"), (0, "a"), (1, "b"), (0, "b")];
    assert_eq!(seen, expected.map(|(index, name)| (index, name.to_owned())));
    assert!(replies.iter().all(|reply| reply.records().is_empty()));
}

/// A listen that has said two things, and is quiet then until it is cancelled; then it says one thing too many.
async fn listen_menu(mut stream: DuplexStream) -> Vec<String> {
    let tag = read_tag(&mut stream).await.unwrap();
    for name in ["a", "b"] {
        say(&mut stream, &["!re", &tag, &format!("=name={name}")]).await;
    }
    let cancel = read_sentence(&mut stream).await.unwrap();
    say(&mut stream, &["!re", &tag, "=name=late"]).await;
    say(
        &mut stream,
        &["!trap", &tag, "=category=2", "=message=interrupted"],
    )
    .await;
    say(&mut stream, &["!done", &cancel[2]]).await;
    say(&mut stream, &["!done", &tag]).await;
    answer_all(stream).await;
    let mut words = cancel;
    words.push(tag);
    words
}

#[tokio::test(start_paused = true)]
async fn what_never_ends_is_cancelled_when_its_time_is_over() {
    let (mut client, peer) = logged_in(1 << 16, &Limits::default(), listen_menu).await;
    let started = tokio::time::Instant::now();
    let mut names = Vec::new();
    let reply = client
        .follow(
            &Command::read("/interface/listen"),
            Duration::from_secs(300),
            |record| {
                names.push(record.get("name").unwrap().to_owned());
                ControlFlow::Continue(())
            },
        )
        .await
        .unwrap();
    assert_eq!(started.elapsed().as_secs(), 300, "silence is no fault here");
    let interrupted = Reply::Trap {
        category: Some(2),
        message: "interrupted".to_owned(),
    };
    assert_eq!(reply, interrupted);
    assert_eq!(names, ["a", "b", "late"]);
    assert_eq!(client.run_all(&adds(1)).await.unwrap().len(), 1);
    client.close().await;
    let words = peer.await.unwrap();
    assert_eq!(words, ["/cancel", "=tag=1", ".tag=2", ".tag=1"]);
}

#[tokio::test]
async fn what_never_ends_is_cancelled_when_it_has_said_enough() {
    let (mut client, peer) = logged_in(1 << 16, &Limits::default(), listen_menu).await;
    let mut names = Vec::new();
    let reply = client
        .follow(
            &Command::read("/interface/listen"),
            Duration::from_secs(300),
            |record| {
                names.push(record.get("name").unwrap().to_owned());
                ControlFlow::Break(())
            },
        )
        .await
        .unwrap();
    assert!(reply.is_trap());
    assert_eq!(names, ["a"]);
    client.close().await;
    assert_eq!(peer.await.unwrap()[1], "=tag=1");
}

#[tokio::test]
async fn a_call_that_was_dropped_midway_sends_nothing_later() {
    let (near, mut far) = tokio::io::duplex(256);
    let login = tokio::spawn(async move {
        accept_login(&mut far).await;
        far
    });
    let mut client = over(near, &Limits::default()).await.unwrap();
    let mut far = login.await.unwrap();
    let commands = adds(60);
    {
        let mut run = std::pin::pin!(client.run_all(&commands));
        let waker = std::task::Waker::noop();
        let mut context = std::task::Context::from_waker(waker);
        assert!(run.as_mut().poll(&mut context).is_pending());
    }
    let interrupted = client.run_all(&commands).await.unwrap_err();
    assert_eq!(interrupted.not_sent().count(), 60);
    client.close().await;
    let mut seen = Vec::new();
    far.read_to_end(&mut seen).await.unwrap();
    assert_eq!(seen.len(), 256, "what fitted the pipe at first");
    far.shutdown().await.unwrap();
}

#[test]
fn calls_may_run_on_any_thread() {
    fn send<T: Send>(_: T) {}
    fn check(mut client: Client, commands: Vec<Command>) {
        send(async move {
            let _ = client.run_all(&commands).await;
            let _ = client.read_all(&commands, |_, _| {}).await;
            let _ = client.run_until_trap(&commands, |_, _| {}).await;
            client.close().await;
        });
    }
    let _ = check;
}
