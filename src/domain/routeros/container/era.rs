//! Which RouterOS has which words for a container (RouterOS facts: hotspot, section 12).

use crate::domain::routeros::version::Version;

/// The words that the container menus have over some versions of RouterOS 7.
#[derive(Debug, PartialEq, Eq)]
pub struct Era {
    /// The first and the last minor version whose words these are known to be.
    pub minors: (u16, u16),
    /// The field of `/container/envs` that names the list a variable belongs to.
    pub env_list: &'static str,
    /// The field of `/container` that names the list of its variables.
    pub env_lists: &'static str,
    /// The field of `/container/mounts` that names the list a mount belongs to, or the mount itself.
    pub mount_list: &'static str,
    /// The field of `/container` that names its mounts.
    pub mount_lists: &'static str,
    /// Whether a container is given its name; before that the router made one up.
    pub named: bool,
    /// What one container may take of the memory; nothing where RouterOS knows only a limit for all of them together.
    pub limits: &'static [(&'static str, &'static str)],
    /// What starts a container again that failed.
    pub restart: Option<(&'static str, &'static str)>,
}

/// 96 MiB, from where on the router presses the container for memory. With 200 clients at once and people signing in, hotspotd
/// took at most 73 MB (`packaging/try-image`).
const HIGH: (&str, &str) = ("memory-high", "100663296");
/// 192 MiB, at which the router ends the container: only a fault gets there.
const MAX: (&str, &str) = ("memory-max", "201326592");
const OFTEN: (&str, &str) = ("auto-restart-interval", "10s");

/// All of them, oldest first.
pub static ERAS: [Era; 4] = [
    Era {
        minors: (9, 19),
        env_list: "name",
        env_lists: "envlist",
        mount_list: "name",
        mount_lists: "mounts",
        named: false,
        limits: &[],
        restart: None,
    },
    Era {
        minors: (20, 20),
        env_list: "list",
        env_lists: "envlists",
        mount_list: "name",
        mount_lists: "mounts",
        named: true,
        limits: &[HIGH],
        restart: Some(OFTEN),
    },
    Era {
        minors: (21, 22),
        env_list: "list",
        env_lists: "envlists",
        mount_list: "list",
        mount_lists: "mountlists",
        named: true,
        limits: &[HIGH],
        restart: Some(OFTEN),
    },
    Era {
        minors: (23, 24),
        env_list: "list",
        env_lists: "envlists",
        mount_list: "list",
        mount_lists: "mountlists",
        named: true,
        limits: &[HIGH, MAX],
        restart: Some(("restart-policy", "on-failure")),
    },
];

/// The RouterOS is older than those whose containers are known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "hotspotd runs on the router itself from RouterOS {oldest} on, and this is {0}; update the router first (WinBox: System, Packages, Check For Updates), or run hotspotd on a box beside it",
    oldest = Version::OLDEST
)]
pub struct TooOld(pub Version);

impl Era {
    /// The words of that version; those of the newest known one where it is newer.
    ///
    /// # Errors
    /// It is older than RouterOS 7.9.
    pub fn of(version: Version) -> Result<&'static Era, TooOld> {
        let runs = (version.major, version.minor);
        ERAS.iter()
            .rev()
            .find(|era| version >= Version::OLDEST && runs >= (7, era.minors.0))
            .ok_or(TooOld(version))
    }

    /// Whether that version is one of those whose words these are known to be.
    pub fn knows(&self, version: Version) -> bool {
        version.major == 7 && (self.minors.0..=self.minors.1).contains(&version.minor)
    }

    /// As in `7.21 to 7.22`.
    pub fn span(&self) -> String {
        match self.minors {
            (first, last) if first == last => format!("7.{first}"),
            (first, last) => format!("7.{first} to 7.{last}"),
        }
    }
}
