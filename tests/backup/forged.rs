//! What somebody who knows the passphrase puts together: other files, paths that lead elsewhere, a database that is not the one told of.

use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use hotspotd::credentials::{Lock, Passphrase};
use hotspotd::domain::moment::Moment;
use hotspotd::domain::secret::Secret;
use hotspotd::service::backup::manifest::{DATABASE, KEY, Manifest, Member, NAME};
use hotspotd::store::{STATE, contents};
use tar::{Builder, EntryType, Header};

use crate::bench::{Bench, PASSPHRASE, contents as files, ended, refused};

/// A file in an archive.
struct Put {
    name: String,
    bytes: Vec<u8>,
    kind: EntryType,
}

fn put(name: &str, bytes: &[u8]) -> Put {
    Put {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
        kind: EntryType::Regular,
    }
}

fn archive(puts: &[Put]) -> Vec<u8> {
    let mut tar = Builder::new(Vec::new());
    for put in puts {
        let mut header = Header::new_ustar();
        header.set_entry_type(put.kind);
        header.set_mode(0o600);
        header.set_size(put.bytes.len() as u64);
        // As it is: what writes tars would not write such paths.
        header.as_mut_bytes()[..put.name.len()].copy_from_slice(put.name.as_bytes());
        if put.kind == EntryType::Symlink {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_cksum();
        tar.append(&header, put.bytes.as_slice()).unwrap();
    }
    tar.into_inner().unwrap()
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut zip = GzEncoder::new(Vec::new(), Compression::fast());
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap()
}

fn locked(bytes: &[u8]) -> Vec<u8> {
    let lock = Lock::new(&Passphrase::given(&Secret::new(PASSPHRASE))).unwrap();
    let mut out = lock.over(Vec::new()).unwrap();
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// The key and the database of a box, and the manifest that belongs to them.
fn honest(bench: &Bench, database: &Path) -> (Manifest, Vec<u8>, Vec<u8>) {
    let key = std::fs::read(bench.path("data/secret.key")).unwrap();
    let found = contents::look(database).unwrap();
    let database = std::fs::read(database).unwrap();
    let members = vec![
        Member::of_bytes(KEY, &key),
        Member::of_bytes(DATABASE, &database),
    ];
    let made = Moment::from_secs(1_796_000_000);
    (Manifest::new(found, made, true, members), key, database)
}

fn three(manifest: &Manifest, key: &[u8], database: &[u8]) -> Vec<Put> {
    let text = serde_json::to_vec(manifest).unwrap();
    vec![put(NAME, &text), put(KEY, key), put(DATABASE, database)]
}

/// A box, and a copy of its database alone.
fn bench(name: &str) -> (Bench, std::path::PathBuf) {
    let bench = Bench::furnished(name);
    let copy = ended(
        &bench.run(&[&["backup", "make", "--data-dir", &bench.at("data")]]),
        0,
    );
    let copy = copy.trim().into();
    (bench, copy)
}

fn refuses(bench: &Bench, what: &str, bytes: &[u8], told: &str) {
    std::fs::write(bench.path("forged.age"), locked(bytes)).unwrap();
    let before = files(&bench.folder.0);
    let said = refused(&bench.restore("forged.age", "data", &["--replace-key"]));
    assert!(said.contains(told), "{what}: {said}");
    assert!(
        files(&bench.folder.0) == before,
        "{what}: something was changed"
    );
}

#[test]
fn archives_with_other_files() {
    let (bench, copy) = bench("backup-forged");
    let (manifest, key, database) = honest(&bench, &copy);
    let good = || three(&manifest, &key, &database);
    std::fs::write(bench.path("good.age"), locked(&zipped(&archive(&good())))).unwrap();
    ended(&bench.restore("good.age", "data", &["--verify-only"]), 0);

    let with = |at: usize, change: &dyn Fn(&mut Put)| {
        let mut puts = good();
        change(&mut puts[at]);
        zipped(&archive(&puts))
    };
    let other = "holds other files";
    for name in [
        "../state.db",
        "/etc/passwd",
        "./state.db",
        "state.db/",
        "x/../state.db",
        "STATE.DB",
    ] {
        let bytes = with(2, &|put| name.clone_into(&mut put.name));
        refuses(&bench, name, &bytes, other);
    }
    for kind in [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Directory,
        EntryType::Fifo,
        EntryType::GNUSparse,
        EntryType::GNULongName,
        EntryType::XHeader,
        EntryType::XGlobalHeader,
    ] {
        for at in 0..3 {
            refuses(
                &bench,
                &format!("{kind:?} {at}"),
                &with(at, &|put| put.kind = kind),
                other,
            );
        }
    }
    let mut swapped = good();
    swapped.swap(1, 2);
    refuses(&bench, "order", &zipped(&archive(&swapped)), other);
    let mut more = good();
    more.push(put("more", b"more"));
    refuses(
        &bench,
        "more",
        &zipped(&archive(&more)),
        "it holds more files",
    );
    let mut less = good();
    less.pop();
    refuses(
        &bench,
        "less",
        &zipped(&archive(&less)),
        "a file is missing",
    );
    let mut behind = archive(&good());
    behind.extend([0; 1024]);
    behind.extend(b"behind");
    refuses(&bench, "behind", &zipped(&behind), "behind its last file");
    let twice = [zipped(&archive(&good())), zipped(b"again")].concat();
    refuses(&bench, "twice", &twice, "behind its end");
    refuses(&bench, "no zip", &archive(&good()), "damaged");
    refuses(&bench, "nothing", b"", "damaged");
    let mut cut = zipped(&archive(&good()));
    cut.truncate(cut.len() - 4);
    refuses(&bench, "cut", &cut, "damaged");
    let long = with(0, &|put| put.bytes = vec![b' '; 2 << 20]);
    refuses(&bench, "a long manifest", &long, "too long");
    refuses(
        &bench,
        "no manifest",
        &with(0, &|put| put.bytes = b"{}".to_vec()),
        "its manifest cannot be read",
    );
    let newer = br#"{"format": 9, "program": "9.1.0"}"#;
    refuses(
        &bench,
        "newer",
        &with(0, &|put| put.bytes = newer.to_vec()),
        "hotspotd 9.1.0 made it",
    );
    refuses(
        &bench,
        "another key",
        &with(1, &|put| put.bytes[3] ^= 1),
        "secret.key in it is not what was backed up",
    );
    refuses(
        &bench,
        "another database",
        &with(2, &|put| put.bytes[9_000] ^= 1),
        "state.db in it is not what was backed up",
    );
    refuses(
        &bench,
        "a longer database",
        &with(2, &|put| put.bytes.push(0)),
        "state.db in it is not what was backed up",
    );
}

/// A copy of the database after some SQL.
fn after(bench: &Bench, copy: &Path, sql: &str) -> std::path::PathBuf {
    let path = bench.path("changed.db");
    std::fs::copy(copy, &path).unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
    path
}

#[test]
fn databases_that_are_not_the_one_told_of() {
    let (bench, copy) = bench("backup-databases");
    let pack = |manifest: &Manifest, key: &[u8], database: &[u8]| {
        zipped(&archive(&three(manifest, key, database)))
    };
    // The hashes are right in all of these.
    let (manifest, key, database) = honest(&bench, &copy);
    let mut rows = manifest.clone();
    *rows.rows.get_mut("router").unwrap() += 1;
    refuses(
        &bench,
        "rows",
        &pack(&rows, &key, &database),
        "the table router has 2 rows in the place of 3",
    );
    let mut table = manifest.clone();
    table.rows.remove("router");
    refuses(
        &bench,
        "table",
        &pack(&table, &key, &database),
        "the table router has 2 rows in the place of no",
    );
    let mut schema = manifest.clone();
    schema.schema -= 1;
    refuses(
        &bench,
        "schema",
        &pack(&schema, &key, &database),
        &format!("in the place of {}", STATE.migrations.len() - 1),
    );
    let mut newer = manifest.clone();
    newer.schema += 1;
    newer.program = "9.1.0".to_owned();
    refuses(
        &bench,
        "newer",
        &pack(&newer, &key, &database),
        "was made by a newer hotspotd (version 9.1.0",
    );

    let newer = after(&bench, &copy, "PRAGMA user_version = 99");
    let (mut manifest, key, database) = honest(&bench, &newer);
    manifest.schema = u32::try_from(STATE.migrations.len()).unwrap();
    refuses(
        &bench,
        "a newer database",
        &pack(&manifest, &key, &database),
        "of another schema",
    );
    let foreign = after(&bench, &copy, "PRAGMA application_id = 17");
    let (manifest, key, database) = honest(&bench, &foreign);
    refuses(
        &bench,
        "another program's",
        &pack(&manifest, &key, &database),
        "of another program",
    );

    let (manifest, _, database) = honest(&bench, &copy);
    let other = "17".repeat(32);
    let mut told = manifest.clone();
    told.members[0] = Member::of_bytes(KEY, other.as_bytes());
    refuses(
        &bench,
        "another key",
        &pack(&told, other.as_bytes(), &database),
        "does not open the secrets in it",
    );

    // Damaged before it was hashed.
    let dangling = "PRAGMA foreign_keys = OFF; INSERT INTO configuration SELECT 99, 99, router_id, created_at, created_by, author, template, model, routeros, site_name, row_count, hash, site, script, fate, fate_at FROM configuration LIMIT 1";
    let dangling = after(&bench, &copy, dangling);
    let database = std::fs::read(&dangling).unwrap();
    let mut told = manifest.clone();
    told.members[1] = Member::of_bytes(DATABASE, &database);
    refuses(
        &bench,
        "a dangling row",
        &pack(&told, &key, &database),
        "is damaged",
    );
    let mut torn = std::fs::read(&copy).unwrap();
    for byte in &mut torn[8_200..9_000] {
        *byte ^= 0x55;
    }
    told.members[1] = Member::of_bytes(DATABASE, &torn);
    refuses(
        &bench,
        "a torn page",
        &pack(&told, &key, &torn),
        "is damaged",
    );
}
