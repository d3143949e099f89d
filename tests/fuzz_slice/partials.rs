//! Texts of partials to be damaged: of some people with no-calls, of a gVCF, and of dosages.

use std::io::Read;
use std::rc::Rc;
use tallele::bytes::{MemorySource, SharedSource};
use tallele::session::{OptionsWritten, Session};

const HEADER: &str = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT";
const SCORE: &str = "#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect\n\
    1\t100\tA\tG\t0.5\t0.25\n1\t200\tT\tC\t-1e-30\t\n20\t300\tG\tA\t1e20\t0.5\nX\t400\tC\tT\t0.125\t0.75\n";
const BY_ID: &str = "rsID\teffect_allele\tother_allele\teffect_weight\nrs7\tA\tG\t0.5\nrs8\tC\tA\t2\n";

fn text_of(genotypes: &str, score: &str, dosage: Option<&str>) -> Vec<u8> {
    let stored = |name: &str, text: &str| -> SharedSource { Rc::new(MemorySource::new(name, text)) };
    let mut session = Session::new();
    let finish = |session: &mut Session| while !session.step(1 << 20).expect("goes on").finished {};
    let options =
        OptionsWritten { build: Some("37".to_owned()), dosage: dosage.map(str::to_owned), ..OptionsWritten::default() };
    session.set_options(&options).expect("fine");
    session.begin_open(stored("a.vcf", genotypes)).expect("opens");
    finish(&mut session);
    session.begin_add_score(stored("score.txt", score)).expect("opens");
    finish(&mut session);
    session.begin_partial().expect("begins");
    finish(&mut session);
    let mut packed = Vec::new();
    session.write_partial(&mut packed, true).expect("memory takes it");
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut text).expect("gzip");
    text
}

/// The seeds.
pub fn partial_seeds() -> Vec<Vec<u8>> {
    let people = format!(
        "{HEADER}\ta\tb\n1\t100\trs7\tG\tA\t.\t.\t.\tGT\t0/1\t./.\n1\t200\t.\tC\tT\t.\t.\t.\tGT\t1/1\t0/1\n\
         20\t300\t.\tA\tC\t.\t.\t.\tGT\t1/1\t0/1\nX\t400\trs8\tT\tC\t.\t.\t.\tGT\t1\t0/1\n"
    );
    let blocks = format!(
        "{HEADER}\ta\n1\t90\t.\tG\t<NON_REF>\t.\t.\tEND=250\tGT\t0/0\n20\t300\t.\tA\tG,<NON_REF>\t.\t.\t.\tGT\t0/1\n"
    );
    let dosages =
        format!("{HEADER}\ta\n1\t100\t.\tG\tA\t.\t.\t.\tGT:DS\t0/1:0.001\n20\t300\t.\tA\tG\t.\t.\t.\tGT:DS\t0/1:1.3\n");
    vec![
        text_of(&people, SCORE, None),
        text_of(&people, BY_ID, None),
        text_of(&blocks, SCORE, None),
        text_of(&dosages, SCORE, Some("ds")),
    ]
}
