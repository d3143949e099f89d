//! Says how many copies of a place a person carries.

use super::{Build, Chromosome, Site};
use serde::{Deserialize, Serialize};

/// The sex that the X and Y calls of a file show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Two X, no Y.
    Female,
    /// One X, a Y.
    Male,
    /// Too few calls on X and Y to tell.
    #[default]
    Unknown,
}

/// Copies of a place in one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ploidy {
    /// One copy: X outside the pseudo-autosomal regions in males, Y, MT.
    Haploid,
    /// Two copies.
    Diploid,
}

impl Ploidy {
    /// Copies of `site` in a person of this sex. X counts as diploid where the sex is unknown.
    pub fn of(site: Site, sex: Sex, build: Build) -> Self {
        match site.chromosome() {
            Some(Chromosome::X) if sex == Sex::Male && !build.is_pseudo_autosomal_x(site.position()) => Self::Haploid,
            Some(Chromosome::Y | Chromosome::MT) => Self::Haploid,
            _ => Self::Diploid,
        }
    }

    /// 1 or 2.
    pub fn copies(self) -> u8 {
        match self {
            Self::Haploid => 1,
            Self::Diploid => 2,
        }
    }
}
