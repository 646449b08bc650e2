//! A box with something in it, the program on the command line, and what lies in a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::furnished::Folder;

/// The passphrase of all backups here.
pub const PASSPHRASE: &str = "chai na mandazi moto";

/// A folder with a box, a backup of it, and room for more.
pub struct Bench {
    pub folder: Folder,
}

impl Bench {
    /// A folder with the passphrase in a file.
    pub fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        std::fs::create_dir_all(&folder.0).unwrap();
        let bench = Bench { folder };
        std::fs::write(bench.path("pass"), format!("{PASSPHRASE}\n")).unwrap();
        bench
    }

    /// The same with a box in `data`, and `whole.age`, a backup of it.
    pub fn furnished(name: &str) -> Self {
        let bench = Self::new(name);
        let few = ["--routers", "2", "--configurations", "2"];
        let filled = bench.run(&[
            &["sample-data"],
            &few[..],
            &["--data-dir", &bench.at("data")],
        ]);
        ended(&filled, 0);
        bench.backed_up("data", "whole.age");
        bench
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.0.join(name)
    }

    pub fn at(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Makes a whole backup of the box in a folder.
    pub fn backed_up(&self, data: &str, out: &str) {
        let (data, out, pass) = (self.at(data), self.at(out), self.at("pass"));
        let made = hotspotd(&[
            "backup",
            "make",
            "--data-dir",
            &data,
            "--out",
            &out,
            "--passphrase-file",
            &pass,
        ]);
        ended(&made, 0);
    }

    /// Runs `restore` on a file and a data folder, with more arguments.
    pub fn restore(&self, file: &str, data: &str, more: &[&str]) -> Output {
        let (file, data, pass) = (self.at(file), self.at(data), self.at("pass"));
        let usual = [
            "restore",
            &file,
            "--data-dir",
            &data,
            "--passphrase-file",
            &pass,
        ];
        self.run(&[&usual[..], more])
    }

    pub fn run(&self, arguments: &[&[&str]]) -> Output {
        hotspotd(&arguments.concat())
    }
}

/// Runs the program; nobody is at its input.
pub fn hotspotd(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap()
}

/// What it wrote to standard output, where it ended with this code.
pub fn ended(output: &Output, code: i32) -> String {
    assert_eq!(output.status.code(), Some(code), "{output:#?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What it wrote to standard error, where it refused.
pub fn refused(output: &Output) -> String {
    assert!(matches!(output.status.code(), Some(1 | 64)), "{output:#?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Every file below a folder, with its bytes.
pub fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return all;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(contents(&path));
            all.insert(path, Vec::new());
        } else {
            let bytes = std::fs::read(&path).unwrap();
            all.insert(path, bytes);
        }
    }
    all
}
