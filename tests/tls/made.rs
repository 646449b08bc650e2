//! The certificate that the box makes itself, as its addresses come and go.

use std::path::Path;
use std::sync::{Arc, Mutex};

use hotspotd::credentials::Certificate;
use hotspotd::service::tls::Tls;

use crate::support::office::Folder;

/// A box whose names are told by the test.
struct Named {
    names: Arc<Mutex<Vec<String>>>,
    folder: Folder,
}

impl Named {
    fn new(names: &[&str]) -> Named {
        let named = Named {
            names: Arc::default(),
            folder: Folder::new(),
        };
        std::fs::create_dir_all(named.folder.path()).unwrap();
        named.are(names);
        named
    }

    fn are(&self, names: &[&str]) {
        *self.names.lock().unwrap() = names.iter().map(|name| (*name).to_owned()).collect();
    }

    fn open(&self) -> Tls {
        let names = Arc::clone(&self.names);
        let names = Box::new(move || names.lock().unwrap().clone());
        Tls::open(self.folder.path().to_owned(), None, names).unwrap()
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// The certificate as it is kept.
    fn kept(&self) -> Certificate {
        let (chain, key) = (self.file("tls.pem"), self.file("tls.key"));
        Certificate::read(chain.as_bytes(), key.as_bytes()).unwrap()
    }
}

#[test]
fn it_is_made_anew_for_what_comes_and_not_for_what_goes() {
    let at = Named::new(&["localhost", "192.168.88.10"]);
    let tls = at.open();
    let (first, key) = (tls.fingerprint(), at.file("tls.key"));
    tls.look();
    assert_eq!(tls.fingerprint(), first);
    // An address goes: what browsers were told holds on, also after a restart.
    at.are(&["localhost"]);
    tls.look();
    assert_eq!(tls.fingerprint(), first);
    assert_eq!(at.open().fingerprint(), first);
    // Another comes.
    at.are(&["localhost", "192.168.1.7"]);
    tls.look();
    let second = tls.fingerprint();
    assert_ne!(second, first);
    assert_eq!(at.file("tls.key"), key);
    for name in ["localhost", "192.168.1.7", "192.168.88.10"] {
        assert!(at.kept().covers(name), "{name}");
    }
    // The box goes back to the first: it is in it still.
    at.are(&["localhost", "192.168.88.10"]);
    tls.look();
    assert_eq!(tls.fingerprint(), second);
    // What comes while it does not run is found at the start.
    at.are(&["localhost", "192.168.88.10", "duka.local"]);
    let third = at.open().fingerprint();
    assert!(third != second && at.kept().covers("duka.local"));
    assert_eq!(at.file("tls.key"), key);
}

#[test]
fn odd_names_do_not_make_it_anew_each_time() {
    let at = Named::new(&[
        "localhost",
        "my_box",
        "box-",
        "-",
        "a.b.c",
        "1.2",
        "xn--p1ai",
        "0",
    ]);
    let tls = at.open();
    let first = tls.fingerprint();
    tls.look();
    assert_eq!(tls.fingerprint(), first);
    assert_eq!(at.open().fingerprint(), first);
}

#[test]
fn what_a_power_cut_leaves_is_mended() {
    let at = Named::new(&["localhost"]);
    let first = at.open().fingerprint();
    let path = |name: &str| at.folder.path().join(name);
    // Half of the next certificate lies beside it.
    std::fs::write(path("tls.pem.new"), "-----BEGIN").unwrap();
    std::fs::write(path("tls.key.new"), "-----BEGIN").unwrap();
    assert_eq!(at.open().fingerprint(), first);
    let key = at.file("tls.key");
    for damage in ["", "-----BEGIN CERTIFICATE-----\nMII", "\0\0\0"] {
        std::fs::write(path("tls.pem"), damage).unwrap();
        assert_ne!(at.open().fingerprint(), first);
        assert!(at.kept().covers("localhost") && at.file("tls.key") == key);
    }
    // The key of another kind is put aside, not lost.
    std::fs::write(path("tls.key"), "half a key").unwrap();
    at.open();
    assert_eq!(at.file("tls.key.damaged"), "half a key");
    assert!(at.kept().covers("localhost") && at.file("tls.key") != key);
}

#[test]
fn a_folder_that_takes_nothing_leaves_what_was_shown() {
    let at = Named::new(&["localhost"]);
    let tls = at.open();
    let first = tls.fingerprint();
    // A folder in the way of the file that is to be put in its place.
    std::fs::create_dir_all(at.folder.path().join("tls.pem.new/in")).unwrap();
    at.are(&["localhost", "192.168.1.7"]);
    tls.look();
    assert_eq!(tls.fingerprint(), first);
    std::fs::remove_dir_all(at.folder.path().join("tls.pem.new")).unwrap();
    tls.look();
    assert_ne!(tls.fingerprint(), first);
    assert!(at.kept().covers("192.168.1.7"));
    assert!(!Path::new(&at.folder.path().join("tls.pem.new")).exists());
}
