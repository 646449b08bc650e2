//! Files and folders that only their owner may read. What root makes in a folder of somebody else (the service's user) becomes theirs:
//! the service has to read what `sudo hotspotd …` leaves there.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, fchown};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};

/// A folder that only its owner may enter, where there is none yet.
///
/// # Errors
/// The system's.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = above(folder);
    if above != folder {
        make_folder(above)?;
    }
    match DirBuilder::new().mode(0o700).create(folder) {
        // Somebody was quicker.
        Err(_) if folder.is_dir() => return Ok(()),
        made => made?,
    }
    // Whoever the folder above belongs to could put a link in its place meanwhile: it would not be followed.
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let made = rustix::fs::open(folder, flags, Mode::empty())?;
    give(&File::from(made), above)
}

/// Opens a file for reading and adding to it; where there is none, an empty one is made that only its owner may read.
///
/// # Errors
/// The system's.
pub fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).mode(0o600);
    or_made(path, &mut options)
}

/// The same for reading and for writing anywhere in it.
///
/// # Errors
/// The system's.
pub fn private_to_write(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    or_made(path, &mut options)
}

/// Makes a file that is not there yet, for reading and writing, which only its owner may read.
///
/// # Errors
/// The system's; [`io::ErrorKind::AlreadyExists`] where there is something of that name, also a link.
pub fn new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    let made = options.create_new(true).open(path)?;
    give(&made, above(path))?;
    Ok(made)
}

/// Puts a file with these bytes in the place of whatever has its name. A power cut leaves the former one or this one, whole.
///
/// # Errors
/// The system's.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    match std::fs::remove_file(&beside) {
        // A power cut left it.
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let mut file = new(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    File::open(above(path))?.sync_all()
}

/// Only what is made here is given away: a file that is there already may be a link to one of root's.
fn or_made(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    match options.create_new(true).open(path) {
        Ok(made) => {
            give(&made, above(path))?;
            Ok(made)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            options.create_new(false).open(path)
        }
        Err(error) => Err(error),
    }
}

/// The folder that something is in.
pub(super) fn above(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) => Path::new("."),
        None => path,
    }
}

/// Gives what root has just made to whom its folder belongs.
fn give(made: &File, folder: &Path) -> io::Result<()> {
    let owner = std::fs::metadata(folder)?;
    if made.metadata()?.uid() == 0 && owner.uid() != 0 {
        fchown(made, Some(owner.uid()), Some(owner.gid()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, chown, symlink};

    use super::*;

    /// Nobody of this machine.
    const SERVICE: u32 = 54_321;

    #[test]
    fn what_root_makes_in_a_folder_of_the_service_is_the_services() {
        let folder = std::env::temp_dir().join(format!("hotspotd-private-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let rooted = std::fs::metadata(&folder).unwrap().uid() == 0;
        let service = if rooted {
            SERVICE
        } else {
            rustix_owner(&folder)
        };
        if rooted {
            chown(&folder, Some(SERVICE), Some(SERVICE)).unwrap();
        } else {
            eprintln!("SKIPPED: only root can make something in a folder of somebody else");
        }
        let of = |path: &Path| {
            let found = std::fs::symlink_metadata(path).unwrap();
            (found.uid(), found.permissions().mode() & 0o777)
        };
        make_folder(&folder.join("one/two")).unwrap();
        make_folder(&folder.join("one/two")).unwrap();
        assert_eq!(of(&folder.join("one")), (service, 0o700));
        assert_eq!(of(&folder.join("one/two")), (service, 0o700));
        for name in ["file", "one/two/file"] {
            drop(private(&folder.join(name)).unwrap());
            assert_eq!(of(&folder.join(name)), (service, 0o600));
        }
        drop(private_to_write(&folder.join("other")).unwrap());
        assert_eq!(of(&folder.join("other")), (service, 0o600));
        for text in ["one", "another"] {
            std::fs::write(folder.join("put.new"), "half of what a power cut").unwrap();
            put(&folder.join("put"), text.as_bytes()).unwrap();
            assert_eq!(of(&folder.join("put")), (service, 0o600));
            assert_eq!(std::fs::read(folder.join("put")).unwrap(), text.as_bytes());
        }

        // The service cannot have a file of root's given to it by a link of that name.
        let roots = folder.with_extension("roots");
        std::fs::write(&roots, "root's").unwrap();
        symlink(&roots, folder.join("link")).unwrap();
        drop(private(&folder.join("link")).unwrap());
        assert_eq!(of(&roots).0, if rooted { 0 } else { service });
        symlink(folder.with_extension("gone"), folder.join("dangling")).unwrap();
        assert!(private(&folder.join("dangling")).is_err());
        std::fs::remove_file(&roots).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
    }

    fn rustix_owner(folder: &Path) -> u32 {
        std::fs::metadata(folder).unwrap().uid()
    }
}
