//! The evaluation stage: both recognizers and all further judges look at every clone and every seed as written, and the
//! figures are put together.

use super::SIZE;
use super::attacks::{AttackRecord, shown_faces};
use super::comparison::{ComparingNetwork, IdentityPictures, compare};
use super::defences::defences;
use super::faces::Faces;
use super::folder::RunFolder;
use super::plan::Plan;
use super::progress::Progress;
use super::recognizers::ReadyRecognizer;
use super::role::Role;
use super::totals::totals;
use super::verdict::verdict;
use anyhow::{Result, anyhow};
use engine::device::{Chosen, Kind};
use engine::evaluation::{Judges, Verdict, attacker_choice, cumulative_matching, oracle_choice};
use wire::report::{
    CloneReport, DeviceReport, IdentityReport, NetworkRole, PhotographsReport, RecognizerReport, Recognizers, Report,
    SeedReport, VERSION,
};

/// What the evaluation needs.
pub struct Evidence<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The faces.
    pub faces: &'a Faces,
    /// The run's folder.
    pub folder: &'a RunFolder,
    /// The recognizer under attack.
    pub target: &'a ReadyRecognizer,
    /// The judge.
    pub evaluation: &'a ReadyRecognizer,
    /// Further judges.
    pub judges: &'a [ReadyRecognizer],
    /// One for each target.
    pub attacks: &'a [AttackRecord],
}

impl Evidence<'_> {
    /// The report; its wall time is filled in by the caller.
    pub fn report(&self, device: &Chosen, progress: &mut Progress<'_>) -> Result<Report> {
        let mut identities = Vec::new();
        let targets = &self.faces.split.targets;
        let networks = self.networks();
        let total = (targets.len() * (1 + networks.len())) as u64;
        for (index, name) in targets.iter().enumerate() {
            identities.push(self.identity(name, &self.attacks[index])?);
            progress.at(index as u64 + 1, total, "identities")?;
        }
        let mut done = targets.len() as u64;
        let mut compared = || {
            done += 1;
            Ok(progress.at(done, total, "identities")?)
        };
        let (networks, agreements) = compare(&networks, &mut identities, &|index| self.pictures(index), &mut compared)?;
        let recognizers = Recognizers {
            target: self.recognizer(self.target, Role::Target),
            evaluation: self.recognizer(self.evaluation, Role::Evaluation),
        };
        Ok(Report {
            version: VERSION,
            config: self.faces.config_as_run(self.plan.config()),
            left_out: self.faces.left_out.clone(),
            authorised: self.plan.authorised().to_vec(),
            device: device_report(device),
            totals: totals(&identities, self.speed()),
            verdict: Some(verdict(&recognizers, &networks, &identities)),
            recognizers,
            networks,
            agreements,
            identities,
            seconds: 0.0,
        })
    }

    /// All that compare by templates.
    fn networks(&self) -> Vec<ComparingNetwork<'_>> {
        let roles = [
            (NetworkRole::Target, Role::Target, self.target),
            (NetworkRole::Evaluation, Role::Evaluation, self.evaluation),
        ];
        let name = |role| self.plan.named(role).map_or_else(String::new, |named| named.name);
        let roles = roles.into_iter().map(|(part, role, ready)| (part, name(role), ready));
        let judges = self.plan.judges().into_iter().zip(self.judges);
        let judges = judges.map(|(name, ready)| (NetworkRole::Judge, name, ready));
        roles
            .chain(judges)
            .filter_map(|(part, name, ready)| ComparingNetwork::new(part, name, ready, self.faces))
            .collect()
    }

    /// The pictures of a target, as written.
    fn pictures(&self, index: usize) -> Result<IdentityPictures> {
        let (name, count) = (&self.faces.split.targets[index], self.attacks[index].steps.len());
        let read = |kind: &str| self.folder.read_pictures(kind, name, count, SIZE);
        Ok(IdentityPictures { clones: read("clones")?, seeds: read("seeds")?, photographs: self.faces.held_out(name) })
    }

    fn identity(&self, name: &str, record: &AttackRecord) -> Result<IdentityReport> {
        let label =
            |ready: &ReadyRecognizer| ready.recognizer.label(name).ok_or_else(|| anyhow!("{name} is not registered"));
        let judges = Judges {
            target: &self.target.recognizer,
            evaluation: &self.evaluation.recognizer,
            target_label: label(self.target)?,
            evaluation_label: label(self.evaluation)?,
        };
        let judged = |kind: &str| -> Result<Vec<Verdict>> {
            Ok(judges.judge(&self.folder.read_pictures(kind, name, record.steps.len(), SIZE)?))
        };
        let (clones, seeds) = (judged("clones")?, judged("seeds")?);
        let ranks: Vec<u32> = clones.iter().map(|verdict| verdict.evaluation_rank).collect();
        let photographs = self.photographs(name, &judges);
        Ok(IdentityReport {
            name: name.into(),
            target_label: judges.target_label as u32,
            evaluation_label: judges.evaluation_label as u32,
            real_faces: (0..shown_faces(self.faces, name))
                .map(|index| RunFolder::picture_name("faces", name, index))
                .collect(),
            oracle_choice: oracle_choice(&clones).unwrap_or_default() as u32,
            attacker_choice: self.attacker_choice(name, &clones, &judges)? as u32,
            cmc: cumulative_matching(&ranks, self.evaluation.recognizer.classes().len()),
            comparisons: Vec::new(),
            clones: clone_reports("clones", name, &clones, &record.steps),
            queries: record.queries,
            seed: SeedReport {
                mean_target_score: mean(&seeds, target_score),
                mean_evaluation_score: mean(&seeds, evaluation_score),
                top1: mean(&seeds, within(1)),
                seeds: clone_reports("seeds", name, &seeds, &vec![0; seeds.len()]),
            },
            photographs: Some(photographs),
        })
    }

    /// The clone that an attacker would choose: by the scores that the attack could get.
    fn attacker_choice(&self, name: &str, clones: &[Verdict], judges: &Judges<'_>) -> Result<usize> {
        let config = self.plan.config();
        let defences = defences(&config.defence);
        let mut seen = clones.to_vec();
        // Whoever has the weights computes scores without defences.
        if config.attack.method.is_by_scores() && !defences.is_empty() {
            let pictures = self.folder.read_pictures("clones", name, clones.len(), SIZE)?;
            let answers = judges.target.clone().defended(defences).scores(&pictures);
            for (verdict, answer) in seen.iter_mut().zip(answers) {
                verdict.target_score = answer[judges.target_label];
            }
        }
        Ok(attacker_choice(&seen).unwrap_or_default())
    }

    /// All photographs of an identity that training left out; of the first ones there are files.
    fn photographs(&self, name: &str, judges: &Judges<'_>) -> PhotographsReport {
        let verdicts = judges.judge(&self.faces.held_out(name));
        let mut photographs = clone_reports("faces", name, &verdicts, &vec![0; verdicts.len()]);
        photographs.iter_mut().skip(shown_faces(self.faces, name)).for_each(|one| one.file.clear());
        PhotographsReport {
            mean_target_score: mean(&verdicts, target_score),
            mean_evaluation_score: mean(&verdicts, evaluation_score),
            top1: mean(&verdicts, within(1)),
            photographs,
        }
    }

    fn recognizer(&self, ready: &ReadyRecognizer, role: Role) -> RecognizerReport {
        RecognizerReport {
            classes: ready.recognizer.classes().len() as u32,
            accuracy: ready.accuracy,
            seconds: ready.seconds,
            file: ready.file.clone(),
            is_trained_here: self.plan.loaded(role).is_none(),
            loss: ready.loss,
            is_from_cache: ready.is_from_cache,
            trained_ms: ready.trained_ms,
            network: ready.recognizer.facts().summary.clone(),
            is_by_templates: ready.recognizer.is_by_templates(),
            given_templates: ready.given_templates,
        }
    }

    /// Clones times steps a second.
    fn speed(&self) -> f64 {
        let iterations: f64 = self.attacks.iter().flat_map(|record| &record.steps).map(|steps| f64::from(*steps)).sum();
        let seconds: f64 = self.attacks.iter().map(|record| record.seconds).sum();
        iterations / seconds.max(1e-9)
    }
}

fn clone_reports(kind: &str, name: &str, verdicts: &[Verdict], steps: &[u32]) -> Vec<CloneReport> {
    let all = verdicts.iter().zip(steps).enumerate();
    all.map(|(index, (verdict, steps))| CloneReport {
        file: RunFolder::picture_name(kind, name, index),
        steps: *steps,
        target_score: target_score(verdict),
        evaluation_score: evaluation_score(verdict),
        target_rank: Some(verdict.target_rank),
        evaluation_rank: verdict.evaluation_rank,
    })
    .collect()
}

fn target_score(verdict: &Verdict) -> f64 {
    f64::from(verdict.target_score)
}

fn evaluation_score(verdict: &Verdict) -> f64 {
    f64::from(verdict.evaluation_score)
}

fn within(rank: u32) -> impl Fn(&Verdict) -> f64 {
    move |verdict| f64::from(verdict.evaluation_rank <= rank)
}

fn mean(verdicts: &[Verdict], value: impl Fn(&Verdict) -> f64) -> f64 {
    verdicts.iter().map(value).sum::<f64>() / verdicts.len().max(1) as f64
}

/// The device as reports and pages tell it.
pub fn device_report(device: &Chosen) -> DeviceReport {
    let kind = match device.kind {
        Kind::Cpu => "cpu",
        Kind::Gpu => "gpu",
    };
    DeviceReport { kind: kind.into(), name: device.name.clone(), reason: device.reason.clone() }
}
