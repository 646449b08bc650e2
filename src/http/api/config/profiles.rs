//! `/api/config/bandwidth-profiles/`: speeds.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::hotspot::site::BandwidthProfile;
use crate::service::catalogue::fields::Fields;
use crate::service::catalogue::item::Item as _;

shelf_handlers!(
    BandwidthProfile as Profile,
    "bandwidth-profiles",
    tag "bandwidth profiles",
    "/api/config/bandwidth-profiles/",
    "/api/config/bandwidth-profiles/{id}/",
    "/api/config/bandwidth-profiles/{id}/restore/",
    "/api/config/bandwidth-profiles/import/",
    "/api/config/bandwidth-profiles/export/"
);

/// A bandwidth profile in the words of the site file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// 1 to 16 of a-z, 0-9 and -, beginning with a letter.
    name: String,
    /// From the customer, in bits per second: `2M`, `512k`.
    upload: String,
    /// To the customer.
    download: String,
    /// A faster start.
    #[serde(default)]
    burst: Option<Burst>,
    /// 1 (best) to 8; 8 where it is left out.
    #[serde(default)]
    priority: Option<u8>,
    /// Devices at the same time on one code; 1 where it is left out.
    #[serde(default)]
    devices: Option<u16>,
    /// `default`, `fq-codel`, `cake` or `pcq`.
    #[serde(default)]
    queue: Option<String>,
    /// Signed out after this long without traffic: `10m`.
    #[serde(default)]
    idle_timeout: Option<String>,
    /// How long a device is known again without typing the code: `3d`, which it is where it is left out.
    #[serde(default)]
    remember: Option<String>,
}

/// A faster start.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Burst {
    /// Speed from the customer during the burst.
    upload: String,
    /// Speed to the customer during the burst.
    download: String,
    /// Average above which the burst ends, from the customer.
    upload_threshold: String,
    /// Average above which the burst ends, to the customer.
    download_threshold: String,
    /// Time over which the average is taken: `16s`.
    time: String,
}

impl Definition<BandwidthProfile> for Profile {
    fn of(item: &BandwidthProfile) -> Self {
        let fields = item.fields();
        let text = |name: &str| fields.get(name).to_owned();
        Profile {
            name: text("name"),
            upload: text("upload"),
            download: text("download"),
            burst: item.burst.as_ref().map(|_| Burst {
                upload: text("burst_upload"),
                download: text("burst_download"),
                upload_threshold: text("burst_upload_threshold"),
                download_threshold: text("burst_download_threshold"),
                time: text("burst_time"),
            }),
            priority: Some(item.priority),
            devices: Some(item.devices),
            queue: Some(text("queue")),
            idle_timeout: item.idle_timeout.map(|span| span.to_string()),
            remember: Some(text("remember")),
        }
    }

    fn fields(self) -> Fields {
        let mut fields = Fields::default()
            .with("name", self.name)
            .with("upload", self.upload)
            .with("download", self.download)
            .with("queue", self.queue.unwrap_or_default())
            .with("idle_timeout", self.idle_timeout.unwrap_or_default())
            .with("remember", self.remember.unwrap_or_default());
        if let Some(priority) = self.priority {
            fields.set("priority", priority);
        }
        if let Some(devices) = self.devices {
            fields.set("devices", devices);
        }
        if let Some(burst) = self.burst {
            fields.set("burst_upload", burst.upload);
            fields.set("burst_download", burst.download);
            fields.set("burst_upload_threshold", burst.upload_threshold);
            fields.set("burst_download_threshold", burst.download_threshold);
            fields.set("burst_time", burst.time);
        }
        fields
    }
}
