//! How the cost of an experiment grows with classes, clones and targets: `cargo run --release -p server --example
//! growth -- [PLOT.svg] [largest]`.
//!
//! Each point is a whole experiment on drawn people, one epoch and twenty steps, by the program in a process of its
//! own, so that its memory can be read. `largest` adds the points that take long.
#![expect(clippy::print_stdout, reason = "a command-line program")]

use anyhow::{Context, Result, ensure};
use plotters::prelude::*;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wire::experiment::{ExperimentConfig, SyntheticFaces};
use wire::report::Report;

/// What an experiment has, and what it took.
#[derive(Clone, Copy, Debug)]
struct Point {
    classes: u32,
    clones: u32,
    targets: u32,
    seconds: f64,
    attack_seconds: f64,
    megabytes: f64,
}

fn config(classes: u32, clones: u32, targets: u32) -> ExperimentConfig {
    let mut config = ExperimentConfig { name: "Growth".into(), ..ExperimentConfig::default() };
    let others = classes - targets;
    config.faces.synthetic = Some(SyntheticFaces { identities: targets + 2 * others, images: 4, public: 32, seed: 1 });
    config.faces.min_images = 4;
    (config.split.targets, config.split.target_others, config.split.evaluation_others) = (targets, others, others);
    config.split.held_out_images = 1;
    (config.training.epochs, config.training.batch_size) = (1, 64);
    (config.attack.clones, config.attack.seed_faces, config.attack.max_steps) = (clones, 32, 20);
    // Above any score, so that every clone takes every step.
    config.attack.stop_score = 2.0;
    config
}

/// The program beside this example.
fn program() -> Result<std::path::PathBuf> {
    let here = std::env::current_exe()?;
    let folder = here.parent().and_then(Path::parent).context("an example lies in a folder of the program's")?;
    let program = folder.join(format!("effigy{}", std::env::consts::EXE_SUFFIX));
    ensure!(program.is_file(), "{} is missing: build it first (cargo build -p server)", program.display());
    Ok(program)
}

fn measure(classes: u32, clones: u32, targets: u32) -> Result<Point> {
    let folder = tempfile::tempdir()?;
    let (file, out) = (folder.path().join("growth.toml"), folder.path().join("out"));
    std::fs::write(&file, server::experiment::to_toml(&config(classes, clones, targets)))?;
    let started = Instant::now();
    let mut child = Command::new(program()?)
        .args(["experiment".as_ref(), file.as_os_str(), "--device".as_ref(), "cpu".as_ref(), "--out".as_ref()])
        .arg(&out)
        .arg("--data")
        .arg(folder.path().join("data"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut megabytes = 0.0;
    let exit = loop {
        if let Some(exit) = child.try_wait()? {
            break exit;
        }
        megabytes = peak(&status).unwrap_or(megabytes);
        std::thread::sleep(Duration::from_millis(20));
    };
    ensure!(exit.success(), "the experiment of {classes} classes failed");
    let seconds = started.elapsed().as_secs_f64();
    let report: Report = serde_json::from_slice(&std::fs::read(out.join("report.json"))?)?;
    let steps = f64::from(clones) * f64::from(targets) * 20.0;
    let attack_seconds = steps / report.totals.clone_iterations_per_second.max(1e-9);
    Ok(Point { classes, clones, targets, seconds, attack_seconds, megabytes })
}

/// The most memory that a process has held so far, where the system says.
fn peak(status: &str) -> Option<f64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let largest = arguments.iter().any(|argument| argument == "largest");
    let plot = arguments.iter().find(|argument| argument.ends_with(".svg"));
    let up_to = |values: &[u32], small: usize| values[..if largest { values.len() } else { small }].to_vec();
    let lines = [
        ("classes", up_to(&[20, 200, 2041], 2).into_iter().map(|classes| (classes, 10, 5)).collect::<Vec<_>>()),
        ("clones", up_to(&[1, 10, 100, 1000], 3).into_iter().map(|clones| (200, clones, 5)).collect()),
        ("targets", up_to(&[5, 20, 100], 2).into_iter().map(|targets| (200, 10, targets)).collect()),
    ];
    println!("{:>8}{:>8}{:>9}{:>10}{:>12}{:>9}", "classes", "clones", "targets", "seconds", "attack (s)", "MB");
    let mut measured = Vec::new();
    for (name, cases) in lines {
        let mut points = Vec::new();
        for (classes, clones, targets) in cases {
            let point = measure(classes, clones, targets)?;
            let Point { seconds, attack_seconds, megabytes, .. } = point;
            println!("{classes:>8}{clones:>8}{targets:>9}{seconds:>10.1}{attack_seconds:>12.2}{megabytes:>9.0}");
            points.push(point);
        }
        measured.push((name, points));
    }
    plot.map_or(Ok(()), |file| draw(Path::new(file), &measured))
}

/// What a line shows of a point.
type Of = fn(&Point) -> f64;

/// Seconds and memory over what grows, both axes logarithmic: a straight line of slope one is proportional growth.
fn draw(file: &Path, measured: &[(&str, Vec<Point>)]) -> Result<()> {
    let root = SVGBackend::new(file, (960, 360)).into_drawing_area();
    root.fill(&WHITE)?;
    for ((name, points), area) in measured.iter().zip(root.split_evenly((1, 3))) {
        let grows = |point: &Point| match *name {
            "classes" => f64::from(point.classes),
            "clones" => f64::from(point.clones),
            _ => f64::from(point.targets),
        };
        let right = points.iter().map(grows).fold(1.0, f64::max);
        let top = points.iter().map(|point| point.seconds.max(point.megabytes)).fold(1.0, f64::max);
        let mut chart = ChartBuilder::on(&area)
            .caption(format!("Growing {name}"), ("sans-serif", 16))
            .margin(12)
            .x_label_area_size(32)
            .y_label_area_size(48)
            .build_cartesian_2d((1.0..2.0 * right).log_scale(), (0.002..3.0 * top).log_scale())?;
        chart.configure_mesh().x_desc(*name).light_line_style(TRANSPARENT).draw()?;
        let lines: [(&str, RGBColor, Of); 3] = [
            ("whole run, s", RGBColor(0, 114, 178), |point| point.seconds),
            ("attack, s", RGBColor(213, 94, 0), |point| point.attack_seconds),
            ("memory, MB", RGBColor(0, 158, 115), |point| point.megabytes),
        ];
        for (label, colour, of) in lines {
            let line: Vec<(f64, f64)> = points.iter().map(|point| (grows(point), of(point))).collect();
            chart.draw_series(line.iter().map(|at| Circle::new(*at, 3, colour.filled())))?;
            chart
                .draw_series(LineSeries::new(line, colour.stroke_width(2)))?
                .label(label)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], colour.stroke_width(2)));
        }
        chart.configure_series_labels().position(SeriesLabelPosition::LowerRight).draw()?;
    }
    root.present()?;
    Ok(())
}
