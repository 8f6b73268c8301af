//! The API description as data, made from the documentation and types of the server functions.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

/// Functions and the types in their signatures.
#[derive(Debug)]
pub struct Description {
    /// In the order in which they were described.
    pub functions: Vec<Function>,
    group: &'static str,
    types: SchemaGenerator,
}

/// A function at `/api/fn/ADDRESS`.
#[derive(Clone, Debug)]
pub struct Function {
    /// The group that it belongs to.
    pub group: &'static str,
    /// The end of its address.
    pub address: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// The type of its answer.
    pub answer: Schema,
}

/// An argument of a function.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
    /// Its type.
    pub kind: Schema,
}

impl Description {
    /// An empty description; types are referred to by their place in an OpenAPI document.
    pub fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        });
        Self { functions: Vec::new(), group: "", types: settings.into_generator() }
    }

    /// Begins a group of functions.
    pub fn begin(&mut self, group: &'static str) {
        self.group = group;
    }

    /// An argument of a function.
    pub fn argument<T: JsonSchema>(&mut self, name: &'static str, about: &'static str) -> Argument {
        Argument { name, about: about.trim(), kind: self.types.subschema_for::<T>() }
    }

    /// Adds a function that answers with a `T`.
    pub fn function<T: JsonSchema>(&mut self, address: &'static str, summary: &'static str, arguments: Vec<Argument>) {
        let answer = self.types.subschema_for::<T>();
        let group = self.group;
        self.functions.push(Function { group, address, summary: summary.trim(), arguments, answer });
    }

    /// The schema of another type, which [`Description::types`] then includes.
    pub fn kind<T: JsonSchema>(&mut self) -> Schema {
        self.types.subschema_for::<T>()
    }

    /// All types used, by name.
    pub fn types(&mut self) -> Map<String, Value> {
        self.types.take_definitions(true)
    }
}

impl Default for Description {
    fn default() -> Self {
        Self::new()
    }
}
