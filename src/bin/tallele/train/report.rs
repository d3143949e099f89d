//! Writes the card as a page that needs nothing else: a table, and charts drawn into it.

use super::card::Card;
use super::chart::{Chart, escape};
use super::genotypes::Variant;
use super::measured::Measured;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use tallele::training::{Coefficients, Family};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #8885;overflow-wrap:anywhere}\
th{font-weight:600;width:13rem}figure{margin:2rem 0;break-inside:avoid}figcaption{font-weight:600}svg{width:100%;height:auto;display:block}\
svg text{font-size:12px;fill:currentColor}.grid{stroke:#8884}.mark{stroke:#888;stroke-dasharray:4 4}polyline{fill:none;stroke-width:2}\
.line-a polyline{stroke:#0b62a4}.line-b polyline{stroke:#b3541e}.line-c polyline{stroke:#3c7a3a}.dots circle{fill:#0b62a4;fill-opacity:.7}\
.key{margin-right:1rem;white-space:nowrap}.key::before{content:'';display:inline-block;width:1.2em;height:.2em;margin-right:.4em;vertical-align:middle}\
.key.line-a::before{background:#0b62a4}.key.line-b::before{background:#b3541e}.key.line-c::before{background:#3c7a3a}\
@media(max-width:30rem){th{width:8rem}svg text{font-size:20px}circle{r:4px}}@media(prefers-color-scheme:dark){body{color:#eee;background:#151515}.line-a polyline{stroke:#6db3f2}.line-b polyline{stroke:#f0a070}.line-c polyline{stroke:#8fce8c}.dots circle{fill:#6db3f2}.key.line-a::before{background:#6db3f2}.key.line-b::before{background:#f0a070}.key.line-c::before{background:#8fce8c}}";

/// Names of chromosomes that a narrow chart has room for.
const NAMES_MAX: f64 = 18.0;

/// Chromosomes one behind the other, each as long as its last variant is far.
struct Genome {
    /// Where each begins and its name, by its index.
    starts: BTreeMap<u8, (f64, &'static str)>,
    end: f64,
}

impl Genome {
    fn of(variants: &[Variant]) -> Self {
        let mut lengths = BTreeMap::new();
        for variant in variants {
            let Some(chromosome) = variant.site.chromosome() else { continue };
            let (length, _) = lengths.entry(chromosome.index()).or_insert((0.0_f64, chromosome.name()));
            *length = length.max(f64::from(variant.site.position()));
        }
        let (mut starts, mut end) = (BTreeMap::new(), 0.0);
        for (index, (length, name)) in lengths {
            starts.insert(index, (end, name));
            end += length;
        }
        Self { starts, end: if end > 0.0 { end } else { 1.0 } }
    }

    fn place(&self, variant: &Variant) -> f64 {
        let start =
            variant.site.chromosome().and_then(|of| self.starts.get(&of.index())).map_or(0.0, |(start, _)| *start);
        start + f64::from(variant.site.position())
    }

    /// A name at the middle of each chromosome, but for those too near the one named before.
    fn ticks(&self) -> Vec<(f64, String)> {
        let ends = self.starts.values().skip(1).map(|(start, _)| *start).chain([self.end]);
        let mut named: Vec<(f64, String)> = Vec::new();
        for ((start, name), end) in self.starts.values().zip(ends) {
            let middle = (start + end) / 2.0;
            if named.last().is_none_or(|(before, _)| middle - before > self.end / NAMES_MAX) {
                named.push((middle, (*name).to_owned()));
            }
        }
        named
    }
}

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
    let genome = Genome::of(variants);
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
            mark: path.get(chosen).map(log),
            ..Chart::default()
        },
        Chart {
            title: "Coefficients along the genome",
            x: "chromosome",
            y: "coefficient for each copy",
            series: vec![(
                "variants",
                "dots",
                coefficients
                    .columns
                    .iter()
                    .map(|(column, b)| [genome.place(&variants[*column as usize]), *b])
                    .collect(),
            )],
            x_ticks: genome.ticks(),
            x_range: Some([0.0, genome.end]),
            ..Chart::default()
        },
        Chart {
            title: "Predicted and observed, people the score has not seen",
            x: "predicted",
            y: "observed",
            series: vec![("people", "dots", held_out.to_vec())],
            diagonal: family == Family::Gaussian,
            ..Chart::default()
        },
        Chart {
            title: "Calibration: tenths of these people by what is predicted",
            x: "mean predicted",
            y: "mean observed",
            series: vec![("tenths", "dots", card.calibration.clone())],
            diagonal: true,
            ..Chart::default()
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
