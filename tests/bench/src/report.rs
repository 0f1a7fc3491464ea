//! What a run cost, as the kernel and the allocator counted it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

/// What was asked of the program: `PROGRAM URL WORKLOAD COUNT`.
pub(crate) struct Task {
    /// The cloud's address, without a slash at its end.
    pub(crate) url: String,
    pub(crate) workload: String,
    pub(crate) count: usize,
}

impl Task {
    pub(crate) fn read() -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let args: Vec<String> = std::env::args().skip(1).collect();
        let [url, workload, count] =
            <[String; 3]>::try_from(args).map_err(|_| "usage: PROGRAM URL WORKLOAD COUNT")?;
        let count = count.parse()?;
        Ok(Self {
            url,
            workload,
            count,
        })
    }
}

/// Prints one line of JSON: what was done, the processor's seconds, the most memory in KiB, the allocations.
pub(crate) fn print(done: usize) -> io::Result<()> {
    let allocations = ALLOCATIONS.load(Ordering::Relaxed);
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
    println!(
        r#"{{"done": {done}, "cpu_seconds": {seconds}, "peak_kib": {peak}, "allocations": {allocations}}}"#
    );
    Ok(())
}

/// The file that is uploaded: named by `BENCH_FILE`.
pub(crate) fn file() -> io::Result<PathBuf> {
    path("BENCH_FILE")
}

/// The certificate authority of the cloud: named by `BENCH_CA`.
pub(crate) fn authority() -> io::Result<PathBuf> {
    path("BENCH_CA")
}

fn path(variable: &str) -> io::Result<PathBuf> {
    let path = std::env::var_os(variable);
    path.map(PathBuf::from)
        .ok_or_else(|| io::Error::other(format!("{variable} is not set")))
}

/// The system's allocator, and one instruction for each time that it is asked.
struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: all is the system's allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { System.dealloc(memory, layout) }
    }
}
