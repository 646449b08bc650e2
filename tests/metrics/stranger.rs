//! The figures read by Prometheus' own client for Python.
//!
//! Where Python is missing, or the package cannot be had, the test says so with `SKIPPED:` and passes.

use std::process::Stdio;

use hotspotd::domain::exposition::{Exposition, Kind};
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::office::Office;
use crate::read::figures;
use crate::support::stranger::{Language, Stranger};

const READER: Stranger = Stranger {
    suite: "metrics",
    language: Language::Python,
    what: "the reader of figures",
};

/// Every sample: family, type, name, labels, value.
async fn read(text: &str) -> Vec<Value> {
    let mut reader = Command::new(READER.program("python"))
        .arg(READER.file("read.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut into = reader.stdin.take().unwrap();
    into.write_all(text.as_bytes()).await.unwrap();
    drop(into);
    let out = reader.wait_with_output().await.unwrap();
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{told}\n{text}");
    serde_json::from_slice(&out.stdout).unwrap()
}

#[tokio::test]
async fn a_stranger_reads_all_of_it() {
    if !READER.is_here().await {
        return;
    }
    let (office, amina) = Office::open(true).await;
    for path in ["/login", "/routers", "/routers/%22%0A", "/nowhere"] {
        amina.get(path).await;
    }
    let found = figures(&format!("http://{}", office.running.listen)).await;
    let samples = read(&found.text).await;
    assert_eq!(samples.len(), found.len(), "{}", found.text);
    let of = |name: &str| {
        let mut all = samples.iter().filter(|sample| sample[2] == name);
        all.next().unwrap_or_else(|| panic!("{name}")).clone()
    };
    for sample in &samples {
        let (kind, name) = (sample[1].as_str().unwrap(), sample[2].as_str().unwrap());
        assert!(
            ["counter", "gauge", "histogram"].contains(&kind),
            "{sample}"
        );
        assert_eq!(kind == "counter", name.ends_with("_total"), "{sample}");
        assert!(name.starts_with("hotspotd_") || name.starts_with("process_"));
    }
    assert_eq!(
        of("hotspotd_build_info")[3]["version"],
        env!("CARGO_PKG_VERSION")
    );
    let resident = of("process_resident_memory_bytes")[4].as_f64().unwrap();
    assert!(resident > 1e6, "{resident}");
    let started = of("process_start_time_seconds")[4].as_f64().unwrap();
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    // The clock of the box may be set while it runs, by far less than this.
    assert!((now.as_secs_f64() - started).abs() < 86_400.0, "{started}");
    let route = |name: &str| {
        samples
            .iter()
            .any(|sample| sample[3]["route"] == name && sample[3]["method"] == "GET")
    };
    assert!(route("/routers/{id}") && route("/login"));
}

#[tokio::test]
async fn no_value_of_a_label_breaks_a_line() {
    if !READER.is_here().await {
        return;
    }
    let odd = [
        "plain",
        "\"} 1\nhotspotd_forged_total 7\n",
        "a\\b\\\\\"",
        "{}=,#",
        "Duka ya Mama Amina ☕",
        "",
    ];
    let mut text = Exposition::default();
    text.family("hotspotd_odd", Kind::Gauge, "Odd \\ \"values\"\nof labels.");
    for (at, value) in odd.iter().enumerate() {
        text.sample(&[("value", value), ("other", "x")], at);
    }
    let samples = read(&text.into_text()).await;
    let values: Vec<&str> = samples
        .iter()
        .map(|sample| sample[3]["value"].as_str().unwrap())
        .collect();
    assert_eq!(values, odd);
    for (at, sample) in samples.iter().enumerate() {
        assert_eq!(
            (&sample[0], sample[4].as_f64()),
            (&"hotspotd_odd".into(), Some(at as f64))
        );
    }
}
