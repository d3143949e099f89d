//! Holds the numerical ground that every room stands on: sums that do not depend on order, and seeded randomness.

pub mod exact_sum;
pub mod largest;
pub mod random;

pub use exact_sum::ExactSum;
pub use largest::Largest;
pub use random::Random;
