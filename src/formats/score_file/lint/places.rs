//! Looks at where rows lie: whether a position can be, fits the build that the file states, and agrees with the rsID.

use super::Row;
use super::rule::{self, Rule};
use super::spots::{Spots, lint_of_file};
use crate::finding::Lint;
use crate::formats::score_file::columns::ABSENT;
use crate::formats::score_file::layout::Layout;
use crate::formats::score_file::number;
use crate::formats::score_file::site_name::SiteName;
use crate::genome::{Build, Chromosome, RsId, Site, build::longest_end, contig_lengths::lengths_of};
use crate::weights::Header;
use std::collections::HashMap;

/// A well-known variant and its places in the builds of [`Build::ALL`].
pub type KnownPlace = (RsId, [Site; 3]);

/// What was seen of the places.
pub struct Places {
    known: HashMap<RsId, [Site; 3]>,
    author: Column,
    harmonised: Column,
    no_place: Spots,
    position_missing: Spots,
    unreadable: Spots,
    beyond_chromosome: Spots,
    other_contig: Spots,
    not_harmonised: Spots,
    on_x: Spots,
    on_y: Spots,
    on_mt: Spots,
    unsorted: Spots,
    last: Site,
}

/// One pair of columns of places, on one build.
struct Column {
    /// Name of what it is, for a person.
    name: &'static str,
    stated: Option<Build>,
    has_positions: bool,
    beyond_build: Spots,
    /// Well-known rsIDs at their place in each build; where places are alike they count for each.
    at_builds: [Spots; 3],
    elsewhere: Spots,
}

/// Where a row lies, by all that it says.
pub struct Place {
    site: Site,
    id: RsId,
    /// The other allele that the variant's name gives.
    pub named_other: Option<Vec<u8>>,
}

impl Place {
    /// What rows of one place have in common; none where the row has no place.
    pub fn key(&self) -> Option<u64> {
        // No site has the two highest bits.
        const OF_ID: u64 = 1 << 63;
        if self.site.is_some() {
            return Some(self.site.key());
        }
        self.id.is_some().then(|| OF_ID | u64::from(self.id.number()))
    }
}

/// A position as a pair of columns gives it.
enum Found {
    At(Site),
    Nowhere,
    OtherContig,
    Wrong,
}

impl Places {
    /// For files of this layout and header.
    pub fn new(layout: &Layout, header: &Header, known: Vec<KnownPlace>) -> Self {
        let column = |name, stated| Column {
            name,
            stated,
            has_positions: false,
            beyond_build: Spots::default(),
            at_builds: Default::default(),
            elsewhere: Spots::default(),
        };
        Self {
            known: known.into_iter().collect(),
            author: column("Positions", header.genome_build.or(layout.build)),
            harmonised: column("Harmonised positions", header.harmonised_build.or(layout.hm_build)),
            no_place: Spots::default(),
            position_missing: Spots::default(),
            unreadable: Spots::default(),
            beyond_chromosome: Spots::default(),
            other_contig: Spots::default(),
            not_harmonised: Spots::default(),
            on_x: Spots::default(),
            on_y: Spots::default(),
            on_mt: Spots::default(),
            unsorted: Spots::default(),
            last: Site::NONE,
        }
    }

    /// Takes one row.
    pub fn look_at(&mut self, row: &Row<'_, '_>, layout: &Layout) -> Place {
        let name = row.at(layout.id);
        let mut id = RsId::parse(name);
        if !id.is_some() && layout.hm_id != ABSENT {
            id = RsId::parse(row.at(layout.hm_id));
        }
        let named = SiteName::parse(name);
        let mut is_wrong = false;
        let mut author = Site::NONE;
        match found(row, layout.chromosome, layout.position) {
            Found::At(site) => author = site,
            Found::Nowhere => {}
            Found::OtherContig => self.other_contig.add(row.line),
            Found::Wrong => is_wrong = true,
        }
        if !author.is_some()
            && let Some(named) = &named
        {
            author = named.site;
        }
        let mut harmonised = Site::NONE;
        if layout.hm_position != ABSENT {
            match found(row, layout.hm_chromosome, layout.hm_position) {
                Found::At(site) => harmonised = site,
                Found::Nowhere | Found::OtherContig => self.not_harmonised.add(row.line),
                Found::Wrong => is_wrong = true,
            }
        }
        if is_wrong {
            self.unreadable.add(row.line);
        }
        let known = self.known.get(&id).filter(|_| id.is_some());
        let author = self.author.look_at(author, known, row.line);
        let harmonised = self.harmonised.look_at(harmonised, known, row.line);
        if author.is_err() || harmonised.is_err() {
            self.beyond_chromosome.add(row.line);
        }
        let is_wrong = is_wrong || author.is_err() || harmonised.is_err();
        let (author, harmonised) = (author.unwrap_or(Site::NONE), harmonised.unwrap_or(Site::NONE));
        let site = if author.is_some() { author } else { harmonised };
        match (site.is_some(), id.is_some()) {
            (false, false) if !is_wrong => self.no_place.add(row.line),
            (false, true) if !is_wrong => self.position_missing.add(row.line),
            _ => {}
        }
        self.chromosomes_and_order(site, row.line);
        let effect = row.at(layout.effect).to_ascii_uppercase();
        let named = named.filter(|named| named.site == author);
        Place { site, id, named_other: named.and_then(|named| named.other_than(&effect)).map(<[u8]>::to_vec) }
    }

    fn chromosomes_and_order(&mut self, site: Site, line: u64) {
        if !site.is_some() {
            return;
        }
        match site.chromosome() {
            Some(Chromosome::X) => self.on_x.add(line),
            Some(Chromosome::Y) => self.on_y.add(line),
            Some(Chromosome::MT) => self.on_mt.add(line),
            _ => {}
        }
        if site < self.last {
            self.unsorted.add(line);
        }
        self.last = site;
    }

    /// What was found.
    pub fn lints(&self, layout: &Layout) -> Vec<Lint> {
        let plain: [(&'static Rule, &Spots); 10] = [
            (&rule::NO_PLACE, &self.no_place),
            (&rule::POSITION_MISSING, &self.position_missing),
            (&rule::POSITION_UNREADABLE, &self.unreadable),
            (&rule::POSITION_BEYOND_CHROMOSOME, &self.beyond_chromosome),
            (&rule::OTHER_CONTIG, &self.other_contig),
            (&rule::NOT_HARMONISED, &self.not_harmonised),
            (&rule::ON_X, &self.on_x),
            (&rule::ON_Y, &self.on_y),
            (&rule::ON_MT, &self.on_mt),
            (&rule::UNSORTED, &self.unsorted),
        ];
        let mut lints = super::plain_lints(plain);
        lints.extend(self.author.lints());
        lints.extend(self.harmonised.lints());
        let is_placed_by_harmonised = layout.hm_position != ABSENT && self.harmonised.stated.is_some();
        if self.author.has_positions && self.author.stated.is_none() && !is_placed_by_harmonised {
            let proven = self.author.proven();
            let seen =
                proven.map_or(String::new(), |build| format!(" Well-known rsIDs lie where they are in {build}."));
            lints.push(lint_of_file(&rule::GENOME_BUILD_MISSING, &seen));
        }
        lints
    }
}

impl Column {
    /// Takes a row's place; `Err` where no build reaches so far.
    fn look_at(&mut self, site: Site, known: Option<&[Site; 3]>, line: u64) -> Result<Site, ()> {
        let Some(chromosome) = site.chromosome().filter(|_| site.is_some()) else { return Ok(Site::NONE) };
        self.has_positions = true;
        if site.position() > longest_end(chromosome) {
            return Err(());
        }
        if self.stated.is_some_and(|build| site.position() > end_in(build, chromosome)) {
            self.beyond_build.add(line);
        }
        if let Some(places) = known {
            for (spots, place) in self.at_builds.iter_mut().zip(places) {
                if *place == site {
                    spots.add(line);
                }
            }
            if !places.contains(&site) {
                self.elsewhere.add(line);
            }
        }
        Ok(site)
    }

    /// The build that well-known rsIDs prove: by far the most of them lie at its places.
    fn proven(&self) -> Option<Build> {
        let mut counts: Vec<(u64, Build)> = self.at_builds.iter().map(|spots| spots.count).zip(Build::ALL).collect();
        counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        match counts.as_slice() {
            [(best, build), (second, _), ..] if *best > 4 * second => Some(*build),
            _ => None,
        }
    }

    fn lints(&self) -> Vec<Lint> {
        let mut lints = Vec::new();
        if let Some(stated) = self.stated {
            lints.extend(self.beyond_build.lint(&rule::POSITION_BEYOND_BUILD, stated.name()));
            if let Some(proven) = self.proven().filter(|proven| *proven != stated) {
                let at = Build::ALL.iter().position(|build| *build == proven);
                let spots = at.and_then(|at| self.at_builds.get(at));
                let seen = format!(
                    "{} are stated to be of {stated}, and {} well-known rsIDs lie where they are in {proven}.",
                    self.name,
                    spots.map_or(0, |spots| spots.count),
                );
                lints.extend(spots.and_then(|spots| spots.lint(&rule::BUILD_CONTRADICTED, &seen)));
            }
        }
        lints.extend(self.elsewhere.lint(&rule::RSID_ELSEWHERE, ""));
        lints
    }
}

/// A chromosome's last position in a build.
fn end_in(build: Build, chromosome: Chromosome) -> u32 {
    let mut lengths = Build::ALL.into_iter().zip(lengths_of(chromosome).into_iter().flatten());
    lengths.find(|(other, _)| *other == build).map_or(longest_end(chromosome), |(_, length)| length)
}

fn found(row: &Row<'_, '_>, chromosome: usize, position: usize) -> Found {
    let Some(position) = number::position(row.at(position)) else { return Found::Wrong };
    let name = row.at(chromosome);
    let name = name.strip_prefix(b"chrom_").unwrap_or(name);
    match (Chromosome::parse(name), position) {
        (Some(chromosome), Some(position)) => Found::At(Site::new(chromosome, position)),
        (Some(_), None) => Found::Nowhere,
        (None, _) if number::is_missing(name) || name == b"0" => Found::Nowhere,
        (None, _) => Found::OtherContig,
    }
}
