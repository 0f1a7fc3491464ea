//! The figures as a table for people, and for docs/performance.md.

use super::Results;
use super::figures::Figures;
use super::workloads::Workload;

const HEAD: &str = "| workload | | instructions | to bare | CPU s (least, most) | to bare | wall s | peak MiB | \
                    allocations | system calls (fewest) |\n|---|---|---|---|---|---|---|---|---|---|\n";

/// A row for each workload and client, in Markdown.
pub(super) fn markdown(results: &Results) -> String {
    let rows = results
        .rows
        .iter()
        .map(|(workload, all)| rows(results, workload, all));
    HEAD.to_owned() + &rows.collect::<String>()
}

/// A row for each client.
pub(super) fn rows(results: &Results, workload: &Workload, all: &[Option<Figures>]) -> String {
    let bare = results.of(all, "bare");
    let mut label = match workload.times {
        1 => workload.name.to_owned(),
        times => format!("{}, {} times", workload.name, thousands(f64::from(times))),
    };
    let rows = results.clients.iter().zip(all).map(|(client, figures)| {
        let cannot = || "cannot | | | | | | |".to_owned();
        let part = match figures.as_ref().map_or(1, |figures| figures.part) {
            0 | 1 => String::new(),
            part => format!(", 1/{part} scaled"),
        };
        let row = figures
            .as_ref()
            .map_or_else(cannot, |figures| row(figures, bare));
        format!(
            "| {} | {client}{part} | {row} |\n",
            std::mem::take(&mut label)
        )
    });
    rows.collect()
}

fn row(figures: &Figures, bare: Option<&Figures>) -> String {
    let count = |count: Option<f64>| count.map_or(String::new(), short);
    let ratio = |of: fn(&Figures) -> Option<f64>| {
        let bare = of(bare?)?;
        (bare > 0.0).then_some(format!("{:.2}", of(figures)? / bare))
    };
    let cells = [
        count(figures.instructions),
        ratio(|figures| figures.instructions).unwrap_or_default(),
        figures.cpu.shown(),
        ratio(|figures| Some(figures.cpu.median())).unwrap_or_default(),
        format!("{:.2}", figures.wall.median()),
        format!("{:.1}", figures.peak_mib),
        count(figures.allocations),
        count(figures.system_calls.least()),
    ];
    cells.join(" | ")
}

/// `93.5 k`, `571 M`.
fn short(count: f64) -> String {
    match count {
        1e7.. => format!("{} M", thousands(count / 1e6)),
        1e4.. => format!("{:.1} k", count / 1e3),
        _ => thousands(count),
    }
}

/// A whole number, in groups of three digits.
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_short() {
        let cases = [
            (7.4, "7"),
            (9_999.0, "9,999"),
            (93_532.8, "93.5 k"),
            (571_767_838.0, "572 M"),
            (5_254_721_703.0, "5,255 M"),
        ];
        for (count, shown) in cases {
            assert_eq!(short(count), shown);
        }
    }
}
