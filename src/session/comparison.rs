//! Compares everybody with the people of a reference and with each other, in steps, and puts together what a page shows of it.

use super::ancestry::{SampleAncestry, place_all, sought_list};
use super::common_sites::SitesRun;
use super::compare::Reference;
use super::eye_colour::{appearance_of, eye_sites};
use super::kinship::{KinshipReport, Relatives};
use super::run::{Progress, Session, Task};
use super::sites::{CallsOf, CallsRun};
use crate::calibration::Surroundings;
use crate::error::{ErrorKind, Result};
use crate::reference::Panel;
use crate::report::Appearance;
use crate::report::standing::Compared;
use crate::variants::at_sites::SoughtSites;
use serde::Serialize;
use std::rc::Rc;
use std::sync::Arc;

/// People between whom relations are told unasked: those of a family or a class. For more there is a command.
const KIN_MAX: usize = 50;

/// Components that are drawn.
const COMPONENTS_SHOWN: usize = 4;

/// People placed in one step: one for so many bytes of its budget, and as many as threads are worth while for.
const BUDGET_OF_A_PLACE: u64 = 1 << 20;
const PLACED_AT_ONCE: u64 = 4;

/// Everybody who is open, compared.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// By what.
    pub reference: ReferenceShown,
    /// Everybody, in the order of the report.
    pub people: Vec<SampleAncestry>,
    /// What is said of each one's appearance.
    pub appearance: Vec<Appearance>,
    /// Every two of them; none where there is one person, or more than 50.
    pub kinship: Option<KinshipReport>,
}

/// A reference pack and its people.
#[derive(Clone, Debug, Serialize)]
pub struct ReferenceShown {
    /// Its name.
    pub name: String,
    /// Whose people these are.
    pub origin: String,
    /// Under what terms.
    pub licence: String,
    /// SHA-256 of the pack as it is stored.
    pub sha256: String,
    /// Sites.
    pub sites: usize,
    /// Codes of the groups.
    pub groups: Vec<String>,
    /// The group of each person, as its place in `groups`.
    pub group_of: Vec<usize>,
    /// The people's first components, as many as `width` says. Shape: people × width.
    pub coordinates: Vec<f64>,
    /// Components of each person.
    pub width: usize,
}

/// A comparison on its way.
pub(super) struct ComparisonRun {
    reference: Reference,
    around: Option<Surroundings<Arc<Panel>>>,
    stage: Stage,
    /// Everybody who was read and is to be placed, in order.
    read: std::vec::IntoIter<CallsOf>,
    people: Vec<SampleAncestry>,
    appearance: Vec<Appearance>,
    relatives: Option<Relatives>,
    /// Whether reports are to say where everybody stands with each score.
    stands: bool,
    /// By score.
    standing: Vec<Vec<Compared>>,
}

enum Stage {
    /// Sites that people have in common are gathered.
    Sites(SitesRun),
    /// Everybody is read at them, and placed.
    People { sought: Rc<SoughtSites>, calls: CallsRun },
    /// Each score's standing is worked out, this one next.
    Scores(usize),
}

impl Session {
    /// Begins to compare everybody, after scoring where there are scores; the report then says where they stand, if one of the
    /// scores brings figures of reference people. [`Self::take_comparison`] has what was found.
    ///
    /// Errors: `out-of-order` while another task runs.
    pub fn begin_comparison(&mut self, reference: Reference) -> Result<()> {
        // A family without such a score is compared for its relations alone; its report says nothing of percentiles then.
        let stands = self.scores.iter().any(|score| score.calibration.is_some());
        let people: usize = self.files().map(|file| file.samples as usize).sum();
        self.begin(|_| {
            Ok(Task::Compare(Box::new(ComparisonRun::new(reference, true, (2..=KIN_MAX).contains(&people), stands))))
        })
    }

    /// What the comparison that ended last found; once.
    pub fn take_comparison(&mut self) -> Option<Comparison> {
        self.comparison.take()
    }

    /// Compares everybody, in one go.
    ///
    /// Errors: those of [`Self::begin_comparison`], of reading the files, and of [`Session::compare`].
    pub fn comparison(&mut self, reference: &Reference) -> Result<Comparison> {
        self.begin_comparison(reference.clone())?;
        while !self.step(u64::MAX)?.finished {}
        self.take_comparison().ok_or_else(|| ErrorKind::OutOfOrder.into())
    }

    /// Compares everybody for the report alone, after the scoring task has ended.
    ///
    /// Errors: `out-of-order` before; those of reading the files.
    pub fn compare(&mut self, reference: &Reference) -> Result<()> {
        // Without a score that brings figures nobody needs a place.
        let is_placed = self.scores.iter().any(|score| score.calibration.is_some());
        let run = ComparisonRun::new(reference.clone(), is_placed, false, true);
        self.begin(|_| Ok(Task::Compare(Box::new(run))))?;
        while !self.step(u64::MAX)?.finished {}
        self.comparison = None;
        Ok(())
    }

    pub(super) fn step_comparison(&mut self, mut run: Box<ComparisonRun>, budget: u64) -> Result<Progress> {
        let progress = run.step(self, budget)?;
        if progress.finished {
            self.end_comparison(*run)
        } else {
            self.task = Some(Task::Compare(run))
        }
        Ok(progress)
    }

    fn end_comparison(&mut self, run: ComparisonRun) {
        let ComparisonRun { reference, people, appearance, relatives, stands, standing, .. } = run;
        if stands {
            self.put_standing(&reference, standing);
            self.put_appearance(appearance.clone());
        }
        let kinship = relatives.map(|relatives| relatives.relate());
        let reference = show(&reference.panel, &reference.sha256);
        self.comparison = Some(Comparison { reference, people, appearance, kinship });
    }

    /// Gives everybody what is said of their appearance, in the order of the report.
    fn put_appearance(&mut self, found: Vec<Appearance>) {
        let (people, samples) = self.by_list(found);
        self.people.iter_mut().zip(people).for_each(|(person, found)| person.appearance = Some(found));
        self.cohorts.iter_mut().zip(samples).for_each(|(cohort, found)| cohort.appearance = found);
    }
}

impl ComparisonRun {
    /// Before anything is read. `is_placed`: whether people are placed; `is_related`: whether relations are told.
    fn new(reference: Reference, is_placed: bool, is_related: bool, stands: bool) -> Self {
        let first = sought_list(&reference.panel);
        Self {
            around: is_placed.then(|| Surroundings::new(reference.panel.clone())),
            // What is gathered for relations is thrown away where none is told.
            stage: if is_related { Stage::Sites(SitesRun::new(first)) } else { people_at(first, &reference.panel) },
            read: Vec::new().into_iter(),
            people: Vec::new(),
            appearance: Vec::new(),
            relatives: None,
            stands,
            standing: Vec::new(),
            reference,
        }
    }

    fn step(&mut self, session: &mut Session, budget: u64) -> Result<Progress> {
        let bytes = |(done, total)| Progress { phase: "reading", done, total, unit: "bytes", finished: false };
        let next = match &mut self.stage {
            Stage::Sites(run) => {
                let finished = run.step(session, budget)?;
                let progress = bytes(run.progress(session));
                if !finished {
                    return Ok(progress);
                }
                let gathered = std::mem::replace(run, SitesRun::new(Vec::new())).finish(session);
                self.relatives = Some(Relatives::new(gathered.len()));
                self.stage = people_at(gathered, &self.reference.panel);
                return Ok(progress);
            }
            Stage::People { sought, calls } => {
                let at_once = (budget / BUDGET_OF_A_PLACE).max(PLACED_AT_ONCE);
                let few: Vec<CallsOf> =
                    self.read.by_ref().take(usize::try_from(at_once).unwrap_or(usize::MAX)).collect();
                if !few.is_empty() {
                    if let Some(around) = &self.around {
                        self.people.extend(place_all(around, &few));
                    }
                    self.appearance.extend(few.iter().map(|of| appearance_of(of, sought)));
                    let done = self.appearance.len() as u64;
                    let total = session.files().map(|file| file.samples).sum();
                    return Ok(Progress { phase: "placing", done, total, unit: "people", finished: false });
                }
                match calls.step(session, budget)? {
                    Some(read) => {
                        if let Some(relatives) = &mut self.relatives {
                            read.iter().for_each(|of| relatives.add(of));
                        }
                        self.read = read.into_iter();
                        return Ok(bytes(calls.progress(session)));
                    }
                    None => 0,
                }
            }
            Stage::Scores(next) => {
                let (people, samples) = session.by_list(self.people.clone());
                self.standing.extend(session.stand_with(&self.reference, *next..*next + 1, &people, &samples)?);
                *next + 1
            }
        };
        self.stage = Stage::Scores(next);
        let total = if self.stands { session.scores.len() } else { 0 };
        Ok(Progress {
            phase: "comparing",
            done: next as u64,
            total: total as u64,
            unit: "scores",
            finished: next >= total,
        })
    }
}

/// Reads everybody at these sites, the panel's first, and at those of eye colour.
fn people_at(mut sites: Vec<crate::variants::at_sites::SoughtSite>, panel: &Panel) -> Stage {
    sites.extend(eye_sites());
    // What was met elsewhere says nothing of the panel's sites.
    let sought = Rc::new(SoughtSites::new(sites).counting(panel.sites.len()));
    Stage::People { calls: CallsRun::new(sought.clone()), sought }
}

fn show(panel: &Panel, sha256: &str) -> ReferenceShown {
    let group_of = |population: &usize| panel.populations.get(*population).map_or(0, |of| of.group);
    let width = panel.components.min(COMPONENTS_SHOWN);
    let coordinates =
        (0..panel.people.len()).flat_map(|person| panel.coordinates_of(person).iter().take(width).copied());
    ReferenceShown {
        name: panel.about.name.clone(),
        origin: panel.about.origin.clone(),
        licence: panel.about.licence.clone(),
        sha256: sha256.to_owned(),
        sites: panel.sites.len(),
        groups: panel.groups.clone(),
        group_of: panel.people.iter().map(group_of).collect(),
        coordinates: coordinates.collect(),
        width,
    }
}
