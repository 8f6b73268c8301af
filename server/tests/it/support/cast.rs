//! People of every kind, each with a client, on a server where they have accounts.

use super::Server;
use super::client::Client;
use serde_json::{Value, json};
use server::serve::Limits;
use std::path::Path;
use wire::people::{Account, PersonId, Role, WorkspaceId};

/// Everybody's password.
pub const PASSWORD: &str = "heron quartz umbrella";

/// All users. They act in the workspace of viewer, collaborator and owner.
pub struct TestUsers {
    pub nobody: Client,
    /// A collaborator of another workspace.
    pub stranger: Client,
    pub viewer: Client,
    pub collaborator: Client,
    pub owner: Client,
    /// Runs the installation, and is a member of another workspace.
    pub administrator: Client,
    pub workspace: WorkspaceId,
}

impl TestUsers {
    /// A server with all of them.
    pub async fn gathered(data: &Path) -> (Server, Self) {
        Self::gathered_under(data, Limits::default()).await
    }

    /// The same, with other limits.
    pub async fn gathered_under(data: &Path, limits: Limits) -> (Server, Self) {
        let (server, link) = Server::for_people_limited(data, limits).await;
        let nobody = server.client;
        let administrator = join(nobody, &link, "administrator").await;
        let workspace: WorkspaceId = done(administrator, "make_workspace", json!({ "name": "Audits" })).await;
        let owner = invited(administrator, &workspace, Role::Owner, "owner").await;
        let me = account(administrator).await.me.id;
        let () = done(administrator, "remove_member", json!({ "workspace": workspace, "person": me })).await;
        let stranger = invited(administrator, &WorkspaceId::first(), Role::Collaborator, "stranger").await;
        let viewer = invited(owner, &workspace, Role::Viewer, "viewer").await;
        let collaborator = invited(owner, &workspace, Role::Collaborator, "collaborator").await;
        (server, Self { nobody, stranger, viewer, collaborator, owner, administrator, workspace })
    }

    /// In the order of the table of what each may do.
    pub fn all(&self) -> [(&'static str, Client); 6] {
        [
            ("nobody", self.nobody),
            ("stranger", self.stranger),
            ("viewer", self.viewer),
            ("collaborator", self.collaborator),
            ("owner", self.owner),
            ("administrator", self.administrator),
        ]
    }
}

/// Calls a function that must succeed.
pub async fn done<T: serde::de::DeserializeOwned>(client: Client, function: &str, arguments: Value) -> T {
    let answer = client.call(function, &arguments).await;
    assert_eq!(answer.status, 200, "{function} {arguments}: {}", answer.text());
    answer.json()
}

pub async fn account(client: Client) -> Account {
    done(client, "account", json!({})).await
}

/// Which member somebody is.
pub async fn person(client: Client) -> PersonId {
    account(client).await.me.id
}

async fn join(nobody: Client, link: &str, name: &str) -> Client {
    let account = json!({ "name": name, "login": name, "password": PASSWORD });
    let answer = nobody.call("join", &json!({ "link": link, "account": account })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    nobody.let_in_by(&answer)
}

/// Somebody is invited, and comes.
pub async fn invited(by: Client, workspace: &WorkspaceId, role: Role, name: &str) -> Client {
    let path: String = done(by, "invite", json!({ "workspace": workspace, "role": role, "note": name })).await;
    let link = path.strip_prefix("/join/").expect("a link");
    join(Client { cookie: "", ..by }, link, name).await
}
