//! Reads whole numbers eight digits at a time.

const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);
/// What turns a byte above 9 into one whose highest bit is set.
const ABOVE_NINE: u64 = u64::from_le_bytes([0x80 - 10; 8]);
const HIGHEST: u64 = u64::from_le_bytes([0x80; 8]);

/// How many of eight bytes are digits before the first that is none, and the number that they write; 0 of no digit.
///
/// Digits become pairs, these fours, these the number: each step is one multiplication for all.
#[inline(always)] // into what runs with the widest instructions of the machine
pub fn leading_number(bytes: [u8; 8]) -> (usize, u32) {
    let digits = u64::from_le_bytes(bytes) ^ ZEROS;
    // A sum may carry into the bytes behind the first that is none, which are not looked at.
    let others = (digits.wrapping_add(ABOVE_NINE) | digits) & HIGHEST;
    let count = others.trailing_zeros() as usize / 8;
    if count == 0 {
        return (0, 0);
    }
    // Zeros come in front of the first digit, which is the lowest byte, in place of what is behind the last.
    let digits = digits << (64 - 8 * count);
    let pairs = (digits & 0x0F0F_0F0F_0F0F_0F0F).wrapping_mul(10 << 8 | 1) >> 8;
    let fours = (pairs & 0x00FF_00FF_00FF_00FF).wrapping_mul(100 << 16 | 1) >> 16;
    let number = (fours & 0x0000_FFFF_0000_FFFF).wrapping_mul(10_000 << 32 | 1) >> 32;
    (count, number as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_anything_behind() {
        let numbers =
            [0, 1, 9, 10, 42, 99, 100, 987, 1_234, 10_000, 99_999, 248_956, 9_999_999, 12_345_678, 99_999_999];
        for number in numbers {
            for zeros in 0..8 {
                let text = format!("{}{number}", "0".repeat(zeros));
                for other in [b'\t', 0, b'/', b':', b'a', 0x7F, 0x80, 0xB0, 0xFF] {
                    let mut bytes = [other; 8];
                    let Some(room) = bytes.get_mut(..text.len()) else { continue };
                    room.copy_from_slice(text.as_bytes());
                    assert_eq!(leading_number(bytes), (text.len(), number), "{text} and {other}");
                }
            }
        }
        for other in [b'\t', 0, b'/', b':', 0x80, 0xFF] {
            assert_eq!(leading_number([other, b'1', b'2', b'3', b'4', b'5', b'6', b'7']), (0, 0));
        }
    }
}
