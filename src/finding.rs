//! Collects what a person must know that did not stop the run: counted, reported, never printed and forgotten.

use serde::{Deserialize, Serialize};

/// How much a finding asks of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Needs a look before the numbers are trusted.
    Fix,
    /// Changes what the numbers cover.
    Note,
    /// Good to know.
    Info,
}

/// One thing found, how often, and a sentence on it. Never holds genotype content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// How often, at least 1.
    pub count: u64,
    /// How much it asks of the person.
    pub severity: Severity,
    /// One or two sentences, the count included where it helps.
    pub text: String,
    /// Name of the input file or score it belongs to, where it belongs to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
}

impl Finding {
    /// A finding that belongs to no input yet.
    pub fn new(code: &'static str, severity: Severity, count: u64, text: impl Into<String>) -> Self {
        Self { code, count, severity, text: text.into(), input: None }
    }

    /// What comes first where findings are listed: what needs a look, then by input and code, whatever order they came in.
    pub fn rank(&self) -> (Severity, Option<&str>, &'static str, u64) {
        (self.severity, self.input.as_deref(), self.code, self.count)
    }

    /// Puts findings in that order.
    pub fn sort(findings: &mut [Self]) {
        findings.sort_by(|one, other| one.rank().cmp(&other.rank()));
    }

    /// Names the input it belongs to.
    pub fn of_input(mut self, name: &str) -> Self {
        self.input.get_or_insert_with(|| name.to_owned());
        self
    }
}

/// A finding, written out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindingSaved {
    code: String,
    count: u64,
    severity: Severity,
    text: String,
    input: Option<String>,
}

impl From<&Finding> for FindingSaved {
    fn from(finding: &Finding) -> Self {
        let Finding { code, count, severity, text, input } = finding.clone();
        Self { code: code.to_owned(), count, severity, text, input }
    }
}

impl FindingSaved {
    /// The finding; `None` where its code is none.
    pub fn restore(self) -> Option<Finding> {
        const CODE_BYTES_MAX: usize = 64;
        let is_code = self.code.len() <= CODE_BYTES_MAX
            && self.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        // Codes live as long as the program: there are few, and each is short.
        is_code.then(|| Finding {
            code: Box::leak(self.code.into_boxed_str()),
            count: self.count,
            severity: self.severity,
            text: self.text,
            input: self.input,
        })
    }
}

/// One thing that is wrong with a scoring file, or that its author should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lint {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// How much it asks of the author.
    pub severity: Severity,
    /// How often, at least 1.
    pub count: u64,
    /// The first lines it was found on, from 1; none where it is about the file as a whole.
    pub lines: Vec<u64>,
    /// What was found, in one or two sentences.
    pub text: String,
    /// What to do next.
    pub next: &'static str,
}
