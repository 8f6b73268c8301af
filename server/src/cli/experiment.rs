//! `effigy experiment`

use super::again::command;
use super::args::ExperimentArgs;
use super::terminal::Terminal;
use super::{CommandOutcome, interrupt};
use crate::config::data_folder;
use crate::experiment::{self, ConfigError, FolderError, Opening, Outcome, Plan, RunFolder, parse_toml};
use crate::remedy::in_one_line;
use anyhow::{Context, Result, anyhow};
use engine::recognizer::artifact;
use std::fs;
use std::path::Path;
use view_model::kept;
use view_model::verdict::VerdictWords;
use wire::experiment::{ExperimentConfig, FolderFaces};
use wire::report::Report;
use wire::run::Problem;

/// Runs an experiment, or prints a shipped configuration.
pub fn run(args: ExperimentArgs) -> Result<CommandOutcome> {
    if let Some(name) = &args.print_config {
        return print_config(name);
    }
    // The definition of the arguments asks for both.
    let (Some(file), Some(out)) = (&args.file, &args.out) else { anyhow::bail!("give a configuration and --out") };
    let plan = plan(&args, file)?;
    let device = engine::device::choose(crate::convert::device_choice(plan.config().device))?;
    let folder = RunFolder::open(out, plan.config(), opening(&args)).map_err(|error| refused(error, &args))?;
    let stop = interrupt::flag()?;
    let mut terminal = Terminal::new(plan.stages(), stop);
    if let Some(aside) = folder.moved_to() {
        terminal.print(&format!("The run that was in {} is now in {}.", out.display(), aside.display()));
    }
    terminal.print(&format!("Computes on: {}. {}", device.name, device.reason));
    foreseen(plan.config()).iter().for_each(|warning| terminal.print(&format!("Warning: {}", warning.message)));
    let outcome =
        experiment::run(&plan, &folder, &device, &mut terminal).map_err(|error| failed(error, &folder, &args))?;
    match outcome {
        Outcome::Finished => terminal.end(&summary(out)?),
        Outcome::Stopped => terminal.end(&stopped(&folder, &args)),
    }
    Ok(match outcome {
        Outcome::Finished => CommandOutcome::Finished,
        Outcome::Stopped => CommandOutcome::Stopped,
    })
}

/// Why the folder cannot be used, and if it holds a run, how to go on with that.
fn refused(error: FolderError, args: &ExperimentArgs) -> anyhow::Error {
    match error {
        FolderError::HoldsRun(_) => anyhow!("{error}\nContinue with: {}", command(args, true)),
        error => error.into(),
    }
}

/// The error, with what is kept in spite of it.
fn failed(error: anyhow::Error, folder: &RunFolder, args: &ExperimentArgs) -> anyhow::Error {
    if folder.is_moved_back() {
        return anyhow!("{}\n{}", in_one_line(&error), back_in_place(folder));
    }
    if !folder.holds_work() {
        return error;
    }
    anyhow!(
        "{}\nWhat was made before is kept. Once the cause is gone, go on by: {}",
        in_one_line(&error),
        command(args, true)
    )
}

fn back_in_place(folder: &RunFolder) -> String {
    format!("The run that was in {} is in its place again.", folder.root().display())
}

fn stopped(folder: &RunFolder, args: &ExperimentArgs) -> String {
    if folder.is_moved_back() {
        format!("Stopped before anything was made that could be kept. {}", back_in_place(folder))
    } else if folder.holds_work() {
        format!("Stopped. {} Continue with: {}", kept::WORDS, command(args, true))
    } else {
        format!("Stopped before anything was made that could be kept. Begin again by: {}", command(args, false))
    }
}

#[expect(clippy::print_stdout, reason = "the configuration is what was asked for")]
fn print_config(name: &str) -> Result<CommandOutcome> {
    print!("{}", experiment::shipped(name).with_context(|| format!("no shipped configuration {name}"))?);
    Ok(CommandOutcome::Finished)
}

fn plan(args: &ExperimentArgs, file: &Path) -> Result<Plan> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
    let config = overridden(parse_toml(&text, &name)?, args)?;
    let kept = kept_elsewhere(&config);
    if !kept.is_empty() {
        return Err(ConfigError::locate(&kept, &text, &name).into());
    }
    let cache = args.data.clone().map_or_else(data_folder, Ok)?.join("cache");
    Ok(Plan::new(config, &cache).map_err(|problems| ConfigError::locate(&problems, &text, &name))?)
}

/// What will forbid a verdict.
fn foreseen(config: &ExperimentConfig) -> Vec<Problem> {
    let described = |file: &String| artifact::read_description(Path::new(file)).ok();
    let [target, judge] = [&config.recognizers.target, &config.recognizers.evaluation].map(described);
    experiment::foreseen(config, [target.as_ref(), judge.as_ref()])
}

/// What only a server has.
fn kept_elsewhere(config: &ExperimentConfig) -> Vec<Problem> {
    let problem = |field: &str, what: &str, instead: &str| Problem {
        field: field.into(),
        message: format!("{what} kept by a server; start this run there, or name a file by {instead}"),
    };
    let set = config.faces.set.iter().map(|_| problem("faces.set", "sets of faces are", "faces.folder"));
    let recognizers = config.recognizers.kept();
    set.chain(recognizers.map(|(field, _)| problem(field, "this recognizer is", &field.replace("kept_", "")))).collect()
}

/// What was typed stands above what the file says.
fn overridden(mut config: ExperimentConfig, args: &ExperimentArgs) -> Result<ExperimentConfig> {
    config.seed = args.seed.unwrap_or(config.seed);
    config.device = args.device.map_or(config.device, Into::into);
    if let Some(faces) = &args.faces {
        let folder = config.faces.folder.get_or_insert_with(FolderFaces::default);
        folder.identities = as_text(faces)?;
        (config.faces.synthetic, config.faces.set) = (None, None);
    }
    if let Some(public) = &args.public {
        let folder = config.faces.folder.get_or_insert_with(FolderFaces::default);
        folder.public = as_text(public)?;
    }
    Ok(config)
}

fn as_text(path: &Path) -> Result<String> {
    Ok(path.to_str().with_context(|| format!("{} is not UTF-8 text", path.display()))?.into())
}

fn opening(args: &ExperimentArgs) -> Opening {
    match (args.resume, args.force) {
        (true, _) => Opening::Resume,
        (_, true) => Opening::Force,
        _ => Opening::Fresh,
    }
}

fn summary(out: &Path) -> Result<String> {
    let path = out.join("report.json");
    let report: Report = serde_json::from_slice(&fs::read(&path)?).with_context(|| path.display().to_string())?;
    let totals = &report.totals;
    Ok(format!(
        "{}\nOver {} clones: accepted first {:.0} % (seeds {:.0} %), mean score by the target recognizer {:.3}, by the \
         evaluation recognizer {:.3} (seeds {:.3}).\nReport: {}",
        verdict(&report),
        totals.clones,
        100.0 * totals.top1,
        100.0 * totals.seed_top1,
        totals.mean_target_score,
        totals.mean_evaluation_score,
        totals.seed_mean_evaluation_score,
        out.join("report.html").display()
    ))
}

/// The headline, and below it what it stands on and what stands against it.
fn verdict(report: &Report) -> String {
    // The rule, which explains the word, is in the report.
    let VerdictWords { headline, obstacles, evidence, caveats, rule: _ } = VerdictWords::of(report);
    let below = obstacles.into_iter().map(|lines| lines.concat());
    let below = below.chain(evidence.into_iter().map(|row| row.join(": "))).chain(caveats);
    std::iter::once(headline).chain(below.map(|line| format!("  {line}"))).collect::<Vec<_>>().join("\n")
}
