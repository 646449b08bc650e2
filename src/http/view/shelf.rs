//! The pages in one language, each read when it is first asked for: a box whose people look at ten pages holds ten.

use std::collections::HashSet;
use std::io::Read as _;
use std::sync::{Arc, PoisonError, RwLock};

use flate2::read::GzDecoder;
use tera::{Context, Error, Tera};

use super::{blocks, filters, functions, worded};
use crate::http::assets::Assets;
use crate::http::words::{Language, Words};

/// All pages below `web/pages/` by their names, in the order of those, each packed by gzip: the build makes the table.
pub static PAGES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// What stands before the name of another page that has to be there too.
const NEEDS: [&str; 3] = ["extends \"", "import \"", "include \""];

/// The pages of a language.
pub struct Shelf {
    language: Language,
    words: Arc<Words>,
    read: RwLock<Read>,
}

/// Those that were read.
struct Read {
    tera: Tera,
    names: HashSet<String>,
}

impl Shelf {
    /// Without any page yet.
    pub fn new(
        language: Language,
        words: &Arc<Words>,
        assets: &Arc<Assets>,
        zone: &filters::Zone,
    ) -> Self {
        let mut tera = Tera::default();
        functions::register(&mut tera, words, assets, zone);
        filters::register(&mut tera, words, zone);
        Shelf {
            language,
            words: Arc::clone(words),
            read: RwLock::new(Read {
                tera,
                names: HashSet::new(),
            }),
        }
    }

    /// The HTML of a page.
    ///
    /// # Errors
    /// Where there is no such page, or it names what the context lacks.
    pub fn render(&self, name: &str, context: &Context) -> Result<String, Error> {
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        if read.names.contains(name) {
            return read.tera.render(name, context);
        }
        drop(read);
        self.fetch(name)?;
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        read.tera.render(name, context)
    }

    /// Reads a page and those that it is made of, as far as they were not.
    fn fetch(&self, name: &str) -> Result<(), Error> {
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        let mut wanted = vec![name.to_owned()];
        let mut templates = Vec::new();
        let mut names = HashSet::new();
        while let Some(name) = wanted.pop() {
            if read.names.contains(&name) || names.contains(&name) {
                continue;
            }
            let page = unpacked(&name)?;
            wanted.extend(needed(&page));
            let page = worded::worded(&page, &self.words, self.language);
            templates.extend(blocks::apart(&name, &page));
            names.insert(name);
        }
        read.tera.add_raw_templates(templates)?;
        read.names.extend(names);
        Ok(())
    }
}

/// The text of a page.
fn unpacked(name: &str) -> Result<String, Error> {
    let packed = PAGES
        .binary_search_by_key(&name, |(name, _)| name)
        .ok()
        .and_then(|at| PAGES.get(at))
        .ok_or_else(|| Error::msg(format!("there is no page {name}")))?
        .1;
    let mut page = String::new();
    GzDecoder::new(packed)
        .read_to_string(&mut page)
        .map_err(|error| Error::chain(format!("the page {name} cannot be unpacked"), error))?;
    Ok(page)
}

/// The pages that a page names.
fn needed(page: &str) -> impl Iterator<Item = String> {
    NEEDS.iter().flat_map(|needs| {
        page.split(needs)
            .skip(1)
            .filter_map(|rest| rest.split_once('"'))
            .map(|(name, _)| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::view::ZONE;
    use jiff::tz::TimeZone;

    fn shelf(language: Language) -> Shelf {
        let zone = Arc::new(RwLock::new(TimeZone::get(ZONE).unwrap()));
        let words = Arc::new(Words::default());
        Shelf::new(language, &words, &Arc::new(Assets::new()), &zone)
    }

    fn held(shelf: &Shelf) -> usize {
        shelf.read.read().unwrap().names.len()
    }

    #[test]
    fn every_page_is_a_template_with_all_that_it_needs() {
        for language in Language::ALL {
            let all = shelf(language);
            for (name, _) in PAGES {
                let alone = shelf(language);
                assert_eq!(held(&alone), 0);
                alone
                    .fetch(name)
                    .unwrap_or_else(|error| panic!("{name}: {error:?}"));
                assert!(held(&alone) < PAGES.len() / 4, "{name}");
                all.fetch(name)
                    .unwrap_or_else(|error| panic!("{name} after others: {error:?}"));
            }
            assert_eq!(held(&all), PAGES.len());
        }
    }

    #[test]
    fn a_page_that_is_not_there_is_told_and_takes_nothing_with_it() {
        let shelf = shelf(Language::English);
        let error = shelf.render("no/such.html", &Context::new()).unwrap_err();
        assert_eq!(error.to_string(), "there is no page no/such.html");
        assert_eq!(held(&shelf), 0);
        // Its context is wrong, but it was read, once.
        shelf.render("help.html", &Context::new()).unwrap_err();
        let read = held(&shelf);
        assert!(read > 1);
        shelf.render("help.html", &Context::new()).unwrap_err();
        assert_eq!(held(&shelf), read);
    }
}
