//! The workspace's tasks: `cargo xtask --help`.

// A program, not a library: nobody reads its docs, and it talks to a terminal.
#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr)]

mod api;
mod bench;
mod cargo;
mod ci;
mod cloud;
mod corpora;
mod coverage;
mod demo;
mod flags;
mod package;
mod progress;
mod release;
mod test;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use flags::XtaskCmd;

fn main() -> ExitCode {
    let flags = flags::Xtask::from_env_or_exit();
    progress::begin();
    let result = match flags.subcommand {
        XtaskCmd::Bench(command) => bench::run(&command),
        XtaskCmd::Cloud(command) => cloud::run(&command),
        XtaskCmd::Corpora(command) => corpora::run(&command),
        XtaskCmd::Coverage(command) => coverage::run(&command),
        XtaskCmd::Decode(command) => coverage::decode(&command),
        XtaskCmd::Test(command) => test::run(&command),
        XtaskCmd::Demo(_) => demo::run(),
        XtaskCmd::Ci(command) => ci::run(&command),
        XtaskCmd::Release(command) => release::run(&command),
        XtaskCmd::Tidy(_) => tidy::run(&workspace_root()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn workspace_root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}
