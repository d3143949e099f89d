//! Counts where a rule was broken, and keeps the first lines.

use super::rule::Rule;
use crate::finding::Lint;

/// Lines that are named for each rule.
const LINES_NAMED: usize = 10;

/// How often, and the first lines.
#[derive(Clone, Debug, Default)]
pub struct Spots {
    /// How often.
    pub count: u64,
    lines: Vec<u64>,
}

impl Spots {
    /// Notes a line; lines come in any order, and the lowest are kept.
    pub fn add(&mut self, line: u64) {
        self.count += 1;
        if self.lines.len() < LINES_NAMED {
            self.lines.push(line);
        } else if let Some(last) = self.lines.iter_mut().max()
            && line < *last
        {
            *last = line;
        }
    }

    /// The finding of this rule, with what was seen; none where nothing was.
    pub fn lint(&self, rule: &'static Rule, seen: &str) -> Option<Lint> {
        let mut lines = self.lines.clone();
        lines.sort_unstable();
        (self.count > 0).then(|| Lint {
            code: rule.code,
            severity: rule.severity,
            count: self.count,
            lines,
            text: said(rule, self.count, seen),
            next: rule.next,
        })
    }
}

/// The finding of a rule about the file as a whole.
pub fn lint_of_file(rule: &'static Rule, seen: &str) -> Lint {
    lint_of_numbers(rule, 1, seen)
}

/// The finding of a rule about so many numbers taken together.
pub fn lint_of_numbers(rule: &'static Rule, count: u64, seen: &str) -> Lint {
    Lint {
        code: rule.code,
        severity: rule.severity,
        count,
        lines: Vec::new(),
        text: said(rule, count, seen),
        next: rule.next,
    }
}

fn said(rule: &Rule, count: u64, seen: &str) -> String {
    let rows = if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
    let mut text = rule.text.to_owned();
    // One row has, several have.
    if count == 1 && text.starts_with("{rows} ") {
        for (several, one) in [
            ("{rows} have ", "{rows} has "),
            ("{rows} are ", "{rows} is "),
            ("{rows} lie ", "{rows} lies "),
            ("{rows} list ", "{rows} lists "),
            ("{rows} end ", "{rows} ends "),
            ("{rows} stop ", "{rows} stops "),
            ("{rows} come ", "{rows} comes "),
            ("{rows} repeat ", "{rows} repeats "),
            ("{rows} weigh ", "{rows} weighs "),
            ("{rows} write ", "{rows} writes "),
        ] {
            text = text.replace(several, one);
        }
    }
    text.replace("{rows}", &rows).replace("{n}", &count.to_string()).replace("{x}", seen)
}

/// A share in words: `12 %`.
pub fn share(part: u64, whole: u64) -> String {
    let percent = 100.0 * part as f64 / whole.max(1) as f64;
    if percent < 1.0 { format!("{percent:.1} %") } else { format!("{percent:.0} %") }
}

#[cfg(test)]
mod tests {
    use super::super::rule;
    use super::*;

    #[test]
    fn the_lowest_ten_lines_are_kept_and_all_are_counted() {
        let mut spots = Spots::default();
        (1..=40).rev().for_each(|line| spots.add(line));
        let lint = spots.lint(&rule::ALLELE_DASH, "").expect("found");
        assert_eq!((lint.count, lint.lines.clone()), (40, (1..=10).collect()));
        assert!(lint.text.starts_with("40 rows write"), "{}", lint.text);
        assert_eq!(Spots::default().lint(&rule::ALLELE_DASH, ""), None);
        let mut one = Spots::default();
        one.add(7);
        let text = one.lint(&rule::PALINDROMIC, &share(1, 8)).expect("found").text;
        assert_eq!(text, "1 row is A/T or C/G (12 %), whose strand alleles cannot tell.");
    }
}
