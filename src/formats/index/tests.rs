//! Reads small indexes of both kinds, as they are and damaged, and asks for parts.
use super::parse::parse;
use super::*;

/// A contig: bins with their chunks, the linear index, and the count of records.
type Described<'a> = (&'a [(u32, &'a [(u64, u64)])], &'a [u64], u64);

fn number(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend(number.to_le_bytes());
}

fn layout(bytes: &mut Vec<u8>, names: &str) {
    for field in [2, 1, 2, 0, 35, 0] {
        number(bytes, field);
    }
    number(bytes, names.len() as u32);
    bytes.extend_from_slice(names.as_bytes());
}

fn contig(bytes: &mut Vec<u8>, (bins, linear, records): Described<'_>, is_tbi: bool) {
    number(bytes, bins.len() as u32 + 1);
    let mut all: Vec<(u32, Vec<(u64, u64)>)> = bins.iter().map(|(bin, chunks)| (*bin, chunks.to_vec())).collect();
    all.push((37_450, vec![(1, 2), (records, 0)]));
    for (bin, chunks) in all {
        number(bytes, bin);
        if !is_tbi {
            bytes.extend(least_of(bin, linear).to_le_bytes());
        }
        number(bytes, chunks.len() as u32);
        chunks.iter().for_each(|(from, until)| bytes.extend([from.to_le_bytes(), until.to_le_bytes()].concat()));
    }
    if is_tbi {
        number(bytes, linear.len() as u32);
        linear.iter().for_each(|place| bytes.extend(place.to_le_bytes()));
    }
}

/// What a linear index says of a bin's first window.
fn least_of(bin: u32, linear: &[u64]) -> u64 {
    let shape = Index { min_shift: 14, depth: 5, names: None, contigs: Vec::new() };
    linear.get((shape.span(bin).start >> 14) as usize).copied().unwrap_or(0)
}

fn tbi(names: &str, contigs: &[Described<'_>]) -> Vec<u8> {
    let mut bytes = b"TBI\x01".to_vec();
    number(&mut bytes, contigs.len() as u32);
    layout(&mut bytes, names);
    contigs.iter().for_each(|of| contig(&mut bytes, *of, true));
    bytes
}

fn csi(names: Option<&str>, contigs: &[Described<'_>]) -> Vec<u8> {
    let mut bytes = b"CSI\x01".to_vec();
    number(&mut bytes, 14);
    number(&mut bytes, 5);
    let mut extra = Vec::new();
    names.iter().for_each(|names| layout(&mut extra, names));
    number(&mut bytes, extra.len() as u32);
    bytes.extend(extra);
    number(&mut bytes, contigs.len() as u32);
    contigs.iter().for_each(|of| contig(&mut bytes, *of, false));
    bytes
}

/// A block of the file at each multiple of 1 MB.
const fn at(megabytes: u64) -> u64 {
    megabytes << 36
}

/// Records in windows 0, 1 and 9, and long ones in bins above.
const CHR1: Described<'static> = (
    &[
        (4681, &[(at(1), at(2))]),
        (4682, &[(at(3), at(4))]),
        (585, &[(at(2), at(3))]),
        (586, &[(at(4), at(5))]),
        (4690, &[(at(5), at(6))]),
        (0, &[(at(6), at(7))]),
    ],
    &[at(1), at(2), at(3), at(4), at(4), at(4), at(4), at(4), at(4), at(4)],
    700,
);
const CHR2: Described<'static> = (&[(4681, &[(at(7), at(8))])], &[at(7)], 30);

fn asked(index: &Index, contig: usize, positions: &[u32]) -> Vec<(u64, u64)> {
    let mut pieces = Vec::new();
    index.pieces(contig, positions.iter().copied(), &mut pieces);
    let mut places: Vec<(u64, u64)> =
        pieces.iter().map(|piece| (piece.from.block() >> 20, piece.until.block() >> 20)).collect();
    places.sort();
    places
}

#[test]
fn parts_of_each_kind_of_index() {
    let both = [tbi("chr1\0chr2\0", &[CHR1, CHR2]), csi(Some("chr1\0chr2\0"), &[CHR1, CHR2]), csi(None, &[CHR1, CHR2])];
    for bytes in both {
        let index = parse(&bytes).unwrap();
        assert_eq!((index.contigs(), index.records(), index.end()), (2, Some(730), Some(Virtual(at(8)))));
        if let Some(names) = &index.names {
            assert_eq!(names, &[b"chr1".to_vec(), b"chr2".to_vec()]);
        }
        assert_eq!(asked(&index, 0, &[1]), [(1, 2), (2, 3), (6, 7)], "the first base");
        assert_eq!(asked(&index, 0, &[16_384]), [(1, 2), (2, 3), (6, 7)], "the last base of a window");
        // Nothing that ends where the window's records begin, or before.
        assert_eq!(asked(&index, 0, &[16_385]), [(2, 3), (3, 4), (6, 7)]);
        assert_eq!(asked(&index, 0, &[1, 2, 150_000]), [(1, 2), (2, 3), (4, 5), (5, 6), (6, 7)], "two windows");
        assert_eq!(asked(&index, 0, &[200_000_000]), [(6, 7)], "where only long records are");
        assert_eq!(asked(&index, 1, &[5]), [(7, 8)]);
        assert_eq!(asked(&index, 2, &[5]), []);
    }
}

#[test]
fn bins_span_what_they_say() {
    let index = parse(&tbi("1\0", &[CHR2])).unwrap();
    let rows = [
        (0, 0..1 << 29),
        (1, 0..1 << 26),
        (8, 7 << 26..8 << 26),
        (9, 0..1 << 23),
        (585, 0..1 << 17),
        (4681, 0..1 << 14),
        (4682, 1 << 14..2 << 14),
        (37_448, (1 << 29) - (1 << 14)..1 << 29),
    ];
    for (bin, span) in rows {
        assert_eq!(index.span(bin), span, "{bin}");
    }
}

#[test]
fn parts_are_put_together() {
    let piece = |from: u64, until: u64| Piece { from: Virtual(from), until: Virtual(until), contig: 0, first: 0..1 };
    let merged = merge(vec![piece(at(5), at(6)), piece(at(1), at(2)), piece(at(2), at(3)), piece(at(1), at(1) + 5)]);
    assert_eq!(merged, [piece(at(1), at(3)), piece(at(5), at(6))]);
}

#[test]
fn samples_are_spread() {
    let index = parse(&tbi("chr1\0", &[CHR1])).unwrap();
    let mut found = Vec::new();
    index.samples(0, 2, 1, &mut found);
    let places: Vec<u64> = found.iter().map(|piece| piece.from.block() >> 20).collect();
    assert_eq!(places, [1, 4]);
    assert!(found.iter().all(|piece| piece.until > piece.from));
}

#[test]
fn broken_indexes() {
    let good = tbi("chr1\0chr2\0", &[CHR1, CHR2]);
    let good_csi = csi(None, &[CHR1]);
    let with = |good: &[u8], at: usize, bytes: &[u8]| {
        let mut damaged = good.to_vec();
        damaged[at..at + bytes.len()].copy_from_slice(bytes);
        damaged
    };
    let rows: [(&str, Vec<u8>); 10] = [
        ("no bytes", Vec::new()),
        ("other magic bytes", with(&good, 0, b"BAI\x01")),
        ("a count beyond the file", with(&good, 4, &[255; 4])),
        ("more contigs than names", with(&good, 4, &3_u32.to_le_bytes())),
        ("a layout that is not VCF's", with(&good, 8, &1_u32.to_le_bytes())),
        ("names without an end", with(&good, 36 + 9, b"x")),
        ("a bin beyond the last", with(&good, 36 + 10 + 4, &40_000_u32.to_le_bytes())),
        ("a part that ends before it begins", with(&good, 36 + 10 + 12 + 8, &[0; 8])),
        ("bins too large", with(&good_csi, 4, &60_u32.to_le_bytes())),
        ("something behind", [good.as_slice(), b"x"].concat()),
    ];
    for (name, bytes) in rows {
        let error = parse(&bytes).expect_err(name);
        assert_eq!(error.code(), "index-corrupt", "{name}");
        assert!(error.place().byte.is_some(), "{name}");
    }
    for good in [good, good_csi] {
        assert!(parse(&[good.as_slice(), &[0; 8]].concat()).is_ok(), "records without a place counted");
        for length in 0..good.len() {
            assert!(parse(&good[..length]).is_err(), "cut to {length}");
        }
    }
}
