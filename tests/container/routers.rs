//! What a simulated router makes of the scripts. It knows containers by itself, not by hotspotd's table.

use std::sync::Arc;

use simulator::device::{Caller, CommandTree, Device, DeviceConfig, DeviceMode, Record};

use super::{MARK, VERSIONS, schema, script, script_for};

/// Every menu that the scripts write.
const MENUS: [&str; 9] = [
    "/interface/bridge",
    "/interface/bridge/port",
    "/interface/veth",
    "/ip/address",
    "/ip/firewall/filter",
    "/ip/firewall/nat",
    "/container",
    "/container/envs",
    "/container/mounts",
];

struct Router(Device, Caller);

impl Router {
    /// As it comes from the factory, with everything allowed but containers.
    fn new(version: &str) -> Self {
        let version = version.parse().unwrap();
        // The tree is that of 7.21.5.
        let tree = schema().filter(|_| version == "7.21.5".parse().unwrap());
        let tree = tree.map(|path| CommandTree::load(&std::fs::read_to_string(path).unwrap()));
        let device = Device::factory(&DeviceConfig {
            model: "hAP ac2".to_owned(),
            version,
            device_mode: DeviceMode::Advanced,
            schema: tree.map(|tree| Arc::new(tree.unwrap())),
        });
        let device = device.unwrap();
        let admin = device
            .authenticate("admin", "", "192.168.88.5".parse().unwrap())
            .unwrap();
        Router(device, admin)
    }

    /// Made ready as the script's comments say.
    fn ready(version: &str) -> Self {
        let mut router = Router::new(version);
        router.allow_containers();
        router.0.write_file("usb1/hotspotd.tar", "image");
        router
    }

    fn allow_containers(&mut self) {
        self.run("/system/device-mode/update", &[("container", "yes")]);
        assert!(self.0.press_button());
    }

    fn run(&mut self, path: &str, values: &[(&str, &str)]) {
        let values: Vec<(String, String)> = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.0.run(&self.1, path, &values).unwrap();
    }

    /// Imports a script; what the router says where it stops.
    fn import(&mut self, script: &str) -> Result<(), String> {
        self.0.write_file("container.rsc", script);
        let file = [("file-name".to_owned(), "container.rsc".to_owned())];
        let done = self.0.run(&self.1, "/import", &file);
        done.map(|_| ()).map_err(|trap| trap.message)
    }

    fn everything(&self) -> Vec<Vec<Record>> {
        MENUS.map(|menu| self.0.rows(menu)).into()
    }

    fn turn(&mut self, verb: &str) {
        let rows = self.0.rows("/container");
        let id = rows[0].get(".id").unwrap().to_owned();
        self.run(&format!("/container/{verb}"), &[("numbers", &id)]);
    }

    /// What the rules of a chain are called, in their order; none that the router made itself.
    fn chain(&self, chain: &str) -> Vec<String> {
        let rules = self.0.rows("/ip/firewall/filter");
        rules
            .iter()
            .filter(|rule| rule.get("chain") == Some(chain) && rule.get("dynamic") != Some("true"))
            .map(|rule| rule.get("comment").unwrap_or_default().to_owned())
            .collect()
    }
}

fn row<'a>(rows: &'a [Record], comment: &str) -> &'a Record {
    let found = rows.iter().find(|row| row.get("comment") == Some(comment));
    found.unwrap()
}

#[test]
fn every_version_takes_its_script_and_the_second_time_changes_nothing() {
    for version in VERSIONS.into_iter().chain(["7.21.5"]) {
        let mut router = Router::ready(version);
        router.import(&script_for(version)).unwrap();
        let rows = router.everything();
        assert_eq!(router.0.rows("/container").len(), 1);
        assert_eq!(router.0.rows("/container/envs").len(), 3);
        router.turn("start");
        let before = router.0.writes();
        router.import(&script_for(version)).unwrap();
        router.turn("stop");
        assert_eq!(router.everything(), rows, "{version}");
        assert_eq!(router.0.writes(), before, "{version}");
    }
}

#[test]
fn another_versions_script_is_refused_as_a_whole() {
    for (runs, written) in [
        ("7.19.6", "7.20"),
        ("7.20", "7.21"),
        ("7.22", "7.23"),
        ("7.21", "7.20"),
    ] {
        let mut router = Router::ready(runs);
        let rows = router.everything();
        let told = router.import(&script_for(written)).unwrap_err();
        assert!(told.starts_with("bad parameter "), "{told}");
        assert_eq!(router.everything(), rows);
    }
}

#[test]
fn the_link_is_one_of_its_own() {
    let mut router = Router::ready("7.21");
    router.import(&script_for("7.21")).unwrap();
    let addresses = router.0.rows("/ip/address");
    let address = row(&addresses, "hotspotd-container:hotspotd:address");
    assert_eq!(address.get("address"), Some("172.31.80.1/30"));
    assert_eq!(address.get("interface"), Some("hotspotd"));
    let veths = router.0.rows("/interface/veth");
    assert_eq!(veths[0].get("address"), Some("172.31.80.2/30"));
    assert_eq!(veths[0].get("gateway"), Some("172.31.80.1"));
    let ports = router.0.rows("/interface/bridge/port");
    let port = row(&ports, "hotspotd-container:hotspotd:port");
    assert_eq!(
        (port.get("bridge"), port.get("interface")),
        (Some("hotspotd"), Some("veth-hotspotd"))
    );
}

#[test]
fn its_rules_stand_before_all_others_and_in_their_order() {
    let mut router = Router::ready("7.21");
    let (input, forward) = (router.chain("input"), router.chain("forward"));
    router.import(&script_for("7.21")).unwrap();
    let ours = |keys: &[&str], others: &[String]| -> Vec<String> {
        let marks = keys
            .iter()
            .map(|key| format!("hotspotd-container:hotspotd:{key}"));
        marks.chain(others.iter().cloned()).collect()
    };
    assert_eq!(router.chain("input"), ours(&["input-api"], &input));
    let expected = ours(&["forward-out", "forward-lan", "forward-others"], &forward);
    assert_eq!(router.chain("forward"), expected);
    // Somebody puts a rule before them: that is not fought over.
    let first = router.0.rows("/ip/firewall/filter")[0]
        .get(".id")
        .unwrap()
        .to_owned();
    router.run(
        "/ip/firewall/filter/add",
        &[
            ("chain", "forward"),
            ("action", "accept"),
            ("comment", "mine"),
            ("place-before", &first),
        ],
    );
    let rows = router.everything();
    router.import(&script_for("7.21")).unwrap();
    assert_eq!(router.everything(), rows);
}

#[test]
fn what_somebody_changed_is_brought_back() {
    let mut router = Router::ready("7.21");
    router.import(&script_for("7.21")).unwrap();
    let rows = router.everything();
    let rules = router.0.rows("/ip/firewall/filter");
    let lan = row(&rules, "hotspotd-container:hotspotd:forward-lan")
        .get(".id")
        .unwrap();
    // The LAN is a list for a while, and the interface again.
    router
        .import(&script(&[
            "--routeros",
            "7.21",
            "--image",
            "hotspotd.tar",
            "--lan-list",
            "LAN",
        ]))
        .unwrap();
    let rules = router.0.rows("/ip/firewall/filter");
    let changed = row(&rules, "hotspotd-container:hotspotd:forward-lan");
    assert_eq!(changed.get("in-interface-list"), Some("LAN"));
    assert_eq!(changed.get("in-interface"), None);
    assert_eq!(changed.get(".id"), Some(lan));
    let envs = router.0.rows("/container/envs");
    router.run(
        "/container/envs/remove",
        &[(".id", envs[2].get(".id").unwrap())],
    );
    router.import(&script_for("7.21")).unwrap();
    let again = router.everything();
    assert_eq!(again[..7], rows[..7]);
    assert_eq!(again[7].len(), 3);
}

#[test]
fn without_the_button_or_the_image_there_is_no_container_and_the_next_time_there_is() {
    let mut router = Router::new("7.21");
    let told = router.import(&script_for("7.21")).unwrap_err();
    assert!(told.contains("not allowed by device-mode"), "{told}");
    router.allow_containers();
    let told = router.import(&script_for("7.21")).unwrap_err();
    assert!(told.contains("does not match any value of file"), "{told}");
    assert!(router.0.rows("/container").is_empty());
    router.0.write_file("usb1/hotspotd.tar", "image");
    router.import(&script_for("7.21")).unwrap();
    assert_eq!(router.0.rows("/container").len(), 1);
}

#[test]
fn a_lan_that_is_not_there_stops_the_script_before_the_container() {
    let mut router = Router::ready("7.21");
    let text = script(&[
        "--routeros",
        "7.21",
        "--image",
        "hotspotd.tar",
        "--lan",
        "LAN bridge",
    ]);
    let told = router.import(&text).unwrap_err();
    assert!(
        told.contains("does not match any value of in-interface"),
        "{told}"
    );
    assert!(router.0.rows("/container").is_empty());
}

#[test]
fn any_name_that_an_interface_has_is_taken() {
    let name = "the \"LAN\" of $duka; [find]";
    let mut router = Router::ready("7.21");
    router.run("/interface/bridge/add", &[("name", name)]);
    let text = script(&[
        "--routeros",
        "7.21",
        "--image",
        "hotspotd.tar",
        "--lan",
        name,
    ]);
    router.import(&text).unwrap();
    let rules = router.0.rows("/ip/firewall/filter");
    let lan = row(&rules, "hotspotd-container:hotspotd:forward-lan");
    assert_eq!(lan.get("in-interface"), Some(name));
}

#[test]
fn it_is_taken_away_whole_but_not_while_it_runs() {
    for version in VERSIONS {
        let mut router = Router::ready(version);
        let rows = router.everything();
        router.import(&script_for(version)).unwrap();
        router.turn("start");
        let running = router.everything();
        assert!(router.import(&script(&["--remove"])).is_err());
        assert_eq!(router.everything(), running, "{version}");
        // Pasted line by line into a terminal, the lines after the refusal are run too.
        let text = script(&["--remove"]);
        let (_, after) = text.split_once(":delay").unwrap();
        router.import(&format!(":delay{after}")).unwrap();
        assert_eq!(router.everything(), running, "{version}");
        router.turn("stop");
        router.import(&text).unwrap();
        assert_eq!(router.everything(), rows, "{version}");
        // Again: nothing is there any more.
        router.import(&text).unwrap();
        assert_eq!(router.everything(), rows, "{version}");
    }
}

#[test]
fn two_of_them_do_not_touch_each_other() {
    let other = [
        "--routeros",
        "7.21",
        "--image",
        "hotspotd.tar",
        "--name",
        "hotspotd2",
        "--subnet",
        "172.31.81.0/30",
    ];
    let mut router = Router::ready("7.21");
    router.import(&script(&other)).unwrap();
    let rows = router.everything();
    router.import(&script_for("7.21")).unwrap();
    assert_eq!(router.0.rows("/container").len(), 2);
    assert!(
        router
            .0
            .rows("/container")
            .iter()
            .any(|row| row.get("comment") == Some(MARK))
    );
    router.import(&script(&["--remove"])).unwrap();
    assert_eq!(router.everything(), rows);
}

#[test]
fn a_bridge_of_the_same_name_that_is_somebody_elses_is_left_alone() {
    let mut router = Router::ready("7.21");
    router.run(
        "/interface/bridge/add",
        &[("name", "hotspotd"), ("comment", "mine")],
    );
    let rows = router.everything();
    let told = router.import(&script_for("7.21")).unwrap_err();
    assert!(
        told.contains("already have device with such name"),
        "{told}"
    );
    assert_eq!(router.everything(), rows);
}
