//! Names the reasons why a row cannot be scored from a genotype file.

/// Why a row cannot be scored from a genotype file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unsupported {
    /// An HLA allele or serotype (`HLA-B*57:01`), not a place in the genome.
    HlaAllele,
    /// `is_haplotype`.
    Haplotype,
    /// `is_diplotype`.
    Diplotype,
    /// `is_interaction`, or alleles joined by `_x_`.
    Interaction,
    /// Neither position nor rsID.
    NoLocation,
    /// An allele that is not made of A, C, G, T.
    OtherAllele,
    /// The row's chromosome is an alternative contig or unknown, and it has no rsID.
    OtherContig,
    /// No effect weight.
    NoWeight,
    /// Said to be both dominant and recessive.
    ModelConflict,
}

impl Unsupported {
    /// Every reason; packs know them by their place here, so that new ones come behind.
    pub const ALL: [Self; 9] = [
        Self::HlaAllele,
        Self::Haplotype,
        Self::Diplotype,
        Self::Interaction,
        Self::NoLocation,
        Self::OtherAllele,
        Self::OtherContig,
        Self::NoWeight,
        Self::ModelConflict,
    ];

    /// The reason as the report names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::HlaAllele => "hla-allele",
            Self::Haplotype => "haplotype",
            Self::Diplotype => "diplotype",
            Self::Interaction => "interaction",
            Self::NoLocation => "no-location",
            Self::OtherAllele => "not-a-sequence",
            Self::OtherContig => "other-contig",
            Self::NoWeight => "no-weight",
            Self::ModelConflict => "model-conflict",
        }
    }

    /// The reason in words, for several rows.
    pub fn words(self) -> &'static str {
        match self {
            Self::HlaAllele => "HLA alleles",
            Self::Haplotype => "haplotypes",
            Self::Diplotype => "pairs of haplotypes",
            Self::Interaction => "interactions of variants",
            Self::NoLocation => "without position and rsID",
            Self::OtherAllele => "with alleles that are not A, C, G or T",
            Self::OtherContig => "not on a chromosome",
            Self::NoWeight => "without an effect weight",
            Self::ModelConflict => "with an unclear effect model",
        }
    }
}
