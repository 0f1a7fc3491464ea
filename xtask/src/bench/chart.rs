//! The figures as a picture: processor time, in multiples of the bare client's, on a logarithmic scale.

use std::fmt::Write as _;

use super::Results;
use super::figures::Figures;

const WIDTH: f64 = 1_000.0;
const CLIENTS: f64 = 150.0;
const BARS: f64 = 280.0;
const BAR: f64 = 15.0;
/// What the scale goes from and to: left of the line of the bare client is what is faster.
const FIRST: f64 = 0.3;
const LAST: f64 = 4_000.0;
/// Less than this is a few ticks of the kernel's clock, and no measure for anything.
const LEAST_SECONDS: f64 = 0.05;

/// A bar for each workload and client, but for those that cannot do it.
pub(super) fn svg(results: &Results) -> String {
    let (mut body, mut y) = (String::new(), 40.0);
    for (workload, all) in &results.rows {
        let seconds = |client| Some(results.of(all, client)?.cpu.median());
        // What the bare client cannot do is beside ours.
        let (base, beside) = match (seconds("bare"), seconds("ours")) {
            (Some(bare), _) => (bare, ""),
            (None, Some(ours)) => (ours, "beside ours"),
            (None, None) => continue,
        };
        if base < LEAST_SECONDS {
            continue;
        }
        y += 10.0;
        text(&mut body, 8.0, y + 11.0, "bold", workload.name);
        text(&mut body, 8.0, y + 11.0 + BAR, "normal", beside);
        let clients = results.clients.iter().zip(all);
        for (client, figures) in clients.filter(|(client, _)| !client.starts_with("bare")) {
            let Some(figures) = figures else { continue };
            bar(&mut body, y, client, figures, base);
            y += BAR;
        }
    }
    let height = y + 20.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH:.0}\" height=\"{height:.0}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    let title = "Processor time, in multiples of the bare client's; shorter is better";
    text(&mut svg, 8.0, 16.0, "bold", title);
    for tick in [1.0, 10.0, 100.0, 1_000.0] {
        let x = place(tick);
        let _ = writeln!(
            svg,
            "<path d=\"M{x:.1} 36V{height:.0}\" stroke=\"#d1d5db\"/>"
        );
        text(&mut svg, x - 4.0, 32.0, "normal", &format!("{tick}"));
    }
    svg + &body + "</svg>\n"
}

/// From the line of the bare client to what it took.
fn bar(svg: &mut String, y: f64, client: &str, figures: &Figures, base: f64) {
    let ratio = figures.cpu.median() / base;
    let (from, to) = (place(1.0), place(ratio));
    let (x, width) = (from.min(to), (to - from).abs().max(1.5));
    let color = match client {
        "ours" => "#c2410c",
        _ => "#93c5fd",
    };
    let _ = writeln!(
        svg,
        r#"<rect x="{x:.1}" y="{:.1}" width="{width:.1}" height="10" fill="{color}"/>"#,
        y + 2.0
    );
    text(svg, CLIENTS, y + 11.0, "normal", client);
    let ratio = match ratio {
        100.0.. => format!("{ratio:.0}"),
        _ => format!("{ratio:.2}"),
    };
    text(svg, from.max(to) + 5.0, y + 11.0, "normal", &ratio);
}

fn place(ratio: f64) -> f64 {
    let decades = |ratio: f64| (ratio / FIRST).log10();
    BARS + decades(ratio.clamp(FIRST, LAST)) / decades(LAST) * (WIDTH - BARS - 50.0)
}

fn text(svg: &mut String, x: f64, y: f64, weight: &str, text: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-weight=\"{weight}\">{text}</text>"
    );
}
