//! What the quiz asks. A participant is known by a key in a cookie that scripts cannot read; reloading, going back and a
//! second tab find the same participant.

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

/// What the server knows of whoever asks, besides what they say.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// Comes from this machine, through no proxy.
    pub is_local: bool,
    /// Where the visitor is a member; nowhere behind the door for participants.
    pub membership: Membership,
    /// The network that they come from, as a hash whose key this process alone has; none if it is not known.
    pub network: Option<u64>,
    /// The cookies sent.
    pub cookies: String,
    /// Pages are reached by https only, so cookies may be kept to it.
    pub is_secure: bool,
}

/// In which workspaces somebody sees what is there.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Membership {
    /// In none.
    #[default]
    Nowhere,
    /// In these.
    In(Vec<WorkspaceId>),
    /// In all.
    Everywhere,
}

#[cfg(feature = "ssr")]
impl Membership {
    /// Whether a workspace is one of them.
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

/// What the server offers to participants.
#[cfg(feature = "ssr")]
pub trait Participation: Send + Sync + 'static {
    /// The quiz as the visitor finds it.
    fn quiz(
        &self,
        link: QuizLink,
        arrival: LinkParameters,
        language: Option<String>,
        visitor: Visitor,
    ) -> Answer<'_, Quiz>;
    /// A key for whoever means to join.
    fn new_key(&self) -> Answer<'_, ParticipantKey>;
    /// Joins by the key that the visitor brings, else by a new one; it proves who they are from now on. Whoever has joined
    /// by this key before finds themselves where they were.
    fn join(&self, joining: JoinRequest, visitor: Visitor) -> Answer<'_, (ParticipantKey, QuizState)>;
    /// Stores an answer, once; answering again changes nothing and is no error.
    fn answer(&self, link: QuizLink, given: SubmittedAnswer, visitor: Visitor) -> Answer<'_, AnswerResponse>;
    /// Removes all answers of whoever has this code; the answer is how many those were.
    fn withdraw(&self, code: String) -> Answer<'_, u32>;
    /// The texts of a language; of the first that ships if there are none in it.
    fn texts(&self, language: Option<String>) -> Answer<'_, PageTexts>;
}

/// The quiz as the router hands it to server functions.
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

/// Gives the browser a participant's key. It lives for a year, as long as someone may want to go on or to look up a code.
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

/// The quiz as the visitor finds it.
#[server(prefix = "/api/fn", endpoint = "quiz", input = json::Body, output = json::Body)]
pub async fn get_quiz(
    /// The study.
    link: QuizLink,
    /// What the link carries besides.
    arrival: LinkParameters,
    /// The language wanted; the study's first if absent.
    language: Option<String>,
) -> Result<Quiz, ApiError> {
    with_status(participation().quiz(link, arrival, language, visitor()).await)
}

/// Sees to it that the browser has a key before it joins, so that joining again after a lost reply is no second joining.
/// Whether it brought one: a browser that never does keeps no cookies.
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
    /// All about it.
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

/// Takes all answers back.
#[server(prefix = "/api/fn", endpoint = "quiz_withdraw", input = json::Body, output = json::Body)]
pub async fn withdraw_from_quiz(
    /// The withdrawal code.
    code: String,
) -> Result<u32, ApiError> {
    with_status(participation().withdraw(code).await)
}

/// What a page says that belongs to no study.
#[server(prefix = "/api/fn", endpoint = "quiz_texts", input = json::Body, output = json::Body)]
pub async fn get_quiz_texts(
    /// The language wanted.
    language: Option<String>,
) -> Result<PageTexts, ApiError> {
    with_status(participation().texts(language).await)
}
