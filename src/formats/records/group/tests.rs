//! Sets of the same names, in folders that are known or not.

use super::*;
use crate::bytes::Source;
use crate::genome::Reading;
use std::rc::Rc;

const BED: &[u8] = b"l\x1b\x01\x00";
const BIM: &[u8] = b"1 rs1 0 752566 G A\n";
const FAM: &[u8] = b"F I 0 0 1 -9\n";
const BGEN: &[u8] = b"\x14\0\0\0\x14\0\0\0\x01\0\0\0\x01\0\0\0bgen\x09\0\0\0";
const LIST: &[u8] = b"ID_1 ID_2 missing\n0 0 0\na a 0\n";
const VCF: &[u8] = b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\n";

struct File {
    path: &'static str,
    bytes: &'static [u8],
}

impl Source for File {
    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }
    fn folder(&self) -> Option<&str> {
        self.path.rsplit_once('/').map(|(folder, _)| folder)
    }
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }
    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize> {
        let rest = &self.bytes[self.bytes.len().min(offset as usize)..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}

/// The sets that these files give, or the code and the file of what is wrong.
fn sets(paths: &str) -> String {
    let content = |path: &str| match path.rsplit_once('.').map_or(path, |(_, ending)| ending) {
        "bed" => BED,
        "bim" => BIM,
        "fam" => FAM,
        "pgen" => b"l\x1b\x10\x00",
        "pvar" | "zst" => b"#CHROM\tPOS\tID\tREF\tALT\n",
        "psam" => b"#IID\n",
        "bgen" => BGEN,
        "sample" => LIST,
        "gz" => VCF,
        "tbi" => b"TBI\x01",
        "csi" => b"CSI\x01",
        _ => b"SQLite format 3\0".as_slice(),
    };
    let file = |path: &str| -> SharedSource { Rc::new(File { bytes: content(path), path: String::from(path).leak() }) };
    let show = |source: &SharedSource| match source.folder() {
        Some(folder) => format!("{folder}/{}", source.name()),
        None => source.name().to_owned(),
    };
    match group(paths.split(' ').map(file).collect()) {
        Err(error) => format!("{} {}", error.code(), error.place().input.clone().unwrap_or_default()),
        Ok(chosen) => {
            let sets = chosen.iter().filter_map(|one| match one {
                Chosen::Records(set) => {
                    let files: Vec<String> = set.sources().chain(&set.index).map(show).collect();
                    Some(files.join("+"))
                }
                Chosen::Other(_) => None,
            });
            sets.collect::<Vec<_>>().join(" ")
        }
    }
}

/// The first list of that name was taken for all.
#[test]
fn sets_of_the_same_name() {
    let rows = [
        ("1/c.bed 1/c.bim 1/c.fam 2/c.bed 2/c.bim 2/c.fam", "1/c.bed+1/c.bim+1/c.fam 2/c.bed+2/c.bim+2/c.fam"),
        ("1/d.bed 2/d.bed 2/d.bim 2/d.fam 1/d.bim 1/d.fam", "1/d.bed+1/d.bim+1/d.fam 2/d.bed+2/d.bim+2/d.fam"),
        ("1/d.bed 2/d.bed 2/d.bim 2/d.fam 1/d.fam", "1/d.bed+1/d.fam 2/d.bed+2/d.bim+2/d.fam"),
        ("1/d.bed 2/d.bed lists/d.bim 2/d.fam 1/d.fam", "set-ambiguous d.bed"),
        ("1/a.bed 1/b.bed 2/a.bim 2/b.bim 2/b.fam 2/a.fam", "1/a.bed+2/a.bim+2/a.fam 1/b.bed+2/b.bim+2/b.fam"),
        ("c.bed c.bim c.fam c.bed c.bim c.fam", "set-ambiguous c.bed"),
        ("c.bed c.bed c.bim c.fam", "set-ambiguous c.bed"),
        ("st.g.bim st.g.fam st.bed st.bim st.fam st.g.bed", "st.bed+st.bim+st.fam st.g.bed+st.g.bim+st.g.fam"),
        ("st.bed st.g.bim st.genome.bim st.fam", "set-ambiguous st.bed"),
        ("a.pgen a.psam a.pvar.zst a.pvar", "a.pgen+a.pvar+a.psam"),
        ("x.pgen x.bim x.fam", "x.pgen+x.bim+x.fam"),
        ("x.bed x.bim x.fam x.pgen x.pvar x.psam", "x.bed+x.bim+x.fam x.pgen+x.pvar+x.psam"),
        ("1/g.bgen 1/g.sample 2/g.bgen 2/g.sample", "1/g.bgen+1/g.sample 2/g.bgen+2/g.sample"),
        ("1/g.bgen.bgi 2/g.bgen.bgi 2/g.bgen 1/g.bgen", "2/g.bgen+2/g.bgen.bgi 1/g.bgen+1/g.bgen.bgi"),
        ("1/v.gz 2/v.gz 2/v.gz.tbi 2/v.gz.csi 1/v.gz.csi", "1/v.gz+1/v.gz.csi 2/v.gz+2/v.gz.tbi"),
        ("v.gz v.gz v.gz.tbi v.gz.tbi", "v.gz v.gz"),
    ];
    for (paths, expected) in rows {
        assert_eq!(sets(paths), expected, "{paths}");
    }
}

/// Genotypes that were forgotten beside a whole set were not asked for.
#[test]
fn lists_without_genotypes() {
    let rows = [
        ("c1.bed c1.bim c1.fam c2.bim c2.fam", "set-member-missing c2.bim"),
        ("c1.pgen c1.pvar c1.psam c2.psam", "set-member-missing c2.psam"),
        ("c1.bgen c1.sample c2.sample", "set-member-missing c2.sample"),
        ("c1.bgen c2.bgen all.sample", "c1.bgen+all.sample c2.bgen+all.sample"),
        ("a.bed b.bim c.fam", "a.bed+b.bim+c.fam"),
    ];
    for (paths, expected) in rows {
        assert_eq!(sets(paths), expected, "{paths}");
    }
}

/// PLINK 2 also writes genotypes of PLINK 1 under the name `.pgen`, with lists of its own.
#[test]
fn genotypes_of_plink1_beside_lists_of_plink2() {
    let file = |path, bytes| -> SharedSource { Rc::new(File { path, bytes }) };
    let files = [
        file("m.pgen", b"l\x1b\x01\x02".as_slice()),
        file("m.pvar", b"#CHROM\tPOS\tID\tREF\tALT\n1\t5\t.\tA\tC\n"),
        file("m.psam", b"#IID\nx\n"),
    ];
    let chosen = group(files.to_vec()).unwrap();
    let [Chosen::Records(set)] = chosen.as_slice() else { panic!("one set") };
    let (stream, _) = set.open(Reading::default()).unwrap();
    assert_eq!(stream.samples().len(), 1);
}
