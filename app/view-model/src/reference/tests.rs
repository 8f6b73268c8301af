use super::*;
use serde_json::json;

fn said(schema: Value) -> String {
    let word = |word: &Fragment| match word {
        Fragment::Text(text) => text.clone(),
        Fragment::Type(name) => format!("<{name}>"),
    };
    words(&schema).iter().map(word).collect()
}

#[test]
fn schemas_become_words() {
    let reference = json!({ "$ref": "#/components/schemas/RunId" });
    for (schema, expected) in [
        (json!({ "type": "string" }), "string"),
        (reference.clone(), "<RunId>"),
        (json!({ "anyOf": [reference, { "type": "null" }] }), "<RunId> or null"),
        (json!({ "type": ["integer", "null"] }), "integer or null"),
        (json!({ "type": "array", "items": reference }), "list of <RunId>"),
        (json!({ "type": "array", "prefixItems": [{ "type": "number" }, reference] }), "[number, <RunId>]"),
        (json!({ "enum": ["left", "right"] }), "\"left\" or \"right\""),
        (json!({ "const": "done" }), "\"done\""),
        (json!({ "type": "object", "additionalProperties": reference }), "object of <RunId>"),
        (json!({ "type": "object", "properties": { "at": { "type": "number" } } }), "{ at: number }"),
        (json!({ "$ref": "#/a/B", "properties": { "kind": { "const": "b" } } }), "<B> with { kind: \"b\" }"),
        (json!(true), "anything"),
    ] {
        assert_eq!(said(schema.clone()), expected, "{schema}");
    }
}

#[test]
fn what_can_be_asked_is_grouped_and_common_refusals_are_said_once() {
    let body = json!({ "content": { "application/json": { "schema": {
        "properties": { "id": { "type": "string", "description": "The run." }, "why": { "type": "string" } },
        "required": ["id"],
    } } } });
    let refused = json!({ "200": { "content": { "application/json": { "schema": { "type": "null" } } } },
        "403": { "description": "Not you" } });
    let document = json!({
        "info": { "description": "First this." },
        "tags": [{ "name": "Runs" }, { "name": "Files" }],
        "paths": {
            "/stop": { "post": { "tags": ["Runs"], "summary": "Stops.", "requestBody": body, "responses": refused } },
            "/file/{name}": { "get": { "tags": ["Files"], "summary": "A file.",
                "parameters": [{ "name": "name", "schema": { "type": "string" } }],
                "responses": { "200": { "content": { "image/png": {} } }, "404": { "description": "Gone" } } } },
            "/go": { "post": { "tags": ["Runs"], "summary": "Goes on.", "responses": refused } },
        },
        "components": { "schemas": {
            "Way": { "oneOf": [{ "const": "up", "description": "Upwards." }, { "const": "down" }] },
            "Id": { "type": "string", "description": "A name." },
        } },
    });
    let reference = Reference::of(&document);
    assert_eq!((reference.about.as_str(), reference.refusals.len()), ("First this.", 1));
    let groups: Vec<_> = reference.groups.iter().map(|group| (group.name.as_str(), group.operations.len())).collect();
    assert_eq!(groups, [("Runs", 2), ("Files", 1)]);
    let stop = reference.groups[0].operations.iter().find(|operation| operation.path == "/stop").expect("there");
    let parameters: Vec<_> = stop.parameters.iter().map(|field| (field.name.as_str(), field.is_optional)).collect();
    assert_eq!((stop.method.as_str(), parameters), ("POST", vec![("id", false), ("why", true)]));
    assert!(reference.groups[0].operations.iter().all(|operation| operation.refusals.is_empty()));
    let file = &reference.groups[1].operations[0];
    assert_eq!(file.answer, [Fragment::Text("image/png".into())]);
    assert!(file.parameters[0].is_in_path && file.refusals == [("404".to_owned(), "Gone".to_owned())]);
    assert_eq!(reference.types[1].forms[0].1, "Upwards.");
    assert_eq!(reference.types[0].forms[0].0, [Fragment::Text("string".into())]);
}
