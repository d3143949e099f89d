//! Holds the rooms to their floors: a room imports only what its floor allows, and only `wasm` knows JavaScript.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms it may import, besides itself. The order is that of the floors.
const ROOMS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("finding", &[]),
    ("stats", &[]),
    ("genome", &["error", "finding"]),
    ("weights", &["error", "genome"]),
    ("reference", &["error", "genome", "stats"]),
    ("bytes", &["error", "finding", "genome", "stats", "weights"]),
    ("formats", &["error", "finding", "genome", "stats", "weights", "reference", "bytes"]),
    ("variants", &["error", "finding", "genome", "stats", "weights", "reference"]),
    ("matching", &["error", "finding", "genome", "stats", "weights"]),
    ("scoring", &["error", "finding", "genome", "stats", "weights", "matching"]),
    ("training", &["error", "finding", "genome", "stats", "weights", "variants"]),
    ("calibration", &["error", "finding", "genome", "stats", "weights", "reference", "bytes", "matching", "scoring"]),
    ("family", &["error", "finding", "genome", "stats", "weights", "reference", "variants", "matching", "scoring"]),
    ("simulation", &["error", "finding", "genome", "stats", "weights", "reference", "matching", "scoring"]),
    (
        "report",
        &[
            "error",
            "finding",
            "genome",
            "stats",
            "weights",
            "reference",
            "variants",
            "matching",
            "scoring",
            "calibration",
            "family",
            "simulation",
        ],
    ),
    ("labs", &["error", "stats", "genome", "weights", "reference", "scoring", "training", "calibration", "simulation"]),
    (
        "session",
        &[
            "error",
            "finding",
            "genome",
            "stats",
            "weights",
            "reference",
            "bytes",
            "formats",
            "variants",
            "matching",
            "scoring",
            "calibration",
            "family",
            "report",
        ],
    ),
    ("wasm", &["error", "bytes", "session", "report", "labs"]),
];

/// Crates that only the browser's room may name.
const BROWSER_CRATES: [&str; 5] = ["js_sys", "web_sys", "wasm_bindgen", "serde_wasm_bindgen", "wasm_bindgen_rayon"];

fn source_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is there") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            source_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// `src/matching/join.rs` → `matching`.
fn room_of(path: &Path) -> String {
    let inside = path.strip_prefix(src()).expect("under src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Rooms named behind `crate::` in code, grouped imports included; comments do not count.
fn rooms_named(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut named = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let group = rest.strip_prefix('{').map(|group| group.split('}').next().unwrap_or(""));
        let names = group.map_or_else(|| vec![rest], |group| group.split(',').collect());
        for name in names {
            let name: String =
                name.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            named.insert(name);
        }
    }
    named
}

#[test]
fn rooms_import_from_lower_floors_only() {
    let mut files = Vec::new();
    source_files(&src(), &mut files);
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for path in files {
        let room = room_of(&path);
        if room == "lib" || room == "bin" {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            faults.push(format!("{}: the room {room} has no floor", path.display()));
            continue;
        };
        seen.insert(room.clone());
        let text = fs::read_to_string(&path).expect("readable");
        // Tests beside the code may make their inputs with any room.
        let is_test = path.file_name().is_some_and(|name| name == "tests.rs");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
        for named in if is_test { BTreeSet::new() } else { rooms_named(code) } {
            if named != room && !allowed.contains(&named.as_str()) {
                faults.push(format!("{}: {room} imports {named}", path.display()));
            }
        }
        if room != "wasm" {
            for name in BROWSER_CRATES {
                if code.contains(&format!("{name}::")) {
                    faults.push(format!("{}: {room} knows {name}", path.display()));
                }
            }
        }
        if !text.starts_with("//!") {
            faults.push(format!("{}: the first line does not say what the file does", path.display()));
        }
        let lines = text.lines().count();
        if lines > 400 {
            faults.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert!(
        seen.len() >= ROOMS.len() - 1,
        "rooms without a file: {:?}",
        ROOMS.iter().map(|(name, _)| name).filter(|name| !seen.contains(**name)).collect::<Vec<_>>()
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_check_sees_what_it_forbids() {
    let text = "use crate::session::Session;\n// use crate::wasm::x;\nuse crate::{error::Error, report};\nlet x = crate::bytes::y();";
    let named: Vec<String> = rooms_named(text).into_iter().collect();
    assert_eq!(named, ["bytes", "error", "report", "session"]);
}
