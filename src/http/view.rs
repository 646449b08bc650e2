//! Pages: templates, words and static files put together.

mod blocks;
mod filters;
mod frame;
mod functions;
mod speaking;
mod worded;

use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use rust_embed::RustEmbed;
use serde::Serialize;
use tera::{Context, Tera};

use crate::http::assets::Assets;
use crate::http::words::{Language, Words, WordsError};

pub use frame::{Flash, FlashKind, Frame, Framed, Person};

#[derive(RustEmbed)]
#[folder = "web/pages"]
#[include = "*.html"]
struct Pages;

/// The zone in which moments are shown where the business has set no other.
pub const ZONE: &str = "Africa/Nairobi";

/// The cookie in which a person's choice of colours is kept; its value is [`Theme::code`].
pub const THEME_COOKIE: &str = "theme";

/// The colours of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// As the device is set.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The word for it in the cookie and in `data-theme`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a cookie's value; anything unknown is [`Theme::Auto`].
    pub fn pick(chosen: Option<&str>) -> Self {
        match chosen {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// Why the pages cannot be used; a fault of the program, found at start.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// A template does not parse.
    #[error("the pages are no valid templates")]
    Pages(#[source] tera::Error),
    /// A catalogue of words does not parse.
    #[error(transparent)]
    Words(#[from] WordsError),
}

/// Renders pages. One for the process; cheap to share by `Arc`.
pub struct View {
    english: Tera,
    /// Read when somebody first asks for it: on many boxes nobody does, and it is a megabyte.
    swahili: OnceLock<Tera>,
    /// Held by whoever reads it: two at once would each take that megabyte.
    reading: Mutex<()>,
    assets: Arc<Assets>,
    words: Arc<Words>,
    zone: filters::Zone,
}

impl View {
    /// Reads all embedded pages and words.
    ///
    /// # Errors
    /// [`ViewError`] where one of them does not parse.
    pub fn new(assets: Arc<Assets>, zone: TimeZone) -> Result<Self, ViewError> {
        let words = Arc::new(Words::new()?);
        let zone = Arc::new(RwLock::new(zone));
        let english = read(Language::English, &words, &assets, &zone).map_err(ViewError::Pages)?;
        Ok(Self {
            english,
            swahili: OnceLock::new(),
            reading: Mutex::new(()),
            assets,
            words,
            zone,
        })
    }

    /// The pages in a language.
    fn tera(&self, language: Language) -> Result<&Tera, tera::Error> {
        if language == Language::English {
            return Ok(&self.english);
        }
        if let Some(swahili) = self.swahili.get() {
            return Ok(swahili);
        }
        let _alone = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(swahili) = self.swahili.get() {
            return Ok(swahili);
        }
        let swahili = read(language, &self.words, &self.assets, &self.zone)?;
        Ok(self.swahili.get_or_init(|| swahili))
    }

    /// Shows moments in another zone from now on.
    pub fn set_zone(&self, zone: TimeZone) {
        *self.zone.write().unwrap_or_else(PoisonError::into_inner) = zone;
    }

    /// The words, for texts that a handler makes itself (a flash message, say).
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// A page, or a part of one, as the answer 200.
    pub fn page(
        &self,
        name: &str,
        language: Language,
        theme: Theme,
        context: &impl Serialize,
    ) -> Response {
        self.page_as(StatusCode::OK, name, language, theme, context)
    }

    /// A page with another status. What cannot be rendered is told to the log, and is a plain 500 to the person.
    pub fn page_as(
        &self,
        status: StatusCode,
        name: &str,
        language: Language,
        theme: Theme,
        context: &impl Serialize,
    ) -> Response {
        let html = match self.render(name, language, theme, context) {
            Ok(html) => html,
            Err(error) => {
                let error = causes(&error);
                tracing::error!(page = name, error, "a page could not be rendered");
                let text = "Something went wrong on our side. Go back and try again.\n";
                return (StatusCode::INTERNAL_SERVER_ERROR, text).into_response();
            }
        };
        let mut answer = Response::new(Body::from(html));
        *answer.status_mut() = status;
        let headers = answer.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        answer
    }

    /// The HTML of a page, or of a part of one for an event of a stream.
    ///
    /// # Errors
    /// Where a template names what the context lacks.
    pub fn render(
        &self,
        name: &str,
        language: Language,
        theme: Theme,
        context: &impl Serialize,
    ) -> Result<String, tera::Error> {
        let mut context = Context::from_serialize(context)?;
        context.insert("language", language.code());
        context.insert("theme", theme.code());
        let tera = self.tera(language)?;
        speaking::within(language, || tera.render(name, &context))
    }
}

/// All embedded pages in a language.
fn read(
    language: Language,
    words: &Arc<Words>,
    assets: &Arc<Assets>,
    zone: &filters::Zone,
) -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    functions::register(&mut tera, words, assets, zone);
    filters::register(&mut tera, words, zone);
    let pages: Vec<(String, String)> = Pages::iter()
        .filter_map(|name| Some((name.to_string(), Pages::get(&name)?)))
        .map(|(name, file)| (name, String::from_utf8_lossy(&file.data).into_owned()))
        .map(|(name, page)| (name, worded::worded(&page, words, language)))
        .flat_map(|(name, page)| blocks::apart(&name, &page))
        .collect();
    tera.add_raw_templates(pages)?;
    Ok(tera)
}

/// An error with its causes in one line, as Tera puts the place of a fault into the cause.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests;
