//! Makes one record of those that a file has at one site with one REF: split multiallelic sites, and repeated records.

use crate::genome::{Calls, Record};

/// Merges `parts`, which lie at one site and have the same REF; answers how many samples' calls contradict each other. Those
/// become no-calls.
///
/// A sample's copies of each ALT are those of the record that lists it, and the rest of its copies are REF. A record that it has
/// no call in says nothing of it. Nobody has calls where there are more ALTs than a record can list.
pub fn merge_records(parts: &[&(Record, Calls)], samples: usize, record: &mut Record, calls: &mut Calls) -> u64 {
    let Some((first, _)) = parts.first() else { return 0 };
    record.begin(first.site, first.id);
    record.push_allele(first.allele(0));
    record.passes = parts.iter().all(|(part, _)| part.passes);
    // For each part, the merged index of each of its alleles.
    let mut indices: Vec<Vec<u8>> = Vec::with_capacity(parts.len());
    for (part, _) in parts {
        let mut of_part = vec![0];
        for alt in 1..part.alleles() {
            let known = (1..record.alleles()).find(|&known| record.allele(known) == part.allele(alt));
            if known.is_none() && record.alleles() == Record::ALLELES_MAX {
                calls.begin(samples, 2);
                return 0;
            }
            let index = known.unwrap_or_else(|| {
                record.push_allele(part.allele(alt));
                record.alleles() - 1
            });
            of_part.push(index as u8);
        }
        indices.push(of_part);
    }
    let width = parts.iter().map(|(_, calls)| calls.width).max().unwrap_or(2);
    calls.begin(samples, width);
    let mut conflicts = 0;
    let mut copies: Vec<Option<u8>> = Vec::new();
    for sample in 0..samples {
        copies.clear();
        copies.resize(record.alleles(), None);
        let (mut ploidy, mut contradicts, mut is_reference) = (0, false, false);
        for ((part, part_calls), indices) in parts.iter().zip(&indices) {
            if part.alleles() == 1
                && let Some((of_it, of_any)) = part_calls.hard_copies(sample, 0)
            {
                ploidy = ploidy.max(of_any);
                is_reference |= of_it == of_any;
            }
            for alt in 1..part.alleles() {
                let Some((of_it, of_any)) = part_calls.hard_copies(sample, alt as u8) else { continue };
                ploidy = ploidy.max(of_any);
                let slot = &mut copies[usize::from(indices[alt])];
                contradicts |= slot.is_some_and(|known| known != of_it);
                *slot = Some(of_it);
            }
        }
        let alts: u32 = copies.iter().flatten().map(|&copies| u32::from(copies)).sum();
        contradicts |= alts > u32::from(ploidy) || is_reference && alts > 0;
        if contradicts || ploidy == 0 {
            conflicts += u64::from(contradicts);
            continue;
        }
        let slots = &mut calls.alleles[sample * width..(sample + 1) * width];
        slots.fill(Calls::ABSENT);
        let carried = copies.iter().enumerate().skip(1);
        let alts = carried.flat_map(|(alt, copies)| std::iter::repeat_n(alt as u8, usize::from(copies.unwrap_or(0))));
        let reference = std::iter::repeat(0);
        for (slot, allele) in slots.iter_mut().zip(alts.chain(reference).take(usize::from(ploidy))) {
            *slot = allele;
        }
    }
    if parts.iter().any(|(_, part)| !part.of_all.is_empty()) {
        calls.of_all.resize(record.alleles() - 1, f64::NAN);
        for ((_, part_calls), indices) in parts.iter().zip(&indices) {
            for (frequency, merged) in part_calls.of_all.iter().zip(indices.iter().skip(1)) {
                calls.of_all[usize::from(*merged) - 1] = *frequency;
            }
        }
    }
    if parts.iter().any(|(_, part)| !part.dosages.is_empty()) {
        merge_dosages(parts, &indices, samples, record.alleles() - 1, calls);
    }
    conflicts
}

fn merge_dosages(parts: &[&(Record, Calls)], indices: &[Vec<u8>], samples: usize, alts: usize, calls: &mut Calls) {
    calls.dosages.resize(samples * alts, f64::NAN);
    for ((part, part_calls), indices) in parts.iter().zip(indices) {
        let of_part = part.alleles().saturating_sub(1);
        for sample in 0..samples {
            for (alt, merged) in indices.iter().enumerate().skip(1) {
                let known =
                    part_calls.dosages.get(sample * of_part + alt - 1).copied().filter(|dosage| !dosage.is_nan());
                let hard = || part_calls.hard_copies(sample, alt as u8).map(|(copies, _)| f64::from(copies));
                if let Some(dosage) = known.or_else(hard) {
                    calls.dosages[sample * alts + usize::from(*merged) - 1] = dosage;
                }
            }
        }
    }
    // A sample with a dosage for some ALTs only has none; what is more than its copies leaves REF none.
    for sample in 0..samples {
        let copies = f64::from(calls.copies(sample));
        let of_sample = calls.dosages.get_mut(sample * alts..(sample + 1) * alts).unwrap_or_default();
        let sum: f64 = of_sample.iter().sum();
        if sum.is_nan() {
            of_sample.fill(f64::NAN);
        } else if sum > copies {
            of_sample.iter_mut().for_each(|dosage| *dosage *= copies / sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::{Chromosome, RsId, Site};

    const MISSING: u8 = Calls::MISSING;
    const ABSENT: u8 = Calls::ABSENT;

    fn part(alts: &[&str], alleles: &[u8]) -> (Record, Calls) {
        let mut record = Record::default();
        record.begin(Site::new(Chromosome::X, 9), RsId::NONE);
        record.push_allele(b"A");
        alts.iter().for_each(|alt| record.push_allele(alt.as_bytes()));
        (record, Calls { width: 2, alleles: alleles.to_vec(), dosages: Vec::new(), of_all: Vec::new() })
    }

    fn merged(parts: &[(Record, Calls)]) -> (usize, Vec<u8>, u64) {
        let (mut record, mut calls) = (Record::default(), Calls::default());
        let samples = parts[0].1.alleles.len() / 2;
        let conflicts = merge_records(&parts.iter().collect::<Vec<_>>(), samples, &mut record, &mut calls);
        (record.alleles(), calls.alleles, conflicts)
    }

    #[test]
    fn split_sites() {
        // A/C split from A/T; carriers of both, of one, of none; a man's one copy; three copies of two are a conflict; a call in
        // one of them alone.
        let first = part(&["C"], &[0, 1, 0, 1, 0, 0, 1, ABSENT, 1, 1, MISSING, 0]);
        let second = part(&["T"], &[1, 0, 0, 0, 0, 0, 0, ABSENT, 0, 1, 0, 1]);
        let (alleles, calls, conflicts) = merged(&[first, second]);
        assert_eq!((alleles, conflicts), (3, 1));
        assert_eq!(calls, [1, 2, 1, 0, 0, 0, 1, ABSENT, MISSING, MISSING, 2, 0]);
    }

    #[test]
    fn records_of_reference_alone() {
        let (alleles, calls, conflicts) =
            merged(&[part(&[], &[0, 0, 0, 0, 0, 0]), part(&[], &[0, 0, MISSING, MISSING, 0, 0])]);
        assert_eq!((alleles, conflicts), (1, 0));
        assert_eq!(calls, [0; 6]);
        let (_, calls, conflicts) = merged(&[part(&[], &[0, 0, 0, 0]), part(&["G"], &[0, 0, 1, 1])]);
        assert_eq!((calls, conflicts), (vec![0, 0, MISSING, MISSING], 1));
    }

    #[test]
    fn more_alleles_than_a_record_lists() {
        let alts: Vec<String> = (1..300).map(|at| "C".repeat(at)).collect();
        let parts: Vec<_> = alts.iter().map(|alt| part(&[alt], &[0, 1])).collect();
        let (alleles, calls, conflicts) = merged(&parts);
        assert_eq!((alleles, calls, conflicts), (Record::ALLELES_MAX, vec![MISSING, MISSING], 0));
    }

    #[test]
    fn repeated_records() {
        let (alleles, calls, conflicts) =
            merged(&[part(&["C"], &[0, 1, 0, 1, MISSING, MISSING]), part(&["C"], &[1, 0, 1, 1, 1, 1])]);
        assert_eq!((alleles, conflicts), (2, 1));
        assert_eq!(calls, [1, 0, MISSING, MISSING, 1, 1], "agree, contradict, called once");
    }
}
