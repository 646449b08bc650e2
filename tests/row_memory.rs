//! What 10,000 rows cost in memory. Alone in its program, because it looks at the whole process.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Read, Write};
use std::net::TcpListener;

use hotspotd::domain::secret::Secret;
use hotspotd::routeros::{Client, Command, Credentials, Endpoint, Limits, Security};

const ROWS: usize = 10_000;

/// A hotspot user as a router sends it: 15 properties.
fn row(index: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let id = format!("=.id=*{index:X}");
    let name = format!("=name=voucher-{index:06}");
    let comment = format!("=comment=hotspotd:site1:voucher:{index}");
    for word in [
        "!re",
        ".tag=1",
        &id,
        "=server=hs-hotspot",
        &name,
        "=password=k7m2pq9x",
        "=profile=hd-day-5m",
        "=limit-uptime=1d",
        "=limit-bytes-total=5368709120",
        "=uptime=3h20m10s",
        "=bytes-in=104857600",
        "=bytes-out=1048576000",
        "=packets-in=81920",
        "=packets-out=819200",
        "=dynamic=false",
        "=disabled=false",
        &comment,
    ] {
        bytes.push(word.len() as u8);
        bytes.extend_from_slice(word.as_bytes());
    }
    bytes.push(0);
    bytes
}

/// A router on a thread of its own: answers the login and one command.
fn router() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        for index in 0..2 {
            let mut space = [0; 4096];
            assert!(stream.read(&mut space).unwrap() > 0);
            if index == 1 {
                (0..ROWS).for_each(|index| stream.write_all(&row(index)).unwrap());
                stream.write_all(b"\x05!done\x06.tag=1\0").unwrap();
            } else {
                stream.write_all(b"\x05!done\0").unwrap();
            }
        }
        // Until the client goes.
        let _ = stream.read(&mut [0; 16]);
    });
    port
}

/// The most memory this process ever had, in KiB.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

async fn connect() -> Client {
    let endpoint = Endpoint {
        host: "127.0.0.1".to_owned(),
        port: router(),
        security: Security::Plain,
    };
    let credentials = Credentials {
        user: "api".to_owned(),
        password: Secret::new(String::new()),
    };
    Client::connect(&endpoint, &credentials, &Limits::default())
        .await
        .unwrap()
}

#[tokio::test]
async fn ten_thousand_rows_take_less_than_20_mb() {
    let print = [Command::read("/ip/hotspot/user/print")];

    let mut client = connect().await;
    let before = peak();
    let (mut rows, mut bytes) = (0, 0);
    client
        .read_all(&print, |_, record| {
            rows += 1;
            bytes += record.get("bytes-out").map_or(0, str::len);
        })
        .await
        .unwrap();
    let folded = peak() - before;
    assert_eq!((rows, bytes), (ROWS, ROWS * 10));

    let mut client = connect().await;
    let before = peak();
    let replies = client.run_all(&print).await.unwrap();
    let kept = peak() - before;
    assert_eq!(replies[0].records().len(), ROWS);

    println!("10,000 rows of 15 properties: {folded} KiB handed out one by one, {kept} KiB kept");
    assert!(folded < 2_000, "{folded} KiB");
    assert!(kept < 20_000, "{kept} KiB");
}
