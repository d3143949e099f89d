//! Writes the card as a page that needs nothing else: a table, and charts drawn into it.

use super::card::Card;
use super::genotypes::Variant;
use super::measured::Measured;
use std::fmt::Write as _;
use tallele::training::{Coefficients, Family};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 44.0;

/// A chart of points, and lines between them where they are one curve.
struct Chart<'a> {
    title: &'a str,
    x: &'a str,
    y: &'a str,
    /// Name, class and points of each series; those of class `line` are joined.
    series: Vec<(&'a str, &'a str, Vec<[f64; 2]>)>,
    /// Whether a line shows where y is x.
    diagonal: bool,
    /// A place on the x axis that is marked.
    mark: Option<f64>,
}

impl Chart<'_> {
    fn svg(&self) -> String {
        let points =
            || self.series.iter().flat_map(|(_, _, points)| points).filter(|point| point.iter().all(|v| v.is_finite()));
        let range = |axis: usize| -> [f64; 2] {
            let values = points().flat_map(|point| if self.diagonal { point.to_vec() } else { vec![point[axis]] });
            let [low, high] =
                values.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| [low.min(value), high.max(value)]);
            let room = if high > low { 0.04 * (high - low) } else { 0.5 };
            if low.is_finite() { [low - room, high + room] } else { [0.0, 1.0] }
        };
        let (of_x, of_y) = (range(0), range(1));
        let at_x = |x: f64| LEFT + (x - of_x[0]) / (of_x[1] - of_x[0]) * (WIDTH - LEFT - RIGHT);
        let at_y = |y: f64| HEIGHT - BOTTOM - (y - of_y[0]) / (of_y[1] - of_y[0]) * (HEIGHT - TOP - BOTTOM);
        let mut svg = format!(
            "<figure><figcaption>{}</figcaption><svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
            escape(self.title),
            escape(self.title)
        );
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let (x, y) = (of_x[0] + share * (of_x[1] - of_x[0]), of_y[0] + share * (of_y[1] - of_y[0]));
            let _ = write!(
                svg,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{2:.1}\" y2=\"{2:.1}\"/><text x=\"{1}\" y=\"{3:.1}\" text-anchor=\"end\">{4}</text>\
                 <text x=\"{5:.1}\" y=\"{6}\" text-anchor=\"middle\">{7}</text>",
                WIDTH - RIGHT,
                LEFT - 6.0,
                at_y(y),
                at_y(y) + 4.0,
                short(y),
                at_x(x),
                HEIGHT - BOTTOM + 16.0,
                short(x)
            );
        }
        if self.diagonal {
            let (low, high) = (of_x[0].max(of_y[0]), of_x[1].min(of_y[1]));
            let _ = write!(
                svg,
                "<line class=\"mark\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>",
                at_x(low),
                at_y(low),
                at_x(high),
                at_y(high)
            );
        }
        if let Some(mark) = self.mark {
            let _ = write!(
                svg,
                "<line class=\"mark\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"{TOP}\" y2=\"{1}\"/>",
                at_x(mark),
                HEIGHT - BOTTOM
            );
        }
        for (name, class, points) in &self.series {
            let placed: Vec<String> = points
                .iter()
                .filter(|point| point.iter().all(|value| value.is_finite()))
                .map(|[x, y]| format!("{:.1},{:.1}", at_x(*x), at_y(*y)))
                .collect();
            let _ = write!(svg, "<g class=\"{class}\"><title>{}</title>", escape(name));
            if class.starts_with("line") {
                let _ = write!(svg, "<polyline points=\"{}\"/>", placed.join(" "));
            } else {
                for place in &placed {
                    if let Some((x, y)) = place.split_once(',') {
                        let _ = write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"2.5\"/>");
                    }
                }
            }
            svg.push_str("</g>");
        }
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text><text transform=\"translate(14 {}) rotate(-90)\" text-anchor=\"middle\">{}</text></svg>",
            (LEFT + WIDTH - RIGHT) / 2.0,
            HEIGHT - 8.0,
            escape(self.x),
            (TOP + HEIGHT - BOTTOM) / 2.0,
            escape(self.y)
        );
        let names: Vec<String> = (self.series.iter())
            .filter(|_| self.series.len() > 1)
            .map(|(name, class, _)| format!("<span class=\"key {class}\">{}</span>", escape(name)))
            .collect();
        let _ = write!(svg, "<p>{}</p></figure>", names.join(" "));
        svg
    }
}

/// A number on an axis.
fn short(value: f64) -> String {
    if value == 0.0 || (0.01..1e5).contains(&value.abs()) { format!("{value:.3}") } else { format!("{value:.1e}") }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #8885;overflow-wrap:anywhere}\
th{font-weight:600;width:13rem}figure{margin:2rem 0;break-inside:avoid}figcaption{font-weight:600}svg{width:100%;height:auto;display:block}\
svg text{font-size:12px;fill:currentColor}.grid{stroke:#8884}.mark{stroke:#888;stroke-dasharray:4 4}polyline{fill:none;stroke-width:2}\
.line-a polyline{stroke:#0b62a4}.line-b polyline{stroke:#b3541e}.line-c polyline{stroke:#3c7a3a}.dots circle{fill:#0b62a4;fill-opacity:.7}\
.key{margin-right:1rem}.key::before{content:'';display:inline-block;width:1.2em;height:.2em;margin-right:.4em;vertical-align:middle}\
.key.line-a::before{background:#0b62a4}.key.line-b::before{background:#b3541e}.key.line-c::before{background:#3c7a3a}\
@media(max-width:30rem){th{width:8rem}}@media(prefers-color-scheme:dark){body{color:#eee;background:#151515}.line-a polyline{stroke:#6db3f2}.line-b polyline{stroke:#f0a070}.line-c polyline{stroke:#8fce8c}.dots circle{fill:#6db3f2}.key.line-a::before{background:#6db3f2}.key.line-b::before{background:#f0a070}.key.line-c::before{background:#8fce8c}}";

/// The page. `eta` and `y` are of people the score has not seen.
pub fn page(
    card: &Card,
    family: Family,
    path: &[Measured],
    chosen: usize,
    coefficients: &Coefficients,
    variants: &[Variant],
    held_out: &[[f64; 2]],
) -> String {
    let accuracy = match family {
        Family::Gaussian => "R²",
        Family::Binomial => "AUC",
    };
    let log = |of: &Measured| -libm::log10(of.lambda);
    let curve = |fold: fn(&Measured) -> Option<f64>| path.iter().filter_map(|of| Some([log(of), fold(of)?])).collect();
    let mut end_of = 0.0;
    let mut starts = std::collections::BTreeMap::new();
    for variant in variants {
        let chromosome = variant.site.chromosome().map_or(0, |chromosome| chromosome.index());
        let end: &mut f64 = starts.entry(chromosome).or_insert(0.0);
        *end = end.max(f64::from(variant.site.position()));
    }
    for end in starts.values_mut() {
        let length = std::mem::replace(end, end_of);
        end_of += length;
    }
    let place = |column: u32| {
        let site = variants[column as usize].site;
        let chromosome = site.chromosome().map_or(0, |chromosome| chromosome.index());
        (starts.get(&chromosome).copied().unwrap_or(0.0) + f64::from(site.position())) / 1e6
    };
    let charts = [
        Chart {
            title: "Accuracy along the path",
            x: "−log₁₀ λ",
            y: accuracy,
            series: vec![
                ("training fold", "line-b", curve(|of| of.train.and_then(|metrics| metrics.accuracy))),
                ("validation fold", "line-a", curve(|of| of.validation.and_then(|metrics| metrics.accuracy))),
                ("test fold", "line-c", curve(|of| of.test.and_then(|metrics| metrics.accuracy))),
            ],
            diagonal: false,
            mark: path.get(chosen).map(log),
        },
        Chart {
            title: "Coefficients along the genome",
            x: "place, Mb from the first chromosome on",
            y: "coefficient for each copy",
            series: vec![(
                "variants",
                "dots",
                coefficients.columns.iter().map(|(column, b)| [place(*column), *b]).collect(),
            )],
            diagonal: false,
            mark: None,
        },
        Chart {
            title: "Predicted and observed, people the score has not seen",
            x: "predicted",
            y: "observed",
            series: vec![("people", "dots", held_out.to_vec())],
            diagonal: family == Family::Gaussian,
            mark: None,
        },
        Chart {
            title: "Calibration: tenths of these people by what is predicted",
            x: "mean predicted",
            y: "mean observed",
            series: vec![("tenths", "dots", card.calibration.clone())],
            diagonal: true,
            mark: None,
        },
    ];
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Score card</title><style>{STYLE}</style><h1>Score card</h1><table>"
    );
    for (what, value) in card.lines() {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>", escape(&what), escape(&value));
    }
    html.push_str("</table>");
    charts.iter().for_each(|chart| html.push_str(&chart.svg()));
    html.push_str("<h2>What to keep in mind</h2><ul>");
    let findings = card.findings().iter().map(|finding| finding.text.as_str());
    for text in card.limits().iter().copied().chain(findings) {
        let _ = write!(html, "<li>{}</li>", escape(text));
    }
    html.push_str("</ul></html>\n");
    html
}
