//! The boards that hotspotd knows, from `catalogue/models.tsv`.

use std::sync::OnceLock;

use crate::domain::routeros::model::Model;
use crate::domain::routeros::model_line;
use crate::domain::shown::shown;

const BUILTIN: &str = include_str!("../../../catalogue/models.tsv");

/// A list of boards.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    models: Vec<Model>,
    /// Names and product codes of each board as [`key`]s.
    keys: Vec<[String; 2]>,
}

/// A line of a catalogue file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the catalogue: {why}")]
pub struct CatalogueError {
    line: usize,
    why: String,
}

/// The board is not in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a board in the catalogue; {hint}", shown(name))]
pub struct UnknownModel {
    name: String,
    hint: String,
}

impl Catalogue {
    /// The catalogue that comes with the program; parsed once.
    pub fn builtin() -> &'static Self {
        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        // A test reads the embedded file, so the empty catalogue never comes about.
        CATALOGUE.get_or_init(|| Self::parse(BUILTIN).unwrap_or_default())
    }

    /// Reads a catalogue file: lines of tab-separated fields, `#` comments, one heading line.
    ///
    /// # Errors
    /// The first line that is not a board, with its number.
    pub fn parse(text: &str) -> Result<Self, CatalogueError> {
        let mut catalogue = Self::default();
        let lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        for (at, line) in lines.skip(1) {
            let model =
                model_line::read(line).map_err(|why| CatalogueError { line: at + 1, why })?;
            catalogue.push(model);
        }
        Ok(catalogue)
    }

    fn push(&mut self, model: Model) {
        self.keys.push([key(&model.name), key(&model.product_code)]);
        self.models.push(model);
    }

    /// These boards and more behind them. One that is called like an earlier one is never found, so nobody should add it.
    #[must_use]
    pub fn with(&self, more: impl IntoIterator<Item = Model>) -> Self {
        let mut catalogue = self.clone();
        more.into_iter().for_each(|model| catalogue.push(model));
        catalogue
    }

    /// All boards, in the order of the file.
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// The board of that name or product code. Case, spaces, dashes and the way of writing ² do not matter.
    pub fn find(&self, name: &str) -> Option<&Model> {
        let wanted = key(name);
        let at = self
            .keys
            .iter()
            .position(|keys| !wanted.is_empty() && keys.contains(&wanted))?;
        self.models.get(at)
    }

    /// Like [`Catalogue::find`], with what to write instead when there is none.
    ///
    /// # Errors
    /// The board is unknown.
    pub fn get(&self, name: &str) -> Result<&Model, UnknownModel> {
        self.find(name).ok_or_else(|| {
            let near = self.nearest(name);
            let hint = if near.is_empty() {
                "`hotspotd models` lists them all".to_owned()
            } else {
                format!("did you mean {}?", near.join(" or "))
            };
            UnknownModel {
                name: name.to_owned(),
                hint,
            }
        })
    }

    /// The boards whose name or product code has the text in it.
    pub fn search(&self, text: &str) -> Vec<&Model> {
        let wanted = key(text);
        let has = |keys: &[String; 2]| keys.iter().any(|key| key.contains(&wanted));
        self.models
            .iter()
            .zip(&self.keys)
            .filter(|(_, keys)| has(keys))
            .map(|(model, _)| model)
            .collect()
    }

    /// Up to three names that look like the text, the most alike first.
    pub fn nearest(&self, name: &str) -> Vec<&str> {
        const ALIKE: f64 = 0.6;
        // Long texts are no names; comparing them would take long.
        let wanted: String = key(name).chars().take(48).collect();
        let likeness = |key: &String| {
            let part = wanted.len() >= 3 && key.contains(&wanted);
            if part {
                0.9
            } else {
                strsim::normalized_damerau_levenshtein(&wanted, key)
            }
        };
        let mut near: Vec<(f64, &str)> = self
            .models
            .iter()
            .zip(&self.keys)
            .map(|(model, keys)| {
                (
                    keys.iter().map(likeness).fold(0.0, f64::max),
                    model.name.as_str(),
                )
            })
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        near.into_iter().take(3).map(|(_, name)| name).collect()
    }
}

/// What counts of a name: letters and digits, small, `²` as `2`, without the maker's name.
pub fn key(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter_map(|c| match c {
            '²' => Some('2'),
            '³' => Some('3'),
            c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
            _ => None,
        })
        .collect();
    plain
        .strip_prefix("mikrotik")
        .map_or(plain.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_builtin_one_is_whole() {
        let catalogue = Catalogue::parse(BUILTIN).unwrap();
        assert_eq!(catalogue.models().len(), 143);
        let mut seen: BTreeMap<&String, &str> = BTreeMap::new();
        for (model, keys) in catalogue.models.iter().zip(&catalogue.keys) {
            for key in keys {
                let other = seen.insert(key, &model.name);
                assert!(
                    other.is_none_or(|other| other == model.name),
                    "{key}: {} and {other:?}",
                    model.name
                );
            }
            assert!(!model.source.is_empty(), "{} has no source", model.name);
        }
    }

    #[test]
    fn a_board_is_found_however_it_is_written() {
        let catalogue = Catalogue::builtin();
        for text in [
            "hAP ac²",
            "hAP ac^2",
            "hap-ac2",
            "HAP AC2",
            "MikroTik hAP ac2",
            "RBD52G-5HacD2HnD-TCr2",
        ] {
            assert_eq!(catalogue.find(text).unwrap().name, "hAP ac²", "{text}");
        }
        assert_eq!(
            catalogue.find("CRS305-1G-4S+IN").unwrap().name,
            "CRS305-1G-4S+IN"
        );
        assert_eq!(catalogue.find(""), None);
    }

    #[test]
    fn unknown_ones_are_guessed() {
        let catalogue = Catalogue::builtin();
        for (text, hint) in [
            ("hAP acc2", "hAP ac²"),
            ("RB5009", "RB5009U"),
            ("hex-poe-lit", "hEX PoE lite"),
            ("Cisco ISR", "`hotspotd models`"),
        ] {
            let said = catalogue.get(text).unwrap_err().to_string();
            assert!(said.contains(hint), "{text}: {said}");
        }
        assert!(
            catalogue
                .get(&"x".repeat(1_000_000))
                .unwrap_err()
                .to_string()
                .len()
                < 200
        );
    }

    #[test]
    fn search_looks_in_names_and_codes() {
        let catalogue = Catalogue::builtin();
        assert!(catalogue.search("hap").len() > 10);
        assert_eq!(catalogue.search("RB951Ui-2nD").first().unwrap().name, "hAP");
        assert_eq!(catalogue.search("").len(), 143);
        assert!(catalogue.search("nonesuch").is_empty());
    }

    #[test]
    fn wrong_lines_are_named() {
        let line = "c\tn\tarm\t-\t-\tether1\t-\t-\t4\t200\tno\t6\tplain\tdocumented\there";
        assert_eq!(
            Catalogue::parse(&format!("heading\n{line}\n"))
                .unwrap()
                .models()
                .len(),
            1
        );
        for (from, to, why) in [
            ("plain", "fancy", "factory"),
            ("\t4\t", "\tfour\t", "licence"),
            ("ether1", "-", "missing"),
            ("\thome", "", "fields"),
            ("\tno\t", "\tmaybe\t", "container"),
        ] {
            let broken = if from == "\thome" {
                "only\tthree\tfields".to_owned()
            } else {
                line.replace(from, to)
            };
            let said = Catalogue::parse(&format!("# comment\nheading\n{broken}"))
                .unwrap_err()
                .to_string();
            assert!(
                said.starts_with("line 3 of the catalogue:") && said.contains(why),
                "{said}"
            );
        }
    }
}
