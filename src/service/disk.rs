//! Care for the disk: how much room it has, what stops when it has little, and the ballast that goes when it is full.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::appliance::Appliance;
use crate::domain::kind::{Kind, Kinded};
use crate::domain::room::{self, Ballast, Room, ballast};
use crate::store::private::private_to_write;

/// The file that only takes room, in the data folder.
const FILE: &str = "ballast";

/// The disk has too little room for something new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the disk has less than 64 MiB left, so nothing new is made: delete old files or backups, or use a larger disk"
)]
pub struct NoRoom;

impl Kinded for NoRoom {
    fn kind(&self) -> Kind {
        Kind::Busy
    }
}

/// Why the disk could not be looked at.
#[derive(Debug, thiserror::Error)]
#[error("the disk under {} cannot be looked at", .folder.display())]
pub struct DiskError {
    /// Which folder.
    pub folder: PathBuf,
    /// What the system said.
    #[source]
    pub source: io::Error,
}

/// Whether there is room for something new: a configuration, an export, a sale. Whoever makes one asks before.
///
/// # Errors
/// [`NoRoom`].
pub fn ask(appliance: &Appliance) -> Result<(), NoRoom> {
    match appliance.room() {
        Room::Low => Err(NoRoom),
        Room::Tight | Room::Ample => Ok(()),
    }
}

/// Looks at the disk. Called at the start, every minute, and after a write that found the disk full.
///
/// # Errors
/// The system does not tell how much is free.
pub async fn look(appliance: &Appliance) -> Result<Room, DiskError> {
    let folder = appliance.data().to_owned();
    let looked = tokio::task::spawn_blocking(move || {
        let source = |source| DiskError {
            folder: folder.clone(),
            source,
        };
        care(&folder, free(&folder).map_err(source)?).map_err(source)
    });
    let free = looked.await.unwrap_or_else(|panic| {
        Err(DiskError {
            folder: appliance.data().to_owned(),
            source: io::Error::other(panic),
        })
    })?;
    Ok(note(appliance, free))
}

/// Notes that so many bytes are free.
pub fn note(appliance: &Appliance, free: u64) -> Room {
    let room = Room::of(free);
    let before = appliance.room.send_replace(room);
    if room < before {
        tracing::warn!(?room, free, "the disk has little room");
    } else if room > before {
        tracing::info!(?room, free, "the disk has more room again");
    }
    room
}

/// Does with the ballast what is to be done at so many free bytes, and tells how many are free then.
///
/// # Errors
/// The system's, where the ballast cannot be taken away.
pub fn care(folder: &Path, free: u64) -> io::Result<u64> {
    let path = folder.join(FILE);
    match ballast(free, path.exists()) {
        Ballast::Stays => Ok(free),
        Ballast::Goes => {
            std::fs::remove_file(&path)?;
            tracing::warn!(
                "the disk is full; the ballast gave its room, so that things can be deleted"
            );
            Ok(free.saturating_add(room::BALLAST))
        }
        Ballast::Comes => {
            if let Err(error) = make(&path) {
                // Half of it would be taken for the whole.
                let _ = std::fs::remove_file(&path);
                tracing::warn!(%error, "there is no ballast");
                return Ok(free);
            }
            Ok(free.saturating_sub(room::BALLAST))
        }
    }
}

/// Takes the room without writing to every block where the file system can do that, which is kinder to flash.
fn make(path: &Path) -> io::Result<()> {
    let mut file = private_to_write(path)?;
    file.set_len(0)?;
    if reserve(&file).is_err() {
        let zeros = vec![0; 1 << 20];
        for _ in 0..room::BALLAST >> 20 {
            file.write_all(&zeros)?;
        }
    }
    file.sync_all()
}

#[cfg(target_os = "linux")]
fn reserve(file: &File) -> io::Result<()> {
    use rustix::fs::{FallocateFlags, fallocate};
    Ok(fallocate(file, FallocateFlags::empty(), 0, room::BALLAST)?)
}

#[cfg(not(target_os = "linux"))]
fn reserve(_: &File) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// How many bytes of the folder's disk are free for us.
///
/// # Errors
/// The system's.
pub fn free(folder: &Path) -> io::Result<u64> {
    let told = rustix::fs::statvfs(folder)?;
    Ok(told.f_bavail.saturating_mul(told.f_frsize))
}
