//! Rows that every device has, even after a reset without defaults.

use super::Device;
use super::store::Row;
use super::value::words;

/// Services with their ports and whether they are on.
const SERVICES: [(&str, &str, bool); 8] = [
    ("telnet", "23", true),
    ("ftp", "21", true),
    ("www", "80", true),
    ("ssh", "22", true),
    ("www-ssl", "443", false),
    ("api", "8728", true),
    ("winbox", "8291", true),
    ("api-ssl", "8729", true),
];

/// Groups of the factory and what they are not granted.
const GROUPS: [(&str, &[&str]); 3] = [
    ("read", &["ftp", "write", "policy"]),
    ("write", &["ftp", "policy"]),
    ("full", &[]),
];

/// Queue types of the factory.
const QUEUE_TYPES: [&[(&str, &str)]; 9] = [
    &[
        ("name", "default"),
        ("kind", "pfifo"),
        ("pfifo-limit", "50"),
    ],
    &[
        ("name", "ethernet-default"),
        ("kind", "pfifo"),
        ("pfifo-limit", "50"),
    ],
    &[
        ("name", "wireless-default"),
        ("kind", "sfq"),
        ("sfq-perturb", "5"),
        ("sfq-allot", "1514"),
    ],
    &[
        ("name", "synchronous-default"),
        ("kind", "red"),
        ("red-limit", "60"),
        ("red-min-threshold", "10"),
        ("red-max-threshold", "50"),
        ("red-burst", "20"),
        ("red-avg-packet", "1000"),
    ],
    &[
        ("name", "hotspot-default"),
        ("kind", "sfq"),
        ("sfq-perturb", "5"),
        ("sfq-allot", "1514"),
    ],
    &[
        ("name", "pcq-upload-default"),
        ("kind", "pcq"),
        ("pcq-rate", "0"),
        ("pcq-limit", "50KiB"),
        ("pcq-classifier", "src-address"),
        ("pcq-total-limit", "2000KiB"),
    ],
    &[
        ("name", "pcq-download-default"),
        ("kind", "pcq"),
        ("pcq-rate", "0"),
        ("pcq-limit", "50KiB"),
        ("pcq-classifier", "dst-address"),
        ("pcq-total-limit", "2000KiB"),
    ],
    &[("name", "only-hardware-queue"), ("kind", "none")],
    &[
        ("name", "multi-queue-ethernet-default"),
        ("kind", "mq-pfifo"),
        ("mq-pfifo-limit", "50"),
    ],
];

/// Stores them.
pub fn fill(device: &mut Device) {
    ports(device);
    radios(device);
    let put = |device: &mut Device, menu: &str, values: &[(&str, &str)]| {
        let row = Row {
            builtin: true,
            ..Row::of(values)
        };
        device.store.insert(menu, row, None);
    };
    device.store.ids_from("/interface/list", 0x1ff_ffff);
    for name in ["all", "none", "dynamic", "static"] {
        put(device, "/interface/list", &[("name", name)]);
    }
    device.store.ids_from("/interface/list", 0x200_000f);
    for values in QUEUE_TYPES {
        put(device, "/queue/type", values);
    }
    put(
        device,
        "/queue/type",
        &[
            ("name", "default-small"),
            ("kind", "pfifo"),
            ("pfifo-limit", "10"),
        ],
    );
    put(device, "/ip/hotspot/profile", &[("name", "default")]);
    put(device, "/ip/hotspot/user/profile", &[("name", "default")]);
    let trial = "counters and limits for trial users";
    put(
        device,
        "/ip/hotspot/user",
        &[("name", "default-trial"), ("comment", trial)],
    );
    put(
        device,
        "/interface/wireless/security-profiles",
        &[("name", "default")],
    );
    put(device, "/ppp/profile", &[("name", "default")]);
    put(
        device,
        "/ppp/profile",
        &[("name", "default-encryption"), ("use-encryption", "yes")],
    );
    put(device, "/routing/table", &[("name", "main"), ("fib", "")]);
    for (name, port, on) in SERVICES {
        let mut values = vec![("name", name), ("port", port)];
        if matches!(name, "www-ssl" | "api-ssl") {
            values.extend([("certificate", "none"), ("tls-version", "any")]);
        }
        if !on {
            values.push(("disabled", "true"));
        }
        device.store.insert("/ip/service", Row::of(&values), None);
    }
    for (name, denied) in GROUPS {
        let granted: Vec<&str> = words::POLICIES
            .into_iter()
            .filter(|word| !denied.contains(word))
            .collect();
        let policy = words::policies(&granted.join(",")).unwrap_or_default();
        put(
            device,
            "/user/group",
            &[("name", name), ("policy", &policy)],
        );
    }
    if device.store.rows("/user").is_empty() {
        let admin = Row::of(&[
            ("name", "admin"),
            ("group", "full"),
            ("comment", "system default user"),
        ]);
        device.store.insert("/user", admin, None);
    }
    packages(device);
    if device.model.has_flash_folder() && device.store.named("/file", "flash").next().is_none() {
        device.store.insert(
            "/file",
            Row::of(&[("name", "flash"), ("type", "disk")]),
            None,
        );
    }
}

fn ports(device: &mut Device) {
    for (number, name) in device.model.ports.clone().iter().enumerate() {
        let mac = device.model.mac(number);
        let row = Row::of(&[
            ("name", name),
            ("default-name", name),
            ("mac-address", &mac),
            ("orig-mac-address", &mac),
        ]);
        device.store.insert("/interface/ethernet", row, None);
    }
}

fn radios(device: &mut Device) {
    let Some(menu) = device.model.radio_menu(device.version) else {
        return;
    };
    for (number, name) in device.model.radios.clone().iter().enumerate() {
        let mac = device.model.mac(device.model.ports.len() + number);
        let mut values = vec![
            ("name", name.as_str()),
            ("default-name", name),
            ("mac-address", &mac),
        ];
        let band = match (number, device.model.radios.len()) {
            // On boards with two radios the legacy driver lists 2.4 GHz first, the new one 5 GHz.
            (0, 2..) => "2ghz-b/g/n",
            (_, 2..) => "5ghz-a/n/ac",
            _ => "2ghz-b/g/n",
        };
        if menu == "/interface/wireless" {
            values.push(("band", band));
        } else {
            values.push(("radio-mac", &mac));
        }
        device.store.insert(
            menu,
            Row {
                builtin: true,
                ..Row::of(&values)
            },
            None,
        );
    }
}

fn packages(device: &mut Device) {
    let version = device.version.to_string();
    let mut names = vec!["routeros".to_string()];
    let own = match device.model.driver.as_str() {
        "" => None,
        // Up to 7.12 the legacy driver is part of the main package, the new one a package called wifiwave2.
        "wireless" if device.version < super::version::Version::new(7, 13, 0) => None,
        _ if device.version < super::version::Version::new(7, 13, 0) => {
            Some("wifiwave2".to_string())
        }
        driver => Some(driver.to_string()),
    };
    names.extend(own);
    for name in names {
        let row = Row::of(&[
            ("name", &name),
            ("version", &version),
            ("build-time", "2026-01-05 10:00:00"),
        ]);
        device.store.insert("/system/package", row, None);
    }
}
