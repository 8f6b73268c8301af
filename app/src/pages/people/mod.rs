//! Sign-in, links, account, workspace, activity log and administration.

mod account;
mod activity;
mod administration;
mod field;
mod join;
mod new_password;
mod no_entry;
mod once;
mod page_state;
mod sign_in;
mod workspace;

pub use account::AccountPage;
pub use activity::ActivityPage;
pub use administration::AdministrationPage;
pub use join::JoinPage;
pub use no_entry::NoEntryPage;
pub use sign_in::SignInPage;
pub use workspace::WorkspacePage;
