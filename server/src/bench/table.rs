//! Figures, as text and as JSON.

use super::{Measured, clock};
use engine::device::{Chosen, Kind};
use kernels::Level;
use serde::Serialize;
use std::fmt::{self, Display, Formatter};

/// All figures of a machine.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// What computed.
    pub device: String,
    /// The network in one line.
    pub network: String,
    /// Of the programs that were compared.
    pub versions: Versions,
    /// The most memory that this program held, in bytes.
    pub peak_memory: Option<u64>,
    /// Floating-point operations a second of a core that only multiplies and adds; of a card, PyTorch's in TF32.
    pub peak: Option<f64>,
    /// One for each kind of work.
    pub rows: Vec<Row>,
}

/// Versions.
#[derive(Clone, Debug, Serialize)]
pub struct Versions {
    /// Of this program.
    pub effigy: &'static str,
    /// Of PyTorch, where it was measured too.
    pub pytorch: Option<String>,
}

/// One kind of work, in clone-iterations (attack) or images.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Kind and batch.
    pub name: &'static str,
    /// For each second of a processor.
    pub per_cpu_second: f64,
    /// For each second on the wall, with all processors.
    pub per_second: f64,
    /// PyTorch's for each second of a processor.
    pub pytorch_per_cpu_second: Option<f64>,
    /// PyTorch's for each second on the wall.
    pub pytorch_per_second: Option<f64>,
    /// Ours to theirs, for each second of a processor; on a graphics device, for each second on the wall.
    pub ratio: Option<f64>,
    /// The work's operations, counted as if no zero were left out, as a share of the device's peak.
    pub share_of_peak: Option<f64>,
    /// The most memory that this program had held by then, in bytes.
    pub memory_so_far: Option<u64>,
}

impl Row {
    /// Medians of rounds.
    pub(super) fn new(name: &'static str, kind: Kind, ours: &[Measured], theirs: &[Measured]) -> Self {
        let by_cpu = |rounds: &[Measured]| median(rounds.iter().map(|one| one.work / one.cpu.max(1e-9)));
        let by_wall = |rounds: &[Measured]| median(rounds.iter().map(|one| one.work / one.seconds.max(1e-9)));
        let ratio = |by: &dyn Fn(&[Measured]) -> Option<f64>| Some(by(ours)? / by(theirs)?);
        Self {
            name,
            per_cpu_second: by_cpu(ours).unwrap_or_default(),
            per_second: by_wall(ours).unwrap_or_default(),
            pytorch_per_cpu_second: by_cpu(theirs),
            pytorch_per_second: by_wall(theirs),
            ratio: match kind {
                Kind::Cpu => ratio(&by_cpu),
                Kind::Gpu => ratio(&by_wall),
            },
            share_of_peak: None,
            memory_so_far: clock::peak_memory(),
        }
    }

    /// Beside what a core of the processor, or the card, could do at most, in operations a second.
    /// A unit of work takes `operations`.
    pub(super) fn with_peak(self, kind: Kind, operations: f64, peak: Option<f64>) -> Self {
        let rate = match kind {
            Kind::Cpu => self.per_cpu_second,
            Kind::Gpu => self.per_second,
        };
        let share_of_peak = peak.map(|peak| rate * operations / peak);
        Self { share_of_peak, ..self }
    }
}

impl Table {
    pub(super) fn new(
        device: &Chosen,
        network: String,
        pytorch: Option<String>,
        peak: Option<f64>,
        rows: Vec<Row>,
    ) -> Self {
        let versions = Versions { effigy: env!("CARGO_PKG_VERSION"), pytorch };
        let level = Level::fastest().filter(|_| device.kind == Kind::Cpu).map(|level| format!(", {}", level.name()));
        let device = device.name.clone() + &level.unwrap_or_default();
        Self { device, network, versions, peak_memory: clock::peak_memory(), peak, rows }
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "Effigy {} on: {}", self.versions.effigy, self.device)?;
        if let Some(version) = &self.versions.pytorch {
            write!(f, "; beside PyTorch {version}")?;
        }
        writeln!(f, "\nClone-iterations (attack) or images with {}, medians\n", self.network)?;
        let titles =
            ["per CPU-second", "per second", "PyTorch per CPU-s", "per second", "ratio", "of peak", "MB so far"];
        let [ours_cpu, ours, theirs_cpu, theirs, ratio, share, memory] = titles;
        write!(f, "{:<16}{ours_cpu:>16}{ours:>12}{theirs_cpu:>20}{theirs:>12}", "")?;
        writeln!(f, "{ratio:>8}{share:>9}{memory:>11}")?;
        for row in &self.rows {
            let [theirs_cpu, theirs] =
                [row.pytorch_per_cpu_second, row.pytorch_per_second].map(|rate| rate.map_or("–".into(), figure));
            let ratio = row.ratio.map_or("–".into(), |ratio| format!("{ratio:.2}"));
            let share = row.share_of_peak.map_or("–".into(), |share| format!("{:.0} %", 100.0 * share));
            let memory = row.memory_so_far.map_or("–".into(), |bytes| format!("{:.0}", bytes as f64 / 1e6));
            let Row { name, per_cpu_second, per_second, .. } = row;
            let [ours_cpu, ours] = [*per_cpu_second, *per_second].map(figure);
            write!(f, "{name:<16}{ours_cpu:>16}{ours:>12}{theirs_cpu:>20}{theirs:>12}")?;
            writeln!(f, "{ratio:>8}{share:>9}{memory:>11}")?;
        }
        if let Some(peak) = self.peak {
            write!(
                f,
                "\nPeak (multiply-adds on one core, or a card's product of matrices): {:.0} GFLOP/s",
                peak / 1e9
            )?;
        }
        Ok(())
    }
}

/// Three digits or more.
fn figure(rate: f64) -> String {
    let decimals = (2 - rate.max(1.0).log10().floor() as i32).max(0) as usize;
    format!("{rate:.decimals$}")
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::super::CLASSES;
    use super::super::work::operations;
    use super::*;
    use engine::recognizer::Architecture;

    fn round(work: f64, cpu: f64, seconds: f64) -> Measured {
        Measured { work, cpu, seconds }
    }

    #[test]
    fn a_row_holds_medians_and_their_ratio() {
        let ours = [round(100.0, 1.0, 0.5), round(90.0, 1.0, 1.0), round(300.0, 1.0, 2.0)];
        let theirs = [round(50.0, 1.0, 1.0)];
        let row = Row::new("train B=64", Kind::Cpu, &ours, &theirs);
        assert_eq!((row.per_cpu_second, row.per_second), (100.0, 150.0));
        assert_eq!((row.pytorch_per_cpu_second, row.ratio), (Some(50.0), Some(2.0)));
        assert_eq!(Row::new("train B=64", Kind::Gpu, &ours, &theirs).ratio, Some(3.0), "150 against 50 a second");
        assert_eq!(Row::new("train B=64", Kind::Cpu, &ours, &[]).ratio, None);
        // 100 times three passes of 79 million operations.
        let operations = operations("train B=64", Architecture::paper(CLASSES).forward_operations());
        let share = row.with_peak(Kind::Cpu, operations, Some(1e11)).share_of_peak.expect("a peak is known");
        assert!((0.23..0.25).contains(&share), "{share}");
    }
}
