//! What one client took for one workload.

use anyhow::{Context, Result};
use serde_json::{Value, json};

#[derive(Default)]
pub(super) struct Figures {
    /// Of the processor, in user space: for the workload done once. Noise does not touch them.
    pub(super) instructions: Option<f64>,
    /// How often memory was asked for, for the workload done once.
    pub(super) allocations: Option<f64>,
    /// Calls of the system, of a whole run.
    pub(super) system_calls: Option<f64>,
    /// Of the processor, user's and system's: of each run.
    pub(super) cpu: Runs,
    /// From the start of the program to its end, of each run.
    pub(super) wall: Runs,
    /// The most memory that a run had, in MiB.
    pub(super) peak_mib: f64,
}

/// One figure of each run, least first.
#[derive(Default)]
pub(super) struct Runs(Vec<f64>);

impl Figures {
    /// Adds a run, by what the program printed of it.
    pub(super) fn add(&mut self, run: &Value, wall: f64) -> Result<()> {
        self.cpu.add(number(run, "cpu_seconds")?);
        self.wall.add(wall);
        self.peak_mib = self.peak_mib.max(number(run, "peak_kib")? / 1024.0);
        Ok(())
    }

    pub(super) fn json(&self) -> Value {
        let Self {
            instructions,
            allocations,
            system_calls,
            cpu: Runs(cpu),
            wall: Runs(wall),
            peak_mib,
        } = self;
        json!({
            "instructions": instructions, "allocations": allocations, "system_calls": system_calls,
            "cpu_seconds": cpu, "wall_seconds": wall, "peak_mib": peak_mib
        })
    }
}

pub(super) fn number(run: &Value, key: &str) -> Result<f64> {
    let number = run[key].as_f64();
    number.with_context(|| format!("no {key} in {run}"))
}

impl Runs {
    fn add(&mut self, run: f64) {
        self.0.push(run);
        self.0.sort_by(f64::total_cmp);
    }

    pub(super) fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or_default()
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

    #[test]
    fn the_middle_run_counts() {
        let mut figures = Figures::default();
        for (seconds, peak) in [(0.4, 2048), (0.2, 4096), (0.3, 1024)] {
            let run = json!({"cpu_seconds": seconds, "peak_kib": peak});
            figures.add(&run, seconds * 2.0).unwrap();
        }
        assert_eq!((figures.cpu.median(), figures.peak_mib), (0.3, 4.0));
        assert_eq!(figures.wall.shown(), "0.60 (0.40, 0.80)");
        assert!(figures.add(&json!({"done": 1}), 1.0).is_err());
    }
}
