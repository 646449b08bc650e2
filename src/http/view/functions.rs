//! What templates may call: `t(key=…)`, `asset(name=…)`, `icon(name=…)`, `state(of=…)`, `when(at=…)`.
//!
//! The last two stand in every row of every list. As macros of Tera they took more than half of the time of a long page.

use std::collections::HashMap;
use std::sync::Arc;

use tera::{Error, Function, Tera, Value, escape_html};

use crate::http::assets::Assets;
use crate::http::view::filters::{self, Zone};
use crate::http::view::speaking;
use crate::http::words::Words;

type Arguments = HashMap<String, Value>;

/// Gives the functions to a Tera.
pub fn register(tera: &mut Tera, words: &Arc<Words>, assets: &Arc<Assets>, zone: &Zone) {
    tera.register_function("t", Say(Arc::clone(words)));
    tera.register_function("state", State(Arc::clone(words)));
    tera.register_function("when", When(Arc::clone(words), Arc::clone(zone)));
    tera.register_function("asset", Path(Arc::clone(assets)));
    tera.register_function("icon", Icon::new(assets));
}

fn text<'a>(arguments: &'a Arguments, name: &str) -> Result<&'a str, Error> {
    arguments
        .get(name)
        .and_then(Value::as_str)
        .ok_or_else(|| Error::msg(format!("{name}=\"…\" is missing")))
}

/// The text of a key. What it gives is escaped like any value: words are text, never HTML.
struct Say(Arc<Words>);

impl Function for Say {
    fn call(&self, arguments: &Arguments) -> Result<Value, Error> {
        let key = text(arguments, "key")?;
        if arguments.len() == 1 {
            return Ok(Value::String(self.0.say(speaking::now(), key, &[])));
        }
        let values: Vec<(&str, String)> = arguments
            .iter()
            .filter(|(name, _)| *name != "key")
            .map(|(name, value)| {
                let value = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                (name.as_str(), value)
            })
            .collect();
        Ok(Value::String(self.0.say(speaking::now(), key, &values)))
    }
}

/// The badge of a state that a program word names: its colour and its text.
struct State(Arc<Words>);

impl Function for State {
    fn call(&self, arguments: &Arguments) -> Result<Value, Error> {
        let state = text(arguments, "of")?;
        let colour = match state {
            "up" | "done" | "in_step" | "active" | "ready" | "passed" | "verified" | "applied" => {
                " ok"
            }
            "drifted" | "rolled_back" | "guarded" | "never_applied" | "locked" | "invited" => {
                " warn"
            }
            "down" | "failed" | "refused" | "unknown_outcome" => " bad",
            "running" | "checking" => " info",
            _ => "",
        };
        let word = self.0.say(speaking::now(), &format!("state.{state}"), &[]);
        Ok(Value::String(format!(
            "<span class=\"badge{colour}\">{}</span>",
            escape_html(&word)
        )))
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// A moment as people read it, in milliseconds since 1970; a dash for none. With `year=true` its year too.
struct When(Arc<Words>, Zone);

impl Function for When {
    fn call(&self, arguments: &Arguments) -> Result<Value, Error> {
        let Some(at) = arguments.get("at").filter(|at| !at.is_null()) else {
            return Ok(Value::String("–".to_owned()));
        };
        let year = arguments.get("year").and_then(Value::as_bool) == Some(true);
        let style = if year {
            filters::Style::Year
        } else {
            filters::Style::Day
        };
        Ok(Value::String(format!(
            "<time datetime=\"{}\">{}</time>",
            filters::timestamp(at)?,
            escape_html(&filters::moment(&self.0, &self.1, at, style)?)
        )))
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// Where a static file is served.
struct Path(Arc<Assets>);

impl Function for Path {
    fn call(&self, arguments: &Arguments) -> Result<Value, Error> {
        let name = text(arguments, "name")?;
        let path = self
            .0
            .path_of(name)
            .ok_or_else(|| Error::msg(format!("there is no static file {name}")))?;
        Ok(Value::String(path.to_owned()))
    }

    // Made of our own names and hexadecimal digits; escaping would only write every slash as six characters.
    fn is_safe(&self) -> bool {
        true
    }
}

/// A drawing beside a word. It never stands for a word, so a screen reader passes over it.
struct Icon {
    sprite: String,
}

impl Icon {
    fn new(assets: &Assets) -> Self {
        let sprite = assets.path_of("icons.svg").unwrap_or_default().to_owned();
        Self { sprite }
    }
}

impl Function for Icon {
    fn call(&self, arguments: &Arguments) -> Result<Value, Error> {
        let name = text(arguments, "name")?;
        if !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
            return Err(Error::msg("an icon's name has small letters and dashes"));
        }
        Ok(Value::String(format!(
            "<svg class=\"icon\" width=\"20\" height=\"20\" aria-hidden=\"true\" focusable=\"false\"><use href=\"{}#{name}\"/></svg>",
            self.sprite
        )))
    }

    fn is_safe(&self) -> bool {
        true
    }
}
