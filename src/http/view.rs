//! Pages: templates, words and static files put together.

mod blocks;
mod filters;
mod frame;
mod functions;
mod shelf;
mod speaking;
mod worded;

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use serde::Serialize;
use tera::Context;

use crate::http::assets::Assets;
use crate::http::words::{Language, Words};

use shelf::Shelf;

pub use frame::{Flash, FlashKind, Frame, Framed, Person};

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

/// Renders pages. One for the process; cheap to share by `Arc`.
pub struct View {
    english: Shelf,
    /// Made when somebody first asks for it: on many boxes nobody does.
    swahili: OnceLock<Shelf>,
    assets: Arc<Assets>,
    words: Arc<Words>,
    zone: filters::Zone,
}

impl View {
    /// The embedded pages and words, with moments shown in a zone.
    pub fn new(assets: Arc<Assets>, zone: TimeZone) -> Self {
        let words = Arc::new(Words::default());
        let zone = Arc::new(RwLock::new(zone));
        Self {
            english: Shelf::new(Language::English, &words, &assets, &zone),
            swahili: OnceLock::new(),
            assets,
            words,
            zone,
        }
    }

    /// The pages in a language.
    fn shelf(&self, language: Language) -> &Shelf {
        match language {
            Language::English => &self.english,
            Language::Swahili => self
                .swahili
                .get_or_init(|| Shelf::new(language, &self.words, &self.assets, &self.zone)),
        }
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
        let shelf = self.shelf(language);
        speaking::within(language, || shelf.render(name, &context))
    }
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
