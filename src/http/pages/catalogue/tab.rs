//! The three tabs.

use serde::Serialize;

use crate::domain::access::Permission;
use crate::domain::hotspot::site::{BandwidthProfile, VoucherType};
use crate::domain::routeros::model::Model;
use crate::http::visitor::Visitor;
use crate::service::catalogue::item::Item;

/// What the pages need to know of a kind of thing.
pub trait Tab: Item {
    /// The part of the address that is its own, and what words on pages are found by.
    const NAME: &'static str;
    /// What is listed of each, beside its key.
    const LISTED: &'static [&'static str];
    /// Fields in which one of few words is chosen, and these words.
    const CHOICES: &'static [(&'static str, &'static [&'static str])];
    /// Fields that may be left empty.
    const OPTIONAL: &'static [&'static str];

    /// The address of the list.
    fn path() -> String {
        format!("/catalogue/{}", Self::NAME)
    }

    /// The address of one.
    fn path_of(key: &str) -> String {
        format!("/catalogue/{}/{key}", Self::NAME)
    }
}

impl Tab for VoucherType {
    const NAME: &'static str = "plans";
    const LISTED: &'static [&'static str] =
        &["name", "price", "validity", "online", "data", "profile"];
    const CHOICES: &'static [(&'static str, &'static [&'static str])] = &[];
    const OPTIONAL: &'static [&'static str] = &["online", "data"];
}

impl Tab for BandwidthProfile {
    const NAME: &'static str = "speeds";
    const LISTED: &'static [&'static str] = &["upload", "download", "devices", "priority", "queue"];
    const CHOICES: &'static [(&'static str, &'static [&'static str])] =
        &[("queue", &["default", "fq-codel", "cake", "pcq"])];
    const OPTIONAL: &'static [&'static str] = &[
        "burst_upload",
        "burst_download",
        "burst_upload_threshold",
        "burst_download_threshold",
        "burst_time",
        "priority",
        "devices",
        "idle_timeout",
        "remember",
    ];
}

impl Tab for Model {
    const NAME: &'static str = "boards";
    const LISTED: &'static [&'static str] = &["name", "architecture", "ports", "wlan", "wifi"];
    const CHOICES: &'static [(&'static str, &'static [&'static str])] = &[
        ("container", &["no", "yes", "disk", "arm32v5"]),
        ("factory", &["plain", "home", "wireless"]),
    ];
    const OPTIONAL: &'static [&'static str] = &[
        "ram_mb",
        "flash_mb",
        "wlan",
        "wifi",
        "licence",
        "hotspot_users",
        "routeros",
        "source",
    ];
}

/// The tabs that a person may see.
#[derive(Debug, Serialize)]
pub struct Shown {
    name: &'static str,
    current: bool,
}

/// The tabs, for a page of this one.
pub fn tabs<T: Tab>(visitor: &Visitor) -> Vec<Shown> {
    [
        (VoucherType::NAME, Permission::SeeVoucherTypes),
        (BandwidthProfile::NAME, Permission::SeeCatalogue),
        (Model::NAME, Permission::SeeCatalogue),
    ]
    .into_iter()
    .filter(|(_, permission)| visitor.may(*permission))
    .map(|(name, _)| Shown {
        name,
        current: name == T::NAME,
    })
    .collect()
}
