#!/usr/bin/env python3
"""Scores a genotype file by the rules of the project's own words, in plain Python, to make the truths of golden cases.

Independent of the Rust engine on purpose: it shares no table and no code with it, is slow, and uses the standard library
only. The build of the genotype file and the person's sex are not guessed here: a case states them, since its maker knows.

  reference.py score --build GRCh37 --sex male --genotypes FILE… --scores FILE… [--rules …] [--rows]
  reference.py write CASE_FOLDER…      writes expected.json from case.toml

Sums are exact: every product of weight and dosage is taken as a fraction and rounded once at the end.
"""

import argparse
import csv
import gzip
import io
import json
import math
import os
import pathlib
import sys
import tomllib
import zipfile
from fractions import Fraction

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
COMPLEMENT = {"A": "T", "C": "G", "G": "C", "T": "A"}
PAR = {  # pseudo-autosomal regions of X, both ends included
    "GRCh36": [(1, 2709520), (154584238, 154913754)],
    "GRCh37": [(60001, 2699520), (154931044, 155260560)],
    "GRCh38": [(10001, 2781479), (155701383, 156030895)],
}
NO_CALLS = {"", "-", "--", "0", "00", "NC", "??", "N", "NN", "."}


# ---------------------------------------------------------------------------------------------------------- genotypes

def unwrap(data):
    """The text inside: gzip (any number of members), zip (the largest member that is not a document), or plain."""
    if data[:2] == b"\x1f\x8b":
        return unwrap(gzip.decompress(data))
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [n for n in archive.infolist() if n.filename.lower().endswith((".txt", ".csv", ".tsv", ".gz"))]
            best = max(names, key=lambda n: n.file_size)
            return unwrap(archive.read(best))
    if data[:3] == b"\xef\xbb\xbf":
        data = data[3:]
    return data.decode("utf-8")


def chromosome(name):
    """1–22, X, Y, MT, or None."""
    name = name.strip().upper()
    if name.startswith("CHR"):
        name = name[3:]
    name = name.lstrip("0")
    codes = {"23": "X", "24": "Y", "25": "X", "XY": "X", "PAR": "X", "26": "MT", "M": "MT", "MT": "MT", "X": "X", "Y": "Y"}
    if name in codes:
        return codes[name]
    return name if name.isdigit() and 1 <= int(name) <= 22 else None


def read_markers(text):
    """(rsID, chromosome or None, position or None, alleles or None) of each line, in file order."""
    markers = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = line.rstrip()
        if not line or line.startswith("#"):
            continue
        if "\t" in line:
            fields = line.split("\t")
        elif "," in line:
            fields = line.split(",")
        elif ";" in line:
            fields = line.split(";")
        else:
            fields = line.split()
        fields = [field.strip().strip('"').strip() for field in fields]
        if len(fields) < 3 or not fields[2].isdigit():
            continue  # a header, first or repeated
        letters = "".join(fields[3:5]).upper()
        if letters in NO_CALLS or any(letter in "-0?N." for letter in letters):
            alleles = None
        else:
            assert set(letters) <= set("ACGTDI") and 1 <= len(letters) <= 2, fields[:3]
            alleles = tuple(sorted(letters))
        place = chromosome(fields[1])
        position = int(fields[2])
        if position == 0:
            place = None
        markers.append((fields[0], place, position if place else None, alleles))
    return markers


def is_indel(alleles):
    return alleles is not None and alleles[0] in "DI"


class Marker:
    def __init__(self, name, place, position, alleles):
        self.name, self.chromosome, self.position, self.alleles = name, place, position, alleles


def merge_markers(lines):
    """One marker for each site and kind. Agreeing repeats merge, a no-call yields, a conflict is a no-call."""
    groups, order = {}, []
    for name, place, position, alleles in lines:
        key = (place, position) if place else (None, name)
        if key not in groups:
            groups[key] = []
            order.append(key)
        groups[key].append((name, alleles))
    markers = []
    for key in order:
        place, position = (key[0], key[1]) if key[0] else (None, None)
        rows = groups[key]
        called = [row for row in rows if row[1] is not None]
        kinds = sorted({is_indel(alleles) for _, alleles in called})
        if not called:
            markers.append(Marker(rows[0][0], place, position, None))
        for kind in kinds:
            same = [row for row in called if is_indel(row[1]) == kind]
            distinct = {one_form(alleles) for _, alleles in same}
            alleles = same[0][1] if len(distinct) == 1 else None
            markers.append(Marker(same[0][0], place, position, alleles))
    return markers


def one_form(alleles):
    return tuple(alleles)


class Genotypes:
    def __init__(self, texts, build, sex):
        self.build, self.sex = build, sex
        lines = [line for text in texts for line in read_markers(text)]
        self.markers = merge_markers(lines)
        self.at, self.named = {}, {}
        for marker in self.markers:
            if marker.chromosome:
                self.at.setdefault((marker.chromosome, marker.position), []).append(marker)
        # Every name that a line has finds its marker, also where lines were merged.
        for name, place, position, alleles in lines:
            found = self.at.get((place, position), []) if place else [m for m in self.markers if m.name == name and not m.chromosome]
            for marker in found:
                if marker not in self.named.setdefault(name.lower(), []):
                    self.named[name.lower()].append(marker)

    def haploid(self, marker):
        """Whether the person has one copy of this place."""
        if marker.chromosome in ("Y", "MT"):
            return True
        if marker.chromosome == "X" and self.sex == "male":
            return not any(first <= marker.position <= last for first, last in PAR[self.build])
        return False

    def call(self, marker):
        """The alleles this person carries: None for no call; one where the place is haploid."""
        alleles = marker.alleles
        if alleles is None:
            return None
        if self.haploid(marker):
            return (alleles[0],) if len(set(alleles)) == 1 else None
        return alleles


# --------------------------------------------------------------------------------------------------------- the scores

def canonical_build(text):
    text = (text or "").strip().lower()
    for build, names in {"GRCh36": ("36", "hg18"), "GRCh37": ("37", "hg19"), "GRCh38": ("38", "hg38")}.items():
        if any(text == name or text.split(".")[0] in ("grch" + name, "ncbi" + name, "b" + name, name) for name in names):
            return build
    return None


class Row:
    """One row as written: alleles, weight, model, frequency, and where the two sets of columns put it."""


def truth(text):
    return (text or "").strip().lower() in ("true", "1", "yes", "t")


def read_score(text, name):
    header, lines = {}, []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith("#"):
            body = line.lstrip("#").strip()
            if "=" in body:
                key, value = body.split("=", 1)
                header[key.strip().lower()] = value.strip()
        elif line.strip():
            lines.append(line)
    columns = [column.strip() for column in lines[0].split("\t")]
    lower = [column.lower() for column in columns]
    rename = {"reference_allele": "other_allele", "chr": "chr_name", "pos": "chr_position", "beta": "effect_weight"}
    lower = [rename.get(column, column) for column in lower]
    rows = []
    for number, record in enumerate(csv.reader(io.StringIO("\n".join(lines[1:])), delimiter="\t")):
        record = [field.strip() for field in record] + [""] * (len(lower) - len(record))
        cell = dict(zip(lower, record))
        row = Row()
        row.number = number
        row.effect = cell.get("effect_allele", "").upper()
        row.other = cell.get("other_allele", "").upper()
        row.inferred = [o.strip().upper() for o in cell.get("hm_inferotherallele", "").replace("/", ",").split(",") if o.strip()]
        if "/" in row.other or "," in row.other:
            row.inferred = [o.strip() for o in row.other.replace("/", ",").split(",") if o.strip()]
            row.other = ""
        row.rsid = next((cell[c] for c in ("rsid", "hm_rsid") if cell.get(c, "").lower().startswith("rs")), "")
        row.author = place_of(cell.get("chr_name"), cell.get("chr_position"))
        row.harmonised = place_of(cell.get("hm_chr"), cell.get("hm_pos"))
        row.chromosome = chromosome(cell.get("hm_chr") or cell.get("chr_name") or "")
        row.text = cell.get("effect_weight", "")
        row.by_dosage = None
        if "effect_weight" in cell:
            row.weight = float(row.text)
        elif "dosage_0_weight" in cell:
            row.weight = 0.0
            row.by_dosage = [float(cell[f"dosage_{d}_weight"]) for d in (0, 1, 2)]
        else:
            ratio = cell.get("or") or cell.get("hr")
            row.weight = math.log(float(ratio))
        row.model = "recessive" if truth(cell.get("is_recessive")) else "dominant" if truth(cell.get("is_dominant")) else "additive"
        if row.by_dosage:
            row.model = "dosage"
        frequency = cell.get("allelefrequency_effect", "")
        row.frequency = float(frequency) if frequency and frequency.upper() not in ("NA", "NR") else None
        row.unsupported = unsupported(cell, row)
        rows.append(row)
    score = {
        "id": header.get("pgs_id") or header.get("pgs id") or header.get("omicspred_id") or header.get("pgs_name"),
        "author_build": canonical_build(header.get("genome_build") or header.get("original genome build")),
        "harmonised_build": canonical_build(header.get("hmpos_build")),
        "harmonised": "hm_pos" in lower,
        "rows": rows,
    }
    return score


def place_of(name, position):
    """(chromosome, position), or None where either is missing or no chromosome of ours."""
    place = chromosome(name or "")
    if place is None or not (position or "").isdigit() or int(position) == 0:
        return None
    return (place, int(position))


def unsupported(cell, row):
    """Why a row cannot be scored from a genotype file, or None."""
    effect = row.effect
    if truth(cell.get("is_diplotype")):
        return "diplotype"
    named = effect.startswith("HLA") or cell.get("rsid", "").upper().startswith(("HLA", "AA_"))
    if named or (row.effect in ("P", "N") and row.author is None and row.harmonised is None):
        return "hla-allele"
    if truth(cell.get("is_haplotype")):
        return "haplotype"
    if truth(cell.get("is_interaction")) or "_X_" in effect or "_x_" in cell.get("rsid", ""):
        return "interaction"
    alleles = [effect] + ([row.other] if row.other else [])
    if any(not allele or set(allele) - set("ACGT") for allele in alleles):
        return "not-a-sequence"
    if not row.rsid and not row.author and not row.harmonised:
        named = [cell.get(c, "") for c in ("hm_chr", "chr_name") if cell.get(c)]
        if named and all(chromosome(n) is None for n in named):
            return "other-contig"
        return "no-location"
    return None


# ----------------------------------------------------------------------------------------------------------- matching

class Rules:
    def __init__(self, arguments):
        self.name = arguments.get("rules", "tallele")
        pgsc = self.name == "pgsc_calc_2"
        self.palindromes = arguments.get("palindromes", "exclude")
        self.duplicates = arguments.get("duplicates", "exclude" if pgsc else "first")
        self.male_x = int(arguments.get("male-x", 2 if pgsc else 1))
        self.pgsc = pgsc

    def flip(self, allele):
        """The other strand's reading; pgscatalog-match complements without reversing."""
        if not allele or set(allele) - set("ACGT"):
            return None
        flipped = "".join(COMPLEMENT[base] for base in allele)
        return flipped if self.pgsc else flipped[::-1]


def find(row, score, people, rules):
    """The markers a row points at, and by what ("position", "rsid")."""
    if score["harmonised_build"] == people.build and score["harmonised"]:
        place = row.harmonised
    elif score["author_build"] == people.build:
        place = row.author
    else:
        place = None
    by_name = [] if rules.pgsc else people.named.get(row.rsid.lower(), []) if row.rsid else []
    if place is None:
        return by_name, "rsid"
    if rules.pgsc and place[0] == "MT":
        return [], "position"
    here = people.at.get(place, [])
    if not here and indel_row(row):
        for shift in (-1, 1):
            near = [m for m in people.at.get((place[0], place[1] + shift), []) if is_indel(m.alleles)]
            if near:
                return near, "position"
    if not here:
        return [m for m in by_name if m.chromosome is None], "rsid"
    return here, "position"


def indel_row(row):
    return bool(row.other) and len(row.effect) != len(row.other)


def classify(row, marker, people, rules):
    """(status, kind, dosage, key): how one row meets one marker."""
    others = [row.other] if row.other else row.inferred
    if rules.pgsc and len(others) > 1:
        others = []
    call = people.call(marker)
    if indel_row(row):
        if call is None:
            return "no_call", None, None, None
        effect, other = ("D", "I") if len(row.effect) < len(row.other) else ("I", "D")
        if not set(call) <= {effect, other}:
            return "unmatched", None, None, None
        return "matched", "direct", call.count(effect), (effect, other)
    palindromic = bool(others) and all(rules.flip(row.effect) == other for other in others)
    if palindromic and rules.palindromes != "keep":
        # pgscatalog-match asks for a match first: other alleles at the site are not its palindrome.
        if not (rules.pgsc and call is not None and not set(call) <= {row.effect, others[0]}):
            return "palindromic", None, None, None
    if call is None:
        return "no_call", None, None, None
    seen = set(call)
    if others:
        usable = others if palindromic else [o for o in others if rules.flip(row.effect) != o]
        if seen <= {row.effect, *usable}:
            return "matched", "direct", call.count(row.effect), (row.effect, row.other)
        flipped = {rules.flip(o) for o in usable}
        if not palindromic and seen <= {rules.flip(row.effect), *flipped}:
            return "matched", "flip", call.count(rules.flip(row.effect)), (rules.flip(row.effect), rules.flip(row.other) if row.other else "")
        return "unmatched", None, None, None
    # other_allele is missing
    opposite = rules.flip(row.effect)
    if rules.pgsc and rules.palindromes != "keep" and seen == {row.effect, opposite}:
        return "palindromic", None, None, None
    if row.effect in seen:
        return "matched", "direct", call.count(row.effect), (row.effect, "")
    if rules.pgsc and opposite in seen:
        return "matched", "flip", call.count(opposite), (opposite, "")
    if len(seen) == 1 and opposite not in seen and not seen & {"D", "I"} and len(row.effect) == 1:
        return "matched", "direct", 0, (row.effect, "")
    return "unmatched", None, None, None


def score_person(people, score, rules):
    outcomes = []
    for row in score["rows"]:
        outcome = {"row": row, "status": "unmatched", "marker": None, "kind": None, "dosage": None, "key": None, "by": None}
        outcomes.append(outcome)
        if row.unsupported:
            outcome["status"] = row.unsupported
            continue
        if rules.pgsc and row.by_dosage:
            outcome["status"] = "dosage-weights"
            continue
        markers, by = find(row, score, people, rules)
        best = None
        rank = {"matched": 0, "palindromic": 1, "no_call": 2, "unmatched": 3}
        for marker in markers:
            status, kind, dosage, key = classify(row, marker, people, rules)
            if best is None or rank[status] < rank[best[0]]:
                best = (status, kind, dosage, key, marker)
        if best:
            outcome["status"], outcome["kind"], outcome["dosage"], outcome["key"], outcome["marker"] = best
            outcome["by"] = by
            if outcome["status"] == "matched" and people.haploid(best[4]) and best[4].chromosome == "X":
                outcome["dosage"] *= rules.male_x
    matched = [o for o in outcomes if o["status"] == "matched"]
    groups = {}
    for outcome in matched:
        place = id(outcome["marker"])
        key = place if rules.pgsc else (place, outcome["key"])
        groups.setdefault(key, []).append(outcome)
    for group in groups.values():
        if len(group) > 1 and rules.duplicates != "sum":
            for outcome in group if rules.duplicates == "exclude" else group[1:]:
                outcome["status"] = "duplicate"
    return outcomes


def value_at(row, dosage):
    """A row's contribution at a dosage, exactly."""
    if row.model == "dosage":
        return Fraction(row.by_dosage[dosage])
    if row.model == "dominant":
        return Fraction(row.weight) * min(dosage, 1)
    if row.model == "recessive":
        return Fraction(row.weight) * max(dosage - 1, 0)
    return Fraction(row.weight) * dosage


def moments(row, copies, scale):
    """Mean and variance of the contribution in Hardy–Weinberg proportions, exactly."""
    p = Fraction(row.frequency)
    chances = [1 - p, p] if copies == 1 else [(1 - p) ** 2, 2 * p * (1 - p), p * p]
    values = [value_at(row, dosage * scale) for dosage in range(len(chances))]
    mean = sum(c * v for c, v in zip(chances, values))
    return mean, sum(c * (v - mean) ** 2 for c, v in zip(chances, values))


def copies_of(outcome, people, rules, score):
    """(copies, what each counts as) of a row's place in this person."""
    row, marker = outcome["row"], outcome["marker"]
    if marker is None or marker.chromosome is None:
        place = row.harmonised if score["harmonised_build"] == people.build else row.author
        marker = Marker("", place[0], place[1], None) if place else None
    if marker is None or not people.haploid(marker):
        return 2, 1
    return 1, rules.male_x if marker.chromosome == "X" else 1


def summarise(people, score, rules):
    outcomes = score_person(people, score, rules)
    excluded = {}
    for outcome in outcomes:
        if outcome["status"] not in ("matched", "unmatched", "no_call"):
            excluded[outcome["status"]] = excluded.get(outcome["status"], 0) + 1
    observed = sum((value_at(o["row"], o["dosage"]) for o in outcomes if o["status"] == "matched"), Fraction(0))
    has_frequency = any(row.frequency is not None for row in score["rows"])
    filled, filled_rows, covered, total = observed, 0, Fraction(0), Fraction(0)
    for outcome in outcomes:
        row = outcome["row"]
        if row.unsupported or row.frequency is None:
            continue
        mean, _ = moments(row, *copies_of(outcome, people, rules, score))
        # Coverage is of the score, not of the person: 2p(1−p)β², also on a man's X.
        _, variance = moments(row, 2, 1)
        total += variance
        if outcome["status"] == "matched":
            covered += variance
        elif outcome["status"] != "duplicate":
            filled += mean
            filled_rows += 1
    matched = sum(o["status"] == "matched" for o in outcomes)
    return {
        "id": score["id"],
        "rows": len(outcomes),
        "matched": matched,
        "excluded": dict(sorted(excluded.items())),
        "unmatched": sum(o["status"] == "unmatched" for o in outcomes),
        "no_call": sum(o["status"] == "no_call" for o in outcomes),
        "observed_sum": float(observed),
        "filled_sum": float(filled) if has_frequency else None,
        "filled_rows": filled_rows,
        "coverage": {
            "rows": float(Fraction(matched, len(outcomes))),
            "variance": float(covered / total) if has_frequency and total else None,
        },
    }, outcomes


def row_record(outcome):
    row, marker = outcome["row"], outcome["marker"]
    return {
        "row": row.number + 1,
        "status": outcome["status"],
        "kind": outcome["kind"],
        "dosage": outcome["dosage"],
        "found": marker.name if marker else None,
        "contribution": float(value_at(row, outcome["dosage"])) if outcome["status"] == "matched" else None,
    }


# -------------------------------------------------------------------------------------------------------------- cases

def data_folder():
    return pathlib.Path(os.environ.get("TALLELE_DATA", PROJECT.parent / "shared" / "data"))


def resolve(case, name):
    return data_folder() / name[5:] if name.startswith("data:") else case / name


def options_of(arguments):
    pairs = list(arguments)
    return {pairs[i].removeprefix("--"): pairs[i + 1] for i in range(0, len(pairs), 2)}


def read_texts(paths):
    return [unwrap(path.read_bytes()) for path in paths]


def run_case(case):
    settings = tomllib.loads((case / "case.toml").read_text())
    run, truth_of = settings["run"], settings["truth"]
    rules = Rules(options_of(run.get("arguments", [])))
    people = Genotypes(read_texts([resolve(case, n) for n in run["genotypes"]]), truth_of["build"], truth_of["sex"])
    scores = [read_score(unwrap(resolve(case, n).read_bytes()), n) for n in run["scores"]]
    return [summarise(people, score, rules)[0] for score in scores]


def write(case):
    text = json.dumps({"scores": run_case(case)}, indent=2, ensure_ascii=False)
    (case / "expected.json").write_text(text + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("score")
    one.add_argument("--genotypes", nargs="+", required=True, type=pathlib.Path)
    one.add_argument("--scores", nargs="+", required=True, type=pathlib.Path)
    one.add_argument("--build", required=True)
    one.add_argument("--sex", default="unknown")
    one.add_argument("--rows", action="store_true")
    for name in ("rules", "palindromes", "duplicates", "male-x", "multiallelic"):
        one.add_argument("--" + name)
    cases = commands.add_parser("write")
    cases.add_argument("cases", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.command == "write":
        for case in arguments.cases:
            write(case)
            print(case)
        return
    options = {k.replace("_", "-"): v for k, v in vars(arguments).items() if v is not None}
    rules = Rules(options)
    people = Genotypes(read_texts(arguments.genotypes), arguments.build, arguments.sex)
    results = []
    for path in arguments.scores:
        summary, outcomes = summarise(people, read_score(unwrap(path.read_bytes()), path.name), rules)
        if arguments.rows:
            summary["audit"] = [row_record(outcome) for outcome in outcomes]
        results.append(summary)
    json.dump({"scores": results}, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
