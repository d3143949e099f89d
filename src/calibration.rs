//! Says where a person stands among reference people: projection on their components, similarity to their groups.

pub mod admixture;
pub mod ancestry;
pub mod projection;

pub use admixture::{Admixture, admix};
pub use ancestry::{Ancestry, Place, Surroundings};
pub use projection::{Projection, project};

/// One person's genotypes at a panel's sites: place of the site in the panel, and copies of its ALT from 0 to 2; ascending,
/// each site once. Sites without a call are left out.
pub type Observed<'a> = &'a [(usize, f64)];
