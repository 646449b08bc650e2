//! Tests of who goes before whom.

use super::super::form;
use super::super::table::{ALLOW_LOOPBACK, CORS_ORIGIN, LISTEN, LOG};
use super::*;

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("hotspotd-settings-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn around(folder: &Folder, variables: &[(&str, &str)]) -> Surroundings {
    Surroundings {
        variables: variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), OsString::from(value)))
            .collect(),
        usual_file: folder.0.join("hotspotd.toml"),
    }
}

fn flag(setting: &'static Setting, value: &str) -> Given {
    Given {
        file: None,
        flags: vec![(setting, vec![value.to_owned()])],
    }
}

fn held(given: &Given, around: &Surroundings, setting: &'static Setting) -> (String, String) {
    let settings = Settings::gather(given, around).unwrap();
    let held = settings.held(setting).unwrap();
    (held.shown(), held.told())
}

fn told(given: &Given, around: &Surroundings) -> Vec<String> {
    let faults = Settings::gather(given, around).unwrap_err();
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn a_flag_goes_before_a_variable_before_the_file_before_what_is_usual() {
    let folder = Folder::new("order");
    let none = Given::default();
    let is = |value: &str, by: &str| (value.to_owned(), by.to_owned());
    let bare = around(&folder, &[("HOTSPOTD_LISTEN", "")]);
    assert_eq!(held(&none, &bare, &LISTEN), is("0.0.0.0:8000", "default"));
    let file = folder.file("hotspotd.toml", "\nlisten = \"127.0.0.1:1\"\n");
    let by = format!("{}:2", file.display());
    assert_eq!(held(&none, &bare, &LISTEN), is("127.0.0.1:1", &by));
    let variable = around(&folder, &[("HOTSPOTD_LISTEN", "127.0.0.1:2")]);
    let by = "variable HOTSPOTD_LISTEN";
    assert_eq!(held(&none, &variable, &LISTEN), is("127.0.0.1:2", by));
    let given = flag(&LISTEN, "127.0.0.1:3");
    assert_eq!(
        held(&given, &variable, &LISTEN),
        is("127.0.0.1:3", "flag --listen")
    );
}

#[test]
fn lists_are_replaced_whole() {
    let folder = Folder::new("lists");
    folder.file(
        "hotspotd.toml",
        "cors_origin = [\"https://a.example\", \"https://b.example\"]",
    );
    let bare = around(&folder, &[]);
    assert_eq!(
        held(&Given::default(), &bare, &CORS_ORIGIN).0,
        "https://a.example, https://b.example"
    );
    let variable = around(
        &folder,
        &[(
            "HOTSPOTD_CORS_ORIGIN",
            "https://c.example, https://d.example",
        )],
    );
    let settings = Settings::gather(&Given::default(), &variable).unwrap();
    assert_eq!(
        settings.values(&CORS_ORIGIN, form::origin).unwrap().len(),
        2
    );
    assert_eq!(
        held(
            &flag(&CORS_ORIGIN, "https://e.example"),
            &variable,
            &CORS_ORIGIN
        )
        .0,
        "https://e.example"
    );
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let folder = Folder::new("named");
    let bare = around(&folder, &[]);
    let settings = Settings::gather(&Given::default(), &bare).unwrap();
    assert_eq!(settings.file, None);
    let mut given = Given {
        file: Some(folder.0.join("mine.toml")),
        flags: Vec::new(),
    };
    assert!(told(&given, &bare)[0].starts_with("--config: there is no file "));
    let missing = around(&folder, &[("HOTSPOTD_CONFIG", "/nowhere/x.toml")]);
    assert_eq!(
        told(&Given::default(), &missing),
        ["HOTSPOTD_CONFIG: there is no file /nowhere/x.toml"]
    );
    // The flag goes before the variable.
    let mine = folder.file("mine.toml", "log = \"warn\"");
    assert_eq!(held(&given, &missing, &LOG).0, "warn");
    given.file = Some(folder.0.clone());
    assert!(told(&given, &bare)[0].contains("cannot be read"));
    std::fs::write(mine, [0xff]).unwrap();
}

#[test]
fn everything_wrong_is_told_at_once_with_its_place() {
    let folder = Folder::new("wrong");
    folder.file("hotspotd.toml", "lisen = 1\n");
    let variables = [("HOTSPOTD_LOG", "inof"), ("RUST_LOG", "warn")];
    let told = told(&flag(&LISTEN, "8000"), &around(&folder, &variables));
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told[0].contains("hotspotd.toml:1:1: there is no setting"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("--listen: \"8000\" is no address"),
        "{told:?}"
    );
    assert!(told[2].starts_with("HOTSPOTD_LOG: \"inof\""), "{told:?}");
}

#[test]
fn variables_of_others_come_after_ours() {
    let folder = Folder::new("others");
    let rust = around(&folder, &[("RUST_LOG", "debug")]);
    assert_eq!(held(&Given::default(), &rust, &LOG).1, "variable RUST_LOG");
    let both = around(&folder, &[("RUST_LOG", "debug"), ("HOTSPOTD_LOG", "warn")]);
    assert_eq!(held(&Given::default(), &both, &LOG).0, "warn");
    let wrong = around(&folder, &[("RUST_LOG", "hyper")]);
    assert!(told(&Given::default(), &wrong)[0].starts_with("RUST_LOG: \"hyper\" is no level"));
    let off = around(&folder, &[("HOTSPOTD_ALLOW_LOOPBACK", "yes")]);
    let settings = Settings::gather(&Given::default(), &off).unwrap();
    assert_eq!(settings.value(&ALLOW_LOOPBACK, form::switch), Ok(true));
}

#[test]
fn the_data_folder_is_systemds_else_the_boxs_else_here() {
    let folder = Folder::new("data");
    let none = Given::default();
    let bare = around(&folder, &[]);
    assert_eq!(held(&none, &bare, &DATA_DIR).0, "data");
    folder.file("hotspotd.toml", "# nothing\n");
    assert_eq!(held(&none, &bare, &DATA_DIR).0, "/var/lib/hotspotd");
    let state = around(&folder, &[("STATE_DIRECTORY", "/srv/state:/srv/other")]);
    assert_eq!(
        held(&none, &state, &DATA_DIR),
        (
            "/srv/state".to_owned(),
            "systemd, by STATE_DIRECTORY".to_owned()
        )
    );
    // A file of one's own says nothing of the box.
    let mine = Given {
        file: Some(folder.file("mine.toml", "")),
        flags: Vec::new(),
    };
    assert_eq!(held(&mine, &bare, &DATA_DIR).0, "data");
    folder.file("hotspotd.toml", "data_dir = \"/srv/box\"");
    assert_eq!(held(&none, &state, &DATA_DIR).0, "/srv/box");
}

#[test]
fn a_credential_goes_before_the_file_and_after_who_says_otherwise_now() {
    let folder = Folder::new("key");
    let none = Given::default();
    let place = |given: &Given, variables: &[(&str, &str)]| {
        let settings = Settings::gather(given, &around(&folder, variables)).unwrap();
        super::super::key(&settings).unwrap()
    };
    let file = |path: &str| KeyPlace::File(PathBuf::from(path));
    assert_eq!(place(&none, &[]), file("data/secret.key"));
    let elsewhere = flag(&DATA_DIR, "/srv/x");
    assert_eq!(place(&elsewhere, &[]), file("/srv/x/secret.key"));

    folder.file("hotspotd.toml", "key_file = \"/etc/hotspotd/hotspotd.key\"");
    assert_eq!(place(&none, &[]), file("/etc/hotspotd/hotspotd.key"));
    let credentials = folder.0.join("credentials");
    std::fs::create_dir(&credentials).unwrap();
    let systemd = ("CREDENTIALS_DIRECTORY", credentials.to_str().unwrap());
    // systemd hands over credentials, and none of them is the key.
    assert_eq!(place(&none, &[systemd]), file("/etc/hotspotd/hotspotd.key"));
    let given = folder.file("credentials/hotspotd.key", "x");
    assert_eq!(place(&none, &[systemd]), KeyPlace::Credential(given));
    let variable = ("HOTSPOTD_KEY_FILE", "/mnt/stick/key");
    assert_eq!(place(&none, &[systemd, variable]), file("/mnt/stick/key"));
    let flag = flag(&KEY_FILE, "/mnt/other/key");
    assert_eq!(place(&flag, &[systemd, variable]), file("/mnt/other/key"));
}

#[test]
fn a_secret_is_not_shown() {
    static SECRET: Setting = Setting {
        key: "pepper",
        about: "",
        form: Form::Text,
        word: "TEXT",
        usual: Usual::Nothing,
        example: &[],
        secret: true,
        also: None,
        check: |_| Ok(()),
    };
    let held = |texts: &[&str]| Held {
        setting: &SECRET,
        texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        origin: Origin::Flag,
    };
    assert_eq!(held(&["hot"]).shown(), "…");
    assert_eq!(
        format!("{:?}", held(&["hot"])),
        "pepper = … (flag --pepper)"
    );
    assert_eq!(held(&[]).shown(), "none");
}
