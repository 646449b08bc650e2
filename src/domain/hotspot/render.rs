//! Site → RouterOS text, by Tera templates. The only file of the domain that knows Tera.
//!
//! A value that a person typed enters the text through one function ([`rsc::escape`]), which leaves nothing that
//! could end a token. As a second lock every text is rendered twice: once with the values, once with a harmless
//! word in place of every value; both must have the same rows with the same fields, so a value can never add a command.

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
    #[error("there is no template `{name}`; there are {known}")]
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
    /// The rendered text is no RouterOS text that hotspotd accepts.
    #[error("template `{name}`: {error}")]
    Text {
        /// The template.
        name: String,
        /// What and where.
        error: rsc::ParseError,
    },
    /// A value changed which rows there are.
    #[error(
        "template `{name}`, line {line}: a value of the site would become part of a command; put the place of the value in quotes"
    )]
    Intrusion {
        /// The template.
        name: String,
        /// Line in the rendered text.
        line: usize,
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
        tera.add_raw_templates(files)
            .map_err(|error| RenderError::Template {
                name: "templates".to_owned(),
                message: causes(&error),
            })?;
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
        let parse = |text: &str| {
            rsc::parse(text).map_err(|error| RenderError::Text {
                name: name.to_owned(),
                error,
            })
        };
        let statements = parse(&text)?;
        let harmless = parse(&words)?;
        match intrusion(&statements, &harmless) {
            Some(line) => Err(RenderError::Intrusion {
                name: name.to_owned(),
                line,
            }),
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

/// A harmless word for a value. Tera escapes what stands in a condition too, so equal values have equal words and an
/// empty value stays empty.
fn word(value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    let mut hasher = std::hash::DefaultHasher::new();
    value.hash(&mut hasher);
    format!("v{:016x}", hasher.finish())
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
