//! Puts chosen files that belong together into sets, by their folders and names.

use super::recognise::{by_name, recognise, without_packing};
use super::{Member, RecordSet};
use crate::bytes::SharedSource;
use crate::error::{Error, ErrorKind, Result, Role};

/// What was chosen: consumer files one by one, and sets of files of records.
pub enum Chosen {
    /// A file that is none of records.
    Other(SharedSource),
    /// Genotypes and what belongs to them.
    Records(RecordSet),
}

/// How near a file of a set is to genotypes by its name, the nearest first.
const NEARNESS: [Nearness; 4] = [
    Nearness { has_folder: true, has_name: true },
    Nearness { has_folder: true, has_name: false },
    Nearness { has_folder: false, has_name: true },
    Nearness { has_folder: false, has_name: false },
];

#[derive(Clone, Copy)]
struct Nearness {
    /// Whether both are in the same folder, as far as their folders are known.
    has_folder: bool,
    /// Whether the names differ in nothing but the ending of the format, and not in `.g` or `.genome` too.
    has_name: bool,
}

impl Nearness {
    fn holds(self, main: &SharedSource, other: &SharedSource, kind: Member) -> bool {
        let is_index = matches!(kind, Member::Index | Member::BgenIndex);
        let is_named = is_index && is_named_after(other.name(), main.name()) || base(other.name()) == base(main.name());
        let is_in_folder = main.folder().zip(other.folder()).is_none_or(|(one, other)| one == other);
        let is_near = if self.has_name { is_named } else { stem(other.name()) == stem(main.name()) };
        is_near && (is_in_folder || !self.has_folder)
    }
}

/// The files with what each is.
struct Known(Vec<(SharedSource, Member)>);

/// Which file of a kind belongs to which genotypes, both by their places in [`Known`].
type Pairs = Vec<(usize, usize)>;

impl Known {
    fn of(&self, kind: Member) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().filter(move |(_, (_, member))| *member == kind).map(|(place, _)| place)
    }

    fn source(&self, place: usize) -> Option<&SharedSource> {
        self.0.get(place).map(|(source, _)| source)
    }

    fn name(&self, place: usize) -> &str {
        self.source(place).map_or("", |source| source.name())
    }

    /// Gives those of `mains` that have no file of this kind the nearest; none goes to two. Where names and folders leave it open
    /// which belongs to which, an index is left out, as all is read without one.
    ///
    /// Errors: `set-ambiguous` where a list is left open.
    fn pair(&self, mains: &[usize], kind: Member, ending: &'static str, pairs: &mut Pairs) -> Result<()> {
        for nearness in NEARNESS {
            let mut found = Pairs::new();
            for main in mains.iter().copied().filter(|main| !pairs.iter().any(|(of, _)| of == main)) {
                let is_free = |list: &usize| !pairs.iter().any(|(_, taken)| taken == list);
                let fits = |list: &usize| {
                    self.source(main)
                        .zip(self.source(*list))
                        .is_some_and(|(main, list)| nearness.holds(main, list, kind))
                };
                let mut lists: Vec<usize> = self.of(kind).filter(is_free).filter(fits).collect();
                // Of a list and the same packed, or of two forms of an index, the shorter name.
                lists.sort_by_key(|list| self.name(*list).len());
                match lists.as_slice() {
                    [] => {}
                    [list] => found.push((main, *list)),
                    [list, next, ..] if nearness.has_name && self.name(*list) != self.name(*next) => {
                        found.push((main, *list));
                    }
                    _ if matches!(kind, Member::Index | Member::BgenIndex) => {}
                    _ => return Err(self.ambiguous(main, ending)),
                }
            }
            let is_contested = |(_, list): &(usize, usize)| found.iter().filter(|(_, other)| other == list).count() > 1;
            match found.iter().find(|pair| is_contested(pair)) {
                None => pairs.extend(found),
                // One list of samples serves several.
                Some(_) if kind == Member::BgenSamples => pairs.extend(found),
                Some(_) if matches!(kind, Member::Index | Member::BgenIndex) => {
                    pairs.extend(found.iter().filter(|pair| !is_contested(pair)));
                }
                Some((main, _)) => return Err(self.ambiguous(*main, ending)),
            }
        }
        Ok(())
    }

    /// The only genotypes take the only file of a kind, whatever its name.
    fn pair_only(&self, mains: &[usize], kind: Member, pairs: &mut Pairs) {
        let mut of_kind = self.of(kind);
        let genotypes = self.0.iter().filter(|(_, member)| member.has_genotypes()).count();
        if let ([main], Some(list), None, 1) = (mains, of_kind.next(), of_kind.next(), genotypes)
            && pairs.is_empty()
        {
            pairs.push((*main, list));
        }
    }

    fn ambiguous(&self, main: usize, member: &'static str) -> Error {
        Error::new(ErrorKind::SetAmbiguous { member }).in_input(Role::Genotypes, self.name(main))
    }

    /// The list that each of the genotypes of this format needs: the first or the second of [`Member::needs`].
    fn lists(&self, format: Member, which: usize) -> Result<Pairs> {
        let mut pairs = Pairs::new();
        let Some((kind, ending)) = format.needs().get(which).copied().flatten() else { return Ok(pairs) };
        let mains: Vec<usize> = self.of(format).collect();
        self.pair(&mains, kind, ending, &mut pairs)?;
        self.pair_only(&mains, kind, &mut pairs);
        Ok(pairs)
    }

    /// Lists of the other PLINK, for genotypes without one of their own: a `.pgen` beside `.bim` and `.fam`, and genotypes of
    /// PLINK 1 that are named `.pgen`.
    fn lists_of_other(&self, format: Member, which: usize, own: &mut Pairs, other: &Pairs) -> Result<()> {
        let from = if format == Member::Pgen { Member::Bed } else { Member::Pgen };
        let Some((kind, ending)) = from.needs().get(which).copied().flatten() else { return Ok(()) };
        let is_free = |main: &usize| !own.iter().any(|(of, _)| of == main);
        let is_other = |main: &usize| format == Member::Pgen || by_name(self.name(*main)) == Some(Member::Pgen);
        let mains: Vec<usize> = self.of(format).filter(is_free).filter(is_other).collect();
        let mut pairs = other.clone();
        self.pair(&mains, kind, ending, &mut pairs)?;
        own.extend(pairs.into_iter().filter(|(main, _)| mains.contains(main)));
        Ok(())
    }

    /// The lists of samples of BGEN files; one often serves the files of all chromosomes.
    fn bgen_people(&self) -> Result<Pairs> {
        let (mut pairs, mains) = (Pairs::new(), self.of(Member::Bgen).collect::<Vec<_>>());
        self.pair(&mains, Member::BgenSamples, ".sample", &mut pairs)?;
        let mut lists = self.of(Member::BgenSamples);
        if let (Some(list), None) = (lists.next(), lists.next()) {
            let is_free = |main: &usize| !pairs.iter().any(|(of, _)| of == main);
            let others: Vec<usize> = mains.into_iter().filter(is_free).collect();
            pairs.extend(others.into_iter().map(|main| (main, list)));
        }
        Ok(pairs)
    }

    fn indexes(&self, format: Member) -> Result<Pairs> {
        let mut pairs = Pairs::new();
        let Some(kind) = format.index() else { return Ok(pairs) };
        let mains: Vec<usize> = match kind {
            Member::Index => self.of(Member::Vcf).chain(self.of(Member::Bcf)).collect(),
            _ => self.of(format).collect(),
        };
        self.pair(&mains, kind, "", &mut pairs)?;
        self.pair_only(&mains, kind, &mut pairs);
        Ok(pairs)
    }

    /// Errors: `set-member-missing` where a list belongs to no genotypes; another form of a list that has them may be there.
    fn check_orphans(&self, pairs: &[Pairs]) -> Result<()> {
        let is_taken = |list: usize| pairs.iter().flatten().any(|(_, taken)| *taken == list);
        let has_list =
            |main: usize| pairs.iter().flatten().any(|(of, list)| *of == main && self.is(*list, Member::BgenSamples));
        for (place, (source, member)) in self.0.iter().enumerate().filter(|(place, _)| !is_taken(*place)) {
            let (format, ending) = match member {
                Member::Bim | Member::Fam => (Member::Bed, ".bed"),
                Member::Pvar | Member::Psam => (Member::Pgen, ".pgen"),
                Member::BgenSamples => (Member::Bgen, ".bgen"),
                _ => continue,
            };
            let is_other_form = pairs.iter().flatten().any(|(main, list)| {
                self.is(*list, *member)
                    && self.name(*list) != self.name(place)
                    && self.source(*main).is_some_and(|main| NEARNESS[0].holds(main, source, *member))
            });
            // Which of several lists is meant for BGEN files without one of their own is not known.
            let may_be_spare = format == Member::Bgen && self.of(format).any(|main| !has_list(main));
            if !is_other_form && !may_be_spare {
                let error = Error::new(ErrorKind::SetMemberMissing { member: ending });
                return Err(error.in_input(Role::Genotypes, source.name()));
            }
        }
        Ok(())
    }

    fn is(&self, place: usize, kind: Member) -> bool {
        self.0.get(place).is_some_and(|(_, member)| *member == kind)
    }
}

/// Puts chosen files that belong together into sets: by folder and the same name before the ending, or as the only ones of their
/// kind.
///
/// Errors: `unreadable`; `set-member-missing` names what a list without genotypes lacks; `set-ambiguous`.
pub fn group(sources: Vec<SharedSource>) -> Result<Vec<Chosen>> {
    let (mut known, mut order) = (Known(Vec::with_capacity(sources.len())), Vec::with_capacity(sources.len()));
    for source in sources {
        let member = recognise(&source).map_err(|error| error.in_input(Role::Genotypes, source.name()))?;
        order.push((source.clone(), member.map(|_| known.0.len())));
        known.0.extend(member.map(|member| (source, member)));
    }
    let (mut variants, mut people) = (Pairs::new(), Pairs::new());
    for (which, lists) in [&mut variants, &mut people].into_iter().enumerate() {
        let (mut beds, mut pgens) = (known.lists(Member::Bed, which)?, known.lists(Member::Pgen, which)?);
        known.lists_of_other(Member::Bed, which, &mut beds, &pgens)?;
        known.lists_of_other(Member::Pgen, which, &mut pgens, &beds)?;
        lists.extend(beds.into_iter().chain(pgens));
    }
    people.extend(known.bgen_people()?);
    let mut indexes = known.indexes(Member::Vcf)?;
    indexes.extend(known.indexes(Member::Bgen)?);
    let pairs = [variants, people, indexes];
    known.check_orphans(&pairs)?;
    let [variants, people, indexes] = &pairs;
    let mut chosen = Vec::new();
    for (main, place) in order {
        let Some(place) = place else {
            chosen.push(Chosen::Other(main));
            continue;
        };
        let of = |pairs: &Pairs| {
            pairs.iter().find(|(of, _)| *of == place).and_then(|(_, list)| known.source(*list)).cloned()
        };
        let (variants, people, index) = (of(variants), of(people), of(indexes));
        if let Some((_, format)) = known.0.get(place).filter(|(_, format)| format.has_genotypes()) {
            chosen.push(Chosen::Records(RecordSet { format: *format, main, variants, people, index, kept: None }));
        }
    }
    Ok(chosen)
}

/// Whether an index has the name that tabix, bcftools and bgenix give it.
fn is_named_after(index: &str, file: &str) -> bool {
    [".tbi", ".csi", ".bgi"].iter().any(|ending| index.strip_suffix(ending) == Some(file))
}

/// A file's name without the ending of its format and compression.
fn base(name: &str) -> &str {
    let inner = without_packing(name);
    inner.rsplit_once('.').map_or(inner, |(base, _)| base)
}

/// A file's name without folders and the endings of its format.
pub fn stem(name: &str) -> &str {
    const ENDINGS: [&str; 18] = [
        ".gz", ".bgz", ".zst", ".vcf", ".bcf", ".bed", ".bim", ".fam", ".pgen", ".pvar", ".psam", ".bgen", ".sample",
        ".tbi", ".csi", ".bgi", ".g", ".genome",
    ];
    let mut name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    while let Some(shorter) =
        ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|rest| !rest.is_empty())
    {
        name = shorter;
    }
    name
}

#[cfg(test)]
mod tests;
