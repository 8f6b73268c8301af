//! Accounts: who is let in and by what, who is in which workspace, and who did what.
//!
//! What somebody may do once let in is judged by [`access`](crate::access). Passkeys and single sign-on are left out: the
//! kept crate for passkeys wants OpenSSL on the machine that builds, and one for OpenID Connect an HTTP client, with which
//! the server would fetch addresses that it was told.

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
