//! Plain lines say what the reader of any line says, wherever they are read.

use super::VcfReader;
use super::lines::Lines;
use crate::bytes::bgzf::tests::file;
use crate::bytes::{BgzfStream, ByteStream, MemorySource, PlainStream, SharedSource};
use crate::genome::{Calls, PackedCalls, Reading, Record, RecordStream};
use proptest::prelude::*;
use std::rc::Rc;

const HEADER: &str = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\n";

/// Everything that a reader gives, and how many records came plain.
#[derive(Debug, PartialEq, Default)]
struct Said {
    records: Vec<(Record, Calls)>,
    findings: Vec<(&'static str, u64)>,
    error: Option<(&'static str, Option<u64>)>,
}

fn say(mut reader: VcfReader, asks_plain: bool) -> (Said, usize) {
    let (mut said, mut plainly) = (Said::default(), 0);
    let mut read = || loop {
        let (mut record, mut calls) = (Record::default(), Calls::default());
        if asks_plain {
            let run = reader.next_plain()?;
            for plain in run.records {
                run.expand(plain, &mut record, &mut calls);
                said.records.push((record.clone(), calls.clone()));
            }
            plainly += run.records.len();
            if !run.records.is_empty() {
                continue;
            }
        }
        if !reader.next_record(&mut record)? {
            return Ok(());
        }
        reader.read_calls(&mut calls)?;
        said.records.push((record, calls));
    };
    let end: crate::error::Result<()> = read();
    said.error = end.err().map(|error| (error.code(), error.place().line));
    said.findings = reader.findings().iter().map(|finding| (finding.code, finding.count)).collect();
    (said, plainly)
}

fn stored(bytes: &[u8]) -> SharedSource {
    Rc::new(MemorySource::new("file", bytes))
}

fn over(stream: Box<dyn ByteStream>) -> VcfReader {
    VcfReader::new(stream, Reading::default()).unwrap()
}

fn line() -> impl Strategy<Value = String> {
    let good =
        (1_u32..500, 0_usize..6, 0_usize..7, 0_usize..4, 0_usize..5).prop_map(|(at, alleles, call, format, id)| {
            let alleles = ["A\tG", "C\tT", "CA\tC", "G\tGTTTTTTTTTTTTTTTTTTTTTT", "T\tA", "ACGT\tA"][alleles];
            let call = ["0/1", "1/1", "0|1", "1|0", "0/0", "./.", ".|."][call];
            let format = ["GT", "GT:AD", "GT:AD:DP", "GT:PL"][format];
            let id = [".", "rs5", "rs77;rs6", "odd name of a place", "x;rs9"][id];
            let info = "X".repeat(at as usize % 40);
            format!("chr{}\t{at}\t{id}\t{alleles}\t1.5\tPASS\t{info}\t{format}\t{call}:1,2:3\n", 1 + at % 2)
        });
    let odd = prop::sample::select(vec![
        "chr1\t5\t.\ta\tg\t.\t.\t.\tGT\t0/1\n",
        "chr1\t5\t.\tA\tG,T\t.\t.\t.\tGT\t1/2\n",
        "chr1\t5\t.\tA\t<NON_REF>\t.\t.\tEND=7\tGT\t0/0\n",
        "chr1\t5\t.\tA\tG\t.\tq10\t.\tGT\t0/.\n",
        "chr1\t5\t.\tA\tG\t.\t\t.\tGT\t1\n",
        "chr1\t5\t.\tN\tG\t.\t.\t.\tGT\t0/1\n",
        "chr1\t5\t.\tA\tG\t.\t.\t.\tDP:GT\t3:0/1\n",
        "chr1\t5\t.\tA\tG\t.\t.\t.\tDS\t0.5\n",
        "chr1\t5\t.\tA\tG\t.\t.\t.\tGT:AD\t0/1:3\r\n",
        "chr1\t5\t.\tA\tG\t.\t.\t.\tGT\t0/1\r\n",
        "chr1\t5\t.\tA\tG\t.\t.\t.\tGT\t0/1\n",
        "chr1\t5\tna\u{b}me\tA\tG\t.\t.\t\u{1f}\tGT:AD\t0/1:\u{8}\n",
        "chr1\t5\tn\u{e4}me\tA\tG\t.\t.\tINFO=\u{fe}\u{feff}\tGT:AD\t0/1:\u{7f}\n",
        "chr1\t5\t.\tA\tG\t.\t.\t.\tGT:AD\t0/1:\r3\n",
        "HLA*1\t5\t.\tA\tG\t.\t.\t.\tGT\t0/1\n",
        "chr1\t4000000000\t.\tA\tG\t.\t.\t.\tGT\t0/1\n",
        "chr1\t0\t.\tA\tG\t.\t.\t.\tGT\t0/1\n",
        "chr1\t5\t.\tA\tG\t.\t.\t.\tGT\t1/1/1\n",
        "##more\n",
        "\n",
    ]);
    let broken = prop::sample::select(vec![
        "chr1\t5\t.\tA\tG\t.\t.\t.\tGT\t0/2\n",
        "chr1\t5\t.\tA\tG\t.\t.\t.\tGT\t0/1\t0/1\n",
        "chr1\t5\t.\tA\tG\t.\t.\t.\tGT:GT\t0/1:0/1\n",
        // What the next line begins with is not this one's sample.
        "chr1\t5\t.\tA\tG\t.\t.\t.\tGT\n",
        "chr1\t5\t.\tA\tG\t.\t.\n",
        "chr1\t5\t.\tA\tG\n",
        "chr1\t5\t.\n",
        "chr1\n0/1\t5\t.\tA\tG\t.\t.\t.\tGT\t0/1\n",
        "chr1\tfive\t.\tA\tG\t.\t.\t.\tGT\t0/1\n",
        "chr1\t5\t.\t\tG\t.\t.\t.\tGT\t0/1\n",
        "chr1\t5\t.\tA\tG\t.\t.\t\0\tGT\t0/1\n",
        "chr1\t5\t\0\tA\tG\t.\t.\t.\tGT:AD\t0/1:3\n",
        "chr1\t5\t.\tA\tG\t.\t.\t.\tGT:AD\t0/1:\0\n",
    ]);
    prop_oneof![
        40 => good,
        4 => odd.prop_map(str::to_owned),
        1 => prop::bool::weighted(0.1).prop_flat_map(move |is_broken| {
            if is_broken { broken.clone().prop_map(str::to_owned).boxed() } else { Just(String::new()).boxed() }
        }),
    ]
}

proptest! {
    #[test]
    fn plain_lines_are_what_any_line_is(
        lines in prop::collection::vec(line(), 0..150),
        chunk in 1_usize..5_000,
        block in 60_usize..3_000,
        cut in prop::option::weighted(0.2, 1_usize..40),
    ) {
        // A cut may fall within a letter.
        let mut text = format!("{HEADER}{}", lines.concat()).into_bytes();
        text.truncate(text.len().saturating_sub(cut.unwrap_or(0)).max(HEADER.len()));
        let text = text.as_slice();
        let plain = || PlainStream::new(stored(text));
        let (expected, none) = say(over(Box::new(plain())), false);
        prop_assert_eq!(none, 0);
        let (said, of_text) = say(over(Box::new(plain())), true);
        prop_assert_eq!(&said, &expected);
        let chunks = Lines::with_chunk(Box::new(plain()), chunk);
        let (said, _) = say(VcfReader::over(chunks, Reading::default()).unwrap(), true);
        prop_assert_eq!(&said, &expected);
        // Nearly all of a text that is not broken.
        if expected.error.is_none() && expected.records.len() > 50 {
            prop_assert!(of_text * 2 > expected.records.len(), "{} of {}", of_text, expected.records.len());
        }
        let (packed, _) = file(text, block);
        let blocks = || Box::new(BgzfStream::new(stored(&packed)));
        prop_assert_eq!(&say(over(blocks()), false).0, &expected);
        prop_assert_eq!(&say(over(blocks()), true).0, &expected);
    }
}

proptest! {
    #[test]
    fn packed_calls_are_what_calls_are(
        calls in prop::collection::vec(prop::sample::select(vec!["0/0", "0|1", "1/0", "1/1", "./.", ".|."]), 1..70),
        odd in prop::option::weighted(0.3, (any::<prop::sample::Index>(), prop::sample::select(vec!["1", ".", "0/.", "0/1/1"]))),
        rest in prop::sample::select(vec!["", ":7", ":7:8,9"]),
        format in prop::sample::select(vec!["GT", "GT:DP:AD", "GT:DS"]),
        is_wide in any::<bool>(),
    ) {
        let mut calls = calls;
        let at = odd.map(|(at, call)| (at.index(calls.len()), call));
        if let Some((at, call)) = at {
            calls[at] = call;
        }
        let names: String = (0..calls.len()).map(|sample| format!("\tS{sample}")).collect();
        let columns: String = calls.iter().map(|call| format!("\t{call}{rest}")).collect();
        let alts = if is_wide { "G,T" } else { "G" };
        let header = HEADER.replace("\tS1", &names);
        let text = format!("{header}chr1\t5\t.\tA\t{alts}\t.\t.\t.\t{format}{columns}\n");
        let mut reader = over(Box::new(PlainStream::new(stored(text.as_bytes()))));
        let (mut record, mut read, mut packed) = (Record::default(), Calls::default(), PackedCalls::default());
        prop_assert!(reader.next_record(&mut record).unwrap());
        let is_packed = reader.read_packed(&mut packed).unwrap();
        prop_assert_eq!(is_packed, at.is_none() && !is_wide);
        if is_packed {
            reader.read_calls(&mut read).unwrap();
            let codes = read.alleles.chunks(2).map(|pair| match pair {
                [Calls::MISSING, Calls::MISSING] => PackedCalls::MISSING,
                pair => pair.iter().sum(),
            });
            prop_assert!(packed.codes().eq(codes) && packed.samples() == calls.len());
        } else {
            prop_assert_eq!(packed, PackedCalls::default());
        }
    }
}

#[test]
fn lines_are_prepared_where_blocks_are_unpacked() {
    let line = |at: usize| format!("chr1\t{at}\trs{at}\tA\tG\t9.75\tPASS\tDP=30;MQ=60.00\tGT:AD:DP\t0/1:10,20:30\n");
    let lines: String = (1..60_000).map(line).collect();
    let (packed, _) = file(format!("{HEADER}{lines}").as_bytes(), 65_280);
    let mut reader = over(Box::new(BgzfStream::new(stored(&packed))));
    let (mut record, mut at, mut plainly) = (Record::default(), 0, 0);
    loop {
        let run = reader.next_plain().unwrap();
        for plain in run.records {
            at += 1;
            assert_eq!((plain.site.position(), run.alleles(plain)), (at, [&b"A"[..], b"G"]));
        }
        plainly += run.records.len();
        if !run.records.is_empty() {
            continue;
        }
        if !reader.next_record(&mut record).unwrap() {
            break;
        }
        at += 1;
        assert_eq!(record.site.position(), at);
    }
    assert_eq!(at, 59_999);
    // The line over a border of two batches is read by itself.
    assert!(plainly > 59_000, "{plainly}");
}

#[test]
fn a_nul_anywhere_in_a_plain_line_is_found() {
    let line = |at: usize| format!("chr1\t{at}\trs{at}\tA\tG\t9.75\tPASS\tDP=30;MQ=60.00\tGT:AD:DP\t0/1:10,20:30\n");
    let before: String = (1..4_000).map(line).collect();
    let behind: String = (4_001..5_000).map(line).collect();
    for at in 0..line(4_000).len() {
        let mut broken = line(4_000).into_bytes();
        broken[at] = 0;
        let text = [HEADER.as_bytes(), before.as_bytes(), &broken, behind.as_bytes()].concat();
        let (packed, _) = file(&text, 65_280);
        let (said, plainly) = say(over(Box::new(BgzfStream::new(stored(&packed)))), true);
        assert_eq!(said.error, Some(("nul-byte", Some(4_002))), "{at}");
        assert!(said.records.len() == 3_999 && plainly > 2_000, "{at}: {} and {plainly}", said.records.len());
    }
}
