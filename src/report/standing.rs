//! Gives percentile and absolute risk the form that reports carry: a number with interval and basis, or why there is none.

use super::gates::WithheldText;
use crate::calibration::absolute_risk::{HistoryBasis, HistoryTaken, RiskBasis, RiskTo};
use crate::calibration::percentile::{Method, Standing};
use crate::calibration::{Relative, Stated, Withheld};
use crate::reference::CanRisk;
use serde::Serialize;

/// What a score's entry of the report says of where the person stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Where the person stands, or why that is withheld.
    pub percentile: Percentile,
    /// The sum standardised along principal components, of the variants that the file has; none where the percentile rests on
    /// frequencies or is withheld.
    pub z_norm2: Option<f64>,
    /// Absolute risk, or why that is withheld.
    pub absolute_risk: AbsoluteRisk,
    /// What the score's pack says for CanRisk; none where it says nothing.
    pub canrisk: Option<CanRisk>,
}

impl Compared {
    /// What was found. `held` is the share of the score's variance that the reference has frequencies for, from 0 to 1.
    pub fn new(standing: Result<&Standing, Withheld>, held: f64, risk: Result<&Stated<RiskBasis>, Withheld>) -> Self {
        let by_components = |standing: &&Standing| standing.percentile.basis().method == Method::Components;
        let mut percentile = Percentile::from(standing);
        if let Percentile::Told { covered, .. } = &mut percentile {
            *covered *= held;
        }
        let z_norm2 = standing.ok().filter(by_components).map(Standing::z);
        Self { percentile, z_norm2, absolute_risk: risk.into(), canrisk: None }
    }

    /// The same with what is known of the score's accuracy in people like this one.
    pub fn with_accuracy(mut self, of: Option<AccuracyShown>, pairs: Option<DiscriminationShown>) -> Self {
        if let Percentile::Told { accuracy, discrimination, .. } = &mut self.percentile {
            (*accuracy, *discrimination) = (of, pairs.map(Box::new));
        }
        self
    }

    /// Nothing, and why.
    pub fn withheld(why: Withheld) -> Self {
        Self::new(Err(why), 0.0, Err(Withheld::NoPercentile))
    }
}

/// How accurate a score is in people like somebody, and what it so leaves open.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AccuracyShown {
    /// R² in people like this one, of what the reference has of the score.
    pub r2: f64,
    /// R² in people like this one ÷ R² where the score was validated.
    pub kept: f64,
    /// Whether that was measured for this score; otherwise it is what is typical of scores from people of Europe.
    pub is_measured: bool,
    /// Where the score was validated.
    pub citation: String,
    /// Heritability, where it was published.
    pub heritability: Option<f64>,
    /// Between this …
    pub genetic_low: Option<f64>,
    /// … and this percentile lies the true genetic value, as often as the percentile's own interval holds; where the
    /// heritability was published. Weights are estimates, and no reading of a file mends that.
    pub genetic_high: Option<f64>,
}

/// How well a score tells people with its disease from others, where that is all that is known of its accuracy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DiscriminationShown {
    /// How often somebody with the disease has the higher score than somebody without it, from 0 to 1.
    pub auc: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// People it was measured in.
    pub people: u64,
    /// Those of them with the disease.
    pub cases: u64,
    /// The group that the person is most like, where it was measured in that group; none where it was measured in others.
    pub group: Option<String>,
    /// Where the score was validated.
    pub citation: String,
}

/// `percentile` of a score in the report. Every field is written, those that are withheld as null.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(into = "PercentileShown")]
pub enum Percentile {
    /// A percentile.
    Told {
        /// From 0 to 100, of the variants that the file has.
        value: f64,
        /// Between this …
        low: f64,
        /// … and this lies the percentile of the whole score,
        high: f64,
        /// this often.
        level: f64,
        /// `frequencies` or `components`.
        basis: &'static str,
        /// The reference group that the person is most like.
        group: String,
        /// That group's share of the similarity, from 0 to 1.
        share: f64,
        /// Share of the score's variance that the file has, from 0 to 1.
        covered: f64,
        /// How accurate the score is in people like this one, where the pack says so.
        accuracy: Option<AccuracyShown>,
        /// How well it tells cases from others, where that is what the pack says.
        discrimination: Option<Box<DiscriminationShown>>,
    },
    /// None, and why.
    Withheld {
        /// Why, and what would help.
        withheld: WithheldText,
    },
}

/// A percentile as it is written.
#[derive(Serialize, Default)]
struct PercentileShown {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    level: Option<f64>,
    basis: Option<&'static str>,
    group: Option<String>,
    share: Option<f64>,
    covered: Option<f64>,
    accuracy: Option<AccuracyShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discrimination: Option<Box<DiscriminationShown>>,
    withheld: Option<WithheldText>,
}

impl From<Percentile> for PercentileShown {
    fn from(percentile: Percentile) -> Self {
        match percentile {
            Percentile::Told { value, low, high, level, basis, group, share, covered, accuracy, discrimination } => {
                Self {
                    value: Some(value),
                    low: Some(low),
                    high: Some(high),
                    level: Some(level),
                    basis: Some(basis),
                    group: Some(group),
                    share: Some(share),
                    covered: Some(covered),
                    accuracy,
                    discrimination,
                    withheld: None,
                }
            }
            Percentile::Withheld { withheld } => Self { withheld: Some(withheld), ..Self::default() },
        }
    }
}

/// `absolute_risk` of a score in the report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum AbsoluteRisk {
    /// A risk.
    Told {
        /// From 0 to 1.
        value: f64,
        /// Lower end of its band.
        low: f64,
        /// Upper end of its band.
        high: f64,
        /// How often the band's standing holds.
        level: f64,
        /// The average person's risk between the same ages.
        average: f64,
        /// Age in years from which it counts; none for a lifetime.
        #[serde(skip_serializing_if = "Option::is_none")]
        from_years: Option<usize>,
        /// Age in years to which it counts.
        #[serde(skip_serializing_if = "Option::is_none")]
        to_years: Option<usize>,
        /// Where the score was validated.
        citation: String,
        /// R² in people like this one, with what the file holds.
        r2: f64,
        /// Accuracy kept in this background, from 0 to 1.
        accuracy_kept: f64,
        /// The same to earlier ages; empty for a lifetime.
        curve: Vec<RiskTo>,
        /// What a stated relative did to it; not there where nothing was stated.
        #[serde(skip_serializing_if = "Option::is_none")]
        family_history: Option<FamilyHistoryTold>,
    },
    /// None, and why.
    Withheld {
        /// Why, and what would help.
        withheld: WithheldText,
    },
}

/// A stated relative, in a risk. Either `heritability` and `without` are there, or why the risk is that without it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FamilyHistoryTold {
    /// `affected` or `unaffected`.
    relative: Relative,
    /// Heritability of liability that it rests on.
    heritability: Option<f64>,
    /// The risk without it.
    without: Option<RiskWithout>,
    /// Why it is not in the risk, and what would help.
    withheld: Option<WithheldText>,
}

/// A risk from 0 to 1 within its band.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RiskWithout {
    value: f64,
    low: f64,
    high: f64,
}

impl From<HistoryBasis> for FamilyHistoryTold {
    fn from(history: HistoryBasis) -> Self {
        let without =
            |taken: HistoryTaken| RiskWithout { value: taken.without, low: taken.band.low, high: taken.band.high };
        Self {
            relative: history.relative,
            heritability: history.taken.ok().map(|taken| taken.heritability),
            without: history.taken.ok().map(without),
            withheld: history.taken.err().map(WithheldText::from),
        }
    }
}

impl From<Result<&Standing, Withheld>> for Percentile {
    fn from(standing: Result<&Standing, Withheld>) -> Self {
        match standing {
            Ok(standing) => {
                let (told, interval) = (standing.percentile.basis(), standing.percentile.interval());
                Self::Told {
                    value: standing.percentile.value(),
                    low: interval.low,
                    high: interval.high,
                    level: standing.percentile.level(),
                    basis: match told.method {
                        Method::Frequencies => "frequencies",
                        Method::Components => "components",
                    },
                    group: told.group.clone(),
                    share: told.share,
                    covered: told.covered,
                    accuracy: None,
                    discrimination: None,
                }
            }
            Err(withheld) => Self::Withheld { withheld: withheld.into() },
        }
    }
}

impl From<Result<&Stated<RiskBasis>, Withheld>> for AbsoluteRisk {
    fn from(risk: Result<&Stated<RiskBasis>, Withheld>) -> Self {
        match risk {
            Ok(risk) => {
                let (basis, interval) = (risk.basis(), risk.interval());
                Self::Told {
                    value: risk.value(),
                    low: interval.low,
                    high: interval.high,
                    level: risk.level(),
                    average: basis.average,
                    from_years: basis.ages.map(|ages| ages.0),
                    to_years: basis.ages.map(|ages| ages.1),
                    citation: basis.citation.clone(),
                    r2: basis.r2,
                    accuracy_kept: basis.kept,
                    curve: basis.curve.clone(),
                    family_history: basis.history.map(FamilyHistoryTold::from),
                }
            }
            Err(withheld) => Self::Withheld { withheld: withheld.into() },
        }
    }
}
