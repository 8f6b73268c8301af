//! Pictures made of a run: contact sheets, and the film of a clone.

use super::{CallersDownloads, FinishedRun, SavedFile};
use crate::blocking::blocking;
use crate::error::Error;
use crate::export::film::{MOST, film};
use crate::export::sheet::{Cell, Section, sheet};
use crate::lab::CloneFrame;
use view_model::number::{counted, percent, score};
use wire::report::{CloneReport, IdentityReport, PhotographsReport, Report};
use wire::run::RunId;

/// Pictures on a sheet, of all targets together.
const ROOM: usize = 640;

impl CallersDownloads {
    /// The clones of a run, or of one of its targets (counted from one), on one sheet, the seed of the first before
    /// them.
    ///
    /// # Errors
    /// If the caller sees no such finished run or target, or the store fails.
    pub async fn sheet(&self, run: &RunId, target: Option<u32>, faces: bool) -> Result<SavedFile, Error> {
        let taken = self.finished_run(run).await?;
        let sections = sections(&taken.report, target, taken.shows_seeds(faces));
        if sections.is_empty() {
            return Err(Error::NoFile("this target".into()));
        }
        let name = taken.name(&target.map_or("-sheet.png".into(), |target| format!("-sheet-{target}.png")));
        let bytes = blocking(move || Ok(sheet(&title(&taken), &sections, &|file| taken.read(file), &taken.row.id)?));
        Ok(SavedFile { name, bytes: bytes.await? })
    }

    /// How a clone formed; target and clone are counted from one.
    ///
    /// # Errors
    /// If the caller sees no such finished run or clone, its run kept no snapshots, or the store fails.
    pub async fn film(&self, run: &RunId, target: u32, clone: u32) -> Result<SavedFile, Error> {
        let taken = self.finished_run(run).await?;
        let (at, slot) = (target.checked_sub(1).map(u16::try_from), clone.checked_sub(1).map(u16::try_from));
        let no_clone = || Error::NoFile("this clone".into());
        let (Some(Ok(at)), Some(Ok(slot))) = (at, slot) else { return Err(no_clone()) };
        let identity = taken.report.identities.get(usize::from(at)).ok_or_else(no_clone)?;
        let file = identity.clones.get(usize::from(slot)).ok_or_else(no_clone)?.file.clone();
        let moments = taken.lab.moments(run, at, slot, MOST).await?;
        if moments.is_empty() {
            return Err(Error::NoFile("a film of this clone, of which the run kept no snapshots,".into()));
        }
        let name = taken.name(&format!("-film-{target}-{clone}.png"));
        let bytes = blocking(move || {
            let moments = moments.iter().map(CloneFrame::decoded).collect::<Result<Vec<_>, _>>()?;
            let clone = image::load_from_memory(&taken.read(&file)?).map_err(anyhow::Error::from)?.into_rgb8();
            Ok(film(&moments, &clone, &taken.row.id)?)
        });
        Ok(SavedFile { name, bytes: bytes.await? })
    }
}

fn title(taken: &FinishedRun) -> [String; 3] {
    [
        taken.row.config.name.clone(),
        format!("Synthetic clones, made by model inversion; none is a photograph. Run {}.", taken.row.id.0),
        "Below each: score by the target recognizer, score and rank by the evaluation recognizer.".into(),
    ]
}

/// One for each target asked for.
fn sections(report: &Report, target: Option<u32>, seeds: bool) -> Vec<Section> {
    let of = report.identities.len();
    let asked = |number: u32| target.is_none_or(|target| target == number);
    let identities = (1..).zip(&report.identities).filter(|(number, _)| asked(*number));
    let room = if target.is_some() { ROOM } else { (ROOM / of.max(1)).max(1) };
    identities.map(|(number, identity)| section(identity, number, of, room, seeds)).collect()
}

fn section(identity: &IdentityReport, number: u32, of: usize, room: usize, seeds: bool) -> Section {
    let clones = counted(identity.clones.len() as u64, "clone");
    let shown = if identity.clones.len() > room { format!("the first {room} of {clones}") } else { clones };
    let seed = identity.seed.seeds.first().filter(|_| seeds);
    let seed = seed.map(|seed| cell("seed of clone 1".into(), seed, Vec::new()));
    let choices = [(identity.attacker_choice, "attacker's choice"), (identity.oracle_choice, "oracle's choice")];
    let clones = identity.clones.iter().zip(0..).take(room).map(|(clone, at)| {
        let chosen = choices.iter().filter(|(choice, _)| *choice == at).map(|(_, by)| (*by).to_owned());
        cell(format!("clone {}", at + 1), clone, chosen.collect())
    });
    let cells = seed.into_iter().chain(clones).collect();
    let photographs = identity.photographs.as_ref().map(of_photographs).unwrap_or_default();
    Section { heading: format!("Target {number} of {of}, {}: {shown}{photographs}", identity.name), cells }
}

/// What the judge says of pictures of the target itself, which are not shown.
fn of_photographs(of: &PhotographsReport) -> String {
    let (mean, first) = (score(of.mean_evaluation_score), percent(of.top1));
    format!("; its held-out images: evaluation {mean} on average, {first} of them first")
}

fn cell(name: String, picture: &CloneReport, more: Vec<String>) -> Cell {
    let verdicts = [
        format!("target {}", score(picture.target_score)),
        format!("evaluation {}", score(picture.evaluation_score)),
        format!("rank {}", picture.evaluation_rank),
    ];
    Cell { file: picture.file.clone(), words: [name].into_iter().chain(verdicts).chain(more).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::gallery::scenario::report_of;

    #[test]
    fn a_sheet_names_every_picture_and_who_chose_it() {
        let mut report = report_of(&["A", "B"]);
        report.identities[1].attacker_choice = 1;
        let all = sections(&report, None, true);
        assert_eq!(all.len(), 2);
        let [second] = sections(&report, Some(2), true).try_into().expect("one target");
        assert_eq!((&second, second.heading.as_str()), (&all[1], "Target 2 of 2, B: 2 clones"));
        let files: Vec<_> = second.cells.iter().map(|cell| cell.file.as_str()).collect();
        assert_eq!(files, ["seeds/B/0000.png", "clones/B/0000.png", "clones/B/0001.png"]);
        assert_eq!(
            second.cells[2].words,
            ["clone 2", "target 0.500", "evaluation 0.250", "rank 2", "attacker's choice"]
        );
        assert_eq!(sections(&report, Some(2), false)[0].cells.len(), 2, "without the seed");
        assert!(sections(&report, Some(3), true).is_empty() && sections(&report, Some(0), true).is_empty());
    }

    #[test]
    fn a_sheet_that_would_be_too_large_says_what_it_leaves_out() {
        let mut report = report_of(&["A"]);
        let clone = report.identities[0].clones[0].clone();
        report.identities[0].clones = vec![clone; ROOM + 1];
        let [only] = sections(&report, None, false).try_into().expect("one target");
        assert_eq!((only.cells.len(), only.heading.as_str()), (ROOM, "Target 1 of 1, A: the first 640 of 641 clones"));
    }
}
