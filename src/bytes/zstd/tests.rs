//! Frames by hand and by `ruzstd`'s own encoder: joined, skippable, cut, flipped and too large.

use super::*;
use crate::bytes::stream::tests::{drain, stored};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

fn packed(text: &[u8]) -> Vec<u8> {
    compress_to_vec(text, CompressionLevel::Fastest)
}

fn unpack(bytes: &[u8], step: usize) -> (Vec<u8>, Option<&'static str>) {
    let (text, end) = drain(&mut ZstdStream::new(stored(bytes)), step);
    (text, end.err().map(|error| error.code()))
}

/// A frame without content size and with checksum, of one raw block (RFC 8878, 3.1.1); 0x99e9d851… is XXH64 of no bytes.
const EMPTY: &[u8] = b"\x28\xb5\x2f\xfd\x04\x00\x01\x00\x00\x99\xe9\xd8\x51";

#[test]
fn frames_are_one_text_in_any_step() {
    let text: Vec<u8> = (0..400_000u32).flat_map(|i| (i / 7 % 1000).to_string().into_bytes()).collect();
    let skippable = [&b"\x5a\x2a\x4d\x18\x05\x00\x00\x00"[..], b"notes"].concat();
    let file = [packed(&text[..1000]), skippable, EMPTY.to_vec(), packed(&text[1000..])].concat();
    for step in [13, 4096, 1 << 20] {
        let (read, code) = unpack(&file, step);
        assert!(read == text && code.is_none(), "step {step}: {code:?}");
    }
    let (read, code) = unpack(&file[..file.len() - 1], 4096);
    assert_eq!((read.len() <= text.len(), code), (true, Some("zstd-corrupt")));
}

#[test]
fn damage_is_told_with_its_byte() {
    let mut wrong_sum = EMPTY.to_vec();
    wrong_sum[12] ^= 1;
    let rows: [(&str, &[u8], u64); 5] = [
        ("no bytes", b"", 0),
        ("a header cut", &EMPTY[..5], 5),
        ("a checksum cut", &EMPTY[..11], 11),
        ("a wrong checksum", &wrong_sum, 13),
        ("noise behind a frame", &[EMPTY, b"noise"].concat(), 17),
    ];
    for (name, bytes, byte) in rows {
        let mut stream = ZstdStream::new(stored(bytes));
        for _ in 0..2 {
            let error = stream.read(&mut [0; 9]).unwrap_err();
            assert_eq!((error.code(), error.place().byte), ("zstd-corrupt", Some(byte)), "{name}");
        }
    }
}

#[test]
fn no_flipped_bit_is_accepted_where_there_is_a_checksum() {
    let text: Vec<u8> = (0..3000u32).flat_map(|i| i.to_string().into_bytes()).collect();
    let file = packed(&text);
    assert_eq!(unpack(&file, 4096), (text.clone(), None));
    for bit in 0..file.len() * 8 {
        let mut flipped = file.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let (read, code) = unpack(&flipped, 4096);
        // Bits of the header that say nothing of the text (the unused one, the window's size) may change and leave it right.
        assert!(code.is_some() || read == text, "bit {bit}");
    }
}

#[test]
fn a_bomb_is_stopped() {
    // Blocks of one byte repeated 128 KiB times.
    let mut file = b"\x28\xb5\x2f\xfd\x00\x58".to_vec();
    for _ in 0..4000 {
        file.extend_from_slice(&[0x02, 0x00, 0x10, b'A']);
    }
    assert_eq!(unpack(&file, 1 << 16).1, Some("unpack-limit"));
}
