//! Puts the markers of one file in order, merges those that share a site, and settles build, sex and ploidy.

use super::build_check::BuildEvidence;
use super::duplicates::merge_site;
use super::sex::SexEvidence;
use crate::finding::{Finding, Severity};
use crate::genome::{Build, Call, Chromosome, Genome, Ploidy, RsId, Sex, Site, VariantBatch};
use serde::Serialize;

/// What the file doctor shows of a genome.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// Markers kept, each site's kinds of variant once.
    pub markers: u64,
    /// Those with a call.
    pub called: u64,
    /// Those without.
    pub no_calls: u64,
    /// Heterozygous calls.
    pub heterozygous: u64,
    /// Calls of D and I.
    pub indels: u64,
    /// Markers of X in the pseudo-autosomal regions.
    pub pseudo_autosomal: u64,
    /// Whether the file was in genome order.
    pub sorted: bool,
    /// Markers that said what another at their site said.
    pub agreeing_duplicates: u64,
    /// Sites whose markers contradict each other; no-calls now.
    pub conflicting_duplicates: u64,
    /// Per chromosome index: markers and calls.
    pub chromosomes: Vec<ChromosomeSummary>,
}

/// Markers and calls of a chromosome.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChromosomeSummary {
    /// `1`–`22`, `X`, `Y`, `MT`.
    pub chromosome: &'static str,
    /// Markers.
    pub markers: u64,
    /// Those with a call.
    pub called: u64,
}

/// A genome with the evidence it was settled on.
#[derive(Debug)]
pub struct Assembled {
    /// The calls, ready to be matched.
    pub genome: Genome,
    /// Counts for the file doctor.
    pub summary: Summary,
    /// Where well-known markers stand.
    pub build_evidence: BuildEvidence,
    /// What X and Y show.
    pub sex_evidence: SexEvidence,
    /// What the person must know.
    pub findings: Vec<Finding>,
}

/// Makes a genome of a file's markers.
///
/// `stated` is the build that the person states, `header` the one the header speaks of; markers outrank both.
pub fn assemble_genome(batch: VariantBatch, stated: Option<Build>, header: Option<Build>) -> Assembled {
    let mut summary = Summary { sorted: batch.sites.is_sorted(), ..Summary::default() };
    let mut findings = Vec::new();
    // Markers without a place stand first and are told apart by rsID.
    let has_unplaced = batch.sites.first().is_some_and(|site| !site.is_some());
    let batch = if summary.sorted && !has_unplaced { batch } else { in_genome_order(batch) };
    let (sites, ids, calls) = merge_duplicates(batch, &mut summary);

    // The build decides which X positions are pseudo-autosomal, so it is settled on an unsexed genome first.
    let mut genome = Genome::from_sorted(sites, ids, calls, None, Sex::Unknown);
    let build_evidence = BuildEvidence::count(&genome);
    let build = settle_build(build_evidence.build(), stated, header, &mut findings);
    genome.build = build;
    let assumed = build.unwrap_or(Build::Grch37);
    let sex_evidence = SexEvidence::count(genome.sites(), genome.calls(), assumed);
    genome.sex = sex_evidence.sex();
    let impossible = genome.settle_ploidy(assumed);
    describe(&genome, assumed, &mut summary);
    tell(&summary, &genome, impossible, &mut findings);
    Assembled { genome, summary, build_evidence, sex_evidence, findings }
}

fn in_genome_order(batch: VariantBatch) -> VariantBatch {
    let mut order: Vec<u32> = (0..batch.len() as u32).collect();
    order.sort_unstable_by_key(|&row| {
        let (site, id) = (batch.sites[row as usize], batch.ids[row as usize]);
        (site.key(), if site.is_some() { RsId::NONE } else { id }, row)
    });
    VariantBatch {
        sites: order.iter().map(|&row| batch.sites[row as usize]).collect(),
        ids: order.iter().map(|&row| batch.ids[row as usize]).collect(),
        calls: order.iter().map(|&row| batch.calls[row as usize]).collect(),
    }
}

/// Merges runs of equal sites in place; markers without a site are merged by rsID, and all kept where they have none.
fn merge_duplicates(batch: VariantBatch, summary: &mut Summary) -> (Vec<Site>, Vec<RsId>, Vec<Call>) {
    let VariantBatch { mut sites, mut ids, mut calls } = batch;
    let is_same =
        |a: usize, b: usize| sites[a] == sites[b] && (sites[a].is_some() || (ids[a] == ids[b] && ids[a].is_some()));
    if !(1..sites.len()).any(|row| is_same(row - 1, row)) {
        return (sites, ids, calls);
    }
    let (mut kept, mut from) = (0, 0);
    while from < sites.len() {
        let site = sites[from];
        let id = ids[from];
        let is_same = |row: &usize| sites[*row] == site && (site.is_some() || (ids[*row] == id && id.is_some()));
        let run = 1 + (from + 1..sites.len()).take_while(is_same).count();
        if run == 1 {
            (sites[kept], ids[kept], calls[kept]) = (site, ids[from], calls[from]);
            kept += 1;
        } else {
            let markers: Vec<(RsId, Call)> = (from..from + run).map(|row| (ids[row], calls[row])).collect();
            let merge = merge_site(&markers);
            summary.agreeing_duplicates += merge.agreeing;
            summary.conflicting_duplicates += merge.conflicting;
            // A site never gives more entries than it had markers.
            for entry in merge.entries {
                (sites[kept], ids[kept], calls[kept]) = (site, entry.id, entry.call);
                kept += 1;
            }
        }
        from += run;
    }
    sites.truncate(kept);
    ids.truncate(kept);
    calls.truncate(kept);
    (sites, ids, calls)
}

fn settle_build(
    markers: Option<Build>,
    stated: Option<Build>,
    header: Option<Build>,
    findings: &mut Vec<Finding>,
) -> Option<Build> {
    let mut note = |code, severity, text: String| findings.push(Finding::new(code, severity, 1, text));
    match (markers, stated, header) {
        (Some(markers), Some(stated), _) if markers != stated => note(
            "build-contradicts-option",
            Severity::Fix,
            format!("You stated {stated}, and the markers stand where {markers} has them. {markers} is used."),
        ),
        (Some(markers), None, Some(header)) if markers != header => note(
            "build-contradicts-header",
            Severity::Note,
            format!("The header speaks of {header}, and the markers stand where {markers} has them. {markers} is used."),
        ),
        (None, None, None) => note(
            "build-unknown",
            Severity::Fix,
            "Neither the markers nor the header tell the build. Positions are taken as GRCh37, as nearly all consumer files are; state the build if you know it.".to_owned(),
        ),
        (None, None, Some(header)) => note(
            "build-by-header",
            Severity::Info,
            format!("No well-known marker is in the file, so the build is the header's word: {header}."),
        ),
        _ => {}
    }
    markers.or(stated).or(header)
}

fn describe(genome: &Genome, build: Build, summary: &mut Summary) {
    let mut chromosomes = vec![ChromosomeSummary::default(); Chromosome::COUNT];
    for (site, call) in genome.sites().iter().zip(genome.calls()) {
        let chromosome = site.chromosome();
        let is_called = u64::from(!call.is_none());
        let of = &mut chromosomes[chromosome.map_or(0, |chromosome| usize::from(chromosome.index()))];
        of.chromosome = chromosome.map_or("", Chromosome::name);
        of.markers += 1;
        of.called += is_called;
        summary.heterozygous += u64::from(call.is_heterozygous());
        summary.indels += u64::from(matches!(call.alleles(), (Some(allele), _) if !allele.is_base()));
        if chromosome == Some(Chromosome::X) && build.is_pseudo_autosomal_x(site.position()) {
            summary.pseudo_autosomal += 1;
        }
    }
    summary.markers = genome.len() as u64;
    summary.called = chromosomes.iter().map(|of| of.called).sum();
    summary.no_calls = summary.markers - summary.called;
    summary.chromosomes = chromosomes.into_iter().filter(|of| of.markers > 0 && !of.chromosome.is_empty()).collect();
}

fn tell(summary: &Summary, genome: &Genome, impossible: u64, findings: &mut Vec<Finding>) {
    let mut add = |code, severity, count: u64, text: String| {
        if count > 0 {
            findings.push(Finding::new(code, severity, count, text));
        }
    };
    add(
        "conflicting-duplicates",
        Severity::Note,
        summary.conflicting_duplicates,
        "Sites with markers that contradict each other count as no-calls.".to_owned(),
    );
    add(
        "agreeing-duplicates",
        Severity::Info,
        summary.agreeing_duplicates,
        "Markers that repeat another at the same site were merged with it.".to_owned(),
    );
    add(
        "haploid-heterozygous",
        Severity::Note,
        impossible,
        "Calls with two different alleles where this person has one copy (X of a male, Y, MT) count as no-calls."
            .to_owned(),
    );
    add(
        "unsorted",
        Severity::Info,
        u64::from(!summary.sorted),
        "The file is not in genome order; it was put in order.".to_owned(),
    );
    let rate = summary.called as f64 / (summary.markers.max(1)) as f64;
    add(
        "low-call-rate",
        Severity::Fix,
        u64::from(rate < 0.95 && summary.markers >= 1000),
        "Fewer than 95 of 100 markers have a call. Scores will cover less; the sample may have been of poor quality."
            .to_owned(),
    );
    add(
        "sex-unknown",
        Severity::Info,
        u64::from(genome.sex == Sex::Unknown && summary.markers >= 1000),
        "X and Y do not tell the sex, so X counts as two copies.".to_owned(),
    );
}

impl Genome {
    /// Gives every place the copies this person has: doubled calls become single, impossible ones no-calls. Returns how
    /// many were impossible.
    fn settle_ploidy(&mut self, build: Build) -> u64 {
        let sex = self.sex;
        self.map_calls(|site, call| {
            if call.is_none() || Ploidy::of(site, sex, build) == Ploidy::Diploid {
                return call;
            }
            call.as_haploid().unwrap_or(Call::NONE)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::SeenAllele::{A, C, G};

    fn batch(rows: &[(&str, u32, u32, Call)]) -> VariantBatch {
        let mut batch = VariantBatch::default();
        for (chromosome, position, id, call) in rows {
            let chromosome = Chromosome::parse(chromosome.as_bytes()).expect("known");
            batch.push(Site::new(chromosome, *position), RsId::from_number(*id), *call);
        }
        batch
    }

    #[test]
    fn doubled_calls_of_a_male_become_single() {
        let aa = Call::diploid(A, A);
        let rows = [
            ("X", 5_000_000, 1, aa),
            ("X", 6_000_000, 2, Call::diploid(C, C)),
            ("X", 100_000, 4, Call::diploid(A, G)),
            ("Y", 7_000_000, 5, Call::diploid(G, G)),
            ("MT", 100, 6, Call::diploid(A, G)),
            ("1", 752_566, 3_094_315, Call::diploid(A, G)),
        ];
        let assembled = assemble_genome(batch(&rows), None, None);
        let genome = &assembled.genome;
        assert_eq!((genome.sex, genome.build), (Sex::Male, Some(Build::Grch37)));
        let call = |chromosome: &[u8], position| {
            genome.call(genome.at(Site::new(Chromosome::parse(chromosome).expect("known"), position)).start)
        };
        assert_eq!(call(b"X", 5_000_000), Call::haploid(A));
        assert_eq!(call(b"X", 100_000), Call::diploid(A, G), "pseudo-autosomal");
        assert_eq!(call(b"MT", 100), Call::NONE);
        assert!(!assembled.summary.sorted);
        assert!(assembled.findings.iter().any(|finding| finding.code == "haploid-heterozygous" && finding.count == 1));
    }

    #[test]
    fn file_order_does_not_matter() {
        let ag = Call::diploid(A, G);
        let rows = [
            ("2", 5, 1, ag),
            ("1", 9, 2, Call::NONE),
            ("1", 9, 3, ag),
            ("1", 4, 4, ag),
            ("2", 5, 9, Call::diploid(A, A)),
        ];
        let mut reversed = rows;
        reversed.reverse();
        let (a, b) = (assemble_genome(batch(&rows), None, None), assemble_genome(batch(&reversed), None, None));
        assert_eq!((a.genome.sites(), a.genome.calls()), (b.genome.sites(), b.genome.calls()));
        assert_eq!(a.summary.conflicting_duplicates, 1);
        assert_eq!(a.summary.agreeing_duplicates, 1);
    }

    /// A marker without a place that stands twice was found by whichever call came first in the file.
    #[test]
    fn markers_without_a_place_merge_by_rsid() {
        let (aa, ag) = (Call::diploid(A, A), Call::diploid(A, G));
        let rows = [(7, aa), (8, ag), (7, ag), (0, aa), (8, ag), (0, ag), (9, Call::NONE), (9, aa)];
        let assemble = |rows: &mut dyn Iterator<Item = &(u32, Call)>| {
            let mut batch = VariantBatch::default();
            rows.for_each(|(id, call)| batch.push(Site::NONE, RsId::from_number(*id), *call));
            batch.push(Site::new(Chromosome::X, 5), RsId::from_number(7), aa);
            assemble_genome(batch, None, None)
        };
        for assembled in [assemble(&mut rows.iter()), assemble(&mut rows.iter().rev())] {
            let genome = &assembled.genome;
            let calls = |id: u32| -> Vec<Call> {
                genome.with_id(RsId::from_number(id)).iter().map(|&entry| genome.call(entry as usize)).collect()
            };
            assert_eq!((calls(7), calls(8), calls(9)), (vec![Call::NONE, aa], vec![ag], vec![aa]));
            assert_eq!(genome.len(), 6, "those without an rsID are all kept");
            assert_eq!(assembled.summary.conflicting_duplicates, 1);
            assert_eq!(assembled.summary.agreeing_duplicates, 2);
        }
    }

    #[test]
    fn markers_outrank_header_and_option() {
        let rows = [("1", 752_566, 3_094_315, Call::diploid(A, G))];
        for (stated, header, code) in [
            (None, Some(Build::Grch36), "build-contradicts-header"),
            (Some(Build::Grch38), None, "build-contradicts-option"),
        ] {
            let assembled = assemble_genome(batch(&rows), stated, header);
            assert_eq!(assembled.genome.build, Some(Build::Grch37));
            assert_eq!(assembled.findings[0].code, code);
        }
        let unknown = assemble_genome(batch(&[("1", 5, 1, Call::NONE)]), None, None);
        assert_eq!((unknown.genome.build, unknown.findings[0].code), (None, "build-unknown"));
    }
}
