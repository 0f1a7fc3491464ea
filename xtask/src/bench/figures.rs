//! What one client took for one workload.

use anyhow::{Context, Result};
use serde_json::{Value, json};

#[derive(Default)]
pub(super) struct Figures {
    /// Of the processor, in user space: for the workload done once. Noise does not touch them.
    pub(super) instructions: Option<f64>,
    /// How often memory was asked for, for the workload done once.
    pub(super) allocations: Option<f64>,
    /// Calls of the system, of each run that was traced.
    pub(super) system_calls: Runs,
    /// Of the processor, user's and system's: of each run.
    pub(super) cpu: Runs,
    /// From the start of the program to its end, of each run.
    pub(super) wall: Runs,
    /// The most memory that a run had, in MiB.
    pub(super) peak_mib: f64,
    /// Which part of the workload was done, if not all of it.
    pub(super) part: u32,
}

/// What one run took.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) done: f64,
    cpu: f64,
    wall: f64,
    peak_mib: f64,
}

/// One figure of each run, least first.
#[derive(Default)]
pub(super) struct Runs(Vec<f64>);

impl Run {
    /// By what the program printed.
    pub(super) fn read(printed: &Value, wall: f64) -> Result<Self> {
        Ok(Self {
            done: number(printed, "done")?,
            cpu: number(printed, "cpu_seconds")?,
            wall,
            peak_mib: number(printed, "peak_kib")? / 1024.0,
        })
    }

    /// What all would take of which this did a part, when so much is for the start of the program.
    pub(super) fn scaled(self, part: u32, start: Self) -> Self {
        let all = |run: f64, start: f64| start + (run - start).max(0.0) * f64::from(part);
        Self {
            cpu: all(self.cpu, start.cpu),
            wall: all(self.wall, start.wall),
            ..self
        }
    }
}

impl Figures {
    pub(super) fn add(&mut self, run: Run) {
        self.cpu.add(run.cpu);
        self.wall.add(run.wall);
        self.peak_mib = self.peak_mib.max(run.peak_mib);
    }

    pub(super) fn json(&self) -> Value {
        let Self {
            instructions,
            allocations,
            system_calls: Runs(system_calls),
            cpu: Runs(cpu),
            wall: Runs(wall),
            peak_mib,
            part,
        } = self;
        json!({
            "instructions": instructions, "allocations": allocations, "system_calls": system_calls,
            "cpu_seconds": cpu, "wall_seconds": wall, "peak_mib": peak_mib, "part": part
        })
    }
}

fn number(run: &Value, key: &str) -> Result<f64> {
    let number = run[key].as_f64();
    number.with_context(|| format!("no {key} in {run}"))
}

impl Runs {
    pub(super) fn add(&mut self, run: f64) {
        self.0.push(run);
        self.0.sort_by(f64::total_cmp);
    }

    pub(super) fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or_default()
    }

    /// The least, if there was a run: what the program needs, without what only sometimes comes to it.
    pub(super) fn least(&self) -> Option<f64> {
        self.0.first().copied()
    }

    /// The median, and between which two all are.
    pub(super) fn shown(&self) -> String {
        let (least, most) = (
            self.0.first().unwrap_or(&0.0),
            self.0.last().unwrap_or(&0.0),
        );
        format!("{:.2} ({least:.2}, {most:.2})", self.median())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(seconds: f64, peak: u32) -> Run {
        let printed = json!({"done": 1, "cpu_seconds": seconds, "peak_kib": peak});
        Run::read(&printed, seconds * 2.0).unwrap()
    }

    #[test]
    fn the_middle_run_counts() {
        let mut figures = Figures::default();
        for (seconds, peak) in [(0.4, 2048), (0.2, 4096), (0.3, 1024)] {
            figures.add(run(seconds, peak));
        }
        assert_eq!((figures.cpu.median(), figures.peak_mib), (0.3, 4.0));
        assert_eq!(figures.wall.shown(), "0.60 (0.40, 0.80)");
        assert!(Run::read(&json!({"done": 1}), 1.0).is_err());
    }

    #[test]
    fn a_program_starts_once_only() {
        let mut figures = Figures::default();
        figures.add(run(2.5, 1024).scaled(10, run(0.5, 2048)));
        assert_eq!(figures.cpu.median(), 20.5);
        assert_eq!((figures.wall.median(), figures.peak_mib), (41.0, 1.0));
    }

    #[test]
    fn the_fewest_calls_count() {
        let mut calls = Runs::default();
        assert_eq!(calls.least(), None);
        for count in [7_000.0, 4_400.0, 9_000.0] {
            calls.add(count);
        }
        assert_eq!(calls.least(), Some(4_400.0));
    }
}
