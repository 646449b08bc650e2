//! `/api/docs`: the document of the API for people, without anything from elsewhere.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

use super::openapi;
use crate::http::pages::page;
use crate::http::visitor::Visitor;
use crate::http::web::Web;

#[derive(Serialize)]
struct Docs {
    version: String,
    groups: Vec<Group>,
    schemas: Vec<Schema>,
}

#[derive(Serialize)]
struct Group {
    tag: String,
    operations: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    id: String,
    method: String,
    path: String,
    summary: String,
    guarded: bool,
    parameters: Vec<Parameter>,
    body: Vec<Content>,
    answers: Vec<Answer>,
}

#[derive(Serialize)]
struct Parameter {
    name: String,
    place: String,
    required: bool,
    description: String,
}

#[derive(Serialize)]
struct Answer {
    status: String,
    description: String,
    content: Vec<Content>,
}

#[derive(Serialize)]
struct Content {
    kind: String,
    /// Name of a schema of the document; empty: `text` says it.
    schema: String,
    text: String,
}

#[derive(Serialize)]
struct Schema {
    name: String,
    text: String,
}

/// The page.
pub async fn show(State(web): State<Web>, visitor: Visitor) -> Response {
    // What is no JSON has no operations; a test looks at the page.
    let document = serde_json::from_str(openapi::text()).unwrap_or_default();
    page(&web, &visitor, "", "api_docs.html", docs(&document))
}

fn docs(document: &Value) -> Docs {
    let mut groups: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    for (path, item) in entries(&document["paths"]) {
        for (method, operation) in entries(item) {
            groups
                .entry(text(&operation["tags"][0]))
                .or_default()
                .push(shown(path, method, operation));
        }
    }
    Docs {
        version: text(&document["info"]["version"]),
        groups: groups
            .into_iter()
            .map(|(tag, operations)| Group { tag, operations })
            .collect(),
        schemas: entries(&document["components"]["schemas"])
            .map(|(name, schema)| Schema {
                name: name.clone(),
                text: format!("{schema:#}"),
            })
            .collect(),
    }
}

fn shown(path: &str, method: &str, operation: &Value) -> Shown {
    Shown {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        guarded: operation["security"].is_array(),
        parameters: operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|parameter| Parameter {
                name: text(&parameter["name"]),
                place: text(&parameter["in"]),
                required: parameter["required"] == true,
                description: text(&parameter["description"]),
            })
            .collect(),
        body: contents(&operation["requestBody"]["content"]),
        answers: entries(&operation["responses"])
            .map(|(status, response)| Answer {
                status: status.clone(),
                description: text(&response["description"]),
                content: contents(&response["content"]),
            })
            .collect(),
    }
}

fn contents(content: &Value) -> Vec<Content> {
    entries(content)
        .map(|(kind, content)| {
            let schema = &content["schema"];
            let name = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next());
            Content {
                kind: kind.clone(),
                schema: name.unwrap_or_default().to_owned(),
                text: if name.is_some() {
                    String::new()
                } else {
                    schema.to_string()
                },
            }
        })
        .collect()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
