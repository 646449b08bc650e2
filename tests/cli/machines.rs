//! `--json`: always one JSON document on standard output, and never a secret anywhere.

use simulator::{Faults, WriteFault};

use crate::bench::{Run, Shop, board, hotspotd, site_with};

const SECRET: &str = "s3cret-of-the-provider";

async fn pppoe_shop() -> Shop {
    let dialled = format!("mode = \"pppoe\"\nuser = \"shop@isp\"\npassword = \"{SECRET}\"");
    Shop::with(board("7.21.5"), &site_with("mode = \"dhcp\"", &dialled)).await
}

#[track_caller]
fn hides(run: Run) -> Run {
    for text in [&run.stdout, &run.stderr] {
        assert!(!text.contains(SECRET), "{run:#?}");
    }
    run
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_shown_from_the_first_diff_to_the_last() {
    let shop = pppoe_shop().await;
    for command in ["diff", "verify"] {
        let run = hides(shop.run(command, &[]).ends(2));
        assert!(run.stdout.contains("password="), "{run:#?}");
        let told = hides(shop.run(command, &["--json"]).ends(2)).json();
        assert_eq!(told["counts"]["removed"], 0);
    }
    hides(shop.run("apply", &["--yes"]).ends(1));
    hides(shop.run("apply", &["--yes", "--json"]).ends(1)).json();

    for number in 1..=25 {
        shop.router
            .set_faults(Faults::none().on_write(number, WriteFault::Refuse));
        hides(shop.apply(&["--json"]).ends(1)).json();
    }
    shop.router.set_faults(Faults::none());
    let report = hides(shop.apply(&["--json"]).ends(0)).json();
    assert_eq!(
        report["proven"],
        report["changed"]["added"].as_u64().expect("a count")
            + 0 * report["writes"].as_u64().expect("a count")
            + report["proven"].as_u64().expect("a count")
            - report["changed"]["added"].as_u64().expect("a count")
    );
    let held = shop
        .router
        .with_device(|device| device.rows("/interface/pppoe-client"));
    assert_eq!(held[0].get("password"), Some(SECRET));

    let told = hides(shop.run("verify", &["--json"]).ends(0)).json();
    assert_eq!(told["rows"], told["confirmed"]);
    hides(shop.run("diff", &["--json"]).ends(0)).json();
    hides(shop.apply(&["--rotate-secrets", "--json"]).ends(0)).json();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_secret_stands_where_it_must_and_nowhere_else() {
    let shop = pppoe_shop().await;
    let site = shop.site();
    let script = hotspotd(&["generate", &site]).ends(0);
    assert!(script.stdout.contains(SECRET), "a router imports it");
    assert_eq!(script.stderr, "");
    let told = hides(hotspotd(&["generate", &site, "--format", "json"]).ends(0)).json();
    let rows = told["rows"].as_array().expect("rows");
    let dialled = rows
        .iter()
        .find(|row| row["menu"] == "/interface/pppoe-client")
        .expect("the row");
    assert_eq!(dialled["fields"]["user"], "shop@isp");
    assert_eq!(dialled["fields"]["password"], "••••");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failure_is_json_too() {
    let shop = Shop::new().await;
    shop.folder.file("password", "wrong");
    for command in ["diff", "apply", "verify"] {
        let run = shop
            .untouched(|shop| shop.run(command, &["--json"]))
            .ends(1);
        let told = run.json();
        assert_eq!(told["error"], run.message());
        assert_eq!(told["exit"], 1);
        assert!(told["details"].is_array());
    }
    let missing = shop.folder.path("missing.toml");
    let run = hotspotd(&["generate", &missing, "--format", "json"]).ends(64);
    assert_eq!(run.json()["error"], run.message());
}
