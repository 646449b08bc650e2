//! Whether the settings can be used, as far as that can be told without starting.

use std::io;
use std::net::SocketAddr;
use std::path::Path;

use rustix::fs::{Access, access};

use super::Config;
use super::settings::{Origin, SettingFault, Settings, Surroundings};
use super::table::{
    ALL, BACKUP_DIR, BACKUP_PASSPHRASE_FILE, DATA_DIR, KEY_FILE, METRICS_TOKEN_FILE, PORTAL_LISTEN,
    Setting, TLS_CERTIFICATE, TLS_KEY,
};
use crate::credentials::{KeyPlace, MasterKey, Passphrase, metrics_token};
use crate::domain::alike::nearest;
use crate::service::backup::away::Away;
use crate::service::tls::Wanted;
use crate::store::STATE;
use crate::store::snapshot::FOLDER;

/// How the variables of settings begin.
const OURS: &str = "HOTSPOTD_";

/// What cannot be used; nothing is made or changed.
pub fn check(settings: &Settings, around: &Surroundings) -> Vec<SettingFault> {
    let config = match Config::of(settings) {
        Ok(config) => config,
        Err(fault) => return vec![fault],
    };
    let mut faults = Vec::new();
    let about = |setting: &Setting, message: String| SettingFault::new(setting.key, message);
    let folder = may_write(&config.data);
    // What is wrong with the folder is wrong with the key in it.
    let ask_key = folder.is_ok() || config.key.path().parent() != Some(&config.data);
    if let Err(message) = folder {
        faults.push(about(&DATA_DIR, message));
    }
    if ask_key && let Err(message) = key(&config) {
        faults.push(about(&KEY_FILE, message));
    }
    if let Some(file) = &config.metrics_token_file
        && let Err(error) = metrics_token::read(file)
    {
        faults.push(about(&METRICS_TOKEN_FILE, with_cause(&error)));
    }
    if meet(config.listen, config.portal) {
        let message = format!(
            "{} and listen ({}) are the same place: name another port",
            config.portal, config.listen
        );
        faults.push(about(&PORTAL_LISTEN, message));
    }
    if names_backups_in_vain(settings) {
        faults.push(about(&BACKUP_DIR, IN_VAIN.to_owned()));
    }
    if let Some(away) = &config.away {
        faults.extend(
            passphrase(away)
                .err()
                .map(|told| about(&BACKUP_PASSPHRASE_FILE, told)),
        );
        // The usual one is made with the first copy.
        let own = config.data.join(FOLDER) == away.folder;
        let folder = if own { Ok(()) } else { is_there(&away.folder) };
        faults.extend(folder.err().map(|told| about(&BACKUP_DIR, told)));
    }
    if let Wanted::Own(files) = &config.tls
        && let Err(error) = files.read()
    {
        let setting = if error.is_of_key(files) {
            &TLS_KEY
        } else {
            &TLS_CERTIFICATE
        };
        faults.push(about(setting, error.to_string()));
    }
    faults.extend(misspelt(around));
    faults
}

/// What is said of a folder for whole backups without a passphrase.
pub const IN_VAIN: &str =
    "no whole backup is made there without a passphrase: name its file by backup_passphrase_file";

/// Whether somebody named a folder for whole backups, and no passphrase for them: then none is made.
pub fn names_backups_in_vain(settings: &Settings) -> bool {
    let named = settings.held(&BACKUP_DIR).is_some_and(|held| {
        matches!(
            held.origin,
            Origin::Flag | Origin::Variable(_) | Origin::File(..)
        )
    });
    named && settings.text(&BACKUP_PASSPHRASE_FILE).is_empty()
}

/// Whether one listener would stand in the way of the other.
fn meet(one: SocketAddr, other: SocketAddr) -> bool {
    let everywhere = one.ip().is_unspecified() || other.ip().is_unspecified();
    one.port() != 0 && one.port() == other.port() && (everywhere || one.ip() == other.ip())
}

/// Whether we may make files in a folder, or the folder itself.
fn may_write(folder: &Path) -> Result<(), String> {
    let shown = folder.display();
    let cannot = |error: &dyn std::fmt::Display| {
        format!(
            "{shown} cannot be used: {error}. Make it accessible to the user that hotspotd runs as"
        )
    };
    match std::fs::metadata(folder) {
        Ok(found) if !found.is_dir() => Err(format!("{shown} is no folder: name another")),
        Ok(_) => access(folder, Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK)
            .map_err(|error| cannot(&error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let above = folder.ancestors().skip(1).find(|folder| folder.exists());
            let above = above.unwrap_or(Path::new("."));
            access(above, Access::WRITE_OK | Access::EXEC_OK)
                .map_err(|error| format!("{shown} cannot be made in {}: {error}", above.display()))
        }
        Err(error) => Err(cannot(&error)),
    }
}

fn with_cause(error: &dyn std::error::Error) -> String {
    let cause = error.source();
    cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

/// Whether whole backups can be locked.
fn passphrase(away: &Away) -> Result<(), String> {
    let text = Passphrase::text_of(&away.passphrase);
    let chosen = text.and_then(|text| Passphrase::chosen(&text));
    chosen.map(drop).map_err(|error| error.to_string())
}

/// Whether a folder is there that we do not make ourselves.
fn is_there(folder: &Path) -> Result<(), String> {
    if folder.is_dir() {
        return may_write(folder);
    }
    let shown = folder.display();
    Err(format!(
        "the folder {shown} is not there: put the stick in, or make the folder"
    ))
}

/// Whether there is a key that can be used, or one can be made.
fn key(config: &Config) -> Result<(), String> {
    let found = MasterKey::find(&config.key).map_err(|error| with_cause(&error))?;
    let path = config.key.path();
    match (found, &config.key) {
        (Some(_), _) => Ok(()),
        (None, _) if config.data.join(STATE.file).exists() => Err(format!(
            "{} is missing, and there is a database already: put the key back from your backup",
            path.display()
        )),
        (None, KeyPlace::Credential(_)) => Err(format!("{} is gone", path.display())),
        // One in the data folder is made with it.
        (None, KeyPlace::File(_)) => match path.parent() {
            Some(folder) if folder != config.data => may_write(folder),
            _ => Ok(()),
        },
    }
}

/// Variables that look like one of a setting and are none.
fn misspelt(around: &Surroundings) -> Vec<SettingFault> {
    let known: Vec<String> = ALL.iter().map(|setting| setting.variable()).collect();
    let keys = || known.iter().filter_map(|name| name.strip_prefix(OURS));
    let wrong = around.variables.keys().filter_map(|name| {
        let rest = name.strip_prefix(OURS)?;
        if keys().any(|key| key == rest) {
            return None;
        }
        let lower: Vec<String> = keys().map(str::to_lowercase).collect();
        let meant = nearest(rest, lower.iter().map(String::as_str))?.to_uppercase();
        let message = format!("this is the variable of no setting: did you mean {OURS}{meant}?");
        Some(SettingFault::new(name, message))
    });
    wrong.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listeners_that_meet() {
        for (one, other, is) in [
            ("0.0.0.0:80", "0.0.0.0:81", false),
            ("0.0.0.0:80", "127.0.0.1:80", true),
            ("10.0.0.1:80", "10.0.0.2:80", false),
            ("10.0.0.1:80", "10.0.0.1:80", true),
            ("127.0.0.1:0", "127.0.0.1:0", false),
        ] {
            assert_eq!(
                meet(one.parse().unwrap(), other.parse().unwrap()),
                is,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn variables_that_are_nearly_ours() {
        let told = |name: &str| {
            let around = Surroundings {
                variables: [(name.to_owned(), "x".into())].into(),
                usual_file: "/nowhere".into(),
            };
            misspelt(&around).first().map(ToString::to_string)
        };
        let meant = told("HOTSPOTD_DATADIR").unwrap();
        assert!(meant.contains("did you mean HOTSPOTD_DATA_DIR?"), "{meant}");
        for name in [
            "HOTSPOTD_LISTEN",
            "HOTSPOTD_SCHEMA",
            "HOTSPOTD_CONFIG",
            "DATA_DIR",
        ] {
            assert_eq!(told(name), None, "{name}");
        }
    }
}
