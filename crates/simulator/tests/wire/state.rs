//! The state file.

use std::path::PathBuf;

use simulator::{NotLoaded, Simulator, SimulatorConfig, StartError};

use crate::raw::{Raw, board};

/// A folder of this test's own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("simulator-{test}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn config(&self) -> SimulatorConfig {
        let mut config = SimulatorConfig::new(board("7.21.5"));
        config.state = Some(self.0.join("state.json"));
        config
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_stopped_device_goes_on_where_it_was() {
    let folder = Folder::new("goes-on");
    let simulator = Simulator::start(folder.config()).await.unwrap();
    let mut raw = Raw::log_in(&simulator).await;
    raw.says(&["/system/identity/set", "=name=kept"], &[&["!done"]])
        .await;
    simulator.stop().await;
    raw.is_closed().await;
    let simulator = Simulator::start(folder.config()).await.unwrap();
    let mut raw = Raw::log_in(&simulator).await;
    assert_eq!(raw.one(&["/system/identity/print"]).await, ["=name=kept"]);
    assert_eq!(simulator.state_trouble(), None);
}

#[tokio::test]
async fn changes_are_written_while_it_runs() {
    let folder = Folder::new("while-it-runs");
    let simulator = Simulator::start(folder.config()).await.unwrap();
    let mut raw = Raw::log_in(&simulator).await;
    raw.says(&["/system/identity/set", "=name=written"], &[&["!done"]])
        .await;
    let file = folder.0.join("state.json");
    let written = async {
        while !std::fs::read_to_string(&file).is_ok_and(|text| text.contains("written")) {
            tokio::task::yield_now().await;
        }
    };
    let patience = std::time::Duration::from_secs(10);
    tokio::time::timeout(patience, written).await.unwrap();
}

#[tokio::test]
async fn a_damaged_file_is_said_to_be_damaged() {
    let folder = Folder::new("damaged");
    std::fs::write(folder.0.join("state.json"), "{").unwrap();
    let refused = Simulator::start(folder.config()).await;
    assert!(matches!(
        refused,
        Err(StartError::State(NotLoaded::Json { .. }))
    ));
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_told() {
    let folder = Folder::new("unwritable");
    let mut config = folder.config();
    config.state = Some(folder.0.join("absent").join("state.json"));
    let simulator = Simulator::start(config).await.unwrap();
    let told = async {
        while simulator.state_trouble().is_none() {
            tokio::task::yield_now().await;
        }
    };
    let patience = std::time::Duration::from_secs(10);
    tokio::time::timeout(patience, told).await.unwrap();
}
