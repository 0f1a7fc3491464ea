//! What has to hold: by counts alone, for clocks are not to be trusted here.

use anyhow::{Result, bail};

use super::Results;
use super::figures::Figures;

/// Instructions, to those of the bare client.
const INSTRUCTIONS: f64 = 1.10;
/// Calls of the system, to those of the bare client: the fewest of all runs, for in how many pieces data arrive varies
/// by more than this.
const SYSTEM_CALLS: f64 = 1.2;

pub(super) fn check(results: &Results) -> Result<()> {
    let mut broken = Vec::new();
    for (workload, all) in &results.rows {
        let Some(ours) = results.of(all, "ours") else {
            continue;
        };
        let mut limit = |what: &str, figure: Option<f64>, limit: f64| {
            if let Some(figure) = figure.filter(|figure| *figure > limit) {
                let name = workload.name;
                broken.push(format!("{name}: {what} {figure:.2}, more than {limit:.2}"));
            }
        };
        // Starting is done once, and has more to find out than a client that knows it all.
        if let Some(bare) = results.of(all, "bare") {
            let ratio = ratio(bare, ours, |figures| figures.instructions);
            limit(
                "instructions to bare",
                ratio.filter(|_| workload.name != "start"),
                INSTRUCTIONS,
            );
            // Checksums are computed on other threads, which have to be woken.
            let calls = self::ratio(bare, ours, |figures| figures.system_calls.least());
            limit(
                "calls of the system to bare",
                calls.filter(|_| !workload.name.starts_with("checked-")),
                SYSTEM_CALLS,
            );
        }
        limit("peak MiB", Some(ours.peak_mib), workload.peak_mib);
    }
    if !broken.is_empty() {
        bail!("{}", broken.join("; "));
    }
    Ok(())
}

fn ratio(bare: &Figures, ours: &Figures, of: fn(&Figures) -> Option<f64>) -> Option<f64> {
    Some(of(ours)? / of(bare)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::workloads::WORKLOADS;

    /// Whether calls of the system, of each run, are within the limit.
    fn are_few(name: &str, bare: [f64; 2], ours: [f64; 2]) -> bool {
        let figures = [bare, ours].map(|calls| {
            let mut figures = Figures::default();
            for calls in calls {
                figures.system_calls.add(calls);
            }
            Some(figures)
        });
        let workload = WORKLOADS.iter().find(|workload| workload.name == name);
        let rows = vec![(workload.unwrap(), figures.into())];
        let clients = vec!["bare", "ours"];
        check(&Results { clients, rows }).is_ok()
    }

    #[test]
    fn the_fewest_calls_of_an_unchecked_transfer_are_limited() {
        assert!(are_few("download", [4_400.0, 7_800.0], [10_500.0, 5_200.0]));
        assert!(!are_few(
            "download",
            [4_400.0, 7_800.0],
            [10_500.0, 5_400.0]
        ));
        assert!(are_few(
            "checked-upload",
            [6_300.0, 6_300.0],
            [15_400.0, 15_400.0]
        ));
    }
}
