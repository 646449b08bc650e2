//! A router that cannot be reached or is none: a sentence that says what to do, exit code 1, and nothing changed.

use simulator::{Faults, SimulatorConfig, StreamFault};
use tokio::net::{TcpListener, TcpSocket};

use crate::bench::{Run, Shop, board, site};

const COMMANDS: [&[&str]; 3] = [&["diff"], &["verify"], &["apply", "--yes", "--take-over"]];

/// All three commands say the same and leave the router alone.
#[track_caller]
fn all_fail(shop: &Shop, run: impl Fn(&Shop, &str, &[&str]) -> Run, words: &[&str]) {
    for command in COMMANDS {
        let run = shop.untouched(|shop| run(shop, command[0], &command[1..]));
        run.fails(1, words);
    }
}

async fn tls_shop() -> Shop {
    let config = SimulatorConfig {
        tls_listen: Some("127.0.0.1:0".parse().expect("an address")),
        tls_ready: true,
        ..board("7.21.5")
    };
    Shop::with(config, &site()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password() {
    let shop = Shop::new().await;
    shop.folder.file("password", "wrong\n");
    all_fail(
        &shop,
        |shop, command, more| shop.run(command, more),
        &[
            "the router does not accept user `admin` with this password",
            "check both",
        ],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_pin() {
    let shop = tls_shop().await;
    let shown = shop.router.certificate_sha256().expect("a certificate");
    let pin = "ab".repeat(32);
    all_fail(
        &shop,
        |shop, command, more| shop.run_tls(command, &[&["--tls-pin", &pin], more].concat()),
        &[
            &format!("the router shows the certificate {shown} and not the pinned {pin}"),
            "pin the new one, otherwise somebody may be in between",
        ],
    );
    // The password was not given to whoever that is.
    assert_eq!(shop.router.counters().logins, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_time_the_certificate_is_told_and_then_it_is_pinned() {
    let shop = tls_shop().await;
    let shown = shop.router.certificate_sha256().expect("a certificate");
    let first = shop.untouched(|shop| shop.run_tls("diff", &[])).ends(2);
    assert!(
        first.stderr.contains(&format!(
            "The router's certificate is {shown}. Compare it once, then give --tls-pin {shown}."
        )),
        "{first:#?}"
    );
    let second = shop.untouched(|shop| shop.run_tls("diff", &["--tls-pin", &shown]));
    let second = second.ends(2);
    assert!(!second.stderr.contains(&shown), "{second:#?}");
    assert_eq!(first.stdout, second.stdout);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_port() {
    let shop = Shop::new().await;
    // Bound and not listening: nobody else can have the port meanwhile.
    let socket = TcpSocket::new_v4().expect("a socket");
    let any = "127.0.0.1:0".parse().expect("an address");
    socket.bind(any).expect("a port");
    let address = socket.local_addr().expect("an address").to_string();
    all_fail(
        &shop,
        |shop, command, more| shop.run_to(&address, command, more),
        &[
            &format!("nothing listens on {address}"),
            "enable the service on the router",
        ],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_to_a_plain_port() {
    let shop = Shop::new().await;
    let address = shop.router.address().to_string();
    all_fail(
        &shop,
        |shop, command, more| {
            shop.run_to(&address, command, &[&["--timeout", "1s"], more].concat())
        },
        &[&address, "TLS", "the port of api-ssl (8729)"],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plain_to_a_tls_port() {
    let shop = tls_shop().await;
    let address = shop.router.tls_address().expect("TLS").to_string();
    all_fail(
        &shop,
        |shop, command, more| shop.run_to(&address, command, &[&["--plain"], more].concat()),
        &[
            &format!("{address} speaks TLS"),
            "use the port of the plain api (8728)",
        ],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn garbage_on_the_port() {
    let shop = Shop::new().await;
    for seed in 1..=8 {
        let garbage = StreamFault::Garbage { seed, bytes: 4096 };
        shop.router.set_faults(Faults::none().on_stream(garbage));
        let run = shop.untouched(|shop| shop.run("diff", &["--timeout", "300ms"]));
        run.fails(1, &[&shop.router.address().to_string(), "port", "8728"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sentence_without_end() {
    let shop = Shop::new().await;
    for fault in [StreamFault::EndlessAnswer(1), StreamFault::EndlessWord(1)] {
        shop.router.set_faults(Faults::none().on_stream(fault));
        let run = shop.untouched(|shop| shop.run("diff", &["--timeout", "2s"]));
        run.fails(
            1,
            &[
                "answers the login with a sentence that does not end",
                "check that this is the port of a RouterOS API",
            ],
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_without_end_while_reading() {
    let shop = Shop::new().await;
    for fault in [StreamFault::EndlessAnswer(3), StreamFault::EndlessWord(3)] {
        shop.router.set_faults(Faults::none().on_stream(fault));
        let run = shop.untouched(|shop| shop.run("diff", &["--timeout", "2s"]));
        run.fails(
            1,
            &[
                "nothing was sent",
                "the connection ended while the router was read",
            ],
        )
        .details(&["caused by: ", "sentence"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_router_that_takes_the_connection_and_is_silent() {
    let shop = Shop::new().await;
    // The kernel takes the connection; nobody ever answers.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let run = shop.run_to(&address, "diff", &["--plain", "--timeout", "300ms"]);
    run.fails(
        1,
        &[
            &address,
            "did not answer the login within 300ms",
            "try again",
        ],
    );
    let run = shop.run_to(&address, "diff", &["--timeout", "300ms"]);
    run.fails(
        1,
        &[
            &address,
            "accepted the connection but not the TLS handshake",
            "api-ssl (8729)",
        ],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_breaks_while_reading() {
    let shop = Shop::new().await;
    shop.router
        .set_faults(Faults::none().on_stream(StreamFault::ResetAfter(500)));
    let run = shop.untouched(|shop| shop.run("diff", &[]));
    run.fails(
        1,
        &[
            "nothing was sent: the connection ended while the router was read",
            "try again",
        ],
    )
    .details(&["caused by: the connection broke"])
    .details(&["caused by: Connection reset by peer"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_name() {
    let shop = Shop::new().await;
    // RFC 6761: `.invalid` never resolves.
    let run = shop.run_to("router.invalid", "diff", &["--plain"]);
    run.fails(
        1,
        &[
            "the name router.invalid is not known",
            "give the router's IP address",
        ],
    )
    .details(&["caused by: "]);
}
