//! `--json`: always one JSON document on standard output, and never a secret anywhere.

use serde_json::Value;
use simulator::{Faults, SentenceFault};

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

/// The fields of the dialling interface.
fn dialled(told: &Value) -> &Value {
    let rows = told["rows"].as_array().expect("rows");
    let row = rows
        .iter()
        .find(|row| row["menu"] == "/interface/pppoe-client");
    &row.expect("the row")["fields"]
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

    let told = hotspotd(&["generate", &shop.site(), "--format", "json"]).json();
    let dialler = dialled(&told)["name"].as_str().expect("a name").to_owned();
    // Another row has the name of the dialling one, so that very row is refused.
    shop.command("/interface/bridge/add", &[("name", &dialler)]);
    let told = hides(shop.apply(&["--json"]).ends(3)).json();
    assert_eq!(
        told["refused"]["menu"], "/interface/pppoe-client",
        "{told:#}"
    );
    hides(shop.apply(&[]).ends(3));
    shop.command("/interface/bridge/remove", &[("numbers", &dialler)]);

    let cut = Faults::none().on_write(10, SentenceFault::CutAfter);
    shop.router.set_faults(cut);
    hides(shop.apply(&["--json"]).ends(3)).json();
    shop.router.set_faults(Faults::none());
    let report = hides(shop.apply(&["--json"]).ends(0)).json();
    assert!(report["writes"].as_u64() > Some(0), "{report:#}");
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
    let fields = dialled(&told);
    assert_eq!(fields["user"], "shop@isp");
    assert_eq!(fields["password"], "••••");
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
