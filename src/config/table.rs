//! Every setting of the program in one table: what it is called, what it is for, what it takes, and what holds where nobody says
//! anything. Flags and their help, variables, the settings file, its example and docs/settings.md all follow from it.

use super::form::{self, Form};

/// A setting.
#[derive(Debug)]
pub struct Setting {
    /// Its key in the settings file, in lower case: `data_dir`. The flag and the variable are made of it.
    pub key: &'static str,
    /// What it is for, in a sentence or two.
    pub about: &'static str,
    /// What it takes.
    pub form: Form,
    /// The word that stands for a value in texts: `FOLDER`.
    pub word: &'static str,
    /// What holds where nobody says anything.
    pub usual: Usual,
    /// A value for the example of a settings file, one text for each item of a list.
    pub example: &'static [&'static str],
    /// Whether its value is shown to nobody.
    pub secret: bool,
    /// The variable of others that is read where ours is not set.
    pub also: Option<&'static str>,
    /// Whether a text is a value of it. The error says what is wrong, without the setting's name.
    pub check: fn(&str) -> Result<(), String>,
}

/// There is one setting of each key.
impl PartialEq for Setting {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// What holds where nobody says anything.
#[derive(Debug, Clone, Copy)]
pub enum Usual {
    /// This.
    Text(&'static str),
    /// No item of a list; no file.
    Nothing,
    /// What depends on where the program runs; in words. [`super::settings`] works it out.
    Depends(&'static str),
}

impl Setting {
    /// `--data-dir`.
    pub fn flag(&self) -> String {
        format!("--{}", self.option())
    }

    /// The same without dashes before it.
    pub fn option(&self) -> String {
        self.key.replace('_', "-")
    }

    /// `HOTSPOTD_DATA_DIR`.
    pub fn variable(&self) -> String {
        format!("HOTSPOTD_{}", self.key.to_uppercase())
    }

    /// What holds where nobody says anything, in words.
    pub fn usually(&self) -> &'static str {
        match self.usual {
            Usual::Text(text) | Usual::Depends(text) => text,
            Usual::Nothing => "none",
        }
    }

    /// What a variable with several items or one item holds.
    pub fn items<'t>(&self, text: &'t str) -> Vec<&'t str> {
        match self.form {
            Form::List => text
                .split([',', ' ', '\t', '\n'])
                .filter(|item| !item.is_empty())
                .collect(),
            Form::Path | Form::Text | Form::Switch => vec![text],
        }
    }
}

/// Makes a name for each row and the table of all, so that no setting is without its row.
macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident => $row:expr;)*) => {
        $($(#[$doc])* pub static $name: Setting = $row;)*
        /// All of them, in the order in which they are shown.
        pub static ALL: &[&Setting] = &[$(&$name),*];
    };
}

settings! {
    /// Where everything is kept.
    DATA_DIR => Setting {
        key: "data_dir",
        about: "The folder where everything is kept: databases, key, backups. Only hotspotd may read it.",
        form: Form::Path,
        word: "FOLDER",
        usual: Usual::Depends(
            "the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data",
        ),
        example: &["/var/lib/hotspotd"],
        secret: false,
        also: None,
        check: |text| form::path(text).map(drop),
    };
    /// Where the box's key is.
    KEY_FILE => Setting {
        key: "key_file",
        about: "The file with the box's key, which seals the passwords in the database. It is made where it is missing and nothing was sealed yet. A credential hotspotd.key that systemd hands to the service goes before this file where the settings file names it, not where a flag or a variable does.",
        form: Form::Path,
        word: "FILE",
        usual: Usual::Depends("hotspotd.key in CREDENTIALS_DIRECTORY (systemd sets it), else secret.key in the data folder"),
        example: &["/etc/hotspotd/hotspotd.key"],
        secret: false,
        also: None,
        check: |text| form::path(text).map(drop),
    };
    /// What locks whole backups.
    BACKUP_PASSPHRASE_FILE => Setting {
        key: "backup_passphrase_file",
        about: "The file with the passphrase of whole backups, at least 12 characters. Where it is set, each backup that hotspotd makes is also written as one file with the database and the box's key, which this passphrase opens (age).",
        form: Form::Path,
        word: "FILE",
        usual: Usual::Nothing,
        example: &["/etc/hotspotd/backup-passphrase"],
        secret: false,
        also: None,
        check: |text| form::path(text).map(drop),
    };
    /// Where whole backups go.
    BACKUP_DIR => Setting {
        key: "backup_dir",
        about: "The folder for whole backups, of this box alone: on a stick or another machine it outlives the box. It is not made: where it is missing, Home says so.",
        form: Form::Path,
        word: "FOLDER",
        usual: Usual::Depends("backups in the data folder"),
        example: &["/mnt/stick/hotspotd"],
        secret: false,
        also: None,
        check: |text| form::path(text).map(drop),
    };
    /// Where the administration listens.
    LISTEN => Setting {
        key: "listen",
        about: "Where the administration listens: pages and API.",
        form: Form::Text,
        word: "ADDRESS:PORT",
        usual: Usual::Text("0.0.0.0:8000"),
        example: &["0.0.0.0:8000"],
        secret: false,
        also: None,
        check: |text| form::address(text).map(drop),
    };
    /// Where the customers' portal listens.
    PORTAL_LISTEN => Setting {
        key: "portal_listen",
        about: "Where the customers' portal listens.",
        form: Form::Text,
        word: "ADDRESS:PORT",
        usual: Usual::Text("0.0.0.0:8080"),
        example: &["0.0.0.0:8080"],
        secret: false,
        also: None,
        check: |text| form::address(text).map(drop),
    };
    /// Sites whose pages may speak to the API.
    CORS_ORIGIN => Setting {
        key: "cors_origin",
        about: "Sites whose pages may speak to the API with access tokens, such as https://example.com.",
        form: Form::List,
        word: "ORIGIN",
        usual: Usual::Nothing,
        example: &["https://panel.example"],
        secret: false,
        also: None,
        check: |text| form::origin(text).map(drop),
    };
    /// Whether the administration takes TLS.
    TLS => Setting {
        key: "tls",
        about: "on: the administration takes TLS (https) and plain HTTP at the same port. Plain HTTP is answered to this machine itself and to the proxies of tls_proxy; everybody else is sent to https. off: plain HTTP for everybody.",
        form: Form::Text,
        word: "on|off",
        usual: Usual::Text("on"),
        example: &["on"],
        secret: false,
        also: None,
        check: |text| form::on(text).map(drop),
    };
    /// The operator's own certificate.
    TLS_CERTIFICATE => Setting {
        key: "tls_certificate",
        about: "A certificate of your own for the administration, PEM: the certificate first, then those that vouch for it. It goes with tls_key. Both files are read every minute, so that a renewal is taken without a restart; the user that hotspotd runs as must be able to read them. Without it the box makes a certificate itself, at which browsers warn.",
        form: Form::Path,
        word: "FILE",
        usual: Usual::Nothing,
        example: &["/etc/hotspotd/tls.pem"],
        secret: false,
        also: None,
        check: |text| form::path(text).map(drop),
    };
    /// The key of the operator's own certificate.
    TLS_KEY => Setting {
        key: "tls_key",
        about: "The key of tls_certificate, PEM (PKCS#8, PKCS#1 or SEC1), without a password.",
        form: Form::Path,
        word: "FILE",
        usual: Usual::Nothing,
        example: &["/etc/hotspotd/tls.key"],
        secret: false,
        also: None,
        check: |text| form::path(text).map(drop),
    };
    /// Proxies that take TLS.
    TLS_PROXY => Setting {
        key: "tls_proxy",
        about: "Addresses of proxies that take TLS for the administration, as hotspotd sees them. What they forward came over TLS, unless their X-Forwarded-Proto says http, from the last address of their X-Forwarded-For. Nobody else's such headers are believed.",
        form: Form::List,
        word: "ADDRESS",
        usual: Usual::Nothing,
        example: &["127.0.0.1"],
        secret: false,
        also: None,
        check: |text| form::machine(text).map(drop),
    };
    /// Who reads the figures from elsewhere.
    METRICS_TOKEN_FILE => Setting {
        key: "metrics_token_file",
        about: "A file with a token of at least 16 characters. Whoever reads /metrics sends it (Authorization: Bearer); without this setting, only the box itself may read them. The file is read at the start, by the user that hotspotd runs as.",
        form: Form::Path,
        word: "FILE",
        usual: Usual::Nothing,
        example: &["/etc/hotspotd/metrics.token"],
        secret: false,
        also: None,
        check: |text| form::path(text).map(drop),
    };
    /// Whether routers may be on this machine.
    ALLOW_LOOPBACK => Setting {
        key: "allow_loopback",
        about: "Routers may be on this machine itself: simulated ones, to try things with.",
        form: Form::Switch,
        word: "true|false",
        usual: Usual::Text("false"),
        example: &["false"],
        secret: false,
        also: None,
        check: |text| form::switch(text).map(drop),
    };
    /// How much is logged.
    LOG => Setting {
        key: "log",
        about: "How much is logged: off, error, warn, info, debug or trace; for one part of the program its name before it, like info,hotspotd::jobs=debug.",
        form: Form::Text,
        word: "FILTER",
        usual: Usual::Text("info"),
        example: &["info"],
        secret: false,
        also: Some("RUST_LOG"),
        check: |text| form::filter(text).map(drop),
    };
}
