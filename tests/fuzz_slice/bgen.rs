//! Small BGEN files of every kind of variant and packing, and indexes, as seeds.

use super::bodies::{INDEXED, SEPARATOR, bgen_records, bgi_variants};

#[path = "../records_bgen/write.rs"]
mod write;

use write::{Packing, every_kind, file};

const LIST: &[u8] = b"ID_1 ID_2 missing sex\n0 0 0 D\n0 a 0 1\n0 b 0 2\n0 c 0 0\nf d 0 1\n0 e 0 2\n0 f 0 NA\n";

/// Two variants of layout 1 for three samples, without identifiers and packing.
fn layout_one() -> Vec<u8> {
    let mut bytes = [20u32, 20, 2, 3].map(u32::to_le_bytes).concat();
    bytes.extend(b"bgen\x04\0\0\0");
    for position in [7u32, 9] {
        bytes.extend(b"\x03\0\0\0\x01\0x\x03\0rs7\x02\x0023");
        bytes.extend(position.to_le_bytes());
        bytes.extend(b"\x01\0\0\0A\x02\0\0\0CT");
        bytes.extend([32768u16, 0, 0, 0, 16384, 16384, 0, 0, 0].map(u16::to_le_bytes).concat());
    }
    bytes
}

pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = vec![layout_one()];
    for (packing, bits, has_ids) in [(Packing::Plain, 8, true), (Packing::Zlib, 16, true), (Packing::Zstd, 3, false)] {
        seeds.push(file(&every_kind(bits), packing, has_ids));
    }
    seeds.push([LIST, SEPARATOR, &file(&every_kind(1), Packing::Plain, false)].concat());
    seeds
}

#[test]
fn the_seeds_are_whole_files() {
    let records: Vec<Option<usize>> = seeds().iter().take(4).map(|seed| bgen_records(seed)).collect();
    assert_eq!(records, [Some(2), Some(6), Some(6), Some(6)]);
}

/// A value of an SQLite row.
enum Value<'a> {
    Number(u32),
    Bytes(&'a [u8]),
    Text(&'a str),
}

/// A number below 16,384 as SQLite writes it.
fn varint(number: usize) -> Vec<u8> {
    if number < 128 { vec![number as u8] } else { vec![0x80 | (number >> 7) as u8, (number & 127) as u8] }
}

fn row(values: &[Value]) -> Vec<u8> {
    let (mut kinds, mut body) = (Vec::new(), Vec::new());
    for value in values {
        match value {
            Value::Number(number) => {
                kinds.push(4);
                body.extend(number.to_be_bytes());
            }
            Value::Bytes(bytes) => {
                kinds.extend(varint(12 + 2 * bytes.len()));
                body.extend(*bytes);
            }
            Value::Text(text) => {
                kinds.extend(varint(13 + 2 * text.len()));
                body.extend(text.as_bytes());
            }
        }
    }
    [&varint(kinds.len() + 1)[..], &kinds, &body].concat()
}

const PAGE: usize = 512;

/// A page of a tree; an inner one has a last child. On the first page the file's header comes before it.
fn page(kind: u8, before: usize, last_child: Option<u32>, cells: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![0; PAGE];
    let mut end = PAGE;
    let pointers = before + if last_child.is_some() { 12 } else { 8 };
    for (index, cell) in cells.iter().enumerate() {
        end -= cell.len();
        bytes[end..end + cell.len()].copy_from_slice(cell);
        bytes[pointers + 2 * index..][..2].copy_from_slice(&(end as u16).to_be_bytes());
    }
    bytes[before] = kind;
    bytes[before + 3..][..2].copy_from_slice(&(cells.len() as u16).to_be_bytes());
    if let Some(child) = last_child {
        bytes[before + 8..][..4].copy_from_slice(&child.to_be_bytes());
    }
    bytes
}

/// An index of six variants on two leaves and the page above them; one row goes on to a page of its own.
pub fn index_seeds() -> Vec<Vec<u8>> {
    let table = |number: u8, values: &[Value]| {
        let row = row(values);
        [&varint(row.len())[..], &[number], &row].concat()
    };
    let schema = |name: &'static str, root: u32, sql: &'static str| {
        [Value::Text("table"), Value::Text(name), Value::Text(name), Value::Number(root), Value::Text(sql)]
    };
    let variant = |chromosome: &'static str, position: u32, allele: &str| {
        let row = row(&[
            Value::Text(chromosome),
            Value::Number(position),
            Value::Text("rs7"),
            Value::Text(allele),
            Value::Text("C"),
            Value::Number(position * 10),
            Value::Number(2),
            Value::Number(99),
        ]);
        // Of a long row 39 bytes stand on the page, and the number of the next.
        match row.len() {
            ..=102 => ([&varint(row.len())[..], &row].concat(), Vec::new()),
            _ => ([&varint(row.len())[..], &row[..39], &6u32.to_be_bytes()].concat(), row[39..].to_vec()),
        }
    };
    let cell = |chromosome, position| variant(chromosome, position, "A").0;
    let (long, further) = variant("X", 400, &"A".repeat(200));
    let sql = "CREATE TABLE Variant (chromosome TEXT) WITHOUT ROWID";
    let mut first = page(13, 100, None, &[table(1, &schema("Metadata", 2, "")), table(2, &schema("Variant", 3, sql))]);
    first[..16].copy_from_slice(b"SQLite format 3\0");
    first[16..24].copy_from_slice(&[2, 0, 1, 1, 0, 64, 32, 32]);
    first[59] = 1;
    let metadata = [
        Value::Text("a.bgen"),
        Value::Number(INDEXED.len() as u32),
        Value::Number(0),
        Value::Bytes(INDEXED),
        Value::Number(0),
    ];
    let overflow = [&[0; 4][..], &further, &vec![0; PAGE - 4 - further.len()]].concat();
    let inner = page(2, 0, Some(5), &[[&4u32.to_be_bytes()[..], &cell("1", 300)].concat()]);
    let pages = [
        first,
        page(13, 0, None, &[table(1, &metadata)]),
        inner,
        page(10, 0, None, &[cell("1", 100), cell("1", 200)]),
        page(10, 0, None, &[cell("10", 7), cell("X", 300), long]),
        overflow,
    ];
    vec![pages.concat()]
}

#[test]
fn the_index_is_whole() {
    assert_eq!(bgi_variants(&index_seeds()[0]), Some(6));
}
