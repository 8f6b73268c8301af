//! An experiment from faces to report.

use super::SIZE;
use super::attacks::{AttackRecord, attack, is_done, seeds, together, unit};
use super::clock::Clock;
use super::defences::defences;
use super::events::{Event, Observer};
use super::faces::{Faces, prepare};
use super::folder::RunFolder;
use super::independence;
use super::judgement::Evidence;
use super::needs::Needs;
use super::plan::Plan;
use super::prior;
use super::progress::{Progress, Stopped};
use super::recognizers::{ReadyRecognizer, ready};
use super::report;
use super::role::Role;
use super::stages::{expected_images, stages, work};
use super::warm_up::warm_up;
use crate::memory;
use anyhow::{Result, bail};
use engine::device::{Chosen, Kind};
use engine::inversion::parameters::{Parameters, Pixels};
use wire::live::TargetLive;
use wire::run::Problem;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is a report.
    Finished,
    /// The observer said stop; if the folder [holds work](RunFolder::holds_work), it can be taken up again.
    Stopped,
}

/// Runs an experiment in its folder, taking up whatever the folder already holds.
///
/// # Errors
/// If faces, recognizers or files are not what the plan needs; the message is for the user.
pub fn run(plan: &Plan, folder: &RunFolder, device: &Chosen, observer: &mut dyn Observer) -> Result<Outcome> {
    let clock = Clock::start(folder)?;
    let mut progress = Progress::new(observer, work(plan, expected_images(plan), warms_up(device)));
    let ended = Attempt { plan, folder, device, clock: &clock }.go(&mut progress);
    let left = if folder.holds_work() { clock.note(folder) } else { folder.leave() };
    match ended {
        Ok(()) => left.map(|()| Outcome::Finished),
        Err(error) if error.is::<Stopped>() => left.map(|()| Outcome::Stopped),
        Err(error) => Err(error),
    }
}

struct Attempt<'a> {
    plan: &'a Plan,
    folder: &'a RunFolder,
    device: &'a Chosen,
    clock: &'a Clock,
}

impl Attempt<'_> {
    fn go(&self, progress: &mut Progress<'_>) -> Result<()> {
        progress.enter_apart(0, "images")?;
        self.refuse_what_does_not_fit()?;
        let faces = prepare(self.plan, self.folder, progress)?;
        if let Some(note) = independence::check(self.plan, &faces, self.folder)? {
            progress.emit(Event::Note(note))?;
        }
        self.announce(&faces, progress)?;
        let next = self.warm_up(&faces, progress)?;
        progress.enter(next, "images")?;
        let target = self.recognizer(Role::Target, &faces, progress)?;
        progress.enter(next + 1, "images")?;
        let evaluation = self.recognizer(Role::Evaluation, &faces, progress)?;
        let judges = self.judges(next + 2, &faces, progress)?;
        let next = next + 2 + judges.len();
        progress.enter_apart(next, "identities")?;
        seeds(self.plan, &faces, self.folder, progress)?;
        let attacks = self.attacks(next + 1, &faces, &target, progress)?;
        let evaluation_stage = next + 1 + attacks.len();
        progress.enter(evaluation_stage, "identities")?;
        let (plan, folder) = (self.plan, self.folder);
        let (faces, target, evaluation) = (&faces, &target, &evaluation);
        let evidence = Evidence { plan, faces, folder, target, evaluation, judges: &judges, attacks: &attacks };
        let mut report = evidence.report(self.device, progress)?;
        progress.enter_apart(evaluation_stage + 1, "files")?;
        report.seconds = self.clock.seconds();
        report::write(&report, folder)?;
        progress.at(1, 1, "files")?;
        Ok(())
    }

    /// Before it is begun: a run that fills the memory would end the program, and what that does for others with it.
    fn refuse_what_does_not_fit(&self) -> Result<()> {
        let needs = Needs::of(self.plan, self.device.kind);
        let problems = || needs.problems_now(self.folder.root());
        if problems().is_empty() {
            return Ok(());
        }
        // What earlier runs left is not needed any more.
        memory::give_back();
        match problems().pop() {
            Some(Problem { field, message }) => bail!("{field}: {message}"),
            None => Ok(()),
        }
    }

    fn announce(&self, faces: &Faces, progress: &mut Progress<'_>) -> Result<(), Stopped> {
        let (names, attack) = (&faces.split.targets, &self.plan.config().attack);
        let target = |name: &String| TargetLive {
            name: name.clone(),
            clones: attack.clones,
            size: SIZE,
            max_steps: attack.max_steps,
            is_by_scores: attack.method.is_by_scores(),
            points: Vec::new(),
        };
        progress.expect(work(self.plan, faces.mean_images(), warms_up(self.device)));
        let stages = stages(names, &self.plan.judges(), warms_up(self.device));
        progress.emit(Event::Targets { stages, targets: names.iter().map(target).collect() })
    }

    /// Warms a graphics device up; the answer is the stage that comes after.
    fn warm_up(&self, faces: &Faces, progress: &mut Progress<'_>) -> Result<usize> {
        if !warms_up(self.device) {
            return Ok(1);
        }
        progress.enter_apart(1, "programs")?;
        let targets = faces.split.targets.len();
        let together = together(self.device.kind, self.plan.config().attack.clones).min(targets);
        warm_up(self.plan, targets + faces.split.target_others.len(), together, self.device, progress)?;
        Ok(2)
    }

    fn recognizer(&self, role: Role, faces: &Faces, progress: &mut Progress<'_>) -> Result<ReadyRecognizer> {
        let ready = ready(role, self.plan, faces, self.folder, self.device, progress)?;
        self.clock.note(self.folder)?;
        Ok(ready)
    }

    /// Prepares the further judges. This happens before the attack, so that an unusable judge stops the run early.
    fn judges(&self, stage: usize, faces: &Faces, progress: &mut Progress<'_>) -> Result<Vec<ReadyRecognizer>> {
        let mut judges = Vec::new();
        for (at, name) in self.plan.judges().iter().enumerate() {
            progress.enter(stage + at, "images")?;
            let judge = self.recognizer(Role::Judge(at), faces, progress)?;
            if !judge.recognizer.is_by_templates() {
                bail!("recognizers.judges: {name} is no embedding network; name networks as .onnx, or leave it out");
            }
            judges.push(judge);
        }
        Ok(judges)
    }

    /// The attack is handed the target recognizer alone.
    fn attacks(
        &self,
        stage: usize,
        faces: &Faces,
        target: &ReadyRecognizer,
        progress: &mut Progress<'_>,
    ) -> Result<Vec<AttackRecord>> {
        let mut records = Vec::new();
        let parameters = self.parameters(faces, progress)?;
        let recognizer = target.recognizer.clone().defended(defences(&self.plan.config().defence));
        for names in faces.split.targets.chunks(together(self.device.kind, self.plan.config().attack.clones)) {
            let first = records.len();
            progress.enter_together(stage + first, names.len(), unit(self.plan))?;
            records.extend(attack(self.plan, first, names, &recognizer, &*parameters, self.folder, progress)?);
            self.clock.note(self.folder)?;
        }
        Ok(records)
    }

    /// What the attacks move; not learnt where no attack is left to make.
    fn parameters(&self, faces: &Faces, progress: &mut Progress<'_>) -> Result<Box<dyn Parameters>> {
        let done: Vec<bool> =
            faces.split.targets.iter().map(|name| is_done(self.folder, name)).collect::<Result<_>>()?;
        if done.iter().all(|done| *done) {
            return Ok(Box::new(Pixels));
        }
        prior::parameters(self.plan, faces, progress)
    }
}

fn warms_up(device: &Chosen) -> bool {
    device.kind == Kind::Gpu
}
