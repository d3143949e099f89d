//! Says what cohort to make: the options as written, checked.

use crate::error::{ErrorKind, Result};

/// Most people of a cohort.
pub const PEOPLE_MAX: usize = 2_000_000;
/// Most sites of a cohort.
pub const SITES_MAX: usize = 5_000_000;
/// Most founder haplotypes: their alleles are held for a chromosome at a time.
pub const FOUNDERS_MAX: usize = 5_000;
/// Most groups.
pub const GROUPS_MAX: usize = 100;
/// Most children of a family.
pub const CHILDREN_MAX: usize = 20;

/// What a cohort is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct CohortDesign {
    /// People who are related to nobody.
    pub people: usize,
    /// Families of two parents.
    pub families: usize,
    /// Children of each family.
    pub children: usize,
    /// Variants, spread over the chromosomes by their length.
    pub sites: usize,
    /// Autosomes, from the first.
    pub chromosomes: u8,
    /// Groups of people, alike in number.
    pub groups: usize,
    /// F_ST of each group's frequencies from the founders'; 0 for none.
    pub divergence: f64,
    /// Founder haplotypes that everybody descends from.
    pub founders: usize,
    /// The least frequency of the rarer allele among the founders.
    pub rarest: f64,
    /// Share of calls that are missing.
    pub missing: f64,
    /// The same seed gives the same cohort.
    pub seed: u64,
}

impl Default for CohortDesign {
    fn default() -> Self {
        Self {
            people: 1_000,
            families: 0,
            children: 2,
            sites: 10_000,
            chromosomes: 22,
            groups: 1,
            divergence: 0.1,
            founders: 400,
            rarest: 0.01,
            missing: 0.0,
            seed: 1,
        }
    }
}

impl CohortDesign {
    /// The design, if it can be made.
    ///
    /// Errors: `bad-option` that names the command's option.
    pub fn checked(self) -> Result<Self> {
        let total = self.people.saturating_add(self.families.saturating_mul(2 + self.children));
        let rows = [
            ((1..=PEOPLE_MAX).contains(&total), "--people", "1 to 2,000,000 people, families included"),
            (self.children <= CHILDREN_MAX, "--children", "0 to 20"),
            ((1..=SITES_MAX).contains(&self.sites), "--sites", "1 to 5,000,000"),
            ((1..=22).contains(&self.chromosomes), "--chromosomes", "1 to 22"),
            ((1..=GROUPS_MAX).contains(&self.groups), "--groups", "1 to 100"),
            ((0.0..=0.9).contains(&self.divergence), "--divergence", "0 to 0.9"),
            ((2..=FOUNDERS_MAX).contains(&self.founders), "--founders", "2 to 5,000"),
            ((0.0..=0.4).contains(&self.rarest), "--min-maf", "0 to 0.4"),
            ((0.0..1.0).contains(&self.missing), "--missing", "0 to less than 1"),
        ];
        for (holds, option, allowed) in rows {
            if !holds {
                return Err(ErrorKind::BadOption { option: option.to_owned(), allowed }.into());
            }
        }
        Ok(self)
    }

    /// Copies that either allele must have among the founders: one at least.
    pub(super) fn least_copies(&self) -> usize {
        let wanted = libm::ceil(self.rarest * self.founders as f64);
        // At most 0.4 · 5,000.
        (wanted as usize).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn designs_that_cannot_be_made_name_their_option() {
        let plain = CohortDesign::default();
        assert_eq!(plain.clone().checked().expect("the plain design"), plain);
        let rows = [
            ("--people", CohortDesign { people: 0, ..plain.clone() }),
            ("--people", CohortDesign { families: usize::MAX, ..plain.clone() }),
            ("--children", CohortDesign { children: 21, ..plain.clone() }),
            ("--sites", CohortDesign { sites: 0, ..plain.clone() }),
            ("--chromosomes", CohortDesign { chromosomes: 23, ..plain.clone() }),
            ("--groups", CohortDesign { groups: 0, ..plain.clone() }),
            ("--divergence", CohortDesign { divergence: f64::NAN, ..plain.clone() }),
            ("--founders", CohortDesign { founders: 1, ..plain.clone() }),
            ("--min-maf", CohortDesign { rarest: 0.5, ..plain.clone() }),
            ("--missing", CohortDesign { missing: 1.0, ..plain.clone() }),
        ];
        for (named, design) in rows {
            let error = design.checked().expect_err(named);
            assert_eq!(error.code(), "bad-option");
            assert!(error.to_string().starts_with(named), "{error}");
        }
    }
}
