//! Small BGZF files of several blocks and their indexes, as seeds.

use super::TEXT;
use super::bodies::SEPARATOR;
use flate2::{Compression, Crc, write::DeflateEncoder};
use std::io::Write;

fn block(text: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    let data = encoder.finish().unwrap();
    let mut crc = Crc::new();
    crc.update(text);
    let bytes = u16::try_from(data.len() + 25).unwrap();
    let head = [&b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0"[..], &bytes.to_le_bytes()].concat();
    [head, data, crc.sum().to_le_bytes().to_vec(), (text.len() as u32).to_le_bytes().to_vec()].concat()
}

fn packed(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().chain(&[&b""[..]]).flat_map(|part| block(part)).collect()
}

pub fn bgzf_seeds() -> Vec<Vec<u8>> {
    vec![packed(&[TEXT]), packed(&[&TEXT[..40], &TEXT[40..], TEXT]), packed(&[&TEXT.repeat(500)]), packed(&[])]
}

/// Contigs of an index of either kind: bin, its first place, and its part.
fn contig(bins: &[(u32, u64, u64)], is_tbi: bool) -> Vec<u8> {
    let mut bytes = (bins.len() as u32).to_le_bytes().to_vec();
    for (bin, from, until) in bins {
        bytes.extend(bin.to_le_bytes());
        if !is_tbi {
            bytes.extend(from.to_le_bytes());
        }
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend([from.to_le_bytes(), until.to_le_bytes()].concat());
    }
    if is_tbi {
        bytes.extend((bins.len() as u32).to_le_bytes());
        bins.iter().for_each(|(_, from, _)| bytes.extend(from.to_le_bytes()));
    }
    bytes
}

fn indexes(bins: &[(u32, u64, u64)]) -> [Vec<u8>; 2] {
    let numbers = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    let layout = [numbers(&[2, 1, 2, 0, 35, 0, 3]), b"20\0".to_vec()].concat();
    let tbi = [b"TBI\x01".to_vec(), numbers(&[1]), layout.clone(), contig(bins, true)].concat();
    let csi = [b"CSI\x01".to_vec(), numbers(&[14, 5, layout.len() as u32]), layout, numbers(&[1]), contig(bins, false)];
    [tbi, csi.concat()]
}

pub fn index_seeds() -> Vec<Vec<u8>> {
    let [tbi, csi] = indexes(&[(4681, 1 << 36, 2 << 36), (4682, 2 << 36, 3 << 36), (585, 3 << 36, 4 << 36)]);
    vec![tbi.clone(), csi, packed(&[&tbi])]
}

/// A file of a block for each of some windows, long enough that half of it is worth leaving out, with its indexes.
pub fn parts_seeds() -> Vec<Vec<u8>> {
    let mut texts = vec![b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\n".to_vec()];
    let mut state = 9_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'0' + (state >> 24) as u8 % 75)
    };
    for window in 0..6 {
        let noise: String = (0..60_000).map(|_| noise()).filter(|letter| !";=".contains(*letter)).collect();
        let position = window * 16_384 + 100;
        texts.push(format!("20\t{position}\t.\tA\tC\t.\t.\tR={noise}\tGT\t0/1\n").into_bytes());
    }
    let mut starts = vec![0_u64];
    for text in &texts {
        starts.push(starts[starts.len() - 1] + block(text).len() as u64);
    }
    let bins: Vec<(u32, u64, u64)> =
        (0..6).map(|window| (4681 + window as u32, starts[window + 1] << 16, starts[window + 2] << 16)).collect();
    let file = packed(&texts.iter().map(Vec::as_slice).collect::<Vec<_>>());
    indexes(&bins).map(|index| [&index[..], SEPARATOR, &file].concat()).to_vec()
}
