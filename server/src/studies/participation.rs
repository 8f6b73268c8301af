//! Taking part: from the link to the thank-you.

use super::assign::assign;
use super::limits::{fastest_ms, joins_per_network, refused};
use super::newcomer::{newcomer, population};
use super::question::{self, Step};
use super::service::{Shared, StudyService};
use super::{secrets, texts};
use crate::digits;
use crate::error::{Error, answer};
use crate::store::studies::{Joined, NewAnswer, Participant, StudyRow, takes_answers};
use crate::time::now_ms;
use app::api::Answer;
use app::api::quiz::{ParticipantKey, Participation, Visitor};
use wire::run::Problem;
use wire::study::Population;
use wire::study::config::{Recruiting, StopRule};
use wire::study::quiz::{
    AnswerResponse, JoinRequest, LinkParameters, PageTexts, Quiz, QuizLink, QuizState, SubmittedAnswer,
};
use wire::study::summary::StudyState;

/// Bytes of a participant's key.
const KEY: usize = 16;

impl Participation for StudyService {
    fn quiz(
        &self,
        link: QuizLink,
        arrival: LinkParameters,
        language: Option<String>,
        visitor: Visitor,
    ) -> Answer<'_, Quiz> {
        answer(async move { self.0.quiz(&link, &arrival, language, &visitor).await })
    }

    fn new_key(&self) -> Answer<'_, ParticipantKey> {
        answer(async { Ok(ParticipantKey(digits::random(KEY)?)) })
    }

    fn join(&self, joining: JoinRequest, visitor: Visitor) -> Answer<'_, (ParticipantKey, QuizState)> {
        answer(async move { self.0.join(joining, &visitor).await })
    }

    fn answer(&self, link: QuizLink, given: SubmittedAnswer, visitor: Visitor) -> Answer<'_, AnswerResponse> {
        answer(async move { self.0.take_answer(&link, given, &visitor).await })
    }

    fn withdraw(&self, code: String) -> Answer<'_, u32> {
        answer(async move {
            let removed = self.0.store.withdraw(code.trim()).await?;
            removed.ok_or_else(|| Error::NoFile("this withdrawal code".into()))
        })
    }

    fn texts(&self, language: Option<String>) -> Answer<'_, PageTexts> {
        Box::pin(async move { Ok(texts::page(language.as_deref())) })
    }
}

impl Shared {
    async fn quiz(
        &self,
        link: &QuizLink,
        arrival: &LinkParameters,
        language: Option<String>,
        visitor: &Visitor,
    ) -> Result<Quiz, Error> {
        let study = self.by_link(&link.0).await?;
        let participant = self.participant(&study, link, visitor).await?;
        // A new preview starts from the beginning.
        let participant = participant.filter(|one| arrival.is_preview == (one.population == Population::Preview));
        let offered = &study.config.languages;
        let wanted = participant.as_ref().map(|one| one.language.clone()).or(language);
        let language =
            wanted.filter(|one| offered.contains(one)).or_else(|| offered.first().cloned()).unwrap_or_default();
        let state = match &participant {
            Some(participant) => self.state(&study, participant).await?,
            None => self.entry(&study, arrival, &language, visitor).await?,
        };
        let languages = texts::languages().into_iter().filter(|(tag, _)| offered.contains(tag)).collect();
        let texts = texts::texts(&language).unwrap_or_default();
        Ok(Quiz { languages, language, texts, state })
    }

    async fn participant(
        &self,
        study: &StudyRow,
        link: &QuizLink,
        visitor: &Visitor,
    ) -> Result<Option<Participant>, Error> {
        let Some(key) = visitor.key(link) else { return Ok(None) };
        let known = self.store.participant(&study.id, &secrets::hash(&key.0)).await?;
        // A preview by somebody who is no longer a member is ignored.
        Ok(known.filter(|one| one.population != Population::Preview || visitor.membership.sees(&study.workspace)))
    }

    /// What someone finds who has not joined.
    async fn entry(
        &self,
        study: &StudyRow,
        arrival: &LinkParameters,
        language: &str,
        visitor: &Visitor,
    ) -> Result<QuizState, Error> {
        let is_preview = arrival.is_preview && visitor.membership.sees(&study.workspace);
        if !is_preview {
            if matches!(study.state, StudyState::Draft | StudyState::Closed) || self.has_enough(study).await? {
                return Ok(QuizState::Closed);
            }
            if !self.may_enter(study, arrival).await? {
                return Ok(QuizState::NoEntry);
            }
            if let Some(minutes) = self.joins.wait(&study.id, visitor.network, joins_per_network(study)) {
                return Ok(QuizState::Crowded { minutes });
            }
        }
        let text = |texts: &wire::study::Texts| texts.get(language).cloned().unwrap_or_default();
        Ok(QuizState::Consent {
            opening: text(&study.config.opening),
            consent: text(&study.config.consent),
            version: study.consent_version,
            questions: question::count(&study.config, &self.store.loads(&study.id, Population::Preview).await?),
            is_pilot: study.state == StudyState::Pilot,
        })
    }

    async fn may_enter(&self, study: &StudyRow, arrival: &LinkParameters) -> Result<bool, Error> {
        Ok(match study.config.recruiting {
            Recruiting::Open => true,
            Recruiting::Tokens { .. } => self.store.unused_tokens(&study.id).await?.contains(&arrival.token),
            Recruiting::Prolific { .. } | Recruiting::MechanicalTurk => !arrival.participant.is_empty(),
        })
    }

    /// Whether the stop rule is met by people.
    async fn has_enough(&self, study: &StudyRow) -> Result<bool, Error> {
        match study.config.stop {
            StopRule::Never => Ok(false),
            StopRule::Votes { votes } => {
                let loads = self.store.loads(&study.id, Population::People).await?;
                let fewest = loads.iter().filter(|load| load.kind == crate::store::studies::ItemKind::Clone);
                let is_given = fewest.map(|load| load.given).min().is_some_and(|fewest| fewest >= votes);
                // Who has joined may yet answer, or may be nobody.
                Ok(is_given && self.is_voted(study, votes).await?)
            }
            StopRule::Width { half_width } => self.is_narrow(study, half_width).await,
        }
    }

    async fn join(&self, joining: JoinRequest, visitor: &Visitor) -> Result<(ParticipantKey, QuizState), Error> {
        let study = self.by_link(&joining.link.0).await?;
        let population = population(&study, &joining, visitor)?;
        let brought = visitor.key(&joining.link).filter(|key| digits::is(&key.0, 2 * KEY));
        let known = self.participant(&study, &joining.link, visitor).await?;
        if let (Some(key), Some(known)) = (&brought, &known)
            && known.population == population
        {
            // Has joined already and not heard of it, or twice at once.
            return Ok((key.clone(), self.state(&study, known).await?));
        }
        if population == Population::People && self.has_enough(&study).await? {
            return Err(Error::Conflict("this study has all the answers that it needs".into()));
        }
        if joining.consent_version != study.consent_version {
            return Err(Error::Conflict(
                "the consent text has changed meanwhile; load the page again and read it".into(),
            ));
        }
        if !study.config.languages.contains(&joining.language) {
            return Err(problem("language", "choose one of the study's languages"));
        }
        if population != Population::Preview && !self.may_enter(&study, &joining.arrival).await? {
            return Err(Error::Conflict("this link lets nobody in, or was used already".into()));
        }
        if matches!(population, Population::People | Population::Pilot) {
            self.admit(&study, visitor).await?;
        }
        if population == Population::Preview {
            self.store.forget_previews(&study.id).await?;
        }
        let key = match brought.filter(|_| known.is_none()) {
            Some(key) => key,
            None => ParticipantKey(digits::random(KEY)?),
        };
        let participant = newcomer(&study, joining, population, &key)?;
        let (config, seed) = (study.config.clone(), participant.seed);
        let joined = self.store.join(participant, Box::new(move |loads| assign(&config, loads, seed))).await?;
        match joined {
            Joined::As(_) => {}
            Joined::NoToken => return Err(Error::Conflict("this link was used already".into())),
            Joined::Before => {
                return Err(Error::Conflict(
                    "you have begun this study before; go on in the browser where you began".into(),
                ));
            }
            Joined::NotOpen => return Err(Error::Conflict("this study takes no participants now".into())),
        }
        let participant = self.store.participant(&study.id, &secrets::hash(&key.0)).await?;
        let participant = participant.ok_or_else(|| Error::Other(anyhow::anyhow!("a participant is not there")))?;
        let state = self.state(&study, &participant).await?;
        Ok((key, state))
    }

    /// Where someone who has joined stands.
    async fn state(&self, study: &StudyRow, participant: &Participant) -> Result<QuizState, Error> {
        if participant.is_withdrawn {
            return Ok(QuizState::Withdrawn);
        }
        let progress = self.store.progress(participant.id).await?;
        if !progress.next.is_empty() && !takes_answers(study.state, participant.population) {
            return Ok(ended(study, participant));
        }
        let pictures = self.pictures(&progress).await?;
        if let Some(question) = question::question(&study.config, &progress, pictures) {
            return Ok(QuizState::Question(Box::new(question)));
        }
        let closing = study.config.closing.get(&participant.language).cloned().unwrap_or_default();
        let return_to = match &study.config.recruiting {
            Recruiting::Prolific { completion_code } => {
                Some(format!("https://app.prolific.com/submissions/complete?cc={completion_code}"))
            }
            _ => None,
        };
        Ok(QuizState::Done {
            closing,
            completion_code: participant.completion_code.clone(),
            is_code_asked_for: asks_for_code(&study.config.recruiting),
            withdrawal_code: participant.withdrawal_code.clone(),
            return_to,
        })
    }

    async fn take_answer(
        &self,
        link: &QuizLink,
        given: SubmittedAnswer,
        visitor: &Visitor,
    ) -> Result<AnswerResponse, Error> {
        let study = self.by_link(&link.0).await?;
        let participant = self.participant(&study, link, visitor).await?;
        let participant = participant.ok_or_else(|| Error::Conflict("this browser has not joined the study".into()))?;
        if participant.is_withdrawn {
            return Ok(AnswerResponse { feedback: None, state: QuizState::Withdrawn });
        }
        let asked = self.store.assignment(participant.id, given.assignment).await?;
        let asked = asked.ok_or_else(|| Error::NoFile("this question".into()))?;
        let task = question::task(&study.config, &asked)?;
        let value = question::value(task, &asked, given.value).ok_or_else(|| problem("value", "no such answer"))?;
        let answer = NewAnswer {
            participant: participant.id,
            assignment: asked.id,
            value,
            response_ms: given.response_ms,
            focus_losses: given.focus_losses,
            viewport: given.viewport,
            answered_ms: now_ms(),
            fastest_ms: fastest_ms(&study, participant.population),
        };
        refused(self.store.answer(answer).await?, answer.fastest_ms)?;
        let step = Step { task, asked: &asked, value };
        let feedback = question::feedback(&step, &participant.language);
        Ok(AnswerResponse { feedback, state: self.state(&study, &participant).await? })
    }
}

/// The state for a participant whose study was closed while they took part.
fn ended(study: &StudyRow, participant: &Participant) -> QuizState {
    // Prolific's code is everybody's, and says that everything was answered.
    let is_own = !matches!(study.config.recruiting, Recruiting::Prolific { .. });
    QuizState::Ended {
        completion_code: if is_own { participant.completion_code.clone() } else { String::new() },
        is_code_asked_for: asks_for_code(&study.config.recruiting),
        withdrawal_code: participant.withdrawal_code.clone(),
    }
}

/// Whether participants came from a service that has a place to enter the completion code.
fn asks_for_code(recruiting: &Recruiting) -> bool {
    match recruiting {
        Recruiting::Prolific { .. } | Recruiting::MechanicalTurk => true,
        Recruiting::Open | Recruiting::Tokens { .. } => false,
    }
}

fn problem(field: &str, message: &str) -> Error {
    Error::Invalid(vec![Problem { field: field.into(), message: message.into() }])
}
