#!/usr/bin/env python3
"""Scores a genotype file by the rules of the project's own words, in plain Python, to make the truths of golden cases.

Independent of the Rust engine on purpose: it shares no table and no code with it, is slow, and uses the standard library
only. The build of the genotype file and the person's sex are not guessed here: a case states them, since its maker knows.

  reference.py score --build GRCh37 --sex male --genotypes FILE… --scores FILE… [--rules …] [--rows]
  reference.py write CASE_FOLDER…      writes expected.json from case.toml

Sums are exact: every product of weight and dosage is taken as a fraction and rounded once at the end.
"""

import argparse
import json
import os
import pathlib
import sys
import tomllib
from fractions import Fraction

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from genotypes import Genotypes, Marker, is_indel, unwrap  # noqa: E402
from scoring_file import read_score  # noqa: E402
from tool_columns import plain  # noqa: E402

PROJECT = HERE.parent.parent
COMPLEMENT = {"A": "T", "C": "G", "G": "C", "T": "A"}


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
        if row.frequency is None:
            continue
        # Coverage is of the score, not of the person: 2p(1−p)β², also on a man's X and of rows that cannot be scored.
        _, variance = moments(row, 2, 1)
        total += variance
        if row.unsupported:
            continue
        mean, _ = moments(row, *copies_of(outcome, people, rules, score))
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
    texts = [(unwrap(resolve(case, n).read_bytes()), n) for n in run["scores"]]
    if "tool" in run:
        texts = [(text, name) for written, name in texts for text in plain(written, run["tool"])]
    scores = [read_score(text, name) for text, name in texts]
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
