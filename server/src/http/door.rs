//! The door for participants: of all addresses it opens only what the quiz needs, so that it may face the world while the
//! lab's own door does not.

use super::state::Door;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Where addresses of the quiz begin.
const OF_THE_QUIZ: [&str; 4] = ["/q/", "/pkg/", "/api/stimuli/", "/api/fn/quiz_"];
/// Single ones.
const SINGLE: [&str; 4] = ["/withdraw", "/api/fn/quiz", "/api/health", "/favicon.svg"];

/// Lets a request through, or says that there is nothing.
pub async fn check(State(door): State<Door>, request: Request, next: Next) -> Response {
    if door == Door::Lab || is_of_the_quiz(request.uri().path()) {
        return next.run(request).await;
    }
    (StatusCode::NOT_FOUND, "there is no such address").into_response()
}

/// Whether an address is one that participants need.
pub fn is_of_the_quiz(path: &str) -> bool {
    // What climbs out of its folder is no address of the quiz.
    !path.contains("..") && (SINGLE.contains(&path) || OF_THE_QUIZ.iter().any(|beginning| path.starts_with(beginning)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_quiz_is_behind_it() {
        for path in
            ["/q/0011", "/withdraw", "/api/fn/quiz", "/api/fn/quiz_answer", "/api/stimuli/0.png", "/pkg/quiz.js"]
        {
            assert!(is_of_the_quiz(path), "{path}");
        }
        for path in [
            "/",
            "/runs/new",
            "/studies",
            "/api/fn/start",
            "/api/fn/study_results",
            "/api/fn/create_study",
            "/api/studies/0/export.json",
            "/api/runs/0/files/report.json",
            "/q/../studies",
            "/api/fn/quizzes",
        ] {
            assert!(!is_of_the_quiz(path), "{path}");
        }
    }
}
