//! Reads and writes packs: a score in columns, ready to be used, with what is known of how to read its sums.
//!
//! # Format, version 1
//! `TALLELE PACK 1` and a line end, one byte 0, then sections: a name of eight bytes (ASCII, padded with blanks), the length
//! (`u64`), the CRC-32 of name and content (`u32`), and the content. Numbers are little-endian. The last section is `end`, without bytes.
//! A reader passes over sections it does not know.
//!
//! A varint is seven bits a byte, the lowest first, the eighth bit set in all but the last. A column of whole numbers is a byte
//! W from 1 to 8, then W bytes a row, then eight bytes for each row that has all bits set there and is larger. A signed number
//! n is 2n from 0 on and −2n−1 below.
//!
//! | section | of | |
//! |---|---|---|
//! | `about` | | JSON, [`About`] |
//! | `sites` | `chr_name`, `chr_position` | column of the signed differences of the rows' [keys](crate::genome::Site::key), from 0 |
//! | `hm_sites` | `hm_chr`, `hm_pos` | the same; absent where no row has them |
//! | `rsids` | rsIDs | column of their numbers; 0 for none |
//! | `alleles` | both alleles | one byte a row: effect + 4 × other (A, C, G, T are 0–3), 16 + effect without another, or 255 |
//! | `alleles2` | rows of 255 | for each two varints, effect and other: 0 for none, 1–4 bases, then those that `about` lists |
//! | `written` | weights | numbers, as written |
//! | `weights` | weights that are summed | `f64` for each row; absent where they are those written |
//! | `freqs` | `allelefrequency_effect` | numbers; absent where no row has one |
//! | `popfreqs` | frequencies in the populations that `about` lists | numbers, one column behind the other |
//! | `models` | rows that are not additive | varint count; varint row, byte (1 dominant, 2 recessive, 3 by dosage and three `f64`) |
//! | `unscored` | rows that cannot be scored | varint count; varint row, byte: the place in [`Unsupported::ALL`](crate::weights::Unsupported::ALL) |
//! | `inferred` | `hm_inferOtherAllele` | varint count; varint row, varint count, each as in `alleles2` |
//! | `names` | names of rows without rsID | varint count; varint row, varint length, bytes |
//! | `calib` | reference people | JSON, [`ScoreCalibration`](crate::reference::ScoreCalibration); absent where nobody was compared |
//! | `calfreqs` | their effect alleles | `u16` for each row, one group behind the other: a frequency in parts of 65,534; 65,535 for none; absent where sums were published and no genotypes |
//! | `callinks` | pairs of rows that go together among them | varint count; for each pair two varints, the first row from the last pair's and the second from the first; then one byte for each pair and group: a correlation in parts of 127, signed; absent where none is known |
//! | `valid` | published accuracy and rates | JSON, [`PublishedValidation`](crate::reference::PublishedValidation); absent where none is known |
//!
//! Rows in lists count from the row before, in the author's order as everything. Numbers are one byte of style a row, a column
//! of the signed digits, then for each row kept as text a varint length and the text. Style 0–22 is that many digits behind
//! the point; 32–50 the same with an exponent, the digits then times 1024 and the exponent plus 512 added; 254 no number; 255
//! kept as text. So every weight is the author's, to the letter and to the bit ([`Decimal`](crate::weights::Decimal)).

mod about;
mod columns;
mod linkage;
mod numbers;
mod read;
mod sections;
mod varint;
mod write;

pub use about::{About, MadeOf};
pub use read::read_pack;
pub use write::write_pack;

/// The first bytes of a pack.
pub const MAGIC: &[u8; 16] = b"TALLELE PACK 1\n\0";

/// Whether a file is a pack of this or a later version.
pub fn is_pack(head: &[u8]) -> bool {
    head.starts_with(b"TALLELE PACK ")
}
