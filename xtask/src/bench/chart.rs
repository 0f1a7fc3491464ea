//! The figures as a picture: processor time, in multiples of the bare client's, on a logarithmic scale.

use std::fmt::Write as _;

use super::Results;

const LEFT: f64 = 250.0;
const DECADE: f64 = 160.0;
const BAR: f64 = 13.0;
/// Left of the line of the bare client: what is faster.
const FIRST: f64 = 0.3;
const LAST: f64 = 3_000.0;

/// A bar for each workload and client.
pub(super) fn svg(results: &Results) -> String {
    let (mut body, mut y) = (String::new(), 40.0);
    for (workload, all) in &results.rows {
        let Some(bare) = results.of(all, "bare").map(|bare| bare.cpu.median()) else {
            continue;
        };
        y += 8.0;
        text(&mut body, 8.0, y + 10.0, "bold", workload.name);
        for (client, figures) in results.clients.iter().zip(all) {
            let Some(figures) = figures.as_ref().filter(|_| bare > 0.0) else {
                continue;
            };
            let ratio = figures.cpu.median() / bare;
            let (from, to) = (place(1.0), place(ratio));
            let color = match *client {
                "ours" => "#c2410c",
                "bare" | "bare again" => "#6b7280",
                _ => "#93c5fd",
            };
            let (x, width) = (from.min(to), (to - from).abs().max(1.5));
            let _ = writeln!(
                body,
                r#"<rect x="{x:.1}" y="{:.1}" width="{width:.1}" height="9" fill="{color}"/>"#,
                y + 2.0
            );
            text(&mut body, 150.0, y + 10.0, "normal", client);
            text(
                &mut body,
                from.max(to) + 5.0,
                y + 10.0,
                "normal",
                &format!("{ratio:.2}"),
            );
            y += BAR;
        }
    }
    let (width, height) = (place(LAST), y + 20.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" font-family=\"sans-serif\" \
         font-size=\"10\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    text(
        &mut svg,
        8.0,
        16.0,
        "bold",
        "Processor time, in multiples of the bare client's; shorter is better",
    );
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

fn place(ratio: f64) -> f64 {
    LEFT + (ratio.clamp(FIRST, LAST) / FIRST).log10() * DECADE
}

fn text(svg: &mut String, x: f64, y: f64, weight: &str, text: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-weight=\"{weight}\">{text}</text>"
    );
}
