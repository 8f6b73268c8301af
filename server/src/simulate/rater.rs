//! A simulated rater's answers.

use super::behaviour::Behaviour;
use super::latent::{likeness, naturalness, normal, of_pair};
use super::truth::QuestionTruth;
use engine::dataset::stream;
use rand::{Rng, RngExt};
use std::collections::HashMap;
use wire::study::config::{NaturalnessForm, Scale};
use wire::study::quiz::{CANNOT_TELL, Question, QuestionTask};

/// How often somebody who reads does what an attention check says.
const ATTENTIVE: f64 = 0.98;

/// A rater. All is drawn from the seed, the rater's number and the item, so that neither the server's order nor the
/// number of threads changes an answer.
pub struct Rater {
    rule: Behaviour,
    seed: u64,
    number: u64,
    /// `bias` is added to the true value; `gain` multiplies its distance from the middle.
    bias: f64,
    gain: f64,
    noise: f64,
    /// Where on every range of answers a straight line lies, in [0,1).
    line: f64,
    times: HashMap<u64, u64>,
}

impl Rater {
    /// The rater of a number.
    pub fn new(rule: Behaviour, seed: u64, number: u64) -> Self {
        let mut random = stream(seed, "simulated rater", &[number]);
        Self {
            rule,
            seed,
            number,
            bias: 0.1 * normal(&mut random),
            gain: random.random_range(0.7..1.3),
            noise: random.random_range(0.15..0.35),
            line: random.random(),
            times: HashMap::new(),
        }
    }

    /// The answer, in terms of the pictures shown, and its claimed response time in milliseconds.
    pub fn answer(&mut self, question: &Question, known: &QuestionTruth<'_>) -> (i32, u32) {
        let time = self.times.entry(known.item.item).or_default();
        *time += 1;
        let mut random = stream(self.seed, "simulated answer", &[self.number, known.item.item, *time]);
        let [low, high] = answers(question);
        let value = match self.rule {
            Behaviour::Random => random.random_range(low..=high),
            Behaviour::Straight => low + (self.line * f64::from(high - low + 1)) as i32,
            Behaviour::Honest | Behaviour::Inverted => match question.instructed {
                Some(instructed) if random.random_bool(ATTENTIVE) => instructed,
                _ => self.look(question, known, &mut random),
            },
        };
        let usual: f64 = match self.rule {
            Behaviour::Honest | Behaviour::Inverted => 3000.0,
            Behaviour::Random | Behaviour::Straight => 700.0,
        };
        (value, (usual * (0.4 * normal(&mut random)).exp()) as u32)
    }

    fn look(&self, question: &Question, known: &QuestionTruth<'_>, random: &mut impl Rng) -> i32 {
        let quality = match question.task {
            QuestionTask::Recognition => return self.recognize(question, known, random),
            QuestionTask::Pairwise => return self.prefer(known, random),
            QuestionTask::Naturalness { .. } => naturalness(known, self.seed),
            QuestionTask::Similarity { .. } | QuestionTask::SamePerson => likeness(known, self.seed),
        };
        let [low, high] = answers(question);
        let value = self.rate(quality, [low, high], random);
        if self.rule == Behaviour::Inverted { low + high - value } else { value }
    }

    /// A point of a scale; of two answers the nearer one.
    fn rate(&self, quality: f64, [low, high]: [i32; 2], random: &mut impl Rng) -> i32 {
        let seen = self.see(quality, random);
        (low + (seen * f64::from(high - low)).round() as i32).clamp(low, high)
    }

    fn see(&self, quality: f64, random: &mut impl Rng) -> f64 {
        0.5 + self.gain * (quality - 0.5) + self.bias + self.noise * normal(random)
    }

    /// The likelier the more alike; who does not recognize anybody often says so, else guesses.
    fn recognize(&self, question: &Question, known: &QuestionTruth<'_>, random: &mut impl Rng) -> i32 {
        let quality = likeness(known, self.seed);
        // The target is the first candidate, which is the second picture of the item's own order.
        let target = known.order.iter().position(|own| *own == 1).map_or(0, |place| place as i32 - 1);
        let [_, high] = answers(question);
        if random.random_bool(quality) {
            target
        } else if random.random_bool(0.3) {
            CANNOT_TELL
        } else {
            random.random_range(0..=high)
        }
    }

    fn prefer(&self, known: &QuestionTruth<'_>, random: &mut impl Rng) -> i32 {
        let own = of_pair(known, self.seed);
        // Shown first is the second picture of the item's own order, unless the pair was turned.
        let is_turned = known.order.get(1) == Some(&2);
        let shown = if is_turned { [own[1], own[0]] } else { own };
        let [left, right] = shown.map(|quality| quality + self.noise * normal(random));
        i32::from(right > left)
    }
}

/// The lowest and the highest answer.
fn answers(question: &Question) -> [i32; 2] {
    match question.task {
        QuestionTask::Similarity { scale: Scale::FivePoint }
        | QuestionTask::Naturalness { form: NaturalnessForm::FivePoint } => [1, 5],
        QuestionTask::Similarity { scale: Scale::NinePoint } => [1, 9],
        QuestionTask::Similarity { scale: Scale::Hundred } => [0, 100],
        QuestionTask::Naturalness { form: NaturalnessForm::RealOrFake { .. } }
        | QuestionTask::Pairwise
        | QuestionTask::SamePerson => [0, 1],
        QuestionTask::Recognition => [CANNOT_TELL, question.pictures.len() as i32 - 2],
    }
}

#[cfg(test)]
mod tests;
