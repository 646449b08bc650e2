//! A router that the configuration cannot be brought to: refused by name before the first write.

use simulator::SimulatorConfig;
use simulator::device::DeviceMode;

use crate::bench::{Shop, board, board_of, site, site_with};

/// `diff`, `verify` and `apply` refuse alike and write nothing.
#[track_caller]
fn refused(shop: &Shop, more: &[&str], words: &[&str]) {
    for command in [
        &["diff"][..],
        &["verify"],
        &["apply", "--yes", "--take-over"],
    ] {
        let arguments = [&command[1..], more].concat();
        let run = shop.untouched(|shop| shop.run(command[0], &arguments));
        run.fails(1, words);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_routeros() {
    for version in ["6.49", "7.8"] {
        let shop = Shop::with(board(version), &site()).await;
        let runs = format!("the router runs RouterOS {version}, hotspotd needs 7.9 or newer");
        refused(&shop, &[], &["nothing was sent", &runs, "upgrade it"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_routeros_than_the_site_says() {
    let shop = Shop::with(board("7.16.2"), &site()).await;
    refused(
        &shop,
        &[],
        &[
            "the site file says RouterOS 7.21, the router runs the older 7.16.2",
            "write routeros = \"7.16.2\"",
        ],
    );
    // The remedy is one.
    shop.untouched(|shop| shop.run("diff", &["--routeros", "7.16.2"]))
        .ends(2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_may_only_read() {
    let shop = Shop::new().await;
    shop.command(
        "/user/add",
        &[("name", "viewer"), ("group", "read"), ("password", "")],
    );
    refused(
        &shop,
        &["--user", "viewer"],
        &[
            "the account viewer on the router lacks write",
            "hotspotd bootstrap",
        ],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn device_mode_without_hotspot() {
    for (mode, word) in [(DeviceMode::Home, "home"), (DeviceMode::Basic, "basic")] {
        let mut config = board("7.21.5");
        config.device.device_mode = mode;
        let shop = Shop::with(config, &site()).await;
        let forbids = format!("device-mode {word} of this router forbids the hotspot");
        refused(
            &shop,
            &[],
            &[
                &forbids,
                "/system device-mode update hotspot=yes",
                "press its button",
            ],
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_board() {
    let shop = Shop::with(board_of("hEX", "7.21.5"), &site()).await;
    shop.untouched(|shop| shop.run("apply", &["--yes", "--take-over"]))
        .fails(1, &["nothing was sent"])
        .details(&[
            "the site file is for hAP ac², this router is a hEX (RB750Gr3)",
            "check --router",
        ]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_board_with_the_same_ports() {
    let wired = site_with("ssid = ", "# ssid = ").replace("[wifi]\ncountry", "# country");
    let shop = Shop::with(board_of("hEX", "7.21.5"), &wired).await;
    refused(
        &shop,
        &[],
        &["the site file is for hAP ac², this router is a hEX (RB750Gr3)"],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_virtual_router_for_a_board_and_the_other_way_round() {
    let config = SimulatorConfig {
        via: Some("ether1".to_owned()),
        ..board_of("CHR", "7.21.5")
    };
    let shop = Shop::with(config, &site()).await;
    shop.untouched(|shop| shop.run("diff", &[]))
        .fails(1, &["nothing was sent"])
        .details(&["the site file is for hAP ac², this router is a CHR"]);
}

/// The site would close the service to the very address that we come from.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_the_site_shuts_out() {
    let config = SimulatorConfig {
        tls_listen: Some("127.0.0.1:0".parse().expect("an address")),
        tls_ready: true,
        from: "192.168.88.7".parse().expect("an address"),
        ..board("7.21.5")
    };
    let shop = Shop::with(config, &site()).await;
    let run = shop.untouched(|shop| shop.run_tls("apply", &["--yes", "--take-over"]));
    run.fails(
        1,
        &[
            "nothing was sent",
            "192.168.88.7 is signed in with this account",
            "add 192.168.88.7 to it",
        ],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_port_that_goes_by_another_name() {
    let shop = Shop::new().await;
    shop.command(
        "/interface/ethernet/set",
        &[("numbers", "ether3"), ("name", "till")],
    );
    refused(
        &shop,
        &[],
        &[
            "the router has no interface ether3",
            "check model and ports in the site file",
        ],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn radios_without_their_package() {
    // The other driver is installed: no /interface/wireless, and the radios have other names.
    let config = board_of("hAP ac2 wifi-qcom-ac", "7.21.5");
    let shop = Shop::with(config, &site()).await;
    let run = shop.untouched(|shop| shop.apply(&[]));
    let run = run.ends(1);
    assert!(run.stderr.contains("nothing was sent"), "{run:#?}");
    assert!(run.stderr.contains("package"), "{run:#?}");
}
