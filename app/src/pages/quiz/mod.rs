//! What participants see: the quiz of a link, and taking one's answers back.

mod question;
mod withdraw;

pub use question::QuizPage;
pub use withdraw::WithdrawPage;
