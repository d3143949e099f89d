//! Settles what rows that a file of variants alone has no record of count as: each file has an answer of its own.

use super::cohort::Cohort;
use super::options::read_absent;
use super::run::{Kind, Session};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::{Finding, Severity};
use crate::formats::records::RecordSet;
use crate::report::model::GenotypeFile;
use crate::scoring::Absent;

/// What the file says of it among its findings, one at a time.
const CODES: [&str; 4] = ["variants-only", "absent-hom-ref", "absent-missing", NOT_APPLIED.0];

/// Where rows that a file lacks were to count as REF and the file is of a kind that leaves out nothing.
const NOT_APPLIED: (&str, Severity, &str) = (
    "absent-not-applied",
    Severity::Note,
    "Rows that this file has no record of count as missing, though hom-ref was chosen: a chip's file does not hold what it did not test, and a gVCF says itself where the reference was seen.",
);

impl Session {
    /// Says what rows that a file of variants alone has no record of count as: `missing`, `hom-ref`, or nothing for what the
    /// options say. Answers with what the file doctor shows of the file from then on; its samples are scored anew.
    ///
    /// Errors: `out-of-order` where there is no such file, `bad-option` for other words and where the file is not of
    /// variants alone.
    pub fn set_absent(&mut self, file: usize, written: Option<&str>) -> Result<&GenotypeFile> {
        let absent = read_absent(written)?;
        let (kind, place) = self.place_of(file).ok_or(ErrorKind::OutOfOrder)?;
        let option = self.options.absent;
        let of_variants = |cohort: &&mut Cohort| kind == Kind::Cohort && cohort.file.variants_only == Some(true);
        let Some(cohort) = self.cohorts.get_mut(place).filter(of_variants) else {
            let allowed = "left out: this file is not one of variants alone";
            let kind = ErrorKind::BadOption { option: "absent".to_owned(), allowed };
            return Err(Error::new(kind).in_input(Role::Options, "options").at_field("absent"));
        };
        cohort.absent = absent;
        if cohort.settle_absent(option) {
            cohort.results.iter_mut().for_each(|results| *results = None);
            cohort.appearance = Vec::new();
            self.score_anew();
        }
        self.cohorts.get(place).map(|cohort| &cohort.file).ok_or_else(|| ErrorKind::OutOfOrder.into())
    }
}

impl Cohort {
    /// Settles what rows that the files have no record of count as, and says so among the findings: what was said of the
    /// file holds before the session's `option`. A file that shows that it is of variants alone asks for a choice; another
    /// VCF or BCF takes REF where that was chosen outright. Answers whether that is new.
    pub fn settle_absent(&mut self, option: Option<Absent>) -> bool {
        let is_of_variants = self.file.variants_only == Some(true);
        let is_wanted = option == Some(Absent::HomRef);
        // A gVCF says where the reference was seen.
        let leaves_out = self.sets.iter().all(RecordSet::can_leave_out_reference) && self.file.reference_blocks == 0;
        let settled = self.absent.or(option).filter(|_| is_of_variants || (is_wanted && leaves_out));
        let is_new = settled != self.file.absent;
        self.file.absent = settled;
        let said = match settled {
            None if is_of_variants => Some((
                CODES[0],
                Severity::Fix,
                "This file lists only places where the person differs from the reference, and nobody has said what its other places are. Rows it has no record of count as missing. If it is a whole genome's, choose that they count as two copies of the reference (absent: hom-ref).",
            )),
            None if is_wanted => Some(NOT_APPLIED),
            None => None,
            Some(Absent::HomRef) => Some((
                CODES[1],
                if is_of_variants { Severity::Note } else { Severity::Fix },
                "As chosen, rows that this file has no record of count as two copies of the reference. That is right for a whole genome's variants, and wrong for a chip's or an exome's.",
            )),
            Some(Absent::Missing) => {
                Some((CODES[2], Severity::Note, "As chosen, rows that this file has no record of count as missing."))
            }
        };
        let findings = &mut self.file.findings;
        findings.retain(|finding| !CODES.contains(&finding.code));
        findings
            .extend(said.map(|(code, severity, text)| Finding::new(code, severity, 1, text).of_input(&self.file.name)));
        Finding::sort(findings);
        is_new
    }
}

/// What a consumer file says where rows that it lacks were to count as REF.
pub(super) fn not_applied(name: &str) -> Finding {
    let (code, severity, text) = NOT_APPLIED;
    Finding::new(code, severity, 1, text).of_input(name)
}
