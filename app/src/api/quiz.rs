//! Server functions of the quiz. A participant is known by a key in a cookie that scripts cannot read; reloading, going
//! back and a second tab find the same participant.

use super::ApiError;
#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use crate::json;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use wire::people::WorkspaceId;
use wire::study::quiz::{
    AnswerResponse, JoinRequest, LinkParameters, PageTexts, Quiz, QuizLink, QuizState, SubmittedAnswer,
};

/// Proves who a participant is: 32 hexadecimal digits from the system's random source.
#[cfg(feature = "ssr")]
#[derive(Clone, PartialEq, Eq)]
pub struct ParticipantKey(pub String);

/// Keeps keys out of logs.
#[cfg(feature = "ssr")]
impl std::fmt::Debug for ParticipantKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ParticipantKey(…)")
    }
}

/// What the server knows about the sender of a request, apart from its contents.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// Whether the request comes from this machine, through no proxy.
    pub is_local: bool,
    /// The visitor's workspaces; none at the participants' address.
    pub membership: Membership,
    /// The network of the request, hashed with a key known only to this process; `None` if unknown.
    pub network: Option<u64>,
    /// The cookies sent.
    pub cookies: String,
    /// Whether pages are served over https only, so that cookies can be marked secure.
    pub is_secure: bool,
}

/// The workspaces whose contents a visitor may see.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Membership {
    /// None.
    #[default]
    Nowhere,
    /// These.
    In(Vec<WorkspaceId>),
    /// All.
    Everywhere,
}

#[cfg(feature = "ssr")]
impl Membership {
    /// Whether a workspace is included.
    pub fn sees(&self, workspace: &WorkspaceId) -> bool {
        match self {
            Self::Nowhere => false,
            Self::In(workspaces) => workspaces.contains(workspace),
            Self::Everywhere => true,
        }
    }
}

#[cfg(feature = "ssr")]
impl Visitor {
    /// The key for a study, if the visitor has joined it.
    pub fn key(&self, link: &QuizLink) -> Option<ParticipantKey> {
        let name = cookie_name(link);
        let pairs = self.cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.filter(|(key, _)| *key == name).map(|(_, value)| ParticipantKey(value.into())).next()
    }
}

#[cfg(feature = "ssr")]
fn cookie_name(link: &QuizLink) -> String {
    format!("effigy-{}", link.0)
}

/// Participation in studies.
#[cfg(feature = "ssr")]
pub trait Participation: Send + Sync + 'static {
    /// The quiz in the visitor's current state.
    fn quiz(
        &self,
        link: QuizLink,
        arrival: LinkParameters,
        language: Option<String>,
        visitor: Visitor,
    ) -> Answer<'_, Quiz>;
    /// A new key, for a visitor who is about to join.
    fn new_key(&self) -> Answer<'_, ParticipantKey>;
    /// Joins with the visitor's key, or a new one, and returns the key that identifies the participant from now on. A
    /// visitor who has already joined with this key continues where they left off.
    fn join(&self, joining: JoinRequest, visitor: Visitor) -> Answer<'_, (ParticipantKey, QuizState)>;
    /// Stores an answer once; repeating the request changes nothing and is no error.
    fn answer(&self, link: QuizLink, given: SubmittedAnswer, visitor: Visitor) -> Answer<'_, AnswerResponse>;
    /// Removes all answers of the participant with this code, and returns their number.
    fn withdraw(&self, code: String) -> Answer<'_, u32>;
    /// The texts in a language, or in the default language if it has none.
    fn texts(&self, language: Option<String>) -> Answer<'_, PageTexts>;
}

/// The service that the router passes to server functions.
#[cfg(feature = "ssr")]
pub type SharedParticipation = std::sync::Arc<dyn Participation>;

#[cfg(feature = "ssr")]
fn participation() -> SharedParticipation {
    expect_context()
}

#[cfg(feature = "ssr")]
fn visitor() -> Visitor {
    use_context().unwrap_or_default()
}

/// Sends the participant's key as a cookie. It lasts a year, so that participants can continue or look up a code.
#[cfg(feature = "ssr")]
fn hand_over(link: &QuizLink, key: &ParticipantKey, is_secure: bool) {
    let secure = if is_secure { "; Secure" } else { "" };
    let cookie = format!("{}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}", cookie_name(link), key.0);
    if let (Some(response), Ok(cookie)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(&cookie))
    {
        response.append_header(http::header::SET_COOKIE, cookie);
    }
}

/// The quiz in the visitor's current state.
#[server(prefix = "/api/fn", endpoint = "quiz", input = json::Body, output = json::Body)]
pub async fn get_quiz(
    /// The study.
    link: QuizLink,
    /// Parameters of the link.
    arrival: LinkParameters,
    /// The requested language; the study's first if absent.
    language: Option<String>,
) -> Result<Quiz, ApiError> {
    with_status(participation().quiz(link, arrival, language, visitor()).await)
}

/// Sends a key before the browser joins, so that a retry after a lost reply does not join twice. Returns whether the
/// browser already had one; a browser that never has one does not keep cookies.
#[server(prefix = "/api/fn", endpoint = "quiz_key", input = json::Body, output = json::Body)]
pub async fn prepare_quiz(
    /// The study.
    link: QuizLink,
) -> Result<bool, ApiError> {
    let visitor = visitor();
    if visitor.key(&link).is_some() {
        return Ok(true);
    }
    let key = with_status(participation().new_key().await)?;
    hand_over(&link, &key, visitor.is_secure);
    Ok(false)
}

/// Joins.
#[server(prefix = "/api/fn", endpoint = "quiz_join", input = json::Body, output = json::Body)]
pub async fn join_quiz(
    /// The request to join.
    joining: JoinRequest,
) -> Result<QuizState, ApiError> {
    let (link, visitor) = (joining.link.clone(), visitor());
    let is_secure = visitor.is_secure;
    let (key, state) = with_status(participation().join(joining, visitor).await)?;
    hand_over(&link, &key, is_secure);
    Ok(state)
}

/// Stores an answer.
#[server(prefix = "/api/fn", endpoint = "quiz_answer", input = json::Body, output = json::Body)]
pub async fn answer_quiz(
    /// The study.
    link: QuizLink,
    /// The answer.
    given: SubmittedAnswer,
) -> Result<AnswerResponse, ApiError> {
    with_status(participation().answer(link, given, visitor()).await)
}

/// Withdraws all answers of a participant.
#[server(prefix = "/api/fn", endpoint = "quiz_withdraw", input = json::Body, output = json::Body)]
pub async fn withdraw_from_quiz(
    /// The withdrawal code.
    code: String,
) -> Result<u32, ApiError> {
    with_status(participation().withdraw(code).await)
}

/// Texts of a page that belongs to no study.
#[server(prefix = "/api/fn", endpoint = "quiz_texts", input = json::Body, output = json::Body)]
pub async fn get_quiz_texts(
    /// The requested language.
    language: Option<String>,
) -> Result<PageTexts, ApiError> {
    with_status(participation().texts(language).await)
}
