//! `cargo xtask bench`: the SDK beside a bare hyper client, on a loopback server of canned answers.

mod measure;
mod server;

use std::fs::File;
use std::path::Path;

use anyhow::{Result, bail};
use serde_json::json;

use crate::cargo::{self, cargo};
use crate::progress::say;
use crate::{flags, workspace_root};
use measure::{Bench, Figures};
use server::Server;

/// What is measured: its name, how often it is done in a run, and how often in two runs whose difference in
/// instructions is that of one.
struct Workload {
    name: &'static str,
    what: &'static str,
    times: u32,
    instructions: Option<(u32, u32)>,
}

const WORKLOADS: [Workload; 5] = [
    Workload {
        name: "list-servers",
        what: "10,000 servers in ten pages",
        times: 5,
        instructions: Some((1, 2)),
    },
    Workload {
        name: "get-server",
        what: "one server",
        times: 10_000,
        instructions: Some((100, 1_100)),
    },
    Workload {
        name: "list-objects",
        what: "a million objects in a hundred pages",
        times: 1,
        instructions: Some((0, 1)),
    },
    Workload {
        name: "download",
        what: "an object of 1 GiB, unchecked",
        times: 1,
        instructions: None,
    },
    Workload {
        name: "upload",
        what: "a file of 1 GiB, unchecked",
        times: 1,
        instructions: None,
    },
];

/// The size of the object that is uploaded, in bytes.
const LARGE: u64 = 1 << 30;

pub(crate) fn run(command: &flags::Bench) -> Result<()> {
    for name in &command.workloads {
        if !WORKLOADS.iter().any(|workload| workload.name == name) {
            let known = WORKLOADS.map(|workload| workload.name);
            bail!(
                "there is no workload {name:?}; there is {}",
                known.join(", ")
            );
        }
    }
    let folder = workspace_root().join("target/bench");
    let programs = build(&folder)?;
    let file = folder.join("large");
    File::create(&file)?.set_len(LARGE)?;
    let server = Server::start(&programs.join("cloud"))?;
    let bench = Bench::new(&programs, server.port(), &file, command.runs.unwrap_or(5));

    let mut results = Vec::new();
    for workload in &WORKLOADS {
        if command.workloads.is_empty()
            || command.workloads.iter().any(|name| name == workload.name)
        {
            say(format!("{}: {}", workload.name, workload.what));
            results.push((workload, bench.compare(workload)?));
        }
    }
    drop(server);
    print(&results);
    write(&folder.join("results.json"), &results)
}

/// Builds the programs, and says where they are.
fn build(folder: &Path) -> Result<std::path::PathBuf> {
    let target = folder.join("build");
    let manifest = workspace_root().join("tests/bench/Cargo.toml");
    let mut build = cargo(["build", "--release", "--manifest-path"]);
    cargo::run(build.arg(manifest).arg("--target-dir").arg(&target))?;
    Ok(target.join("release"))
}

fn print(results: &[(&Workload, [Figures; 2])]) {
    println!(
        "\n{:<14} {:<5} {:>18} {:>26} {:>10}",
        "", "", "instructions", "CPU seconds (min, max)", "peak MiB"
    );
    for (workload, both) in results {
        for (name, figures) in ["bare", "ours"].iter().zip(both) {
            println!("{:<14} {name:<5} {figures}", workload.name);
        }
        let [bare, ours] = both;
        let ratio = |ours: f64, bare: f64| ours / bare;
        let instructions = bare.instructions.zip(ours.instructions);
        let instructions = instructions.map(|(bare, ours)| ratio(ours, bare));
        let instructions = instructions.map_or("-".to_owned(), |ratio| format!("{ratio:.2}"));
        let seconds = ratio(ours.seconds(), bare.seconds());
        println!(
            "{:<14} {:<5} {instructions:>18} {seconds:>10.2}",
            "", "ratio"
        );
    }
}

fn write(path: &Path, results: &[(&Workload, [Figures; 2])]) -> Result<()> {
    let rows = results.iter().map(|(workload, [bare, ours])| {
        json!({"workload": workload.name, "what": workload.what, "bare": bare.json(), "ours": ours.json()})
    });
    let rows: Vec<_> = rows.collect();
    std::fs::write(path, serde_json::to_vec_pretty(&rows)?)?;
    say(format!("written to {}", path.display()));
    Ok(())
}
