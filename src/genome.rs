//! Holds the words that every room shares: chromosome, position, build, allele, call, and a person's genome in memory.

pub mod allele;
pub mod build;
pub mod call;
pub mod chromosome;
pub mod contig_lengths;
pub mod digits;
pub mod liftover;
pub mod packed_calls;
pub mod plain_record;
pub mod ploidy;
pub mod record;
pub mod site;
pub mod site_walk;
pub mod store;
pub mod stream;

pub use build::Build;
pub use call::{Call, SeenAllele};
pub use chromosome::Chromosome;
pub use liftover::Liftover;
pub use packed_calls::PackedCalls;
pub use plain_record::{PlainRecord, PlainRun, SingleBases};
pub use ploidy::{Ploidy, Sex};
pub use record::{Calls, Dosage, Reading, Record, RecordStream, Sample};
pub use site::{RsId, Site};
pub use site_walk::SiteWalk;
pub use store::Genome;
pub use stream::{VariantBatch, VariantStream};
