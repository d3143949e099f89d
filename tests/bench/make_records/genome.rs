//! Writes one made-up genome's variants as GATK writes them.

use crate::bgzf::Packed;
use crate::dice::Dice;
use crate::sites::{CHROMOSOMES, Place, lay};
use std::io::Write;
use std::path::Path;

const RECORDS: u64 = 4_000_000;

/// Writes `wgs.vcf.gz` and answers with the places of its records.
pub fn write_genome(folder: &Path) -> Vec<Place> {
    let mut dice = Dice::new(20_261_121);
    let places = lay(RECORDS, 160, 60, 2, &mut dice);
    let mut packed = Packed::create(&folder.join("wgs.vcf.gz"));
    let text = packed.text();
    text.extend_from_slice(b"##fileformat=VCFv4.2\n##FILTER=<ID=PASS,Description=\"All filters passed\">\n");
    text.extend_from_slice(b"##FILTER=<ID=VQSRTrancheSNP99.90to100.00,Description=\"Truth sensitivity tranche\">\n");
    text.extend_from_slice(HEADER.as_bytes());
    for (name, length) in CHROMOSOMES {
        writeln!(text, "##contig=<ID=chr{name},length={length},assembly=GRCh38>").expect("memory");
    }
    text.extend_from_slice(b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tGENOME\n");
    for place in &places {
        push_record(packed.text(), place, &mut dice);
    }
    packed.finish();
    places
}

const HEADER: &str = r#"##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads of each allele">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Reads">
##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Genotype quality">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=PGT,Number=1,Type=String,Description="Phase of alleles">
##FORMAT=<ID=PID,Number=1,Type=String,Description="Phase set by name">
##FORMAT=<ID=PL,Number=G,Type=Integer,Description="Phred-scaled likelihoods">
##FORMAT=<ID=PS,Number=1,Type=Integer,Description="Phase set">
##FORMAT=<ID=SB,Number=4,Type=Integer,Description="Reads by allele and strand">
##INFO=<ID=AC,Number=A,Type=Integer,Description="Allele count">
##INFO=<ID=AF,Number=A,Type=Float,Description="Allele frequency">
##INFO=<ID=AN,Number=1,Type=Integer,Description="Alleles called">
##INFO=<ID=AS_QD,Number=A,Type=Float,Description="Quality by depth of each allele">
##INFO=<ID=AS_SOR,Number=A,Type=Float,Description="Strand odds ratio of each allele">
##INFO=<ID=BaseQRankSum,Number=1,Type=Float,Description="Base qualities">
##INFO=<ID=DB,Number=0,Type=Flag,Description="In dbSNP">
##INFO=<ID=DP,Number=1,Type=Integer,Description="Reads">
##INFO=<ID=ExcessHet,Number=1,Type=Float,Description="Excess of heterozygotes">
##INFO=<ID=FS,Number=1,Type=Float,Description="Strand bias">
##INFO=<ID=MLEAC,Number=A,Type=Integer,Description="Allele count by likelihood">
##INFO=<ID=MLEAF,Number=A,Type=Float,Description="Allele frequency by likelihood">
##INFO=<ID=MQ,Number=1,Type=Float,Description="Mapping quality">
##INFO=<ID=MQRankSum,Number=1,Type=Float,Description="Mapping qualities">
##INFO=<ID=POSITIVE_TRAIN_SITE,Number=0,Type=Flag,Description="Among the good ones that were learned from">
##INFO=<ID=QD,Number=1,Type=Float,Description="Quality by depth">
##INFO=<ID=ReadPosRankSum,Number=1,Type=Float,Description="Places in reads">
##INFO=<ID=SOR,Number=1,Type=Float,Description="Strand odds ratio">
##INFO=<ID=VQSLOD,Number=1,Type=Float,Description="Log odds of being true">
##INFO=<ID=culprit,Number=1,Type=String,Description="Worst annotation">
"#;

fn push_record(text: &mut Vec<u8>, place: &Place, dice: &mut Dice) {
    let Place { chromosome, position, id, reference, alternative } = *place;
    let (name, _) = CHROMOSOMES[usize::from(chromosome)];
    let (first, second) = (8 + dice.below(20), 8 + dice.below(20));
    // Three of five are heterozygous; one in a hundred has two ALTs.
    let kind = dice.below(100);
    let (alternatives, call) = match kind {
        0 => (",*", "1/2"),
        1..=39 => ("", "1/1"),
        _ => ("", "0/1"),
    };
    let is_pair = kind > 39;
    let of_reference = if is_pair { first } else { 0 };
    let depth = of_reference + second;
    let quality = second * 30 + dice.below(30);
    let mut number = |end: u64| dice.below(end);
    write!(text, "chr{name}\t{position}\t").expect("memory");
    match id {
        0 => text.push(b'.'),
        id => write!(text, "rs{id}").expect("memory"),
    }
    let filter = if number(40) == 0 { "VQSRTrancheSNP99.90to100.00" } else { "PASS" };
    let (count, share) = if is_pair { (1, "0.500") } else { (2, "1.00") };
    write!(
        text,
        "\t{reference}\t{alternative}{alternatives}\t{quality}.{:02}\t{filter}\tAC={count};AF={share};AN=2;",
        number(100)
    )
    .expect("memory");
    if is_pair {
        write!(text, "BaseQRankSum={}.{:03};", number(3), number(1000)).expect("memory");
    }
    if id != 0 {
        text.extend_from_slice(b"DB;");
    }
    write!(
        text,
        "DP={};ExcessHet=3.0103;FS={}.{:03};MLEAC={count};MLEAF={share};MQ={}.{:02};",
        depth + number(4),
        number(9),
        number(1000),
        50 + number(10),
        number(100)
    )
    .expect("memory");
    if is_pair {
        write!(text, "MQRankSum=-{}.{:03};", number(3), number(1000)).expect("memory");
        write!(text, "QD={}.{:02};ReadPosRankSum={}.{:03};", number(30), number(100), number(3), number(1000))
            .expect("memory");
    } else {
        write!(text, "QD={}.{:02};", number(30), number(100)).expect("memory");
    }
    write!(text, "SOR={}.{:03};VQSLOD={}.{:02};culprit=", number(3), number(1000), number(23), number(100))
        .expect("memory");
    text.extend_from_slice(["MQ", "QD", "FS", "SOR"][number(4) as usize].as_bytes());
    if number(3) == 0 {
        text.extend_from_slice(b";POSITIVE_TRAIN_SITE");
    }
    write!(text, ";AS_QD={}.{:02};AS_SOR={}.{:03}", number(30), number(100), number(3), number(1000)).expect("memory");
    // Of what lies near another variant the phase is known.
    let is_phased = is_pair && number(5) < 2;
    let (keys, phase) = if is_phased { (":PGT:PID", ":PS") } else { ("", "") };
    let bar = if is_phased { "0|1" } else { call };
    let strand = number(of_reference + 1);
    let other_strand = number(second + 1);
    write!(text, "\tGT:AD:DP:GQ{keys}:PL{phase}:SB\t{bar}:{of_reference},{second}").expect("memory");
    match kind {
        0 => write!(text, ",{first}:{depth}:99:{quality},{},{},{},0,{}", number(900), number(900), 51, number(900)),
        _ if is_phased => write!(
            text,
            ":{depth}:99:0|1:{position}_{reference}_{alternative}:{quality},0,{}:{position}",
            200 + number(800)
        ),
        _ if is_pair => write!(text, ":{depth}:99:{quality},0,{}", 200 + number(800)),
        _ => write!(text, ":{depth}:{}:{quality},{},0", 20 + second, depth * 3),
    }
    .expect("memory");
    writeln!(text, ":{strand},{},{other_strand},{}", of_reference - strand, second - other_strand).expect("memory");
}
