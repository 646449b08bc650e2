//! What is wrong with a backup is told in a sentence, and the data folder holds every byte that it held.

use hotspotd::credentials::KeyPlace;
use hotspotd::credentials::Passphrase;
use hotspotd::domain::secret::Secret;
use hotspotd::service::backup::restoring::examine;

use crate::bench::{Bench, PASSPHRASE, contents, ended, hotspotd, refused};

/// How many bytes are altered one after the other, spread over the file.
const ALTERED: usize = 60;

/// Nothing of the box was altered by what is refused with these words.
fn refuses(bench: &Bench, file: &str, told: &str) {
    let before = contents(&bench.path("data"));
    assert!(before.len() > 3);
    for more in [&[][..], &["--verify-only"], &["--replace-key"]] {
        let said = refused(&bench.restore(file, "data", more));
        assert!(said.contains(told), "{file} {more:?}: {said}");
        assert!(
            contents(&bench.path("data")) == before,
            "{file} {more:?}: the folder was changed"
        );
    }
    // Nor is anything made where nothing was.
    refused(&bench.restore(file, "new/box", &[]));
    assert!(!bench.path("new").exists(), "{file}");
}

#[test]
fn wrong_passphrases_and_other_files() {
    let bench = Bench::furnished("backup-refused");
    let whole = std::fs::read(bench.path("whole.age")).unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(bench.path(name), bytes).unwrap();
    put("short.age", &whole[..whole.len() / 2]);
    refuses(&bench, "short.age", "damaged or was cut short");
    put("head.age", &whole[..100]);
    refuses(&bench, "head.age", "damaged or was cut short");
    put("longer.age", &[&whole[..], b"more"].concat());
    refuses(&bench, "longer.age", "damaged or was cut short");
    put("letters.age", b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n");
    refuses(&bench, "letters.age", "in letters (armored)");
    put("letter.txt", b"to the landlord");
    refuses(&bench, "letter.txt", "is not a database of hotspotd");
    put("empty.age", b"");
    refuses(&bench, "empty.age", "is damaged");
    refuses(&bench, "none.age", "cannot be read");
    // For somebody's key: what age writes for it, so that the program need not be here.
    let key = b"age-encryption.org/v1\n-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nEmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n--- Vn+54jqiiUCE+WZcEVY3f1sqHjlu/z1LCQ/T7Xm7qI0\n0123456789abcdef0123456789abcdef";
    put("key.age", key);
    refuses(&bench, "key.age", "locked for somebody's key");
    put("pass", b"chai na mandazi baridi\n");
    refuses(
        &bench,
        "whole.age",
        "the passphrase is wrong, or the file is damaged",
    );
    std::fs::remove_file(bench.path("pass")).unwrap();
    refuses(&bench, "whole.age", "the passphrase file");
    // With nobody to ask.
    let (file, data) = (bench.at("whole.age"), bench.at("data"));
    let asked = refused(&hotspotd(&["restore", &file, "--data-dir", &data]));
    assert!(asked.contains("--passphrase-file"), "{asked}");
}

#[test]
fn every_altered_byte() {
    let bench = Bench::furnished("backup-altered");
    let before = contents(&bench.path("data"));
    let whole = std::fs::read(bench.path("whole.age")).unwrap();
    let passphrase = Passphrase::given(&Secret::new(PASSPHRASE));
    let (data, altered) = (bench.path("data"), bench.path("altered.age"));
    let look = |bytes: &[u8]| {
        std::fs::write(&altered, bytes).unwrap();
        let place = KeyPlace::in_folder(&data);
        examine(&altered, Some(&passphrase), &data, &place, 1 << 30).map(drop)
    };
    look(&whole).unwrap();
    for turn in 0..ALTERED {
        // The last byte too.
        let at = turn * (whole.len() - 1) / (ALTERED - 1);
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (turn % 8);
        assert!(look(&bytes).is_err(), "byte {at} of {}", whole.len());
        assert!(
            contents(&data) == before,
            "byte {at}: the folder was changed"
        );
    }
}

#[test]
fn what_cannot_be_made_leaves_nothing() {
    let bench = Bench::furnished("backup-unmade");
    std::fs::write(bench.path("tiny"), "short\n").unwrap();
    let make = |data: &str, out: &str, pass: &str| {
        let (data, pass) = (bench.at(data), bench.at(pass));
        refused(&hotspotd(&[
            "backup",
            "make",
            "--data-dir",
            &data,
            "--out",
            out,
            "--passphrase-file",
            &pass,
        ]))
    };
    let names = || contents(&bench.folder.0).into_keys().collect::<Vec<_>>();
    let before = names();
    let short = make("data", &bench.at("a.age"), "tiny");
    assert!(short.contains("at least 12 characters"), "{short}");
    let nowhere = make("nowhere", &bench.at("a.age"), "pass");
    assert!(nowhere.contains("there is no state.db"), "{nowhere}");
    let no_folder = make("data", &bench.at("no/a.age"), "pass");
    assert!(no_folder.contains("its folder is there"), "{no_folder}");
    for other in ["/dev/null", &bench.at("data")] {
        let other = make("data", other, "pass");
        assert!(other.contains("no file"), "{other}");
    }
    assert!(
        std::path::Path::new("/dev/null")
            .metadata()
            .is_ok_and(|found| !found.is_file())
    );
    std::fs::rename(bench.path("data/secret.key"), bench.path("key")).unwrap();
    let no_key = make("data", &bench.at("a.age"), "pass");
    assert!(no_key.contains("there is no key"), "{no_key}");
    std::fs::write(bench.path("data/secret.key"), "0".repeat(64)).unwrap();
    ended(
        &std::process::Command::new("chmod")
            .arg("600")
            .arg(bench.path("data/secret.key"))
            .output()
            .unwrap(),
        0,
    );
    // What was there before under the name of the backup stays.
    let kept = std::fs::read(bench.path("whole.age")).unwrap();
    let other_key = make("data", &bench.at("whole.age"), "pass");
    assert!(
        other_key.contains("is not the one that sealed"),
        "{other_key}"
    );
    assert!(std::fs::read(bench.path("whole.age")).unwrap() == kept);
    std::fs::rename(bench.path("key"), bench.path("data/secret.key")).unwrap();
    assert_eq!(names(), before);
}
