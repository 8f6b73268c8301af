//! The server's OpenAPI document for readers: operations in groups, and types.

#[cfg(test)]
mod tests;
mod words;

use serde_json::{Map, Value};
pub use words::Fragment;
use words::words;

/// The contents of the API reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The introduction.
    pub about: String,
    /// Operations by group, in the order of the document's tags.
    pub groups: Vec<Group>,
    /// Errors that all operations share: status and description.
    pub refusals: Vec<(String, String)>,
    /// Types by name.
    pub types: Vec<Type>,
}

/// A group of operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its operations, ordered by address.
    pub operations: Vec<Operation>,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// `GET`, `POST` or `PUT`.
    pub method: String,
    /// The path, with parameters in braces.
    pub path: String,
    /// What it does.
    pub summary: String,
    /// Parameters in the path, then those in the body.
    pub parameters: Vec<Field>,
    /// The media type of the body, unless JSON.
    pub sent: Option<String>,
    /// The type of the answer.
    pub answer: Vec<Fragment>,
    /// Errors of this operation only: status and description.
    pub refusals: Vec<(String, String)>,
}

/// A parameter or field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Whether it is in the path.
    pub is_in_path: bool,
    /// Whether it is optional.
    pub is_optional: bool,
    /// Its type.
    pub kind: Vec<Fragment>,
    /// What it means.
    pub about: String,
}

/// A type that has a name: an object with fields, one of several forms, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    /// Its name.
    pub name: String,
    /// What it means.
    pub about: String,
    /// The fields of the object.
    pub fields: Vec<Field>,
    /// Its forms, each with its meaning.
    pub forms: Vec<(Vec<Fragment>, String)>,
}

impl Reference {
    /// Reads this server's OpenAPI document; missing parts are empty.
    pub fn of(document: &Value) -> Self {
        let mut reference = Self {
            about: text(&document["info"]["description"]),
            groups: items(&document["tags"])
                .map(|tag| Group { name: text(&tag["name"]), operations: Vec::new() })
                .collect(),
            refusals: Vec::new(),
            types: entries(&document["components"]["schemas"]).map(Type::of).collect(),
        };
        for (path, methods) in entries(&document["paths"]) {
            for (method, value) in entries(methods) {
                reference.add(text(&value["tags"][0]), Operation::of(method, path, value));
            }
        }
        reference.say_once();
        reference
    }

    fn add(&mut self, group: String, operation: Operation) {
        match self.groups.iter_mut().find(|known| known.name == group) {
            Some(known) => known.operations.push(operation),
            None => self.groups.push(Group { name: group, operations: vec![operation] }),
        }
    }

    /// Moves the errors of the first function to [`Reference::refusals`], which all operations share.
    fn say_once(&mut self) {
        let mut all = self.groups.iter_mut().flat_map(|group| &mut group.operations);
        let Some(first) = all.next() else { return };
        self.refusals = std::mem::take(&mut first.refusals);
        for operation in all {
            operation.refusals.retain(|refusal| !self.refusals.contains(refusal));
        }
    }
}

impl Operation {
    fn of(method: &str, path: &str, value: &Value) -> Self {
        let in_path = items(&value["parameters"]).map(|parameter| Field {
            name: text(&parameter["name"]),
            is_in_path: true,
            is_optional: false,
            kind: words(&parameter["schema"]),
            about: text(&parameter["description"]),
        });
        let body = entries(&value["requestBody"]["content"]).next();
        let json = body.filter(|(kind, _)| *kind == JSON);
        let in_body = json.map(|(_, body)| fields(&body["schema"])).unwrap_or_default();
        let responses = &value["responses"];
        let refusals = entries(responses).filter(|(status, _)| *status != "200");
        Self {
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: text(&value["summary"]),
            parameters: in_path.chain(in_body).collect(),
            sent: body.filter(|(kind, _)| *kind != JSON).map(|(kind, _)| kind.clone()),
            answer: answer(&responses["200"]),
            refusals: refusals.map(|(status, response)| (status.clone(), text(&response["description"]))).collect(),
        }
    }
}

impl Type {
    fn of((name, schema): (&String, &Value)) -> Self {
        let forms = items(&schema["oneOf"]).chain(items(&schema["anyOf"]));
        let mut forms: Vec<_> = forms.map(|form| (words(form), text(&form["description"]))).collect();
        let fields = fields(schema);
        if fields.is_empty() && forms.is_empty() {
            forms.push((words(schema), String::new()));
        }
        Self { name: name.clone(), about: text(&schema["description"]), fields, forms }
    }
}

const JSON: &str = "application/json";

fn answer(response: &Value) -> Vec<Fragment> {
    match entries(&response["content"]).next() {
        Some((kind, content)) if kind == JSON && content["schema"] != Value::Null => words(&content["schema"]),
        Some((kind, _)) if kind == "*/*" => vec![Fragment::Text("the file, in its own type".into())],
        Some((kind, _)) => vec![Fragment::Text(kind.clone())],
        None => vec![Fragment::Text(text(&response["description"]))],
    }
}

/// The fields of an object.
fn fields(schema: &Value) -> Vec<Field> {
    let is_required = |name: &String| items(&schema["required"]).any(|one| one == name);
    let field = |(name, kind): (&String, &Value)| Field {
        name: name.clone(),
        is_in_path: false,
        is_optional: !is_required(name),
        kind: words(kind),
        about: text(&kind["description"]),
    };
    entries(&schema["properties"]).map(field).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}
