//! Holds what a scoring file says about itself.

use crate::genome::Build;
use serde::{Deserialize, Serialize};

/// The scale of `effect_weight`, from the header key `weight_type`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WeightType {
    /// Additive weights on the scale of the trait or of log odds.
    Beta,
    /// The logarithm of odds ratios.
    LogOddsRatio,
    /// The logarithm of hazard ratios.
    LogHazardRatio,
    /// Odds ratios.
    OddsRatio,
    /// Hazard ratios.
    HazardRatio,
    /// `NR` or not given: weights are summed as they stand.
    #[default]
    NotReported,
}

impl WeightType {
    /// Reads what headers write: `beta`, `log(OR)`, `OR`, `HR`, `OR/HR`, `NR`, any case.
    pub fn parse(text: &str) -> Self {
        let plain: String =
            text.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect();
        match plain.as_str() {
            "beta" => Self::Beta,
            "logor" | "lnor" | "logoddsratio" | "lnoddsratio" | "logodds" => Self::LogOddsRatio,
            "loghr" | "lnhr" | "loghazardratio" | "lnhazardratio" => Self::LogHazardRatio,
            "or" | "oddsratio" | "orhr" => Self::OddsRatio,
            "hr" | "hazardratio" => Self::HazardRatio,
            _ => Self::NotReported,
        }
    }

    /// Whether the author calls the weights ratios.
    pub fn is_ratio(self) -> bool {
        matches!(self, Self::OddsRatio | Self::HazardRatio)
    }
}

/// The header of a scoring file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// `pgs_id`, or the best other name the file gives (`omicspred_id`, `pgs_name`, the file's own name).
    pub id: String,
    /// `pgs_name`.
    pub name: Option<String>,
    /// `trait_reported`.
    #[serde(rename = "trait")]
    pub trait_reported: Option<String>,
    /// `format_version`.
    pub format_version: Option<String>,
    /// `weight_type` as understood.
    pub weight_type: WeightType,
    /// `genome_build`: the build of `chr_name` and `chr_position`.
    pub genome_build: Option<Build>,
    /// `HmPOS_build`: the build of `hm_chr` and `hm_pos`.
    pub harmonised_build: Option<Build>,
    /// `variants_number`, as the header claims.
    pub variants_number: Option<u64>,
    /// `citation`.
    pub citation: Option<String>,
    /// `license`.
    pub license: Option<String>,
    /// Every key with its value as written, in the file's order.
    pub keys: Vec<(String, String)>,
}

impl Header {
    /// The value of a header key as written; keys compare without regard to case.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.keys.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_types_as_headers_write_them() {
        let rows = [
            ("beta", WeightType::Beta),
            ("log(OR)", WeightType::LogOddsRatio),
            ("log(HR)", WeightType::LogHazardRatio),
            ("OR", WeightType::OddsRatio),
            ("Odds ratio", WeightType::OddsRatio),
            ("OR/HR", WeightType::OddsRatio),
            ("hr", WeightType::HazardRatio),
            ("NR", WeightType::NotReported),
            ("", WeightType::NotReported),
        ];
        for (text, expected) in rows {
            assert_eq!(WeightType::parse(text), expected, "{text}");
        }
        assert!(WeightType::HazardRatio.is_ratio() && !WeightType::LogOddsRatio.is_ratio());
    }
}
