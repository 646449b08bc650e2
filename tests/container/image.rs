//! `packaging/image`, which makes what the scripts have the router unpack.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::script;

/// The head of a program: ELF of that class for that machine, with one segment of that kind.
fn program(class: u8, machine: u16, segment: u32) -> Vec<u8> {
    let (wide, size) = (class == 2, if class == 2 { 64 } else { 52 });
    let mut bytes = vec![0; size];
    bytes[..6].copy_from_slice(&[0x7f, b'E', b'L', b'F', class, 1]);
    bytes[18..20].copy_from_slice(&machine.to_le_bytes());
    let (table, entry) = if wide { (32, 54) } else { (28, 42) };
    bytes[table] = size as u8;
    bytes[entry] = 56;
    bytes[entry + 2] = 1;
    bytes.extend(segment.to_le_bytes());
    bytes
}

const LOADED: u32 = 1;
const ASKS_FOR_A_LOADER: u32 = 3;
const X86_64: (u8, u16) = (2, 62);
const AARCH64: (u8, u16) = (2, 183);
const ARM: (u8, u16) = (1, 40);

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs it in a folder; nothing and a visible word where there is no Python.
fn image(folder: &Path, arguments: &[&str]) -> Option<Output> {
    let tool = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/image");
    let output = Command::new("python3")
        .arg(tool)
        .args(arguments)
        .env_remove("SOURCE_DATE_EPOCH")
        .current_dir(folder)
        .output();
    if output.is_err() {
        eprintln!("SKIPPED: no python3 for packaging/image");
    }
    output.ok()
}

/// The files in a tar archive, with their contents.
fn files(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let text = |bytes: &[u8]| {
        let end = bytes.iter().position(|byte| *byte == 0);
        String::from_utf8(bytes[..end.unwrap_or(bytes.len())].to_vec()).unwrap()
    };
    let mut found = Vec::new();
    let mut rest = archive;
    while rest[0] != 0 {
        let prefix = text(&rest[345..500]);
        let name = text(&rest[..100]);
        let size = usize::from_str_radix(text(&rest[124..136]).trim(), 8).unwrap();
        let name = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}/{name}")
        };
        // A fixed time and owner, or the archive would not come out the same twice.
        assert_eq!(text(&rest[136..148]).trim(), "00000000000", "{name}");
        assert_eq!(text(&rest[108..116]).trim(), "0000000", "{name}");
        found.push((name, rest[512..512 + size].to_vec()));
        rest = &rest[512 + size.div_ceil(512) * 512..];
    }
    found
}

fn json(bytes: &[u8]) -> serde_json::Value {
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn the_image_has_the_old_form_and_comes_out_the_same_twice() {
    let folder = folder("image-form");
    let bytes = program(AARCH64.0, AARCH64.1, LOADED);
    std::fs::write(folder.join("hotspotd"), &bytes).unwrap();
    for output in ["one.tar", "two.tar"] {
        let arguments = [
            "hotspotd",
            "arm64",
            "--version",
            "1.2.3",
            "--output",
            output,
        ];
        let Some(output) = image(&folder, &arguments) else {
            return;
        };
        assert!(output.status.success(), "{output:?}");
    }
    let one = std::fs::read(folder.join("one.tar")).unwrap();
    assert_eq!(one, std::fs::read(folder.join("two.tar")).unwrap());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3);

    let outer = files(&one);
    let get = |name: &str| {
        let found = outer.iter().find(|(known, _)| known == name);
        found.map(|(_, contents)| contents.as_slice()).unwrap()
    };
    let manifest = json(get("manifest.json"));
    assert_eq!(manifest.as_array().unwrap().len(), 1);
    assert_eq!(manifest[0]["RepoTags"][0], "hotspotd:1.2.3");
    let layers = manifest[0]["Layers"].as_array().unwrap();
    assert_eq!(layers.len(), 1);
    let inner = files(get(layers[0].as_str().unwrap()));
    let names: Vec<&str> = inner.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "data/",
        "dev/",
        "etc/",
        "etc/group",
        "etc/passwd",
        "hotspotd",
        "proc/",
        "sys/",
        "tmp/",
    ];
    assert_eq!(names, expected);
    assert_eq!(inner[5].1, bytes);

    let config = json(get(manifest[0]["Config"].as_str().unwrap()));
    assert_eq!(
        (&config["architecture"], &config["os"]),
        (&"arm64".into(), &"linux".into())
    );
    assert_eq!(
        config["config"]["Entrypoint"],
        serde_json::json!(["/hotspotd"])
    );
    assert_eq!(config["config"]["Cmd"], serde_json::json!(["serve"]));
    assert_eq!(
        config["config"]["Volumes"],
        serde_json::json!({"/data": {}})
    );
    // What the router is told, the image says too.
    let script = script(&["--routeros", "7.21"]);
    for variable in config["config"]["Env"].as_array().unwrap() {
        let (name, value) = variable.as_str().unwrap().split_once('=').unwrap();
        let told = format!("key={name} value={value}}}");
        assert!(name == "PATH" || script.contains(&told), "{told}");
    }
}

#[test]
fn it_is_named_as_the_scripts_expect() {
    let folder = folder("image-names");
    for (arch, platform, (class, machine)) in [
        ("amd64", "amd64", X86_64),
        ("arm64", "arm64", AARCH64),
        ("arm", "arm/v7", ARM),
    ] {
        std::fs::write(folder.join("hotspotd"), program(class, machine, LOADED)).unwrap();
        let Some(output) = image(&folder, &["hotspotd", platform]) else {
            return;
        };
        assert!(output.status.success(), "{output:?}");
        let name = format!("hotspotd-{}-{arch}.tar", env!("CARGO_PKG_VERSION"));
        assert!(folder.join(&name).is_file());
        assert!(
            script(&["--routeros", "7.21", "--arch", arch]).contains(&format!("file=usb1/{name} "))
        );
    }
}

#[test]
fn what_would_not_start_is_refused() {
    let folder = folder("image-refused");
    for (bytes, platform, told) in [
        (
            program(X86_64.0, X86_64.1, LOADED),
            "arm64",
            "is not built for arm64",
        ),
        (
            program(ARM.0, ARM.1, LOADED),
            "amd64",
            "is not built for amd64",
        ),
        (
            program(X86_64.0, X86_64.1, ASKS_FOR_A_LOADER),
            "amd64",
            "is not static",
        ),
        (
            program(ARM.0, ARM.1, ASKS_FOR_A_LOADER),
            "arm/v7",
            "is not static",
        ),
        (b"#!/bin/sh\n".to_vec(), "amd64", "is no Linux program"),
        (
            program(X86_64.0, X86_64.1, LOADED)[..30].to_vec(),
            "amd64",
            "is cut off",
        ),
        (Vec::new(), "amd64", "is no Linux program"),
        (Vec::new(), "mips", "there is no image for 'mips'"),
    ] {
        std::fs::write(folder.join("hotspotd"), bytes).unwrap();
        let Some(output) = image(&folder, &["hotspotd", platform]) else {
            return;
        };
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success() && message.contains(told),
            "{told}: {message}"
        );
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    }
}
