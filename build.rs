//! Makes the compressed twins of the static files, so that serving one costs no work, and the table that embeds them; the small
//! forms of the pages, of the API's document and of the licences of crates; and the table of words.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

/// When this is built, in seconds since 1970. A clock that says less is wrong. `SOURCE_DATE_EPOCH` makes builds repeatable.
fn built() -> u64 {
    env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|seconds| seconds.parse().ok())
        .unwrap_or_else(|| {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_secs())
        })
}

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=web");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo::rustc-env=HOTSPOTD_BUILT={}", built());
    let variable = |name| env::var(name).map_err(io::Error::other);
    let web = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("web");
    let root = web.join("static");
    let out = PathBuf::from(variable("OUT_DIR")?);
    // The best levels take seconds; while developing nobody waits for them.
    let (brotli, gzip) = match variable("PROFILE")?.as_str() {
        "release" => (11, 9),
        _ => (4, 1),
    };

    for file in ["openapi.json", "licences/crates.txt"] {
        let small = gzip_of(&fs::read(web.join(file))?, gzip)?;
        fs::write(out.join(file.replace('/', "_") + ".gz"), small)?;
    }
    fs::write(out.join("assets.rs"), assets(&root, &out, brotli, gzip)?)?;
    fs::write(out.join("pages.rs"), pages(&web.join("pages"), &out, gzip)?)?;
    fs::write(out.join("words.rs"), words(&web.join("words"))?)
}

/// The table of static files, with their twins.
fn assets(root: &Path, out: &Path, brotli: i32, gzip: u32) -> io::Result<String> {
    let mut table = String::from("&[\n");
    for (name, file) in below(root)? {
        let bytes = fs::read(&file)?;
        let twin = |extension| out.join(format!("{}.{extension}", name.replace('/', "_")));
        fs::write(twin("br"), brotli_of(&bytes, brotli)?)?;
        fs::write(twin("gz"), gzip_of(&bytes, gzip)?)?;
        writeln!(
            table,
            "    Embedded {{ name: {name:?}, brotli: include_bytes!({:?}), gzip: include_bytes!({:?}) }},",
            twin("br"),
            twin("gz"),
        )
        .map_err(io::Error::other)?;
    }
    table.push(']');
    Ok(table)
}

/// The table of pages, each packed, in the order of their names.
fn pages(root: &Path, out: &Path, gzip: u32) -> io::Result<String> {
    let mut table = String::from("&[\n");
    for (name, file) in below(root)? {
        let packed = out.join(format!("page_{}.gz", name.replace('/', "_")));
        fs::write(&packed, gzip_of(&fs::read(&file)?, gzip)?)?;
        writeln!(table, "    ({name:?}, include_bytes!({packed:?})),").map_err(io::Error::other)?;
    }
    table.push(']');
    Ok(table)
}

/// The table of words: each key with its text in English and in Kiswahili, in the order of keys.
fn words(folder: &Path) -> io::Result<String> {
    let read = |language: &str| -> io::Result<BTreeMap<String, String>> {
        let file = folder.join(format!("{language}.toml"));
        let text = fs::read_to_string(&file)?;
        let table: toml::Table = text
            .parse()
            .map_err(|error| io::Error::other(format!("{}: {error}", file.display())))?;
        let mut flat = BTreeMap::new();
        flatten("", &table, &mut flat);
        Ok(flat)
    };
    let (english, mut swahili) = (read("en")?, read("sw")?);
    let lacks = |language: &str, key: &str| {
        io::Error::other(format!(
            "web/words/{language}.toml has no {key}, the other has"
        ))
    };
    let mut table = String::from("&[\n");
    for (key, english) in english {
        let swahili = swahili.remove(&key).ok_or_else(|| lacks("sw", &key))?;
        writeln!(
            table,
            "    Text {{ key: {key:?}, english: {english:?}, swahili: {swahili:?} }},"
        )
        .map_err(io::Error::other)?;
    }
    if let Some((key, _)) = swahili.first_key_value() {
        return Err(lacks("en", key));
    }
    table.push(']');
    Ok(table)
}

fn flatten(prefix: &str, table: &toml::Table, flat: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = match prefix {
            "" => name.clone(),
            prefix => format!("{prefix}.{name}"),
        };
        match value {
            toml::Value::Table(inner) => flatten(&key, inner, flat),
            toml::Value::String(text) => drop(flat.insert(key, text.clone())),
            other => drop(flat.insert(key, other.to_string())),
        }
    }
}

/// All files below a folder, by their names from there, in the order of those. The list of what others wrote (`.toml`) is for people and tests.
fn below(root: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|extension| extension != "toml") {
                let name = path.strip_prefix(root).map_err(io::Error::other)?;
                files.insert(name.to_string_lossy().replace('\\', "/"), path);
            }
        }
    }
    Ok(files)
}

fn brotli_of(bytes: &[u8], quality: i32) -> io::Result<Vec<u8>> {
    let mut small = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut small, &parameters)?;
    Ok(small)
}

fn gzip_of(bytes: &[u8], level: u32) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    encoder.write_all(bytes)?;
    encoder.finish()
}
