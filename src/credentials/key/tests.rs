//! Tests of the key file.

use std::os::unix::fs::PermissionsExt as _;

use super::*;

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hotspotd-key-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, name: &str, bytes: &[u8], mode: u32) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }
}

impl Folder {
    /// Where the key of this folder is.
    fn key(&self) -> KeyPlace {
        KeyPlace::in_folder(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn hmac_is_that_of_rfc_4231() {
    // Test case 1 has a key of 20 bytes; HMAC fills it up with zeros to a block, as the key here is.
    let mut key = [0; 32];
    key[..20].fill(0x0b);
    let mac = Key(key).authenticate(&[b"Hi ", b"There"]);
    assert_eq!(mac[..6], [0xb0, 0x34, 0x4c, 0x61, 0xd8, 0xdb]);
    assert_eq!(mac[28..], [0x2e, 0x32, 0xcf, 0xf7]);
}

#[test]
fn a_made_key_is_found_again_and_is_nobody_elses() {
    let folder = Folder::new("made");
    let data = folder.0.join("not/there/yet");
    let place = KeyPlace::in_folder(&data);
    assert!(MasterKey::find(&place).unwrap().is_none());
    let made = MasterKey::create(&place).unwrap();
    let found = MasterKey::find(&place).unwrap().unwrap();
    assert_eq!(made.0.0, found.0.0);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&data.join(FILE)), mode(&data)), (0o600, 0o700));
    assert_eq!(fs::read_dir(&data).unwrap().count(), 1);
    assert_eq!(format!("{made:?}"), "MasterKey(Key(…))");
}

#[test]
fn a_key_is_never_overwritten() {
    let folder = Folder::new("again");
    let first = MasterKey::create(&folder.key()).unwrap();
    // What a process that was stopped in between left is no key.
    folder.put("secret.key.new", b"0123", 0o600);
    let second = MasterKey::create(&folder.key()).unwrap();
    assert_eq!(first.check_value(), second.check_value());
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
}

#[test]
fn a_credential_of_systemd_may_be_open_to_its_group() {
    let folder = Folder::new("systemd");
    let credentials = folder.0.join("credentials");
    fs::create_dir(&credentials).unwrap();
    assert_eq!(KeyPlace::given(&credentials), None);
    let place = KeyPlace::Credential(credentials.join(CREDENTIAL));
    assert!(MasterKey::create(&place).is_err(), "it is given, not made");
    assert_eq!(fs::read_dir(&credentials).unwrap().count(), 0);
    let find = || MasterKey::find(&KeyPlace::given(&credentials).unwrap());
    fs::write(credentials.join(CREDENTIAL), [9; 32]).unwrap();
    fs::set_permissions(
        credentials.join(CREDENTIAL),
        fs::Permissions::from_mode(0o440),
    )
    .unwrap();
    assert_eq!(find().unwrap().unwrap().0.0, [9; 32]);
    fs::set_permissions(
        credentials.join(CREDENTIAL),
        fs::Permissions::from_mode(0o444),
    )
    .unwrap();
    assert!(matches!(
        find(),
        Err(KeyError::OpenToOthers { mode: 0o444, .. })
    ));
}

#[test]
fn a_file_open_to_others_is_refused() {
    let folder = Folder::new("open");
    for mode in [0o640, 0o604, 0o602, 0o666] {
        folder.put(FILE, &[1; 32], mode);
        let error = MasterKey::find(&folder.key()).unwrap_err();
        assert!(error.to_string().contains("chmod 600"), "{error}");
    }
    folder.put(FILE, &[1; 32], 0o400);
    assert!(MasterKey::find(&folder.key()).unwrap().is_some());
}

#[test]
fn what_is_no_key_is_refused_and_left_alone() {
    let folder = Folder::new("none");
    for bytes in [
        &b""[..],
        &[1; 31],
        &[1; 33],
        &[b'g'; 64],
        &[b'0'; 63],
        &[b'0'; 4096],
    ] {
        let path = folder.put(FILE, bytes, 0o600);
        assert!(matches!(
            MasterKey::find(&folder.key()),
            Err(KeyError::NoKey { .. })
        ));
        assert!(MasterKey::create(&folder.key()).is_err());
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    folder.put(
        FILE,
        format!(" {}\r\n", "0aF".repeat(22).split_at(64).0).as_bytes(),
        0o600,
    );
    assert!(MasterKey::find(&folder.key()).unwrap().is_some());
}

#[test]
fn each_purpose_has_its_own_key() {
    let master = MasterKey(Key([5; 32]));
    let all = [Purpose::Seal, Purpose::Jwt, Purpose::Csrf, Purpose::Codes];
    let mut keys: Vec<[u8; 32]> = all
        .iter()
        .map(|purpose| master.derive(*purpose).0)
        .collect();
    keys.push(master.0.0);
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 5);
    // Another value here means that no box opens its secrets any more after an update.
    assert_eq!(master.derive(Purpose::Seal).0[..4], [45, 124, 157, 132]);
}
