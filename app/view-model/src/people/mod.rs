//! View models of the pages about accounts and workspaces.

pub mod activity;
pub mod addresses;
#[cfg(test)]
pub(crate) mod example;
pub mod new_token;
pub mod offer;
pub mod password;
pub mod person;
pub mod problems;
pub mod roles;
