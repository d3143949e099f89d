//! Holds the numerical ground that every room stands on: sums that do not depend on order, and seeded randomness.

pub mod chi_square;
pub mod exact_sum;
pub mod exact_sums;
pub(crate) mod job;
pub mod kolmogorov;
pub mod largest;
pub mod linear;
pub mod normal;
pub mod order;
pub mod order_statistics;
pub mod packed_sums;
pub mod quadrature;
pub mod random;
pub(crate) mod side_by_side;
pub mod student;
pub(crate) mod superaccumulator;
pub(crate) mod widest;
mod window;

pub use exact_sum::{ExactSum, SumParts};
pub use exact_sums::ExactSums;
pub use largest::Largest;
pub use order::sort_by_number;
pub use packed_sums::{PackedRows, PackedTerms};
pub use random::Random;
