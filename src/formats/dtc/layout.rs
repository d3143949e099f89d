//! Says which columns a consumer file has and whose layout that is.

/// Whose file it is, by its content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Vendor {
    /// 23andMe v2–v5.
    TwentyThreeAndMe,
    /// AncestryDNA v1, v2.
    AncestryDna,
    /// MyHeritage, old and new.
    MyHeritage,
    /// FamilyTreeDNA, either layout.
    FamilyTreeDna,
    /// Living DNA.
    LivingDna,
    /// A table of markers of no known vendor.
    Generic,
}

impl Vendor {
    /// The stable code in reports.
    pub fn code(self) -> &'static str {
        match self {
            Self::TwentyThreeAndMe => "23andme",
            Self::AncestryDna => "ancestrydna",
            Self::MyHeritage => "myheritage",
            Self::FamilyTreeDna => "ftdna",
            Self::LivingDna => "livingdna",
            Self::Generic => "generic",
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::TwentyThreeAndMe => "23andMe",
            Self::AncestryDna => "AncestryDNA",
            Self::MyHeritage => "MyHeritage",
            Self::FamilyTreeDna => "FamilyTreeDNA",
            Self::LivingDna => "Living DNA",
            Self::Generic => "a table of markers",
        }
    }

    /// A guess at the chip from the number of markers; rough, and said to be a guess.
    ///
    /// Source: marker counts of published raw data files by chip version (ISOGG autosomal DNA testing comparison chart).
    pub fn chip_guess(self, markers: usize) -> Option<&'static str> {
        let table: &[(usize, usize, &'static str)] = match self {
            Self::TwentyThreeAndMe => &[
                (520_000, 600_000, "v2 or v4 (about 570,000 markers)"),
                (600_000, 620_000, "v4 (about 610,000 markers)"),
                (620_000, 660_000, "v5 (about 640,000 markers)"),
                (900_000, 1_000_000, "v3 (about 960,000 markers)"),
            ],
            Self::AncestryDna => &[
                (660_000, 669_000, "v2 (about 668,000 markers)"),
                (669_000, 720_000, "v1 or v2 (about 680,000 to 700,000 markers)"),
            ],
            Self::MyHeritage => &[
                (600_000, 660_000, "GSA (about 610,000 markers)"),
                (690_000, 730_000, "OmniExpress (about 720,000 markers)"),
            ],
            Self::FamilyTreeDna => &[
                (600_000, 660_000, "GSA (about 630,000 markers)"),
                (690_000, 730_000, "OmniExpress (about 710,000 markers)"),
            ],
            Self::LivingDna => &[
                (600_000, 700_000, "Orion (about 640,000 markers)"),
                (700_000, 800_000, "Sirius (about 760,000 markers)"),
            ],
            Self::Generic => &[],
        };
        table.iter().find(|(from, to, _)| (*from..*to).contains(&markers)).map(|(_, _, name)| *name)
    }
}

/// Which field of a row is what, from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Columns {
    /// The marker's id.
    pub id: Option<usize>,
    /// Chromosome.
    pub chromosome: usize,
    /// Position.
    pub position: usize,
    /// Genotype, or the first allele.
    pub genotype: usize,
    /// The second allele, where alleles have a column each.
    pub second_allele: Option<usize>,
    /// Fields that a row must have.
    pub count: usize,
}

impl Columns {
    /// id, chromosome, position, genotype: the order of most vendors.
    pub const JOINED: Self =
        Self { id: Some(0), chromosome: 1, position: 2, genotype: 3, second_allele: None, count: 4 };
    /// id, chromosome, position, two alleles.
    pub const SPLIT: Self =
        Self { id: Some(0), chromosome: 1, position: 2, genotype: 3, second_allele: Some(4), count: 5 };

    /// Reads column names, in any order and spelling that vendors use. `None` unless chromosome, position and genotype
    /// are all there.
    pub fn from_names<'a>(names: impl Iterator<Item = &'a [u8]>) -> Option<Self> {
        let (mut id, mut chromosome, mut position, mut genotype, mut first, mut second) =
            (None, None, None, None, None, None);
        let mut count = 0;
        for (index, name) in names.enumerate() {
            if !name.is_empty() {
                // Empty names at the end are trailing separators, which rows may lack.
                count = index + 1;
            }
            let name = String::from_utf8_lossy(name).trim().trim_start_matches('#').trim().to_ascii_lowercase();
            let slot = match name.as_str() {
                "rsid" | "snp" | "id" | "name" | "marker" | "snpid" | "snp_id" | "markername" | "snp name"
                | "variant" => &mut id,
                "chromosome" | "chr" | "chrom" | "chr_name" => &mut chromosome,
                "position" | "pos" | "bp" | "loc" | "location" | "chr_position" | "position_hg19" => &mut position,
                "genotype" | "result" | "call" | "gt" | "alleles" => &mut genotype,
                "allele1" | "allele 1" | "allele_1" | "a1" | "allelea" | "allele1 - forward" => &mut first,
                "allele2" | "allele 2" | "allele_2" | "a2" | "alleleb" | "allele2 - forward" => &mut second,
                _ => continue,
            };
            slot.get_or_insert(index);
        }
        let (genotype, second_allele) = match (genotype, first, second) {
            (Some(genotype), _, _) => (genotype, None),
            (None, Some(first), Some(second)) => (first, Some(second)),
            _ => return None,
        };
        Some(Self { id, chromosome: chromosome?, position: position?, genotype, second_allele, count })
    }
}

/// How the rows of a consumer file are written.
#[derive(Clone, PartialEq, Debug)]
pub struct Layout {
    /// Whose it is.
    pub vendor: Vendor,
    /// Between fields: a tab, a comma, a semicolon, or a blank for any run of blanks and tabs.
    pub delimiter: u8,
    /// What the fields are.
    pub columns: Columns,
    /// The build that the header speaks of.
    pub header_build: Option<crate::genome::Build>,
    /// Why we think so, in words.
    pub reasons: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_by_name() {
        let names = |text: &'static str| Columns::from_names(text.split(',').map(str::as_bytes));
        assert_eq!(names("RSID,CHROMOSOME,POSITION,RESULT"), Some(Columns::JOINED));
        assert_eq!(names("# rsid,chromosome,position,genotype"), Some(Columns::JOINED));
        assert_eq!(names("rsid,chromosome,position,allele1,allele2"), Some(Columns::SPLIT));
        // A file whose every line ends in a separator was refused at its first row.
        assert_eq!(names("rsid,chromosome,position,genotype,,"), Some(Columns::JOINED));
        assert_eq!(
            names("chrom,pos,a1,a2,gc"),
            Some(Columns { id: None, chromosome: 0, position: 1, genotype: 2, second_allele: Some(3), count: 5 })
        );
        assert_eq!(names("rsID,chr_name,chr_position,effect_allele,other_allele,effect_weight"), None);
        assert_eq!(names("rsid,genotype"), None);
    }
}
