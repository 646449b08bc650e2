//! Nothing is sent that nobody agreed to.

use hotspotd::service::apply::{ApplyError, look};

use crate::bench::{Shop, hotspotd_reads};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_others_need_take_over() {
    let shop = Shop::new().await;
    shop.untouched(|shop| shop.run("apply", &["--yes"]))
        .fails(
            1,
            &[
                "nothing was sent: 21 rows on the router are not hotspotd's yet",
                "repeat with --take-over",
            ],
        )
        .details(&["not hotspotd's: 21 rows", "1 in /system/identity"]);
    let diff = shop.run("diff", &[]).ends(2);
    assert!(diff.stderr.contains("with --take-over only"), "{diff:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_terminal_nobody_is_asked() {
    let shop = Shop::new().await;
    let run = shop.untouched(|shop| shop.run("apply", &["--take-over"]));
    let run = run.ends(64).says(&[
        "nothing was sent, since nobody is there to ask",
        "--yes",
        "--change HASH",
    ]);
    assert!(run.stdout.contains("48 to add"), "{run:#?}");
    // Whatever stands in the pipe is no agreement.
    let (site, password) = (shop.site(), shop.password());
    let address = shop.router.address().to_string();
    let arguments = [
        "apply",
        &site,
        "--router",
        &address,
        "--plain",
        "--user",
        "admin",
        "--password-file",
        &password,
        "--take-over",
    ];
    shop.untouched(|_| hotspotd_reads("y\n", &arguments))
        .ends(64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_is_not_asked_either() {
    let shop = Shop::new().await;
    let run = shop
        .untouched(|shop| shop.run("apply", &["--take-over", "--json"]))
        .ends(64);
    assert_eq!(run.json()["error"], run.message());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hash_of_a_diff_is_an_agreement_to_it_and_to_nothing_else() {
    let shop = Shop::new().await;
    let hash = shop.run("diff", &["--json"]).ends(2).json()["change"]
        .as_str()
        .expect("a hash")
        .to_owned();
    let apply = |hash: &str| shop.run("apply", &["--take-over", "--change", hash]);

    shop.untouched(|_| apply("0123456789abcdef")).fails(
        1,
        &[
            "nothing was sent",
            "expected change 0123456789abcdef",
            &hash,
            "look again with `hotspotd diff`",
        ],
    );

    // Another administrator changes a field that the difference is about.
    shop.command("/system/identity/set", &[("name", "somebody")]);
    shop.untouched(|_| apply(&hash)).fails(
        1,
        &[
            "nothing was sent: the difference is no longer the one that was shown",
            &hash,
        ],
    );

    // And takes it back: the difference is the shown one again. What it is not about does not matter.
    shop.command("/system/identity/set", &[("name", "MikroTik")]);
    shop.command("/system/note/set", &[("note", "hello")]);
    apply(&hash).ends(0);
    shop.run("verify", &[]).ends(0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_writes_nothing() {
    let shop = Shop::new().await;
    let dry = shop
        .untouched(|shop| shop.run("apply", &["--dry-run", "--yes", "--take-over"]))
        .ends(2);
    assert_eq!(dry.stdout, shop.run("diff", &[]).stdout);
    shop.apply(&[]).ends(0);
    shop.untouched(|shop| shop.run("apply", &["--dry-run"]))
        .ends(0);
}

/// While a person reads the difference on a terminal, another administrator changes the router.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_agreed_to_must_still_be_so() {
    let simulator = crate::support::shop::hap().await;
    let shop = crate::support::shop::Shop::basic();
    let (target, order) = (crate::support::shop::target(&simulator), shop.order());
    let shown = look(&target, &order).await.expect("a look");
    let shown = shown.again(&order).await.expect("nothing moved");
    simulator.with_device(|device| {
        let from = "192.168.88.2".parse().expect("an address");
        let admin = device.authenticate("admin", "", from).expect("admin");
        let name = [("name".to_owned(), "somebody".to_owned())];
        device
            .run(&admin, "/system/identity/set", &name)
            .expect("set");
    });
    let before = simulator.with_device(|device| device.commands());
    let moved = shown.again(&order).await.map(|_| ());
    assert!(matches!(moved, Err(ApplyError::Moved { .. })), "{moved:?}");
    assert_eq!(simulator.with_device(|device| device.commands()), before);
}
