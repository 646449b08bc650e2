use std::time::Duration;

use super::*;
use crate::domain::hotspot::guard::GuardRow;
use crate::domain::hotspot::observed::ObservedRow;
use crate::domain::routeros::inventory::Certificate;

/// A router about which there is nothing to say, and the changes that make it one about which there is.
struct Router {
    facts: Facts,
    observed: Observed,
    guards: GuardRows,
    inventory: Inventory,
    plain: bool,
    now: Option<i64>,
}

fn row(fields: &[(&'static str, &str)]) -> ObservedRow {
    ObservedRow {
        fields: fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
        ..ObservedRow::default()
    }
}

const NOW: i64 = 1_768_003_200;

fn good() -> Router {
    let words = |text: &str| text.split(',').map(str::to_owned).collect();
    let mut observed = Observed::default();
    observed.menus.insert(
        "/ip/service",
        vec![row(&[("name", "api-ssl"), ("certificate", "hd-api")])],
    );
    observed
        .menus
        .insert("/system/ntp/client", vec![row(&[("enabled", "true")])]);
    Router {
        facts: Facts {
            version: "7.21.5".parse().unwrap(),
            board: "hAP ac^2".to_owned(),
            product_code: Some("RBD52G-5HacD2HnD".to_owned()),
            packages: Default::default(),
            device_mode: [("hotspot", true), ("scheduler", true), ("flagged", false)]
                .map(|(name, allowed)| (name.to_owned(), allowed))
                .into(),
            device_mode_name: Some("advanced".to_owned()),
            interfaces: Default::default(),
            policies: Some(words("api,read,write,ftp,test,sensitive")),
            signed_in_from: Default::default(),
            uptime: Some(Duration::from_secs(7200)),
            safe_mode_of: None,
            clock: Some("2026-01-10 03:00:10".to_owned()),
        },
        observed,
        guards: GuardRows::default(),
        inventory: Inventory {
            identity: "Duka".to_owned(),
            licence: Some("4".to_owned()),
            free_flash: Some(4 << 20),
            total_flash: Some(16 << 20),
            ahead_of_utc: 3 * 3600,
            time_servers: vec!["pool.ntp.org".to_owned()],
            certificates: vec![Certificate {
                name: "hd-api".to_owned(),
                fingerprint: Some("00".to_owned()),
                expired: false,
            }],
            ports: Vec::new(),
        },
        plain: false,
        now: Some(NOW),
    }
}

fn judge(router: &Router) -> Vec<Finding> {
    survey(&Ground {
        facts: &router.facts,
        observed: &router.observed,
        guards: &router.guards,
        inventory: &router.inventory,
        user: "hotspotd",
        plain: router.plain,
        now: router.now,
    })
}

#[test]
fn a_router_as_it_should_be_is_good_in_every_way() {
    let findings = judge(&good());
    assert_eq!(findings.len(), 15);
    for finding in findings {
        assert_eq!(finding.state, State::Good, "{finding:?}");
        assert!(finding.advice.is_empty() && finding.command.is_none());
    }
}

type Change = (&'static str, fn(&mut Router), Topic, State, &'static str);

/// Each change, the one topic that it touches, what becomes of that, and words of its sentence.
const CHANGES: [Change; 27] = [
    (
        "unknown board",
        |r| {
            r.facts.board = "hEX 9000".into();
            r.facts.product_code = None;
        },
        Topic::Model,
        State::Fix,
        "hEX 9000",
    ),
    (
        "old version",
        |r| r.facts.version = "7.8".parse().unwrap(),
        Topic::Version,
        State::Blocks,
        "7.9",
    ),
    (
        "version 6",
        |r| r.facts.version = "6.49.10".parse().unwrap(),
        Topic::Version,
        State::Blocks,
        "6.49.10",
    ),
    (
        "level 3",
        |r| r.inventory.licence = Some("3".into()),
        Topic::Licence,
        State::Blocks,
        "single customer",
    ),
    (
        "trial",
        |r| r.inventory.licence = Some("0".into()),
        Topic::Licence,
        State::Blocks,
        "24 hours",
    ),
    (
        "free",
        |r| r.inventory.licence = Some("free".into()),
        Topic::Licence,
        State::Fix,
        "1 Mbit/s",
    ),
    (
        "no licence told",
        |r| r.inventory.licence = None,
        Topic::Licence,
        State::Note,
        "does not tell",
    ),
    (
        "no hotspot",
        |r| {
            r.facts.device_mode.insert("hotspot".into(), false);
        },
        Topic::DeviceMode,
        State::Blocks,
        "forbids hotspots.",
    ),
    (
        "no scheduler",
        |r| {
            r.facts.device_mode.insert("scheduler".into(), false);
        },
        Topic::DeviceMode,
        State::Fix,
        "weaker means",
    ),
    (
        "flagged",
        |r| {
            r.facts.device_mode.insert("flagged".into(), true);
        },
        Topic::DeviceMode,
        State::Fix,
        "flag",
    ),
    (
        "slow clock",
        |r| r.now = Some(NOW + 7200),
        Topic::Clock,
        State::Note,
        "119 minutes slow",
    ),
    (
        "fast clock",
        |r| r.now = Some(NOW - 400),
        Topic::Clock,
        State::Note,
        "fast",
    ),
    (
        "no time to compare",
        |r| r.now = None,
        Topic::Clock,
        State::Note,
        "could not be told",
    ),
    (
        "no time servers",
        |r| r.inventory.time_servers.clear(),
        Topic::TimeServers,
        State::Note,
        "power cut",
    ),
    (
        "time off",
        |r| {
            r.observed
                .menus
                .get_mut("/system/ntp/client")
                .unwrap()
                .clear()
        },
        Topic::TimeServers,
        State::Note,
        "power cut",
    ),
    (
        "full flash",
        |r| r.inventory.free_flash = Some(200 << 10),
        Topic::Flash,
        State::Fix,
        "200 KiB",
    ),
    (
        "fasttrack",
        |r| {
            r.observed.menus.insert(
                "/ip/firewall/filter",
                vec![row(&[("action", "fasttrack-connection")])],
            );
        },
        Topic::FastTrack,
        State::Note,
        "no speed limit",
    ),
    (
        "other hotspot",
        |r| {
            r.observed.menus.insert(
                "/ip/hotspot",
                vec![row(&[("name", "hotspot1"), ("interface", "bridge")])],
            );
        },
        Topic::OtherHotspot,
        State::Fix,
        "\"hotspot1\" on bridge",
    ),
    (
        "safe mode",
        |r| r.facts.safe_mode_of = Some("admin".into()),
        Topic::SafeMode,
        State::Blocks,
        "session of admin",
    ),
    (
        "may not write",
        |r| {
            r.facts.policies.as_mut().unwrap().remove("write");
        },
        Topic::Policies,
        State::Blocks,
        "may not write",
    ),
    (
        "may not undo",
        |r| {
            r.facts.policies.as_mut().unwrap().remove("sensitive");
        },
        Topic::Policies,
        State::Fix,
        "lacks sensitive",
    ),
    (
        "administrator",
        |r| {
            r.facts.policies.as_mut().unwrap().insert("policy".into());
        },
        Topic::Policies,
        State::Note,
        "administrator",
    ),
    (
        "plain",
        |r| r.plain = true,
        Topic::Connection,
        State::Fix,
        "without encryption",
    ),
    (
        "no certificate",
        |r| r.observed.menus.get_mut("/ip/service").unwrap()[0].fields[1].1 = "none".into(),
        Topic::Certificate,
        State::Note,
        "no certificate",
    ),
    (
        "not signed",
        |r| r.inventory.certificates[0].fingerprint = None,
        Topic::Certificate,
        State::Note,
        "not signed",
    ),
    (
        "just started",
        |r| r.facts.uptime = Some(Duration::from_secs(20)),
        Topic::Uptime,
        State::Note,
        "20 s ago",
    ),
    (
        "guard",
        |r| {
            r.guards.schedulers.push(GuardRow {
                name: "hd-duka-guard".into(),
                comment: "hotspotd:duka:guard:x".into(),
                ..GuardRow::default()
            })
        },
        Topic::Guard,
        State::Blocks,
        "unfinished",
    ),
];

#[test]
fn each_thing_amiss_is_said_once_and_with_what_to_do() {
    for (name, change, topic, state, words) in CHANGES {
        let mut router = good();
        change(&mut router);
        let findings = judge(&router);
        let amiss: Vec<&Finding> = findings
            .iter()
            .filter(|finding| finding.state != State::Good)
            .collect();
        let [finding] = amiss.as_slice() else {
            panic!("{name}: {amiss:?}")
        };
        assert_eq!((finding.topic, finding.state), (topic, state), "{name}");
        assert!(finding.text.contains(words), "{name}: {}", finding.text);
        assert!(
            finding.text.ends_with('.') && finding.advice.ends_with('.'),
            "{name}: {finding:?}"
        );
        // What stands in the way comes first.
        assert_eq!(findings[0].topic, topic);
    }
}

#[test]
fn rows_that_do_nothing_are_not_held_against_it() {
    let mut router = good();
    let off = [("disabled", "true")];
    let rule = row(&[&[("action", "fasttrack-connection")][..], &off].concat());
    router
        .observed
        .menus
        .insert("/ip/firewall/filter", vec![rule]);
    let ours = row(&[("name", "hd-duka-guest"), ("interface", "bridge")]);
    router.observed.menus.insert("/ip/hotspot", vec![ours]);
    assert!(
        judge(&router)
            .iter()
            .all(|finding| finding.state == State::Good)
    );
}

/// A command that is offered is one of RouterOS, as far as its grammar goes, and device-mode's says all that is forbidden at once.
#[test]
fn commands_are_whole() {
    let mut router = good();
    for feature in ["hotspot", "scheduler"] {
        router.facts.device_mode.insert(feature.to_owned(), false);
    }
    let findings = judge(&router);
    assert_eq!(
        findings[0].command.as_deref(),
        Some("/system device-mode update hotspot=yes scheduler=yes")
    );
}
