//! The settings file: TOML, a key for each setting. Every mistake in it is told with its place.

use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::path::Path;

use rsc::Position;
use toml::de::{DeTable, DeValue};

use super::form::Form;
use super::settings::SettingFault;
use super::table::{ALL, Setting};
use crate::domain::alike::nearest;

/// A longer file is none of settings, in bytes.
const LONGEST: u64 = 64 << 10;

/// What the file says of one setting.
pub struct Entry {
    /// Which.
    pub setting: &'static Setting,
    /// Its value, one text for each item.
    pub texts: Vec<String>,
    /// The line of its value, from 1.
    pub line: usize,
}

/// Reads the file. `Ok(None)`: there is none.
///
/// # Errors
/// Every mistake.
pub fn open(path: &Path) -> Result<Option<Vec<Entry>>, Vec<SettingFault>> {
    let cannot = |why: String| vec![SettingFault::new(path.display(), why)];
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(cannot(format!("the settings file cannot be read: {error}"))),
    };
    let mut text = String::new();
    match file.take(LONGEST + 1).read_to_string(&mut text) {
        Ok(length) if length as u64 > LONGEST => {
            let kib = LONGEST >> 10;
            return Err(cannot(format!(
                "longer than {kib} KiB, so it is no settings file"
            )));
        }
        Ok(_) => {}
        Err(error) => return Err(cannot(format!("the settings file cannot be read: {error}"))),
    }
    read(path, &text).map(Some)
}

/// Reads its text.
///
/// # Errors
/// Every mistake.
pub fn read(path: &Path, text: &str) -> Result<Vec<Entry>, Vec<SettingFault>> {
    let fault = |span: Range<usize>, message: String| {
        let Position { line, column } = Position::of(text, span.start);
        SettingFault::new(format!("{}:{line}:{column}", path.display()), message)
    };
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            return Err(vec![fault(
                span,
                format!("this is no TOML: {}", error.message()),
            )]);
        }
    };
    let mut entries = Vec::new();
    let mut faults = Vec::new();
    for (key, value) in &table {
        let name: &str = key.get_ref();
        let Some(setting) = ALL.iter().copied().find(|setting| setting.key == name) else {
            faults.push(fault(key.span(), unknown(name)));
            continue;
        };
        match texts(setting, value.get_ref(), value.span()) {
            Ok(texts) => {
                let wrong = texts.iter().filter_map(|(text, span)| {
                    let message = check(setting, text).err()?;
                    Some(fault(span.clone(), format!("{name}: {message}")))
                });
                faults.extend(wrong);
                entries.push(Entry {
                    setting,
                    texts: texts.into_iter().map(|(text, _)| text).collect(),
                    line: Position::of(text, value.span().start).line,
                });
            }
            Err((span, wanted)) => {
                faults.push(fault(
                    span,
                    format!("{name} takes {wanted}: write {}", written(setting)),
                ));
            }
        }
    }
    if faults.is_empty() {
        Ok(entries)
    } else {
        Err(faults)
    }
}

fn unknown(name: &str) -> String {
    let meant = nearest(
        &name.replace('-', "_"),
        ALL.iter().map(|setting| setting.key),
    );
    match meant {
        Some(meant) => format!("there is no setting {name:?}: did you mean {meant}?"),
        None => {
            format!("there is no setting {name:?}: `hotspotd config example` shows all there are")
        }
    }
}

/// A text and where it stands.
type Placed = (String, Range<usize>);

/// The texts of a value, or where something of another kind stands and what is wanted.
fn texts(
    setting: &Setting,
    value: &DeValue<'_>,
    span: Range<usize>,
) -> Result<Vec<Placed>, (Range<usize>, &'static str)> {
    match (setting.form, value) {
        (Form::Path | Form::Text, DeValue::String(text)) => Ok(vec![(text.to_string(), span)]),
        (Form::Switch, DeValue::Boolean(on)) => Ok(vec![(on.to_string(), span)]),
        (Form::List, DeValue::Array(items)) => items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::String(text) => Ok((text.to_string(), item.span())),
                _ => Err((item.span(), "a list of texts")),
            })
            .collect(),
        (Form::Path | Form::Text, _) => Err((span, "one text in quotes")),
        (Form::Switch, _) => Err((span, "true or false")),
        (Form::List, _) => Err((span, "a list of texts")),
    }
}

fn check(setting: &Setting, text: &str) -> Result<(), String> {
    (setting.check)(text)?;
    // A service begins in the folder /, a person in any: the same file must mean the same for both.
    if setting.form == Form::Path && !Path::new(text).is_absolute() {
        return Err(format!(
            "{text:?} does not begin with /: write the whole path"
        ));
    }
    Ok(())
}

/// The example of a setting as a line of TOML.
pub fn written(setting: &Setting) -> String {
    let quoted = |text: &&str| toml::Value::String((*text).to_owned()).to_string();
    let texts: Vec<String> = setting.example.iter().map(quoted).collect();
    let value = match setting.form {
        Form::List => format!("[{}]", texts.join(", ")),
        Form::Switch => setting.example.concat(),
        Form::Path | Form::Text => texts.concat(),
    };
    format!("{} = {value}", setting.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let faults = read(Path::new("/etc/x.toml"), text).err().unwrap();
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn values_are_read_with_their_lines() {
        let text = "# mine\nlisten = \"127.0.0.1:80\"\ntls_proxy = [\n  \"10.0.0.1\",\n  \"::1\",\n]\nallow_loopback = true\n";
        let entries = read(Path::new("x"), text).unwrap();
        let read: Vec<_> = entries
            .iter()
            .map(|entry| (entry.setting.key, entry.texts.join(" "), entry.line))
            .collect();
        assert_eq!(
            read,
            [
                ("listen", "127.0.0.1:80".to_owned(), 2),
                ("tls_proxy", "10.0.0.1 ::1".to_owned(), 3),
                ("allow_loopback", "true".to_owned(), 7),
            ]
        );
        assert!(super::read(Path::new("x"), "").unwrap().is_empty());
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        for (text, message) in [
            (
                "data-dir = \"/x\"",
                "/etc/x.toml:1:1: there is no setting \"data-dir\": did you mean data_dir?",
            ),
            (
                "\nlisten_on = 1",
                "/etc/x.toml:2:1: there is no setting \"listen_on\": did you mean",
            ),
            ("zzz = 1", "`hotspotd config example` shows all there are"),
            (
                "[serve]\nlisten = \"x\"",
                "/etc/x.toml:1:2: there is no setting \"serve\"",
            ),
            (
                "listen = 8000",
                "/etc/x.toml:1:10: listen takes one text in quotes: write listen = \"0.0.0.0:8000\"",
            ),
            (
                "allow_loopback = \"yes\"",
                "/etc/x.toml:1:18: allow_loopback takes true or false",
            ),
            (
                "tls_proxy = \"10.0.0.1\"",
                "/etc/x.toml:1:13: tls_proxy takes a list of texts: write tls_proxy = [\"127.0.0.1\"]",
            ),
            (
                "tls_proxy = [\"10.0.0.1\", 7]",
                "/etc/x.toml:1:26: tls_proxy takes a list of texts",
            ),
            (
                "tls_proxy = [\"10.0.0.1\", \"ten\"]",
                "/etc/x.toml:1:26: tls_proxy: \"ten\" is no address",
            ),
            (
                "data_dir = \"data\"",
                "/etc/x.toml:1:12: data_dir: \"data\" does not begin with /",
            ),
            ("listen = ", "/etc/x.toml:1:10: this is no TOML"),
            (
                "log = \"info\"\nlog = \"warn\"",
                "/etc/x.toml:2:1: this is no TOML",
            ),
        ] {
            let told = told(text);
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].contains(message), "{told:?}\n{message}");
        }
        assert_eq!(
            told("lisen = \"x\"\nlog = \"inof\"\nportal_listen = 1").len(),
            3
        );
    }

    #[test]
    fn every_example_is_a_value() {
        for setting in ALL {
            assert!(!setting.example.is_empty(), "{}", setting.key);
            let entries = read(Path::new("x"), &written(setting)).unwrap();
            assert_eq!(entries[0].texts, setting.example, "{}", setting.key);
        }
    }
}
