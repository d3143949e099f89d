//! Puts parts of different samples of the same files together, each added up over the files, and checks what each part took
//! for granted.

use super::merge_partials::{Merging, disagree};
use super::run::Session;
use crate::error::{Error, PartialKind, Result, Role};
use crate::genome::Sex;
use crate::scoring::ScoreState;

/// Sees to it that every part took for granted what the whole shows.
fn check_assumed(merging: &Merging, session: &Session) -> Result<()> {
    let cohort = merging.opened.clone().into_cohort(merging.sets.clone(), &session.options);
    let sexes: Vec<Sex> = cohort.samples.iter().map(|sample| sample.sex.unwrap_or_default()).collect();
    for (name, build, assumed_sexes) in &merging.assumed {
        let what = if *build != cohort.build() {
            "the build"
        } else if assumed_sexes.as_ref().is_some_and(|assumed| *assumed != sexes) {
            "the sex that X and Y show of a sample"
        } else {
            continue;
        };
        return Err(disagree(what).in_input(Role::Partials, name));
    }
    Ok(())
}

/// Puts different samples of the same files together, in the files' order.
pub(super) fn join_samples(merging: Vec<Merging>, session: &Session) -> Result<Vec<Merging>> {
    let mut lots: Vec<Vec<Merging>> = Vec::new();
    for one in merging {
        check_assumed(&one, session)?;
        let is_lot = |lot: &&mut Vec<Merging>| {
            lot.first().is_some_and(|first| first.hashes == one.hashes && first.opened.samples == one.opened.samples)
        };
        match lots.iter_mut().find(is_lot) {
            Some(lot) => lot.push(one),
            None => lots.push(vec![one]),
        }
    }
    lots.into_iter().map(join_lot).collect()
}

fn join_lot(mut lot: Vec<Merging>) -> Result<Merging> {
    let name = lot.last().and_then(|one| one.assumed.first()).map_or(String::new(), |(name, ..)| name.clone());
    let refuse = |kind: PartialKind| Error::from(kind).in_input(Role::Partials, &name);
    let mut places: Vec<(usize, (usize, usize))> = Vec::new();
    for (number, one) in lot.iter().enumerate() {
        let all = || (0..one.opened.samples.len()).collect();
        let selected = one.opened.selected.clone().unwrap_or_else(all);
        places.extend(selected.into_iter().enumerate().map(|(at, place)| (place, (number, at))));
    }
    let mut first = lot.remove(0);
    if lot.is_empty() {
        return Ok(first);
    }
    places.sort_unstable();
    if places.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a == b)) {
        return Err(refuse(PartialKind::Overlap { what: "the same files of the same sample".to_owned() }));
    }
    let (selected, order): (Vec<usize>, Vec<(usize, usize)>) = places.into_iter().unzip();
    first.opened.selected = Some(selected);
    for (number, run) in first.runs.iter_mut().enumerate() {
        let mut of_scores: Vec<Vec<ScoreState>> = first
            .states
            .get_mut(number)
            .map(std::mem::take)
            .unwrap_or_default()
            .into_iter()
            .map(|state| vec![state])
            .collect();
        for other in &mut lot {
            let (Some(more), Some(states)) = (other.runs.get(number), other.states.get_mut(number)) else {
                return Err(refuse(PartialKind::Disagree { what: "the scores of one reading" }));
            };
            run.conflicts = run.conflicts.saturating_add(more.conflicts);
            run.haploid_heterozygous = run.haploid_heterozygous.saturating_add(more.haploid_heterozygous);
            if (&run.scores, &run.positions) != (&more.scores, &more.positions) {
                return Err(refuse(PartialKind::Disagree { what: "the scores of one reading" }));
            }
            for (all, state) in of_scores.iter_mut().zip(std::mem::take(states)) {
                all.push(state);
            }
        }
        let gathered: Option<Vec<ScoreState>> =
            of_scores.into_iter().map(|states| ScoreState::gather(&states, &order)).collect();
        let disagree = || refuse(PartialKind::Disagree { what: "the records that a score's rows met" });
        if let Some(slot) = first.states.get_mut(number) {
            *slot = gathered.ok_or_else(disagree)?;
        }
    }
    Ok(first)
}
