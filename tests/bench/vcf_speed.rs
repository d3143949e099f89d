//! Times the VCF reader natively on a made-up genome of one sample, plain and BGZF, beside unpacking alone.
//!
//! `cargo run --release --example vcf-speed [records]` prints the median of five runs of each; the files are removed.
//! With `--features parallel`, blocks are inflated by other threads, as many as RAYON_NUM_THREADS says.
#![allow(clippy::print_stdout)]

use flate2::{Compression, Crc, write::DeflateEncoder};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::Mutex;
use std::time::Instant;
use tallele::bytes::open::open_unpacked;
use tallele::bytes::stream::ByteStream;
use tallele::bytes::{GzipStream, SharedSource, Source};
use tallele::error::{ErrorKind, Result};
use tallele::formats::vcf::VcfReader;
use tallele::genome::{Calls, Reading, Record, RecordStream};

struct Stored {
    file: Mutex<File>,
    bytes: u64,
}

impl Source for Stored {
    fn name(&self) -> &str {
        "made-up.vcf"
    }
    fn len(&self) -> u64 {
        self.bytes
    }
    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize> {
        let mut file = self.file.lock().map_err(|_| ErrorKind::Unreadable)?;
        file.seek(SeekFrom::Start(offset)).map_err(|_| ErrorKind::Unreadable)?;
        file.read(out).map_err(|_| ErrorKind::Unreadable.into())
    }
}

fn open(path: &Path) -> SharedSource {
    let file = File::open(path).expect("the file is there");
    let bytes = file.metadata().expect("a length").len();
    Rc::new(Stored { file: Mutex::new(file), bytes })
}

/// One line as GATK writes it; the numbers look as random as a real file's.
fn push_record(text: &mut Vec<u8>, number: u64, state: &mut u64) {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let dice = *state >> 20;
    let (chromosome, position) = (1 + number / 200_000, 10_000 + number % 200_000 * 230 + dice % 200);
    let (reference, alternative) =
        [("A", "G"), ("C", "T"), ("G", "A"), ("T", "C"), ("CA", "C"), ("G", "GT,T")][dice as usize % 6];
    let call = ["0/1", "1/1", "0/1", "1/1", "0|1"][(dice >> 8) as usize % 5];
    let (a, b, c) = (10 + (dice >> 12) % 30, 10 + (dice >> 17) % 30, (dice >> 9) % 1000);
    writeln!(
        text,
        "chr{chromosome}\t{position}\trs{}\t{reference}\t{alternative}\t{}.{c}\tPASS\tAC=1;AF=0.500;AN=2;BaseQRankSum=0.{c};DP={};FS=0.000;MQ=60.00;QD={b}.{a};SOR=0.{c}\tGT:AD:DP:GQ:PL\t{call}:{a},{b}:{}:99:{c},0,{}",
        number * 37 + 11,
        a * b,
        a + b,
        a + b,
        c + 17
    )
    .expect("memory");
}

/// One BGZF block (SAM specification 4.1).
fn push_block(text: &[u8], file: &mut impl Write) {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(text).expect("memory");
    let data = encoder.finish().expect("memory");
    let mut crc = Crc::new();
    crc.update(text);
    let size = u16::try_from(data.len() + 25).expect("a block");
    file.write_all(b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0").expect("room");
    file.write_all(&size.to_le_bytes()).expect("room");
    file.write_all(&data).expect("room");
    file.write_all(&[crc.sum().to_le_bytes(), (text.len() as u32).to_le_bytes()].concat()).expect("room");
}

/// Seconds of processor time of this process, its threads and the programs it ran; 0 where the system does not say.
fn processor_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name in brackets; hundredths of a second.
    let fields: Vec<f64> =
        text.rsplit(") ").next().unwrap_or("").split(' ').map(|field| field.parse().unwrap_or(0.0)).collect();
    fields.get(11..15).map_or(0.0, |times| times.iter().sum::<f64>() / 100.0)
}

fn median(name: &str, bytes: u64, records: u64, mut run: impl FnMut()) {
    let before = processor_seconds();
    let mut seconds: Vec<f64> = (0..5)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let processor = (processor_seconds() - before) / 5.0;
    let (text_rate, record_rate) = (bytes as f64 / seconds[2] / 1e6, records as f64 / seconds[2] / 1e6);
    println!(
        "{name:36} {:7.3} s ({processor:6.3} s of processors) {text_rate:7.0} MB/s of text {record_rate:6.2} M records/s",
        seconds[2]
    );
}

fn drain(stream: &mut dyn ByteStream) {
    let mut out = vec![0; 256 << 10];
    while stream.read(&mut out).expect("whole") > 0 {}
}

/// Reads every record, and the calls of one in `every`.
fn read(path: &Path, every: usize) -> usize {
    let stream = open_unpacked(open(path)).expect("a text");
    let mut reader = VcfReader::new(stream, Reading::default()).expect("a VCF");
    let (mut record, mut calls) = (Record::default(), Calls::default());
    let mut records = 0;
    while reader.next_record(&mut record).expect("a record") {
        records += 1;
        if records % every == 0 {
            reader.read_calls(&mut calls).expect("calls");
        }
    }
    records
}

fn main() {
    let records: u64 = std::env::args().nth(1).and_then(|number| number.parse().ok()).unwrap_or(4_000_000);
    let folder = std::env::temp_dir().join(format!("vcf-speed-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (plain, packed) = (folder.join("made-up.vcf"), folder.join("made-up.vcf.gz"));
    let (mut plain_file, mut packed_file) =
        (File::create(&plain).expect("a file"), std::io::BufWriter::new(File::create(&packed).expect("a file")));
    let mut text = b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\n".to_vec();
    let (mut state, mut bytes) = (1, 0);
    for number in 0..records {
        push_record(&mut text, number, &mut state);
        if text.len() >= 65_280 || number + 1 == records {
            for block in text.chunks(65_280) {
                push_block(block, &mut packed_file);
            }
            plain_file.write_all(&text).expect("room");
            bytes += text.len() as u64;
            text.clear();
        }
    }
    push_block(b"", &mut packed_file);
    packed_file.flush().expect("room");
    drop((plain_file, packed_file));
    println!("{records} records, {bytes} bytes, packed {}", std::fs::metadata(&packed).expect("a length").len());
    for (name, path) in [("plain", &plain), ("BGZF", &packed)] {
        median(&format!("{name}: text alone"), bytes, records, || {
            drain(&mut *open_unpacked(open(path)).expect("a text"));
        });
        median(&format!("{name}: records"), bytes, records, || assert_eq!(read(path, usize::MAX) as u64, records));
        median(&format!("{name}: records and every call"), bytes, records, || {
            assert_eq!(read(path, 1) as u64, records)
        });
    }
    median("BGZF as any gzip: text alone", bytes, records, || drain(&mut GzipStream::new(open(&packed))));
    for program in ["bgzip", "gzip"] {
        let unpack = || Command::new(program).arg("-dc").arg(&packed).stdout(Stdio::null()).status();
        match unpack() {
            Ok(status) if status.success() => median(&format!("{program} -dc"), bytes, records, || {
                assert!(unpack().expect("it ran before").success());
            }),
            _ => println!("{program} is not installed"),
        }
    }
    std::fs::remove_dir_all(&folder).expect("removed");
}
