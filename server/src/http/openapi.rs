//! `GET /api/openapi.json`: what scripts can ask, as an OpenAPI document. Functions are described by the words and
//! types that they have for pages; files and pictures, which pages load as they are, by a list here.

use super::constant;
use super::headers::CSP_READ;
use crate::error::Error;
use app::api::{self, Function};
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use wire::people::PASSWORD_LENGTH;

static DOCUMENT: LazyLock<String> = LazyLock::new(|| document().to_string());
static PAGE: LazyLock<String> = LazyLock::new(|| app::pages::reference::html(&document()));

/// The group of files and pictures.
const FILES_GROUP: &str = "Files and pictures";

/// Files that are read: path, what it is, media type.
const FILES: [(&str, &str, &str); 16] = [
    ("/api/health", "Whether the server is up; for everybody", "application/json"),
    ("/api/runs/{run}/files/{path}", "A file of a run: report.json, table2.csv, clones/ID-1/0000.png, …", "*/*"),
    ("/api/runs/{run}/export.zip", "All results of a run in one archive", "application/zip"),
    ("/api/runs/{run}/report.html", "The report in one file", "text/html"),
    ("/api/runs/{run}/report.pdf", "The report to print, where the server has a browser", "application/pdf"),
    ("/api/runs/{run}/clones.csv", "All clones with their scores", "text/csv"),
    ("/api/runs/{run}/sheet.png", "Clones of a run on one sheet", "image/png"),
    ("/api/runs/{run}/clones/{target}/{clone}/film.png", "How a clone formed, as an animated PNG", "image/apng"),
    ("/api/runs/{run}/thumbnail", "The clone that moved last", "image/jpeg"),
    (
        "/api/runs/{run}/snapshots/{target}/{iteration}",
        "All clones of a target at a step, one frame after another",
        "application/octet-stream",
    ),
    (
        "/api/runs/{run}/live",
        "A WebSocket: the state of a run, then whatever changes, as JSON; frames of clones as binary messages",
        "application/json",
    ),
    (
        "/api/studies/{study}/{file}",
        "answers.csv, dictionary.csv, export.json, methods.txt or payments.csv of a study",
        "*/*",
    ),
    ("/api/thumbnails/{set}/{identity}", "A small picture of somebody in a set of faces", "image/jpeg"),
    ("/api/stimuli/{file}", "A picture of a study; for everybody while people answer, else for members", "image/png"),
    ("/api/p/{permalink}/files/{path}", "A file of a publication; for everybody", "*/*"),
    ("/api/p/{permalink}/pictures/{file}", "A small picture of a publication; for everybody", "image/jpeg"),
];

/// Raw uploads: method, path, description, media type, type of the answer.
const UPLOADS: [(&str, &str, &str, &str); 4] = [
    (
        "put",
        "/api/faces/{set}/{identity}/{name}",
        "Keeps an image of a set that is being filled; JPEG, PNG, WebP or BMP, at most 10 MiB",
        "image/*",
    ),
    ("post", "/api/faces/{set}/zip", "Keeps the images of a ZIP archive, one folder a person", "application/zip"),
    (
        "put",
        "/api/recognizers/{id}/weights",
        "Keeps the weights of a recognizer that has its description",
        "application/octet-stream",
    ),
    (
        "put",
        "/api/recognizers/{id}/templates",
        "Keeps templates of people (CSV, JSON or .npy, at most 64 MiB) for a network whose weights are still to come",
        "application/octet-stream",
    ),
];

/// The document.
pub async fn openapi() -> Result<impl IntoResponse, Error> {
    let headers = [constant(header::CONTENT_TYPE, "application/json"), constant(header::CACHE_CONTROL, "no-cache")];
    Ok((headers, DOCUMENT.as_str()))
}

/// The document as a page to read.
pub async fn page() -> Result<impl IntoResponse, Error> {
    let headers = [
        constant(header::CONTENT_TYPE, "text/html; charset=utf-8"),
        constant(header::CONTENT_SECURITY_POLICY, CSP_READ),
        constant(header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, PAGE.as_str()))
}

fn document() -> Value {
    let mut description = api::description();
    let error = description.kind::<api::ApiError>();
    let mut groups: Vec<&str> = description.functions.iter().map(|function| function.group).collect();
    groups.push(FILES_GROUP);
    groups.dedup();
    let tags: Vec<_> = groups.into_iter().map(|name| json!({ "name": name })).collect();
    let mut paths: Map<String, Value> =
        description.functions.iter().map(|function| (address(function), called(function, &error))).collect();
    paths.extend(FILES.map(|(path, summary, media_type)| (path.to_owned(), read(path, summary, media_type))));
    paths.extend(UPLOADS.map(|(method, path, summary, kind)| (path.to_owned(), sent(method, path, summary, kind))));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Effigy",
            "version": env!("CARGO_PKG_VERSION"),
            "description": about(),
        },
        "tags": tags,
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "schemas": description.types(),
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}

fn about() -> String {
    format!(
        "Scripts send a token, made on the page of the account, as `Authorization: Bearer effigy_…`. It opens one workspace, \
         in its role, and nothing of the account itself: those functions are for browsers, which are let in by a cookie. \
         Passwords have {} to {} characters. Times are milliseconds since 1970 (UTC).",
        PASSWORD_LENGTH.start(),
        PASSWORD_LENGTH.end()
    )
}

fn address(function: &Function) -> String {
    format!("/api/fn/{}", function.address)
}

/// A function: arguments in an object, the answer as it is, and what else may be answered.
fn called(function: &Function, error: &schemars::Schema) -> Value {
    let argument = |argument: &api::Argument| {
        // A reference may stand beside words about it.
        let mut kind = argument.kind.clone();
        kind.insert("description".into(), argument.about.into());
        (argument.name.to_owned(), kind.to_value())
    };
    let properties: Map<String, Value> = function.arguments.iter().map(argument).collect();
    let names: Vec<_> = function.arguments.iter().map(|argument| argument.name).collect();
    let json = |schema: Value| json!({ "application/json": { "schema": schema } });
    let refused = |why: &str| json!({ "description": why, "content": json(error.clone().to_value()) });
    json!({ "post": {
        "operationId": function.address,
        "tags": [function.group],
        "summary": function.summary,
        "requestBody": {
            "required": true,
            "content": json(json!({ "type": "object", "properties": properties, "required": names })),
        },
        "responses": {
            "200": { "description": "The answer", "content": json(function.answer.clone().to_value()) },
            "401": refused("Nobody is signed in"),
            "403": refused("Whoever asks may not"),
            "404": refused("It is not there, or not for whoever asks"),
            "409": refused("It cannot be done in this state"),
            "422": refused("A field is wrong; which, and what to do"),
        },
    }})
}

/// What stands in braces in a path.
fn parameters(path: &str) -> Vec<Value> {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let parameter = |name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } });
    names.map(parameter).collect()
}

fn sent(method: &str, path: &str, summary: &str, media_type: &str) -> Value {
    json!({ method: {
        "tags": [FILES_GROUP],
        "summary": summary,
        "parameters": parameters(path),
        "requestBody": { "required": true, "content": { media_type: {} } },
        "responses": {
            "200": { "description": "What was kept, and what was left out and why" },
            "408": { "description": "It came too slowly" },
            "409": { "description": "Nothing is taken in this state" },
            "413": { "description": "It is too large" },
            "422": { "description": "It cannot be taken; which file, and why" },
        },
    }})
}

fn read(path: &str, summary: &str, media_type: &str) -> Value {
    json!({ "get": {
        "tags": [FILES_GROUP],
        "summary": summary,
        "parameters": parameters(path),
        "responses": {
            "200": { "description": "What was asked for", "content": { media_type: {} } },
            "404": { "description": "It is not there, or not for whoever asks" },
        },
    }})
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// All references in a document.
    fn references<'a>(value: &'a Value, into: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(map) => {
                into.extend(map.get("$ref").and_then(Value::as_str));
                map.values().for_each(|value| references(value, into));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, into)),
            _ => {}
        }
    }

    #[test]
    fn every_function_is_described_with_types_that_are_there() {
        let document = document();
        let described: BTreeSet<&str> =
            document["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
        let functions = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path);
        let missing: Vec<_> =
            functions.filter(|path| !path.starts_with("/api/fn/quiz") && !described.contains(path)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let mut used = BTreeSet::new();
        references(&document, &mut used);
        assert!(used.contains("#/components/schemas/ExperimentConfig"), "{used:?}");
        for reference in used {
            let pointer = reference.strip_prefix('#').expect("in the document");
            assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
        }
    }

    #[test]
    fn words_and_types_are_those_of_the_function() {
        let document = document();
        let start = &document["paths"]["/api/fn/start"]["post"];
        assert_eq!(start["summary"], "Queues a run.");
        let body = &start["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(body["properties"]["config"]["$ref"], "#/components/schemas/ExperimentConfig");
        assert_eq!(body["properties"]["config"]["description"], "The experiment.");
        assert_eq!(body["required"], json!(["config"]));
        assert_eq!(document["paths"]["/api/p/{permalink}/files/{path}"]["get"]["parameters"][1]["name"], "path");
    }
}
