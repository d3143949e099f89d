//! Writes BGEN files of layout 2, for what PLINK 2 does not write: any width, any number of copies, every packing.

use flate2::{Compression, write::ZlibEncoder};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use std::io::Write;

/// How genotypes are packed, by the number that the header has for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Packing {
    Plain = 0,
    Zlib = 1,
    Zstd = 2,
}

/// One variant.
#[derive(Clone)]
pub struct Variant {
    pub chromosome: String,
    pub position: u32,
    pub alleles: Vec<String>,
    /// Copies of each sample; 128 more where the call is missing.
    pub copies: Vec<u8>,
    pub is_phased: bool,
    pub bits: u8,
    /// Stored probabilities of all samples.
    pub values: Vec<u32>,
}

impl Variant {
    fn block(&self) -> Vec<u8> {
        let counted = || self.copies.iter().map(|byte| byte & 63);
        let mut bytes = (self.copies.len() as u32).to_le_bytes().to_vec();
        bytes.extend((self.alleles.len() as u16).to_le_bytes());
        bytes.extend([counted().min().unwrap_or(0), counted().max().unwrap_or(0)]);
        bytes.extend(&self.copies);
        bytes.extend([u8::from(self.is_phased), self.bits]);
        let width = usize::from(self.bits);
        let mut packed = vec![0u8; (self.values.len() * width).div_ceil(8)];
        for (index, value) in self.values.iter().enumerate() {
            for bit in (0..width).filter(|bit| value >> bit & 1 == 1) {
                packed[(index * width + bit) / 8] |= 1 << ((index * width + bit) % 8);
            }
        }
        bytes.extend(packed);
        bytes
    }

    fn write(&self, packing: Packing, out: &mut Vec<u8>) {
        out.extend(b"\0\0\x03\0rs7");
        out.extend((self.chromosome.len() as u16).to_le_bytes());
        out.extend(self.chromosome.as_bytes());
        out.extend(self.position.to_le_bytes());
        out.extend((self.alleles.len() as u16).to_le_bytes());
        for allele in &self.alleles {
            out.extend((allele.len() as u32).to_le_bytes());
            out.extend(allele.as_bytes());
        }
        let block = self.block();
        let packed = match packing {
            Packing::Plain => block.clone(),
            Packing::Zlib => {
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
                encoder.write_all(&block).expect("memory takes it");
                encoder.finish().expect("memory takes it")
            }
            Packing::Zstd => compress_to_vec(block.as_slice(), CompressionLevel::Fastest),
        };
        if packing == Packing::Plain {
            out.extend((packed.len() as u32).to_le_bytes());
        } else {
            out.extend((packed.len() as u32 + 4).to_le_bytes());
            out.extend((block.len() as u32).to_le_bytes());
        }
        out.extend(packed);
    }
}

/// A file of these variants, with or without the samples' identifiers `s0`, `s1` and so on.
pub fn file(variants: &[Variant], packing: Packing, has_ids: bool) -> Vec<u8> {
    let samples = variants[0].copies.len();
    let ids: Vec<u8> = (0..samples)
        .flat_map(|sample| {
            let id = format!("s{sample}");
            [&(id.len() as u16).to_le_bytes()[..], id.as_bytes()].concat()
        })
        .collect();
    let before = if has_ids { 20 + 8 + ids.len() as u32 } else { 20 };
    let flags = packing as u32 | 2 << 2 | u32::from(has_ids) << 31;
    let mut out = [before, 20, variants.len() as u32, samples as u32].map(u32::to_le_bytes).concat();
    out.extend(b"bgen");
    out.extend(flags.to_le_bytes());
    if has_ids {
        out.extend((8 + ids.len() as u32).to_le_bytes());
        out.extend((samples as u32).to_le_bytes());
        out.extend(ids);
    }
    variants.iter().for_each(|variant| variant.write(packing, &mut out));
    out
}

/// Variants of every kind for six samples: copies from none to five, two to four alleles, phased and not, certain and not.
pub fn every_kind(bits: u8) -> Vec<Variant> {
    let one = ((1u64 << bits) - 1) as u32;
    let share = |part: u32| (u64::from(one) * u64::from(part) / 10) as u32;
    let common = Variant {
        chromosome: "1".to_owned(),
        position: 100,
        alleles: ["A", "C"].map(str::to_owned).to_vec(),
        copies: vec![2, 2, 2, 2, 0x82, 2],
        is_phased: false,
        bits,
        values: vec![one, 0, 0, one, 0, 0, share(1), share(2), 0, 0, share(5), share(5)],
    };
    let phased = Variant {
        position: 200,
        is_phased: true,
        values: vec![one, 0, 0, one, 0, 0, share(1), share(9), 0, 0, one, one],
        ..common.clone()
    };
    let mixed = Variant {
        chromosome: "X".to_owned(),
        position: 3_000_000,
        copies: vec![1, 1, 2, 0, 0x81, 5],
        values: vec![one, share(3), 0, one, 0, 0, 0, share(5), share(2), 0],
        ..common.clone()
    };
    let many = Variant {
        position: 300,
        alleles: ["A", "C", "GT", "<DEL>"].map(str::to_owned).to_vec(),
        copies: vec![2, 1, 0x82, 2, 2, 2],
        values: [
            &[0, 0, 0, 0, one, 0, 0, 0, 0][..],
            &[share(4), 0, share(4)],
            &[0; 9],
            &[0; 9],
            &[0, 0, 0, share(5), 0, share(2), 0, 0, share(1)],
            &[0, 0, one, 0, 0, 0, 0, 0, 0],
        ]
        .concat(),
        ..common.clone()
    };
    let many_phased = Variant {
        is_phased: true,
        position: 400,
        copies: vec![2, 1, 3, 2, 2, 0],
        values: (0..10 * 3).map(|at| if at % 7 == 1 { share(6) } else { 0 }).collect(),
        ..many.clone()
    };
    let alone = Variant { position: 500, alleles: vec!["A".to_owned()], values: Vec::new(), ..common.clone() };
    vec![common, phased, many, many_phased, alone, mixed]
}
