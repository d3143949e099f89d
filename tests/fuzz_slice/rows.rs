//! Seeds of every genotype layout and scoring-file layout, and damage that keeps them tables.

use super::Random;
use super::bodies::SEPARATOR;

/// Rows of a genotype file: marker, chromosome, position and two alleles, or the same letter for one copy.
const MARKERS: [(&str, &str, &str, &str); 16] = [
    ("rs3094315", "1", "752566", "AA"),
    ("rs4000000001", "1", "1000001", "AG"),
    ("rs4000000003", "2", "1000001", "TT"),
    ("i5000014", "8", "1000001", "DI"),
    ("kgp5000015", "9", "1000001", "II"),
    ("rs4000000005", "9", "2000001", "CT"),
    ("rs4000000005", "9", "2000001", "CC"),
    ("rs4000000006", "11", "5000001", "AT"),
    ("rs4000000007", "12", "5000001", "--"),
    ("rs4000000008", "0", "0", "GG"),
    ("rs4000000009", "X", "2700000", "A"),
    ("rs4000000010", "X", "100000", "AC"),
    ("rs4000000011", "X", "30000001", "C"),
    ("rs4000000012", "Y", "2700001", "G"),
    ("rs4000000013", "MT", "263", "A"),
    ("rs2500347", "1", "144938320", "CT"),
];

fn alleles(genotype: &str) -> (&str, &str) {
    match genotype.len() {
        1 => (genotype, genotype),
        _ => (&genotype[..1], &genotype[1..]),
    }
}

fn joined(header: &str, delimiter: &str, quote: &str, end: &str) -> Vec<u8> {
    let mut text = header.to_owned();
    for (id, chromosome, position, genotype) in MARKERS {
        let fields = [id, chromosome, position, genotype].map(|field| format!("{quote}{field}{quote}"));
        text.push_str(&fields.join(delimiter));
        text.push_str(end);
    }
    text.into_bytes()
}

fn split(header: &str, delimiter: &str, codes: bool) -> Vec<u8> {
    let mut text = header.to_owned();
    for (id, chromosome, position, genotype) in MARKERS {
        let (first, second) = alleles(genotype);
        let number = match (codes, chromosome) {
            (true, "X") => "23",
            (true, "Y") => "24",
            (true, "MT") => "26",
            _ => chromosome,
        };
        text.push_str(&[id, number, position, first, second].join(delimiter));
        text.push_str("\r\n");
    }
    text.replace('-', "0").into_bytes()
}

/// A small file in each vendor's layout.
pub fn genotype_seeds() -> Vec<Vec<u8>> {
    let named = "RSID,CHROMOSOME,POSITION,RESULT\n";
    let twice = joined(named, ",", "\"", "\n").repeat(2);
    let triple = "\"\"\"RSID\"\",\"\"CHROMOSOME\"\",\"\"POSITION\"\",\"\"RESULT\"\"\"\n";
    vec![
        joined("# 23andMe build 37\r\n# rsid\tchromosome\tposition\tgenotype\r\n", "\t", "", "\r\n"),
        split("#AncestryDNA build 37.1\nrsid\tchromosome\tposition\tallele1\tallele2\n", "\t", true),
        joined(&format!("# MyHeritage DNA raw data.\n{named}"), ",", "\"", "\n"),
        joined(&format!("##MyHeritage\n{triple}"), ",", "\"\"", "\n"),
        twice,
        split("# famfinder\n# name,chromosome,position,allele1,allele2\n", ",", false),
        joined("# Living DNA (GRCh37.p13)\n# rsid\tchromosome\tposition\tgenotype\n", "\t", "", "\n"),
        joined("rsid chrom pos genotype\n", " ", "", "\n"),
        joined("", "\t", "", "\n"),
        joined("\u{feff}", ";", "", " \n"),
    ]
}

const CATALOG: &str = "###PGS CATALOG SCORING FILE\n#format_version=2.0\n#pgs_id=PGS1\n#genome_build=GRCh37\n";

/// A small file in each of the layouts of scoring files.
pub fn score_seeds() -> Vec<Vec<u8>> {
    let texts = [
        format!(
            "{CATALOG}#weight_type=NR\n#HmPOS_build=GRCh38\nrsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect\tallelefrequency_effect_European\thm_source\thm_rsID\thm_chr\thm_pos\thm_inferOtherAllele\n\
             rs4000000001\t1\t1000001\tA\tG\t0.1\t0.3\t0.2\tENSEMBL\trs4000000001\t1\t1064621\t\n\
             rs4000000003\t2\t1000001\tT\tC\t-0.25\t0.5\t\tENSEMBL\trs4000000003\t2\t1000001\t\n\
             rs4000000006\t11\t5000001\tA\tT\t1e-3\t0.1\t0.1\tENSEMBL\trs4000000006\t\t\t\n\
             rs4000000011\tX\t30000001\tC\t\t2\t0.9\t0.8\tENSEMBL\t\tX\t30000001\tG,T\n\
             rs4000000007\t12\t5000001\tG\tA\t7\t\t\tUnknown\t\t\t\t\n"
        ),
        format!(
            "{CATALOG}rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_haplotype\tis_diplotype\tis_interaction\tis_dominant\tis_recessive\tallelefrequency_effect\n\
             rs4000000001\t1\t1000001\tA\tG\t0.1\tFalse\tFalse\tFalse\tTrue\tFalse\t0.2\n\
             rs4000000003\t2\t1000001\tT\tC\t0.1\tFalse\tFalse\tFalse\tFalse\tTrue\t0.7\n\
             \t\t\tHLA-B*57:01\t\t-0.92\tFalse\tFalse\tFalse\tFalse\tFalse\t0.01\n\
             rs4_x_rs5\t\t\tA_x_G\t\t0.4\tFalse\tFalse\tTrue\tFalse\tFalse\t\n\
             \t19\t\te4/e4\t\t1.1\tFalse\tTrue\tFalse\tFalse\tFalse\t\n\
             \t6_apd_hap1\t100\tA\tG\t0.4\tFalse\tFalse\tFalse\tFalse\tFalse\t\n"
        ),
        format!(
            "{CATALOG}#weight_type=OR\nchr_name\tchr_position\teffect_allele\tother_allele\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight\tallelefrequency_effect\n\
             8\t1000001\tCA\tC\t0\t0.5\t0.7\t0.3\n9\t2000001\tT\tC\t-1\t0.5\t0\t0.5\nX\t30000001\tC\tG\t1\t2\t3\t0.5\n"
        ),
        "### PGS CATALOG SCORING FILE\n# PGS ID = PGS000001\n# Original Genome Build = hg19\nrsID\tchr_name\teffect_allele\treference_allele\teffect_weight\r\nrs4000000001\t1\tA\tG\t0.5\r\nrs4000000005\t9\tC\tT\t-0.5\r\n".to_owned(),
        "SNP,CHR,BP,A1,A2,OR,EAF\nrs4000000001,1,1000001,A,G,1.2,0.3\nrs4000000005,9,2000001,\"C\",T,0.8,0.4\n".to_owned(),
        "#CHROM POS ID A1 BETA BETA2\n1 1000001 rs4000000001 A 0.5 1\n9 2000001 . C -0.5 2\n".to_owned(),
        "rs4000000001 A 0.5\nrs4000000005 C -0.25 \nrs4000000013 G 3\n".to_owned(),
        "1:1000001:A:G\tA\t0.5\nchr9_2000001_C_T\tC\t-0.25\nX:30000001\tC\t1.5".to_owned(),
        "chrom pos sid nt1 nt2 raw_beta ldpred_beta\nchrom_1 1000001 rs4000000001 A G 0.5 1e-3\nchrom_9 2000001 rs4000000005 C T -0.5 2e-3\n".to_owned(),
        "1\trs4000000001\t1000001\tA\tG\t1.5e-03\t2e-4\n9\trs4000000005\t2000001\tC\tT\t-1e-05\t1e-6\n".to_owned(),
        "Id Name Chrom Position A1 A2 A1Frq A1Effect SE PIP\n1 rs4000000001 1 1000001 A G 0.5 0.1 0.01 0.5\n".to_owned(),
        "Predictor A1 A2 Centre Model1 Model2\nrs4000000001 A G 0.5 0.1 0.2\n".to_owned(),
        "iteration\tkind\tvar\tscore0\tscore1\tscore2\tchrom\tpos\ta1\ta2\n0\tCONST\tconst\tnan\tnan\tnan\tnan\tnan\tnan\tnan\n1\tSNV\trs4000000001\t0\t1\t2\t1\t1000001\tA\tG\n2\tSNV\trs4000000001\t0.5\t1\t3\t1\t1000001\tA\tG\n".to_owned(),
        "chrom;pos;ea;nea;weight\n1;1000001;A;G;0.5\n1;1000001;G;A;0.5\n1;1000001;A;G;0.25\n9;1000001;CTG;C;1\n".to_owned(),
    ];
    texts.into_iter().map(String::into_bytes).collect()
}

/// Every genotype layout with every scoring-file layout, behind six bytes that draw the options.
pub fn session_seeds() -> Vec<Vec<u8>> {
    let genotypes = genotype_seeds();
    let scores = score_seeds();
    let pairs = genotypes.iter().flat_map(|one| scores.iter().map(move |other| (one, other)));
    let options = |number: usize| [number, number / 3, number / 2, number, number / 5, number / 7].map(|n| n as u8 % 5);
    pairs.enumerate().map(|(number, (one, other))| [&options(number)[..], one, SEPARATOR, other].concat()).collect()
}

/// What a field may hold that no reader should trip over.
const FIELDS: &[&[u8]] = &[
    b"",
    b"0",
    b"-1",
    b"-0",
    b"1e308",
    b"-1.7976931348623157e308",
    b"1e-320",
    b"4.9e-324",
    b"1e999",
    b"NaN",
    b"inf",
    b"0.5",
    b"1",
    b"2",
    b"4294967295",
    b"4294967296",
    b"18446744073709551616",
    b"249250621",
    b"1000001",
    b"2000001",
    b"99999999999999999999999999",
    b"rs4294967296",
    b"rs0",
    b"rs",
    b"rs4000000001",
    b"A",
    b"T",
    b"AT",
    b"ACGTACGTACGT",
    b"-",
    b"--",
    b"DD",
    b"I",
    b"A/G",
    b"G,C,T",
    b"NN",
    b".",
    b"NA",
    b"True",
    b"X",
    b"25",
    b"chr1",
    b"chrUn_gl000220",
    b"\"",
    b"\"\"",
    b"\"A",
    b"=HYPERLINK(1)",
    b"\xff\xfe",
    b"\0",
    b"\xc3\xa9",
    b"HLA-A*01:01",
    b"rs1_x_rs2",
    b"#",
];

/// One to three changes to a table's lines and fields; after `kept` bytes, which stay.
pub fn damage_rows(random: &mut Random, seed: &[u8], kept: usize) -> Vec<u8> {
    let (start, text) = seed.split_at(kept);
    let mut lines: Vec<Vec<u8>> = text.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    for _ in 0..=random.below(3) {
        let at = random.below(lines.len());
        let other = random.below(lines.len());
        match random.below(12) {
            0 => lines.swap(at, other),
            1 => lines.insert(at, lines[other].clone()),
            2 if lines.len() > 1 => drop(lines.remove(at)),
            3 => lines.truncate(at + 1),
            4 => {
                let length = random.below(lines[at].len() + 1);
                lines[at].truncate(length);
            }
            5 => lines[at].push([b'\r', b'\t', b',', b' ', b'"'][random.below(5)]),
            6 => {
                let more = lines[other].clone();
                lines[at].extend(more);
            }
            _ => change_field(random, &mut lines[at]),
        }
    }
    [start, &lines.join(&b'\n')].concat()
}

fn change_field(random: &mut Random, line: &mut Vec<u8>) {
    let delimiter = [b'\t', b',', b' ', b';'].into_iter().find(|byte| line.contains(byte)).unwrap_or(b'=');
    let mut fields: Vec<Vec<u8>> = line.split(|byte| *byte == delimiter).map(<[u8]>::to_vec).collect();
    let (at, other) = (random.below(fields.len()), random.below(fields.len()));
    match random.below(5) {
        0 => fields.swap(at, other),
        1 => drop(fields.remove(at)),
        _ => fields[at] = FIELDS[random.below(FIELDS.len())].to_vec(),
    }
    *line = fields.join(&delimiter);
}
