//! The table of fields: what a site consists of, as a form shows it.

/// How often a part stands in a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Always once.
    One,
    /// Once or not at all.
    Maybe,
    /// Any number of times.
    Many,
}

/// What kind of value a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// Several texts, one a line.
    Lines,
    /// Several of the router's ports.
    Ports,
    /// One of these words.
    Pick(&'static [&'static str]),
    /// Several of these words.
    Several(&'static [&'static str]),
    /// A name of a board in the catalogue.
    Model,
    /// A name of one of the site's speeds.
    Profile,
    /// A secret, never shown; empty keeps the one there was.
    Secret,
}

/// A field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its key in the part, as in the site file.
    pub key: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must have a value.
    pub required: bool,
    /// A right value as the site file has it: an example for people, and what stands for a wrong one while the rest is read.
    pub sample: &'static str,
    /// What a new item begins with.
    pub begins: &'static str,
    /// Counts only where another field of the part has this value.
    pub when: Option<(&'static str, &'static str)>,
}

/// A part of a site.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Its name in the site file; empty for the top.
    pub key: &'static str,
    /// How often it stands.
    pub shape: Shape,
    /// Its fields.
    pub fields: &'static [Field],
}

const fn field(key: &'static str, kind: Kind, sample: &'static str) -> Field {
    Field {
        key,
        kind,
        required: false,
        sample,
        begins: "",
        when: None,
    }
}

const fn needed(key: &'static str, kind: Kind, sample: &'static str) -> Field {
    Field {
        required: true,
        ..field(key, kind, sample)
    }
}

const fn begins(field: Field, begins: &'static str) -> Field {
    Field { begins, ..field }
}

const fn when(field: Field, other: &'static str, value: &'static str) -> Field {
    Field {
        when: Some((other, value)),
        ..field
    }
}

use Kind::{Flag, Lines, Model, Number, Pick, Ports, Profile, Secret, Several, Text};

/// The ways in which customers sign in.
const LOGINS: &[&str] = &[
    "http-pap",
    "http-chap",
    "cookie",
    "mac-cookie",
    "mac",
    "https",
];

/// All parts, in the order of the form.
#[rustfmt::skip] // One line a field.
pub const PARTS: &[Part] = &[
    Part { key: "", shape: Shape::One, fields: &[
        needed("template", Text, r#""basic""#),
    ] },
    Part { key: "site", shape: Shape::One, fields: &[
        needed("slug", Text, r#""duka""#),
        needed("name", Text, r#""Duka Moja""#),
        needed("time_zone", Text, r#""Africa/Nairobi""#),
        field("ntp", Lines, r#"["0.africa.pool.ntp.org"]"#),
        field("dns", Lines, r#"["1.1.1.1"]"#),
    ] },
    Part { key: "router", shape: Shape::One, fields: &[
        needed("model", Model, r#""hAP ac²""#),
        needed("routeros", Text, r#""7.21.5""#),
        field("identity", Text, r#""Duka""#),
    ] },
    Part { key: "wan", shape: Shape::Maybe, fields: &[
        needed("port", Text, r#""ether1""#),
        field("vlan", Number, "35"),
        needed("mode", Pick(&["dhcp", "static", "pppoe"]), r#""dhcp""#),
        when(needed("address", Text, r#""41.90.10.2/30""#), "mode", "static"),
        when(needed("gateway", Text, r#""41.90.10.1""#), "mode", "static"),
        when(needed("user", Text, r#""duka@isp""#), "mode", "pppoe"),
        when(needed("password", Secret, r#""x""#), "mode", "pppoe"),
    ] },
    Part { key: "management", shape: Shape::One, fields: &[
        field("interface", Text, r#""bridge""#),
        field("ports", Ports, r#"["ether5"]"#),
        field("vlan", Number, "99"),
        needed("address", Text, r#""192.168.88.1/24""#),
        field("dhcp", Flag, "false"),
    ] },
    Part { key: "trunk", shape: Shape::Maybe, fields: &[
        field("ports", Ports, r#"["ether2"]"#),
    ] },
    Part { key: "network", shape: Shape::Many, fields: &[
        needed("name", Text, r#""guest""#),
        needed("address", Text, r#""10.5.50.1/24""#),
        field("pool", Text, r#""10.5.50.10-10.5.50.254""#),
        begins(needed("lease", Text, r#""1h""#), "1h"),
        field("ports", Ports, r#"["ether3"]"#),
        field("vlan", Number, "10"),
        field("interface", Text, r#""bridge""#),
        field("ssid", Text, r#""Duka WiFi""#),
        begins(needed("dns_name", Text, r#""wifi.lan""#), "wifi.lan"),
        begins(field("login", Several(LOGINS), r#"["http-pap"]"#), "http-pap\nmac-cookie"),
        begins(needed("html_directory", Text, r#""hotspot""#), "hotspot"),
    ] },
    Part { key: "wifi", shape: Shape::Maybe, fields: &[
        needed("country", Text, r#""Kenya""#),
        field("radios", Lines, r#"["wlan1"]"#),
        field("driver", Pick(&["", "wireless", "wifi"]), r#""wifi""#),
    ] },
    Part { key: "portal", shape: Shape::Maybe, fields: &[
        needed("address", Text, r#""192.168.88.2""#),
        needed("port", Number, "8080"),
    ] },
    Part { key: "walled_garden", shape: Shape::One, fields: &[
        field("presets", Several(&["pesapal"]), r#"["pesapal"]"#),
        field("hosts", Lines, r#"["*.example.com"]"#),
    ] },
    Part { key: "profile", shape: Shape::Many, fields: &[
        needed("name", Text, r#""siku""#),
        needed("upload", Text, r#""3M""#),
        needed("download", Text, r#""8M""#),
        begins(needed("devices", Number, "1"), "1"),
        begins(needed("priority", Number, "8"), "8"),
        begins(field("queue", Pick(&["default", "fq-codel", "cake", "pcq"]), r#""default""#), "default"),
        field("idle_timeout", Text, r#""10m""#),
        begins(needed("remember", Text, r#""3d""#), "3d"),
        field("burst.upload", Text, r#""5M""#),
        field("burst.download", Text, r#""12M""#),
        field("burst.upload_threshold", Text, r#""2M""#),
        field("burst.download_threshold", Text, r#""6M""#),
        field("burst.time", Text, r#""8s""#),
    ] },
    Part { key: "voucher_type", shape: Shape::Many, fields: &[
        needed("code", Text, r#""SIKU""#),
        needed("name", Text, r#""Siku moja""#),
        needed("price", Text, r#""KES 50""#),
        needed("profile", Profile, r#""siku""#),
        needed("validity", Text, r#""1d""#),
        field("online", Text, r#""10h""#),
        field("data", Text, r#""1 GB""#),
    ] },
    Part { key: "trial", shape: Shape::Maybe, fields: &[
        needed("uptime", Text, r#""10m""#),
        needed("reset", Text, r#""1d""#),
        needed("profile", Profile, r#""siku""#),
    ] },
    Part { key: "bypass", shape: Shape::Many, fields: &[
        needed("name", Text, r#""printer""#),
        field("mac", Text, r#""4C:5E:0C:12:34:56""#),
        field("address", Text, r#""10.5.50.5""#),
    ] },
    Part { key: "access", shape: Shape::One, fields: &[
        needed("user", Text, r#""hotspotd""#),
        field("from", Lines, r#"["192.168.88.2/32"]"#),
        field("service", Pick(&["api-ssl", "api"]), r#""api-ssl""#),
    ] },
    Part { key: "wireguard", shape: Shape::Maybe, fields: &[
        needed("address", Text, r#""10.99.0.2/24""#),
        needed("private_key", Secret, r#""x""#),
        needed("peer_public_key", Text, r#""x""#),
        needed("peer_host", Text, r#""box.example.com""#),
        needed("peer_port", Number, "13231"),
        field("allowed", Lines, r#"["10.99.0.1/32"]"#),
    ] },
    Part { key: "override", shape: Shape::Many, fields: &[
        needed("menu", Text, r#""/ip/pool""#),
        needed("key", Text, r#""guest""#),
        needed("field", Text, r#""ranges""#),
        field("value", Text, r#""""#),
    ] },
];

impl Field {
    /// The example as people write it: without quotes and brackets.
    pub fn example(&self) -> &'static str {
        self.sample.trim_matches(['[', ']']).trim_matches('"')
    }
}
