//! Progress on the terminal: one line per step, with the seconds since the start.

use std::fmt::Display;
use std::sync::LazyLock;
use std::time::Instant;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Starts the clock; without it, it starts with the first line.
pub(crate) fn begin() {
    LazyLock::force(&START);
}

pub(crate) fn say(text: impl Display) {
    println!("[{:6.1}s] {text}", START.elapsed().as_secs_f64());
}
