//! `cargo xtask bench`: the SDK beside a bare hyper client, on a loopback server of canned answers.

mod chart;
mod count;
mod figures;
mod guard;
mod limits;
mod measure;
mod peers;
mod server;
mod table;
mod workloads;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use crate::cargo::{self, cargo};
use crate::progress::say;
use crate::{flags, workspace_root};
use figures::Figures;
use measure::{Bench, Client, is_there};
use server::Server;
use workloads::{LARGE, WORKLOADS, Workload};

/// What each client took for each workload.
struct Results {
    clients: Vec<&'static str>,
    rows: Vec<(&'static Workload, Vec<Option<Figures>>)>,
}

pub(crate) fn run(command: &flags::Bench) -> Result<()> {
    for name in &command.workloads {
        if !WORKLOADS.iter().any(|workload| workload.name == name) {
            let known: Vec<_> = WORKLOADS.iter().map(|workload| workload.name).collect();
            let known = known.join(", ");
            bail!("there is no workload {name:?}; there is {known}");
        }
    }
    if command.check {
        return check(command.set_budget);
    }
    let folder = folder()?;
    let programs = build(&folder, "release", &[])?;
    // The bare client twice: how much the two differ is how little a difference means.
    let (bare, ours) = (programs.join("bare"), programs.join("ours"));
    let again = Client {
        counted: |_| false,
        ..Client::own("bare again", &bare)
    };
    let mut clients = vec![
        Client::own("bare", &bare),
        again,
        Client::own("ours", &ours),
    ];
    if let Some(list) = &command.peers {
        clients.extend(peers::build(&folder, list)?);
    }
    let file = folder.join("large");
    File::create(&file)?.set_len(LARGE)?;
    // Read once, so that it is in memory for the first client as for the others.
    io::copy(&mut File::open(&file)?, &mut io::sink())?;
    let server = Server::start(&programs.join("cloud"), &folder)?;
    let bench = Bench {
        server: &server,
        file,
        runs: command.runs.unwrap_or(5).max(1),
        valgrind: is_there("valgrind"),
        strace: is_there("strace"),
    };
    for (program, found) in [("valgrind", bench.valgrind), ("strace", bench.strace)] {
        if !found {
            say(format!("there is no {program}: what it counts is left out"));
        }
    }
    let mut results = Results {
        clients: clients.iter().map(|client| client.name).collect(),
        rows: Vec::new(),
    };
    let wanted = |workload: &&Workload| {
        command.workloads.is_empty() || command.workloads.iter().any(|name| name == workload.name)
    };
    for workload in WORKLOADS.iter().filter(wanted) {
        say(format!("{}: {}", workload.name, workload.what));
        let figures = bench.compare(workload, &clients)?;
        print!("{}", table::rows(&results, workload, &figures));
        results.rows.push((workload, figures));
    }
    drop(server);
    let table = table::markdown(&results);
    println!("\n{table}");
    for (name, text) in [
        (
            "results.json",
            serde_json::to_string_pretty(&results.json())?,
        ),
        ("results.md", table),
        ("performance.svg", chart::svg(&results)),
    ] {
        std::fs::write(folder.join(name), text)?;
    }
    say(format!(
        "results.json, results.md and performance.svg are in {}",
        folder.display()
    ));
    limits::check(&results)
}

/// Counts what a few calls cost, against the budget or as the new one.
pub(crate) fn check(set_budget: bool) -> Result<()> {
    guard::check(set_budget)
}

fn folder() -> Result<PathBuf> {
    let folder = workspace_root().join("target/bench");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Builds the programs, all or some, and says where they are.
fn build(folder: &Path, profile: &str, programs: &[&str]) -> Result<PathBuf> {
    let target = folder.join("build");
    let manifest = workspace_root().join("tests/bench/Cargo.toml");
    let mut build = cargo(["build", "--locked", "--profile", profile, "--manifest-path"]);
    build.arg(manifest).arg("--target-dir").arg(&target);
    for program in programs {
        build.args(["--bin", program]);
    }
    cargo::run(&mut build)?;
    Ok(target.join(profile))
}

impl Results {
    /// A workload's figures of one client.
    fn of<'a>(&self, figures: &'a [Option<Figures>], client: &str) -> Option<&'a Figures> {
        let place = self.clients.iter().position(|name| *name == client)?;
        figures.get(place)?.as_ref()
    }

    fn json(&self) -> Value {
        let rows = self.rows.iter().map(|(workload, figures)| {
            let clients = self.clients.iter().zip(figures);
            let clients: Map<_, _> = clients
                .filter_map(|(name, figures)| Some(((*name).to_owned(), figures.as_ref()?.json())))
                .collect();
            json!({"workload": workload.name, "what": workload.what, "times": workload.times, "clients": clients})
        });
        rows.collect()
    }
}
