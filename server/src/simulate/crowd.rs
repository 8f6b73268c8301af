//! Many simulated raters at once, each as a browser would be.

use super::behaviour::Behaviour;
use super::client::{Client, Reply};
use super::rater::Rater;
use super::truth::Truth;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use wire::study::StudyId;
use wire::study::config::Recruiting;
use wire::study::quiz::{AnswerResponse, JoinRequest, LinkParameters, Question, Quiz, QuizState, SubmittedAnswer};
use wire::study::summary::StudyView;

/// The page size that such a rater reports.
const VIEWPORT: [u32; 2] = [360, 640];

/// Simulated raters and their task.
pub struct RaterGroup {
    /// The server.
    pub client: Client,
    /// The study.
    pub study: StudyId,
    /// Each rater's rule.
    pub rules: Vec<Behaviour>,
    /// Decides all answers.
    pub seed: u64,
    /// Raters at the same time.
    pub concurrency: usize,
}

/// Timing of the answers.
#[derive(Clone, Debug, Default)]
pub struct RaterTiming {
    /// Raters who answered everything.
    pub raters: usize,
    /// How long each answer took to be acknowledged, in rising order.
    pub waits: Vec<Duration>,
    /// From the first request to the last.
    pub took: Duration,
}

impl RaterTiming {
    /// The wait that so large a share of the answers, in [0,1], did not exceed.
    pub fn wait(&self, share: f64) -> Duration {
        let last = self.waits.len().saturating_sub(1);
        self.waits.get((share * last as f64).ceil() as usize).copied().unwrap_or_default()
    }

    /// Acknowledged answers in a second.
    pub fn rate(&self) -> f64 {
        self.waits.len() as f64 / self.took.as_secs_f64().max(1e-3)
    }
}

/// Lets all raters answer, until `stop` is set. After each answer that counts, `progress` receives the rater's number
/// of questions.
///
/// # Errors
/// If the server refuses anything; then everybody stops.
pub fn answer_all(crowd: &RaterGroup, stop: &AtomicBool, progress: &(dyn Fn(u32) + Sync)) -> Result<RaterTiming> {
    let view: StudyView = crowd.client.call("study", &json!({ "id": crowd.study }), "")?.value;
    let export = crowd.client.get(&format!("/api/studies/{}/export.json?population=simulated", crowd.study.0))?;
    let truth = Truth::read(&export)?;
    let (next, failed, started) = (AtomicUsize::new(0), AtomicBool::new(false), Instant::now());
    let is_over = || stop.load(Ordering::Acquire) || failed.load(Ordering::Acquire);
    let work = || -> Result<RaterTiming> {
        let mut pace = RaterTiming::default();
        while !is_over() {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(rule) = crowd.rules.get(number) else { break };
            let session = Session { crowd, view: &view, truth: &truth, number, rule: *rule };
            let done = session.run(&is_over, progress, &mut pace.waits);
            pace.raters += usize::from(done.inspect_err(|_| failed.store(true, Ordering::Release))?);
        }
        Ok(pace)
    };
    let done: Vec<Result<RaterTiming>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..crowd.concurrency.max(1)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| bail!("a thread panicked"))).collect()
    });
    let mut all = RaterTiming { took: started.elapsed(), ..RaterTiming::default() };
    for pace in done {
        let pace = pace?;
        all.raters += pace.raters;
        all.waits.extend(pace.waits);
    }
    all.waits.sort_unstable();
    Ok(all)
}

/// One rater's visit.
struct Session<'a> {
    crowd: &'a RaterGroup,
    view: &'a StudyView,
    truth: &'a Truth,
    number: usize,
    rule: Behaviour,
}

impl Session<'_> {
    /// Whether everything was answered.
    fn run(
        &self,
        is_over: &dyn Fn() -> bool,
        progress: &(dyn Fn(u32) + Sync),
        waits: &mut Vec<Duration>,
    ) -> Result<bool> {
        let (mut state, cookie) = self.join()?;
        let mut rater = Rater::new(self.rule, self.crowd.seed, self.number as u64);
        loop {
            let question = match state {
                QuizState::Question(question) => question,
                QuizState::Done { .. } => return Ok(true),
                other => bail!("a rater who had joined was shown something else than a question: {other:?}"),
            };
            if is_over() {
                return Ok(false);
            }
            let since = Instant::now();
            state = self.answer(&question, &mut rater, &cookie)?;
            waits.push(since.elapsed());
            if !question.is_practice {
                progress(question.total);
            }
        }
    }

    fn join(&self) -> Result<(QuizState, String)> {
        let arrival = self.arrival()?;
        let ask = json!({ "link": self.view.link, "arrival": arrival, "language": null });
        let quiz: Quiz = self.crowd.client.call("quiz", &ask, "")?.value;
        let consent_version = match quiz.state {
            QuizState::Consent { version, .. } => version,
            QuizState::Closed => bail!("the study takes nobody: start its pilot or open it first"),
            QuizState::NoEntry => bail!("the study's links let nobody in"),
            other => bail!("a newcomer was not asked for consent: {other:?}"),
        };
        let joining = JoinRequest {
            link: self.view.link.clone(),
            arrival,
            language: quiz.language,
            consent_version,
            viewport: VIEWPORT,
            simulated: Some(self.rule.name().into()),
        };
        let Reply { value, cookie } = self.crowd.client.call("quiz_join", &json!({ "joining": joining }), "")?;
        Ok((value, cookie.context("the server gave no key to a rater who joined")?))
    }

    /// With a token where the study wants one.
    fn arrival(&self) -> Result<LinkParameters> {
        let named = |participant: String| LinkParameters { participant, ..LinkParameters::default() };
        Ok(match self.view.config.recruiting {
            Recruiting::Open => LinkParameters::default(),
            Recruiting::Prolific { .. } | Recruiting::MechanicalTurk => named(format!("simulated-{}", self.number)),
            Recruiting::Tokens { .. } => {
                let token = self.view.unused_tokens.get(self.number).context("the study has no more unused links")?;
                LinkParameters { token: token.clone(), ..LinkParameters::default() }
            }
        })
    }

    fn answer(&self, question: &Question, rater: &mut Rater, cookie: &str) -> Result<QuizState> {
        let known = self.truth.of(question)?;
        let (value, response_ms) = rater.answer(question, &known);
        let given = SubmittedAnswer {
            assignment: question.assignment,
            value,
            response_ms,
            focus_losses: 0,
            viewport: VIEWPORT,
        };
        let ask = json!({ "link": self.view.link, "given": given });
        Ok(self.crowd.client.call::<AnswerResponse>("quiz_answer", &ask, cookie)?.value.state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_told_by_their_rank() {
        let waits = (1..=100).map(Duration::from_millis).collect();
        let pace = RaterTiming { raters: 2, waits, took: Duration::from_secs(4) };
        assert_eq!([0.0, 0.5, 0.99, 1.0].map(|share| pace.wait(share).as_millis()), [1, 51, 100, 100]);
        assert_eq!(pace.rate(), 25.0);
        assert_eq!(RaterTiming::default().wait(0.5), Duration::ZERO);
    }
}
