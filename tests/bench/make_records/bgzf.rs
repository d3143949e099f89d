//! Packs a text into BGZF (SAM specification 4.1), in blocks as large as bgzip makes them.

use flate2::{Compression, Crc, write::DeflateEncoder};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

const BLOCK_BYTES: usize = 65_280;

pub struct Packed {
    file: BufWriter<File>,
    text: Vec<u8>,
}

impl Packed {
    pub fn create(path: &Path) -> Self {
        Self { file: BufWriter::new(File::create(path).expect("a file")), text: Vec::new() }
    }

    /// The text, for more to be written behind it.
    pub fn text(&mut self) -> &mut Vec<u8> {
        while self.text.len() >= BLOCK_BYTES {
            let rest = self.text.split_off(BLOCK_BYTES);
            push_block(&self.text, &mut self.file);
            self.text = rest;
        }
        &mut self.text
    }

    pub fn finish(mut self) {
        self.text();
        for block in [std::mem::take(&mut self.text), Vec::new()] {
            push_block(&block, &mut self.file);
        }
        self.file.flush().expect("room");
    }
}

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
