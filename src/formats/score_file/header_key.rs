//! Reads the `#key=value` lines before a score's table, in the spelling of either PGS Catalog version.

use super::MAX_HEADER_BYTES;
use crate::genome::Build;
use crate::weights::{Header, WeightType};

/// The keys that PGS Catalog version 1 wrote in words, and what version 2 calls them.
const VERSION_1: [(&str, &str); 8] = [
    ("pgs id", "pgs_id"),
    ("pgs name", "pgs_name"),
    ("reported trait", "trait_reported"),
    ("mapped trait(s) (efo label)", "trait_mapped"),
    ("original genome build", "genome_build"),
    ("number of variants", "variants_number"),
    ("pgp id", "pgp_id"),
    ("weight type", "weight_type"),
];

/// Key and value of a comment line, trimmed; `None` where the line is not of that kind.
pub fn key_and_value(line: &[u8]) -> Option<(String, String)> {
    let text = line.trim_ascii_start();
    let inner = text.iter().position(|byte| *byte != b'#').and_then(|start| text.get(start..))?;
    let at = memchr::memchr(b'=', inner)?;
    let (key, value) = inner.split_at_checked(at)?;
    let key = key.trim_ascii();
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"_ -.()".contains(byte);
    if key.is_empty() || key.len() > 64 || !key.iter().all(is_word) {
        return None;
    }
    let value = value.get(1..).unwrap_or(b"").trim_ascii();
    Some((String::from_utf8_lossy(key).into_owned(), String::from_utf8_lossy(value).into_owned()))
}

/// The key in version 2 spelling and lower case.
pub fn canonical(key: &str) -> String {
    let lower = key.to_ascii_lowercase();
    VERSION_1.iter().find(|(old, _)| *old == lower).map_or(lower, |(_, new)| (*new).to_owned())
}

/// Whether a key is one that only scoring files have.
pub fn is_of_a_score(key: &str) -> bool {
    let key = canonical(key);
    matches!(
        key.as_str(),
        "pgs_id" | "omicspred_id" | "pgs_name" | "pgp_id" | "weight_type" | "trait_reported" | "variants_number"
    ) || key.starts_with("hmpos_")
}

/// Gathers the header line by line, within [`MAX_HEADER_BYTES`].
#[derive(Debug, Default)]
pub struct HeaderKeys {
    /// What has been understood so far.
    pub header: Header,
    /// Keys that were not kept because the header had grown too long.
    pub cut: u64,
    omicspred_id: Option<String>,
    /// Bytes of the lines that were understood.
    pub bytes: usize,
}

impl HeaderKeys {
    /// Takes one comment line.
    pub fn line(&mut self, line: &[u8]) {
        let Some((key, value)) = key_and_value(line) else { return };
        self.bytes += line.len();
        if self.bytes > MAX_HEADER_BYTES {
            self.cut += 1;
            return;
        }
        let header = &mut self.header;
        let some = || Some(value.clone()).filter(|value| !value.is_empty());
        match canonical(&key).as_str() {
            "pgs_id" if header.id.is_empty() => header.id = value.clone(),
            "omicspred_id" => self.omicspred_id = some(),
            "pgs_name" => header.name = some(),
            "trait_reported" => header.trait_reported = some(),
            "format_version" => header.format_version = some(),
            "weight_type" => header.weight_type = WeightType::parse(&value),
            "genome_build" => header.genome_build = Build::parse(&value),
            "hmpos_build" => header.harmonised_build = Build::parse(&value),
            "variants_number" => header.variants_number = value.parse().ok(),
            "citation" => header.citation = some(),
            "license" => header.license = some(),
            _ => {}
        }
        header.keys.push((key, value));
    }

    /// Whether any key says that this is a scoring file.
    pub fn says_score(&self) -> bool {
        self.header.keys.iter().any(|(key, _)| is_of_a_score(key))
    }

    /// The header, with the best name there is as its id: `pgs_id`, `omicspred_id`, `pgs_name`, the file's own.
    pub fn into_header(mut self, file_name: &str) -> Header {
        if self.header.id.is_empty() {
            self.header.id =
                self.omicspred_id.or_else(|| self.header.name.clone()).unwrap_or_else(|| stem(file_name).to_owned());
        }
        self.header
    }
}

/// A file's name without folder and the endings that say only how it is stored.
pub fn stem(file_name: &str) -> &str {
    let mut name = file_name.rsplit(['/', '\\', ':']).next().unwrap_or(file_name);
    while let Some((stem, ending)) = name.rsplit_once('.') {
        let is_storage =
            ["gz", "bgz", "zip", "txt", "csv", "tsv", "tab"].iter().any(|known| known.eq_ignore_ascii_case(ending));
        if stem.is_empty() || !is_storage {
            break;
        }
        name = stem;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> HeaderKeys {
        let mut keys = HeaderKeys::default();
        lines.iter().for_each(|line| keys.line(line.as_bytes()));
        keys
    }

    #[test]
    fn both_versions() {
        let new =
            ["#pgs_id=PGS1", "#genome_build=hg19", "#variants_number=7", "#weight_type=OR", "#HmPOS_build=GRCh38"];
        let old = ["# PGS ID = PGS1", "# Original Genome Build = GRCh37", "# Number of Variants = 7"];
        for lines in [new.as_slice(), &old] {
            let header = read(lines).into_header("x");
            assert_eq!((header.id.as_str(), header.genome_build), ("PGS1", Some(Build::Grch37)));
            assert_eq!((header.variants_number, header.keys.len()), (Some(7), lines.len()));
        }
        let header = read(&new).into_header("x");
        assert_eq!((header.weight_type, header.harmonised_build), (WeightType::OddsRatio, Some(Build::Grch38)));
    }

    #[test]
    fn lines_without_a_key_and_names() {
        let keys =
            read(&["###PGS CATALOG SCORING FILE - see https://a/b#c", "##SOURCE INFORMATION", "#x y\tz=1", "#=2"]);
        assert!(keys.header.keys.is_empty() && !keys.says_score());
        assert_eq!(keys.into_header("folder/My.score.TXT.gz").id, "My.score");
        assert_eq!(read(&["#pgs_name=test2\t\t"]).into_header("f").id, "test2");
        assert_eq!(read(&["#omicspred_id=OPGS1", "#pgs_name=n"]).into_header("f").id, "OPGS1");
        assert_eq!(stem(".hidden"), ".hidden");
    }
}
