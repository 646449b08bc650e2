//! A site file that is wrong: the place and the remedy, and no router is even asked.

use crate::bench::{Folder, Run, Shop, hotspotd, site, site_with};

/// Every command that takes a site refuses it alike, and no connection is made.
async fn refused(text: &str, words: &[&str]) {
    let shop = Shop::with(crate::bench::board("7.21.5"), text).await;
    for command in ["diff", "apply", "verify"] {
        let run: Run = shop.untouched(|shop| shop.run(command, &[]));
        run.fails(64, words);
    }
    hotspotd(&["generate", &shop.site()]).fails(64, words);
    assert_eq!(shop.router.counters().connections, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_key_has_its_line_and_what_was_meant() {
    let text = site_with("routeros = ", "routerros = ");
    let line = 1 + text
        .lines()
        .position(|line| line.starts_with("routerros"))
        .expect("the line");
    let place = format!("shop.toml, line {line}, column 1: ");
    refused(
        &text,
        &[&place, "unknown key `routerros`; did you mean `routeros`?"],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_impossible_port_is_named_with_those_that_exist() {
    refused(
        &site_with("\"ether4\"", "\"ether9\""),
        &["the site does not fit the router: network guest, ports: hAP ac² has no port \"ether9\"; it has ether1 to ether5"],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn overlapping_networks_are_named() {
    refused(
        &site_with("10.5.50.1/24", "192.168.88.129/25"),
        &[
            "192.168.88.129/25 overlaps 192.168.88.1/24",
            "give it a network of its own",
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_model_is_refused() {
    refused(
        &site_with("hAP ac²", "hAP acc²"),
        &["hAP acc²", "did you mean"],
    )
    .await;
}

#[test]
fn several_problems_are_listed_one_a_line() {
    let folder = Folder::new();
    let text = site_with("\"ether4\"", "\"ether9\"").replace("10.5.50.1/24", "192.168.88.129/25");
    let run = hotspotd(&["generate", &folder.file("shop.toml", text)]);
    run.fails(64, &["the site does not fit the router"])
        .details(&["ether9"])
        .details(&["overlaps"]);
}

#[test]
fn a_file_that_is_no_toml_has_its_line() {
    let folder = Folder::new();
    let run = hotspotd(&[
        "generate",
        &folder.file("shop.toml", "template = \"basic\"\n[site\n"),
    ]);
    run.fails(64, &["shop.toml, line 2, column"]);
}

#[test]
fn the_example_itself_is_fine() {
    let folder = Folder::new();
    let run = hotspotd(&["generate", &folder.file("shop.toml", site())]).ends(0);
    assert_eq!(run.stderr, "");
}
