//! What the logs of services and steps say last.

use std::fs;
use std::path::Path;

const LINES: usize = 20;
const COLUMNS: usize = 240;

/// The end of a log, for an error message that names it.
pub(crate) fn end(path: &Path) -> String {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<_> = text.lines().collect();
    let mut end = format!("the end of {}:", path.display());
    for line in &lines[lines.len().saturating_sub(LINES)..] {
        end += "\n    ";
        end.extend(line.chars().take(COLUMNS));
    }
    end
}
