#!/usr/bin/env python3
"""Writes the small golden cases: one made-up person in every vendor's layout, and scores whose sum tells every dosage.

  python3 tests/golden/make.py        writes the inputs, case.toml and (through the reference) expected.json

Row k of the main score weighs 3^k and dosages are 0, 1 or 2, so the sum written in base 3 *is* the list of dosages:
`[worked] rows` in case.toml is that list, worked out by hand, and no program had a part in it.
"""

import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "oracle")]
import reference  # noqa: E402
from robin import *  # noqa: E402,F403

# ------------------------------------------------------------------------------------------------------------ the scores

def head(build=None, harmonised=None, name="robin", extra=()):
    rows = ["###PGS CATALOG SCORING FILE - see https://www.pgscatalog.org/downloads/#dl_ftp_scoring for additional information"]
    rows += ["#format_version=2.0", f"#pgs_id={name}", f"#pgs_name={name}", "#trait_reported=made up", *extra]
    rows += [f"#genome_build={build}" if build else "#genome_build=NR", "#weight_type=NR"]
    return rows + ([f"#HmPOS_build={harmonised}"] if harmonised else [])


def main_score(build="GRCh37", prefix=""):
    rows = head(build) + ["rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight"]
    for k, (name, chromosome, position, effect, other, _, _) in enumerate(ROWS):
        place = ("", "") if k == 23 else (prefix + chromosome, str(shift(chromosome, position, build)))
        rows.append("\t".join([name, *place, effect, other, str(3**k)]))
    return lines(rows)


def table(header, columns, rows):
    return lines(header + ["\t".join(columns)] + ["\t".join(str(cell) for cell in row) for row in rows])


BASIC = ["rsID", "chr_name", "chr_position", "effect_allele", "other_allele", "effect_weight"]


def case(name, title, files, genotypes, scores, worked=None, arguments=(), build="GRCh37", sex="male", source=None, dress=(), file_format=None, cases=(), rounded=False, findings=(), tool=None):
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file, text in files.items():
        (folder / file).write_text(text, newline="")
    quote = lambda items: "[" + ", ".join(f'"{item}"' for item in items) + "]"
    settings = [f'title = "{title}"']
    if cases:
        settings.append(f"cases = [{', '.join(str(c) for c in cases)}] # rows of the fifty cases in the design notes")
    settings += ["", "[run]", f"genotypes = {quote(genotypes)}", f"scores = {quote(scores)}"]
    if arguments:
        settings.append(f"arguments = {quote(arguments)}")
    if tool:
        settings.append(f'tool = "{tool}" # how tests/oracle/tool_columns.py reads the scoring file')
    if dress:
        settings.append(f"dress = {quote(dress)}")
    settings += ["", "[truth]", f'build = "{build}"', f'sex = "{sex}"']
    if file_format:
        settings.append(f'format = "{file_format}"')
    if rounded:
        settings.append("rounded = true # weights are logarithms, right to 1e-12")
    if findings:
        settings.append(f"findings = {quote(findings)}")
    default = "inputs made by tests/golden/make.py; rows worked by hand; counts and sums by tests/oracle/reference.py (Python 3.11)"
    settings += [f'source = "{source or default}"', f'command = "python3 tests/oracle/reference.py write tests/golden/{name}"']
    if worked is not None:
        settings += ["", "[worked]", f"rows = {quote(worked)}"]
    (folder / "case.toml").write_text("\n".join(settings) + "\n")
    reference.write(folder)
    if worked is not None:
        check_worked(name, worked, reference.run_case(folder)[0])


def check_worked(name, worked, result):
    """The reference must agree with what was worked by hand before its sum is written down as a truth."""
    digits = {k: int(outcome) for k, outcome in enumerate(worked) if outcome.isdigit()}
    counts = {outcome.replace("-", "_") if outcome == "no-call" else outcome: worked.count(outcome) for outcome in worked if not outcome.isdigit()}
    got = {**result["excluded"], **{key: result[key] for key in ("unmatched", "no_call") if result[key]}}
    total = sum(3**k * dosage for k, dosage in digits.items())
    if (len(digits), counts) != (result["matched"], got) or (name not in UNEVEN and total != result["observed_sum"]):
        print(f"DISAGREES {name}: worked {len(digits)} {counts} {total}; reference {result['matched']} {got} {result['observed_sum']}")


UNEVEN = {"score-unsupported-rows", "score-amino-acids"}  # weights that are not powers of three


def replaced(changes):
    """The hand-worked rows with some changed."""
    return [changes.get(k, outcome) for k, outcome in enumerate(WORKED)]


def vendors():
    men = person()
    score = {"robin.txt": main_score()}
    layouts = [
        ("23andme", "23andMe v5: one letter for a man's X, Y and MT", layout_23andme(men), "23andme", [2, 5, 7, 34]),
        ("ancestrydna", "AncestryDNA v2: codes 23 to 26, two columns, 0 for no call", layout_ancestry(men), "ancestrydna", [3, 4, 7, 9, 10]),
        ("myheritage-old", "MyHeritage, the older layout", layout_myheritage_old(men), "myheritage", [12]),
        ("myheritage-new", "MyHeritage, the newer layout with ## lines", layout_myheritage_new(men), "myheritage", [12]),
        ("myheritage-extra-quotes", "MyHeritage as a spreadsheet saves it: every line quoted again", layout_myheritage_extra_quotes(men), "myheritage", [12]),
        ("ftdna-quoted", "FamilyTreeDNA, the older layout", layout_ftdna(men), "ftdna", [7]),
        ("ftdna-famfinder", "FamilyTreeDNA Family Finder: two allele columns", layout_famfinder(men), "ftdna", [7]),
        ("livingdna", "Living DNA", layout_livingdna(men), "livingdna", [13]),
        ("generic-tab", "four tab-separated columns", layout_generic(men, "\t"), "generic", []),
        ("generic-comma", "four comma-separated columns", layout_generic(men, ","), "generic", []),
        ("generic-two-columns", "five columns with an allele each", layout_generic_two(men), None, []),
    ]
    for name, title, text, file_format, cases in layouts:
        file = "genotypes.csv" if "," in text.splitlines()[-1] else "genotypes.txt"
        case(f"vendor-{name}", title, {file: text, **score}, [file], ["robin.txt"], WORKED, file_format=file_format, cases=cases)

    half = len(men) // 2
    parts = {"first.csv": layout_ftdna(men[:half]), "second.csv": layout_ftdna(men[half:]), **score}
    case("ftdna-concatenated", "FamilyTreeDNA: two gzip members, each with a header", parts, ["first.csv", "second.csv"], ["robin.txt"], WORKED,
         dress=["members"], file_format="ftdna", cases=[11], findings=["repeated-header"])

    text = layout_23andme(men)
    dresses = [
        ("crlf-bom", "carriage returns and a byte-order mark", ["crlf", "bom"], [13]),
        ("trailing-blanks", "blanks and blank lines at line ends", ["blanks"], [13, 46]),
        ("gzip", "one gzip member", ["gzip"], []),
        ("gzip-many-members", "many gzip members that break inside lines", ["chopped-members"], []),
        ("zip", "a zip with a read-me and a picture beside the data", ["zip"], [47]),
        ("no-final-newline", "the last line has no end", ["no-final-newline"], [46]),
        ("truncated-last-line", "the file stops within a line", ["truncated"], [46], ["truncated-last-line"]),
        ("unsorted", "lines in no order", ["shuffled"], [46]),
    ]
    for name, title, dress, cases, *findings in dresses:
        case(f"dress-{name}", title, {"genotypes.txt": text, **score}, ["genotypes.txt"], ["robin.txt"], WORKED, dress=dress, file_format="23andme", cases=cases,
             findings=findings[0] if findings else ())


def builds():
    for short in ("36", "38"):
        build = "GRCh" + short
        text = layout_23andme(person(build), short)
        case(f"build-{short}", f"a build {short} file and a score with positions of that build", {"genotypes.txt": text, "robin.txt": main_score(build)},
             ["genotypes.txt"], ["robin.txt"], WORKED, build=build, cases=[14])
    # Without positions of the file's build everything joins by rsID: rows without one are lost.
    no_id = {k: "unmatched" for k, row in enumerate(ROWS) if not row[0]}
    text = layout_23andme(person("GRCh36"), "36")
    case("build-36-score-37", "a build 36 file and a score on 37: never by the wrong position, rsIDs join", {"genotypes.txt": text, "robin.txt": main_score()},
         ["genotypes.txt"], ["robin.txt"], replaced(no_id), build="GRCh36", cases=[14])
    text = layout_23andme(person("GRCh38"), "37")
    case("build-lying-header", "the header says 37, the markers lie on 38", {"genotypes.txt": text, "robin.txt": main_score("GRCh38")},
         ["genotypes.txt"], ["robin.txt"], WORKED, build="GRCh38", cases=[15])
    text = layout_23andme(person())
    unknown = main_score().replace("#genome_build=GRCh37", "#genome_build=NR")
    case("score-both-builds", "author columns on 38, harmonised on 37: the harmonised are used", {"genotypes.txt": text, "robin.txt": both_builds()},
         ["genotypes.txt"], ["robin.txt"], replaced({}), cases=[16])
    case("score-chr-prefix", "chr before the chromosome", {"genotypes.txt": text, "robin.txt": main_score(prefix="chr")}, ["genotypes.txt"], ["robin.txt"], WORKED, cases=[35])


def both_builds():
    columns = BASIC + ["hm_source", "hm_rsID", "hm_chr", "hm_pos", "hm_inferOtherAllele"]
    rows = []
    for k, (name, chromosome, position, effect, other, _, _) in enumerate(ROWS):
        author = ("", "") if k == 23 else (chromosome, shift(chromosome, position, "GRCh38"))
        harmonised = ("", "") if k in (23, 25) else (chromosome, position)  # rows 23 and 25 fall back on their rsID
        rows.append([name, *author, effect, other, 3**k, "ENSEMBL", name, *harmonised, ""])
    return table(head("GRCh38", "GRCh37"), columns, rows)


def people_and_options():
    text = layout_23andme(person())
    files = {"genotypes.txt": text, "robin.txt": main_score()}
    run = (["genotypes.txt"], ["robin.txt"])
    case("sex-female", "a woman: two copies of X, no Y", {"genotypes.txt": layout_23andme(person(sex="female")), "robin.txt": main_score()}, *run,
         replaced({18: "2", 21: "no-call"}), sex="female", cases=[7, 9, 10])
    case("option-male-x-2", "a man's one X counts twice when asked", files, *run, replaced({18: "2"}), ["--male-x", "2"], cases=[8])
    case("option-palindromes-keep", "palindromic pairs are compared as they stand when asked", files, *run, replaced({5: "1", 6: "2"}), ["--palindromes", "keep"], cases=[27])
    case("option-palindromes-frequency", "without frequencies on both sides the frequency rule rescues nothing", files, *run, WORKED, ["--palindromes", "frequency"], cases=[27])
    # pgscatalog-match: no rsIDs, no MT, missing other_allele may flip (row 12; CG is palindromic), one X counts twice.
    case("rules-pgsc", "the same person under pgsc_calc_2", files, *run, replaced({10: "palindromic", 12: "2", 18: "2", 22: "unmatched", 23: "unmatched"}), ["--rules", "pgsc_calc_2"], cases=[8, 18])


def one_marker_scores():
    """Scores that hit a few of the person's markers again and again."""
    text = layout_23andme(person())
    at = {name: (chromosome, position) for name, chromosome, position, *_ in ROWS}

    def row(name, effect, other, weight):
        return [name, *at[name], effect, other, weight]

    # rs…01 is AG, rs…02 is GG.
    repeated = table(head("GRCh37"), BASIC, [
        row("rs4000000001", "A", "G", 1), row("rs4000000001", "A", "G", 3), row("rs4000000001", "T", "C", 9),
        row("rs4000000001", "G", "A", 27), row("rs4000000002", "G", "A", 81)])
    files, run = {"genotypes.txt": text, "robin.txt": repeated}, (["genotypes.txt"], ["robin.txt"])
    case("duplicates-first", "the same row three times (once on the other strand): the first counts; the other effect allele counts too", files, *run,
         ["1", "duplicate", "duplicate", "1", "2"], cases=[30, 31])
    case("duplicates-sum", "the same row three times: all count when asked", files, *run, ["1", "1", "1", "1", "2"], ["--duplicates", "sum"], cases=[30, 31])
    case("duplicates-pgsc", "two rows on one target variant: all out under pgsc_calc_2", files, *run,
         ["duplicate", "duplicate", "duplicate", "duplicate", "2"], ["--rules", "pgsc_calc_2"], cases=[30])
    case("duplicates-pgsc-first", "pgsc_calc_2 with --keep_first_match", files, *run,
         ["1", "duplicate", "duplicate", "duplicate", "2"], ["--rules", "pgsc_calc_2", "--duplicates", "first"], cases=[30])

    models = BASIC + ["is_dominant", "is_recessive"]
    modelled = table(head("GRCh37"), models, [
        row("rs4000000001", "A", "G", 1) + ["True", "False"], row("rs4000000002", "G", "A", 10) + ["True", "False"],
        row("rs4000000024", "A", "G", 100) + ["False", "True"], row("rs4000000026", "G", "A", 1000) + ["False", "True"],
        row("rs4000000003", "T", "C", 10000) + ["False", "False"], row("rs4000000011", "G", "C", 100000) + ["False", "True"]])
    # Carriers: 1 + 10 + 100 + 0 + 20000; the last is palindromic.
    case("models-dominant-recessive", "dominant counts once, recessive from two copies on: 1 + 10 + 100 + 0 + 20000", {"genotypes.txt": text, "robin.txt": modelled}, *run, cases=[23])

    dosage = ["chr_name", "chr_position", "effect_allele", "other_allele", "dosage_0_weight", "dosage_1_weight", "dosage_2_weight"]
    by_dosage = table(head("GRCh37"), dosage, [
        [*at["rs4000000001"], "A", "G", -0.1, 0.3, 0.7], [*at["rs4000000002"], "G", "A", -0.2, 0.4, 0.9], [*at["rs4000000003"], "C", "T", 0.05, 0.1, 0.2],
        [*at["rs4000000008"], "A", "G", 5, 6, 7]])
    files = {"genotypes.txt": text, "robin.txt": by_dosage}
    case("models-dosage-weights", "a weight for each dosage: 0.3 + 0.9 + 0.05", files, *run, cases=[24])
    case("models-dosage-weights-pgsc", "pgsc_calc_2 leaves such rows out and says so", files, *run, arguments=["--rules", "pgsc_calc_2"], cases=[24])

    frequency = BASIC + ["allelefrequency_effect"]
    filled = table(head("GRCh37"), frequency, [
        row("rs4000000001", "A", "G", 0.5) + [0.25], row("rs4000000008", "A", "G", 0.25) + [0.5], row("rs4000000006", "A", "T", 2) + [0.125],
        row("rs4000000010", "A", "G", -1) + [0.75], row("rs4000000001", "A", "G", 0.5) + [0.25], row("rs4000000002", "G", "A", 0.125) + [""],
        row("rs4000000019", "A", "G", 1) + [0.5], ["", "X", 70000007, "C", "T", 4, 0.25], ["", "9", 9000009, "C", "T", 3, ""]])
    # observed 0.5 + 0.25 + 1; filled + 2·½·¼ + 2·⅛·2 − 2·¾ + 1·¼·4
    case("filled", "filled sum: 1.75 + 0.25 + 0.5 - 1.5 + 1 = 2; the duplicate and the rows without frequency add nothing", {"genotypes.txt": text, "robin.txt": filled}, *run, cases=[41])
    complete = table(head("GRCh37"), frequency + ["is_dominant", "is_recessive"], [
        row("rs4000000010", "A", "G", 2) + [0.5, "True", "False"], row("rs4000000008", "A", "G", 2) + [0.5, "False", "True"], row("rs4000000001", "A", "G", 1) + [0.5, "False", "False"]])
    case("filled-models", "dominant expects 2(1-1/4), recessive 2/4: 1 + 1.5 + 0.5 = 3", {"genotypes.txt": text, "robin.txt": complete}, *run, cases=[23])


def score_layouts():
    text = layout_23andme(person())
    at = {name: (chromosome, position) for name, chromosome, position, *_ in ROWS}
    run = (["genotypes.txt"], ["robin.txt"])

    def with_score(name, title, score, worked=None, **more):
        case(name, title, {"genotypes.txt": text, "robin.txt": score}, *run, worked, **more)

    first = [
        "### PGS CATALOG SCORING FILE - see www.pgscatalog.org/downloads/#dl_ftp for additional information",
        "## POLYGENIC SCORE (PGS) INFORMATION", "# PGS ID = robin", "# Reported Trait = made up", "# Original Genome Build = GRCh37", "# Number of Variants = 3"]
    with_score("score-version-1", "the version 1 header and reference_allele", table(first,
        ["rsID", "chr_name", "chr_position", "effect_allele", "reference_allele", "effect_weight"],
        [[n, *at[n], e, o, w] for n, e, o, w in [("rs4000000001", "A", "G", 1), ("rs4000000002", "G", "A", 3), ("rs4000000003", "C", "T", 9)]]),
        ["1", "2", "0"], cases=[21])
    with_score("score-odds-ratios", "odds ratios and no effect_weight: ln 2 + 2 ln 1.5", table(head("GRCh37"),
        ["rsID", "chr_name", "chr_position", "effect_allele", "other_allele", "OR"],
        [["rs4000000001", *at["rs4000000001"], "A", "G", 2], ["rs4000000002", *at["rs4000000002"], "G", "A", 1.5]]), cases=[19], rounded=True)
    with_score("score-weight-beside-ratio", "effect_weight beside OR: the weight is used, no logarithm", table(head("GRCh37"),
        BASIC + ["OR"], [["rs4000000001", *at["rs4000000001"], "A", "G", 1, 2], ["rs4000000002", *at["rs4000000002"], "G", "A", 3, 1.5]]), ["1", "2"], cases=[19, 20])
    with_score("score-no-positions", "rsIDs only", table(head(), ["rsID", "chr_name", "effect_allele", "other_allele", "effect_weight"],
        [["rs4000000001", "1", "A", "G", 1], ["rs4000000024", "10", "A", "G", 3], ["rs4099999999", "3", "A", "G", 9]]), ["1", "2", "unmatched"], cases=[16])
    with_score("score-inferred-other-alleles", "hm_inferOtherAllele lists: any of them may be the other allele", table(head(None, "GRCh37"),
        ["rsID", "effect_allele", "effect_weight", "hm_source", "hm_rsID", "hm_chr", "hm_pos", "hm_inferOtherAllele"],
        [["rs4000000001", "A", 1, "ENSEMBL", "rs4000000001", *at["rs4000000001"], "C,G"], ["rs4000000003", "C", 3, "ENSEMBL", "rs4000000003", *at["rs4000000003"], "A/T"],
         ["rs4000000002", "G", 9, "ENSEMBL", "rs4000000002", *at["rs4000000002"], "A"], ["rs4000000009", "G", 27, "ENSEMBL", "rs4000000009", *at["rs4000000009"], "T"]]),
        ["1", "0", "2", "unmatched"], cases=[17])
    unsupported = ["rsID", "chr_name", "chr_position", "effect_allele", "other_allele", "effect_weight", "is_haplotype", "is_diplotype", "is_interaction", "variant_description"]
    with_score("score-unsupported-rows", "HLA alleles, haplotypes, diplotypes, interactions, rows without a place: counted, named, never a crash", table(head("GRCh37"), unsupported, [
        ["rs4000000001", *at["rs4000000001"], "A", "G", 1, "False", "False", "False", ""],
        ["", "", "", "HLA-B*57:01", "", -0.92, "False", "False", "False", '"marker=[rs2395029-G]; with, a comma"'],
        ["HLA-DRB1*03:01", "6", 32000001, "P", "N", 0.5, "False", "False", "False", "presence or absence"],
        ["rs4000000002;rs4000000003", "", "", "G;C", "", 0.7, "True", "False", "False", ""],
        ["", "19", "", "e4/e4", "", 1.1, "False", "True", "False", ""],
        ["rs4000000001_x_rs4000000002", "", "", "A_x_G", "", 0.2, "False", "False", "True", ""],
        ["", "", "", "A", "G", 0.3, "False", "False", "False", ""],
        ["", "6_apd_hap1", 100, "A", "G", 0.4, "False", "False", "False", ""],
        ["rs4000000024", *at["rs4000000024"], "<DEL>", "A", 0.6, "False", "False", "False", ""]]),
        ["1", "hla-allele", "hla-allele", "haplotype", "diplotype", "interaction", "no-location", "other-contig", "not-a-sequence"], cases=[25, 32, 36])
    # Stands in for PGS004239 (amino acids of HLA genes), which is not in the shared data.
    with_score("score-amino-acids", "HLA amino acids as PGS004239 writes them, made up: named and left out", table(head("GRCh37", name="AMINO"),
        ["rsID", "chr_name", "chr_position", "effect_allele", "effect_weight", "is_haplotype", "imputation_method", "variant_type"],
        [["AA_DRB1_11_32660115_S", "6", 32660115, "P", 0.8, "True", "SNP2HLA", "Amino_acid"], ["HLA-DRB1*04:01", "6", "", "P", 1.2, "False", "SNP2HLA", "HLA_allele"],
         ["rs4000000001", *at["rs4000000001"], "A", 1, "False", "", ""]]), cases=[25])
    with_score("score-plain-columns", "a plain table: no header lines, lower-case names, an id column", lines(
        ["rsid\tchr\tpos\teffect_allele\tother_allele\tbeta", "rs4000000001\t1\t1000001\tA\tG\t1", "rs4000000002\t1\t2000001\tG\tA\t3", "rs4000000003\t2\t1000001\tC\tT\t9"]),
        ["1", "2", "0"], source="worked by hand: joined by rsID, since the table names no build")
    two = {"genotypes.txt": text, "robin.txt": main_score(), "elsewhere.txt": table(head("GRCh37", name="elsewhere"), BASIC, [["", "21", 40000001, "A", "G", 1]])}
    case("scores-one-without-matches", "a score that matches nothing does not stop the others", two, ["genotypes.txt"], ["elsewhere.txt", "robin.txt"], cases=[42])


def markers():
    run = (["genotypes.txt"], ["robin.txt"])
    men = person()
    # Repeats: agreeing, one no-call, conflicting, and a conflict that a second spelling of the same call does not make.
    extra = [("i9000001", "1", 1000001, "GA"), ("i9000002", "1", 2000001, "--"), ("i9000003", "2", 2000001, "AA"), ("i9000004", "4", 2000001, "AG")]
    case("markers-repeated", "repeated markers: agreeing merge, a no-call yields to a call, a conflict is a no-call",
         {"genotypes.txt": layout_23andme(men + extra), "robin.txt": main_score()}, *run, replaced({3: "no-call", 7: "1"}), cases=[29])
    spelled = dict(zip(["rs4000000001", "rs4000000002", "rs4000000003", "rs4000000004"], ["--", "00", "-", "0"]))
    calls = [(n, c, p, spelled.get(n, g)) for n, c, p, g in men]
    case("markers-no-calls", "every spelling of a no-call", {"genotypes.txt": layout_generic(calls, "\t"), "robin.txt": main_score()}, *run,
         replaced({0: "no-call", 1: "no-call", 2: "no-call", 3: "no-call"}), cases=[5])
    double = [(n, c, p, doubled(g)) for n, c, p, g in men]
    het = [(n, c, p, "AG" if n == "rs4000000020" else g) for n, c, p, g in double]
    case("markers-male-x-doubled", "a man's X doubled, as most vendors write it, and one that is heterozygous: no call",
         {"genotypes.txt": layout_23andme(het), "robin.txt": main_score()}, *run, replaced({19: "no-call"}), cases=[7])
    flipped = [(n, c, p, "".join(reference.COMPLEMENT.get(b, b) for b in g)) for n, c, p, g in men]
    # Rows without other_allele do not flip; row 12 (CC) now reads GG and counts as G.
    case("markers-other-strand", "the whole file on the other strand: the same dosages, but for rows without other_allele",
         {"genotypes.txt": layout_23andme(flipped), "robin.txt": main_score()}, *run, replaced({10: "1", 11: "0", 12: "2"}), cases=[2, 18, 27])
    unplaced = [(n, "0" if n in ("rs4000000001", "rs4000000024") else c, 0 if n in ("rs4000000001", "rs4000000024") else p, g) for n, c, p, g in men]
    case("markers-without-place", "markers at 0:0 are found by rsID", {"genotypes.txt": layout_ancestry([m for m in unplaced if m[1] != "0"]).rstrip("\n") + "\n"
         + lines([f"{n}\t0\t0\t{g[0]}\t{g[1]}" for n, c, p, g in unplaced if c == "0"]), "robin.txt": main_score()}, *run, WORKED, cases=[34])


def tools():
    """What scoring programs write, each in its own columns; the effect allele of row 2 is homozygous, so a mistaken one shows."""
    text = layout_23andme(person())
    at = {name: (chromosome, position) for name, chromosome, position, *_ in ROWS}
    chosen = [(row[0], row[3], row[4]) for row in ROWS if row[0] in ("rs4000000001", "rs4000000002", "rs4000000003", "rs4000000024", "rs4000000026")]
    worked = ["1", "2", "0", "2", "2"]
    weights = [3**k for k in range(5)]

    def tool(name, title, rows, findings=(), worked=worked, separator="\t", **more):
        score = lines([separator.join(str(cell) for cell in row) for row in rows])
        case(f"tool-{name}", title, {"genotypes.txt": text, "robin.txt": score}, ["genotypes.txt"], ["robin.txt"], worked, tool=name, findings=findings, **more)

    def rows(cells):
        return [cells(n, *at[n], e, o, w) for (n, e, o), w in zip(chosen, weights)]

    tool("plink2", "PLINK 2, --score with header-read: a score for each column", [["#ID", "A1", "HEIGHT", "BMI_SUM"]] + rows(lambda n, c, p, e, o, w: [n, e, w, -0.5 * w]), ["score-several"], None)
    tool("plink2-bare", "PLINK, id, allele and weight without a header", rows(lambda n, c, p, e, o, w: [n, e, w]), separator=" ")
    signs = [1, 1, -1, 1, 1]
    tool("ldpred", "LDpred 1: nt1 is counted, ldpred_beta is summed and raw_beta is not", [["chrom", "pos", "sid", "nt1", "nt2", "raw_beta", "ldpred_beta"]]
         + [[f"chrom_{at[n][0]}", at[n][1], n, e, o, f"{s * 0.25:.4e}", f"{w:.4e}"] for (n, e, o), w, s in zip(chosen, weights, signs)], separator="    ")
    tool("ldpred2", "LDpred2: a1 is counted, the GWAS's beta is not a weight, each model is a score", [["chr", "pos", "rsid", "a0", "a1", "beta", "beta_se", "beta_inf", "final_beta_auto"]]
         + rows(lambda n, c, p, e, o, w: [c, p, n, o, e, 0.25, 0.1, w, -w]), ["score-several"], None)
    tool("lassosum2", "lassosum2: a1 is counted", [["chr", "pos", "rsid", "a0", "a1", "beta_lassosum2"]] + rows(lambda n, c, p, e, o, w: [c, p, n, o, e, w]))
    tool("lassosum", "lassosum: its own table of variants with the weights beside it; cor is no weight", [["chr", "pos", "snp", "A1", "A2", "cor", "v$best.beta"]]
         + rows(lambda n, c, p, e, o, w: [c, p, n, e, o, 0.01, w]))
    tool("row-names", "LDpred2's weights with the names of rows that R writes without naming them", [["chr", "pos", "rsid", "a0", "a1", "beta_auto"]]
         + [[f'"{k}"', *row] for k, row in enumerate(rows(lambda n, c, p, e, o, w: [c, p, f'"{n}"', f'"{o}"', f'"{e}"', w]), 1)], separator=" ")
    tool("prs-cs", "PRS-CS and PRS-CSx: no header, A1 is counted", rows(lambda n, c, p, e, o, w: [c, n, p, e, o, f"{w:.6e}"]))
    tool("sbayesr", "SBayesR: Name is the variant, not Id; A1Effect for A1 with its frequency", [["Id", "Name", "Chrom", "Position", "A1", "A2", "A1Frq", "A1Effect", "SE", "PIP", "LastSampleEff"]]
         + [[k + 1, *row] for k, row in enumerate(rows(lambda n, c, p, e, o, w: [n, c, p, e, o, 0.25, w, 0.01, 0.5, 7]))], separator="  ")
    tool("sbayesrc", "SBayesRC: BETA for A1, and not BETAlast", [["SNP", "A1", "BETA", "PIP", "BETAlast"]] + rows(lambda n, c, p, e, o, w: [n, e, w, 0.5, 7]), separator=" ")
    tool("ldak", "MegaPRS (LDAK): A1 is counted, Centre is no weight, each model is a score", [["Predictor", "A1", "A2", "Centre", "Model1", "Model2"]]
         + rows(lambda n, c, p, e, o, w: [n, e, o, 0.5, w, 2 * w]), ["score-several", "score-centred"], None, separator=" ")
    tool("prsice", "a base file of PRSice: the logarithm of OR for A1, and a word on what it is", [["SNP", "CHR", "BP", "A1", "A2", "OR", "SE", "P"]]
         + rows(lambda n, c, p, e, o, w: [n, c, p, e, o, w, 0.02, 0.001]), ["score-looks-like-gwas", "score-weights-from-ratios"], None, separator=" ", rounded=True)
    tool("saige", "SAIGE's summary statistics: Allele2 is counted", [["CHR", "POS", "MarkerID", "Allele1", "Allele2", "AF_Allele2", "BETA", "SE", "p.value"]]
         + rows(lambda n, c, p, e, o, w: [c, p, n, o, e, 0.3, w, 0.02, 0.001]), ["score-looks-like-gwas"])
    tool("plink2-glm", "PLINK 2's --glm, which begins as its table of variants: A1 is counted", [["#CHROM", "POS", "ID", "REF", "ALT", "A1", "OBS_CT", "BETA", "SE", "P"]]
         + rows(lambda n, c, p, e, o, w: [c, p, n, o, e, e, 100, w, 0.02, 0.001]), ["score-looks-like-gwas"])
    tool("regenie", "REGENIE's summary statistics: ALLELE1 is counted", [["CHROM", "GENPOS", "ID", "ALLELE0", "ALLELE1", "A1FREQ", "N", "TEST", "BETA", "SE", "CHISQ", "LOG10P"]]
         + rows(lambda n, c, p, e, o, w: [c, p, n, o, e, 0.25, 1000, "ADD", w, 0.02, 5, 3]), ["score-looks-like-gwas"], separator=" ")
    # rs…01 was chosen twice: 0.25 + 0.5 for one copy; rs…03 has none.
    boosted = [["iteration", "kind", "var", "model", "eps", "eff_eps", "alpha", "const", "score0", "score1", "score2", "chrom", "pos", "a1", "a2"],
               [0, "CONST", "const", "LINEAR", *["nan"] * 2, 0.5, *["nan"] * 8], [1, "COV", "age", "LINEAR", *["nan"] * 2, 0.1, *["nan"] * 8]]
    for number, (k, *scores) in enumerate([(0, -0.5, 0.25, 1), (1, -1, 0.125, 4), (0, 0.25, 0.5, 2), (2, -8, 1, 2), (3, -1, 2, 16)], 2):
        n, e, o = chosen[k]
        boosted.append([number, "SNV", n, "FREE", "nan", "nan", "nan", "nan", *scores, *at[n], e, o])
    tool("genoboost", "GenoBoost: a weight for each count of a1, repeats add up, covariates are none: 0.75 + 4 - 8 + 16", boosted, ["score-rows-added-up", "score-rows-not-variants"], None)


DATA = {
    "59": "data:consumer/derived_from_HapMap2_CEU/hapmap2_Sample59_23andme_style.txt.gz",
    "01": "data:consumer/derived_from_HapMap2_CEU/hapmap2_Sample01_myheritage_style.csv.gz",
}
SCORES = [
    "PGScatalog_pygscatalog/PGS000001_hmPOS_GRCh37.txt.gz", "PGScatalog_pygscatalog/PGS000001.txt.gz", "PGScatalog_pygscatalog/PGS000002_hmPOS_GRCh37.txt.gz",
    "PGScatalog_pygscatalog/PGS000002.txt.gz", "lorenasandoval88_diseasome/PGS000004_hmPOS_GRCh37.txt", "lorenasandoval88_diseasome/PGS000004.txt",
    "lorenasandoval88_diseasome/PGS000055_hmPOS_GRCh37.txt", "PGScatalog_pgs-harmonizer/PGS000065.txt.gz", "lukfor_pgs-calc/PGS000957.txt.gz",
    "lukfor_pgs-calc/PGS000001.txt.gz", "PGScatalog_pygscatalog/PGS000802_hmPOS_GRCh37.txt", "PGScatalog_pygscatalog/PGS004255_hmPOS_GRCh38.txt.gz",
    "PGScatalog_pygscatalog/complex_variants_PGS000021.txt", "PGScatalog_pygscatalog/OPGS017309_hmPOS_GRCh38.txt.gz"]


def hapmap():
    source = ("HapMap2 r22 CEU founders (public) in two vendors' layouts, real PGS Catalog scores; counts and sums by tests/oracle/reference.py (Python 3.11). "
              "PGS004239 is not in the shared data: score-amino-acids stands in for it")
    for sample, file in DATA.items():
        for rules in ("tallele", "pgsc_calc_2"):
            case(f"hapmap2-{sample}-{rules.replace('_', '-')}", f"HapMap2 sample {sample} and fourteen real scoring files under {rules}", {}, [file],
                 ["data:scores/" + s for s in SCORES], arguments=["--rules", rules], sex="unknown", source=source)


if __name__ == "__main__":
    vendors()
    builds()
    people_and_options()
    one_marker_scores()
    score_layouts()
    tools()
    markers()
    hapmap()
