//! Files (RouterOS facts: api-facts section 8 and apply-facts "D. files").

use std::time::Duration;

use super::Device;
use super::arguments::Arguments;
use super::outcome::{Outcome, Record, Trap};
use super::store::Row;
use super::version::Version;

/// Contents of this size and above are refused.
const TOO_LONG: usize = 61_440;
/// A command with contents of this size makes the router drop the connection.
pub const DROPS: usize = 102_400;
/// Pages that a hotspot's directory is filled with.
const PAGES: [&str; 15] = [
    "login.html",
    "alogin.html",
    "status.html",
    "logout.html",
    "redirect.html",
    "error.html",
    "rlogin.html",
    "rstatus.html",
    "radvert.html",
    "flogin.html",
    "fstatus.html",
    "flogout.html",
    "md5.js",
    "errors.txt",
    "api.json",
];

/// Longest contents that `print` shows: 60 KiB from 7.16, before that about 4 KiB.
pub fn readable(version: Version) -> usize {
    if version >= Version::new(7, 16, 0) {
        TOO_LONG
    } else {
        4096
    }
}

/// A file that is not there yet.
#[derive(Debug, Clone)]
pub(super) struct LateFile {
    at: Duration,
    name: String,
    contents: String,
}

impl Device {
    /// From now on, an export is there only so much later: boards with NAND take up to 40 s (RouterOS facts: apply, "D. files").
    pub fn delay_files(&mut self, by: Duration) {
        self.files_late = by;
    }

    /// Writes a file as slowly as this board does.
    pub(super) fn write_file_in_time(&mut self, name: &str, contents: &str) {
        if self.files_late.is_zero() {
            return self.write_file(name, contents);
        }
        self.late_files.push(LateFile {
            at: self.uptime.saturating_add(self.files_late),
            name: name.to_string(),
            contents: contents.to_string(),
        });
    }

    /// When which file is there.
    pub(super) fn files_due(&self) -> impl Iterator<Item = (Duration, usize)> {
        let files = self.late_files.iter().enumerate();
        files.map(|(index, file)| (file.at, index))
    }

    /// A late file is there.
    pub(super) fn finish_file(&mut self, index: usize) {
        let file = self.late_files.remove(index);
        self.write_file(&file.name, &file.contents);
    }

    /// Type, size and time of a file; long contents are refused.
    pub(super) fn file_row(&mut self, row: &mut Row, old: Option<&Row>) -> Result<(), Trap> {
        if let Some(old) = old.filter(|old| {
            old.get("contents") == row.get("contents") && old.get("name") == row.get("name")
        }) {
            row.values = old.values.clone();
            return Ok(());
        }
        let name = row
            .get("name")
            .unwrap_or_default()
            .trim_matches('/')
            .to_string();
        let size = row.get("contents").map_or(0, str::len);
        if size >= TOO_LONG {
            return Err(Trap::failure("contents too long"));
        }
        if let Some((folder, _)) = name.rsplit_once('/') {
            self.make_folder(folder);
        }
        let directory = row.get("type") == Some("directory");
        let kind = match name.rsplit_once('.') {
            _ if directory => "directory".to_string(),
            Some((_, "rsc")) => "script".to_string(),
            Some((_, ending)) => format!(".{ending} file"),
            None => "file".to_string(),
        };
        let now = self.moment_text(self.now());
        let time = if self.version >= Version::new(7, 16, 0) {
            "last-modified"
        } else {
            "creation-time"
        };
        row.values.insert("name".to_string(), name);
        row.values.insert("type".to_string(), kind);
        row.values.insert(time.to_string(), now);
        if !directory {
            row.values.insert("size".to_string(), size.to_string());
            row.values.entry("contents".to_string()).or_default();
        }
        Ok(())
    }

    /// Writes a file of any size, as the router itself does (exports, pages, uploads by SFTP). Its folder is made.
    pub fn write_file(&mut self, name: &str, contents: &str) {
        let old = self.store.named("/file", name).next().cloned();
        let mut row = old.clone().unwrap_or_else(|| Row::of(&[("name", name)]));
        row.values.insert("contents".to_string(), String::new());
        row.values.remove("size");
        let short = self.file_row(&mut row, None);
        debug_assert!(short.is_ok(), "an empty file is never too long");
        row.values
            .insert("contents".to_string(), contents.to_string());
        row.values
            .insert("size".to_string(), contents.len().to_string());
        match old {
            Some(_) => self.store.replace("/file", row),
            None => {
                self.store.insert("/file", row, None);
            }
        }
    }

    /// Contents of a file.
    pub fn file_text(&self, name: &str) -> Option<&str> {
        self.store
            .named("/file", name)
            .next()
            .and_then(|row| row.get("contents"))
    }

    fn make_folder(&mut self, folder: &str) {
        if folder.is_empty() || self.store.named("/file", folder).next().is_some() {
            return;
        }
        if let Some((parent, _)) = folder.rsplit_once('/') {
            self.make_folder(parent);
        }
        let row = Row::of(&[("name", folder), ("type", "directory")]);
        self.store.insert("/file", row, None);
    }

    /// Fills the directory of a hotspot profile with the default pages where they are missing.
    pub(super) fn fill_pages(&mut self, directory: &str) {
        let directory = directory.trim_matches('/').to_string();
        for page in PAGES {
            let name = format!("{directory}/{page}");
            if self.store.named("/file", &name).next().is_none() {
                self.write_file(&name, &format!("<!-- default {page} -->\n"));
            }
        }
    }

    /// `/file/read`: a part of a file.
    pub(super) fn read_file(&self, arguments: Arguments<'_>) -> Result<Outcome, Trap> {
        arguments.only(&["file", "offset", "chunk-size", "as-value"])?;
        let number = |name: &str, default: usize| match arguments.get(name) {
            None => Ok(default),
            Some(text) => text
                .parse()
                .map_err(|_| Trap::value(format!("invalid value for argument {name}"))),
        };
        let (offset, size) = (number("offset", 0)?, number("chunk-size", 32_768)?);
        if size > 32_768 {
            return Err(Trap::value("invalid value for argument chunk-size"));
        }
        let name = arguments.require("file")?;
        let text = self
            .file_text(name)
            .ok_or_else(|| Trap::missing("no such item"))?;
        let end = offset.saturating_add(size).min(text.len());
        let bytes = text
            .as_bytes()
            .get(offset.min(end)..end)
            .unwrap_or_default();
        let mut record = Record::default();
        record.push("data", String::from_utf8_lossy(bytes));
        Ok(Outcome::Records(vec![record]))
    }

    /// After a removal: files below a removed folder go too.
    pub(super) fn after_removal(&mut self, menu: &str) {
        if menu != "/file" {
            return;
        }
        let rows = self.store.rows("/file");
        let orphans: Vec<u32> = rows
            .iter()
            .filter(|row| {
                let folder = row
                    .get("name")
                    .and_then(|name| name.rsplit_once('/'))
                    .map(|(folder, _)| folder);
                folder.is_some_and(|folder| self.store.named("/file", folder).next().is_none())
            })
            .map(|row| row.id)
            .collect();
        for id in &orphans {
            self.store.remove("/file", *id);
        }
        if !orphans.is_empty() {
            self.after_removal(menu);
        }
    }

    /// A reboot loses every file outside `flash/` on boards that have that folder.
    pub(super) fn lose_memory_files(&mut self) {
        if !self.model.has_flash_folder() {
            return;
        }
        let kept = |row: &Row| {
            row.get("name")
                .is_some_and(|name| name == "flash" || name.starts_with("flash/"))
        };
        let lost: Vec<u32> = self
            .store
            .rows("/file")
            .iter()
            .filter(|row| !kept(row))
            .map(|row| row.id)
            .collect();
        for id in lost {
            self.store.remove("/file", id);
        }
    }
}
