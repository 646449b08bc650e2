//! Site → RouterOS text, by Tera templates. The only file of the domain that knows Tera.
//!
//! A value that a person typed enters the text through one function ([`rsc::escape`]), which leaves nothing that
//! could end a token. As a second lock the ends of every value are marked while the text is rendered (`values.rs`), and
//! a value outside quotes is refused whatever it is, so a value can never add a command.

mod values;

use std::fmt;

use rsc::Statement;
use tera::Tera;

use super::context::Context;

/// A set of templates, ready to render.
#[derive(Debug, Clone)]
pub struct Templates {
    tera: Tera,
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
    /// A value could change which rows there are.
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
#[derive(Clone)]
pub struct Rendered {
    /// The text as the template laid it out.
    pub text: String,
    /// Its statements.
    pub statements: Vec<Statement>,
}

impl fmt::Debug for Rendered {
    /// Passwords stand in the text as they are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rendered({} statements)", self.statements.len())
    }
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
        tera.set_escape_fn(values::mark);
        close(&mut tera);
        let files: Vec<(&str, &str)> = files.into_iter().collect();
        if let Some((name, _)) = files.iter().find(|(_, text)| values::holds_marks(text)) {
            return Err(RenderError::Template {
                name: (*name).to_owned(),
                message: "there is a control character (\\01 or \\02) in it: take it away"
                    .to_owned(),
            });
        }
        tera.add_raw_templates(files).map_err(refused)?;
        Ok(Templates { tera })
    }

    /// The names that a site may choose: `basic`, `vlan`, …
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .tera
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
        let marked = self.tera.render(&file, &context).map_err(refuse)?;
        let text = values::unmark(&marked).map_err(|bare| RenderError::Intrusion {
            name: name.to_owned(),
            shown: bare.0,
        })?;
        match rsc::parse(&text) {
            Ok(statements) => Ok(Rendered { text, statements }),
            Err(error) => Err(RenderError::Text {
                name: name.to_owned(),
                error,
            }),
        }
    }
}

/// Takes away what a template has no use for and could do harm with: Tera's own functions read the environment of the
/// program, where secrets may stand, and make lists of any length.
fn close(tera: &mut Tera) {
    for name in ["get_env", "range", "throw"] {
        tera.register_function(
            name,
            move |_: &std::collections::HashMap<String, tera::Value>| {
                Err::<tera::Value, _>(tera::Error::msg(format!("there is no function {name}")))
            },
        );
    }
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
