//! Names, licences and what is sold.

use super::check;
use crate::domain::hotspot::site::LoginMethod;
use crate::domain::hotspot::starter::starter;
use crate::domain::hotspot::template::Shape;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::version::Version;

#[test]
fn names_and_licence() {
    check(
        "hEX",
        Shape::Basic,
        &[
            (
                |s| s.networks[0].dns_name = "wifi.local".into(),
                "network guest, dns_name",
                "write one like wifi.lan",
            ),
            (
                |s| s.networks[0].dns_name = "wifi".into(),
                "network guest, dns_name",
                "not a full host name",
            ),
            (
                |s| s.networks[0].dns_name = "10.5.50.1".into(),
                "network guest, dns_name",
                "not a full host name",
            ),
            (
                |s| s.networks[0].html_directory = "flash/x".into(),
                "network guest, html_directory",
                "leave flash/ out",
            ),
            (
                |s| s.networks[0].html_directory = "../x".into(),
                "network guest, html_directory",
                "not a folder",
            ),
            (
                |s| s.networks[0].login = vec![LoginMethod::MacCookie],
                "network guest, login",
                "add http-pap",
            ),
            (
                |s| s.walled_garden.hosts.push("https://x.com/".into()),
                "walled_garden, hosts",
                "without https://",
            ),
            (
                |s| s.walled_garden.hosts.push(":.*".into()),
                "walled_garden, hosts",
                "not a host name",
            ),
            (
                |s| s.walled_garden.hosts.push("*".repeat(4)),
                "walled_garden, hosts",
                "not a host name",
            ),
            (
                |s| s.site.time_zone = "Nairobi time".into(),
                "site, time_zone",
                "Africa/Nairobi",
            ),
            (
                |s| s.site.ntp = vec!["-x".into()],
                "site, ntp",
                "not a host name",
            ),
            (
                |s| s.router.routeros = Version::new(7, 8, 0),
                "router, routeros",
                "from 7.9 on, not 7.8",
            ),
            (
                |s| s.router.routeros = Version::new(8, 0, 0),
                "router, routeros",
                "not 8.0",
            ),
            (|s| s.networks.clear(), "network", "at least one"),
            (
                |s| s.networks = vec![s.networks[0].clone(); 1000],
                "network",
                "there are 1000",
            ),
        ],
    );
    let ldf = Catalogue::builtin().find("LDF 5").unwrap();
    let said = starter(ldf, Shape::Addon, Version::new(7, 21, 0))
        .unwrap_err()
        .to_string();
    assert!(said.contains("LDF 5 comes with licence level 3"), "{said}");
}

#[test]
fn offers() {
    check(
        "hEX",
        Shape::Basic,
        &[
            (
                |s| s.voucher_types[0].profile = "sikuu".parse().unwrap(),
                "voucher_type SAA1, profile",
                "no profile sikuu; did you mean siku?",
            ),
            (
                |s| s.trial.as_mut().unwrap().profile = "x".parse().unwrap(),
                "trial, profile",
                "no profile x",
            ),
            (
                |s| s.trial.as_mut().unwrap().reset = "5m".parse().unwrap(),
                "trial, reset",
                "longer time",
            ),
            (
                |s| s.voucher_types[0].code = "saa 1".into(),
                "voucher_type, code",
                "e.g. SIKU",
            ),
            (
                |s| s.voucher_types[0].code = s.voucher_types[1].code.clone(),
                "voucher_type SAA3",
                "rename one",
            ),
            (
                |s| s.voucher_types[0].price = "KES 10.50".parse().unwrap(),
                "voucher_type SAA1, price",
                "whole shillings",
            ),
            (
                |s| s.voucher_types[0].price = "KES -1".parse().unwrap(),
                "voucher_type SAA1, price",
                "no price",
            ),
            (
                |s| s.voucher_types[0].price = "USD 1".parse().unwrap(),
                "voucher_type",
                "one currency",
            ),
            (
                |s| s.voucher_types[0].validity = "0s".parse().unwrap(),
                "voucher_type SAA1, validity",
                "from 1m",
            ),
            (
                |s| s.voucher_types[0].online = Some("2h".parse().unwrap()),
                "voucher_type SAA1, online",
                "validity of 1h",
            ),
            (
                |s| s.voucher_types[0].data = Some("5 kB".parse().unwrap()),
                "voucher_type SAA1, data",
                "1 MB",
            ),
            (
                |s| s.profiles[0].devices = 0,
                "profile jaribu, devices",
                "1 to 16",
            ),
            (
                |s| s.profiles[0].priority = 9,
                "profile jaribu, priority",
                "1 (best) to 8",
            ),
            (
                |s| s.profiles[0].name = s.profiles[1].name.clone(),
                "profile saa",
                "rename one",
            ),
            (
                |s| s.profiles[0].remember = "1s".parse().unwrap(),
                "profile jaribu, remember",
                "from 1m",
            ),
            (
                |s| {
                    s.profiles[0].burst = Some(crate::domain::hotspot::site::Burst {
                        upload: "500k".parse().unwrap(),
                        download: "4M".parse().unwrap(),
                        upload_threshold: "400k".parse().unwrap(),
                        download_threshold: "5M".parse().unwrap(),
                        time: "8s".parse().unwrap(),
                    });
                },
                "profile jaribu, burst",
                "faster than the speed",
            ),
        ],
    );
}
