//! The form of a site, as its page draws it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::hotspot::site::Site;
use crate::domain::routeros::catalogue::Catalogue;
use crate::http::pages::faults::Errors;
use crate::http::words::{Language, Words};
use crate::service::site_form::parts::{Field, Kind, PARTS, Part, Shape};
use crate::service::site_form::{Form, secret};

/// A part of the form.
#[derive(Debug, Serialize)]
pub struct PartShown {
    key: &'static str,
    maybe: bool,
    many: bool,
    on: bool,
    /// Its items; one, where there is no list of them.
    items: Vec<Item>,
    /// What is wrong with the whole part.
    error: String,
    /// Whether it is shown unfolded.
    open: bool,
    /// What it says, in short, for whoever sees it folded.
    brief: String,
}

#[derive(Debug, Serialize)]
struct Item {
    path: String,
    /// What it is called, for the heading and the button that takes it away.
    title: String,
    fields: Vec<FieldShown>,
    error: String,
    open: bool,
}

#[derive(Debug, Serialize)]
struct FieldShown {
    name: String,
    /// Behind `site_field.` in the catalogue of words.
    word: String,
    kind: &'static str,
    value: String,
    values: Vec<String>,
    options: Vec<String>,
    required: bool,
    example: &'static str,
    error: String,
    /// It cannot be changed any more.
    locked: bool,
    /// A secret is stored.
    set: bool,
    /// Counts only where another field of the part has this value; empty: always.
    when: &'static str,
}

/// The parts that are unfolded for whoever comes to the form: what a shop is made of. Plans, speeds and the rest are right for most.
const UNFOLDED: [&str; 3] = ["site", "wan", "network"];
/// How many values stand in a part's brief.
const BRIEF: usize = 3;

/// What the drawing needs beside the form.
pub struct Ground<'a> {
    /// The values.
    pub form: &'a Form,
    /// What is wrong, by path.
    pub errors: &'a Errors,
    /// The site that is stored.
    pub kept: Option<&'a Site>,
    /// The ports of the board; empty: not known.
    pub ports: &'a [String],
    /// All boards.
    pub boards: &'a Catalogue,
    /// The names of the templates.
    pub templates: &'a [String],
    /// The part that was just added to or taken from; it stays unfolded, with its last item.
    pub at_work: &'a str,
}

impl Ground<'_> {
    /// Whether something is wrong at a path or below it.
    fn is_wrong(&self, path: &str) -> bool {
        self.errors.keys().any(|at| {
            at.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }
}

/// All parts.
pub fn parts(ground: &Ground<'_>) -> Vec<PartShown> {
    PARTS.iter().map(|part| drawn(ground, part)).collect()
}

/// What the fields with something wrong in them are called, by path.
pub fn labels(words: &Words, language: Language, parts: &[PartShown]) -> BTreeMap<String, String> {
    let say = |key: String| words.say(language, &key, &[]);
    let mut labels = BTreeMap::new();
    for part in parts {
        let name = say(format!("site_part.{}", part.key));
        if !part.error.is_empty() {
            labels.insert(part.key.to_owned(), name.clone());
        }
        for item in &part.items {
            let name = match part.many {
                true => format!("{name}, {}", item.title),
                false => name.clone(),
            };
            for field in item.fields.iter().filter(|field| !field.error.is_empty()) {
                let field_name = say(format!("site_field.{}", field.word));
                labels.insert(field.name.clone(), format!("{name}, {field_name}"));
            }
            if !item.error.is_empty() {
                labels.insert(item.path.clone(), name);
            }
        }
    }
    labels
}

fn drawn(ground: &Ground<'_>, part: &Part) -> PartShown {
    let error = |path: &str| ground.errors.get(path).cloned().unwrap_or_default();
    let item = |path: String| {
        let start = if path.is_empty() {
            String::new()
        } else {
            format!("{path}.")
        };
        let first = part.fields.first().map_or("", |field| field.key);
        Item {
            title: ground.form.get(&format!("{start}{first}")).to_owned(),
            fields: part
                .fields
                .iter()
                .map(|field| field_of(ground, part, field, format!("{start}{}", field.key)))
                .collect(),
            error: error(&path),
            open: ground.is_wrong(&path),
            path,
        }
    };
    let many = part.shape == Shape::Many;
    let mut items: Vec<Item> = if many {
        let numbers = ground.form.items(part.key);
        let path = |number: usize| format!("{}.{number}", part.key);
        numbers
            .into_iter()
            .map(|number| item(path(number)))
            .collect()
    } else {
        vec![item(part.key.to_owned())]
    };
    let at_work = ground.at_work == part.key;
    let only = items.len() == 1;
    if let Some(last) = items.last_mut() {
        last.open |= only || at_work;
    }
    PartShown {
        open: UNFOLDED.contains(&part.key)
            || at_work
            || match part.key {
                "" => part.fields.iter().any(|field| ground.is_wrong(field.key)),
                key => ground.is_wrong(key),
            },
        brief: brief(part, &items),
        key: if part.key.is_empty() { "top" } else { part.key },
        maybe: part.shape == Shape::Maybe,
        many,
        on: ground.form.is_on(part),
        items,
        error: if many { error(part.key) } else { String::new() },
    }
}

/// What a part says, in short: the names of its items, or its first values.
fn brief(part: &Part, items: &[Item]) -> String {
    if part.shape == Shape::Many {
        let titles: Vec<&str> = items.iter().map(|item| item.title.as_str()).collect();
        return titles.join(", ");
    }
    let fields = items.iter().flat_map(|item| &item.fields);
    let told: Vec<String> = fields
        .filter(|field| !matches!(field.kind, "secret" | "flag"))
        .map(|field| field.values.join(", "))
        .filter(|value| !value.is_empty())
        .take(BRIEF)
        .collect();
    told.join(" · ")
}

fn field_of(ground: &Ground<'_>, part: &Part, field: &Field, name: String) -> FieldShown {
    let value = ground.form.get(&name).to_owned();
    let values: Vec<String> = value
        .lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    let (kind, options) = shape_of(ground, part, field, &values);
    FieldShown {
        word: word(part, field),
        error: ground.errors.get(&name).cloned().unwrap_or_default(),
        kind,
        options,
        required: field.required && field.when.is_none() && field.kind != Kind::Secret,
        example: match field.kind {
            Kind::Text | Kind::Number | Kind::Lines => field.example(),
            _ => "",
        },
        locked: name == "site.slug" && ground.kept.is_some(),
        set: ground
            .kept
            .is_some_and(|kept| secret(kept, &name).is_some()),
        when: field.when.map_or("", |(_, value)| value),
        value,
        values,
        name,
    }
}

fn word(part: &Part, field: &Field) -> String {
    if part.key.is_empty() {
        field.key.to_owned()
    } else {
        format!("{}.{}", part.key, field.key)
    }
}

/// How a field is drawn, and what is offered in it.
fn shape_of(
    ground: &Ground<'_>,
    part: &Part,
    field: &Field,
    values: &[String],
) -> (&'static str, Vec<String>) {
    // What the site says is offered too, though the board has no such port.
    let offered = |known: &[String]| {
        let mut options = known.to_vec();
        options.extend(
            values
                .iter()
                .filter(|value| !known.contains(value))
                .cloned(),
        );
        options
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match field.kind {
        Kind::Text if part.key == "override" => ("kept", Vec::new()),
        Kind::Text if part.key.is_empty() && field.key == "template" => {
            ("pick", offered(ground.templates))
        }
        Kind::Text if (part.key, field.key) == ("wan", "port") && !ground.ports.is_empty() => {
            ("pick", offered(ground.ports))
        }
        Kind::Text => ("text", Vec::new()),
        Kind::Number => ("number", Vec::new()),
        Kind::Flag => ("flag", Vec::new()),
        Kind::Lines => ("lines", Vec::new()),
        Kind::Ports if ground.ports.is_empty() => ("lines", Vec::new()),
        Kind::Ports => ("several", offered(ground.ports)),
        Kind::Pick(options) => ("pick", words(options)),
        Kind::Several(options) => ("several", words(options)),
        Kind::Secret => ("secret", Vec::new()),
        Kind::Model => {
            let models = ground.boards.models();
            let names: Vec<String> = models.iter().map(|model| model.name.clone()).collect();
            ("pick", offered(&names))
        }
        Kind::Profile => {
            let form = ground.form;
            let names: Vec<String> = form
                .items("profile")
                .into_iter()
                .map(|number| form.get(&format!("profile.{number}.name")).to_owned())
                .filter(|name| !name.is_empty())
                .collect();
            ("pick", offered(&names))
        }
    }
}
