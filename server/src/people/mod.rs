//! Accounts: who is let in and by what, who is in which workspace, and who did what.
//!
//! [`access`](crate::access) decides what somebody who is signed in may do. Passkeys and single sign-on are left out:
//! the maintained crate for passkeys needs OpenSSL on the build machine, and one for OpenID Connect needs an HTTP
//! client, with which the server would fetch addresses that others supply.

mod account;
mod administration;
mod attempts;
mod browser;
mod callers;
mod entering;
mod hashing;
mod origin;
mod passwords;
mod secrets;
mod service;
mod strength;
#[cfg(test)]
mod tests;
mod workspace;

pub use callers::CallersPeople;
pub use secrets::PlainSecret;
pub use service::PeopleService;
