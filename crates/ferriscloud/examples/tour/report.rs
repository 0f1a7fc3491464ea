//! What ran, and how long it took.

use std::time::{Duration, Instant};

use anyhow::Result;

#[derive(Default)]
pub(crate) struct Report(Vec<(&'static str, Duration, bool)>);

impl Report {
    /// Runs one step, and notes it.
    pub(crate) async fn step<T>(
        &mut self,
        name: &'static str,
        step: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        println!("{name}");
        let start = Instant::now();
        let result = step.await;
        if let Err(error) = &result {
            println!("  failed: {error}");
        }
        self.0.push((name, start.elapsed(), result.is_ok()));
        result
    }

    pub(crate) fn print(&self) {
        println!("\n{:<36} seconds", "what ran");
        for (name, took, passed) in &self.0 {
            let failed = if *passed { "" } else { "  failed" };
            println!("{name:<36} {:>7.2}{failed}", took.as_secs_f64());
        }
        let all: Duration = self.0.iter().map(|(_, took, _)| *took).sum();
        println!("{:<36} {:>7.2}", "all", all.as_secs_f64());
    }
}
