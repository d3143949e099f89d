//! What is kept comes back as it went in, within its limits.

use super::*;
use crate::genome::{Chromosome, RsId, SingleBases};
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct One {
    record: Record,
    calls: Calls,
}

fn any_record() -> impl Strategy<Value = One> {
    let allele = prop_oneof![4 => "[ACGT]", 1 => "[ACGTN]{1,300}", 1 => Just("<NON_REF>".to_owned())];
    let call = prop_oneof![4 => Just(0_u8), 4 => Just(1), 1 => Just(2), 1 => Just(255), 1 => Just(254)];
    let dosages = prop::option::of(prop::collection::vec(prop_oneof![0.0..2.0_f64, Just(f64::NAN)], 1..3));
    let place = (1_u8..=25, 1_u32..2_000, 0_u32..3, any::<(bool, bool)>(), 0_u32..2);
    (place, prop::collection::vec(allele, 1..4), prop::collection::vec(call, 1..4), dosages).prop_map(
        |((chromosome, position, id, (passes, is_block), beyond), alleles, copies, dosages)| {
            let mut record = Record::default();
            let chromosome = Chromosome::from_index(chromosome).expect("one of them");
            record.begin(Site::new(chromosome, position), RsId::from_number(id * 4_000_000_000_u32.wrapping_div(2)));
            alleles.iter().for_each(|allele| record.push_allele(allele.as_bytes()));
            record.end = position + alleles[0].len() as u32 - 1 + beyond * 1_000;
            record.passes = passes;
            record.is_reference_block = is_block;
            let calls = Calls {
                width: copies.len(),
                alleles: copies,
                dosages: dosages.unwrap_or_default(),
                of_all: Vec::new(),
            };
            One { record, calls }
        },
    )
}

fn keeping(most: usize) -> Keeping {
    Keeping::new(&[Sample::default()], Reading::default(), Some(Build::Grch38), 1000, most)
}

type Given = (Record, (usize, Vec<u8>, Vec<u64>));

fn given_by(stream: &mut dyn RecordStream) -> Vec<Given> {
    let (mut record, mut calls, mut given) = (Record::default(), Calls::default(), Vec::new());
    while stream.next_record(&mut record).expect("kept") {
        stream.read_calls(&mut calls).expect("kept");
        given.push((record.clone(), bits(&calls)));
    }
    given
}

fn bits(calls: &Calls) -> (usize, Vec<u8>, Vec<u64>) {
    (calls.width, calls.alleles.clone(), calls.dosages.iter().map(|dosage| dosage.to_bits()).collect())
}

proptest! {
    #[test]
    fn what_goes_in_comes_out(records in prop::collection::vec(any_record(), 0..60), skipped in 1_usize..4) {
        let mut keeping = keeping(usize::MAX);
        for one in &records {
            prop_assert!(keeping.push(&one.record, &one.calls));
        }
        let (mut stream, build) = Arc::new(keeping.finish()).open(Reading::default(), None).expect("the same reading");
        prop_assert_eq!(build, Some(Build::Grch38));
        let (mut record, mut calls) = (Record::default(), Calls::default());
        for (number, one) in records.iter().enumerate() {
            prop_assert!(stream.next_record(&mut record).expect("kept"));
            prop_assert_eq!(&record, &one.record);
            if number % skipped == 0 {
                stream.read_calls(&mut calls).expect("kept");
                prop_assert_eq!(bits(&calls), bits(&one.calls));
            }
        }
        prop_assert!(!stream.next_record(&mut record).expect("the end"));
        prop_assert_eq!(stream.bytes_done(), if records.is_empty() { 0 } else { 1000 });
    }

    #[test]
    fn plain_records_are_kept_as_any_are(
        records in prop::collection::vec((any_record(), "[ACGT]{1,3}", "[ACGT]{1,40}", 0_usize..4), 0..60),
    ) {
        let (mut plainly, mut fully) = (keeping(usize::MAX), keeping(usize::MAX));
        let (mut record, mut calls) = (Record::default(), Calls::default());
        for (one, reference, alternate, call) in &records {
            let text = format!("chr1\t{reference}\t{alternate}\t.");
            let plain = PlainRecord {
                site: one.record.site,
                id: one.record.id,
                alleles: 5,
                reference_bases: reference.len() as u16,
                alternate_bases: alternate.len() as u16,
                single: SingleBases::of(reference.as_bytes(), alternate.as_bytes()),
                call: [[0, 0], [0, 1], [1, 1], [255, 255]][*call],
                passes: one.record.passes,
            };
            let run = PlainRun { records: &[plain], text: text.as_bytes() };
            prop_assert_eq!(run.alleles(&plain), [reference.as_bytes(), alternate.as_bytes()]);
            run.expand(&plain, &mut record, &mut calls);
            prop_assert!(plainly.push_plain(&run, &plain) && fully.push(&record, &calls));
        }
        prop_assert_eq!(plainly.finish().pieces, fully.finish().pieces);
    }

    #[test]
    fn places_that_are_asked_for(
        records in prop::collection::vec(any_record(), 0..200),
        wanted in prop::collection::btree_set((1_u8..=25, 1_u32..2_000), 0..2_000),
        is_sorted in any::<bool>(),
        (parts, piece_bytes) in (1_usize..9, prop_oneof![Just(20_usize), Just(200), Just(PIECE_BYTES)]),
    ) {
        let mut records = records;
        if is_sorted {
            records.sort_by_key(|one| one.record.site);
        }
        let at = |(chromosome, position): &(u8, u32)| Site::new(Chromosome::from_index(*chromosome).unwrap(), *position);
        let places: Vec<Site> = wanted.iter().map(at).collect();
        let mut keeping = Keeping { piece_bytes, ..keeping(usize::MAX) };
        for one in &records {
            prop_assert!(keeping.push(&one.record, &one.calls));
        }
        let kept = Arc::new(keeping.finish());
        let (mut stream, _) = kept.open(Reading::default(), Some(&places)).expect("the same reading");
        let mut given = given_by(&mut *stream);
        let is_sorted = records.is_sorted_by_key(|one| one.record.site);
        match kept.open_parts(Reading::default(), &places, parts) {
            Some(streams) => {
                let of_parts: Vec<_> = streams.into_iter().flat_map(|mut stream| given_by(&mut stream)).collect();
                let is_given = |(record, _): &&Given| record.is_reference_block || places.contains(&record.site);
                prop_assert!(is_sorted);
                if !places.is_empty() {
                    prop_assert!(of_parts.iter().filter(is_given).eq(given.iter().filter(is_given)));
                }
            }
            None => prop_assert!(!is_sorted),
        }
        // Every record over a place is given as it is without places; others may be.
        given.retain(|(record, _)| places.contains(&record.site));
        let of_places = records.iter().filter(|one| places.contains(&one.record.site));
        let expected: Vec<_> = of_places.map(|one| (one.record.clone(), bits(&one.calls))).collect();
        prop_assert_eq!(given, expected);
    }
}

#[test]
fn keeps_no_more_than_it_may_and_over_many_pieces() {
    let mut record = Record::default();
    let calls = Calls { width: 2, alleles: vec![0, 1], dosages: Vec::new(), of_all: Vec::new() };
    let mut one = |keeping: &mut Keeping, position: u32| {
        record.begin(Site::new(Chromosome::X, position), RsId::from_number(9));
        [b"A", b"C"].iter().for_each(|allele| record.push_allele(*allele));
        keeping.push(&record, &calls)
    };
    let mut small = keeping(30);
    assert_eq!([1, 2, 3].map(|position| one(&mut small, position)), [true, true, false]);
    let mut large = keeping(usize::MAX);
    assert!((1..300_000).all(|position| one(&mut large, position)));
    let kept = Arc::new(large.finish());
    assert!(kept.pieces.len() > 1);
    let (mut stream, _) = kept.open(Reading::default(), None).expect("the same reading");
    let mut record = Record::default();
    let mut next = 0;
    while stream.next_record(&mut record).expect("kept") {
        next += 1;
        assert_eq!(record.site.position(), next);
    }
    assert_eq!(next, 299_999);
    let other = Reading { least_depth: Some(3), ..Reading::default() };
    assert!(kept.open(other, None).is_none());
}

#[test]
fn a_record_of_long_alleles_ends_the_keeping() {
    let mut record = Record::default();
    record.begin(Site::new(Chromosome::X, 5), RsId::NONE);
    record.push_allele(&vec![b'A'; LONG_BYTES_MAX]);
    assert!(!keeping(usize::MAX).push(&record, &Calls::default()));
}
