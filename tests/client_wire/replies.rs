//! Every form of reply a router was seen to give.

use hotspotd::routeros::{Command, Limits, Reply};
use tokio::io::AsyncWriteExt;

use crate::peer::{logged_in, read_tags, sentence};

/// The replies to `count` commands, when the peer answers with `script`, in which `{1}` stands for the tag word of the first
/// command and so on.
async fn replies(capacity: usize, count: usize, script: &[&[&str]]) -> Vec<Reply> {
    let script: Vec<Vec<String>> = script
        .iter()
        .map(|words| words.iter().map(|word| word.to_string()).collect())
        .collect();
    let (mut client, peer) =
        logged_in(capacity, &Limits::default(), move |mut stream| async move {
            let tags = read_tags(&mut stream, count).await;
            let mut bytes = Vec::new();
            for words in script {
                let words: Vec<String> = words
                    .into_iter()
                    .map(|word| {
                        tags.iter().enumerate().fold(word, |word, (index, tag)| {
                            word.replace(&format!("{{{}}}", index + 1), tag)
                        })
                    })
                    .collect();
                bytes.extend(sentence(
                    &words.iter().map(String::as_str).collect::<Vec<_>>(),
                ));
            }
            stream.write_all(&bytes).await.unwrap();
            stream
        })
        .await;
    let commands: Vec<Command> = (0..count)
        .map(|index| Command::read("/x/print").with("n", index.to_string()))
        .collect();
    let replies = client.run_all(&commands).await.unwrap();
    peer.await.unwrap();
    replies
}

fn done(ret: Option<&str>) -> Reply {
    Reply::Done {
        ret: ret.map(str::to_owned),
        records: Vec::new(),
    }
}

fn trap(category: Option<u8>, message: &str) -> Reply {
    Reply::Trap {
        category,
        message: message.to_owned(),
    }
}

fn names(reply: &Reply) -> Vec<&str> {
    reply
        .records()
        .iter()
        .filter_map(|record| record.get("name"))
        .collect()
}

#[tokio::test]
async fn interleaved_replies_come_in_the_order_of_the_commands() {
    let script: &[&[&str]] = &[
        &["!re", "{3}", "=name=c1"],
        &["!re", "=name=a1", "{1}"],
        &["!done", "{2}"],
        &["!re", "{3}", "=name=c2"],
        &["!done", "{3}"],
        &["!re", "{1}", "=name=a2"],
        &["!done", "{1}"],
    ];
    let replies = replies(4096, 3, script).await;
    assert_eq!(names(&replies[0]), ["a1", "a2"]);
    assert_eq!(names(&replies[1]), [""; 0]);
    assert_eq!(names(&replies[2]), ["c1", "c2"]);
}

#[tokio::test]
async fn the_new_id_is_found_on_either_side_of_the_tag() {
    let script: &[&[&str]] = &[&["!done", "=ret=*1A", "{1}"], &["!done", "{2}", "=ret=*1B"]];
    let replies = replies(4096, 2, script).await;
    assert_eq!(replies, [done(Some("*1A")), done(Some("*1B"))]);
}

#[tokio::test]
async fn a_trap_and_its_done_are_one_reply() {
    let script: &[&[&str]] = &[
        &[
            "!trap",
            "=category=1",
            "=message=input does not match any value of pool",
            "{1}",
        ],
        &["!done", "{1}"],
        &["!done", "{2}", "=ret=*2"],
    ];
    let replies = replies(4096, 2, script).await;
    let refused = trap(Some(1), "input does not match any value of pool");
    assert_eq!(replies, [refused, done(Some("*2"))]);
}

#[tokio::test]
async fn two_traps_for_one_command_are_one_reply() {
    let script: &[&[&str]] = &[
        &[
            "!trap",
            "{1}",
            "=message=no such command or directory (x)",
            "=unheard=of",
        ],
        &["!trap", "{1}", "=message=no such command prefix"],
        &["!done", "{1}"],
    ];
    let replies = replies(4096, 1, script).await;
    let both = "no such command or directory (x); no such command prefix";
    assert_eq!(replies, [trap(None, both)]);
}

#[tokio::test]
async fn empty_is_no_record_and_no_end() {
    let script: &[&[&str]] = &[
        &["!empty", "{1}"],
        &["!empty", "{2}"],
        &["!done", "{2}", "=ret=0"],
        &["!done", "{1}"],
    ];
    assert_eq!(
        replies(4096, 2, script).await,
        [done(None), done(Some("0"))]
    );
}

#[tokio::test]
async fn what_is_not_for_us_is_passed_over() {
    let script: &[&[&str]] = &[
        &["!done", ".tag=99"],
        &["!done", ".tag=x"],
        &["!re", "=name=nobody's"],
        &[],
        &["!later", "{1}", "=name=unknown verb"],
        &["!done"],
        &["!done", "{1}", "=ret=*1"],
    ];
    assert_eq!(replies(4096, 1, script).await, [done(Some("*1"))]);
}

#[tokio::test]
async fn one_byte_at_a_time_makes_no_difference() {
    let long = format!("=name={}", "v".repeat(1000));
    let script: &[&[&str]] = &[
        &["!re", "{1}", &long],
        &["!done", "{1}", "=ret=1"],
        &["!done", "{2}"],
    ];
    assert_eq!(replies(1, 2, script).await, replies(4096, 2, script).await);
}

#[tokio::test]
async fn values_may_hold_anything() {
    let script: &[&[&str]] = &[
        &["!re", "{1}", "=name=a=b\r\n\0.tag=2 \u{1F600}", "=comment="],
        &["!done", "{1}"],
    ];
    let replies = replies(4096, 1, script).await;
    assert_eq!(names(&replies[0]), ["a=b\r\n\0.tag=2 \u{1F600}"]);
    assert_eq!(replies[0].records()[0].get("comment"), Some(""));
}

#[tokio::test]
async fn no_commands_no_words() {
    assert_eq!(replies(4096, 0, &[]).await, []);
}
