//! The participants' port: it opens only the addresses that the quiz needs, so that it may face the world while the
//! lab's own port does not.

use super::state::Door;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Prefixes of the quiz's addresses.
const OF_THE_QUIZ: [&str; 4] = ["/q/", "/pkg/", "/api/stimuli/", "/api/fn/quiz_"];
/// Single addresses.
const SINGLE: [&str; 4] = ["/withdraw", "/api/fn/quiz", "/api/health", "/favicon.svg"];

/// Lets a request through, or answers that there is nothing.
pub async fn check(State(door): State<Door>, request: Request, next: Next) -> Response {
    if door == Door::Lab || is_of_the_quiz(request.uri().path()) {
        return next.run(request).await;
    }
    (StatusCode::NOT_FOUND, "there is no such address").into_response()
}

/// Whether participants need an address.
pub fn is_of_the_quiz(path: &str) -> bool {
    // A path that climbs out of its folder is no address of the quiz.
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
