//! Site → RouterOS text, by Tera templates. The only file of the domain that knows Tera.
//!
//! A value that a person typed enters the text through one function ([`rsc::escape`]), which leaves nothing that
//! could end a token. As a second lock every text is rendered twice: once with the values, once with a word in place
//! of every value that must stand in quotes; both must have the same rows with the same fields, so a value can never
//! add a command, and a place without quotes is refused whatever the value.

use std::hash::{Hash, Hasher};

use rsc::{Statement, Target};
use tera::Tera;

use super::context::Context;

/// A set of templates, ready to render.
#[derive(Debug, Clone)]
pub struct Templates {
    with_values: Tera,
    with_words: Tera,
}

/// Why a template gave no configuration.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// No such template.
    #[error(
        "there is no template `{name}`; there are {known}: correct template in the site file, or name the folder of your own with --templates"
    )]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names that exist.
        known: String,
    },
    /// Tera refused the template or its data.
    #[error("template `{name}`: {message}")]
    Template {
        /// The template.
        name: String,
        /// Tera's message, with its causes.
        message: String,
    },
    /// A tag of the template is wrong.
    #[error("template `{name}`, line {line}, column {column}: {message}")]
    Tag {
        /// The file.
        name: String,
        /// Line in it.
        line: usize,
        /// Column in it.
        column: usize,
        /// What would be right there.
        message: String,
    },
    /// The rendered text is no RouterOS text that hotspotd accepts.
    #[error("template `{name}`, in the text that it makes: {error}")]
    Text {
        /// The template.
        name: String,
        /// What and where.
        error: rsc::ParseError,
    },
    /// A value changed which rows there are, or could.
    #[error(
        "template `{name}`: in `{shown}` a value of the site would become part of a command; put the place of the value in quotes"
    )]
    Intrusion {
        /// The template.
        name: String,
        /// The line of the rendered text, with … for every value.
        shown: String,
    },
}

/// A rendered configuration.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The text as the template laid it out.
    pub text: String,
    /// Its statements.
    pub statements: Vec<Statement>,
}

impl Templates {
    /// Templates by name (`basic.rsc`, `parts/wan.rsc`) and text. Those in folders are parts for others.
    ///
    /// # Errors
    /// [`RenderError::Template`] where one of them is no valid template.
    pub fn new<'t>(
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Self, RenderError> {
        let mut tera = Tera::default();
        tera.autoescape_on(vec![".rsc"]);
        tera.add_raw_templates(files).map_err(refused)?;
        let mut with_values = tera.clone();
        with_values.set_escape_fn(rsc::escape);
        let mut with_words = tera;
        with_words.set_escape_fn(word);
        Ok(Templates {
            with_values,
            with_words,
        })
    }

    /// The names that a site may choose: `basic`, `vlan`, …
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .with_values
            .get_template_names()
            .filter(|name| !name.contains('/'))
            .filter_map(|name| name.strip_suffix(".rsc"))
            .map(str::to_owned)
            .collect();
        names.sort();
        names
    }

    /// Renders and parses the template of that name.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn render(&self, name: &str, context: &Context) -> Result<Rendered, RenderError> {
        let file = format!("{name}.rsc");
        if !self.names().iter().any(|known| known == name) {
            return Err(RenderError::Unknown {
                name: name.to_owned(),
                known: self.names().join(", "),
            });
        }
        let refuse = |error: tera::Error| RenderError::Template {
            name: name.to_owned(),
            message: causes(&error),
        };
        let context = tera::Context::from_serialize(context).map_err(refuse)?;
        let text = tidy(&self.with_values.render(&file, &context).map_err(refuse)?);
        let words = tidy(&self.with_words.render(&file, &context).map_err(refuse)?);
        let intruded = |line: usize| RenderError::Intrusion {
            name: name.to_owned(),
            shown: without_words(
                words
                    .lines()
                    .nth(line.saturating_sub(1))
                    .unwrap_or_default(),
            ),
        };
        let (statements, harmless) = match (rsc::parse(&text), rsc::parse(&words)) {
            (Ok(statements), Ok(harmless)) => (statements, harmless),
            (Ok(_), Err(error)) | (Err(error), Ok(_)) => return Err(intruded(error.at.line)),
            // Broken in both: by the template itself, unless quotes around every value would mend it.
            (Err(error), Err(with_word)) => {
                return Err(if rsc::parse(&words.replace(NEEDS_QUOTES, "")).is_ok() {
                    intruded(with_word.at.line)
                } else {
                    RenderError::Text {
                        name: name.to_owned(),
                        error,
                    }
                });
            }
        };
        match intrusion(&statements, &harmless) {
            Some(line) => Err(intruded(line)),
            None => Ok(Rendered { text, statements }),
        }
    }
}

/// The line of the first statement that differs from its harmless twin in anything but values.
fn intrusion(statements: &[Statement], harmless: &[Statement]) -> Option<usize> {
    let shape = |statement: &Statement| {
        let fields: Vec<(String, bool)> = statement
            .fields
            .iter()
            .map(|f| (f.name.clone(), f.value.is_some()))
            .collect();
        let target: Option<Vec<String>> = match &statement.target {
            Target::None => None,
            Target::Name(_) => Some(Vec::new()),
            Target::Find(conditions) => Some(conditions.iter().map(|c| c.field.clone()).collect()),
        };
        (statement.menu.clone(), statement.verb, target, fields)
    };
    if let Some(pair) = statements
        .iter()
        .zip(harmless)
        .find(|(one, other)| shape(one) != shape(other))
    {
        return Some(pair.0.at.line);
    }
    let longer = if statements.len() > harmless.len() {
        statements
    } else {
        harmless
    };
    (statements.len() != harmless.len()).then(|| {
        longer
            .get(statements.len().min(harmless.len()))
            .map_or(1, |statement| statement.at.line)
    })
}

/// What ends the word for a value: an escape, which is only allowed in quotes.
const NEEDS_QUOTES: &str = "\\20";

/// A word for a value: harmless in quotes, an error outside of them. Tera escapes what stands in a condition too, so
/// equal values have equal words and an empty value stays empty.
fn word(value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    let mut hasher = std::hash::DefaultHasher::new();
    value.hash(&mut hasher);
    format!("v{:016x}{NEEDS_QUOTES}", hasher.finish())
}

/// A line for people: … for every word.
fn without_words(line: &str) -> String {
    const DIGITS: usize = 16;
    let mut parts = line.split(NEEDS_QUOTES).peekable();
    let mut shown = String::new();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            shown.push_str(part);
            break;
        }
        let kept = part.len().saturating_sub(DIGITS + 1);
        shown.push_str(part.get(..kept).unwrap_or_default());
        shown.push('…');
    }
    shown
}

/// Control tags leave empty lines behind; more than one in a row says nothing.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            if !blank {
                tidy.push('\n');
            }
            blank = true;
        } else {
            tidy.push_str(line);
            tidy.push('\n');
            blank = false;
        }
    }
    tidy
}

/// A set of templates that Tera refused. Where one of them cannot be read, Tera says in a drawing of several lines
/// which and where.
fn refused(error: tera::Error) -> RenderError {
    let message = causes(&error);
    broken_tag(&message).unwrap_or(RenderError::Template {
        name: "templates".to_owned(),
        message,
    })
}

/// `Failed to parse "mine.rsc":  --> 2:23 … = expected …`
fn broken_tag(message: &str) -> Option<RenderError> {
    let rest = message.strip_prefix("Failed to parse ")?;
    let quote = rest.chars().next()?;
    let (name, rest) = rest.get(quote.len_utf8()..)?.split_once(quote)?;
    let (_, rest) = rest.split_once("--> ")?;
    let (place, drawing) = rest.split_once(char::is_whitespace)?;
    let (line, column) = place.split_once(':')?;
    let (_, expected) = drawing.rsplit_once("= ")?;
    Some(RenderError::Tag {
        name: name.to_owned(),
        line: line.parse().ok()?,
        column: column.parse().ok()?,
        message: expected.trim().to_owned(),
    })
}

/// Tera keeps what really happened in the chain of causes.
fn causes(error: &tera::Error) -> String {
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        message.push_str(": ");
        message.push_str(&inner.to_string());
        cause = inner.source();
    }
    message
}
