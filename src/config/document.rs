//! What is written of the settings: the example of a settings file, and docs/settings.md. Both follow from the table.

use super::file;
use super::form::Form;
use super::stored::STORED;
use super::table::{ALL, Setting};

/// Comments of the example are broken at so many characters.
const WIDTH: usize = 100;

const HEAD: &str = "\
# The settings of hotspotd. A line that begins with # counts for nothing: take it away where you want something else than what is usual.
# A flag of the command line goes before a variable of the environment, a variable before this file, this file before the default.
# `hotspotd config check` tells whether this file is in order, `hotspotd config show` what holds and who says so.
# The business, mail and the care of routers are not here: they are set on the pages, under Settings.
";

/// A settings file with every setting in it, explained and commented out.
pub fn example() -> String {
    let mut text = HEAD.to_owned();
    for setting in ALL {
        text.push('\n');
        for line in lines(setting.about) {
            text.push_str(&format!("# {line}\n"));
        }
        for line in lines(&format!("Default: {}.", setting.usually())) {
            text.push_str(&format!("# {line}\n"));
        }
        text.push_str(&format!("#{}\n", file::written(setting)));
    }
    text
}

/// The text in lines of at most [`WIDTH`] characters, broken between words.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// docs/settings.md.
pub fn markdown() -> String {
    let mut text = String::from(BEFORE);
    for setting in ALL {
        text.push_str(&row(setting));
    }
    text.push_str(BETWEEN);
    for stored in STORED {
        let api = stored
            .api
            .map_or_else(|| "–".to_owned(), |path| format!("`{path}`"));
        let (what, page, path) = (stored.what, stored.page, stored.path);
        text.push_str(&format!("| {what} | {page} (`{path}`) | {api} |\n"));
    }
    text.push_str(AFTER);
    text
}

fn row(setting: &Setting) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let (key, variable) = (setting.key, setting.variable());
    let flag = match setting.form {
        Form::Switch => format!("{}[={}]", setting.flag(), setting.word),
        Form::Path | Form::Text | Form::List => format!("{} {}", setting.flag(), setting.word),
    };
    let takes = match setting.form {
        Form::Path => "a path, in the file a whole one",
        Form::Text => "one text",
        Form::List => "a list",
        Form::Switch => "yes or no",
    };
    let also = setting
        .also
        .map_or_else(String::new, |name| format!(", else `{name}`"));
    let secret = if setting.secret { "yes" } else { "no" };
    format!(
        "| `{key}` | {} | `{}` | `{variable}`{also} | {takes}: `{}` | {} | {secret} |\n",
        cell(setting.about),
        cell(&flag),
        cell(&file::written(setting)),
        cell(setting.usually()),
    )
}

const BEFORE: &str = "\
# Settings

<!-- Written by the program: `UPDATE=1 cargo test --test docs`. What stands here is in src/config/. -->

A flag goes before a variable of the environment, a variable before the settings file, the file before the default. A list that somebody names replaces the one below it
whole; a variable that is empty counts for nothing. The settings file is the one that `--config` names, else the one that `HOTSPOTD_CONFIG` names, else
`/etc/hotspotd/hotspotd.toml` where it is there. It is TOML; a key that is no setting, a value of another kind and a value that is none are told with file, line and column
(exit code 64).

    hotspotd config example      # a settings file with everything in it, explained and commented out
    hotspotd config check        # is everything in order, as far as it can be told without starting?
    hotspotd config show         # what holds, and who says so; --json

`serve`, `account`, `backup`, `restore`, `sample-data`, `status` and `config` read the settings, so that on a box with its settings file `sudo hotspotd account list` needs nothing more.
What these commands make in the data folder as root belongs to whom the folder belongs.

| key in the file | what for | flag | variable | takes, such as | default | secret |
| --- | --- | --- | --- | --- | --- | --- |
";

const BETWEEN: &str = "
A list is written `[\"one\", \"two\"]` in the file, `one,two` or `one two` in a variable, and as the same flag again for each. Yes is `true`, `yes`, `on` or `1` in a variable,
and the flag alone.

## Which key

The box's key seals the passwords in the database; without it they cannot be read.

1. `--key-file` or `HOTSPOTD_KEY_FILE`: whoever says it now means it.
2. The credential `hotspotd.key` that systemd hands to the service (`LoadCredential=hotspotd.key:/etc/hotspotd/hotspotd.key`), where it is there. It is only read.
3. `key_file` in the settings file. The credential goes before it because only root may read such a file: the service gets its key by the credential, and
   `sudo hotspotd account set-up-code`, which has no credential, finds the same key by its name.
4. `secret.key` in the data folder.

Only the place that was found first is looked at. A file is made where it is missing and nothing was sealed yet; where something was, the program says that the key is
missing and does not start. A key file that others may read is refused.

## Kept in the database

These are decided on pages. None of them is a flag, a variable or a key of the file, so each has one place.

| what | page | API |
| --- | --- | --- |
";

const AFTER: &str = "
## Variables of others

| variable | what of it counts |
| --- | --- |
| `STATE_DIRECTORY` | systemd's folder for the service's data: the data folder, where nobody names one |
| `CREDENTIALS_DIRECTORY` | the folder of systemd's credentials: the key |
| `RUST_LOG` | how much is logged, where `HOTSPOTD_LOG` does not say it |
| `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` | colours of the command line |
";

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_example_says_nothing_and_holds_everything() {
        let example = example();
        let read = |text: &str| file::read(Path::new("x"), text).unwrap();
        assert!(read(&example).is_empty());
        let is_setting = |line: &&str| line.starts_with('#') && !line.starts_with("# ");
        let all: Vec<&str> = example
            .lines()
            .filter(is_setting)
            .map(|line| &line[1..])
            .collect();
        assert_eq!(read(&all.join("\n")).len(), ALL.len());
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        let text = "word ".repeat(50);
        let lines = lines(&text);
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| line.len() <= WIDTH));
        assert_eq!(lines.join(" "), text.trim());
    }
}
