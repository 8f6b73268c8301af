//! The API reference as a static page: the server renders it once, and it needs no script.

mod operation;
mod words;

use crate::erased::{ErasedView, IntoErasedView};
use crate::parts::brand::{Brand, SkipLink};
use leptos::prelude::*;
use operation::operation;
use serde_json::Value;
use view_model::reference::{Group, Reference, Type};
use words::{fields, kind, prose};

/// The page for this server's OpenAPI document.
pub fn html(document: &Value) -> String {
    let reference = Reference::of(document);
    Owner::new().with(|| page(reference).to_html())
}

fn page(reference: Reference) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en" data-hydrated="">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content="Effigy's API reference." />
                <title>"API · Effigy"</title>
                <link rel="stylesheet" href="/pkg/effigy.css" />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
            </head>
            <body>
                <SkipLink />
                <header class="site">
                    <Brand rel=None />
                    <nav aria-label="Main">
                        <a href="/">"Runs"</a>
                        <a href="/gallery">"Gallery"</a>
                        <a href="/account">"Account"</a>
                    </nav>
                </header>
                {content(reference)}
            </body>
        </html>
    }
}

fn content(reference: Reference) -> ErasedView {
    let ways = reference.groups.iter().map(|group| (anchor(&group.name), group.name.clone()));
    let ways = ways.chain([("types".to_owned(), "Types".to_owned())]);
    let way = |(anchor, name): (String, String)| view! { <li><a href=format!("#{anchor}")>{name}</a></li> };
    let refusal = |(status, why): (String, String)| view! { <tr><th scope="row">{status}</th><td>{why}</td></tr> };
    view! {
        <main id="main" class="page reference">
            <h1>"API reference"</h1>
            {prose(&reference.about)}
            <p>
                <a class="button" href="/api/openapi.json">
                    "The same as OpenAPI"
                </a>
            </p>
            <nav aria-label="On this page">
                <ul class="ways">{ways.map(way).collect_view()}</ul>
            </nav>
            <h2 id="first">"A first request"</h2>
            <p>"Functions are called by POST, with their arguments as JSON, and answer with JSON. This request lists all runs of the workspace, with the address of this server in EFFIGY:"</p>
            <pre tabindex="0" aria-label="Command">{FIRST}</pre>
            <h2 id="refusals">"When a request fails"</h2>
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Status"</th>
                        <th scope="col">"Meaning"</th>
                    </tr>
                </thead>
                <tbody>{reference.refusals.into_iter().map(refusal).collect_view()}</tbody>
            </table>
            {reference.groups.into_iter().map(group).collect_view()}
            <section>
                <h2 id="types">"Types"</h2>
                {reference.types.into_iter().map(named).collect_view()}
            </section>
        </main>
    }
    .into_erased()
}

/// A first request, to paste into a shell.
const FIRST: &str = "curl \"$EFFIGY/api/fn/overview\" \\\n  \
    -H 'Authorization: Bearer effigy_…' -H 'Content-Type: application/json' -d '{}'";

fn group(group: Group) -> impl IntoView {
    let anchor = anchor(&group.name);
    view! {
        <section>
            <h2 id=anchor>{group.name}</h2>
            {group.operations.into_iter().map(operation).collect_view()}
        </section>
    }
}

fn named(named: Type) -> impl IntoView {
    let form = |(words, about): (Vec<_>, String)| view! { <li>{kind(words)} {prose(&about)}</li> };
    let forms = (!named.forms.is_empty()).then(|| {
        view! { <ul class="forms">{named.forms.into_iter().map(form).collect_view()}</ul> }
    });
    let anchor = format!("type-{}", named.name);
    view! {
        <article id=anchor>
            <h3>
                <code>{named.name}</code>
            </h3>
            {prose(&named.about)}
            {fields("Field", named.fields)}
            {forms}
        </article>
    }
}

fn anchor(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}
