//! Files that are on their way: only their owner reads them, and they go where nobody gives them a name.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::admit::beside;
use super::{private, snapshot};

/// What their names end with.
const ENDING: &str = ".part";

/// A file on its way, empty at first. It goes with the value, unless it was given its name.
#[derive(Debug)]
pub struct Temporary {
    path: PathBuf,
    file: File,
}

impl Temporary {
    /// A new one in a folder, whose name begins with `stem`. Those that a killed program left under this stem go: a file that is in use is
    /// locked by whoever uses it.
    ///
    /// # Errors
    /// The system's.
    pub fn new(folder: &Path, stem: &str) -> io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        sweep(folder, stem);
        loop {
            let number = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("{stem}-{}-{number}{ENDING}", std::process::id()));
            let file = match private::new(&path) {
                // A process of the same number has it, in another container, or had it before the last start.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                made => made?,
            };
            match file.try_lock() {
                // Where the file system knows no locks, what is left over stays.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Temporary { path, file }),
                // Whoever sweeps holds it, and takes it away.
                Err(TryLockError::WouldBlock) => {}
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file, to write to and read from.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Gives it its name, in the place of what had that name. At every moment the name is that of the one or the other, whole.
    ///
    /// # Errors
    /// The system's; then the file is gone.
    pub fn name(self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        std::fs::rename(&self.path, path)?;
        File::open(private::above(path))?.sync_all()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            // What cannot be removed now is removed by the next.
            let _ = snapshot::remove(&beside(&self.path, ending));
        }
    }
}

fn sweep(folder: &Path, stem: &str) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let rest = name
            .strip_prefix(stem)
            .and_then(|rest| rest.strip_prefix('-'));
        let ours = rest
            .and_then(|rest| rest.strip_suffix(ENDING))
            .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '-'));
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let idle = File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if idle {
            let _ = snapshot::remove(&entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn goes_unless_it_is_named_and_is_swept_unless_it_is_in_use() {
        let folder = std::env::temp_dir().join(format!("hotspotd-part-{}", std::process::id()));
        private::make_folder(&folder).unwrap();
        let names = || {
            let entries = std::fs::read_dir(&folder).unwrap();
            let name = |entry: io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
            let mut names: Vec<_> = entries.map(name).collect();
            names.sort();
            names
        };
        std::fs::write(folder.join("whole-999999-0.part"), "left").unwrap();
        std::fs::write(folder.join("whole-diary.part"), "theirs").unwrap();
        let one = Temporary::new(&folder, "whole").unwrap();
        let two = Temporary::new(&folder, "whole").unwrap();
        assert_eq!(names().len(), 3, "{:?}", names());
        one.file().write_all(b"all of it").unwrap();
        std::fs::write(folder.join("name"), "former").unwrap();
        one.name(&folder.join("name")).unwrap();
        drop(two);
        assert_eq!(names(), ["name", "whole-diary.part"]);
        assert_eq!(std::fs::read(folder.join("name")).unwrap(), b"all of it");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
