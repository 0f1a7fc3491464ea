//! What a run cost, as the kernel counted it.

use std::io;
use std::path::PathBuf;

/// Prints one line of JSON: what was done, the processor's seconds, the most memory in KiB.
pub(crate) fn print(done: usize) -> io::Result<()> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak
        .and_then(|text| text.split_whitespace().next())
        .unwrap_or("0");
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // After the program's name in parentheses; user and system time, in hundredths of a second.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|text| text.parse::<u32>().ok());
    let seconds = f64::from(ticks.sum::<u32>()) / 100.0;
    println!(r#"{{"done": {done}, "cpu_seconds": {seconds}, "peak_kib": {peak}}}"#);
    Ok(())
}

/// The file that is uploaded: named by `BENCH_FILE`.
pub(crate) fn file() -> io::Result<PathBuf> {
    let path = std::env::var_os("BENCH_FILE");
    path.map(PathBuf::from)
        .ok_or_else(|| io::Error::other("BENCH_FILE is not set"))
}
