//! What a shop sells: speeds, vouchers, the free trial.

use serde::{Deserialize, Serialize};

use crate::domain::bytes::Bytes;
use crate::domain::money::Money;
use crate::domain::name::{Label, Slug};
use crate::domain::rate::{Download, Upload};
use crate::domain::time::Span;

/// `[[profile]]`: speeds and devices; becomes a hotspot user profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandwidthProfile {
    /// Short name, unique in the site.
    pub name: Slug,
    /// From the customer; RouterOS rx.
    pub upload: Upload,
    /// To the customer; RouterOS tx.
    pub download: Download,
    /// A faster start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub burst: Option<Burst>,
    /// 1 (best) to 8.
    #[serde(default = "BandwidthProfile::eight")]
    pub priority: u8,
    /// Devices at the same time on one code.
    #[serde(default = "BandwidthProfile::one")]
    pub devices: u16,
    /// How packets queue.
    #[serde(default)]
    pub queue: QueueKind,
    /// Signed out after this long without traffic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_timeout: Option<Span>,
    /// How long a device is known again without typing the code.
    #[serde(default = "BandwidthProfile::three_days")]
    pub remember: Span,
}

impl BandwidthProfile {
    fn eight() -> u8 {
        8
    }
    fn one() -> u16 {
        1
    }
    fn three_days() -> Span {
        Span::from_secs(3 * 86_400)
    }
}

/// `burst` of a profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burst {
    /// Speed from the customer during the burst.
    pub upload: Upload,
    /// Speed to the customer during the burst.
    pub download: Download,
    /// Average above which the burst ends, from the customer.
    pub upload_threshold: Upload,
    /// Average above which the burst ends, to the customer.
    pub download_threshold: Download,
    /// Time over which the average is taken.
    pub time: Span,
}

/// The queue type of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueueKind {
    /// Whatever the router uses by itself (`hotspot-default`).
    #[default]
    Default,
    /// FQ-CoDel.
    FqCodel,
    /// CAKE.
    Cake,
    /// Per-connection queue.
    Pcq,
}

/// `[[voucher_type]]`: what is sold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoucherType {
    /// Short code, unique in the site, e.g. `SIKU`.
    pub code: String,
    /// Name on the voucher.
    pub name: Label,
    /// Price, e.g. `"KES 50"`.
    pub price: Money,
    /// Which bandwidth profile.
    pub profile: Slug,
    /// From the first sign-in.
    pub validity: Span,
    /// Time online within the validity; absent: all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<Span>,
    /// Data in bytes, e.g. `"1 GB"`; absent: unlimited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Bytes>,
}

/// `[trial]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// Time online for free.
    pub uptime: Span,
    /// After which it may be had again.
    pub reset: Span,
    /// Which bandwidth profile.
    pub profile: Slug,
}
