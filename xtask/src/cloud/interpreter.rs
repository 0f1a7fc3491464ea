//! Finds the Python that the virtual environment is made with.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::progress::say;

/// Prints the version, then the modules that are missing. Debian has `venv` without `ensurepip`.
const PROBE: &str = "
import sys
print('%d.%d' % sys.version_info[:2])
for module in ('venv', 'ensurepip', 'sqlite3', 'ssl'):
    try:
        __import__(module)
    except ImportError:
        print(module)
";

/// A Python that can make virtual environments: 3.11 if there is one.
pub(crate) fn find() -> Result<PathBuf> {
    let mut incomplete = None;
    for name in ["python3.11", "python3"] {
        let Some((program, version, missing)) = probe(name) else {
            continue;
        };
        if !missing.is_empty() {
            incomplete.get_or_insert((program, version, missing));
            continue;
        }
        if version != "3.11" {
            say(format_args!(
                "warning: no python3.11 found; the pinned versions were tried with 3.11 only, \
                 this is {version} ({})",
                program.display()
            ));
        }
        return Ok(program);
    }
    if let Some((program, version, missing)) = incomplete {
        bail!(
            "{} (Python {version}) lacks the module `{}`; on Debian and Ubuntu: \
             `apt install python3-venv` (or python{version}-venv)",
            program.display(),
            missing.join("`, `"),
        );
    }
    bail!(
        "neither `python3.11` nor `python3` is on the PATH (or starts); the cloud needs Python 3.11 \
         with its venv module, on Debian and Ubuntu: `apt install python3 python3-venv`"
    )
}

/// Looks the program up on the PATH and asks it; nothing if it is not there or does not run, as
/// a version manager's placeholder for a version that is not selected.
fn probe(name: &str) -> Option<(PathBuf, String, Vec<String>)> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(name))
        .find_map(|program| {
            let mut command = Command::new(&program);
            command
                .args(["-c", PROBE])
                .stdin(Stdio::null())
                .stderr(Stdio::null());
            let output = command
                .output()
                .ok()
                .filter(|output| output.status.success())?;
            let text = String::from_utf8(output.stdout).ok()?;
            let mut lines = text.lines().map(str::to_owned);
            Some((program, lines.next()?, lines.collect()))
        })
}
