//! The file that a device's state is kept in.

use std::io;
use std::path::{Path, PathBuf};

use crate::device::{BadState, Device, DeviceConfig};

/// The state file cannot be taken up.
#[derive(Debug, thiserror::Error)]
pub enum NotLoaded {
    /// It cannot be read.
    #[error("the state file {path} cannot be read: check its permissions")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is no JSON.
    #[error("the state file {path} is damaged: remove it to begin with a new device")]
    Json {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// It is no device.
    #[error("the state file {path} holds no device: remove it to begin with a new one")]
    Device {
        /// The file.
        path: PathBuf,
        /// Why.
        source: BadState,
    },
}

/// The device of the file, `None` when there is no such file yet.
pub(crate) fn load(config: &DeviceConfig, path: &Path) -> Result<Option<Device>, NotLoaded> {
    let path_of = || path.to_path_buf();
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            let path = path_of();
            return Err(NotLoaded::Read { path, source });
        }
    };
    let value = serde_json::from_slice(&text).map_err(|source| {
        let path = path_of();
        NotLoaded::Json { path, source }
    })?;
    let device = Device::load(config, &value).map_err(|source| {
        let path = path_of();
        NotLoaded::Device { path, source }
    })?;
    Ok(Some(device))
}

/// Writes the state whole or not at all: to a file next to it, which then takes its name.
pub(crate) fn save(state: &serde_json::Value, path: &Path) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let new = path.with_file_name(name);
    let file = std::fs::File::create(&new)?;
    let mut writer = io::BufWriter::new(file);
    serde_json::to_writer(&mut writer, state)?;
    let file = writer
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    std::fs::rename(new, path)
}
