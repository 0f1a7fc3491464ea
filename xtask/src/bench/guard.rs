//! `cargo xtask bench --check`: what a few calls cost, without a clock, against a budget that is committed.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::figures::Figures;
use super::measure::{Bench, Client, is_there};
use super::server::Server;
use super::workloads::FEW;
use super::{build, folder};
use crate::workspace_root;

/// How much more instructions, and allocations, may be than the budget says, in per cent. Another compiler or C
/// library takes some more or some less.
const INSTRUCTIONS: f64 = 5.0;
const ALLOCATIONS: f64 = 2.0;

/// What a workload may cost: instructions and allocations.
type Budget = BTreeMap<String, (f64, f64)>;

pub(super) fn check(set: bool) -> Result<()> {
    let folder = folder()?;
    // Quick to build: the counts are those of this profile, and not of the tables' in docs/performance.md.
    let programs = build(&folder, "guard", &["cloud", "ours"])?;
    // Of its own, for another bench may be running.
    let folder = folder.join("guard");
    std::fs::create_dir_all(&folder)?;
    let server = Server::start(&programs.join("cloud"), &folder)?;
    let bench = Bench {
        server: &server,
        file: folder.join("large"),
        runs: 1,
        valgrind: is_there("valgrind"),
        strace: false,
    };
    if !bench.valgrind {
        println!("there is no valgrind: allocations alone are counted");
    }
    let client = Client::own("ours", &programs.join("ours"));
    let mut counted = Vec::new();
    for workload in &FEW {
        let mut figures = Figures::default();
        bench.count(&client, workload, &mut figures)?;
        counted.push((workload.name, figures));
    }
    let path = workspace_root().join("tests/bench/budget.tsv");
    if set {
        return write(&path, &counted);
    }
    let text = std::fs::read_to_string(&path)?;
    let budget = read(&text)?;
    let mut over = Vec::new();
    for (name, figures) in &counted {
        let (instructions, allocations) = budget
            .get(*name)
            .with_context(|| format!("{name} has no budget"))?;
        for (what, count, budget, tolerance) in [
            (
                "instructions",
                figures.instructions,
                instructions,
                INSTRUCTIONS,
            ),
            ("allocations", figures.allocations, allocations, ALLOCATIONS),
        ] {
            let Some(count) = count else { continue };
            let more = (count / budget - 1.0) * 100.0;
            println!("{name:<12} {what:<12} {count:>12.0}, {more:+.1} % of the budget");
            if more > tolerance {
                over.push(format!(
                    "{name}: {count:.0} {what}, {more:.1} % above the budget"
                ));
            }
        }
    }
    if !over.is_empty() {
        bail!(
            "{}. If it has to be so: `cargo xtask bench --check --set-budget`",
            over.join("; ")
        );
    }
    Ok(())
}

fn read(text: &str) -> Result<Budget> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let line = |line: &str| {
        let fields: Vec<_> = line.split('\t').collect();
        let [name, instructions, allocations] = fields.as_slice() else {
            bail!("{line:?} is no line of a budget");
        };
        Ok((
            (*name).to_owned(),
            (instructions.parse()?, allocations.parse()?),
        ))
    };
    lines.map(line).collect()
}

fn write(path: &Path, counted: &[(&str, Figures)]) -> Result<()> {
    let mut text = "# What a few calls may cost: workload, instructions, allocations. Written by `cargo xtask bench --check \
                    --set-budget`.\n"
        .to_owned();
    for (name, figures) in counted {
        let instructions = figures.instructions.context("a budget needs valgrind")?;
        let allocations = figures.allocations.context("nothing was counted")?;
        text += &format!("{name}\t{instructions:.0}\t{allocations:.0}\n");
    }
    Ok(std::fs::write(path, text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_are_read() {
        let budget = read("# of what\na\t100\t2\nb\t3\t4\n").unwrap();
        assert_eq!(budget["a"], (100.0, 2.0));
        assert!(read("a\t1\n").is_err() && read("a\tb\tc\n").is_err());
    }
}
