//! Draws one chart of the card as SVG: points and curves between round ticks.

use std::fmt::Write as _;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 290.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 60.0;
/// Ticks of an axis, about.
const TICKS: f64 = 5.0;

/// A chart of points, and lines between them where they are one curve.
#[derive(Default)]
pub struct Chart<'a> {
    pub title: &'a str,
    pub x: &'a str,
    pub y: &'a str,
    /// Name, class and points of each series; those of class `line` are joined.
    pub series: Vec<(&'a str, &'a str, Vec<[f64; 2]>)>,
    /// Whether a line shows where y is x.
    pub diagonal: bool,
    /// A place on the x axis that is marked.
    pub mark: Option<f64>,
    /// Ends of the x axis; those of the points, and some room, where none are given.
    pub x_range: Option<[f64; 2]>,
    /// Names along the x axis in the place of numbers.
    pub x_ticks: Vec<(f64, String)>,
}

impl Chart<'_> {
    /// The chart as a figure of HTML.
    pub fn svg(&self) -> String {
        let (of_x, of_y) = (self.x_range.unwrap_or_else(|| self.range(0)), self.range(1));
        let at_x = |x: f64| LEFT + (x - of_x[0]) / (of_x[1] - of_x[0]) * (WIDTH - LEFT - RIGHT);
        let at_y = |y: f64| HEIGHT - BOTTOM - (y - of_y[0]) / (of_y[1] - of_y[0]) * (HEIGHT - TOP - BOTTOM);
        let title = escape(self.title);
        let mut svg = format!(
            "<figure><figcaption>{title}</figcaption><svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}\">"
        );
        // Writing to a string cannot fail.
        for (y, name) in ticks(of_y) {
            let _ = write!(
                svg,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{2:.1}\" y2=\"{2:.1}\"/><text x=\"{1}\" y=\"{3:.1}\" text-anchor=\"end\">{name}</text>",
                WIDTH - RIGHT,
                LEFT - 6.0,
                at_y(y),
                at_y(y) + 4.0,
            );
        }
        let numbers = if self.x_ticks.is_empty() { ticks(of_x) } else { Vec::new() };
        for (x, name) in self.x_ticks.iter().chain(&numbers) {
            let _ = write!(
                svg,
                "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                at_x(*x),
                HEIGHT - BOTTOM + 20.0,
                escape(name)
            );
        }
        if self.diagonal {
            let (low, high) = (of_x[0].max(of_y[0]), of_x[1].min(of_y[1]));
            let [from, to] = [low, high].map(|end| (at_x(end), at_y(end)));
            let _ = write!(
                svg,
                "<line class=\"mark\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>",
                from.0, from.1, to.0, to.1
            );
        }
        if let Some(mark) = self.mark {
            let (x, base) = (at_x(mark), HEIGHT - BOTTOM);
            let _ = write!(svg, "<line class=\"mark\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{TOP}\" y2=\"{base}\"/>");
        }
        for (name, class, points) in &self.series {
            let placed = points.iter().filter(|point| is_drawn(point)).map(|[x, y]| (at_x(*x), at_y(*y)));
            let _ = write!(svg, "<g class=\"{class}\"><title>{}</title>", escape(name));
            if class.starts_with("line") {
                let points: Vec<String> = placed.map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
                let _ = write!(svg, "<polyline points=\"{}\"/>", points.join(" "));
            } else {
                for (x, y) in placed {
                    let _ = write!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\"/>");
                }
            }
            svg.push_str("</g>");
        }
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text><text transform=\"translate(16 {}) rotate(-90)\" text-anchor=\"middle\">{}</text></svg>",
            (LEFT + WIDTH - RIGHT) / 2.0,
            HEIGHT - 10.0,
            escape(self.x),
            (TOP + HEIGHT - BOTTOM) / 2.0,
            escape(self.y)
        );
        let named = self.series.iter().filter(|_| self.series.len() > 1);
        let keys: Vec<String> =
            named.map(|(name, class, _)| format!("<span class=\"key {class}\">{}</span>", escape(name))).collect();
        let _ = write!(svg, "<p>{}</p></figure>", keys.join(" "));
        svg
    }

    /// Ends of an axis: those of the points with some room; of both coordinates where a line shows where they are equal.
    fn range(&self, axis: usize) -> [f64; 2] {
        let points = self.series.iter().flat_map(|(_, _, points)| points).filter(|point| is_drawn(point));
        let values = points.flat_map(|point| if self.diagonal { point.to_vec() } else { vec![point[axis]] });
        let [low, high] =
            values.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| [low.min(value), high.max(value)]);
        let room = if high > low { 0.04 * (high - low) } else { 0.5 };
        if low.is_finite() { [low - room, high + room] } else { [0.0, 1.0] }
    }
}

fn is_drawn(point: &[f64; 2]) -> bool {
    point.iter().all(|value| value.is_finite())
}

/// Round numbers within an axis, each as it is written.
fn ticks([low, high]: [f64; 2]) -> Vec<(f64, String)> {
    let rough = (high - low) / TICKS;
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * power).into_iter().find(|step| *step >= rough);
    let Some(step) = step.filter(|step| step.is_finite() && *step > 0.0) else { return Vec::new() };
    let places = libm::ceil(-libm::log10(step) - 1e-9).clamp(0.0, 12.0) as usize;
    let (first, last) = (libm::ceil(low / step) as i64, libm::floor(high / step) as i64);
    let written = |value: f64| {
        let number = if places <= 4 { format!("{value:.places$}") } else { format!("{value:.1e}") };
        number.replace('-', "−")
    };
    // From whole numbers, so that none is −0 or has a tail of rounding.
    (first..=last).map(|times| times as f64 * step).map(|value| (value, written(value))).collect()
}

/// Text as HTML and SVG have it.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        let names = |range| ticks(range).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names([-0.035, 0.802]), ["0.0", "0.2", "0.4", "0.6", "0.8"]);
        assert_eq!(names([-2.479, 2.95]), ["−2", "0", "2"]);
        assert_eq!(names([0.671, 2.161]), ["1.0", "1.5", "2.0"]);
        assert_eq!(names([1e-9, 4.9e-9]), ["1.0e−9", "2.0e−9", "3.0e−9", "4.0e−9"]);
        assert_eq!(names([3.0, 3.0]), [""; 0]);
        assert_eq!(names([f64::NAN, 1.0]), [""; 0]);
    }

    #[test]
    fn a_chart_has_what_it_was_given_and_nothing_that_is_no_number() {
        let series = vec![("people", "dots", vec![[0.5, 1.0], [f64::NAN, 2.0], [1.5, 3.0]])];
        let svg = Chart { title: "a < b", x: "x", y: "y", series, diagonal: true, ..Chart::default() }.svg();
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(svg.contains("a &lt; b") && !svg.contains("NaN") && !svg.contains("inf"));
    }
}
