//! Tells a file's build from its header: the lengths of its contigs, else the assembly's name.

use super::header::attribute;
use crate::genome::contig_lengths::lengths_of;
use crate::genome::{Build, Chromosome};

/// What the header's lines say of the build, by build in the order of [`Build::ALL`].
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::formats) struct BuildEvidence {
    lengths: [u32; 3],
    names: [u32; 3],
    /// Contigs of ours whose length no build has.
    pub foreign_lengths: u64,
}

impl BuildEvidence {
    /// Takes a `##` line.
    pub fn take(&mut self, line: &[u8]) {
        if let Some(contig) = line.strip_prefix(b"##contig=<") {
            self.take_contig(contig);
        } else if let Some(name) = line.strip_prefix(b"##reference=").or(line.strip_prefix(b"##assembly=")) {
            self.take_name(name);
        }
    }

    fn take_contig(&mut self, contig: &[u8]) {
        let chromosome = attribute(contig, b"ID").and_then(Chromosome::parse);
        let length = attribute(contig, b"length").and_then(|text| str::from_utf8(text).ok()?.parse::<u32>().ok());
        if let Some(lengths) = chromosome.and_then(lengths_of)
            && let Some(length) = length.filter(|length| *length > 0)
        {
            let votes = self.lengths.iter_mut().zip(lengths).filter(|(_, known)| *known == length);
            let met = votes.map(|(vote, _)| *vote += 1).count();
            self.foreign_lengths += u64::from(met == 0);
        }
        if let Some(assembly) = attribute(contig, b"assembly") {
            self.take_name(assembly);
        }
    }

    fn take_name(&mut self, text: &[u8]) {
        const NAMES: [&[&[u8]]; 3] = [
            &[b"grch36", b"ncbi36", b"hg18", b"b36", b"build36"],
            &[b"grch37", b"hg19", b"b37", b"hs37d5", b"human_g1k_v37", b"build37"],
            &[b"grch38", b"hg38", b"b38", b"hs38", b"build38"],
        ];
        let text = text.to_ascii_lowercase();
        for (vote, names) in self.names.iter_mut().zip(NAMES) {
            *vote += u32::from(names.iter().any(|name| memchr::memmem::find(&text, name).is_some()));
        }
    }

    /// The one build that the contig lengths are of; where there are none, the one that is named.
    pub fn build(&self) -> Option<Build> {
        let only = |votes: &[u32; 3]| {
            let mut voted = Build::ALL.iter().zip(votes).filter(|(_, votes)| **votes > 0);
            let first = voted.next().map(|(build, _)| *build);
            first.filter(|_| voted.next().is_none())
        };
        if self.lengths != [0; 3] {
            return only(&self.lengths);
        }
        only(&self.names).filter(|_| self.foreign_lengths == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn lengths_outrank_names() {
        let rows: [(&str, &[&str], Option<Build>); 10] = [
            ("length", &["##contig=<ID=chr20,length=64444167>"], Some(Build::Grch38)),
            ("length of 36", &["##contig=<ID=20,length=62435964>"], Some(Build::Grch36)),
            ("length against name", &["##contig=<ID=1,length=249250621,assembly=GRCh38>"], Some(Build::Grch37)),
            ("assembly", &["##contig=<ID=22,assembly=b37>"], Some(Build::Grch37)),
            ("reference", &["##reference=file:///data/GRCh38.p13/genome.fa"], Some(Build::Grch38)),
            ("1000 Genomes", &["##reference=ftp://x/human_g1k_v37.fasta.gz"], Some(Build::Grch37)),
            ("no contig of ours", &["##contig=<ID=chrUn_1,length=249250621>"], None),
            ("two builds", &["##contig=<ID=1,length=249250621>", "##contig=<ID=2,length=242193529>"], None),
            ("another assembly", &["##contig=<ID=1,length=248387328>", "##reference=hg38-like"], None),
            ("nothing", &["##source=hg3"], None),
        ];
        for (name, lines, expected) in rows {
            let mut evidence = BuildEvidence::default();
            lines.iter().for_each(|line| evidence.take(line.as_bytes()));
            assert_eq!(evidence.build(), expected, "{name}");
        }
    }
}
