//! Bandwidth profiles.

use super::CatalogueError;
use super::fields::{Fields, Reader};
use super::item::{Item, as_faults};
use crate::domain::hotspot::fits::profile_misfits;
use crate::domain::hotspot::site::{BandwidthProfile, Burst, QueueKind, Site};
use crate::domain::kind::Fault;
use crate::domain::time::Span;
use crate::store::StoreError;
use crate::store::catalogue::Shelf;

const BURST: [&str; 5] = [
    "burst_upload",
    "burst_download",
    "burst_upload_threshold",
    "burst_download_threshold",
    "burst_time",
];
const THREE_DAYS: Span = Span::from_secs(3 * 86_400);

impl Item for BandwidthProfile {
    const SHELF: Shelf = Shelf::Profiles;
    const NOUN: &'static str = "bandwidth profile";
    const TABLE: &'static str = "profile";
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "upload",
        "download",
        "burst_upload",
        "burst_download",
        "burst_upload_threshold",
        "burst_download_threshold",
        "burst_time",
        "priority",
        "devices",
        "queue",
        "idle_timeout",
        "remember",
    ];

    fn key(&self) -> String {
        self.name.as_str().to_owned()
    }

    fn read(fields: &Fields) -> Result<Self, Vec<Fault>> {
        let mut reader = Reader::new(fields);
        let name = reader.need("name");
        let upload = reader.need("upload");
        let download = reader.need("download");
        let burst = burst(fields, &mut reader);
        let priority = reader.number("priority", 8);
        let devices = reader.number("devices", 1);
        let queue = queue(fields.get("queue"));
        if queue.is_none() {
            reader.fault("queue", "write default, fq-codel, cake or pcq");
        }
        let idle_timeout = reader.may("idle_timeout");
        let remember = reader.or("remember", THREE_DAYS);
        let profile = (|| {
            Some(BandwidthProfile {
                name: name?,
                upload: upload?,
                download: download?,
                burst,
                priority: priority?,
                devices: devices?,
                queue: queue?,
                idle_timeout,
                remember: remember?,
            })
        })();
        let profile = reader.finish(profile)?;
        match as_faults(profile_misfits(&profile)) {
            faults if faults.is_empty() => Ok(profile),
            faults => Err(faults),
        }
    }

    fn fields(&self) -> Fields {
        let mut fields = Fields::default()
            .with("name", &self.name)
            .with("upload", self.upload.0)
            .with("download", self.download.0)
            .with("priority", self.priority)
            .with("devices", self.devices)
            .with("queue", queue_word(self.queue))
            .with("remember", self.remember);
        if let Some(idle) = self.idle_timeout {
            fields.set("idle_timeout", idle);
        }
        if let Some(burst) = &self.burst {
            let values = [
                burst.upload.0.to_string(),
                burst.download.0.to_string(),
                burst.upload_threshold.0.to_string(),
                burst.download_threshold.0.to_string(),
                burst.time.to_string(),
            ];
            for (name, value) in BURST.into_iter().zip(values) {
                fields.set(name, value);
            }
        }
        fields
    }

    fn definition(&self) -> Result<String, CatalogueError> {
        let damaged = |_| StoreError::Damaged("a bandwidth profile");
        Ok(serde_json::to_string(self).map_err(damaged)?)
    }

    fn from_definition(text: &str) -> Result<Self, CatalogueError> {
        let damaged = |_| StoreError::Damaged("a bandwidth profile");
        Ok(serde_json::from_str(text).map_err(damaged)?)
    }

    fn is_in(&self, site: &Site) -> bool {
        site.profiles
            .iter()
            .any(|profile| profile.name == self.name)
    }
}

/// All of a burst, or nothing of it.
fn burst(fields: &Fields, reader: &mut Reader<'_>) -> Option<Burst> {
    if BURST.iter().all(|name| fields.get(name).is_empty()) {
        return None;
    }
    let [upload, download, upload_threshold, download_threshold, time] = BURST;
    Some(Burst {
        upload: reader.need(upload)?,
        download: reader.need(download)?,
        upload_threshold: reader.need(upload_threshold)?,
        download_threshold: reader.need(download_threshold)?,
        time: reader.need(time)?,
    })
}

fn queue(word: &str) -> Option<QueueKind> {
    Some(match word {
        "" | "default" => QueueKind::Default,
        "fq-codel" => QueueKind::FqCodel,
        "cake" => QueueKind::Cake,
        "pcq" => QueueKind::Pcq,
        _ => return None,
    })
}

fn queue_word(queue: QueueKind) -> &'static str {
    match queue {
        QueueKind::Default => "default",
        QueueKind::FqCodel => "fq-codel",
        QueueKind::Cake => "cake",
        QueueKind::Pcq => "pcq",
    }
}
