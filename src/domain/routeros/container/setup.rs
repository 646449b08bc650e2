//! What the container shall be, and what follows from it.

use std::fmt;
use std::net::Ipv4Addr;

use super::words::{Lan, Link, Name, Place};
use crate::domain::routeros::model::{Container, Model};
use crate::domain::routeros::version::Version;

/// What the container shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The router's RouterOS.
    pub version: Version,
    /// The router's processor.
    pub architecture: Architecture,
    /// What it is called.
    pub name: Name,
    /// Where the image, the container and hotspotd's data lie.
    pub disk: Place,
    /// The file of the image: on that disk, or by its whole path.
    pub image: Place,
    /// The network between router and container.
    pub link: Link,
    /// From where the administration may be reached.
    pub lan: Lan,
    /// Name servers for the container alone; where there are none it asks those of the router.
    pub dns: Vec<Ipv4Addr>,
}

/// The processors for which there are images.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Architecture {
    /// 32-bit ARM, version 7.
    Arm,
    /// 64-bit ARM.
    Arm64,
    /// 64-bit x86: virtual routers and PCs.
    Amd64,
}

impl Architecture {
    /// As `/system/resource` tells it.
    pub fn on_router(self) -> &'static str {
        match self {
            Architecture::Arm => "arm",
            Architecture::Arm64 => "arm64",
            Architecture::Amd64 => "x86_64",
        }
    }
}

impl fmt::Display for Architecture {
    /// As it stands in the names of images.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Architecture::Arm => "arm",
            Architecture::Arm64 => "arm64",
            Architecture::Amd64 => "amd64",
        })
    }
}

/// hotspotd cannot run on the board itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoContainers {
    /// RouterOS has none for its processor.
    #[error("{0} cannot run containers; run hotspotd on a box beside it, or on another router")]
    Never(String),
    /// Its processor takes only images of a kind that hotspotd is not built for.
    #[error(
        "{0} runs only containers for older processors (arm32v5), and hotspotd is not built for them; run it on a box beside it, or on another router"
    )]
    OldProcessor(String),
}

/// The processor of a board, for its image.
///
/// # Errors
/// hotspotd cannot run there.
pub fn architecture_of(model: &Model) -> Result<Architecture, NoContainers> {
    match (model.container, model.architecture.as_str()) {
        (Container::OnlyArm32v5, _) => Err(NoContainers::OldProcessor(model.name.clone())),
        (Container::No, _) => Err(NoContainers::Never(model.name.clone())),
        (Container::Yes | Container::WithDisk, "arm") => Ok(Architecture::Arm),
        (Container::Yes | Container::WithDisk, "arm64") => Ok(Architecture::Arm64),
        (Container::Yes | Container::WithDisk, "x86" | "x86_64") => Ok(Architecture::Amd64),
        (Container::Yes | Container::WithDisk, _) => Err(NoContainers::Never(model.name.clone())),
    }
}

impl Setup {
    /// The whole path of the image's file.
    pub fn image_path(&self) -> String {
        if self.image.is_path() {
            self.image.to_string()
        } else {
            self.disk.join(&self.image)
        }
    }

    /// Where the router unpacks the image.
    pub fn root(&self) -> String {
        self.disk.join(&self.name)
    }

    /// What the container sees as `/data`. It outlives the container.
    pub fn data(&self) -> String {
        data(&self.disk, &self.name)
    }
}

/// What a container of that name sees as `/data`.
pub(super) fn data(disk: &Place, name: &Name) -> String {
    disk.join(format_args!("{name}-data"))
}

/// The comment that marks a row as belonging to the container. It begins otherwise than the marks of sites, which begin with
/// `hotspotd:`: hotspotd removes rows of its sites that are no longer wanted, and these are none.
pub(super) fn mark(name: &Name, key: &str) -> String {
    format!("{}{key}", marks(name))
}

/// What the marks of all rows of a container begin with.
pub(super) fn marks(name: &Name) -> String {
    format!("hotspotd-container:{name}:")
}
